"""Monitoring is asked on renewal too, and counted apart from what those who applied said.

Revision: 0014
Follows: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE, INDEX = "monitoring_count", "uq_monitoring_count_answer"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("at_renewal", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index(INDEX, table_name=TABLE)
    op.create_index(INDEX, TABLE, ["year", "at_renewal", "question", "answer"], unique=True)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM monitoring_count WHERE at_renewal"))
    op.drop_index(INDEX, table_name=TABLE)
    op.drop_column(TABLE, "at_renewal")
    op.create_index(INDEX, TABLE, ["year", "question", "answer"], unique=True)
