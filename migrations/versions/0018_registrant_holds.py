"""A legal hold keeps what a registrant told us from being deleted.

Revision: 0018
Follows: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "registrant_hold"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("why_sealed", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("placed_at", moment, nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("lifted_at", moment, nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL)", name=op.f("ck_registrant_hold_lifted_has_who")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_registrant_hold_entry_id_entry")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_registrant_hold_owner_id_account")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["account.id"], name=op.f("fk_registrant_hold_placed_by_id_account")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["account.id"], name=op.f("fk_registrant_hold_lifted_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrant_hold")),
    )
    for column in ("entry_id", "owner_id", "review_on"):
        op.create_index(op.f(f"ix_registrant_hold_{column}"), TABLE, [column])
    op.create_index(
        "uq_registrant_hold_stands",
        TABLE,
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
