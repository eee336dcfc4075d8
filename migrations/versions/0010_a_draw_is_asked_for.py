"""A draw of the CPD audit is asked for, and made by a job.

Revision: 0010
Follows: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "cpd_draw_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("per_cent", sa.Integer(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "asked",
                "drawing",
                "made",
                "nobody",
                name="draw_stage",
                native_enum=False,
                length=40,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("draw_id", sa.Integer(), nullable=True),
        sa.Column("frozen", sa.JSON(), nullable=True),
        sa.Column("done_to", sa.Integer(), nullable=False),
        sa.Column("done_at", moment, nullable=True),
        sa.CheckConstraint(
            "(stage IN ('drawing', 'made')) = (draw_id IS NOT NULL)", name=op.f("ck_cpd_draw_asked_begun_has_its_draw")
        ),
        sa.CheckConstraint(
            "(stage = 'drawing') = (frozen IS NOT NULL)", name=op.f("ck_cpd_draw_asked_list_while_it_is_drawn")
        ),
        sa.CheckConstraint(
            "(stage IN ('made', 'nobody')) = (done_at IS NOT NULL)", name=op.f("ck_cpd_draw_asked_over_has_its_time")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_cpd_draw_asked_asked_by_id_account")),
        sa.ForeignKeyConstraint(["draw_id"], ["cpd_draw.id"], name=op.f("fk_cpd_draw_asked_draw_id_cpd_draw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_draw_asked")),
        sa.UniqueConstraint("asked_on", name=op.f("uq_cpd_draw_asked_asked_on")),
        sa.UniqueConstraint("draw_id", name=op.f("uq_cpd_draw_asked_draw_id")),
    )


def downgrade() -> None:
    op.drop_table("cpd_draw_asked")
