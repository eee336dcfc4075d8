"""Concerns: what people tell us, the messages with them, the files, and the keys all of it is sealed with.

Revision: 0003
Follows: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


#: Tables whose rows the database itself refuses to change.
APPEND_ONLY = (
    "concern_assignment",
    "concern_closure",
    "concern_contact",
    "concern_delay",
    "concern_feedback",
    "concern_note",
    "concern_secret_given",
    "concern_statement",
    "concern_step",
)
#: Besides its key, what no two rows of a table share.
ALSO_UNIQUE = {
    "concern_contact": " OR once = NEW.once",
    "concern_note": " OR once = NEW.once",
}


def refuse_changes(table: str) -> None:
    """Triggers that refuse UPDATE on a table; on SQLite, INSERT OR REPLACE too."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id{ALSO_UNIQUE.get(table, '')}) "
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
        "lock",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("owner_kind", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=80), nullable=False),
        sa.Column("sealed_name", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "picture",
                "audio",
                "video",
                "document",
                "mail",
                name="file_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("ending", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "arriving",
                "held",
                "unscanned",
                "clean",
                "infected",
                "shredded",
                name="file_standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("arriving_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrapped_key", sa.Text(), nullable=True),
        sa.Column("object_key", sa.String(length=80), nullable=True),
        sa.Column("view_key", sa.String(length=80), nullable=True),
        sa.Column("view_type", sa.String(length=100), nullable=True),
        sa.Column("view_size", sa.Integer(), nullable=True),
        sa.Column("view_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(standing = 'arriving') = (arriving_until IS NOT NULL)",
            name=op.f("ck_stored_file_only_arriving_has_a_time"),
        ),
        sa.CheckConstraint(
            "(standing IN ('infected', 'shredded')) = (wrapped_key IS NULL)",
            name=op.f("ck_stored_file_shut_has_no_key"),
        ),
        sa.CheckConstraint("(view_key IS NULL) = (view_sha256 IS NULL)", name=op.f("ck_stored_file_view_has_its_hash")),
        sa.CheckConstraint("(view_key IS NULL) = (view_size IS NULL)", name=op.f("ck_stored_file_view_has_its_size")),
        sa.CheckConstraint(
            "(wrapped_key IS NULL) = (sealed_name IS NULL)", name=op.f("ck_stored_file_name_goes_with_the_key")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("object_key", name=op.f("uq_stored_file_object_key")),
        sa.UniqueConstraint("token", name=op.f("uq_stored_file_token")),
        sa.UniqueConstraint("view_key", name=op.f("uq_stored_file_view_key")),
    )
    op.create_index("ix_stored_file_owner", "stored_file", ["owner_kind", "owner_id"], unique=False)
    op.create_index("ix_stored_file_standing", "stored_file", ["standing"], unique=False)
    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column(
            "queue",
            sa.Enum("concerns", "never_registered", name="queue", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "phone",
                "letter",
                "email",
                "in_person",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "naming",
            sa.Enum(
                "named",
                "confidential",
                "anonymous",
                name="naming",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum("received", "triage", "closed", name="stage", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "relation",
            sa.Enum(
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
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_anonymous", sa.Boolean(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("worries", sa.JSON(), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("ongoing", sa.Boolean(), nullable=True),
        sa.Column("reply_due_on", sa.Date(), nullable=False),
        sa.Column("triage_due_on", sa.Date(), nullable=False),
        sa.Column("contact_days", sa.Integer(), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("officer_since_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(stage = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_concern_closed_has_its_day")),
        sa.CheckConstraint(
            "naming <> 'anonymous' OR began_anonymous", name=op.f("ck_concern_nobody_becomes_anonymous")
        ),
        sa.CheckConstraint(
            "(officer_id IS NULL) = (officer_since_at IS NULL)", name=op.f("ck_concern_officer_has_since")
        ),
        sa.CheckConstraint("began_anonymous = (received_at IS NULL)", name=op.f("ck_concern_anonymous_keeps_no_time")),
        sa.CheckConstraint(
            "reply_due_on >= received_on AND triage_due_on >= received_on", name=op.f("ck_concern_due_after_received")
        ),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_concern_lock_id_lock")),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_concern_officer_id_account")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["account.id"], name=op.f("fk_concern_taken_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("reference", name=op.f("uq_concern_reference")),
    )
    op.create_index(op.f("ix_concern_officer_id"), "concern", ["officer_id"], unique=False)
    op.create_index("ix_concern_stage_received_on", "concern", ["stage", "received_on"], unique=False)
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "complaint",
                "access",
                "correct",
                "delete",
                "object",
                "move",
                name="data_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "phone",
                "letter",
                "email",
                "in_person",
                "social",
                "other",
                name="data_channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "received",
                "acknowledged",
                "closed",
                name="data_standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.Text(), nullable=True),
        sa.Column("reach_sealed", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("extended_to", sa.Date(), nullable=True),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_by_id", sa.Integer(), nullable=True),
        sa.Column("identity_sealed", sa.Text(), nullable=True),
        sa.Column("identity_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("identity_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "done",
                "partly",
                "refused",
                "upheld",
                "not_upheld",
                "taken_back",
                name="data_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(standing = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_data_request_closed_has_its_time")
        ),
        sa.CheckConstraint(
            "(standing = 'received') = (acknowledged_at IS NULL)",
            name=op.f("ck_data_request_only_new_is_not_acknowledged"),
        ),
        sa.CheckConstraint(
            "extended_to IS NULL OR kind <> 'complaint'", name=op.f("ck_data_request_complaints_are_not_extended")
        ),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL)",
            name=op.f("ck_data_request_acknowledged_has_who"),
        ),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_on IS NULL)",
            name=op.f("ck_data_request_acknowledged_has_its_day"),
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_data_request_closed_has_who")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_on IS NULL)", name=op.f("ck_data_request_closed_has_its_day")
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_data_request_closed_says_how")),
        sa.CheckConstraint(
            "(extended_at IS NULL) = (extended_by_id IS NULL)", name=op.f("ck_data_request_extended_has_who")
        ),
        sa.CheckConstraint(
            "(extended_at IS NULL) = (extended_to IS NULL)", name=op.f("ck_data_request_extended_has_its_end")
        ),
        sa.CheckConstraint(
            "(identity_at IS NULL) = (identity_by_id IS NULL)", name=op.f("ck_data_request_identity_has_who")
        ),
        sa.CheckConstraint(
            "(identity_at IS NULL) = (identity_sealed IS NULL)", name=op.f("ck_data_request_identity_says_how")
        ),
        sa.CheckConstraint("due_on >= received_on", name=op.f("ck_data_request_due_after_received")),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["account.id"], name=op.f("fk_data_request_acknowledged_by_id_account")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_data_request_closed_by_id_account")),
        sa.ForeignKeyConstraint(
            ["extended_by_id"], ["account.id"], name=op.f("fk_data_request_extended_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["identity_by_id"], ["account.id"], name=op.f("fk_data_request_identity_by_id_account")
        ),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_data_request_lock_id_lock")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["account.id"], name=op.f("fk_data_request_taken_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_data_request_reference")),
    )
    op.create_index("ix_data_request_standing_due_on", "data_request", ["standing", "due_on"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("journey", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("owner", sa.String(length=40), nullable=True),
        sa.Column("lock_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("reminder_sealed", sa.Text(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("touched_on", sa.Date(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.Column("sent_as", sa.String(length=20), nullable=True),
        sa.CheckConstraint("(secret_hash IS NULL) <> (owner IS NULL)", name=op.f("ck_draft_secret_or_owner")),
        sa.CheckConstraint("(sent_as IS NULL) = (sealed IS NOT NULL)", name=op.f("ck_draft_sent_is_empty")),
        sa.CheckConstraint("sent_as IS NULL OR reminder_sealed IS NULL", name=op.f("ck_draft_sent_reminds_nobody")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_draft_lock_id_lock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("reference", name=op.f("uq_draft_reference")),
    )
    op.create_index("ix_draft_delete_on", "draft", ["delete_on"], unique=False)
    op.create_index("ix_draft_owner", "draft", ["owner", "journey"], unique=False)
    op.create_index("ix_draft_touched_on", "draft", ["touched_on"], unique=False)
    op.create_table(
        "concern_affected",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "who",
            sa.Enum(
                "me", "somebody", "several", "nobody", name="who", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("name_sealed", sa.Text(), nullable=True),
        sa.Column("is_child", sa.Boolean(), nullable=True),
        sa.Column(
            "speaking",
            sa.Enum(
                "own",
                "consent",
                "parent",
                "deputy",
                "attorney",
                "litigation_friend",
                "advocate",
                "best_interests",
                "none",
                name="speaking",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "capacity",
            sa.Enum("can", "cannot", "unsure", name="capacity", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "nation",
            sa.Enum(
                "england_wales",
                "scotland",
                "northern_ireland",
                "elsewhere",
                name="nation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("knows", sa.Boolean(), nullable=True),
        sa.Column("reason_sealed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_affected_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_affected")),
        sa.UniqueConstraint("concern_id", name=op.f("uq_concern_affected_concern_id")),
    )
    op.create_table(
        "concern_assignment",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_assignment_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["account.id"], name=op.f("fk_concern_assignment_given_by_id_account")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_concern_assignment_officer_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_assignment")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_concern_assignment_concern_id"), "concern_assignment", ["concern_id"], unique=False)
    op.create_table(
        "concern_closure",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
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
                name="close_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=False),
        sa.Column("review_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_concern_closure_closed_by_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_closure_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_closure")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_concern_closure_concern_id"), "concern_closure", ["concern_id"], unique=False)
    op.create_table(
        "concern_contact",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "mailbox",
                "phone",
                "email",
                "letter",
                "in_person",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=True),
        sa.Column("once", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_contact_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_concern_contact_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_contact")),
        sa.UniqueConstraint("once", name=op.f("uq_concern_contact_once")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_concern_contact_concern_id"), "concern_contact", ["concern_id"], unique=False)
    op.create_table(
        "concern_delay",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "clock",
            sa.Enum(
                "reply", "triage", "contact", name="clock_name", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_delay_concern_id_concern")),
        sa.ForeignKeyConstraint(["told_by_id"], ["account.id"], name=op.f("fk_concern_delay_told_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_delay")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_concern_delay_concern_id"), "concern_delay", ["concern_id"], unique=False)
    op.create_table(
        "concern_feedback",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("received", "triage", "closed", name="stage", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_concern_feedback_score_of_five")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_feedback_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_feedback")),
        info={"append_only": "not changed"},
    )
    op.create_index("uq_concern_feedback_stage", "concern_feedback", ["concern_id", "stage"], unique=True)
    op.create_table(
        "concern_message",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("to_us", "from_us", name="direction", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("once", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "(direction = 'from_us') = (by_account_id IS NOT NULL)", name=op.f("ck_concern_message_ours_has_its_writer")
        ),
        sa.CheckConstraint(
            "direction = 'to_us' OR sent_at IS NOT NULL", name=op.f("ck_concern_message_ours_has_its_time")
        ),
        sa.ForeignKeyConstraint(
            ["by_account_id"], ["account.id"], name=op.f("fk_concern_message_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_message_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_message")),
        sa.UniqueConstraint("once", name=op.f("uq_concern_message_once")),
    )
    op.create_index("ix_concern_message_concern_id", "concern_message", ["concern_id", "sent_on"], unique=False)
    op.create_table(
        "concern_note",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_note_concern_id_concern")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_concern_note_written_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_note")),
        sa.UniqueConstraint("once", name=op.f("uq_concern_note_once")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_concern_note_concern_id"), "concern_note", ["concern_id"], unique=False)
    op.create_table(
        "concern_reporter",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.Text(), nullable=True),
        sa.Column("reach_sealed", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_concern_reporter_account_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_reporter_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_reporter")),
        sa.UniqueConstraint("concern_id", name=op.f("uq_concern_reporter_concern_id")),
    )
    op.create_table(
        "concern_request",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "withdrawal",
                "closure_review",
                name="request_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "closed",
                "carried_on",
                "upheld",
                "sent_back",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reasons_sealed", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_concern_request_answered_says_how")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_concern_request_answered_has_who")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (reasons_sealed IS NULL)", name=op.f("ck_concern_request_answered_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_concern_request_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_request_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_request")),
    )
    op.create_index(
        "uq_concern_request_open",
        "concern_request",
        ["concern_id", "kind"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "concern_secret_given",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "called_back",
                "wrote_back",
                "knew",
                "met",
                name="secret_check",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_concern_secret_given_concern_id_concern")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["account.id"], name=op.f("fk_concern_secret_given_given_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_secret_given")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_concern_secret_given_concern_id"), "concern_secret_given", ["concern_id"], unique=False)
    op.create_table(
        "concern_statement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first",
                "added",
                "corrected",
                name="statement_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_statement_concern_id_concern")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["account.id"], name=op.f("fk_concern_statement_taken_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_statement")),
        info={"append_only": "not changed"},
    )
    op.create_index("uq_concern_statement_number", "concern_statement", ["concern_id", "number"], unique=True)
    op.create_table(
        "concern_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
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
                name="step_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum("received", "triage", "closed", name="stage", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("step_on", sa.Date(), nullable=False),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_concern_step_by_account_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_step_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_step")),
        info={"append_only": "not changed"},
    )
    op.create_index(op.f("ix_concern_step_concern_id"), "concern_step", ["concern_id"], unique=False)
    op.create_table(
        "concern_subject",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column(
            "on_register",
            sa.Enum(
                "found",
                "not_sure",
                "says_so",
                "never",
                name="on_register",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name_sealed", sa.Text(), nullable=False),
        sa.Column("about_sealed", sa.Text(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("linked_by_id", sa.Integer(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("told_sealed", sa.Text(), nullable=True),
        sa.Column("held_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_back_by_id", sa.Integer(), nullable=True),
        sa.Column("held_back_until", sa.Date(), nullable=True),
        sa.Column("held_back_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(held_back_at IS NULL) = (held_back_by_id IS NULL)", name=op.f("ck_concern_subject_held_back_has_who")
        ),
        sa.CheckConstraint(
            "(held_back_at IS NULL) = (held_back_until IS NULL)", name=op.f("ck_concern_subject_held_back_has_its_end")
        ),
        sa.CheckConstraint(
            "(linked_at IS NULL) = (linked_by_id IS NULL)", name=op.f("ck_concern_subject_linked_has_who")
        ),
        sa.CheckConstraint("(told_at IS NULL) = (told_by_id IS NULL)", name=op.f("ck_concern_subject_told_has_who")),
        sa.CheckConstraint("(told_at IS NULL) = (told_on IS NULL)", name=op.f("ck_concern_subject_told_has_its_day")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_subject_concern_id_concern")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_concern_subject_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["held_back_by_id"], ["account.id"], name=op.f("fk_concern_subject_held_back_by_id_account")
        ),
        sa.ForeignKeyConstraint(["linked_by_id"], ["account.id"], name=op.f("fk_concern_subject_linked_by_id_account")),
        sa.ForeignKeyConstraint(["told_by_id"], ["account.id"], name=op.f("fk_concern_subject_told_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_subject")),
    )
    op.create_index(op.f("ix_concern_subject_concern_id"), "concern_subject", ["concern_id"], unique=False)
    op.create_index(op.f("ix_concern_subject_entry_id"), "concern_subject", ["entry_id"], unique=False)
    op.create_table(
        "data_message",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("to_us", "from_us", name="direction", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("once", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "(direction = 'from_us') = (by_account_id IS NOT NULL)", name=op.f("ck_data_message_ours_has_its_writer")
        ),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_data_message_by_account_id_account")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["data_request.id"], name=op.f("fk_data_message_request_id_data_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_message")),
        sa.UniqueConstraint("once", name=op.f("uq_data_message_once")),
    )
    op.create_index(op.f("ix_data_message_request_id"), "data_message", ["request_id"], unique=False)
    for table in APPEND_ONLY:
        refuse_changes(table)


def downgrade() -> None:
    op.drop_index(op.f("ix_data_message_request_id"), table_name="data_message")
    op.drop_table("data_message")
    op.drop_index(op.f("ix_concern_subject_entry_id"), table_name="concern_subject")
    op.drop_index(op.f("ix_concern_subject_concern_id"), table_name="concern_subject")
    op.drop_table("concern_subject")
    op.drop_index(op.f("ix_concern_step_concern_id"), table_name="concern_step")
    op.drop_table("concern_step")
    op.drop_index("uq_concern_statement_number", table_name="concern_statement")
    op.drop_table("concern_statement")
    op.drop_index(op.f("ix_concern_secret_given_concern_id"), table_name="concern_secret_given")
    op.drop_table("concern_secret_given")
    op.drop_index(
        "uq_concern_request_open",
        table_name="concern_request",
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_table("concern_request")
    op.drop_table("concern_reporter")
    op.drop_index(op.f("ix_concern_note_concern_id"), table_name="concern_note")
    op.drop_table("concern_note")
    op.drop_index("ix_concern_message_concern_id", table_name="concern_message")
    op.drop_table("concern_message")
    op.drop_index("uq_concern_feedback_stage", table_name="concern_feedback")
    op.drop_table("concern_feedback")
    op.drop_index(op.f("ix_concern_delay_concern_id"), table_name="concern_delay")
    op.drop_table("concern_delay")
    op.drop_index(op.f("ix_concern_contact_concern_id"), table_name="concern_contact")
    op.drop_table("concern_contact")
    op.drop_index(op.f("ix_concern_closure_concern_id"), table_name="concern_closure")
    op.drop_table("concern_closure")
    op.drop_index(op.f("ix_concern_assignment_concern_id"), table_name="concern_assignment")
    op.drop_table("concern_assignment")
    op.drop_table("concern_affected")
    op.drop_index("ix_draft_touched_on", table_name="draft")
    op.drop_index("ix_draft_owner", table_name="draft")
    op.drop_index("ix_draft_delete_on", table_name="draft")
    op.drop_table("draft")
    op.drop_index("ix_data_request_standing_due_on", table_name="data_request")
    op.drop_table("data_request")
    op.drop_index("ix_concern_stage_received_on", table_name="concern")
    op.drop_index(op.f("ix_concern_officer_id"), table_name="concern")
    op.drop_table("concern")
    op.drop_index("ix_stored_file_standing", table_name="stored_file")
    op.drop_index("ix_stored_file_owner", table_name="stored_file")
    op.drop_table("stored_file")
    op.drop_table("lock")
    if op.get_bind().dialect.name != "sqlite":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
