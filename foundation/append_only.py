"""Tables whose rows the database itself refuses to change: what was once said stays as it was said.

The statements are fixed: migrations that ran on somebody's database were made of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import DDL, Table, event


def append_only(table: object, *, and_delete: bool) -> None:
    """Make the database itself refuse to change a table's rows, wherever the table is created.

    A migration says the same with `foundation.migrating.refuse_changes`; a test compares the two schemas. Bulk and raw
    SQL are refused as well.
    """
    assert isinstance(table, Table)
    table.info["append_only"] = "nor deleted" if and_delete else "not changed"
    unique = [column.name for column in table.columns if column.primary_key or column.unique]
    for dialect, held in statements(table.name, unique, and_delete=and_delete).items():
        for statement in held:
            refuse = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves DDL untyped
            event.listen(table, "after_create", refuse.execute_if(dialect=dialect))


def statements(table: str, unique: Sequence[str], *, and_delete: bool) -> dict[str, list[str]]:
    """The statements, by dialect, that make the database refuse UPDATE, and DELETE too if asked.

    SQLite's INSERT OR REPLACE deletes the row that has the same value in a `unique` column without a word to the
    other triggers, so it is refused as well.
    """
    verbs = ["UPDATE", "DELETE"] if and_delete else ["UPDATE"]
    sqlite = [
        f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in verbs
    ]
    same = " OR ".join(f"{column} = NEW.{column}" for column in unique)
    sqlite.append(
        f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
    postgresql = [
        f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {table}_refuses_change BEFORE {' OR '.join(verbs)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()",
    ]
    if and_delete:
        postgresql.append(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
        )
    return {"sqlite": sqlite, "postgresql": postgresql}
