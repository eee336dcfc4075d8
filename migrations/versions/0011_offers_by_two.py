"""An offer by consent is read by the other examiner and may be about health; an order can be found to be about health.

Revision: 0011
Follows: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.migrating import refuse_changes, refuse_no_more

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "outcome_offer", sa.Column("about_health", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("outcome_offer", sa.Column("private_sealed", sa.Text(), nullable=True))
    op.create_table(
        "offer_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=True),
        sa.Column("read_at", moment, nullable=False),
        sa.Column("read_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("read_by_id <> written_by_id", name=op.f("ck_offer_read_two_people")),
        sa.CheckConstraint("agrees OR words_sealed IS NOT NULL", name=op.f("ck_offer_read_says_why_not")),
        sa.ForeignKeyConstraint(["offer_id"], ["outcome_offer.id"], name=op.f("fk_offer_read_offer_id_outcome_offer")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_offer_read_written_by_id_account")),
        sa.ForeignKeyConstraint(["read_by_id"], ["account.id"], name=op.f("fk_offer_read_read_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_read")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_offer_read_offer_id")),
    )
    refuse_changes("offer_read", unique=("id", "offer_id"))
    op.create_table(
        "health_said",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("reason_sealed", sa.Text(), nullable=False),
        sa.Column("said_at", moment, nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("answer_sealed", sa.Text(), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> said_by_id", name=op.f("ck_health_said_two_people")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_health_said_answered_has_who")
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (agrees IS NULL)", name=op.f("ck_health_said_answered_says_how")),
        sa.ForeignKeyConstraint(["order_id"], ["concern_order.id"], name=op.f("fk_health_said_order_id_concern_order")),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_health_said_said_by_id_account")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_health_said_answered_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_said")),
    )
    open_only = sa.text("answered_at IS NULL")
    op.create_index(
        "uq_health_said_open",
        "health_said",
        ["order_id"],
        unique=True,
        sqlite_where=open_only,
        postgresql_where=open_only,
    )


def downgrade() -> None:
    op.drop_table("health_said")
    op.drop_table("offer_read")
    refuse_no_more("offer_read")
    # An offer that waits for the other examiner was made at once before: it is called off, as if it had not been.
    op.execute(
        "UPDATE outcome_offer SET called_off_on = CURRENT_DATE WHERE asked_on IS NULL AND called_off_on IS NULL"
    )
    op.drop_column("outcome_offer", "private_sealed")
    op.drop_column("outcome_offer", "about_health")
