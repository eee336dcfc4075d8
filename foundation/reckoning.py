"""Reckoning with days inside a statement, alike on SQLite and PostgreSQL, and statements that are planned once."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import BindParameter, Date, Executable, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

Statement = TypeVar("Statement", bound=Executable)
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


def planned_once(statement: Statement) -> Statement:
    """The same statement with its constants written into it; what is bound by name when it runs stays bound.

    PostgreSQL keeps a plan only when it costs no more than one made for the values at hand. A stage or a kind that is
    bound like a value of somebody's keeps it from that, and planning takes longer than many a statement. Only for
    statements that are made of our own words: nothing from outside may be a constant.
    """

    def write_in(element: Any, **_: Any) -> Any:
        if not isinstance(element, BindParameter) or element.required or element.value is None:
            return None
        constant = element._clone(maintain_key=True)
        constant.literal_execute = True
        return constant

    return cast("Statement", visitors.replacement_traverse(cast("Any", statement), {}, write_in))
