"""Which concerns stand on a list, in which order. Red first, then by the clock that ends first."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, Subquery, and_, bindparam, case, func, literal, or_, select, true

from concerns import queries, registrants_told, watched
from concerns.models import Concern, Request
from concerns.vocabulary import Band, Queue, RequestKind, Stage
from foundation import clock
from foundation.database import db
from foundation.reckoning import NEVER, planned_once


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


#: What stands for "nobody" and "not rated" where one may choose somebody or a band.
NOBODY = "nobody"


@dataclass(frozen=True)
class Filter:
    """What narrows a list down: codes, each empty for everything."""

    stage: str = ""
    risk: str = ""
    who: str = ""

    def as_query(self) -> dict[str, str]:
        """What is asked for, by name."""
        named = {"stage": self.stage, "risk": self.risk, "who": self.who}
        return {name: code for name, code in named.items() if code}


@dataclass(frozen=True)
class Lists:
    """Which concerns stand on the lists of somebody today."""

    #: In the order of lists: the id of a concern, the marks of its lists, and whether it stays when narrowed down.
    rows: Sequence[tuple[int, int, int]]

    def on(self, show: Show) -> list[int]:
        """The ids of one list, narrowed down, in its order."""
        mark = _MARKS[show]
        return [concern_id for concern_id, marks, stays in self.rows if marks & mark and stays]

    @cached_property
    def counts(self) -> Mapping[Show, int]:
        """How many stand on each list, not narrowed down."""
        alike = Counter(marks for _, marks, _ in self.rows)
        return {
            show: sum(count for marks, count in alike.items() if marks & mark)
            for show, mark in _MARKS.items()
            if show is not Show.CLOSED
        }


def lists(account_id: int, *, undecided: Collection[int] = (), narrowed: Filter | None = None) -> Lists:
    """Every list but that of the closed ones (`closed`), in two statements however many concerns are open.

    `undecided` are the red ones of which nobody has decided yet whether an interim order is asked for.
    """
    wanted, today = narrowed or Filter(), clock.today()
    bound: dict[str, Any] = {
        "mine": [account_id, *queries.stands_in_for(account_id)],
        "today": today,
        "silent_since": registrants_told.silent_since(),
        "sunday": today + timedelta(days=6 - today.weekday()),
        "soon": clock.add_working_days(today, 1),
    }
    if wanted.who not in ("", NOBODY):
        bound["theirs"] = [int(wanted.who)]
    statement = _marked(wanted.stage, wanted.risk, "somebody" if "theirs" in bound else wanted.who)
    decide = _MARKS[Show.INTERIM]
    found = db.session.connection().execute(statement, bound).all()
    return Lists([(key, marks | decide if key in undecided else marks, stays) for key, marks, stays in found])


def in_hands_of(people: Collection[int]) -> list[int]:
    """The open concerns that one of these has, red first: as officer, or as who investigates or follows an order."""
    bound = {"theirs": list(people), "today": clock.today(), "silent_since": registrants_told.silent_since()}
    return list(db.session.scalars(_held(), bound))


#: Each list as one bit of a number.
_MARKS = {show: 1 << place for place, show in enumerate(Show)}


@cache
def _marked(stage: str, risk: str, who: str) -> Select[int, int, int]:
    """Of each watched concern its id, the marks of the lists it stands on, and whether it stays when narrowed down.

    Built once for each way of narrowing down: to build it takes as long as to run it.
    """
    held = watched.lines("mine", "theirs") if who not in ("", NOBODY) else watched.lines("mine")
    marks = sum((case((test, _MARKS[show]), else_=0) for show, test in _tests(held).items()), literal(0))
    stays = case((_lets(stage, risk, who, held), 1), else_=0)
    return planned_once(select(held.c.id, marks, stays).order_by(*_in_order(held)))


@cache
def _held() -> Select[int]:
    held = watched.lines("theirs")
    return planned_once(select(held.c.id).where(held.c.is_open == 1, held.c.theirs == 1).order_by(*_in_order(held)))


def _in_order(held: Subquery) -> tuple[ColumnElement[Any], ...]:
    """Red first, then what is due next, then what came first."""
    return held.c.red.desc(), held.c.due_on, held.c.received_on, held.c.id


def _tests(held: Subquery) -> dict[Show, ColumnElement[bool]]:
    """What puts a concern on each list of somebody today: their own work is also that of whom they stand in for."""
    today, sunday, soon = (bindparam(name, type_=Date()) for name in ("today", "sunday", "soon"))
    line = held.c
    is_open, mine = line.is_open == 1, line.mine == 1
    # Before the day on which it is due: who has it looks at it in time.
    to_rate = and_(is_open, line.rate_due_on <= today)
    pressing = or_(line.red == 1, line.risk.is_(None), line.replied == 0)
    no_officer = and_(line.officer_id.is_(None), line.queue == Queue.CONCERNS)
    clocks = (line.reply_on, line.stage_on, line.contact_on)
    return {
        # Something has to be done about it today, or by the next working day.
        Show.TODAY: and_(mine, or_(line.unread == 1, and_(is_open, pressing), line.due_on <= soon, to_rate)),
        # Whoever had a concern sees what its reporter asks or writes after the closing.
        Show.MINE: and_(mine, or_(is_open, line.due_on < NEVER)),
        Show.OTHERS: and_(is_open, line.outside == 1),
        Show.PROMISED: or_(*(one.between(today, sunday) for one in clocks)),
        Show.LATE: line.due_on < today,
        # Both sides are promised a word (rules 6.6).
        Show.SILENT: or_(line.contact_on < today, line.unheard == 1),
        Show.NOBODY: and_(is_open, or_(no_officer, line.lacks == 1)),
        Show.NEVER: and_(is_open, line.queue == Queue.NEVER_REGISTERED),
        Show.NEW: and_(is_open, line.announced == 0),
        Show.OPEN: is_open,
        Show.RATE: to_rate,
    }


def _lets(stage: str, risk: str, who: str, held: Subquery) -> ColumnElement[bool]:
    """Whether a concern stays on a list that is narrowed down."""
    line = held.c
    tests: list[ColumnElement[bool]] = [true()]
    if stage:
        tests.append(line.stage == Stage(stage))
    if risk:
        tests.append(line.risk.is_(None) if risk == NOBODY else line.risk == Band(risk))
    if who:
        tests.append(line.officer_id.is_(None) if who == NOBODY else line.theirs == 1)
    return and_(*tests)


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
