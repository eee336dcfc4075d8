"""Reading what orders ask for: each question a fixed number of statements, however many orders there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from concerns import kept
from concerns.compliance.standing import Sent, Stood, Written, days, stood
from concerns.kept import CONCERN
from concerns.models import Checking, Order, Requirement, Showing
from foundation import clock
from foundation.database import db, reads_once
from foundation.errors import Missing
from register.vocabulary import OrderKind

#: Orders that are followed.
WATCHED = (OrderKind.CONDITIONS.value, OrderKind.UNDERTAKINGS.value, OrderKind.SUSPENSION.value)


@dataclass(frozen=True)
class Occasion:
    """One day of one requirement, with all that happened to it."""

    requirement: Requirement
    order: Order
    #: The day it was first due; `stood.due_on` is by when it is due now.
    first: date
    stood: Stood
    showings: tuple[Showing, ...]
    checkings: tuple[Checking, ...]

    @property
    def code(self) -> str:
        """How a form names it."""
        return f"{self.requirement.id}-{self.first.isoformat()}"


@dataclass(frozen=True)
class Asked:
    """One requirement with its days, the newest last."""

    requirement: Requirement
    order: Order
    occasions: tuple[Occasion, ...]


#: A statement made once.
_ASKED = (
    select(Requirement, Order)
    .join(Order, Order.id == Requirement.order_id)
    .where(Requirement.concern_id == CONCERN, Requirement.dropped_at.is_(None))
    .order_by(Requirement.order_id, Requirement.number)
)


@reads_once
def asked(concern_id: int, *, subject_id: int | None = None) -> tuple[Asked, ...]:
    """What the orders of a concern ask for that still counts, in four statements."""
    if not kept.may_have(Order, concern_id):
        return ()
    found = [(row[0], row[1]) for row in db.session.execute(_ASKED, {"concern_id": concern_id})]
    return _built([row for row in found if subject_id is None or row[1].subject_id == subject_id])


def asked_now(
    concern_ids: Collection[int] | None = None, *, requirement_ids: Collection[int] | None = None
) -> tuple[Asked, ...]:
    """What every order in force asks for now, or those of some concerns, or only some of it."""
    statement = (
        select(Requirement, Order)
        .join(Order, Order.id == Requirement.order_id)
        .where(Requirement.dropped_at.is_(None), *_in_force(clock.now()))
        .order_by(Requirement.id)
    )
    if concern_ids is not None:
        statement = statement.where(Requirement.concern_id.in_(concern_ids))
    if requirement_ids is not None:
        statement = statement.where(Requirement.id.in_(requirement_ids))
    return _built([(row[0], row[1]) for row in db.session.execute(statement)])


def _in_force(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Order.restriction_id.is_not(None),
        Order.ended_on.is_(None),
        Order.starts_at <= now,
        or_(Order.ends_at.is_(None), Order.ends_at > now),
    )


def waiting(found: Sequence[Asked]) -> list[Occasion]:
    """Every day that is not over, by when it is due."""
    held = [day for one in found for day in one.occasions if not day.stood.standing.over]
    return sorted(held, key=lambda one: (one.stood.due_on, one.requirement.id))


def occasion(concern_id: int, requirement_id: int, first: date) -> Occasion:
    """One day of one requirement.

    Raises:
        Missing: the order asks for nothing on that day.
    """
    for one in asked(concern_id):
        if one.requirement.id == requirement_id:
            for day in one.occasions:
                if day.first == first:
                    return day
    raise Missing("The order asks for nothing on that day.")


def counts(found: Sequence[Occasion]) -> int:
    """How many wait for the compliance officer."""
    return sum(one.stood.standing.waits_for_us for one in found)


def _built(rows: Sequence[tuple[Requirement, Order]]) -> tuple[Asked, ...]:
    ids = [one.id for one, _ in rows]
    shown: dict[tuple[int, date], list[Showing]] = {}
    checked: dict[tuple[int, date], list[Checking]] = {}
    if ids:
        for showing in db.session.scalars(select(Showing).where(Showing.requirement_id.in_(ids)).order_by(Showing.id)):
            shown.setdefault((showing.requirement_id, showing.due_on), []).append(showing)
        for checking in db.session.scalars(
            select(Checking).where(Checking.requirement_id.in_(ids)).order_by(Checking.id)
        ):
            checked.setdefault((checking.requirement_id, checking.due_on), []).append(checking)
    return tuple(Asked(requirement, order, _days(requirement, order, shown, checked)) for requirement, order in rows)


def _days(
    requirement: Requirement,
    order: Order,
    shown: Mapping[tuple[int, date], Sequence[Showing]],
    checked: Mapping[tuple[int, date], Sequence[Checking]],
) -> tuple[Occasion, ...]:
    """Each day of a requirement, with what happened to it in order."""
    today, found = clock.today(), []
    last = clock.day_of(order.ends_at) if order.ends_at is not None else None
    for day in days(requirement.first_due_on, requirement.every_months, last=last, today=today):
        sent, written = shown.get((requirement.id, day), ()), checked.get((requirement.id, day), ())
        happened: list[tuple[datetime, Sent | Written]] = [(one.sent_at, Sent(one.hindered)) for one in sent]
        happened += [(one.checked_at, Written(one.checked, one.until_on)) for one in written]
        ordered = [what for _, what in sorted(happened, key=lambda pair: pair[0])]
        found.append(Occasion(requirement, order, day, stood(day, ordered, today), tuple(sent), tuple(written)))
    return tuple(found)
