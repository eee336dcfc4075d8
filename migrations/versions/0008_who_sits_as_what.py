"""Who sits as a lay person or as which registrant; letters to registrants; two people end what examiners passed on.

Revision: 0008
Follows: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.migrating import refuse_changes, refuse_no_more

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "sits_as",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=True),
        sa.Column("said_at", moment, nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sits_as_account_id_account")),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_sits_as_said_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sits_as")),
        sa.UniqueConstraint("account_id", name=op.f("uq_sits_as_account_id")),
        sa.UniqueConstraint("number", name=op.f("uq_sits_as_number")),
    )
    op.create_table(
        "registrant_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["concern_subject.id"], name=op.f("fk_registrant_letter_subject_id_concern_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrant_letter")),
    )
    op.create_index("ix_registrant_letter_subject_id", "registrant_letter", ["subject_id", "written_on"])
    refuse_changes("registrant_letter")
    op.create_table(
        "ending_proposed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("note_sealed", sa.Text(), nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> proposed_by_id", name=op.f("ck_ending_proposed_two_people")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_ending_proposed_answered_has_who")
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (agrees IS NULL)", name=op.f("ck_ending_proposed_answered_says_how")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_ending_proposed_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["account.id"], name=op.f("fk_ending_proposed_proposed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_ending_proposed_answered_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ending_proposed")),
    )
    op.create_index(op.f("ix_ending_proposed_concern_id"), "ending_proposed", ["concern_id"])


def downgrade() -> None:
    op.drop_table("ending_proposed")
    op.drop_table("registrant_letter")
    refuse_no_more("registrant_letter")
    op.drop_table("sits_as")
