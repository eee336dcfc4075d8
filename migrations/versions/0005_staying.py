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


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table("registrant_folder")
