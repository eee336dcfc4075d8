"""Who is told when an entry changes: whoever follows it, and whom the registrant named.

Revision: 0016
Follows: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.migrating import one_of

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("begun_at", moment, nullable=False),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("asked_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.CheckConstraint(one_of("why", ("follows", "named")), name=op.f("ck_follower_why")),
        sa.CheckConstraint(one_of("ended_by", ("address", "registrant", "entry")), name=op.f("ck_follower_ended_by")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_follower_ended_by_somebody")),
        sa.CheckConstraint("why = 'follows' OR confirmed_at IS NOT NULL", name=op.f("ck_follower_named_needs_no_yes")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_follower_entry_id_entry")),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_follower_lock_id_lock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_follower_secret_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_follower_open",
        "follower",
        ["entry_id", "why", "address_key"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_follower_address_key", "follower", ["address_key", "why"])
    op.create_index("ix_follower_ended_at", "follower", ["ended_at"])


def downgrade() -> None:
    op.drop_table("follower")
