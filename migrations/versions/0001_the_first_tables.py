"""The first tables: register, search, Standards, policy, outbox, audit.

Revision: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


#: Tables whose rows the database itself refuses to change; those with True refuse to lose one, too.
APPEND_ONLY = {
    "audit_record": True,
    "event": False,
    "particulars": False,
    "contact": False,
    "period": False,
    "insurance": False,
    "other_registration": False,
    "restriction": False,
    "ending": False,
    "hold": False,
    "withholding": False,
}


def refuse_changes(table: str, *, and_delete: bool) -> None:
    """Triggers that refuse UPDATE on a table, and DELETE and TRUNCATE if asked; on SQLite, INSERT OR REPLACE too."""
    verbs = ["UPDATE", "DELETE"] if and_delete else ["UPDATE"]
    if op.get_bind().dialect.name == "sqlite":
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        unique = {"audit_record": ["id", "hash"], "event": ["id"]}.get(table, ["id", "supersedes_id"])
        same = " OR ".join(f"{column} = NEW.{column}" for column in unique)
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE {' OR '.join(verbs)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
    )
    if and_delete:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
        )


def upgrade() -> None:
    op.create_table(
        "audit_record",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_label", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject_kind", sa.String(length=80), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_record")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_record_hash")),
    )
    op.create_index(op.f("ix_audit_record_actor_id"), "audit_record", ["actor_id"], unique=False)
    op.create_index("ix_audit_record_subject", "audit_record", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("number", name=op.f("uq_entry_number")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("once", sa.String(length=200), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "given_up",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.CheckConstraint("(standing = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_letter_sent_has_its_time")),
        sa.CheckConstraint("standing <> 'given_up' OR problem IS NOT NULL", name=op.f("ck_letter_given_up_says_why")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("once", name=op.f("uq_letter_once")),
    )
    op.create_index("ix_letter_due", "letter", ["standing", "due_at"], unique=False)
    op.create_table(
        "listing",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("sort_name", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("names", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("facet", sa.BigInteger(), nullable=False),
        sa.Column("areas", sa.BigInteger(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("outcode", sa.Integer(), nullable=True),
        sa.Column("visible_from", sa.BigInteger(), nullable=False),
        sa.Column("hidden_at", sa.BigInteger(), nullable=False),
        sa.Column("registered_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_listing")),
        sa.UniqueConstraint("number", name=op.f("uq_listing_number")),
    )
    op.create_index("ix_listing_organisation_id_sort_name", "listing", ["organisation_id", "sort_name"], unique=False)
    op.create_index("ix_listing_outcode", "listing", ["outcode"], unique=False)
    op.create_index("ix_listing_sort_name", "listing", ["sort_name"], unique=False)
    op.create_index("ix_listing_town_id_sort_name", "listing", ["town_id", "sort_name"], unique=False)
    op.create_table(
        "listing_language",
        sa.Column("language_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("language_id", "entry_id", name=op.f("pk_listing_language")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_listing_language_entry_id", "listing_language", ["entry_id"], unique=False)
    op.create_table(
        "listing_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("folded", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_word")),
        sa.UniqueConstraint("kind", "folded", name=op.f("uq_listing_word_kind_folded")),
    )
    op.create_table(
        "name_key",
        sa.Column("sur", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("giv", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("facet", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sur", "giv", "entry_id", name=op.f("pk_name_key")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_name_key_giv_sur", "name_key", ["giv", "sur"], unique=False)
    op.create_table(
        "policy_value",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_value")),
        sa.UniqueConstraint(
            "name", "effective_from", "version", name=op.f("uq_policy_value_name_effective_from_version")
        ),
    )
    op.create_table(
        "rate_window",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_window")),
    )
    op.create_index(op.f("ix_rate_window_ends"), "rate_window", ["ends"], unique=False)
    op.create_table(
        "standards_edition",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("day_given", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("loaded_by", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(loaded_at IS NULL) = (loaded_by IS NULL)", name=op.f("ck_standards_edition_loaded_when_and_by_whom")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standards_edition")),
        sa.UniqueConstraint("in_force_from", name=op.f("uq_standards_edition_in_force_from")),
        sa.UniqueConstraint("name", name=op.f("uq_standards_edition_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_standards_edition_slug")),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("sound", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("n_sur", sa.Integer(), nullable=False),
        sa.Column("n_giv", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("term", name=op.f("uq_term_term")),
    )
    op.create_table(
        "term_key",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("term_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "term_id", name=op.f("pk_term_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "admitted",
                "loaded",
                "changed",
                "renewed",
                "insurance_confirmed",
                "other_register_checked",
                "restricted",
                "restriction_changed",
                "left",
                "restored",
                "held",
                "hold_released",
                "withheld",
                "withholding_ended",
                "corrected",
                name="event_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_event_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_entry_id", "event", ["entry_id", "recorded_at"], unique=False)
    op.create_table(
        "sheet_row",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=400), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_sheet_row_entry_id_entry")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_sheet_row")),
    )
    op.create_table(
        "standards_theme",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("opening", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["standards_edition.id"], name=op.f("fk_standards_theme_edition_id_standards_edition")
        ),
        sa.PrimaryKeyConstraint("edition_id", "letter", name=op.f("pk_standards_theme")),
    )
    op.create_table(
        "contact",
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_contact_entry_id_entry")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_contact_event_id_event")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["contact.id"], name=op.f("fk_contact_supersedes_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_contact_supersedes_id")),
    )
    op.create_index(op.f("ix_contact_entry_id"), "contact", ["entry_id"], unique=False)
    op.create_table(
        "ending",
        sa.Column(
            "kind",
            sa.Enum(
                "left",
                "left_by_agreement",
                "administrative_removal",
                "deceased",
                "merged",
                name="ending_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("shown_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_ending_merged_names_the_other")
        ),
        sa.CheckConstraint(
            "kind <> 'left_by_agreement' OR statement <> ''", name=op.f("ck_ending_agreement_has_its_statement")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_ending_entry_id_entry")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_ending_event_id_event")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["entry.id"], name=op.f("fk_ending_merged_into_id_entry")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["ending.id"], name=op.f("fk_ending_supersedes_id_ending")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ending")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_ending_supersedes_id")),
    )
    op.create_index(op.f("ix_ending_entry_id"), "ending", ["entry_id"], unique=False)
    op.create_table(
        "hold",
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_hold_entry_id_entry")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_hold_event_id_event")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["hold.id"], name=op.f("fk_hold_supersedes_id_hold")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_hold_supersedes_id")),
    )
    op.create_index(op.f("ix_hold_entry_id"), "hold", ["entry_id"], unique=False)
    op.create_table(
        "insurance",
        sa.Column("confirmed_to", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_insurance_entry_id_entry")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_insurance_event_id_event")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["insurance.id"], name=op.f("fk_insurance_supersedes_id_insurance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurance")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_insurance_supersedes_id")),
    )
    op.create_index(op.f("ix_insurance_entry_id"), "insurance", ["entry_id"], unique=False)
    op.create_table(
        "other_registration",
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_other_registration_entry_id_entry")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_other_registration_event_id_event")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["other_registration.id"],
            name=op.f("fk_other_registration_supersedes_id_other_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_registration")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_other_registration_supersedes_id")),
    )
    op.create_index(op.f("ix_other_registration_entry_id"), "other_registration", ["entry_id"], unique=False)
    op.create_table(
        "particulars",
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("forenames", sa.String(length=200), nullable=False),
        sa.Column("surname", sa.String(length=200), nullable=False),
        sa.Column("known_as", sa.String(length=200), nullable=False),
        sa.Column("previous_names", sa.JSON(), nullable=False),
        sa.Column("shows_previous_names", sa.Boolean(), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("outcode", sa.String(length=4), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column(
            "works_with",
            sa.Enum(
                "adults", "children", "both", name="works_with", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("holds_certificate", sa.Boolean(), nullable=False),
        sa.Column("first_registered_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "forenames <> '' OR surname <> '' OR known_as <> ''", name=op.f("ck_particulars_has_a_name")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_particulars_entry_id_entry")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_particulars_event_id_event")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["particulars.id"], name=op.f("fk_particulars_supersedes_id_particulars")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_particulars")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_particulars_supersedes_id")),
    )
    op.create_index(op.f("ix_particulars_entry_id"), "particulars", ["entry_id"], unique=False)
    op.create_table(
        "period",
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_period_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_period_entry_id_entry")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_period_event_id_event")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["period.id"], name=op.f("fk_period_supersedes_id_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_period_supersedes_id")),
    )
    op.create_index(op.f("ix_period_entry_id"), "period", ["entry_id"], unique=False)
    op.create_table(
        "restriction",
        sa.Column(
            "kind",
            sa.Enum(
                "warning",
                "undertakings",
                "conditions",
                "interim_conditions",
                "interim_suspension",
                "suspension",
                "removal",
                name="order_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("about_health", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("published_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reapply_from", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'removal' OR reapply_from IS NOT NULL", name=op.f("ck_restriction_removal_says_when_to_return")
        ),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_restriction_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_restriction_entry_id_entry")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_restriction_event_id_event")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["restriction.id"], name=op.f("fk_restriction_supersedes_id_restriction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_restriction_supersedes_id")),
    )
    op.create_index(op.f("ix_restriction_entry_id"), "restriction", ["entry_id"], unique=False)
    op.create_index("ix_restriction_in_force", "restriction", ["starts_at", "ends_at"], unique=False)
    op.create_table(
        "standards_heading",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("opening", sa.Text(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_standards_heading_number_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["edition_id", "letter"],
            ["standards_theme.edition_id", "standards_theme.letter"],
            name=op.f("fk_standards_heading_edition_id_letter_standards_theme"),
        ),
        sa.PrimaryKeyConstraint("edition_id", "number", name=op.f("pk_standards_heading")),
    )
    op.create_table(
        "withholding",
        sa.Column(
            "part",
            sa.Enum("place", "organisation", name="withheld", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_withholding_entry_id_entry")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_withholding_event_id_event")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["withholding.id"], name=op.f("fk_withholding_supersedes_id_withholding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withholding")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_withholding_supersedes_id")),
    )
    op.create_index(op.f("ix_withholding_entry_id"), "withholding", ["entry_id"], unique=False)
    op.create_table(
        "standards_clause",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("heading_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=True),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.CheckConstraint("label IS NOT NULL OR wording IS NOT NULL", name=op.f("ck_standards_clause_says_something")),
        sa.CheckConstraint("position > 0", name=op.f("ck_standards_clause_position_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["edition_id", "heading_number"],
            ["standards_heading.edition_id", "standards_heading.number"],
            name=op.f("fk_standards_clause_edition_id_heading_number_standards_heading"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standards_clause")),
        sa.UniqueConstraint(
            "edition_id",
            "heading_number",
            "position",
            name=op.f("uq_standards_clause_edition_id_heading_number_position"),
        ),
    )
    for table, and_delete in APPEND_ONLY.items():
        refuse_changes(table, and_delete=and_delete)


def downgrade() -> None:
    op.drop_table("standards_clause")
    op.drop_index(op.f("ix_withholding_entry_id"), table_name="withholding")
    op.drop_table("withholding")
    op.drop_table("standards_heading")
    op.drop_index("ix_restriction_in_force", table_name="restriction")
    op.drop_index(op.f("ix_restriction_entry_id"), table_name="restriction")
    op.drop_table("restriction")
    op.drop_index(op.f("ix_period_entry_id"), table_name="period")
    op.drop_table("period")
    op.drop_index(op.f("ix_particulars_entry_id"), table_name="particulars")
    op.drop_table("particulars")
    op.drop_index(op.f("ix_other_registration_entry_id"), table_name="other_registration")
    op.drop_table("other_registration")
    op.drop_index(op.f("ix_insurance_entry_id"), table_name="insurance")
    op.drop_table("insurance")
    op.drop_index(op.f("ix_hold_entry_id"), table_name="hold")
    op.drop_table("hold")
    op.drop_index(op.f("ix_ending_entry_id"), table_name="ending")
    op.drop_table("ending")
    op.drop_index(op.f("ix_contact_entry_id"), table_name="contact")
    op.drop_table("contact")
    op.drop_table("standards_theme")
    op.drop_table("sheet_row")
    op.drop_index("ix_event_entry_id", table_name="event")
    op.drop_table("event")
    op.drop_table("term_key")
    op.drop_table("term")
    op.drop_table("standards_edition")
    op.drop_index(op.f("ix_rate_window_ends"), table_name="rate_window")
    op.drop_table("rate_window")
    op.drop_table("policy_value")
    op.drop_index("ix_name_key_giv_sur", table_name="name_key")
    op.drop_table("name_key")
    op.drop_table("listing_word")
    op.drop_index("ix_listing_language_entry_id", table_name="listing_language")
    op.drop_table("listing_language")
    op.drop_index("ix_listing_town_id_sort_name", table_name="listing")
    op.drop_index("ix_listing_sort_name", table_name="listing")
    op.drop_index("ix_listing_outcode", table_name="listing")
    op.drop_index("ix_listing_organisation_id_sort_name", table_name="listing")
    op.drop_table("listing")
    op.drop_index("ix_letter_due", table_name="letter")
    op.drop_table("letter")
    op.drop_table("entry")
    op.drop_index("ix_audit_record_subject", table_name="audit_record")
    op.drop_index(op.f("ix_audit_record_actor_id"), table_name="audit_record")
    op.drop_table("audit_record")
    if op.get_bind().dialect.name != "sqlite":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
