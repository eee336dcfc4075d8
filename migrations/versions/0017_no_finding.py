"""Who asks for it may have the public read that a concern about them ended without a finding.

Revision: 0017
Follows: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.migrating import one_of, rewrite_check

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BEFORE = (
    "warning",
    "undertakings",
    "conditions",
    "interim_conditions",
    "interim_suspension",
    "suspension",
    "removal",
)
_AFTER = (*_BEFORE, "no_finding")
_KINDS = "ck_restriction_order_kind"


def upgrade() -> None:
    rewrite_check("restriction", _KINDS, one_of("kind", _BEFORE), one_of("kind", _AFTER))
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "no_finding_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("heard", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("checked_at", moment, nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", moment, nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("restriction_id", sa.Integer(), nullable=True),
        sa.Column("shown_until", moment, nullable=True),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(checked_at IS NULL) = (checked_by_id IS NULL)", name=op.f("ck_no_finding_asked_checked_has_who")
        ),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by_id IS NULL)", name=op.f("ck_no_finding_asked_released_has_who")
        ),
        sa.CheckConstraint(
            "released_by_id IS NULL OR checked_by_id IS NOT NULL", name=op.f("ck_no_finding_asked_checked_first")
        ),
        sa.CheckConstraint(
            "released_by_id IS NULL OR released_by_id <> checked_by_id", name=op.f("ck_no_finding_asked_two_people")
        ),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_no_finding_asked_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["concern_subject.id"], name=op.f("fk_no_finding_asked_subject_id_concern_subject")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_no_finding_asked_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["account.id"], name=op.f("fk_no_finding_asked_checked_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["account.id"], name=op.f("fk_no_finding_asked_released_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["restriction_id"], ["restriction.id"], name=op.f("fk_no_finding_asked_restriction_id_restriction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_finding_asked")),
    )
    op.create_index(op.f("ix_no_finding_asked_concern_id"), "no_finding_asked", ["concern_id"])
    stands = sa.text("taken_back_on IS NULL")
    op.create_index(
        "uq_no_finding_asked_open",
        "no_finding_asked",
        ["subject_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )


def downgrade() -> None:
    op.drop_table("no_finding_asked")
    # What stood here before knows no such kind: who goes back keeps none, nor the proof that one came down.
    op.execute("DELETE FROM taken_down WHERE restriction_id IN (SELECT id FROM restriction WHERE kind = 'no_finding')")
    op.execute("DELETE FROM restriction WHERE kind = 'no_finding'")
    rewrite_check("restriction", _KINDS, one_of("kind", _AFTER), one_of("kind", _BEFORE))
