"""Staying on the register: CPD, renewal, what registrants tell us, leaving.

Revision: 0005
Follows: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


#: Tables whose rows the database itself refuses to change.
APPEND_ONLY = (
    "cpd_draw",
    "panel_found",
    "record_check_seen",
    "renewal_notice",
    "renewal_reached",
    "application_delay",
    "circular_step",
    "cpd_draw_ticket",
    "departure_step",
    "disclosure_message",
    "disclosure_review",
    "disclosure_step",
    "renewal_answer",
    "renewal_health",
    "renewal_return_decision",
    "renewal_statement",
    "renewal_step",
    "cpd_activity_version",
    "cpd_audit_decision",
    "cpd_audit_step",
    "cpd_audit_submission",
    "cpd_audit_mark",
)


def refuse_changes(table: str) -> None:
    """Triggers that refuse UPDATE on a table; on SQLite, INSERT OR REPLACE too."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
    )


def upgrade() -> None:
    op.create_table(
        "circular",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "draft",
                "offered",
                "sending",
                "sent",
                "stopped",
                "thrown_away",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "people",
            sa.Enum(
                "registered",
                "nation",
                "area",
                "renewal_due",
                "lapsed",
                "cpd_audit",
                name="group",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "nation",
            sa.Enum(
                "england_wales",
                "scotland",
                "northern_ireland",
                name="nation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "area",
            sa.Enum(
                "health",
                "mental-health",
                "social-care",
                "housing",
                "insurance",
                "rehabilitation",
                "charity",
                "justice",
                name="practice_area",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("list_hash", sa.String(length=64), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(people = 'area') = (area IS NOT NULL)", name=op.f("ck_circular_area_is_named")),
        sa.CheckConstraint("(people = 'nation') = (nation IS NOT NULL)", name=op.f("ck_circular_nation_is_named")),
        sa.CheckConstraint(
            "standing <> 'offered' OR listed_at IS NOT NULL", name=op.f("ck_circular_offered_has_a_list")
        ),
        sa.CheckConstraint(
            "standing NOT IN ('sending', 'sent') OR released_at IS NOT NULL", name=op.f("ck_circular_sent_was_released")
        ),
        sa.CheckConstraint("(listed_at IS NULL) = (list_hash IS NULL)", name=op.f("ck_circular_list_has_its_hash")),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by_id IS NULL)", name=op.f("ck_circular_release_has_who")
        ),
        sa.CheckConstraint(
            "released_by_id IS NULL OR released_by_id <> written_by_id", name=op.f("ck_circular_released_by_another")
        ),
        sa.ForeignKeyConstraint(["released_by_id"], ["account.id"], name=op.f("fk_circular_released_by_id_account")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_circular_written_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular")),
    )
    op.create_index("ix_circular_standing", "circular", ["standing"], unique=False)
    op.create_table(
        "continuity_plan",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_continuity_plan_entry_id_entry")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["account.id"], name=op.f("fk_continuity_plan_kept_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_continuity_plan")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_continuity_plan_entry_id")),
    )
    op.create_table(
        "cpd_draw",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.String(length=40), nullable=False),
        sa.Column("software", sa.String(length=80), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("key_sealed", sa.Text(), nullable=False),
        sa.Column("list_hash", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("per_cent", sa.Integer(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.CheckConstraint("size <= listed", name=op.f("ck_cpd_draw_draws_from_the_list")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["account.id"], name=op.f("fk_cpd_draw_drawn_by_id_account")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_cpd_draw_lock_id_lock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_draw")),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "cpd_plan_item",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("standards", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "done", "dropped", name="goal_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.CheckConstraint("(state = 'open') = (closed_on IS NULL)", name=op.f("ck_cpd_plan_item_closed_has_its_day")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_cpd_plan_item_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_plan_item")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cpd_plan_item_entry_id", "cpd_plan_item", ["entry_id"], unique=False)
    op.create_index("uq_cpd_plan_item_once", "cpd_plan_item", ["entry_id", "once"], unique=True)
    op.create_table(
        "cpd_sheet",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_cpd_sheet_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_sheet")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_cpd_sheet_entry_id")),
        sa.UniqueConstraint("token", name=op.f("uq_cpd_sheet_token")),
    )
    op.create_table(
        "death_report",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "reported",
                "confirmed",
                "mistaken",
                name="death_standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("to_call", sa.Boolean(), nullable=False),
        sa.Column("call_by_on", sa.Date(), nullable=True),
        sa.Column("contact_told_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (standing = 'reported')", name=op.f("ck_death_report_settled_has_its_time")
        ),
        sa.CheckConstraint(
            "standing <> 'confirmed' OR settled_by_id <> reported_by_id", name=op.f("ck_death_report_two_people")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_death_report_settled_has_who")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_death_report_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["account.id"], name=op.f("fk_death_report_reported_by_id_account")
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["account.id"], name=op.f("fk_death_report_settled_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_death_report")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_death_report_standing", "death_report", ["standing"], unique=False)
    op.create_index(
        "uq_death_report_entry_id_once",
        "death_report",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("standing <> 'mistaken'"),
        postgresql_where=sa.text("standing <> 'mistaken'"),
    )
    op.create_table(
        "departure",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "planned",
                "panel",
                "to_publish",
                "left",
                "agreed",
                "refused",
                "withdrawn",
                "overtaken",
                name="departure_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("leave_on", sa.Date(), nullable=False),
        sa.Column("why_sealed", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(stage IN ('planned', 'panel', 'to_publish')) = (closed_on IS NULL)",
            name=op.f("ck_departure_closed_has_its_day"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_departure_asked_by_id_account")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_departure_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_departure_entry_id"), "departure", ["entry_id"], unique=False)
    op.create_index("ix_departure_stage", "departure", ["stage", "leave_on"], unique=False)
    op.create_index(
        "uq_departure_entry_id_open",
        "departure",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("stage IN ('planned', 'panel', 'to_publish')"),
        postgresql_where=sa.text("stage IN ('planned', 'panel', 'to_publish')"),
    )
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("pressed", sa.String(length=64), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("told_now", "renewal", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "track",
            sa.Enum(
                "urgent",
                "usual",
                "concerns",
                "health",
                name="track",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "officer",
                "panel",
                "concerns",
                "health",
                "closed",
                "taken_back",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lock_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=True),
        sa.Column("duty_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("clear", "advice", "concern", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("delete_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(stage = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_disclosure_closed_has_its_outcome")
        ),
        sa.CheckConstraint(
            "(stage = 'taken_back') = (delete_on IS NOT NULL)", name=op.f("ck_disclosure_taken_back_is_deleted")
        ),
        sa.CheckConstraint(
            "(stage IN ('officer', 'panel', 'concerns', 'health')) = (closed_on IS NULL)",
            name=op.f("ck_disclosure_closed_has_its_day"),
        ),
        sa.CheckConstraint("stage = 'taken_back' OR sealed IS NOT NULL", name=op.f("ck_disclosure_has_its_words")),
        sa.CheckConstraint("(sealed IS NULL) = (lock_id IS NULL)", name=op.f("ck_disclosure_words_have_their_key")),
        sa.CheckConstraint("closed_on IS NULL OR due_on IS NULL", name=op.f("ck_disclosure_closed_has_no_clock")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_disclosure_account_id_account")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_disclosure_entry_id_entry")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_disclosure_lock_id_lock")),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_disclosure_officer_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
        sa.UniqueConstraint("pressed", name=op.f("uq_disclosure_pressed")),
        sa.UniqueConstraint("reference", name=op.f("uq_disclosure_reference")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_disclosure_entry_id", "disclosure", ["entry_id", "stage"], unique=False)
    op.create_index(op.f("ix_disclosure_officer_id"), "disclosure", ["officer_id"], unique=False)
    op.create_index("ix_disclosure_stage", "disclosure", ["stage", "due_on"], unique=False)
    op.create_table(
        "extended_leave",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "asked",
                "agreed",
                "refused",
                "withdrawn",
                name="leave_standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answer_sealed", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "standing NOT IN ('agreed', 'refused') OR decided_at IS NOT NULL",
            name=op.f("ck_extended_leave_decision_has_its_time"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_extended_leave_decided_has_who")
        ),
        sa.CheckConstraint("(lock_id IS NULL) = (sealed IS NULL)", name=op.f("ck_extended_leave_words_need_their_key")),
        sa.CheckConstraint(
            "standing = 'agreed' OR lock_id IS NOT NULL", name=op.f("ck_extended_leave_only_agreed_days_outlive_words")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_extended_leave_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_extended_leave_asked_by_id_account")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_extended_leave_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_extended_leave_entry_id_entry")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_extended_leave_lock_id_lock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extended_leave")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_extended_leave_ends_on", "extended_leave", ["standing", "ends_on"], unique=False)
    op.create_index("ix_extended_leave_entry_id", "extended_leave", ["entry_id", "standing"], unique=False)
    op.create_table(
        "mistaken_ending",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("taken_back", sa.Boolean(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (taken_back IS NULL)", name=op.f("ck_mistaken_ending_settled_says_what")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_mistaken_ending_settled_has_who")
        ),
        sa.CheckConstraint(
            "taken_back IS NULL OR NOT taken_back OR settled_by_id <> said_by_id",
            name=op.f("ck_mistaken_ending_two_people"),
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_mistaken_ending_entry_id_entry")),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_mistaken_ending_said_by_id_account")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["account.id"], name=op.f("fk_mistaken_ending_settled_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mistaken_ending")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mistaken_ending_entry_id", "mistaken_ending", ["entry_id"], unique=False)
    op.create_index(
        "uq_mistaken_ending_open",
        "mistaken_ending",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "insurance_told",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "came_with",
            sa.Enum("renewal", "update", name="came_by", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "seen",
            sa.Enum(
                "confirmed",
                "not_confirmed",
                "overtaken",
                name="seen",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.Column("why_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "seen IS NULL OR seen = 'overtaken' OR seen_by_id IS NOT NULL",
            name=op.f("ck_insurance_told_seen_by_somebody"),
        ),
        sa.CheckConstraint(
            "(seen IS NULL) = (seen_at IS NULL) AND (seen_by_id IS NULL OR seen_at IS NOT NULL)",
            name=op.f("ck_insurance_told_seen_has_its_time"),
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_insurance_told_entry_id_entry")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["account.id"], name=op.f("fk_insurance_told_seen_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurance_told")),
    )
    op.create_index("ix_insurance_told_entry", "insurance_told", ["entry_id", "id"], unique=False)
    op.create_index(
        "ix_insurance_told_waiting",
        "insurance_told",
        ["told_at"],
        unique=False,
        sqlite_where=sa.text("seen IS NULL"),
        postgresql_where=sa.text("seen IS NULL"),
    )
    op.create_table(
        "panel_found",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_kind", sa.String(length=40), nullable=False),
        sa.Column("matter_id", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=40), nullable=False),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("advice_sealed", sa.Text(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["account.id"], name=op.f("fk_panel_found_member_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_found")),
        info={"append_only": "not changed"},
    )
    op.create_index("uq_panel_found_member", "panel_found", ["matter_kind", "matter_id", "member_id"], unique=True)
    op.create_table(
        "panel_place",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_kind", sa.String(length=40), nullable=False),
        sa.Column("matter_id", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seated_by_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(left_at IS NULL) = (left_by_id IS NULL)", name=op.f("ck_panel_place_left_has_who")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_panel_place_account_id_account")),
        sa.ForeignKeyConstraint(["left_by_id"], ["account.id"], name=op.f("fk_panel_place_left_by_id_account")),
        sa.ForeignKeyConstraint(["seated_by_id"], ["account.id"], name=op.f("fk_panel_place_seated_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_place")),
    )
    op.create_index(op.f("ix_panel_place_account_id"), "panel_place", ["account_id"], unique=False)
    op.create_index("uq_panel_place_matter", "panel_place", ["matter_kind", "matter_id", "account_id"], unique=True)
    op.create_table(
        "record_check_seen",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(scheme = '') = (level = '')", name=op.f("ck_record_check_seen_scheme_has_its_level")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_record_check_seen_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_check_seen")),
        info={"append_only": "not changed"},
    )
    op.create_index("ix_record_check_seen_entry", "record_check_seen", ["entry_id", "id"], unique=False)
    op.create_table(
        "registrant_folder",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_registrant_folder_entry_id_entry")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_registrant_folder_lock_id_lock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrant_folder")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_registrant_folder_entry_id")),
    )
    op.create_table(
        "renewal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "open",
                "sent",
                "looked_at",
                "renewed",
                "sent_on",
                "over",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("bridged_to", sa.Date(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("insured_to", sa.Date(), nullable=True),
        sa.Column("cpd", sa.String(length=20), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("worrying", sa.Boolean(), nullable=False),
        sa.Column("fee", sa.JSON(), nullable=False),
        sa.Column(
            "band",
            sa.Enum(
                "in_time",
                "late",
                "return_a",
                "return_b",
                name="band",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("renewed_to", sa.Date(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(stage = 'renewed') = (renewed_at IS NOT NULL)", name=op.f("ck_renewal_renewed_has_its_time")
        ),
        sa.CheckConstraint(
            "stage = 'open' OR sent_at IS NOT NULL OR stage = 'over'", name=op.f("ck_renewal_sent_has_its_time")
        ),
        sa.CheckConstraint(
            "(renewed_at IS NULL) = (starts_on IS NULL) AND (renewed_at IS NULL) = (renewed_to IS NULL) AND (renewed_at IS NULL) = (band IS NULL)",
            name=op.f("ck_renewal_renewed_says_for_when"),
        ),
        sa.CheckConstraint("bridged_to IS NULL OR bridged_to > ends_on", name=op.f("ck_renewal_bridge_leads_on")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_renewal_account_id_account")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_renewal_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
        sa.UniqueConstraint("reference", name=op.f("uq_renewal_reference")),
    )
    op.create_index(op.f("ix_renewal_account_id"), "renewal", ["account_id"], unique=False)
    op.create_index("ix_renewal_entry", "renewal", ["entry_id", "ends_on"], unique=False)
    op.create_index(
        "ix_renewal_provisional",
        "renewal",
        ["id"],
        unique=False,
        sqlite_where=sa.text("provisional"),
        postgresql_where=sa.text("provisional"),
    )
    op.create_index("ix_renewal_stage", "renewal", ["stage", "ends_on"], unique=False)
    op.create_index(
        "uq_renewal_open",
        "renewal",
        ["entry_id", "ends_on"],
        unique=True,
        sqlite_where=sa.text("stage IN ('open', 'sent', 'looked_at')"),
        postgresql_where=sa.text("stage IN ('open', 'sent', 'looked_at')"),
    )
    op.create_table(
        "renewal_notice",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "watch",
            sa.Enum(
                "renewal",
                "insurance",
                "record_check",
                name="watch",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_renewal_notice_counts_from_one")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_renewal_notice_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_notice")),
        sa.UniqueConstraint(
            "entry_id", "watch", "day", "number", name=op.f("uq_renewal_notice_entry_id_watch_day_number")
        ),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "renewal_reached",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "phone",
                "text",
                "post",
                "not_reached",
                name="reached_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_renewal_reached_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_renewal_reached_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_reached")),
        info={"append_only": "not changed"},
    )
    op.create_index("ix_renewal_reached_entry", "renewal_reached", ["entry_id", "day"], unique=False)
    op.create_table(
        "application_delay",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "received",
                "completeness",
                "verification",
                "declarations",
                "declaration_panel",
                "assessment",
                "decision",
                "offer",
                "insurance",
                "registered",
                "refused",
                "appeal",
                "refusal_stands",
                "expired",
                "withdrawn",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "many",
                "somebody_else",
                "absence",
                "careful",
                "nobody_free",
                "other",
                name="delay_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_delay_application_id_application")
        ),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_application_delay_said_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_delay")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_application_delay_application_id"), "application_delay", ["application_id"], unique=False)
    op.create_table(
        "application_hold",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("why_sealed", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL)", name=op.f("ck_application_hold_lifted_has_who")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_hold_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["account.id"], name=op.f("fk_application_hold_lifted_by_id_account")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_application_hold_owner_id_account")),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["account.id"], name=op.f("fk_application_hold_placed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_hold")),
    )
    op.create_index(op.f("ix_application_hold_application_id"), "application_hold", ["application_id"], unique=False)
    op.create_index(op.f("ix_application_hold_owner_id"), "application_hold", ["owner_id"], unique=False)
    op.create_index(op.f("ix_application_hold_review_on"), "application_hold", ["review_on"], unique=False)
    op.create_index(
        "uq_application_hold_stands",
        "application_hold",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "circular_recipient",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("circular_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "fate",
            sa.Enum(
                "waiting",
                "written",
                "no_address",
                "not_known",
                "left_group",
                "same_address",
                "called_back",
                name="fate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("letter_key", sa.String(length=200), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(fate = 'written') = (written_at IS NOT NULL)", name=op.f("ck_circular_recipient_written_has_its_time")
        ),
        sa.CheckConstraint(
            "fate <> 'written' OR letter_key IS NOT NULL", name=op.f("ck_circular_recipient_written_has_its_letter")
        ),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_circular_recipient_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_circular_recipient_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_recipient")),
    )
    op.create_index("ix_circular_recipient_fate", "circular_recipient", ["circular_id", "fate", "id"], unique=False)
    op.create_index("uq_circular_recipient_entry", "circular_recipient", ["circular_id", "entry_id"], unique=True)
    op.create_table(
        "circular_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("circular_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "written",
                "changed",
                "listed",
                "offered",
                "sent_back",
                "released",
                "stopped",
                "sent",
                "thrown_away",
                name="happened",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_circular_step_by_account_id_account")),
        sa.ForeignKeyConstraint(["circular_id"], ["circular.id"], name=op.f("fk_circular_step_circular_id_circular")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_step")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_circular_step_circular_id"), "circular_step", ["circular_id"], unique=False)
    op.create_table(
        "cpd_activity",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "supervision",
                "peer_discussion",
                "course",
                "conference",
                "online",
                "reading",
                "audit",
                "research",
                "teaching",
                "mentoring",
                "shadowing",
                "case_review",
                "writing",
                "committee",
                "other",
                name="activity_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "company",
            sa.Enum("alone", "live", "writing", name="company", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("plan_item_id", sa.Integer(), nullable=True),
        sa.Column("standards", sa.JSON(), nullable=False),
        sa.Column("reflected", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("deleted_at IS NULL OR kept_at IS NOT NULL", name=op.f("ck_cpd_activity_drafts_just_go")),
        sa.CheckConstraint(
            "kept_at IS NULL OR (done_on IS NOT NULL AND minutes IS NOT NULL AND kind IS NOT NULL)",
            name=op.f("ck_cpd_activity_kept_has_day_time_kind"),
        ),
        sa.CheckConstraint("minutes IS NULL OR minutes > 0", name=op.f("ck_cpd_activity_time_is_some")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_cpd_activity_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["plan_item_id"], ["cpd_plan_item.id"], name=op.f("fk_cpd_activity_plan_item_id_cpd_plan_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_activity")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_cpd_activity_deleted",
        "cpd_activity",
        ["deleted_at"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NOT NULL"),
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.create_index("ix_cpd_activity_done_on", "cpd_activity", ["done_on"], unique=False)
    op.create_index(
        "ix_cpd_activity_drafts",
        "cpd_activity",
        ["changed_at"],
        unique=False,
        sqlite_where=sa.text("kept_at IS NULL"),
        postgresql_where=sa.text("kept_at IS NULL"),
    )
    op.create_index("ix_cpd_activity_entry_id_done_on", "cpd_activity", ["entry_id", "done_on"], unique=False)
    op.create_index(op.f("ix_cpd_activity_plan_item_id"), "cpd_activity", ["plan_item_id"], unique=False)
    op.create_index("uq_cpd_activity_once", "cpd_activity", ["entry_id", "once"], unique=True)
    op.create_table(
        "cpd_audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "nation",
            sa.Enum(
                "england_wales",
                "scotland",
                "northern_ireland",
                name="nation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("draw_id", sa.Integer(), nullable=True),
        sa.Column("ticket", sa.String(length=32), nullable=True),
        sa.Column(
            "why",
            sa.Enum(
                "drawn",
                "late_renewal",
                "earlier_fail",
                "unfinished",
                "concern",
                "other",
                name="why",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("why_sealed", sa.Text(), nullable=True),
        sa.Column("seed_sealed", sa.Text(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("tell_until", sa.Date(), nullable=False),
        sa.Column("span_from", sa.Date(), nullable=False),
        sa.Column("span_to", sa.Date(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "chosen",
                "deferred",
                "asked",
                "assessment",
                "second_mark",
                "more",
                "further_time",
                "registrar",
                "notice",
                "appeal",
                "met",
                "removed",
                "stopped",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column(
            "cause",
            sa.Enum(
                "nothing_sent",
                "both_not_met",
                "disagreed",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("extra_from", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("papers_deleted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (stage NOT IN ('met', 'removed', 'stopped'))",
            name=op.f("ck_cpd_audit_over_has_its_day"),
        ),
        sa.CheckConstraint(
            "(stage = 'registrar') = (cause IS NOT NULL)", name=op.f("ck_cpd_audit_registrar_knows_why")
        ),
        sa.CheckConstraint("(why = 'drawn') = (ticket IS NOT NULL)", name=op.f("ck_cpd_audit_drawn_has_its_ticket")),
        sa.CheckConstraint(
            "second_id IS NULL OR second_id <> assessor_id", name=op.f("ck_cpd_audit_second_is_somebody_else")
        ),
        sa.CheckConstraint("span_from <= span_to", name=op.f("ck_cpd_audit_span_runs_forward")),
        sa.ForeignKeyConstraint(["assessor_id"], ["account.id"], name=op.f("fk_cpd_audit_assessor_id_account")),
        sa.ForeignKeyConstraint(["draw_id"], ["cpd_draw.id"], name=op.f("fk_cpd_audit_draw_id_cpd_draw")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_cpd_audit_entry_id_entry")),
        sa.ForeignKeyConstraint(["second_id"], ["account.id"], name=op.f("fk_cpd_audit_second_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_audit")),
        sa.UniqueConstraint("reference", name=op.f("uq_cpd_audit_reference")),
    )
    op.create_index(op.f("ix_cpd_audit_assessor_id"), "cpd_audit", ["assessor_id"], unique=False)
    op.create_index(op.f("ix_cpd_audit_draw_id"), "cpd_audit", ["draw_id"], unique=False)
    op.create_index("ix_cpd_audit_entry_id", "cpd_audit", ["entry_id"], unique=False)
    op.create_index(op.f("ix_cpd_audit_second_id"), "cpd_audit", ["second_id"], unique=False)
    op.create_index("ix_cpd_audit_stage_due_on", "cpd_audit", ["stage", "due_on"], unique=False)
    op.create_index(
        "uq_cpd_audit_open",
        "cpd_audit",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_table(
        "cpd_draw_ticket",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "frame",
            sa.Enum(
                "in", "new", "passed", "under_way", name="frame", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("ticket", sa.String(length=32), nullable=True),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(frame = 'in') = (ticket IS NOT NULL)", name=op.f("ck_cpd_draw_ticket_those_in_it_have_a_ticket")
        ),
        sa.CheckConstraint("frame = 'in' OR NOT drawn", name=op.f("ck_cpd_draw_ticket_only_those_in_it_are_drawn")),
        sa.ForeignKeyConstraint(["draw_id"], ["cpd_draw.id"], name=op.f("fk_cpd_draw_ticket_draw_id_cpd_draw")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_cpd_draw_ticket_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_draw_ticket")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_cpd_draw_ticket_entry_id"), "cpd_draw_ticket", ["entry_id"], unique=False)
    op.create_index("uq_cpd_draw_ticket_entry", "cpd_draw_ticket", ["draw_id", "entry_id"], unique=True)
    op.create_table(
        "departure_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("departure_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "planned",
                "panel",
                "to_publish",
                "left",
                "agreed",
                "refused",
                "withdrawn",
                "overtaken",
                name="departure_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_account_id"], ["account.id"], name=op.f("fk_departure_step_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["departure_id"], ["departure.id"], name=op.f("fk_departure_step_departure_id_departure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure_step")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_departure_step_departure_id"), "departure_step", ["departure_id"], unique=False)
    op.create_table(
        "disclosure_message",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("from_us", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_disclosure_message_disclosure_id_disclosure")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_disclosure_message_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_message")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_disclosure_message_disclosure_id"), "disclosure_message", ["disclosure_id"], unique=False)
    op.create_table(
        "disclosure_review",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "officer",
                "panel",
                "concerns",
                "health",
                "closed",
                "taken_back",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("finding", sa.String(length=40), nullable=False),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("advice_sealed", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_disclosure_review_disclosure_id_disclosure")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["account.id"], name=op.f("fk_disclosure_review_reviewed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_review")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_disclosure_review_disclosure_id"), "disclosure_review", ["disclosure_id"], unique=False)
    op.create_table(
        "disclosure_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "officer",
                "panel",
                "concerns",
                "health",
                "closed",
                "taken_back",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_account_id"], ["account.id"], name=op.f("fk_disclosure_step_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_disclosure_step_disclosure_id_disclosure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_step")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_disclosure_step_disclosure_id"), "disclosure_step", ["disclosure_id"], unique=False)
    op.create_table(
        "leaving_statement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("departure_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answer_sealed", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(agreed IS NULL) = (answered_at IS NULL)", name=op.f("ck_leaving_statement_answer_has_its_time")
        ),
        sa.ForeignKeyConstraint(
            ["departure_id"], ["departure.id"], name=op.f("fk_leaving_statement_departure_id_departure")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_leaving_statement_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving_statement")),
    )
    op.create_index("uq_leaving_statement_number", "leaving_statement", ["departure_id", "number"], unique=True)
    op.create_table(
        "renewal_answer",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("renewal_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("question_version", sa.Integer(), nullable=False),
        sa.Column("branch", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["renewal_id"], ["renewal.id"], name=op.f("fk_renewal_answer_renewal_id_renewal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_answer")),
        sa.UniqueConstraint("renewal_id", "round", "code", name=op.f("uq_renewal_answer_renewal_id_round_code")),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "renewal_health",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("renewal_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("question_version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_renewal_health_lock_id_lock")),
        sa.ForeignKeyConstraint(["renewal_id"], ["renewal.id"], name=op.f("fk_renewal_health_renewal_id_renewal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_health")),
        sa.UniqueConstraint("renewal_id", "round", name=op.f("uq_renewal_health_renewal_id_round")),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "renewal_return_decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("renewal_id", sa.Integer(), nullable=False),
        sa.Column("comes_back", sa.Boolean(), nullable=False),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_renewal_return_decision_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["renewal_id"], ["renewal.id"], name=op.f("fk_renewal_return_decision_renewal_id_renewal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_return_decision")),
        info={"append_only": "not changed"},
    )
    op.create_index("uq_renewal_return_decision_renewal", "renewal_return_decision", ["renewal_id"], unique=True)
    op.create_table(
        "renewal_statement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("renewal_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["renewal_id"], ["renewal.id"], name=op.f("fk_renewal_statement_renewal_id_renewal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_statement")),
        sa.UniqueConstraint("renewal_id", "round", name=op.f("uq_renewal_statement_renewal_id_round")),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "renewal_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("renewal_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "begun",
                "sent",
                "reopened",
                "fee_asked",
                "fee_settled",
                "payment_failed",
                "bridged",
                "looked_at",
                "renewed",
                "lapsed",
                "provisional",
                "sent_on",
                "over",
                name="step_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "open",
                "sent",
                "looked_at",
                "renewed",
                "sent_on",
                "over",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_renewal_step_by_account_id_account")),
        sa.ForeignKeyConstraint(["renewal_id"], ["renewal.id"], name=op.f("fk_renewal_step_renewal_id_renewal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_step")),
        info={"append_only": "not changed"},
    )
    op.create_index("ix_renewal_step_renewal", "renewal_step", ["renewal_id", "id"], unique=False)
    op.create_table(
        "renewal_talk",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("renewal_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "queue",
            sa.Enum(
                "registration",
                "cpd",
                "audit",
                "return_route",
                "claims",
                "learning",
                name="queue",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("note_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(done_at IS NULL) = (done_by_id IS NULL) AND (done_at IS NULL) = (note_sealed IS NULL)",
            name=op.f("ck_renewal_talk_done_has_who_and_words"),
        ),
        sa.ForeignKeyConstraint(["done_by_id"], ["account.id"], name=op.f("fk_renewal_talk_done_by_id_account")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_renewal_talk_entry_id_entry")),
        sa.ForeignKeyConstraint(["renewal_id"], ["renewal.id"], name=op.f("fk_renewal_talk_renewal_id_renewal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_talk")),
        sa.UniqueConstraint("renewal_id", "round", "queue", name=op.f("uq_renewal_talk_renewal_id_round_queue")),
    )
    op.create_index("ix_renewal_talk_entry", "renewal_talk", ["entry_id"], unique=False)
    op.create_index(
        "ix_renewal_talk_waiting",
        "renewal_talk",
        ["given_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "cpd_activity_version",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "change",
            sa.Enum(
                "kept",
                "changed",
                "deleted",
                "restored",
                name="change",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["cpd_activity.id"], name=op.f("fk_cpd_activity_version_activity_id_cpd_activity")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_cpd_activity_version_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_activity_version")),
        info={"append_only": "not changed"},
    )
    op.create_index("uq_cpd_activity_version_number", "cpd_activity_version", ["activity_id", "number"], unique=True)
    op.create_table(
        "cpd_audit_appeal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "uphold",
                "overturn",
                "redo",
                name="appeal_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_cpd_audit_appeal_decided_has_its_time")
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["cpd_audit.id"], name=op.f("fk_cpd_audit_appeal_audit_id_cpd_audit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_audit_appeal")),
    )
    op.create_index("uq_cpd_audit_appeal_round", "cpd_audit_appeal", ["audit_id", "round"], unique=True)
    op.create_table(
        "cpd_audit_decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "met",
                "met_with_advice",
                "more",
                "further_time",
                "not_met",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["cpd_audit.id"], name=op.f("fk_cpd_audit_decision_audit_id_cpd_audit")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_cpd_audit_decision_decided_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_audit_decision")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_cpd_audit_decision_audit_id"), "cpd_audit_decision", ["audit_id"], unique=False)
    op.create_table(
        "cpd_audit_extension",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("answer_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_cpd_audit_extension_answered_has_who")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR answered_at IS NOT NULL", name=op.f("ck_cpd_audit_extension_given_when_answered")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_cpd_audit_extension_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["cpd_audit.id"], name=op.f("fk_cpd_audit_extension_audit_id_cpd_audit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_audit_extension")),
    )
    op.create_index(op.f("ix_cpd_audit_extension_audit_id"), "cpd_audit_extension", ["audit_id"], unique=False)
    op.create_table(
        "cpd_audit_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "chosen",
                "deferred",
                "told",
                "more_time",
                "no_more_time",
                "sent",
                "assessed",
                "asked_more",
                "further_time",
                "nothing_sent",
                "to_registrar",
                "met",
                "not_met",
                "appealed",
                "appeal_upheld",
                "appeal_won",
                "redone",
                "removed",
                "stopped",
                name="step_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["cpd_audit.id"], name=op.f("fk_cpd_audit_step_audit_id_cpd_audit")),
        sa.ForeignKeyConstraint(
            ["by_account_id"], ["account.id"], name=op.f("fk_cpd_audit_step_by_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_audit_step")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_cpd_audit_step_audit_id"), "cpd_audit_step", ["audit_id"], unique=False)
    op.create_table(
        "cpd_audit_submission",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["cpd_audit.id"], name=op.f("fk_cpd_audit_submission_audit_id_cpd_audit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_audit_submission")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_cpd_audit_submission_audit_id"), "cpd_audit_submission", ["audit_id"], unique=False)
    op.create_table(
        "cpd_audit_worry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by_id", sa.Integer(), nullable=True),
        sa.Column("found_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (found_sealed IS NULL)", name=op.f("ck_cpd_audit_worry_looked_has_words")
        ),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (looked_by_id IS NULL)", name=op.f("ck_cpd_audit_worry_looked_has_who")
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["cpd_audit.id"], name=op.f("fk_cpd_audit_worry_audit_id_cpd_audit")),
        sa.ForeignKeyConstraint(["looked_by_id"], ["account.id"], name=op.f("fk_cpd_audit_worry_looked_by_id_account")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["account.id"], name=op.f("fk_cpd_audit_worry_raised_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_audit_worry")),
    )
    op.create_index(
        "uq_cpd_audit_worry_open",
        "cpd_audit_worry",
        ["audit_id"],
        unique=True,
        sqlite_where=sa.text("looked_at IS NULL"),
        postgresql_where=sa.text("looked_at IS NULL"),
    )
    op.create_table(
        "insurance_suspension",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("restriction_id", sa.Integer(), nullable=False),
        sa.Column("imposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imposed_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_insurance_suspension_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["imposed_by_id"], ["account.id"], name=op.f("fk_insurance_suspension_imposed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["restriction_id"], ["restriction.id"], name=op.f("fk_insurance_suspension_restriction_id_restriction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurance_suspension")),
        sa.UniqueConstraint("reference", name=op.f("uq_insurance_suspension_reference")),
    )
    op.create_index(
        "uq_insurance_suspension_open",
        "insurance_suspension",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "cpd_audit_mark",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column(
            "marker",
            sa.Enum("first", "second", name="marker", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "finding",
            sa.Enum(
                "met",
                "met_with_advice",
                "more",
                "further_time",
                "not_met",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("told_sealed", sa.Text(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "finding = 'met' OR told_sealed IS NOT NULL", name=op.f("ck_cpd_audit_mark_says_what_is_needed")
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["cpd_audit.id"], name=op.f("fk_cpd_audit_mark_audit_id_cpd_audit")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["account.id"], name=op.f("fk_cpd_audit_mark_marked_by_id_account")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["cpd_audit_submission.id"],
            name=op.f("fk_cpd_audit_mark_submission_id_cpd_audit_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_audit_mark")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_cpd_audit_mark_audit_id"), "cpd_audit_mark", ["audit_id"], unique=False)
    op.create_index(op.f("ix_cpd_audit_mark_submission_id"), "cpd_audit_mark", ["submission_id"], unique=False)
    op.create_index("uq_cpd_audit_mark", "cpd_audit_mark", ["audit_id", "sitting", "marker"], unique=True)
    op.create_index("uq_cpd_audit_mark_person", "cpd_audit_mark", ["audit_id", "sitting", "marked_by_id"], unique=True)
    op.add_column("letter", sa.Column("kind_in", sa.String(length=20), nullable=True))
    for table in APPEND_ONLY:
        refuse_changes(table)


def downgrade() -> None:
    op.drop_column("letter", "kind_in")
    op.drop_index("uq_cpd_audit_mark_person", table_name="cpd_audit_mark")
    op.drop_index("uq_cpd_audit_mark", table_name="cpd_audit_mark")
    op.drop_index(op.f("ix_cpd_audit_mark_submission_id"), table_name="cpd_audit_mark")
    op.drop_index(op.f("ix_cpd_audit_mark_audit_id"), table_name="cpd_audit_mark")
    op.drop_table("cpd_audit_mark")
    op.drop_index(
        "uq_insurance_suspension_open",
        table_name="insurance_suspension",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("insurance_suspension")
    op.drop_index(
        "uq_cpd_audit_worry_open",
        table_name="cpd_audit_worry",
        sqlite_where=sa.text("looked_at IS NULL"),
        postgresql_where=sa.text("looked_at IS NULL"),
    )
    op.drop_table("cpd_audit_worry")
    op.drop_index(op.f("ix_cpd_audit_submission_audit_id"), table_name="cpd_audit_submission")
    op.drop_table("cpd_audit_submission")
    op.drop_index(op.f("ix_cpd_audit_step_audit_id"), table_name="cpd_audit_step")
    op.drop_table("cpd_audit_step")
    op.drop_index(op.f("ix_cpd_audit_extension_audit_id"), table_name="cpd_audit_extension")
    op.drop_table("cpd_audit_extension")
    op.drop_index(op.f("ix_cpd_audit_decision_audit_id"), table_name="cpd_audit_decision")
    op.drop_table("cpd_audit_decision")
    op.drop_index("uq_cpd_audit_appeal_round", table_name="cpd_audit_appeal")
    op.drop_table("cpd_audit_appeal")
    op.drop_index("uq_cpd_activity_version_number", table_name="cpd_activity_version")
    op.drop_table("cpd_activity_version")
    op.drop_index(
        "ix_renewal_talk_waiting",
        table_name="renewal_talk",
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.drop_index("ix_renewal_talk_entry", table_name="renewal_talk")
    op.drop_table("renewal_talk")
    op.drop_index("ix_renewal_step_renewal", table_name="renewal_step")
    op.drop_table("renewal_step")
    op.drop_table("renewal_statement")
    op.drop_index("uq_renewal_return_decision_renewal", table_name="renewal_return_decision")
    op.drop_table("renewal_return_decision")
    op.drop_table("renewal_health")
    op.drop_table("renewal_answer")
    op.drop_index("uq_leaving_statement_number", table_name="leaving_statement")
    op.drop_table("leaving_statement")
    op.drop_index(op.f("ix_disclosure_step_disclosure_id"), table_name="disclosure_step")
    op.drop_table("disclosure_step")
    op.drop_index(op.f("ix_disclosure_review_disclosure_id"), table_name="disclosure_review")
    op.drop_table("disclosure_review")
    op.drop_index(op.f("ix_disclosure_message_disclosure_id"), table_name="disclosure_message")
    op.drop_table("disclosure_message")
    op.drop_index(op.f("ix_departure_step_departure_id"), table_name="departure_step")
    op.drop_table("departure_step")
    op.drop_index("uq_cpd_draw_ticket_entry", table_name="cpd_draw_ticket")
    op.drop_index(op.f("ix_cpd_draw_ticket_entry_id"), table_name="cpd_draw_ticket")
    op.drop_table("cpd_draw_ticket")
    op.drop_index(
        "uq_cpd_audit_open",
        table_name="cpd_audit",
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.drop_index("ix_cpd_audit_stage_due_on", table_name="cpd_audit")
    op.drop_index(op.f("ix_cpd_audit_second_id"), table_name="cpd_audit")
    op.drop_index("ix_cpd_audit_entry_id", table_name="cpd_audit")
    op.drop_index(op.f("ix_cpd_audit_draw_id"), table_name="cpd_audit")
    op.drop_index(op.f("ix_cpd_audit_assessor_id"), table_name="cpd_audit")
    op.drop_table("cpd_audit")
    op.drop_index("uq_cpd_activity_once", table_name="cpd_activity")
    op.drop_index(op.f("ix_cpd_activity_plan_item_id"), table_name="cpd_activity")
    op.drop_index("ix_cpd_activity_entry_id_done_on", table_name="cpd_activity")
    op.drop_index(
        "ix_cpd_activity_drafts",
        table_name="cpd_activity",
        sqlite_where=sa.text("kept_at IS NULL"),
        postgresql_where=sa.text("kept_at IS NULL"),
    )
    op.drop_index("ix_cpd_activity_done_on", table_name="cpd_activity")
    op.drop_index(
        "ix_cpd_activity_deleted",
        table_name="cpd_activity",
        sqlite_where=sa.text("deleted_at IS NOT NULL"),
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.drop_table("cpd_activity")
    op.drop_index(op.f("ix_circular_step_circular_id"), table_name="circular_step")
    op.drop_table("circular_step")
    op.drop_index("uq_circular_recipient_entry", table_name="circular_recipient")
    op.drop_index("ix_circular_recipient_fate", table_name="circular_recipient")
    op.drop_table("circular_recipient")
    op.drop_index(
        "uq_application_hold_stands",
        table_name="application_hold",
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.drop_index(op.f("ix_application_hold_review_on"), table_name="application_hold")
    op.drop_index(op.f("ix_application_hold_owner_id"), table_name="application_hold")
    op.drop_index(op.f("ix_application_hold_application_id"), table_name="application_hold")
    op.drop_table("application_hold")
    op.drop_index(op.f("ix_application_delay_application_id"), table_name="application_delay")
    op.drop_table("application_delay")
    op.drop_index("ix_renewal_reached_entry", table_name="renewal_reached")
    op.drop_table("renewal_reached")
    op.drop_table("renewal_notice")
    op.drop_index(
        "uq_renewal_open",
        table_name="renewal",
        sqlite_where=sa.text("stage IN ('open', 'sent', 'looked_at')"),
        postgresql_where=sa.text("stage IN ('open', 'sent', 'looked_at')"),
    )
    op.drop_index("ix_renewal_stage", table_name="renewal")
    op.drop_index(
        "ix_renewal_provisional",
        table_name="renewal",
        sqlite_where=sa.text("provisional"),
        postgresql_where=sa.text("provisional"),
    )
    op.drop_index("ix_renewal_entry", table_name="renewal")
    op.drop_index(op.f("ix_renewal_account_id"), table_name="renewal")
    op.drop_table("renewal")
    op.drop_table("registrant_folder")
    op.drop_index("ix_record_check_seen_entry", table_name="record_check_seen")
    op.drop_table("record_check_seen")
    op.drop_index("uq_panel_place_matter", table_name="panel_place")
    op.drop_index(op.f("ix_panel_place_account_id"), table_name="panel_place")
    op.drop_table("panel_place")
    op.drop_index("uq_panel_found_member", table_name="panel_found")
    op.drop_table("panel_found")
    op.drop_index(
        "ix_insurance_told_waiting",
        table_name="insurance_told",
        sqlite_where=sa.text("seen IS NULL"),
        postgresql_where=sa.text("seen IS NULL"),
    )
    op.drop_index("ix_insurance_told_entry", table_name="insurance_told")
    op.drop_table("insurance_told")
    op.drop_index(
        "uq_mistaken_ending_open",
        table_name="mistaken_ending",
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.drop_index("ix_mistaken_ending_entry_id", table_name="mistaken_ending")
    op.drop_table("mistaken_ending")
    op.drop_index("ix_extended_leave_entry_id", table_name="extended_leave")
    op.drop_index("ix_extended_leave_ends_on", table_name="extended_leave")
    op.drop_table("extended_leave")
    op.drop_index("ix_disclosure_stage", table_name="disclosure")
    op.drop_index(op.f("ix_disclosure_officer_id"), table_name="disclosure")
    op.drop_index("ix_disclosure_entry_id", table_name="disclosure")
    op.drop_table("disclosure")
    op.drop_index(
        "uq_departure_entry_id_open",
        table_name="departure",
        sqlite_where=sa.text("stage IN ('planned', 'panel', 'to_publish')"),
        postgresql_where=sa.text("stage IN ('planned', 'panel', 'to_publish')"),
    )
    op.drop_index("ix_departure_stage", table_name="departure")
    op.drop_index(op.f("ix_departure_entry_id"), table_name="departure")
    op.drop_table("departure")
    op.drop_index(
        "uq_death_report_entry_id_once",
        table_name="death_report",
        sqlite_where=sa.text("standing <> 'mistaken'"),
        postgresql_where=sa.text("standing <> 'mistaken'"),
    )
    op.drop_index("ix_death_report_standing", table_name="death_report")
    op.drop_table("death_report")
    op.drop_table("cpd_sheet")
    op.drop_index("uq_cpd_plan_item_once", table_name="cpd_plan_item")
    op.drop_index("ix_cpd_plan_item_entry_id", table_name="cpd_plan_item")
    op.drop_table("cpd_plan_item")
    op.drop_table("cpd_draw")
    op.drop_table("continuity_plan")
    op.drop_index("ix_circular_standing", table_name="circular")
    op.drop_table("circular")
    if op.get_bind().dialect.name != "sqlite":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
