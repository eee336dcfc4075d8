"""Joining: applications, declarations, referees, what people found and decided, and money.

Revision: 0004
Follows: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


#: Tables whose rows the database itself refuses to change.
APPEND_ONLY = (
    "application_answer",
    "application_assessment",
    "application_check",
    "application_decision",
    "application_details",
    "application_note",
    "application_statement",
    "application_step",
    "declaration_review",
    "declaration_vote",
    "appeal_vote",
    "failed_payment",
    "payment",
    "reference",
    "refund",
    "waiver",
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
        "monitoring_count",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_monitoring_count_people_count")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_count")),
    )
    op.create_index("uq_monitoring_count_answer", "monitoring_count", ["year", "question", "answer"], unique=True)
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "experience",
                "certificate",
                "recognised_grade",
                "return",
                "restoration",
                name="route",
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
            nullable=False,
        ),
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
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("born_mark", sa.String(length=64), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("standards_edition", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.String(length=40), nullable=False),
        sa.Column(
            "eligibility",
            sa.Enum(
                "exempt",
                "not_exempt",
                "unsure",
                name="eligibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=9), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("assessor_id", sa.Integer(), nullable=True),
        sa.Column("complete_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.Column("offer_until", sa.Date(), nullable=True),
        sa.Column("offer_reminders", sa.Integer(), nullable=False),
        sa.Column("appeal_until", sa.Date(), nullable=True),
        sa.Column("hear_until", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("images_deleted_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(stage IN ('received', 'completeness', 'verification', 'declarations', 'declaration_panel', 'assessment', 'decision', 'offer', 'insurance', 'appeal')) = (closed_on IS NULL)",
            name=op.f("ck_application_closed_has_its_day"),
        ),
        sa.CheckConstraint(
            "stage <> 'appeal' OR hear_until IS NOT NULL", name=op.f("ck_application_appeal_has_its_day")
        ),
        sa.CheckConstraint(
            "stage <> 'offer' OR offer_until IS NOT NULL", name=op.f("ck_application_offer_has_its_end")
        ),
        sa.CheckConstraint(
            "stage <> 'refused' OR appeal_until IS NOT NULL", name=op.f("ck_application_refused_can_appeal")
        ),
        sa.CheckConstraint(
            "stage <> 'registered' OR number IS NOT NULL", name=op.f("ck_application_registered_has_a_number")
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR (due_on IS NULL AND paused_on IS NULL)",
            name=op.f("ck_application_closed_has_no_clock"),
        ),
        sa.CheckConstraint("paused_on IS NULL OR due_on IS NULL", name=op.f("ck_application_paused_has_no_day")),
        sa.CheckConstraint("round >= 1", name=op.f("ck_application_round_counts")),
        sa.CheckConstraint("since_on >= received_on", name=op.f("ck_application_begins_when_received")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_application_account_id_account")),
        sa.ForeignKeyConstraint(["assessor_id"], ["account.id"], name=op.f("fk_application_assessor_id_account")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_application_lock_id_lock")),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_application_officer_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("reference", name=op.f("uq_application_reference")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_application_account_id"), "application", ["account_id"], unique=False)
    op.create_index(op.f("ix_application_assessor_id"), "application", ["assessor_id"], unique=False)
    op.create_index("ix_application_born_mark", "application", ["born_mark"], unique=False)
    op.create_index("ix_application_name_key", "application", ["name_key"], unique=False)
    op.create_index(op.f("ix_application_number"), "application", ["number"], unique=False)
    op.create_index(op.f("ix_application_officer_id"), "application", ["officer_id"], unique=False)
    op.create_index("ix_application_received_on", "application", ["received_on"], unique=False)
    op.create_index("ix_application_stage_due_on", "application", ["stage", "due_on"], unique=False)
    op.create_index(
        "uq_application_account_id_open",
        "application",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_table(
        "monitoring_set",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_monitoring_set_lock_id_lock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_set")),
    )
    op.create_table(
        "application_answer",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("branch", sa.String(length=10), nullable=False),
        sa.Column("question_version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_answer_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_answer")),
        info={"append_only": "not changed"},
    )
    op.create_index(
        "uq_application_answer_number", "application_answer", ["application_id", "code", "number"], unique=True
    )
    op.create_table(
        "application_appeal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
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
            "(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_application_appeal_decided_has_its_time")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_appeal_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_appeal")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_application_appeal_round", "application_appeal", ["application_id", "round"], unique=True)
    op.create_table(
        "application_assessment",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "meets",
                "more_evidence",
                "does_not_meet",
                name="assessment_finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("standards", sa.JSON(), nullable=False),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_assessment_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["assessed_by_id"], ["account.id"], name=op.f("fk_application_assessment_assessed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_assessment")),
        info={"append_only": "not changed"},
    )
    op.create_index(
        op.f("ix_application_assessment_application_id"), "application_assessment", ["application_id"], unique=False
    )
    op.create_table(
        "application_check",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "identity",
                "qualification",
                "work",
                "other_register",
                "insurance",
                "record_check",
                "reference",
                name="check_item",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "confirmed",
                "not_confirmed",
                "not_needed",
                name="check_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "document",
            sa.Enum(
                "passport",
                "driving_photocard",
                "identity_card",
                "residence_permit",
                name="identity_document",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("last_four", sa.String(length=4), nullable=True),
        sa.Column("seen_live", sa.Boolean(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "item <> 'identity' OR outcome <> 'confirmed' OR (document IS NOT NULL AND last_four IS NOT NULL)",
            name=op.f("ck_application_check_identity_says_what_was_seen"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_check_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["account.id"], name=op.f("fk_application_check_checked_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_check")),
        info={"append_only": "not changed"},
    )
    op.create_index(
        "ix_application_check_application_id", "application_check", ["application_id", "item"], unique=False
    )
    op.create_table(
        "application_decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("on_appeal", sa.Boolean(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "grant",
                "grant_with_conditions",
                "refuse",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("conditions_sealed", sa.Text(), nullable=True),
        sa.Column("conditions_until", sa.Date(), nullable=True),
        sa.Column("advice_sealed", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'grant_with_conditions') = (conditions_sealed IS NOT NULL)",
            name=op.f("ck_application_decision_conditions_are_named"),
        ),
        sa.CheckConstraint(
            "(conditions_until IS NULL) = (conditions_sealed IS NULL)",
            name=op.f("ck_application_decision_conditions_have_their_end"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_decision_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_application_decision_decided_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_decision")),
        info={"append_only": "not changed"},
    )
    op.create_index(
        "uq_application_decision_round", "application_decision", ["application_id", "round", "on_appeal"], unique=True
    )
    op.create_table(
        "application_details",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("why_sealed", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(number = 1) = (why_sealed IS NULL)", name=op.f("ck_application_details_correction_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_details_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_application_details_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_details")),
        info={"append_only": "not changed"},
    )
    op.create_index("uq_application_details_number", "application_details", ["application_id", "number"], unique=True)
    op.create_table(
        "application_note",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_note_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_application_note_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_note")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_application_note_application_id"), "application_note", ["application_id"], unique=False)
    op.create_table(
        "application_statement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_statement_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_statement")),
        info={"append_only": "not changed"},
    )
    op.create_index(
        op.f("ix_application_statement_application_id"), "application_statement", ["application_id"], unique=False
    )
    op.create_table(
        "application_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "received",
                "check_begun",
                "complete",
                "information_asked",
                "information_given",
                "information_taken_back",
                "referee_asked",
                "referee_answered",
                "referee_declined",
                "referee_expired",
                "referee_named",
                "verified",
                "declarations_cleared",
                "declared_anew",
                "panel_asked",
                "panel_done",
                "assessor_given",
                "assessed",
                "back_to_assessment",
                "granted",
                "refused",
                "fee_asked",
                "fee_settled",
                "insurance_asked",
                "admitted",
                "offer_extended",
                "offer_expired",
                "withdrawn",
                "closed",
                "appealed",
                "refusal_stands",
                "overturned",
                "redone",
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
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_step_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["by_account_id"], ["account.id"], name=op.f("fk_application_step_by_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_step")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_application_step_application_id"), "application_step", ["application_id"], unique=False)
    op.create_table(
        "application_told_in_error",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("up_to_number", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("delete_on > told_on", name=op.f("ck_application_told_in_error_deleted_later")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_told_in_error_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["account.id"], name=op.f("fk_application_told_in_error_told_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_told_in_error")),
    )
    op.create_index(
        op.f("ix_application_told_in_error_application_id"),
        "application_told_in_error",
        ["application_id"],
        unique=False,
    )
    op.create_table(
        "declaration_review",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "clear",
                "clear_with_advice",
                "refer",
                name="review_finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("advice_sealed", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_declaration_review_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["account.id"], name=op.f("fk_declaration_review_reviewed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_review")),
        info={"append_only": "not changed"},
    )
    op.create_index(
        op.f("ix_declaration_review_application_id"), "declaration_review", ["application_id"], unique=False
    )
    op.create_table(
        "declaration_vote",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "clear",
                "clear_with_advice",
                "refuse",
                name="panel_finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("advice_sealed", sa.Text(), nullable=True),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_declaration_vote_application_id_application")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["account.id"], name=op.f("fk_declaration_vote_member_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_vote")),
        info={"append_only": "not changed"},
    )
    op.create_index("uq_declaration_vote", "declaration_vote", ["application_id", "round", "member_id"], unique=True)
    op.create_table(
        "health_answer",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "nothing_to_read",
                "waiting",
                "read",
                name="health_standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "finding",
            sa.Enum(
                "nothing",
                "support",
                "conditions",
                "not_safe",
                name="health_finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("found_sealed", sa.Text(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(standing = 'read') = (finding IS NOT NULL)", name=op.f("ck_health_answer_read_has_a_finding")
        ),
        sa.CheckConstraint(
            "(finding IS NULL) = (found_at IS NULL)", name=op.f("ck_health_answer_finding_has_its_time")
        ),
        sa.CheckConstraint("(finding IS NULL) = (found_by_id IS NULL)", name=op.f("ck_health_answer_finding_has_who")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_health_answer_application_id_application")
        ),
        sa.ForeignKeyConstraint(["found_by_id"], ["account.id"], name=op.f("fk_health_answer_found_by_id_account")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_health_answer_lock_id_lock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_answer")),
        sa.UniqueConstraint("application_id", name=op.f("uq_health_answer_application_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "information_request",
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
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("answer_sealed", sa.Text(), nullable=True),
        sa.Column("over_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.Column("called_off_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN received_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN declined_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN expired_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN called_off_on IS NULL THEN 0 ELSE 1 END) <= 1",
            name=op.f("ck_information_request_ends_one_way"),
        ),
        sa.CheckConstraint(
            "(asked_on IS NULL) = (due_on IS NULL)", name=op.f("ck_information_request_asked_has_its_end")
        ),
        sa.CheckConstraint(
            "(received_on IS NULL) = (answer_sealed IS NULL)",
            name=op.f("ck_information_request_answer_comes_with_its_day"),
        ),
        sa.CheckConstraint("asked_on IS NOT NULL", name=op.f("ck_information_request_is_asked_at_once")),
        sa.CheckConstraint(
            "received_on IS NULL OR asked_on IS NOT NULL", name=op.f("ck_information_request_received_was_asked_for")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_information_request_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_information_request_asked_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_request")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_information_request_application_id", "information_request", ["application_id"], unique=False)
    op.create_index(
        "uq_information_request_open",
        "information_request",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("received_on IS NULL AND called_off_on IS NULL"),
        postgresql_where=sa.text("received_on IS NULL AND called_off_on IS NULL"),
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("matter", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column(
            "payer",
            sa.Enum("applicant", "employer", name="payer", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("payer_sealed", sa.Text(), nullable=True),
        sa.Column("lock_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(payer = 'employer') = (payer_sealed IS NOT NULL)", name=op.f("ck_invoice_employer_is_named")
        ),
        sa.CheckConstraint("(payer_sealed IS NULL) = (lock_id IS NULL)", name=op.f("ck_invoice_employer_has_a_key")),
        sa.CheckConstraint(
            "cancelled_by_id IS NULL OR cancelled_at IS NOT NULL", name=op.f("ck_invoice_cancelled_has_its_time")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_invoice_asks_for_money")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invoice_account_id_account")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_invoice_entry_id_entry")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_invoice_lock_id_lock")),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["account.id"], name=op.f("fk_invoice_cancelled_by_id_account")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["account.id"], name=op.f("fk_invoice_raised_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("reference", name=op.f("uq_invoice_reference")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_invoice_account_id"), "invoice", ["account_id"], unique=False)
    op.create_index(op.f("ix_invoice_entry_id"), "invoice", ["entry_id"], unique=False)
    op.create_index("ix_invoice_matter", "invoice", ["purpose", "matter"], unique=False)
    op.create_index("ix_invoice_settled_on", "invoice", ["settled_on", "due_on"], unique=False)
    op.create_index(
        "uq_invoice_matter_open",
        "invoice",
        ["purpose", "matter"],
        unique=True,
        sqlite_where=sa.text("settled_on IS NULL AND cancelled_at IS NULL"),
        postgresql_where=sa.text("settled_on IS NULL AND cancelled_at IS NULL"),
    )
    op.create_table(
        "monitoring_link",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_monitoring_link_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["monitoring_set.id"], name=op.f("fk_monitoring_link_set_id_monitoring_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_link")),
        sa.UniqueConstraint("application_id", name=op.f("uq_monitoring_link_application_id")),
        sa.UniqueConstraint("set_id", name=op.f("uq_monitoring_link_set_id")),
    )
    op.create_index(op.f("ix_monitoring_link_delete_on"), "monitoring_link", ["delete_on"], unique=False)
    op.create_table(
        "panel_seat",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("declarations", "appeal", name="seat_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seated_by_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(left_at IS NULL) = (left_by_id IS NULL)", name=op.f("ck_panel_seat_left_has_who")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_panel_seat_account_id_account")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_panel_seat_application_id_application")
        ),
        sa.ForeignKeyConstraint(["left_by_id"], ["account.id"], name=op.f("fk_panel_seat_left_by_id_account")),
        sa.ForeignKeyConstraint(["seated_by_id"], ["account.id"], name=op.f("fk_panel_seat_seated_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_seat")),
    )
    op.create_index(op.f("ix_panel_seat_account_id"), "panel_seat", ["account_id"], unique=False)
    op.create_index("uq_panel_seat", "panel_seat", ["application_id", "kind", "round", "account_id"], unique=True)
    op.create_table(
        "referee",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column(
            "tie",
            sa.Enum(
                "manager",
                "supervisor",
                "colleague",
                "instructs",
                "other_professional",
                "other",
                "family",
                "business_partner",
                "works_for_applicant",
                name="referee_tie",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("professional", sa.Boolean(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column(
            "address",
            sa.Enum(
                "organisation",
                "call_needed",
                "called",
                name="address",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_by_id", sa.Integer(), nullable=True),
        sa.Column("call_sealed", sa.Text(), nullable=True),
        sa.Column("declined_sealed", sa.Text(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.Column("called_off_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(address = 'called') = (called_at IS NOT NULL)", name=op.f("ck_referee_called_has_its_time")
        ),
        sa.CheckConstraint(
            "(CASE WHEN received_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN declined_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN expired_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN called_off_on IS NULL THEN 0 ELSE 1 END) <= 1",
            name=op.f("ck_referee_ends_one_way"),
        ),
        sa.CheckConstraint("(asked_on IS NULL) = (due_on IS NULL)", name=op.f("ck_referee_asked_has_its_end")),
        sa.CheckConstraint("(called_at IS NULL) = (called_by_id IS NULL)", name=op.f("ck_referee_called_has_who")),
        sa.CheckConstraint(
            "received_on IS NULL OR asked_on IS NOT NULL", name=op.f("ck_referee_received_was_asked_for")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_referee_application_id_application")
        ),
        sa.ForeignKeyConstraint(["called_by_id"], ["account.id"], name=op.f("fk_referee_called_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referee")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_referee_token_hash")),
    )
    op.create_index("uq_referee_number", "referee", ["application_id", "number"], unique=True)
    op.create_table(
        "appeal_vote",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("reasons_sealed", sa.Text(), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["application_appeal.id"], name=op.f("fk_appeal_vote_appeal_id_application_appeal")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["account.id"], name=op.f("fk_appeal_vote_member_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_vote")),
        info={"append_only": "not changed"},
    )
    op.create_index("uq_appeal_vote", "appeal_vote", ["appeal_id", "member_id"], unique=True)
    op.create_table(
        "failed_payment",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("failed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_failed_payment_invoice_id_invoice")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_failed_payment_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_payment")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_failed_payment_invoice_id"), "failed_payment", ["invoice_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "bank_transfer",
                "cheque",
                "card",
                "other",
                name="paid_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("bank_reference", sa.String(length=100), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_is_money")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_payment_invoice_id_invoice")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_payment_recorded_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_payment_invoice_id"), "payment", ["invoice_id"], unique=False)
    op.create_table(
        "reference",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("referee_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["referee_id"], ["referee.id"], name=op.f("fk_reference_referee_id_referee")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["account.id"], name=op.f("fk_reference_taken_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_reference_referee_id"), "reference", ["referee_id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("refunded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refund_is_money")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_refund_invoice_id_invoice")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_refund_recorded_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_refund_invoice_id"), "refund", ["invoice_id"], unique=False)
    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waived_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_waiver_is_money")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_waiver_invoice_id_invoice")),
        sa.ForeignKeyConstraint(["waived_by_id"], ["account.id"], name=op.f("fk_waiver_waived_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_waiver_invoice_id"), "waiver", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_letter_recipient"), "letter", ["recipient"], unique=False)
    for table in APPEND_ONLY:
        refuse_changes(table)


def downgrade() -> None:
    op.drop_index(op.f("ix_letter_recipient"), table_name="letter")
    op.drop_index(op.f("ix_waiver_invoice_id"), table_name="waiver")
    op.drop_table("waiver")
    op.drop_index(op.f("ix_refund_invoice_id"), table_name="refund")
    op.drop_table("refund")
    op.drop_index(op.f("ix_reference_referee_id"), table_name="reference")
    op.drop_table("reference")
    op.drop_index(op.f("ix_payment_invoice_id"), table_name="payment")
    op.drop_table("payment")
    op.drop_index(op.f("ix_failed_payment_invoice_id"), table_name="failed_payment")
    op.drop_table("failed_payment")
    op.drop_index("uq_appeal_vote", table_name="appeal_vote")
    op.drop_table("appeal_vote")
    op.drop_index("uq_referee_number", table_name="referee")
    op.drop_table("referee")
    op.drop_index("uq_panel_seat", table_name="panel_seat")
    op.drop_index(op.f("ix_panel_seat_account_id"), table_name="panel_seat")
    op.drop_table("panel_seat")
    op.drop_index(op.f("ix_monitoring_link_delete_on"), table_name="monitoring_link")
    op.drop_table("monitoring_link")
    op.drop_index("ix_invoice_settled_on", table_name="invoice")
    op.drop_index("uq_invoice_matter_open", table_name="invoice")
    op.drop_index("ix_invoice_matter", table_name="invoice")
    op.drop_index(op.f("ix_invoice_entry_id"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_account_id"), table_name="invoice")
    op.drop_table("invoice")
    op.drop_index(
        "uq_information_request_open",
        table_name="information_request",
        sqlite_where=sa.text("received_on IS NULL AND called_off_on IS NULL"),
        postgresql_where=sa.text("received_on IS NULL AND called_off_on IS NULL"),
    )
    op.drop_index("ix_information_request_application_id", table_name="information_request")
    op.drop_table("information_request")
    op.drop_table("health_answer")
    op.drop_index("uq_declaration_vote", table_name="declaration_vote")
    op.drop_table("declaration_vote")
    op.drop_index(op.f("ix_declaration_review_application_id"), table_name="declaration_review")
    op.drop_table("declaration_review")
    op.drop_index(op.f("ix_application_told_in_error_application_id"), table_name="application_told_in_error")
    op.drop_table("application_told_in_error")
    op.drop_index(op.f("ix_application_step_application_id"), table_name="application_step")
    op.drop_table("application_step")
    op.drop_index(op.f("ix_application_statement_application_id"), table_name="application_statement")
    op.drop_table("application_statement")
    op.drop_index(op.f("ix_application_note_application_id"), table_name="application_note")
    op.drop_table("application_note")
    op.drop_index("uq_application_details_number", table_name="application_details")
    op.drop_table("application_details")
    op.drop_index("uq_application_decision_round", table_name="application_decision")
    op.drop_table("application_decision")
    op.drop_index("ix_application_check_application_id", table_name="application_check")
    op.drop_table("application_check")
    op.drop_index(op.f("ix_application_assessment_application_id"), table_name="application_assessment")
    op.drop_table("application_assessment")
    op.drop_index("uq_application_appeal_round", table_name="application_appeal")
    op.drop_table("application_appeal")
    op.drop_index("uq_application_answer_number", table_name="application_answer")
    op.drop_table("application_answer")
    op.drop_table("monitoring_set")
    op.drop_index(
        "uq_application_account_id_open",
        table_name="application",
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.drop_index("ix_application_stage_due_on", table_name="application")
    op.drop_index("ix_application_received_on", table_name="application")
    op.drop_index(op.f("ix_application_officer_id"), table_name="application")
    op.drop_index(op.f("ix_application_number"), table_name="application")
    op.drop_index("ix_application_name_key", table_name="application")
    op.drop_index("ix_application_born_mark", table_name="application")
    op.drop_index(op.f("ix_application_assessor_id"), table_name="application")
    op.drop_index(op.f("ix_application_account_id"), table_name="application")
    op.drop_table("application")
    op.drop_index("uq_monitoring_count_answer", table_name="monitoring_count")
    op.drop_table("monitoring_count")
    if op.get_bind().dialect.name != "sqlite":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
