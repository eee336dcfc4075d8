"""What the lists of concerns ask often is found by an index: who was heard of after a closing, whom we wait for.

Revision: 0015
Follows: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_AGAIN = sa.text("heard_on >= closed_on")
_OPEN = sa.text("received_on IS NULL AND declined_on IS NULL AND expired_on IS NULL AND called_off_on IS NULL")
_WAITINGS = ("inquiry", "concern_response", "outcome_offer")
#: The last day on which the reporter wrote, or added to what they told us first.
_HEARD = """
    UPDATE concern SET heard_on = (
        SELECT max(heard.day_on) FROM (
            SELECT concern_id, sent_on AS day_on FROM concern_message WHERE direction = 'to_us'
            UNION ALL SELECT concern_id, given_on FROM concern_statement WHERE number > 1
        ) AS heard WHERE heard.concern_id = concern.id
    )
"""


def upgrade() -> None:
    op.add_column("concern", sa.Column("heard_on", sa.Date(), nullable=True))
    op.execute(_HEARD)
    op.create_index("ix_concern_heard_again", "concern", ["id"], sqlite_where=_AGAIN, postgresql_where=_AGAIN)
    for table in _WAITINGS:
        op.create_index(
            f"ix_{table}_open", table, ["due_on", "concern_id"], sqlite_where=_OPEN, postgresql_where=_OPEN
        )


def downgrade() -> None:
    for table in _WAITINGS:
        op.drop_index(f"ix_{table}_open", table)
    op.drop_index("ix_concern_heard_again", "concern")
    op.drop_column("concern", "heard_on")
