"""Letters on paper: where somebody is reached by post, what goes there, and in which batch; circulars go there too.

Revision: 0013
Follows: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.migrating import one_of, rewrite_check

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_FATES = ("waiting", "written", "no_address", "not_known", "left_group", "same_address", "called_back")
_MORE = (
    "waiting",
    "written",
    "paper",
    "on_paper",
    "no_address",
    "not_known",
    "left_group",
    "same_address",
    "called_back",
)
#: Each CHECK of the people on a circular's list: its name, before and after.
_CHECKS = (
    ("ck_circular_recipient_fate", one_of("fate", _FATES), one_of("fate", _MORE)),
    (
        "ck_circular_recipient_written_has_its_time",
        "(fate = 'written') = (written_at IS NOT NULL)",
        "(fate IN ('written', 'on_paper')) = (written_at IS NOT NULL)",
    ),
    (
        "ck_circular_recipient_written_has_its_letter",
        "fate <> 'written' OR letter_key IS NOT NULL",
        "fate NOT IN ('written', 'on_paper') OR letter_key IS NOT NULL",
    ),
)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "post_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("address_sealed", sa.Text(), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_post_reader_entry_id_entry")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_post_reader_lock_id_lock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_reader")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_post_reader_entry_id")),
    )
    op.create_table(
        "post_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_at", moment, nullable=True),
        sa.Column("posted_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", moment, nullable=True),
        sa.CheckConstraint(
            "(posted_on IS NULL) = (posted_by_id IS NULL) AND (posted_on IS NULL) = (posted_at IS NULL)",
            name=op.f("ck_post_batch_posted_has_who_and_when"),
        ),
        sa.CheckConstraint("undone_at IS NULL OR posted_on IS NULL", name=op.f("ck_post_batch_posted_or_undone")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_post_batch_made_by_id_account")),
        sa.ForeignKeyConstraint(["posted_by_id"], ["account.id"], name=op.f("fk_post_batch_posted_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_batch")),
    )
    op.create_index("ix_post_batch_posted_on", "post_batch", ["posted_on"])
    op.create_table(
        "post_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("once", sa.String(length=200), nullable=True),
        sa.Column("matter", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("written_at", moment, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("called_back_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_post_letter_entry_id_entry")),
        sa.ForeignKeyConstraint(["batch_id"], ["post_batch.id"], name=op.f("fk_post_letter_batch_id_post_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_letter")),
        sa.UniqueConstraint("once", name=op.f("uq_post_letter_once")),
    )
    op.create_index("ix_post_letter_entry", "post_letter", ["entry_id", "matter"])
    op.create_index(op.f("ix_post_letter_batch_id"), "post_letter", ["batch_id"])
    op.add_column("letter", sa.Column("paper_for", sa.Integer(), nullable=True))
    op.add_column("letter", sa.Column("paper_posted_until", sa.Date(), nullable=True))
    op.add_column("letter", sa.Column("paper_there_until", sa.Date(), nullable=True))
    op.create_index(op.f("ix_letter_paper_for"), "letter", ["paper_for"])
    for name, before, after in _CHECKS:
        rewrite_check("circular_recipient", name, before, after)


def downgrade() -> None:
    op.execute("UPDATE circular_recipient SET fate = 'waiting' WHERE fate = 'paper'")
    op.execute("UPDATE circular_recipient SET fate = 'called_back', written_at = NULL WHERE fate = 'on_paper'")
    for name, before, after in _CHECKS:
        rewrite_check("circular_recipient", name, after, before)
    op.drop_index(op.f("ix_letter_paper_for"), table_name="letter")
    for column in ("paper_there_until", "paper_posted_until", "paper_for"):
        op.drop_column("letter", column)
    for table in ("post_letter", "post_batch", "post_reader"):
        op.drop_table(table)
