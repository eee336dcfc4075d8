"""A batch of letters on paper says at which desk it was made: its letters do not, once they are deleted.

Revision: 0020
Follows: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("post_batch", sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        sa.text(
            "UPDATE post_batch SET private = true WHERE id IN "
            "(SELECT batch_id FROM post_letter WHERE template = 'registrant_concern' AND batch_id IS NOT NULL)"
        )
    )


def downgrade() -> None:
    op.drop_column("post_batch", "private")
