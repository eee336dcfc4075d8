"""Reckoning with days inside a statement, alike on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

#: The day of what has none: later than every day.
NEVER = literal(date.max, Date())


class days_after(GenericFunction[date]):  # noqa: N801  # spelled as functions of SQL are
    """The day so many days after a day; NULL when the day is NULL. Two arguments: a day, a whole number."""

    type = Date()
    inherit_cache = True


class earliest(GenericFunction[date]):  # noqa: N801  # spelled as functions of SQL are
    """The earliest of two days or more, none of which may be NULL: give `NEVER` in place of it."""

    type = Date()
    inherit_cache = True


@compiles(days_after)
def _days_after(element: days_after, compiler: SQLCompiler, **how: Any) -> str:
    day, count = (compiler.process(one, **how) for one in element.clauses)
    return f"(CAST({day} AS DATE) + CAST({count} AS INTEGER))"


@compiles(days_after, "sqlite")
def _days_after_in_sqlite(element: days_after, compiler: SQLCompiler, **how: Any) -> str:
    day, count = (compiler.process(one, **how) for one in element.clauses)
    return f"date({day}, ({count}) || ' days')"


@compiles(earliest)
def _earliest(element: earliest, compiler: SQLCompiler, **how: Any) -> str:
    return f"least({', '.join(compiler.process(one, **how) for one in element.clauses)})"


@compiles(earliest, "sqlite")
def _earliest_in_sqlite(element: earliest, compiler: SQLCompiler, **how: Any) -> str:
    return f"min({', '.join(compiler.process(one, **how) for one in element.clauses)})"
