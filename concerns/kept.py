"""The rows of one concern, table by table; and which tables have any, asked of all of them at once.

The page of a concern is made of some fifty tables, of which most have nothing about it yet. `look` asks in one
statement which have something, and brings the last row of those whose last row alone holds. In the same transaction
nothing is read any more from those that have nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from concerns.models import (
    Appeal,
    Closure,
    Concern,
    Delay,
    Determination,
    Disclosure,
    EndingProposed,
    ExaminerDecision,
    Exhibit,
    Feedback,
    Hearing,
    Inquiry,
    InterimDecision,
    Link,
    Lowering,
    Offer,
    Order,
    PatternLine,
    Plan,
    Redaction,
    Relevance,
    Report,
    Request,
    Subject,
    ThresholdDecision,
    TriageDecision,
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
    Link: exists().where(or_(Link.concern_id == CONCERN, Link.other_id == CONCERN)),
    PatternLine: exists().where(PatternLine.entry_id == Subject.entry_id, Subject.concern_id == CONCERN),
}
_OTHERS = aliased(Subject)
#: Whether somebody whom this concern is about had a concern closed, or an order made, in another one.
BEFORE = "before"
_SELDOM[BEFORE] = or_(
    exists()
    .where(Subject.concern_id == CONCERN, _OTHERS.entry_id == Subject.entry_id, _OTHERS.concern_id != CONCERN)
    .where(Closure.concern_id == _OTHERS.concern_id),
    exists().where(Subject.concern_id == CONCERN, Order.entry_id == Subject.entry_id, Order.concern_id != CONCERN),
)
#: Of these the last row holds, and is read with the look.
_LAST: tuple[Any, ...] = (TriageDecision, ThresholdDecision, Plan, Report, ExaminerDecision, InterimDecision)
Row = TypeVar("Row")


def _with_last() -> Select[Any]:
    """The look, with the last row of each kind that has one."""
    flags = (test.label(f"has_{place}") for place, test in enumerate(_SELDOM.values()))
    looks: Any = select(*flags, *_LAST).select_from(Concern).where(Concern.id == CONCERN)
    for kind in _LAST:
        other = aliased(kind)
        newest = select(func.max(other.id)).where(other.concern_id == CONCERN).scalar_subquery()
        looks = looks.outerjoin(kind, kind.id == newest)
    return cast("Select[Any]", looks)


_LOOK = _with_last()


def look(concern_id: int) -> None:
    """Find out what this concern has nothing of, and what holds in it, for the rest of the transaction."""
    read_once(_key(concern_id), lambda: _found(concern_id))


def last(kind: Callable[..., Row], concern_id: int) -> Row | None:
    """The last row of a kind, if there is one."""
    found = read_already(_key(concern_id))
    if found is not None and kind in _LAST:
        return cast("Row | None", found[kind])
    return cast("Row | None", db.session.scalar(_newest(kind), {"concern_id": concern_id}))


def may_have(kind: object, concern_id: int) -> bool:
    """Whether there may be rows of a kind; without `look` there always may."""
    found = read_already(_key(concern_id))
    return found is None or kind not in _SELDOM or kind in found


def of(kind: Callable[..., Row], concern_id: int) -> Sequence[Row]:
    """Every row of a kind, oldest first."""
    if not may_have(kind, concern_id):
        return ()
    statement: Select[Any] = _all(kind)
    return read_once(
        (__name__, kind, concern_id), lambda: db.session.scalars(statement, {"concern_id": concern_id}).all()
    )


def _key(concern_id: int) -> tuple[object, ...]:
    return (__name__, concern_id)


def _found(concern_id: int) -> dict[Any, Any]:
    row = db.session.execute(_LOOK, {"concern_id": concern_id}).one()
    some = {kind: True for kind, has in zip(_SELDOM, row, strict=False) if has}
    return some | dict(zip(_LAST, row[len(_SELDOM) :], strict=True))


@cache
def _all(kind: Any) -> Select[Any]:
    """The statement for a table, made once."""
    return select(kind).where(kind.concern_id == CONCERN).order_by(kind.id)


@cache
def _newest(kind: Any) -> Select[Any]:
    return select(kind).where(kind.concern_id == CONCERN).order_by(kind.id.desc()).limit(1)
