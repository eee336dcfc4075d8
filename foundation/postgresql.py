"""How a connection to PostgreSQL is kept: asked after idling, its statements remembered, its errors without the row."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakSet

from sqlalchemy import CompoundSelect, Connection, Engine, ExceptionContext, Select, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

if TYPE_CHECKING:
    from psycopg import Connection as Held

#: Seconds after which a connection is asked whether it is still there.
_IDLE = 1.0
#: How many statements a connection keeps prepared. The page of a concern alone has some fifty: of the hundred that are
#: kept otherwise, those of different pages would drive each other out.
_PREPARED = 1000


def prepare(engine: Engine) -> None:
    """Set how the connections of an engine behave.

    - One that lay idle answers before it is used again; one that was in use a moment ago is not asked, which would cost
      each page a round trip. After a restart of the server the first that is found dead takes all older ones with it.
    - A transaction that only read ends with COMMIT. With ROLLBACK the driver forgets every prepared statement, and each
      page would have all of its statements parsed and planned anew.
    - An error says nothing of the row.
    """
    wrote: WeakSet[Any] = WeakSet()
    event.listen(engine, "connect", _remember_statements)
    event.listen(engine, "checkin", _left)
    event.listen(engine, "checkout", partial(_asked_after_idling, engine))
    event.listen(engine, "before_cursor_execute", partial(_may_write, wrote))
    event.listen(engine, "begin", partial(_begun, wrote))
    event.listen(engine, "handle_error", _leave_out_the_row)
    setattr(engine.dialect, "do_rollback", partial(_undo, wrote))  # noqa: B010  # of this engine, not of the class


def _remember_statements(connection: DBAPIConnection, _record: object) -> None:
    cast("Held[Any]", connection).prepared_max = _PREPARED


def _left(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info["left"] = time.monotonic()


def _asked_after_idling(
    engine: Engine, connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object
) -> None:
    left = record.info.get("left")
    if left is None or time.monotonic() - left < _IDLE:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def _may_write(
    wrote: WeakSet[Any], connection: Connection, _cursor: Any, _said: str, _bound: Any, context: Any, _many: bool
) -> None:
    """Note that a transaction did something else than select."""
    compiled = context.compiled
    selects = type(getattr(compiled, "statement", None)) in (Select, CompoundSelect)
    if not selects or any(not one.element.is_select for one in getattr(compiled, "ctes", None) or ()):
        wrote.add(connection.connection.dbapi_connection)


def _begun(wrote: WeakSet[Any], connection: Connection) -> None:
    # Not at the commit before: should that fail, what was written is to be taken back.
    wrote.discard(connection.connection.dbapi_connection)


def _undo(wrote: WeakSet[Any], connection: Any) -> None:
    """End a transaction without keeping anything of it."""
    held: Held[Any] = getattr(connection, "dbapi_connection", connection)
    reads = held not in wrote and held.info.transaction_status.name == "INTRANS"
    wrote.discard(held)
    if reads:
        held.commit()
    else:
        held.rollback()


def _leave_out_the_row(context: ExceptionContext) -> None:
    """PostgreSQL tells in its DETAIL what stood in the row it refused: personal data, on its way to a log."""
    error = context.original_exception
    said = str(error).partition("\nDETAIL:")[0]
    error.args = (said,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"({type(error).__name__}) {said}",)
