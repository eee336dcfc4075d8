"""What orders ask for as a list by due date: for whoever follows them, and for managers all of it. Nobody's name in it.

A fixed number of statements, however many orders are in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts import authority
from concerns.compliance import queries as compliance
from concerns.models import Concern, Order, Seat
from concerns.panels import queries as panels
from concerns.vocabulary import Job, Stage
from foundation import clock
from foundation.database import db


@dataclass(frozen=True)
class Line:
    """One day on which an order asks for something."""

    reference: str
    number: int
    due_on: date
    standing: str
    #: We have to look at it, or it is late.
    ours: bool
    days_late: int
    #: Who follows it; empty when nobody does.
    officer: str


@dataclass(frozen=True)
class Listed:
    """The list, and the orders in force of which nobody has put down what they ask for."""

    lines: tuple[Line, ...]
    nothing_put_down: tuple[str, ...]


def listed(account_id: int, *, every: bool) -> Listed:
    """What waits, by when it is due: of the orders somebody follows, or of every order."""
    who = _followers()
    mine = None if every else [one for one, account in who.items() if account == account_id]
    asked = compliance.asked_now(mine)
    days, today = compliance.waiting(asked), clock.today()
    names = authority.names_of(set(who.values()))
    references = _references({one.requirement.concern_id for one in days})
    lines = tuple(
        Line(
            reference=references[one.requirement.concern_id],
            number=one.requirement.number,
            due_on=one.stood.due_on,
            standing=one.stood.standing.label,
            ours=one.stood.standing.waits_for_us,
            days_late=max(0, clock.working_days_until(today, since=one.stood.due_on))
            if one.stood.standing.value == "overdue"
            else 0,
            officer=names.get(who.get(one.requirement.concern_id, 0), ""),
        )
        for one in days
    )
    return Listed(lines, _nothing_put_down({one.order.id for one in asked}, mine))


def waiting_for(account_id: int) -> int:
    """How many days wait for whoever follows the orders."""
    mine = [one for one, account in _followers().items() if account == account_id]
    return compliance.counts(compliance.waiting(compliance.asked_now(mine))) if mine else 0


def _followers() -> dict[int, int]:
    """Who follows the orders of each concern."""
    rows = db.session.execute(
        select(Seat.concern_id, Seat.account_id).where(Seat.job == Job.COMPLIANCE, Seat.left_at.is_(None))
    )
    return {row[0]: row[1] for row in rows}


def _references(concern_ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(select(Concern.id, Concern.reference).where(Concern.id.in_(concern_ids)))
    return {row[0]: row[1] for row in rows}


def _nothing_put_down(known: set[int], mine: Sequence[int] | None) -> tuple[str, ...]:
    statement = (
        select(Order, Concern.reference)
        .join(Concern, Concern.id == Order.concern_id)
        .where(Concern.stage == Stage.MONITORING, Order.kind.in_(compliance.WATCHED))
        .order_by(Concern.reference)
    )
    if mine is not None:
        statement = statement.where(Concern.id.in_(mine))
    now = clock.now()
    found = [
        reference
        for order, reference in db.session.execute(statement)
        if order.id not in known and panels.in_force(order, now)
    ]
    return tuple(dict.fromkeys(found))
