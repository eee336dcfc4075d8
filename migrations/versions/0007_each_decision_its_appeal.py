"""Each decision about an order has its own appeal; cover that is cut short, words that are hidden, late interim days.

Revision: 0007
Follows: 0006
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ONCE = "CONSTRAINT uq_concern_appeal_order_id UNIQUE (order_id)"
_EACH = "CONSTRAINT uq_concern_appeal_order_id_determination_id UNIQUE (order_id, determination_id)"
_OF = (
    "CONSTRAINT fk_concern_appeal_determination_id_determination "
    "FOREIGN KEY(determination_id) REFERENCES determination (id)"
)
#: What an appeal was against: the last review before it that let the order go on, or what made the order.
_AGAINST = """
    COALESCE(
        (SELECT d.id FROM determination d
           JOIN hearing_about a ON a.hearing_id = d.hearing_id
           JOIN concern_order o ON o.id = a.order_id
          WHERE a.order_id = concern_appeal.order_id AND d.signed_at <= concern_appeal.lodged_at
            AND d.decided IN ('continue', 'extend')
            AND o.kind IN ('interim_conditions', 'interim_suspension')
          ORDER BY d.signed_at DESC, d.id DESC LIMIT 1),
        (SELECT o.determination_id FROM concern_order o WHERE o.id = concern_appeal.order_id)
    )
"""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("concern_order", sa.Column("cut_from", moment, nullable=True))
    op.add_column("concern_order", sa.Column("words_hidden_at", moment, nullable=True))
    op.add_column("concern_hearing", sa.Column("late_sealed", sa.Text(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _build_anew({_ONCE: f"{_OF}, \n\t{_EACH}", "grounds JSON": "determination_id INTEGER NOT NULL, \n\tgrounds JSON"})
        return
    op.add_column("concern_appeal", sa.Column("determination_id", sa.Integer(), nullable=True))
    op.execute(f"UPDATE concern_appeal SET determination_id = {_AGAINST}")
    op.alter_column("concern_appeal", "determination_id", nullable=False)
    op.create_foreign_key(
        op.f("fk_concern_appeal_determination_id_determination"),
        "concern_appeal",
        "determination",
        ["determination_id"],
        ["id"],
    )
    op.drop_constraint(op.f("uq_concern_appeal_order_id"), "concern_appeal", type_="unique")
    op.create_unique_constraint(
        op.f("uq_concern_appeal_order_id_determination_id"), "concern_appeal", ["order_id", "determination_id"]
    )


def _build_anew(changes: dict[str, str]) -> None:
    """SQLite drops no constraint: the table is built anew, and what points at its rows is kept aside meanwhile."""
    bind = op.get_bind()
    text = bind.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'concern_appeal'")
    ).scalar_one()
    before = [row[1] for row in bind.execute(sa.text("PRAGMA table_info(concern_appeal)"))]
    for old, new in changes.items():
        if text.count(old) != 1:
            raise RuntimeError(f"concern_appeal is not as it should be: {old}")
        text = text.replace(old, new)
    columns = ", ".join(before)
    filled = "determination_id" not in before
    into = f"{columns}, determination_id" if filled else ", ".join(one for one in before if one != "determination_id")
    given = f"{columns}, {_AGAINST}" if filled else into
    for statement in (
        "CREATE TEMPORARY TABLE pointed AS SELECT id, appeal_id FROM hearing_about WHERE appeal_id IS NOT NULL",
        "UPDATE hearing_about SET appeal_id = NULL WHERE appeal_id IS NOT NULL",
        re.sub(r'^CREATE TABLE "?concern_appeal"?', "CREATE TABLE concern_appeal_anew", text),
        f"INSERT INTO concern_appeal_anew ({into}) SELECT {given} FROM concern_appeal",
        "DROP TABLE concern_appeal",
        "ALTER TABLE concern_appeal_anew RENAME TO concern_appeal",
        "CREATE INDEX ix_concern_appeal_concern_id ON concern_appeal (concern_id)",
        "UPDATE hearing_about SET appeal_id = (SELECT appeal_id FROM pointed WHERE pointed.id = hearing_about.id) "
        "WHERE id IN (SELECT id FROM pointed)",
        "DROP TABLE pointed",
    ):
        bind.execute(sa.text(statement))


def downgrade() -> None:
    # Only the last appeal against an order had a place before.
    op.execute(
        "UPDATE hearing_about SET appeal_id = (SELECT max(b.id) FROM concern_appeal a "
        "JOIN concern_appeal b ON b.order_id = a.order_id WHERE a.id = hearing_about.appeal_id) "
        "WHERE appeal_id IS NOT NULL"
    )
    op.execute("DELETE FROM concern_appeal WHERE id NOT IN (SELECT max(id) FROM concern_appeal GROUP BY order_id)")
    if op.get_bind().dialect.name == "sqlite":
        _build_anew({f"{_OF}, \n\t{_EACH}": _ONCE, "determination_id INTEGER NOT NULL, \n\t": ""})
    else:
        op.drop_constraint(op.f("uq_concern_appeal_order_id_determination_id"), "concern_appeal", type_="unique")
        op.create_unique_constraint(op.f("uq_concern_appeal_order_id"), "concern_appeal", ["order_id"])
        op.drop_constraint(
            op.f("fk_concern_appeal_determination_id_determination"), "concern_appeal", type_="foreignkey"
        )
        op.drop_column("concern_appeal", "determination_id")
    op.drop_column("concern_hearing", "late_sealed")
    op.drop_column("concern_order", "words_hidden_at")
    op.drop_column("concern_order", "cut_from")
