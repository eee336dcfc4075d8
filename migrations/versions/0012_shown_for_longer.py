"""For sexual misconduct that was proved a panel may order that the public reads a decision for longer than others.

Revision: 0012
Follows: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("determination", sa.Column("sexual", sa.Boolean(), server_default=sa.false(), nullable=False))
    # Until now only such a decision was to be shown without end.
    op.execute(sa.text("UPDATE determination SET sexual = without_end"))
    for table in ("determination", "concern_order", "restriction"):
        op.add_column(table, sa.Column("shown_months", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in ("restriction", "concern_order", "determination"):
        op.drop_column(table, "shown_months")
    op.drop_column("determination", "sexual")
