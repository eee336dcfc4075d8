"""The rows of one concern, table by table; and which tables have any, asked of all of them at once.

The page of a concern is made of some fifty tables, of which most have nothing about it yet. `look` asks in one
statement which have something. In the same transaction nothing is read any more from those that have nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, bindparam, exists, select

from concerns.models import (
    Appeal,
    Closure,
    Delay,
    Determination,
    Disclosure,
    EndingProposed,
    Exhibit,
    Feedback,
    Hearing,
    Inquiry,
    Lowering,
    Offer,
    Order,
    Redaction,
    Relevance,
    Request,
)
from foundation.database import db, read_already, read_once

#: The concern that a statement asks about. Statements of a concern's page are made once, with this in place of its id:
#: building them anew would cost more than running them.
CONCERN: BindParameter[int] = bindparam("concern_id", type_=Integer())
_KINDS: tuple[Any, ...] = (
    Appeal,
    Closure,
    Delay,
    Disclosure,
    EndingProposed,
    Feedback,
    Inquiry,
    Lowering,
    Offer,
    Order,
    Relevance,
    Request,
)
#: What many concerns have nothing of. What hangs on an order (its words, proof copies, what it asks for) has that.
_SELDOM: dict[Any, ColumnElement[bool]] = {
    **{kind: exists().where(kind.concern_id == CONCERN) for kind in _KINDS},
    Determination: exists().where(Determination.hearing_id == Hearing.id, Hearing.concern_id == CONCERN),
    Redaction: exists().where(Redaction.exhibit_id == Exhibit.id, Exhibit.concern_id == CONCERN),
}
_LOOK = select(*(test.label(kind.__tablename__) for kind, test in _SELDOM.items()))
Row = TypeVar("Row")


def look(concern_id: int) -> None:
    """Find out what this concern has nothing of, for the rest of the transaction."""
    read_once(_key(concern_id), lambda: _found(concern_id))


def may_have(kind: object, concern_id: int) -> bool:
    """Whether there may be rows of a kind; without `look` there always may."""
    found = read_already(_key(concern_id))
    return found is None or kind not in _SELDOM or kind in found


def of(kind: Callable[..., Row], concern_id: int) -> Sequence[Row]:
    """Every row of a kind, oldest first."""
    if not may_have(kind, concern_id):
        return ()
    statement: Select[Any] = _all(kind)
    return db.session.scalars(statement, {"concern_id": concern_id}).all()


def _key(concern_id: int) -> tuple[object, ...]:
    return (__name__, concern_id)


def _found(concern_id: int) -> frozenset[Any]:
    row = db.session.execute(_LOOK, {"concern_id": concern_id}).one()
    return frozenset(kind for kind, has in zip(_SELDOM, row, strict=True) if has)


@cache
def _all(kind: Any) -> Select[Any]:
    """The statement for a table, made once."""
    return select(kind).where(kind.concern_id == CONCERN).order_by(kind.id)
