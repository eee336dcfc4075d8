"""A letter that a mail server took and sent back later says so.

Revision: 0019
Follows: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.migrating import rewrite_check

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_NAME = "ck_letter_returned_is_given_up"
_CHECK = "returned_at IS NULL OR standing = 'given_up'"


def upgrade() -> None:
    op.add_column("letter", sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("letter", sa.Column("returns", sa.Integer(), server_default="0", nullable=False))
    rewrite_check("letter", _NAME, "", _CHECK)


def downgrade() -> None:
    rewrite_check("letter", _NAME, _CHECK, "")
    for column in ("returns", "returned_at"):
        op.drop_column("letter", column)
