"""One retention for three kinds of records: concerns, complaints about our own service, requests about data.

Revision: 0009
Follows: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import is_sqlite
from foundation.migrating import build_anew, one_of, rewrite_check

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BEFORE = ("triage", "threshold", "no_case", "interim", "sanction", "removal")
_AFTER = (*_BEFORE, "service", "data")
_TABLES = ("concern_erasure", "concern_legal_hold")
_NEW = {"complaint": "service_complaint", "request": "data_request"}
_ONE = " + ".join(f"CASE WHEN {one}_id IS NULL THEN 0 ELSE 1 END" for one in ("concern", *_NEW)) + " = 1"
_RULES = {one: f"ck_{one}_retention_rule" for one in ("concern_erasure", "concern_tombstone")}


def upgrade() -> None:
    for table, name in _RULES.items():
        rewrite_check(table, name, one_of("rule", _BEFORE), one_of("rule", _AFTER))
    for table in _TABLES:
        if is_sqlite(op.get_bind()):
            build_anew(table, _words(table))
        else:
            _add(table)
    for name in _NEW:
        column = f"{name}_id"
        op.create_index(op.f(f"ix_concern_legal_hold_{column}"), "concern_legal_hold", [column])
        op.create_index(
            f"uq_concern_legal_hold_stands_{name}",
            "concern_legal_hold",
            [column],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )


def _add(table: str) -> None:
    op.alter_column(table, "concern_id", nullable=True)
    for name, target in _NEW.items():
        column = f"{name}_id"
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
        op.create_foreign_key(op.f(f"fk_{table}_{column}_{target}"), table, target, [column], ["id"])
        if table == "concern_erasure":
            op.create_unique_constraint(op.f(f"uq_{table}_{column}"), table, [column])
    op.create_check_constraint(op.f(f"ck_{table}_one_record"), table, _ONE)


def _words(table: str) -> dict[str, str]:
    """What changes in SQLite's own text of a table: as the models say it, word by word."""
    columns = ", \n\t".join(f"{name}_id INTEGER" for name in _NEW)
    lines = [f"CONSTRAINT ck_{table}_one_record CHECK ({_ONE})"]
    for name, target in _NEW.items():
        column = f"{name}_id"
        lines.append(f"CONSTRAINT fk_{table}_{column}_{target} FOREIGN KEY({column}) REFERENCES {target} (id)")
        if table == "concern_erasure":
            lines.append(f"CONSTRAINT uq_{table}_{column} UNIQUE ({column})")
    key = f"CONSTRAINT pk_{table} PRIMARY KEY (id)"
    return {"concern_id INTEGER NOT NULL": f"concern_id INTEGER, \n\t{columns}", key: ", \n\t".join([key, *lines])}


def downgrade() -> None:
    for name in _NEW:
        op.drop_index(f"uq_concern_legal_hold_stands_{name}", "concern_legal_hold")
        op.drop_index(op.f(f"ix_concern_legal_hold_{name}_id"), "concern_legal_hold")
    for table in _TABLES:
        # Only concerns had a place here before. What is over is found again by the next night; a hold is lost.
        op.execute(f"DELETE FROM {table} WHERE concern_id IS NULL")  # noqa: S608  # our own names
        if is_sqlite(op.get_bind()):
            build_anew(table, {new: old for old, new in _words(table).items()})
            continue
        op.drop_constraint(op.f(f"ck_{table}_one_record"), table, type_="check")
        for name in _NEW:
            op.drop_column(table, f"{name}_id")
        op.alter_column(table, "concern_id", nullable=False)
    op.execute("DELETE FROM concern_tombstone WHERE rule IN ('service', 'data')")
    for table, name in _RULES.items():
        rewrite_check(table, name, one_of("rule", _AFTER), one_of("rule", _BEFORE))
