"""What migrations need besides what Alembic brings: tables that refuse changes, and CHECKs that change their words.

A new migration imports this. It is used by what ran on somebody's database, so it never changes what it does: what it
cannot do yet is a new function. (Migrations up to 0006 carry copies of their own.)

    from foundation.migrating import one_of, refuse_changes, refuse_no_more, rewrite_check

    def upgrade() -> None:
        op.create_table("verdict", ...)
        refuse_changes("verdict")
        rewrite_check("concern", "ck_concern_risk", one_of("risk", BEFORE), one_of("risk", AFTER))

    def downgrade() -> None:
        op.drop_table("verdict")
        refuse_no_more("verdict")

The model says the same with `foundation.append_only.append_only`; a test compares the two schemas as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

from foundation import append_only
from foundation.database import is_sqlite


def refuse_changes(table: str, *, unique: Sequence[str] = ("id",), and_delete: bool = False) -> None:
    """Let the database refuse UPDATE on a table, and DELETE too if asked; `unique` are its columns that are."""
    dialect = "sqlite" if is_sqlite(op.get_bind()) else "postgresql"
    for statement in append_only.statements(table, unique, and_delete=and_delete)[dialect]:
        op.execute(statement)


def refuse_no_more(table: str) -> None:
    """After such a table was dropped: what it leaves behind on PostgreSQL goes as well."""
    if not is_sqlite(op.get_bind()):
        op.execute(f"DROP FUNCTION {table}_is_append_only()")


def one_of(column: str, words: Sequence[str]) -> str:
    """The condition that a column holds one of some words, as a text enum writes it."""
    return f"{column} IN ({', '.join(repr(one) for one in words)})"


def rewrite_check(table: str, name: str, before: str, after: str) -> None:
    """Change a table's CHECK; an empty `before` adds it, an empty `after` takes it away.

    SQLite has no statement for it: its own text of the table is written anew, as its handbook advises, so that rows,
    triggers and what points here stay as they are.
    """
    bind = op.get_bind()
    if not is_sqlite(bind):
        if before:
            op.drop_constraint(op.f(name), table, type_="check")
        if after:
            op.create_check_constraint(op.f(name), table, after)
        return
    held = bind.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": table})
    text = _rewritten(held.scalar_one(), name, before, after)
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": text, "name": table},
    )
    bind.execute(sa.text("PRAGMA writable_schema = RESET"))


def _rewritten(table: str, name: str, before: str, after: str) -> str:
    """The text of a table with another CHECK in it."""
    old = f"CONSTRAINT {name} CHECK ({before})" if before else ""
    new = f"CONSTRAINT {name} CHECK ({after})" if after else ""
    if before and old not in table:
        raise RuntimeError(f"This table has no {name} as it should be: {table}")
    if before and after:
        return table.replace(old, new)
    if before:
        return re.sub(r",\s*" + re.escape(old), "", table)
    return table.rstrip().removesuffix(")") + f", {new})"


def build_anew(table: str, changes: Mapping[str, str]) -> None:
    """On SQLite, which changes no column and no constraint: build a table anew, with other words in its own text.

    For tables that nothing points at and that refuse no changes. Rows and indexes stay; a new column is empty.
    """
    bind = op.get_bind()
    asked = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL")
    held = bind.execute(asked, {"name": table}).all()
    text = next(row.sql for row in held if row.type == "table")
    for old, new in changes.items():
        if text.count(old) != 1:
            raise RuntimeError(f"{table} is not as it should be: {old}")
        text = text.replace(old, new)
    bind.execute(sa.text(re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_anew", text)))
    before, after = (
        {row.name for row in bind.execute(sa.text(f"PRAGMA table_info({one})"))} for one in (table, f"{table}_anew")
    )
    columns = ", ".join(sorted(before & after))
    bind.execute(sa.text(f"INSERT INTO {table}_anew ({columns}) SELECT {columns} FROM {table}"))  # our names
    bind.execute(sa.text(f"DROP TABLE {table}"))
    bind.execute(sa.text(f"ALTER TABLE {table}_anew RENAME TO {table}"))
    for row in held:
        if row.type == "index":
            bind.execute(sa.text(row.sql))
