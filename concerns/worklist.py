"""Which concerns stand on a list, in which order. Red first, then by the clock that ends first."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from concerns import queries
from concerns.models import Concern, Request
from concerns.standing import Standing
from concerns.vocabulary import ClockName, Queue, RequestKind, Stage
from foundation import clock
from foundation.database import db


class Show(enum.StrEnum):
    """The lists."""

    TODAY = "today"
    MINE = "mine"
    OTHERS = "others"
    PROMISED = "promised"
    NOBODY = "nobody"
    OPEN = "open"
    LATE = "late"
    SILENT = "silent"
    RATE = "rate"
    INTERIM = "interim"
    NEVER = "never"
    NEW = "new"
    CLOSED = "closed"


def on_list(
    show: Show, held: Iterable[Standing], account_id: int, *, undecided: Collection[int] = ()
) -> list[Standing]:
    """Those of the watched concerns that stand on a list, in its order. The list of closed ones is `closed`.

    `undecided` are the red ones of which nobody has decided yet whether an interim order is asked for.
    """
    stands = what_stands(account_id, undecided).get(show)
    return sorted((one for one in held if stands is not None and stands(one)), key=in_order)


def what_stands(account_id: int, undecided: Collection[int]) -> dict[Show, Callable[[Standing], bool]]:
    """What puts a concern on each list of somebody today: their own work is also that of whom they stand in for."""
    today = clock.today()
    mine = {account_id} | queries.stands_in_for(account_id)
    sunday = today + timedelta(days=6 - today.weekday())
    soon = clock.add_working_days(today, 1)
    return {
        Show.TODAY: lambda one: one.in_hands_of(mine) and _presses(one, today, soon),
        # Whoever had a concern sees what its reporter asks or writes after the closing.
        Show.MINE: lambda one: one.in_hands_of(mine) and (one.is_open or bool(one.running)),
        Show.OTHERS: lambda one: one.is_open and one.outside is not None,
        Show.PROMISED: lambda one: any(today <= due.on <= sunday for due in one.running),
        Show.LATE: lambda one: bool(one.late(today)),
        Show.SILENT: lambda one: any(due.name is ClockName.CONTACT for due in one.late(today)),
        Show.NOBODY: lambda one: one.is_open and (_has_no_officer(one) or bool(one.lacks)),
        Show.NEVER: lambda one: one.is_open and one.queue is Queue.NEVER_REGISTERED,
        Show.NEW: lambda one: one.is_open and not one.announced,
        Show.OPEN: lambda one: one.is_open,
        # Before the day on which it is due: who has it looks at it in time.
        Show.RATE: lambda one: one.is_open and one.facts.rate_due_on is not None and one.facts.rate_due_on <= today,
        Show.INTERIM: lambda one: one.id in undecided,
    }


def _has_no_officer(one: Standing) -> bool:
    return one.officer_id is None and one.queue is Queue.CONCERNS


def _presses(one: Standing, today: date, soon: date) -> bool:
    """Whether something has to be done about it today, or by the next working day."""
    if one.unread or (one.is_open and (one.red or one.risk is None or one.facts.replied_on is None)):
        return True
    rate = one.facts.rate_due_on
    return any(due.on <= soon for due in one.running) or (one.is_open and rate is not None and rate <= today)


def in_order(one: Standing) -> tuple[bool, date, date, int]:
    """Red first, then what is due next, then what came first."""
    due = one.due()
    return not one.red, due.on if due else date.max, one.facts.received_on, one.id


def closed(*, page: int, size: int) -> tuple[list[int], int]:
    """The closed concerns of a page, the last closed first, and how many there are. Past the end: the last page."""
    total = db.session.scalar(select(func.count()).where(Concern.stage == Stage.CLOSED)) or 0
    start = min(page - 1, max(0, -(-total // size) - 1)) * size
    statement = (
        select(Concern.id)
        .where(Concern.stage == Stage.CLOSED)
        .order_by(Concern.closed_on.desc(), Concern.id.desc())
        .limit(size)
        .offset(start)
    )
    return list(db.session.scalars(statement)), total


def load(concern_ids: Sequence[int]) -> dict[int, Concern]:
    """These concerns with the people in them."""
    if not concern_ids:
        return {}
    statement = (
        select(Concern)
        .where(Concern.id.in_(concern_ids))
        .options(selectinload(Concern.subjects), selectinload(Concern.reporter), selectinload(Concern.affected))
    )
    return {one.id: one for one in db.session.scalars(statement)}


def reviews() -> list[int]:
    """The concerns whose closing waits for another look, the longest waiting first."""
    statement = (
        select(Request.concern_id)
        .where(Request.kind == RequestKind.CLOSURE_REVIEW, Request.answered_at.is_(None))
        .order_by(Request.asked_on, Request.id)
    )
    return list(db.session.scalars(statement))


def open_each() -> dict[int, int]:
    """How many open concerns each officer has."""
    rows = db.session.execute(
        select(Concern.officer_id, func.count())
        .where(Concern.stage != Stage.CLOSED, Concern.officer_id.is_not(None))
        .group_by(Concern.officer_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}
