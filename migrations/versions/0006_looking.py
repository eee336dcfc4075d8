"""Looking into a concern: risk, threshold, investigation, examiners, panels, orders.

Revision: 0006
Follows: 0005
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


#: Tables whose rows the database itself refuses to change.
APPEND_ONLY = (
    "concern_tombstone",
    "public_check",
    "published_figures",
    "concern_rating",
    "examiner_decision",
    "examiner_view",
    "interim_decision",
    "investigation_plan",
    "investigation_report",
    "link_relevance",
    "threshold_decision",
    "triage_decision",
    "taken_down",
    "disclosure_log",
    "particular",
    "determination_vote",
    "concern_order_text",
    "concern_proof_skipped",
    "publication_review",
    "concern_release",
    "requirement_checking",
    "requirement_showing",
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


#: Lists of words that grew: table, column, constraint, before and after.
GREW = (
    (
        "concern",
        "channel",
        "ck_concern_channel",
        ("online", "phone", "letter", "email", "in_person"),
        ("online", "phone", "letter", "email", "in_person", "institute"),
    ),
    (
        "concern",
        "stage",
        "ck_concern_stage",
        ("received", "triage", "closed"),
        (
            "received",
            "triage",
            "local_resolution",
            "threshold",
            "investigation",
            "examination",
            "panel",
            "outcome",
            "appeal",
            "monitoring",
            "closed",
        ),
    ),
    (
        "concern",
        "relation",
        "ck_concern_relation",
        (
            "service_user",
            "family",
            "friend",
            "representative",
            "advocate",
            "support_worker",
            "colleague",
            "employer",
            "solicitor",
            "professional",
            "organisation",
            "public",
            "oneself",
        ),
        (
            "service_user",
            "family",
            "friend",
            "representative",
            "advocate",
            "support_worker",
            "colleague",
            "employer",
            "solicitor",
            "professional",
            "organisation",
            "public",
            "oneself",
            "institute",
        ),
    ),
    (
        "concern_step",
        "kind",
        "ck_concern_step_step_kind",
        (
            "received",
            "replied",
            "triage_began",
            "handed_over",
            "contacted",
            "delay_explained",
            "registrant_told",
            "added",
            "corrected",
            "named",
            "withdrawal_asked",
            "carried_on",
            "closed",
            "review_asked",
            "review_answered",
            "reopened",
        ),
        (
            "received",
            "replied",
            "triage_began",
            "handed_over",
            "contacted",
            "delay_explained",
            "registrant_told",
            "added",
            "corrected",
            "named",
            "withdrawal_asked",
            "carried_on",
            "closed",
            "review_asked",
            "review_answered",
            "reopened",
            "local_began",
            "local_ended",
            "found_ours",
            "investigation_began",
            "waiting_began",
            "waiting_ended",
            "response_asked",
            "response_ended",
            "to_examiners",
            "outcome_offered",
            "to_panel",
            "interim_order",
            "hearing_listed",
            "decided",
            "appealed",
            "appeal_decided",
            "monitoring_began",
            "reviewed",
        ),
    ),
    (
        "concern_step",
        "stage",
        "ck_concern_step_stage",
        ("received", "triage", "closed"),
        (
            "received",
            "triage",
            "local_resolution",
            "threshold",
            "investigation",
            "examination",
            "panel",
            "outcome",
            "appeal",
            "monitoring",
            "closed",
        ),
    ),
    (
        "concern_feedback",
        "stage",
        "ck_concern_feedback_stage",
        ("received", "triage", "closed"),
        (
            "received",
            "triage",
            "local_resolution",
            "threshold",
            "investigation",
            "examination",
            "panel",
            "outcome",
            "appeal",
            "monitoring",
            "closed",
        ),
    ),
    (
        "concern_delay",
        "clock",
        "ck_concern_delay_clock_name",
        ("reply", "triage", "contact"),
        (
            "reply",
            "triage",
            "contact",
            "local_resolution",
            "threshold",
            "investigation",
            "examination",
            "panel",
            "outcome",
            "appeal",
        ),
    ),
    (
        "concern_closure",
        "reason",
        "ck_concern_closure_close_reason",
        (
            "never_registered",
            "not_about_practice",
            "too_long_ago",
            "fees",
            "litigation",
            "employment",
            "organisation",
            "nothing_to_check",
            "decided_elsewhere",
            "resolved",
            "withdrawn",
            "duplicate",
        ),
        (
            "never_registered",
            "not_about_practice",
            "too_long_ago",
            "fees",
            "litigation",
            "employment",
            "organisation",
            "nothing_to_check",
            "decided_elsewhere",
            "resolved",
            "withdrawn",
            "duplicate",
            "below_threshold",
            "no_case",
            "discontinued",
            "finished",
        ),
    ),
    (
        "part_taken",
        "part",
        "ck_part_taken_part",
        (
            "checked",
            "assessed",
            "second_marked",
            "reviewed_declaration",
            "decided",
            "received",
            "rated",
            "lowered_risk",
            "agreed_lower_risk",
            "triaged",
            "applied_threshold",
            "investigated",
            "examined",
            "sat_on_interim_panel",
            "sat_on_panel",
            "advised_panel",
            "reviewed_closure",
            "heard_appeal",
            "prepared_text",
            "published",
            "proposed_erasure",
            "agreed_erasure",
            "proposed_merge",
            "agreed_merge",
            "proposed_withholding",
            "agreed_withholding",
            "sampled",
            "sampled_again",
        ),
        (
            "checked",
            "assessed",
            "second_marked",
            "reviewed_declaration",
            "decided",
            "received",
            "worked_on",
            "rated",
            "lowered_risk",
            "agreed_lower_risk",
            "triaged",
            "applied_threshold",
            "investigated",
            "examined",
            "sat_on_interim_panel",
            "sat_on_panel",
            "advised_panel",
            "reviewed_closure",
            "heard_appeal",
            "prepared_text",
            "published",
            "proposed_erasure",
            "agreed_erasure",
            "proposed_merge",
            "agreed_merge",
            "proposed_withholding",
            "agreed_withholding",
            "sampled",
            "sampled_again",
        ),
    ),
)


def words(column: str, values: tuple[str, ...]) -> str:
    """The condition that a column holds one of these words."""
    return f"{column} IN ({', '.join(repr(one) for one in values)})"


def rewrite(table: str, name: str, before: str, after: str) -> None:
    """Change a table's CHECK. SQLite has no statement for it: its own text of the table is written anew, as its
    handbook advises, so that rows, triggers and what points here stay as they are."""
    if op.get_bind().dialect.name != "sqlite":
        if before:
            op.drop_constraint(op.f(name), table, type_="check")
        if after:
            op.create_check_constraint(op.f(name), table, after)
        return
    bind = op.get_bind()
    held = bind.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": table})
    text = held.scalar_one()
    old = f"CONSTRAINT {name} CHECK ({before})" if before else ""
    new = f"CONSTRAINT {name} CHECK ({after})" if after else ""
    if before and old not in text:
        raise RuntimeError(f"{table} has no {name} as it should be")
    if before and after:
        text = text.replace(old, new)
    elif before:
        text = re.sub(r",\s*" + re.escape(old), "", text)
    else:
        text = text.rstrip().removesuffix(")") + f", {new})"
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": text, "name": table},
    )
    bind.execute(sa.text("PRAGMA writable_schema = RESET"))


def upgrade() -> None:
    op.create_table(
        "concern_tombstone",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "triage",
                "threshold",
                "no_case",
                "interim",
                "sanction",
                "removal",
                name="retention_rule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "how",
            sa.Enum("delete", "minimise", name="disposal", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_tombstone")),
        sa.UniqueConstraint("reference", name=op.f("uq_concern_tombstone_reference")),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "erased",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("lock", "file", name="erased_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("of_id", sa.Integer(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased")),
    )
    op.create_index(op.f("ix_erased_carried"), "erased", ["carried"], unique=False)
    op.create_table(
        "public_check",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_check")),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "published_figures",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_figures")),
        sa.UniqueConstraint("day", name=op.f("uq_published_figures_day")),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "concern_cover",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("away_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_concern_cover_ended_has_who")),
        sa.CheckConstraint("away_id <> cover_id", name=op.f("ck_concern_cover_two_people")),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_concern_cover_has_a_length")),
        sa.ForeignKeyConstraint(["away_id"], ["account.id"], name=op.f("fk_concern_cover_away_id_account")),
        sa.ForeignKeyConstraint(["cover_id"], ["account.id"], name=op.f("fk_concern_cover_cover_id_account")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_concern_cover_ended_by_id_account")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_concern_cover_lock_id_lock")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_concern_cover_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_cover")),
    )
    op.create_index(op.f("ix_concern_cover_away_id"), "concern_cover", ["away_id"], unique=False)
    op.create_index("ix_concern_cover_cover_id", "concern_cover", ["cover_id"], unique=False)
    op.create_table(
        "saved_concern_list",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.Text(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_concern_list_account_id_account")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_saved_concern_list_lock_id_lock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_concern_list")),
    )
    op.create_index(op.f("ix_saved_concern_list_account_id"), "saved_concern_list", ["account_id"], unique=False)
    op.create_table(
        "serious_pattern",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("worries", sa.JSON(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_serious_pattern_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serious_pattern")),
    )
    op.create_index(op.f("ix_serious_pattern_entry_id"), "serious_pattern", ["entry_id"], unique=False)
    op.create_index(op.f("ix_serious_pattern_until_on"), "serious_pattern", ["until_on"], unique=False)
    op.create_table(
        "service_complaint",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.Text(), nullable=True),
        sa.Column("email_sealed", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("first_sealed", sa.Text(), nullable=True),
        sa.Column(
            "first_outcome",
            sa.Enum(
                "upheld",
                "partly",
                "not_upheld",
                name="service_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_by_id", sa.Integer(), nullable=True),
        sa.Column("again_sealed", sa.Text(), nullable=True),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("again_due_on", sa.Date(), nullable=True),
        sa.Column("second_sealed", sa.Text(), nullable=True),
        sa.Column("second_outcome", sa.String(length=40), nullable=True),
        sa.Column("second_on", sa.Date(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "second_outcome IN ('upheld', 'partly', 'not_upheld')", name=op.f("ck_service_complaint_second_is_known")
        ),
        sa.CheckConstraint(
            "(again_on IS NULL) = (again_due_on IS NULL)", name=op.f("ck_service_complaint_again_has_its_end")
        ),
        sa.CheckConstraint(
            "(again_on IS NULL) = (again_sealed IS NULL)", name=op.f("ck_service_complaint_again_says_why")
        ),
        sa.CheckConstraint(
            "(first_at IS NULL) = (first_by_id IS NULL)", name=op.f("ck_service_complaint_first_has_who")
        ),
        sa.CheckConstraint(
            "(first_at IS NULL) = (first_on IS NULL)", name=op.f("ck_service_complaint_first_has_its_day")
        ),
        sa.CheckConstraint(
            "(first_at IS NULL) = (first_outcome IS NULL)", name=op.f("ck_service_complaint_first_says_how")
        ),
        sa.CheckConstraint(
            "(first_at IS NULL) = (first_sealed IS NULL)", name=op.f("ck_service_complaint_first_has_words")
        ),
        sa.CheckConstraint(
            "(second_at IS NULL) = (second_by_id IS NULL)", name=op.f("ck_service_complaint_second_has_who")
        ),
        sa.CheckConstraint(
            "(second_at IS NULL) = (second_on IS NULL)", name=op.f("ck_service_complaint_second_has_its_day")
        ),
        sa.CheckConstraint(
            "(second_at IS NULL) = (second_outcome IS NULL)", name=op.f("ck_service_complaint_second_says_how")
        ),
        sa.CheckConstraint(
            "(second_at IS NULL) = (second_sealed IS NULL)", name=op.f("ck_service_complaint_second_has_words")
        ),
        sa.CheckConstraint(
            "again_on IS NULL OR first_on IS NOT NULL", name=op.f("ck_service_complaint_again_after_the_first")
        ),
        sa.CheckConstraint("due_on >= received_on", name=op.f("ck_service_complaint_due_after_received")),
        sa.CheckConstraint(
            "second_by_id IS NULL OR second_by_id <> first_by_id", name=op.f("ck_service_complaint_two_people")
        ),
        sa.CheckConstraint(
            "second_on IS NULL OR again_on IS NOT NULL", name=op.f("ck_service_complaint_second_was_asked_for")
        ),
        sa.ForeignKeyConstraint(["first_by_id"], ["account.id"], name=op.f("fk_service_complaint_first_by_id_account")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_service_complaint_lock_id_lock")),
        sa.ForeignKeyConstraint(
            ["second_by_id"], ["account.id"], name=op.f("fk_service_complaint_second_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_complaint")),
        sa.UniqueConstraint("reference", name=op.f("uq_service_complaint_reference")),
    )
    op.create_table(
        "concern_erasure",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "triage",
                "threshold",
                "no_case",
                "interim",
                "sanction",
                "removal",
                name="retention_rule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "how",
            sa.Enum("delete", "minimise", name="disposal", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("reasons_sealed", sa.Text(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("declined_sealed", sa.Text(), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(declined_at IS NULL) = (declined_by_id IS NULL)", name=op.f("ck_concern_erasure_declined_has_who")
        ),
        sa.CheckConstraint(
            "(declined_at IS NULL) = (declined_sealed IS NULL)", name=op.f("ck_concern_erasure_declined_says_why")
        ),
        sa.CheckConstraint(
            "(proposed_at IS NULL) = (proposed_by_id IS NULL)", name=op.f("ck_concern_erasure_proposed_has_who")
        ),
        sa.CheckConstraint(
            "(proposed_at IS NULL) = (reasons_sealed IS NULL)", name=op.f("ck_concern_erasure_proposed_says_why")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_erasure_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["declined_by_id"], ["account.id"], name=op.f("fk_concern_erasure_declined_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["account.id"], name=op.f("fk_concern_erasure_proposed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_erasure")),
        sa.UniqueConstraint("concern_id", name=op.f("uq_concern_erasure_concern_id")),
    )
    op.create_index(op.f("ix_concern_erasure_due_on"), "concern_erasure", ["due_on"], unique=False)
    op.create_table(
        "concern_legal_hold",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("why_sealed", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL)", name=op.f("ck_concern_legal_hold_lifted_has_who")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_legal_hold_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["account.id"], name=op.f("fk_concern_legal_hold_lifted_by_id_account")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_concern_legal_hold_owner_id_account")),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["account.id"], name=op.f("fk_concern_legal_hold_placed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_legal_hold")),
    )
    op.create_index(op.f("ix_concern_legal_hold_concern_id"), "concern_legal_hold", ["concern_id"], unique=False)
    op.create_index(op.f("ix_concern_legal_hold_owner_id"), "concern_legal_hold", ["owner_id"], unique=False)
    op.create_index(op.f("ix_concern_legal_hold_review_on"), "concern_legal_hold", ["review_on"], unique=False)
    op.create_index(
        "uq_concern_legal_hold_stands",
        "concern_legal_hold",
        ["concern_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "concern_link",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "same_event",
                "cross_complaint",
                "breach_of",
                "repeated",
                name="link_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.Column("unlinked_sealed", sa.Text(), nullable=True),
        sa.Column("unlinked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unlinked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(unlinked_at IS NULL) = (unlinked_by_id IS NULL)", name=op.f("ck_concern_link_unlinked_has_who")
        ),
        sa.CheckConstraint(
            "(unlinked_at IS NULL) = (unlinked_sealed IS NULL)", name=op.f("ck_concern_link_unlinked_says_why")
        ),
        sa.CheckConstraint("concern_id <> other_id", name=op.f("ck_concern_link_two_concerns")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_link_concern_id_concern")),
        sa.ForeignKeyConstraint(["linked_by_id"], ["account.id"], name=op.f("fk_concern_link_linked_by_id_account")),
        sa.ForeignKeyConstraint(["other_id"], ["concern.id"], name=op.f("fk_concern_link_other_id_concern")),
        sa.ForeignKeyConstraint(
            ["unlinked_by_id"], ["account.id"], name=op.f("fk_concern_link_unlinked_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_link")),
    )
    op.create_index(op.f("ix_concern_link_other_id"), "concern_link", ["other_id"], unique=False)
    op.create_index(
        "uq_concern_link_open",
        "concern_link",
        ["concern_id", "other_id", "kind"],
        unique=True,
        sqlite_where=sa.text("unlinked_at IS NULL"),
        postgresql_where=sa.text("unlinked_at IS NULL"),
    )
    op.create_table(
        "concern_lowering",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answer_sealed", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (agreed IS NULL)", name=op.f("ck_concern_lowering_answered_says_how")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_concern_lowering_answered_has_who")
        ),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> asked_by_id", name=op.f("ck_concern_lowering_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_concern_lowering_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_concern_lowering_asked_by_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_lowering_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_lowering")),
    )
    op.create_index(op.f("ix_concern_lowering_concern_id"), "concern_lowering", ["concern_id"], unique=False)
    op.create_index(
        "uq_concern_lowering_open",
        "concern_lowering",
        ["concern_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "concern_pause",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "received",
                "triage",
                "local_resolution",
                "threshold",
                "investigation",
                "examination",
                "panel",
                "outcome",
                "appeal",
                "monitoring",
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
                "police_or_court",
                "health",
                "third_party",
                name="pause_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by_id", sa.Integer(), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_concern_pause_ended_has_who")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_on IS NULL)", name=op.f("ck_concern_pause_ended_has_its_day")),
        sa.ForeignKeyConstraint(["began_by_id"], ["account.id"], name=op.f("fk_concern_pause_began_by_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_pause_concern_id_concern")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_concern_pause_ended_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_pause")),
    )
    op.create_index(op.f("ix_concern_pause_concern_id"), "concern_pause", ["concern_id"], unique=False)
    op.create_index(
        "uq_concern_pause_open",
        "concern_pause",
        ["concern_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "concern_rating",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "first",
                "new_information",
                "stage",
                "routine",
                "lowered",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "received",
                "triage",
                "local_resolution",
                "threshold",
                "investigation",
                "examination",
                "panel",
                "outcome",
                "appeal",
                "monitoring",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("set_aside", sa.JSON(), nullable=False),
        sa.Column("pattern", sa.Boolean(), nullable=False),
        sa.Column(
            "band",
            sa.Enum("green", "amber", "red", name="band", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rated_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5", name=op.f("ck_concern_rating_five_by_five")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_rating_concern_id_concern")),
        sa.ForeignKeyConstraint(["rated_by_id"], ["account.id"], name=op.f("fk_concern_rating_rated_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_rating")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_concern_rating_concern_id"), "concern_rating", ["concern_id"], unique=False)
    op.create_table(
        "concern_target",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "received",
                "triage",
                "local_resolution",
                "threshold",
                "investigation",
                "examination",
                "panel",
                "outcome",
                "appeal",
                "monitoring",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_target_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_target")),
        sa.UniqueConstraint("concern_id", "stage", name=op.f("uq_concern_target_concern_id_stage")),
    )
    op.create_table(
        "examiner_decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "no_case",
                "advice",
                "warning",
                "agreed",
                "refer",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_examiner_decision_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examiner_decision")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_examiner_decision_concern_id"), "examiner_decision", ["concern_id"], unique=False)
    op.create_table(
        "examiner_view",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "job",
            sa.Enum(
                "investigator",
                "examiner_lay",
                "examiner_registrant",
                "chair",
                "member_lay",
                "member_registrant",
                "adviser",
                "compliance",
                name="job",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "no_case",
                "advice",
                "warning",
                "agreed",
                "refer",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("terms_sealed", sa.Text(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_examiner_view_account_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_examiner_view_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examiner_view")),
        sa.UniqueConstraint(
            "concern_id", "round", "account_id", name=op.f("uq_examiner_view_concern_id_round_account_id")
        ),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "exhibit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_statement", sa.Boolean(), nullable=False),
        sa.Column("title_sealed", sa.Text(), nullable=False),
        sa.Column("source_sealed", sa.Text(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_sealed", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_exhibit_withdrawn_has_who")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_exhibit_added_by_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_exhibit_concern_id_concern")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["account.id"], name=op.f("fk_exhibit_withdrawn_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit")),
        sa.UniqueConstraint("concern_id", "number", name=op.f("uq_exhibit_concern_id_number")),
    )
    op.create_table(
        "inquiry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("whom_sealed", sa.Text(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("answer_sealed", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.Column("called_off_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN received_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN declined_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN expired_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN called_off_on IS NULL THEN 0 ELSE 1 END) <= 1",
            name=op.f("ck_inquiry_ends_one_way"),
        ),
        sa.CheckConstraint("(asked_on IS NULL) = (due_on IS NULL)", name=op.f("ck_inquiry_asked_has_its_end")),
        sa.CheckConstraint(
            "received_on IS NULL OR asked_on IS NOT NULL", name=op.f("ck_inquiry_received_was_asked_for")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_inquiry_closed_by_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_inquiry_concern_id_concern")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_inquiry_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("concern_id", "number", name=op.f("uq_inquiry_concern_id_number")),
    )
    op.create_table(
        "interim_decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_interim_decision_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_interim_decision_decided_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interim_decision")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_interim_decision_concern_id"), "interim_decision", ["concern_id"], unique=False)
    op.create_table(
        "investigation_plan",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_investigation_plan_concern_id_concern")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_investigation_plan_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation_plan")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_investigation_plan_concern_id"), "investigation_plan", ["concern_id"], unique=False)
    op.create_table(
        "investigation_report",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_investigation_report_concern_id_concern")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_investigation_report_made_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation_report")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_investigation_report_concern_id"), "investigation_report", ["concern_id"], unique=False)
    op.create_table(
        "link_relevance",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("relevant", sa.Boolean(), nullable=False),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_link_relevance_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_link_relevance_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(["other_id"], ["concern.id"], name=op.f("fk_link_relevance_other_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_relevance")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_link_relevance_concern_id"), "link_relevance", ["concern_id"], unique=False)
    op.create_table(
        "local_resolution",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=True),
        sa.Column("outcome_sealed", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_local_resolution_ended_has_who")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (settled IS NULL)", name=op.f("ck_local_resolution_ended_says_how")),
        sa.ForeignKeyConstraint(["began_by_id"], ["account.id"], name=op.f("fk_local_resolution_began_by_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_local_resolution_concern_id_concern")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_local_resolution_ended_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_resolution")),
    )
    op.create_index(op.f("ix_local_resolution_concern_id"), "local_resolution", ["concern_id"], unique=False)
    op.create_table(
        "threshold_decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("serious", sa.String(length=10), nullable=False),
        sa.Column("matters", sa.String(length=10), nullable=False),
        sa.Column("fair", sa.String(length=10), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("edition", sa.String(length=80), nullable=True),
        sa.Column("standards", sa.JSON(), nullable=False),
        sa.Column("factors_sealed", sa.Text(), nullable=False),
        sa.Column("investigates", sa.Boolean(), nullable=False),
        sa.Column("advice_sealed", sa.Text(), nullable=True),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "NOT investigates OR (serious <> 'no' AND matters <> 'no' AND fair = 'yes')",
            name=op.f("ck_threshold_decision_all_three"),
        ),
        sa.CheckConstraint("fair IN ('yes', 'no')", name=op.f("ck_threshold_decision_fair_is_yes_or_no")),
        sa.CheckConstraint(
            "investigates OR serious = 'no' OR matters = 'no' OR fair = 'no'",
            name=op.f("ck_threshold_decision_doubt_investigates"),
        ),
        sa.CheckConstraint(
            "serious IN ('yes', 'doubt', 'no') AND matters IN ('yes', 'doubt', 'no')",
            name=op.f("ck_threshold_decision_known_words"),
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_threshold_decision_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_threshold_decision_decided_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold_decision")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_threshold_decision_concern_id"), "threshold_decision", ["concern_id"], unique=False)
    op.create_table(
        "triage_decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "local",
                "threshold",
                "fast",
                name="triage_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_until", sa.Date(), nullable=False),
        sa.Column("edition", sa.String(length=80), nullable=True),
        sa.Column("standards", sa.JSON(), nullable=False),
        sa.Column("too_old_sealed", sa.Text(), nullable=True),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_triage_decision_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_triage_decision_decided_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_decision")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_triage_decision_concern_id"), "triage_decision", ["concern_id"], unique=False)
    op.create_table(
        "allegation",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("edition", sa.String(length=80), nullable=True),
        sa.Column("standards", sa.JSON(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_sealed", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_allegation_withdrawn_has_who")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_sealed IS NULL)", name=op.f("ck_allegation_withdrawn_says_why")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_allegation_concern_id_concern")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_allegation_made_by_id_account")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["concern_subject.id"], name=op.f("fk_allegation_subject_id_concern_subject")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_allegation_withdrawn_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allegation")),
        sa.UniqueConstraint("concern_id", "number", name=op.f("uq_allegation_concern_id_number")),
    )
    op.create_table(
        "concern_hearing",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "final",
                "interim",
                "interim_review",
                "review",
                "appeal",
                name="hearing_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("hearing_on", sa.Date(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_by_id", sa.Integer(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("notice_by_id", sa.Integer(), nullable=True),
        sa.Column("shortened_sealed", sa.Text(), nullable=True),
        sa.Column("adjourned", sa.Integer(), nullable=False),
        sa.Column("adjourned_sealed", sa.Text(), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_off_by_id", sa.Integer(), nullable=True),
        sa.Column("called_off_sealed", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(called_off_at IS NULL) = (called_off_by_id IS NULL)", name=op.f("ck_concern_hearing_called_off_has_who")
        ),
        sa.CheckConstraint(
            "(notice_on IS NULL) = (notice_by_id IS NULL)", name=op.f("ck_concern_hearing_notice_has_who")
        ),
        sa.ForeignKeyConstraint(
            ["called_off_by_id"], ["account.id"], name=op.f("fk_concern_hearing_called_off_by_id_account")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_hearing_concern_id_concern")),
        sa.ForeignKeyConstraint(["listed_by_id"], ["account.id"], name=op.f("fk_concern_hearing_listed_by_id_account")),
        sa.ForeignKeyConstraint(["notice_by_id"], ["account.id"], name=op.f("fk_concern_hearing_notice_by_id_account")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["concern_subject.id"], name=op.f("fk_concern_hearing_subject_id_concern_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_hearing")),
    )
    op.create_index(op.f("ix_concern_hearing_concern_id"), "concern_hearing", ["concern_id"], unique=False)
    op.create_table(
        "concern_response",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("extension_sealed", sa.Text(), nullable=True),
        sa.Column("draft_sealed", sa.Text(), nullable=True),
        sa.Column("words_sealed", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.Column("called_off_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN received_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN declined_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN expired_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN called_off_on IS NULL THEN 0 ELSE 1 END) <= 1",
            name=op.f("ck_concern_response_ends_one_way"),
        ),
        sa.CheckConstraint("(asked_on IS NULL) = (due_on IS NULL)", name=op.f("ck_concern_response_asked_has_its_end")),
        sa.CheckConstraint(
            "received_on IS NULL OR asked_on IS NOT NULL", name=op.f("ck_concern_response_received_was_asked_for")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_concern_response_asked_by_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_response_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["concern_subject.id"], name=op.f("fk_concern_response_subject_id_concern_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_response")),
    )
    op.create_index("uq_concern_response_subject", "concern_response", ["concern_id", "subject_id"], unique=True)
    op.create_table(
        "outcome_offer",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "no_case",
                "advice",
                "warning",
                "agreed",
                "refer",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("terms_sealed", sa.Text(), nullable=False),
        sa.Column("facts_sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.Column("called_off_on", sa.Date(), nullable=True),
        sa.CheckConstraint("finding IN ('warning', 'agreed')", name=op.f("ck_outcome_offer_only_by_consent")),
        sa.CheckConstraint(
            "(CASE WHEN received_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN declined_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN expired_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN called_off_on IS NULL THEN 0 ELSE 1 END) <= 1",
            name=op.f("ck_outcome_offer_ends_one_way"),
        ),
        sa.CheckConstraint("(asked_on IS NULL) = (due_on IS NULL)", name=op.f("ck_outcome_offer_asked_has_its_end")),
        sa.CheckConstraint("months > 0", name=op.f("ck_outcome_offer_has_a_length")),
        sa.CheckConstraint(
            "received_on IS NULL OR asked_on IS NOT NULL", name=op.f("ck_outcome_offer_received_was_asked_for")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_outcome_offer_concern_id_concern")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_outcome_offer_made_by_id_account")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["concern_subject.id"], name=op.f("fk_outcome_offer_subject_id_concern_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_offer")),
    )
    op.create_index(op.f("ix_outcome_offer_concern_id"), "outcome_offer", ["concern_id"], unique=False)
    op.create_table(
        "redaction",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("recipient_sealed", sa.Text(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "examiners",
                "panel",
                "registrant",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "subject_id IS NULL OR audience = 'registrant'", name=op.f("ck_redaction_only_a_registrant_is_named")
        ),
        sa.CheckConstraint("(checked_at IS NULL) = (checked_by_id IS NULL)", name=op.f("ck_redaction_checked_has_who")),
        sa.CheckConstraint(
            "checked_by_id IS NULL OR checked_by_id <> made_by_id", name=op.f("ck_redaction_two_people")
        ),
        sa.ForeignKeyConstraint(["checked_by_id"], ["account.id"], name=op.f("fk_redaction_checked_by_id_account")),
        sa.ForeignKeyConstraint(["exhibit_id"], ["exhibit.id"], name=op.f("fk_redaction_exhibit_id_exhibit")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_redaction_made_by_id_account")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["concern_subject.id"], name=op.f("fk_redaction_subject_id_concern_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
    )
    op.create_index(op.f("ix_redaction_exhibit_id"), "redaction", ["exhibit_id"], unique=False)
    op.create_table(
        "taken_down",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("restriction_id", sa.Integer(), nullable=True),
        sa.Column("ending_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column(
            "because",
            sa.Enum("day", "urgent", name="down_because", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(restriction_id IS NULL) <> (ending_id IS NULL)", name=op.f("ck_taken_down_of_one_thing")),
        sa.ForeignKeyConstraint(["ending_id"], ["ending.id"], name=op.f("fk_taken_down_ending_id_ending")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_taken_down_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["restriction_id"], ["restriction.id"], name=op.f("fk_taken_down_restriction_id_restriction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_down")),
        info={"append_only": "not changed"},
    )
    op.create_index("ix_taken_down_checked_at", "taken_down", ["checked_at"], unique=False)
    op.create_index(op.f("ix_taken_down_ending_id"), "taken_down", ["ending_id"], unique=False)
    op.create_index(op.f("ix_taken_down_entry_id"), "taken_down", ["entry_id"], unique=False)
    op.create_index(op.f("ix_taken_down_restriction_id"), "taken_down", ["restriction_id"], unique=False)
    op.create_table(
        "concern_bundle",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "examiners",
                "panel",
                "registrant",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("hearing_id", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("holds", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("made_of", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(audience = 'panel') = (hearing_id IS NOT NULL)", name=op.f("ck_concern_bundle_panel_has_its_hearing")
        ),
        sa.CheckConstraint(
            "(audience = 'registrant') = (subject_id IS NOT NULL)", name=op.f("ck_concern_bundle_registrant_has_who")
        ),
        sa.CheckConstraint("(given_at IS NULL) = (given_by_id IS NULL)", name=op.f("ck_concern_bundle_given_has_who")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_bundle_concern_id_concern")),
        sa.ForeignKeyConstraint(["given_by_id"], ["account.id"], name=op.f("fk_concern_bundle_given_by_id_account")),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["concern_hearing.id"], name=op.f("fk_concern_bundle_hearing_id_concern_hearing")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_concern_bundle_made_by_id_account")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["concern_subject.id"], name=op.f("fk_concern_bundle_subject_id_concern_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_bundle")),
        sa.UniqueConstraint("concern_id", "number", name=op.f("uq_concern_bundle_concern_id_number")),
    )
    op.create_table(
        "concern_seat",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=True),
        sa.Column(
            "job",
            sa.Enum(
                "investigator",
                "examiner_lay",
                "examiner_registrant",
                "chair",
                "member_lay",
                "member_registrant",
                "adviser",
                "compliance",
                name="job",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=True),
        sa.Column("note_sealed", sa.Text(), nullable=True),
        sa.Column("seated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seated_by_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(left_at IS NULL) = (left_by_id IS NULL)", name=op.f("ck_concern_seat_left_has_who")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_concern_seat_account_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_seat_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["concern_hearing.id"], name=op.f("fk_concern_seat_hearing_id_concern_hearing")
        ),
        sa.ForeignKeyConstraint(["left_by_id"], ["account.id"], name=op.f("fk_concern_seat_left_by_id_account")),
        sa.ForeignKeyConstraint(["seated_by_id"], ["account.id"], name=op.f("fk_concern_seat_seated_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_seat")),
    )
    op.create_index(op.f("ix_concern_seat_account_id"), "concern_seat", ["account_id"], unique=False)
    op.create_index(op.f("ix_concern_seat_concern_id"), "concern_seat", ["concern_id"], unique=False)
    op.create_index(
        "uq_concern_seat_hearing",
        "concern_seat",
        ["hearing_id", "job"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_index(
        "uq_concern_seat_job",
        "concern_seat",
        ["concern_id", "job"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL AND hearing_id IS NULL"),
        postgresql_where=sa.text("left_at IS NULL AND hearing_id IS NULL"),
    )
    op.create_table(
        "determination",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("proved", sa.JSON(), nullable=False),
        sa.Column("standards", sa.JSON(), nullable=False),
        sa.Column("impaired", sa.Boolean(), nullable=True),
        sa.Column("about_health", sa.Boolean(), nullable=False),
        sa.Column(
            "sanction",
            sa.Enum(
                "none",
                "advice",
                "warning",
                "conditions",
                "suspension",
                "removal",
                name="sanction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "decided",
            sa.Enum(
                "no_order",
                "interim_conditions",
                "interim_suspension",
                "continue",
                "extend",
                "end",
                "dismissed",
                "overturned",
                "hear_again",
                name="decided",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("without_end", sa.Boolean(), nullable=False),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("wording_sealed", sa.Text(), nullable=False),
        sa.Column("private_sealed", sa.Text(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signed_by_id IS NULL)", name=op.f("ck_determination_signed_has_who")
        ),
        sa.CheckConstraint("months IS NULL OR months > 0", name=op.f("ck_determination_has_a_length")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["account.id"], name=op.f("fk_determination_drafted_by_id_account")),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["concern_hearing.id"], name=op.f("fk_determination_hearing_id_concern_hearing")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["account.id"], name=op.f("fk_determination_signed_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_determination")),
        sa.UniqueConstraint("hearing_id", "draft", name=op.f("uq_determination_hearing_id_draft")),
    )
    op.create_table(
        "disclosure_log",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=True),
        sa.Column("redaction_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("recipient_sealed", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_disclosure_log_concern_id_concern")),
        sa.ForeignKeyConstraint(["exhibit_id"], ["exhibit.id"], name=op.f("fk_disclosure_log_exhibit_id_exhibit")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_disclosure_log_recorded_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["redaction_id"], ["redaction.id"], name=op.f("fk_disclosure_log_redaction_id_redaction")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["concern_subject.id"], name=op.f("fk_disclosure_log_subject_id_concern_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_log")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_disclosure_log_concern_id"), "disclosure_log", ["concern_id"], unique=False)
    op.create_table(
        "particular",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("allegation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["allegation_id"], ["allegation.id"], name=op.f("fk_particular_allegation_id_allegation")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_particular_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_particular")),
        sa.UniqueConstraint("allegation_id", "number", name=op.f("uq_particular_allegation_id_number")),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "concern_order",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("determination_id", sa.Integer(), nullable=True),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about_health", sa.Boolean(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("wording_sealed", sa.Text(), nullable=False),
        sa.Column("without_end", sa.Boolean(), nullable=False),
        sa.Column("shown_again_on", sa.Date(), nullable=True),
        sa.Column("shown_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("appeal_until", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effected_by_id", sa.Integer(), nullable=True),
        sa.Column("restriction_id", sa.Integer(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(effected_at IS NULL) = (effected_by_id IS NULL)", name=op.f("ck_concern_order_effected_has_who")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_order_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["determination_id"], ["determination.id"], name=op.f("fk_concern_order_determination_id_determination")
        ),
        sa.ForeignKeyConstraint(
            ["effected_by_id"], ["account.id"], name=op.f("fk_concern_order_effected_by_id_account")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_concern_order_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["outcome_offer.id"], name=op.f("fk_concern_order_offer_id_outcome_offer")
        ),
        sa.ForeignKeyConstraint(
            ["restriction_id"], ["restriction.id"], name=op.f("fk_concern_order_restriction_id_restriction")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["concern_subject.id"], name=op.f("fk_concern_order_subject_id_concern_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_order")),
    )
    op.create_index(op.f("ix_concern_order_concern_id"), "concern_order", ["concern_id"], unique=False)
    op.create_index("ix_concern_order_entry_id", "concern_order", ["entry_id"], unique=False)
    op.create_table(
        "determination_vote",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("determination_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=True),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_determination_vote_account_id_account")),
        sa.ForeignKeyConstraint(
            ["determination_id"],
            ["determination.id"],
            name=op.f("fk_determination_vote_determination_id_determination"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_determination_vote")),
        sa.UniqueConstraint(
            "determination_id", "account_id", name=op.f("uq_determination_vote_determination_id_account_id")
        ),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "concern_appeal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("lodged_on", sa.Date(), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "process",
                "unreasonable",
                "new_evidence",
                name="appeal_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "decided",
            sa.Enum(
                "no_order",
                "interim_conditions",
                "interim_suspension",
                "continue",
                "extend",
                "end",
                "dismissed",
                "overturned",
                "hear_again",
                name="decided",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(decided IS NULL) = (decided_on IS NULL)", name=op.f("ck_concern_appeal_decided_has_its_day")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_appeal_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["concern_order.id"], name=op.f("fk_concern_appeal_order_id_concern_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_appeal")),
        sa.UniqueConstraint("order_id", name=op.f("uq_concern_appeal_order_id")),
    )
    op.create_index(op.f("ix_concern_appeal_concern_id"), "concern_appeal", ["concern_id"], unique=False)
    op.create_table(
        "concern_order_text",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "about",
            sa.Enum("decision", "not_met", name="text_about", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("wording_sealed", sa.Text(), nullable=False),
        sa.Column("facts_sealed", sa.Text(), nullable=True),
        sa.Column("decision_sealed", sa.Text(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["concern_order.id"], name=op.f("fk_concern_order_text_order_id_concern_order")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_concern_order_text_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_order_text")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_concern_order_text_order_id_number")),
        info={"append_only": "not changed"},
    )
    op.create_table(
        "concern_proof_skipped",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column(
            "about",
            sa.Enum("decision", "not_met", name="text_about", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason_sealed", sa.Text(), nullable=False),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skipped_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["concern_order.id"], name=op.f("fk_concern_proof_skipped_order_id_concern_order")
        ),
        sa.ForeignKeyConstraint(
            ["skipped_by_id"], ["account.id"], name=op.f("fk_concern_proof_skipped_skipped_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_proof_skipped")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_concern_proof_skipped_order_id"), "concern_proof_skipped", ["order_id"], unique=False)
    op.create_table(
        "order_requirement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("shown_by_sealed", sa.Text(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("every_months", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("dropped_sealed", sa.Text(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(dropped_at IS NULL) = (dropped_by_id IS NULL)", name=op.f("ck_order_requirement_dropped_has_who")
        ),
        sa.CheckConstraint(
            "(dropped_at IS NULL) = (dropped_on IS NULL)", name=op.f("ck_order_requirement_dropped_has_its_day")
        ),
        sa.CheckConstraint(
            "(dropped_at IS NULL) = (dropped_sealed IS NULL)", name=op.f("ck_order_requirement_dropped_says_why")
        ),
        sa.CheckConstraint(
            "every_months IS NULL OR every_months > 0", name=op.f("ck_order_requirement_repeats_forwards")
        ),
        sa.CheckConstraint(
            "every_months IS NULL OR first_due_on IS NOT NULL", name=op.f("ck_order_requirement_repeats_from_a_day")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_order_requirement_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["dropped_by_id"], ["account.id"], name=op.f("fk_order_requirement_dropped_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["concern_order.id"], name=op.f("fk_order_requirement_order_id_concern_order")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_order_requirement_set_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_requirement")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_order_requirement_order_id_number")),
    )
    op.create_index(op.f("ix_order_requirement_concern_id"), "order_requirement", ["concern_id"], unique=False)
    op.create_table(
        "publication_review",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kept OR until IS NOT NULL", name=op.f("ck_publication_review_ended_has_its_moment")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["concern_order.id"], name=op.f("fk_publication_review_order_id_concern_order")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["account.id"], name=op.f("fk_publication_review_reviewed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_review")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_publication_review_order_id"), "publication_review", ["order_id"], unique=False)
    op.create_table(
        "review_asked",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("reasons_sealed", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_review_asked_answered_has_who")
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (granted IS NULL)", name=op.f("ck_review_asked_answered_says_how")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (reasons_sealed IS NULL)", name=op.f("ck_review_asked_answered_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_review_asked_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_review_asked_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["concern_order.id"], name=op.f("fk_review_asked_order_id_concern_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_asked")),
    )
    op.create_index(op.f("ix_review_asked_concern_id"), "review_asked", ["concern_id"], unique=False)
    op.create_index(
        "uq_review_asked_open",
        "review_asked",
        ["order_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "concern_proof",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column(
            "goes_to",
            sa.Enum(
                "registrant",
                "reporter",
                "affected",
                name="proof_to",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=True),
        sa.Column("words_sealed", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.Column("called_off_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN received_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN declined_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN expired_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN called_off_on IS NULL THEN 0 ELSE 1 END) <= 1",
            name=op.f("ck_concern_proof_ends_one_way"),
        ),
        sa.CheckConstraint("(asked_on IS NULL) = (due_on IS NULL)", name=op.f("ck_concern_proof_asked_has_its_end")),
        sa.CheckConstraint(
            "received_on IS NULL OR asked_on IS NOT NULL", name=op.f("ck_concern_proof_received_was_asked_for")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_proof_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["concern_order.id"], name=op.f("fk_concern_proof_order_id_concern_order")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["account.id"], name=op.f("fk_concern_proof_sent_by_id_account")),
        sa.ForeignKeyConstraint(
            ["text_id"], ["concern_order_text.id"], name=op.f("fk_concern_proof_text_id_concern_order_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_proof")),
        sa.UniqueConstraint("text_id", "goes_to", name=op.f("uq_concern_proof_text_id_goes_to")),
    )
    op.create_index(op.f("ix_concern_proof_concern_id"), "concern_proof", ["concern_id"], unique=False)
    op.create_index(op.f("ix_concern_proof_order_id"), "concern_proof", ["order_id"], unique=False)
    op.create_table(
        "concern_release",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("restriction_id", sa.Integer(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("why_sealed", sa.Text(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["concern_order.id"], name=op.f("fk_concern_release_order_id_concern_order")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["account.id"], name=op.f("fk_concern_release_released_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["restriction_id"], ["restriction.id"], name=op.f("fk_concern_release_restriction_id_restriction")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["concern_order_text.id"], name=op.f("fk_concern_release_text_id_concern_order_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_release")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_concern_release_order_id"), "concern_release", ["order_id"], unique=False)
    op.create_table(
        "hearing_about",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["concern_appeal.id"], name=op.f("fk_hearing_about_appeal_id_concern_appeal")
        ),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["concern_hearing.id"], name=op.f("fk_hearing_about_hearing_id_concern_hearing")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["concern_order.id"], name=op.f("fk_hearing_about_order_id_concern_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_about")),
        sa.UniqueConstraint("hearing_id", name=op.f("uq_hearing_about_hearing_id")),
    )
    op.create_index(op.f("ix_hearing_about_order_id"), "hearing_about", ["order_id"], unique=False)
    op.create_table(
        "requirement_checking",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "checked",
            sa.Enum(
                "accepted",
                "more",
                "late",
                "breach",
                name="checked",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("new_concern_id", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(until_on IS NOT NULL) = (checked IN ('more', 'late'))",
            name=op.f("ck_requirement_checking_more_time_has_its_end"),
        ),
        sa.CheckConstraint(
            "new_concern_id IS NULL OR checked = 'breach'",
            name=op.f("ck_requirement_checking_only_a_breach_opens_a_concern"),
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["account.id"], name=op.f("fk_requirement_checking_checked_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["new_concern_id"], ["concern.id"], name=op.f("fk_requirement_checking_new_concern_id_concern")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["order_requirement.id"],
            name=op.f("fk_requirement_checking_requirement_id_order_requirement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_checking")),
        info={"append_only": "not changed"},
    )
    op.create_index(
        "ix_requirement_checking_requirement_id", "requirement_checking", ["requirement_id", "due_on"], unique=False
    )
    op.create_table(
        "requirement_showing",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("hindered", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["order_requirement.id"],
            name=op.f("fk_requirement_showing_requirement_id_order_requirement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_showing")),
        info={"append_only": "not changed"},
    )
    op.create_index(
        "ix_requirement_showing_requirement_id", "requirement_showing", ["requirement_id", "due_on"], unique=False
    )
    op.add_column("concern", sa.Column("risk", sa.String(40), nullable=True))
    rewrite("concern", "ck_concern_band", "", words("risk", ("green", "amber", "red")))
    op.add_column("concern", sa.Column("rate_due_on", sa.Date(), nullable=True))
    op.add_column("concern", sa.Column("paused_on", sa.Date(), nullable=True))
    op.create_index("ix_concern_closed_on", "concern", ["stage", "closed_on"], unique=False)
    op.drop_index(op.f("ix_concern_contact_concern_id"), table_name="concern_contact")
    op.create_index("ix_concern_contact_concern_id", "concern_contact", ["concern_id", "made_on"], unique=False)
    op.add_column("concern_delay", sa.Column("registrant_sealed", sa.Text(), nullable=True))
    op.create_index(
        "ix_concern_message_direction", "concern_message", ["concern_id", "direction", "sent_on", "id"], unique=False
    )
    op.create_index(
        "ix_concern_message_unread",
        "concern_message",
        ["concern_id"],
        unique=False,
        sqlite_where=sa.text("read_on IS NULL AND direction = 'to_us'"),
        postgresql_where=sa.text("read_on IS NULL AND direction = 'to_us'"),
    )
    op.create_index(
        "ix_concern_statement_added",
        "concern_statement",
        ["concern_id", "given_on"],
        unique=False,
        sqlite_where=sa.text("number > 1"),
        postgresql_where=sa.text("number > 1"),
    )
    op.add_column("concern_subject", sa.Column("held_back_because", sa.String(length=20), nullable=True))
    op.add_column("restriction", sa.Column("serial", sa.Integer(), server_default="1", nullable=False))
    op.add_column("restriction", sa.Column("facts", sa.Text(), nullable=True))
    op.add_column("restriction", sa.Column("decision", sa.Text(), nullable=True))
    op.add_column("restriction", sa.Column("notice", sa.Text(), nullable=True))
    for table, column, name, before, after in GREW:
        rewrite(table, name, words(column, before), words(column, after))
    for table in APPEND_ONLY:
        refuse_changes(table)


def downgrade() -> None:
    op.execute("DELETE FROM part_taken WHERE part = 'worked_on'")
    for table, column, name, before, after in GREW:
        rewrite(table, name, words(column, after), words(column, before))
    rewrite("concern", "ck_concern_band", words("risk", ("green", "amber", "red")), "")
    op.drop_column("restriction", "notice")
    op.drop_column("restriction", "decision")
    op.drop_column("restriction", "facts")
    op.drop_column("restriction", "serial")
    op.drop_column("concern_subject", "held_back_because")
    op.drop_index(
        "ix_concern_statement_added",
        table_name="concern_statement",
        sqlite_where=sa.text("number > 1"),
        postgresql_where=sa.text("number > 1"),
    )
    op.drop_index(
        "ix_concern_message_unread",
        table_name="concern_message",
        sqlite_where=sa.text("read_on IS NULL AND direction = 'to_us'"),
        postgresql_where=sa.text("read_on IS NULL AND direction = 'to_us'"),
    )
    op.drop_index("ix_concern_message_direction", table_name="concern_message")
    op.drop_column("concern_delay", "registrant_sealed")
    op.drop_index("ix_concern_contact_concern_id", table_name="concern_contact")
    op.create_index(op.f("ix_concern_contact_concern_id"), "concern_contact", ["concern_id"], unique=False)
    op.drop_index("ix_concern_closed_on", table_name="concern")
    op.drop_column("concern", "paused_on")
    op.drop_column("concern", "rate_due_on")
    op.drop_column("concern", "risk")
    op.drop_index("ix_requirement_showing_requirement_id", table_name="requirement_showing")
    op.drop_table("requirement_showing")
    op.drop_index("ix_requirement_checking_requirement_id", table_name="requirement_checking")
    op.drop_table("requirement_checking")
    op.drop_index(op.f("ix_hearing_about_order_id"), table_name="hearing_about")
    op.drop_table("hearing_about")
    op.drop_index(op.f("ix_concern_release_order_id"), table_name="concern_release")
    op.drop_table("concern_release")
    op.drop_index(op.f("ix_concern_proof_order_id"), table_name="concern_proof")
    op.drop_index(op.f("ix_concern_proof_concern_id"), table_name="concern_proof")
    op.drop_table("concern_proof")
    op.drop_index(
        "uq_review_asked_open",
        table_name="review_asked",
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index(op.f("ix_review_asked_concern_id"), table_name="review_asked")
    op.drop_table("review_asked")
    op.drop_index(op.f("ix_publication_review_order_id"), table_name="publication_review")
    op.drop_table("publication_review")
    op.drop_index(op.f("ix_order_requirement_concern_id"), table_name="order_requirement")
    op.drop_table("order_requirement")
    op.drop_index(op.f("ix_concern_proof_skipped_order_id"), table_name="concern_proof_skipped")
    op.drop_table("concern_proof_skipped")
    op.drop_table("concern_order_text")
    op.drop_index(op.f("ix_concern_appeal_concern_id"), table_name="concern_appeal")
    op.drop_table("concern_appeal")
    op.drop_table("determination_vote")
    op.drop_index("ix_concern_order_entry_id", table_name="concern_order")
    op.drop_index(op.f("ix_concern_order_concern_id"), table_name="concern_order")
    op.drop_table("concern_order")
    op.drop_table("particular")
    op.drop_index(op.f("ix_disclosure_log_concern_id"), table_name="disclosure_log")
    op.drop_table("disclosure_log")
    op.drop_table("determination")
    op.drop_index(
        "uq_concern_seat_job",
        table_name="concern_seat",
        sqlite_where=sa.text("left_at IS NULL AND hearing_id IS NULL"),
        postgresql_where=sa.text("left_at IS NULL AND hearing_id IS NULL"),
    )
    op.drop_index(
        "uq_concern_seat_hearing",
        table_name="concern_seat",
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.drop_index(op.f("ix_concern_seat_concern_id"), table_name="concern_seat")
    op.drop_index(op.f("ix_concern_seat_account_id"), table_name="concern_seat")
    op.drop_table("concern_seat")
    op.drop_table("concern_bundle")
    op.drop_index(op.f("ix_taken_down_restriction_id"), table_name="taken_down")
    op.drop_index(op.f("ix_taken_down_entry_id"), table_name="taken_down")
    op.drop_index(op.f("ix_taken_down_ending_id"), table_name="taken_down")
    op.drop_index("ix_taken_down_checked_at", table_name="taken_down")
    op.drop_table("taken_down")
    op.drop_index(op.f("ix_redaction_exhibit_id"), table_name="redaction")
    op.drop_table("redaction")
    op.drop_index(op.f("ix_outcome_offer_concern_id"), table_name="outcome_offer")
    op.drop_table("outcome_offer")
    op.drop_index("uq_concern_response_subject", table_name="concern_response")
    op.drop_table("concern_response")
    op.drop_index(op.f("ix_concern_hearing_concern_id"), table_name="concern_hearing")
    op.drop_table("concern_hearing")
    op.drop_table("allegation")
    op.drop_index(op.f("ix_triage_decision_concern_id"), table_name="triage_decision")
    op.drop_table("triage_decision")
    op.drop_index(op.f("ix_threshold_decision_concern_id"), table_name="threshold_decision")
    op.drop_table("threshold_decision")
    op.drop_index(op.f("ix_local_resolution_concern_id"), table_name="local_resolution")
    op.drop_table("local_resolution")
    op.drop_index(op.f("ix_link_relevance_concern_id"), table_name="link_relevance")
    op.drop_table("link_relevance")
    op.drop_index(op.f("ix_investigation_report_concern_id"), table_name="investigation_report")
    op.drop_table("investigation_report")
    op.drop_index(op.f("ix_investigation_plan_concern_id"), table_name="investigation_plan")
    op.drop_table("investigation_plan")
    op.drop_index(op.f("ix_interim_decision_concern_id"), table_name="interim_decision")
    op.drop_table("interim_decision")
    op.drop_table("inquiry")
    op.drop_table("exhibit")
    op.drop_table("examiner_view")
    op.drop_index(op.f("ix_examiner_decision_concern_id"), table_name="examiner_decision")
    op.drop_table("examiner_decision")
    op.drop_table("concern_target")
    op.drop_index(op.f("ix_concern_rating_concern_id"), table_name="concern_rating")
    op.drop_table("concern_rating")
    op.drop_index(
        "uq_concern_pause_open",
        table_name="concern_pause",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_concern_pause_concern_id"), table_name="concern_pause")
    op.drop_table("concern_pause")
    op.drop_index(
        "uq_concern_lowering_open",
        table_name="concern_lowering",
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index(op.f("ix_concern_lowering_concern_id"), table_name="concern_lowering")
    op.drop_table("concern_lowering")
    op.drop_index(
        "uq_concern_link_open",
        table_name="concern_link",
        sqlite_where=sa.text("unlinked_at IS NULL"),
        postgresql_where=sa.text("unlinked_at IS NULL"),
    )
    op.drop_index(op.f("ix_concern_link_other_id"), table_name="concern_link")
    op.drop_table("concern_link")
    op.drop_index(
        "uq_concern_legal_hold_stands",
        table_name="concern_legal_hold",
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.drop_index(op.f("ix_concern_legal_hold_review_on"), table_name="concern_legal_hold")
    op.drop_index(op.f("ix_concern_legal_hold_owner_id"), table_name="concern_legal_hold")
    op.drop_index(op.f("ix_concern_legal_hold_concern_id"), table_name="concern_legal_hold")
    op.drop_table("concern_legal_hold")
    op.drop_index(op.f("ix_concern_erasure_due_on"), table_name="concern_erasure")
    op.drop_table("concern_erasure")
    op.drop_table("service_complaint")
    op.drop_index(op.f("ix_serious_pattern_until_on"), table_name="serious_pattern")
    op.drop_index(op.f("ix_serious_pattern_entry_id"), table_name="serious_pattern")
    op.drop_table("serious_pattern")
    op.drop_index(op.f("ix_saved_concern_list_account_id"), table_name="saved_concern_list")
    op.drop_table("saved_concern_list")
    op.drop_index("ix_concern_cover_cover_id", table_name="concern_cover")
    op.drop_index(op.f("ix_concern_cover_away_id"), table_name="concern_cover")
    op.drop_table("concern_cover")
    op.drop_table("published_figures")
    op.drop_table("public_check")
    op.drop_index(op.f("ix_erased_carried"), table_name="erased")
    op.drop_table("erased")
    op.drop_table("concern_tombstone")
    if op.get_bind().dialect.name != "sqlite":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
