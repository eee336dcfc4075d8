"""The database: base class, column types, transactions, and all that differs between SQLite and PostgreSQL.

`@operation` is the only thing in the house that commits. Everything else reads, or writes inside somebody's operation.
"""

from __future__ import annotations

import enum
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    Dialect,
    Engine,
    Enum,
    MetaData,
    String,
    Text,
    event,
    text,
)
from sqlalchemy import DateTime as _DateTime
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from foundation import postgresql

P = ParamSpec("P")
R = TypeVar("R")

#: Every constraint has a name, so that a migration can find it again.
NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every model."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class AwareMoment(TypeDecorator[datetime]):
    """A moment in UTC. A datetime without a time zone is refused, so local time can never slip in."""

    impl = _DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC; SQLite keeps no zone, so it is taken off there."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: always aware, always UTC."""
        del dialect  # both answer alike
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Moment = Annotated[datetime, mapped_column(AwareMoment())]
Day = Annotated[date, mapped_column()]
Key = Annotated[int, mapped_column(primary_key=True, autoincrement=True)]
Short = Annotated[str, mapped_column(String(200))]
Long = Annotated[str, mapped_column(Text())]
Json = Annotated[dict[str, Any], mapped_column(JSON())]
JsonList = Annotated[list[Any], mapped_column(JSON())]


def text_enum(kind: type[enum.StrEnum]) -> Enum:
    """A column that keeps an enum by its value, as text with a CHECK (no native database enum, which cannot shrink)."""
    longest = max(len(member.value) for member in kind)
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=max(longest, 40),
        values_callable=lambda members: [member.value for member in members],
        name=_snake(kind.__name__),
    )


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


# ---------------------------------------------------------------------------------------------------- transactions


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Make a verb of the domain one transaction.

    The outermost operation commits; an inner one joins it; an error rolls everything back. On SQLite the write lock is
    taken at the start (BEGIN IMMEDIATE), so what a rule reads cannot change before it is written upon. Anything loaded
    before is read afresh inside.

    Raises:
        RuntimeError: something was changed outside any operation.
    """

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction(function.__qualname__):
            return function(*args, **kwargs)

    inside.__operation__ = True  # type: ignore[attr-defined]  # a mark that tests/rules reads
    return inside


@contextmanager
def transaction(name: str) -> Iterator[None]:
    """The body of `operation`: the outermost commits, inner ones join."""
    session = db.session
    if session.info.get("operation"):
        yield
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError(f"something was changed before the operation {name} began")
    session.rollback()
    session.info["operation"] = name
    try:
        session.connection(execution_options={"write": True})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("operation", None)


def in_operation() -> bool:
    """Whether an operation is running on this session."""
    return bool(db.session.info.get("operation"))


def read_once(key: tuple[object, ...], read: Callable[[], R]) -> R:
    """What was read before in this very transaction, else what `read` gives: for pages made of many parts.

    Inside an operation everything is read afresh, since what it reads it may change.
    """
    session = db.session
    if in_operation():
        return read()
    began, known = session.info.get("read_once", (None, {}))
    if began is not None and began is session().get_transaction():
        if key in known:
            return known[key]  # type: ignore[no-any-return]  # whoever asks by this key reads the same
    else:
        known = {}
    known[key] = found = read()
    session.info["read_once"] = (session().get_transaction(), known)
    return found


def read_already(key: tuple[object, ...]) -> Any:
    """What `read_once` gave for this key in this very transaction; None when nobody asked, and inside an operation."""
    session = db.session
    began, known = session.info.get("read_once", (None, {}))
    if in_operation() or began is None or began is not session().get_transaction():
        return None
    return known.get(key)


def reads_once(function: Callable[P, R]) -> Callable[P, R]:
    """Run a query once for all parts of a page that ask it. What it gives is read and never changed."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (function.__module__, function.__qualname__, args, tuple(sorted(kwargs.items())))
        return read_once(key, lambda: function(*args, **kwargs))

    return asked


# ------------------------------------------------------------------------------------------------------- dialects


def is_sqlite(bind: Engine | Connection) -> bool:
    """Whether this is SQLite (else it is PostgreSQL)."""
    return bind.dialect.name == "sqlite"


def install(app: Flask, database_url: str) -> None:
    """Connect an app to its database and set how its connections behave."""
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    # Values never appear in error messages: they would be personal data in a log.
    options: dict[str, Any] = {"hide_parameters": True}
    if database_url.startswith("sqlite"):
        options |= {"connect_args": {"timeout": 30}}
    else:
        options |= {"pool_size": 5, "max_overflow": 5}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        engine = db.engine
        if is_sqlite(engine):
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            postgresql.prepare(engine)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not guessed by the driver
    cursor = connection.cursor()
    for line in (
        "PRAGMA journal_mode = WAL",
        "PRAGMA foreign_keys = ON",
        "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut
        "PRAGMA busy_timeout = 30000",
        "PRAGMA secure_delete = ON",  # a key that was destroyed is not to be found in the file afterwards
        "PRAGMA temp_store = MEMORY",
        "PRAGMA cache_size = -32000",
    ):
        cursor.execute(line)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def one_at_a_time(name: str) -> None:
    """Wait until no other transaction holds this name; held until ours ends.

    SQLite has one writer anyway; PostgreSQL uses an advisory lock of the transaction.
    """
    connection = db.session.connection()
    if not is_sqlite(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def claim(table: str, *, where: str, assign: str, limit: int, values: Mapping[str, Any]) -> list[int]:
    """Take up to `limit` rows of a queue for this worker, oldest first, and say which.

    Two workers never get the same row: SQLite has one writer, PostgreSQL skips rows that another has locked.
    The names and clauses come from code, never from outside.
    """
    connection = db.session.connection()
    bound = {name: _as_stored(value, connection) for name, value in values.items()}
    skip = "" if is_sqlite(connection) else " FOR UPDATE SKIP LOCKED"
    statement = text(
        f"UPDATE {table} SET {assign} WHERE id IN "
        f"(SELECT id FROM {table} WHERE {where} ORDER BY id LIMIT :claim_limit{skip}) RETURNING id"
    )
    return sorted(row[0] for row in connection.execute(statement, {**bound, "claim_limit": limit}))


def _as_stored(value: object, connection: Connection) -> object:
    """A value as raw SQL has to write it: SQLAlchemy keeps moments in SQLite as text of this shape."""
    if not isinstance(value, datetime) or not is_sqlite(connection):
        return value
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def count_on(table: str) -> None:
    """Let new rows be numbered after the highest number, when rows were written with numbers of their own."""
    connection = db.session.connection()
    if not is_sqlite(connection):
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        )


def as_json(value: object) -> str:
    """The one spelling of a value as JSON: keys sorted, no spaces, so that equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
