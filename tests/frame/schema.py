"""A database's schema as lines of DDL, in an order and spelling of their own, so that two databases can be compared.

Autogenerate does not see a changed CHECK; this does, since it reads what the database itself holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, text

#: Kept by the migration tool and by SQLite themselves.
NOT_OURS = frozenset({"alembic_version", "sqlite_sequence"})

CATALOGUE = {
    "column": """
        SELECT c.relname, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
            || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
            || CASE a.attidentity WHEN '' THEN '' ELSE ' IDENTITY ' || a.attidentity::text END
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'm', 'p') AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraint": """
        SELECT c.relname, k.conname || ' ' || pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public'""",
    "index": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": """
        SELECT c.relname, pg_get_triggerdef(t.oid)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal""",
    "function": """
        SELECT p.proname, pg_get_functiondef(p.oid)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        LEFT JOIN pg_depend e ON e.objid = p.oid AND e.deptype = 'e'
        WHERE n.nspname = 'public' AND p.prokind = 'f' AND e.objid IS NULL""",
    "extension": "SELECT extname, '' FROM pg_extension WHERE extname <> 'plpgsql'",
}


def lines(engine: Engine) -> set[str]:
    """The schema of a database, a line for each column, constraint, index, trigger and function."""
    with engine.connect() as connection:
        read = _sqlite if engine.dialect.name == "sqlite" else _postgresql
        return {line for table, line in read(connection) if table not in NOT_OURS}


def _postgresql(connection: Connection) -> Iterator[tuple[str, str]]:
    for kind, statement in CATALOGUE.items():
        for table, said in connection.execute(text(statement)):
            yield table, f"{kind} of {table}: {' '.join(said.split())}"


def _sqlite(connection: Connection) -> Iterator[tuple[str, str]]:
    statement = text("SELECT type, tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    for kind, table, name, sql in connection.execute(statement):
        plain = normal(sql)
        opening = plain.find("(")
        if kind != "table" or plain.upper().startswith("CREATE VIRTUAL"):
            yield table, f"{kind} {name} of {table}: {plain}"
            continue
        for part in parts(plain[opening + 1 : plain.rindex(")")]):
            yield table, f"part of {table}: {part}"


def normal(sql: str) -> str:
    """One spelling: no quotes round plain names, single spaces, none beside brackets and commas."""
    sql = re.sub(r'"(\w+)"', r"\1", " ".join(sql.split()))
    return re.sub(r"\s*([(),])\s*", r"\1", sql)


def parts(body: str) -> list[str]:
    """What stands between the commas of a table's body, those within brackets and quotes left alone."""
    found, depth, quoted = [""], 0, False
    for sign in body:
        if sign == "'":
            quoted = not quoted
        if not quoted:
            depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0 and not quoted:
            found.append("")
        else:
            found[-1] += sign
    return [part.strip() for part in found]
