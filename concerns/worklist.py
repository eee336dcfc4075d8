"""Which concerns stand on a list, in which order: light facts of all, in a fixed number of statements.

Red first (by its last rating; before the first, by what was told), then by the clock that ends first. The words of a
concern are not read here.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from concerns import clocks, queries
from concerns.clocks import Due, Facts
from concerns.models import Concern, Contact, Message, Request, Statement, Target
from concerns.vocabulary import WORRIES_BY_CODE, Band, Direction, Queue, RequestKind, Stage
from foundation import clock
from foundation.database import db


class Show(enum.StrEnum):
    """The lists."""

    MINE = "mine"
    NOBODY = "nobody"
    OPEN = "open"
    LATE = "late"
    NEVER = "never"
    NEW = "new"
    RATE = "rate"
    CLOSED = "closed"


@dataclass(frozen=True)
class Standing:
    """One concern as a list sorts it."""

    id: int
    facts: Facts
    red: bool
    officer_id: int | None
    queue: Queue
    #: Officers were told of it by letter.
    announced: bool
    #: Messages of the reporter that nobody has read.
    unread: int

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.facts.stage is not Stage.CLOSED

    def due(self) -> Due | None:
        """What ends first."""
        return clocks.next_due(self.facts)

    def late(self, today: date) -> list[Due]:
        """What is over."""
        return clocks.late(self.facts, today)


def is_red(danger: bool, worries: Sequence[str]) -> bool:
    """Whether a concern that nobody has rated yet is red by what was told (rules 6.7)."""
    return danger or any(code in WORRIES_BY_CODE and WORRIES_BY_CODE[code].red for code in worries)


def watched() -> list[Standing]:
    """Every open concern, and those closed ones whose reporter waits for an answer."""
    asks = exists().where(Request.concern_id == Concern.id, Request.answered_at.is_(None))
    ours = aliased(Message)
    answered = exists().where(
        ours.concern_id == Message.concern_id, ours.direction == Direction.FROM_US, ours.id > Message.id
    )
    writes = exists().where(Message.concern_id == Concern.id, Message.direction == Direction.TO_US, ~answered)
    adds = exists().where(
        Statement.concern_id == Concern.id, Statement.number > 1, Statement.given_on >= Concern.closed_on
    )
    return _read([or_(Concern.stage != Stage.CLOSED, asks, writes, adds)])


def on_list(show: Show, held: Sequence[Standing], account_id: int) -> list[Standing]:
    """Those of the watched concerns that stand on a list, in its order. The list of closed ones is `closed`."""
    today = clock.today()
    wanted: dict[Show, Callable[[Standing], bool]] = {
        # Whoever had a concern sees what its reporter asks or writes after the closing.
        Show.MINE: lambda one: one.officer_id == account_id and (one.is_open or one.due() is not None),
        Show.LATE: lambda one: bool(one.late(today)),
        Show.NOBODY: lambda one: one.is_open and one.officer_id is None and one.queue is Queue.CONCERNS,
        Show.NEVER: lambda one: one.is_open and one.queue is Queue.NEVER_REGISTERED,
        Show.NEW: lambda one: one.is_open and not one.announced,
        Show.OPEN: lambda one: one.is_open,
        # Before the day on which it is due: who has it looks at it in time.
        Show.RATE: lambda one: one.is_open and one.facts.rate_due_on is not None and one.facts.rate_due_on <= today,
    }
    chosen = wanted.get(show)
    return sorted((one for one in held if chosen is not None and chosen(one)), key=_order)


def _order(one: Standing) -> tuple[bool, date, date, int]:
    due = one.due()
    return not one.red, due.on if due else date.max, one.facts.received_on, one.id


def _read(wanted: Sequence[ColumnElement[bool]]) -> list[Standing]:
    last = select(func.max(Contact.made_on)).where(Contact.concern_id == Concern.id).scalar_subquery()
    aimed = (
        select(Target.due_on).where(Target.concern_id == Concern.id, Target.stage == Concern.stage).scalar_subquery()
    )
    unread = (
        select(func.count())
        .where(Message.concern_id == Concern.id, Message.direction == Direction.TO_US, Message.read_on.is_(None))
        .scalar_subquery()
    )
    statement = select(
        Concern.id,
        Concern.stage,
        Concern.received_on,
        Concern.reply_due_on,
        Concern.triage_due_on,
        Concern.contact_days,
        Concern.replied_on,
        last,
        Concern.closed_on,
        Concern.danger,
        Concern.worries,
        Concern.officer_id,
        Concern.queue,
        Concern.announced,
        unread,
        aimed,
        Concern.paused_on,
        Concern.rate_due_on,
        Concern.risk,
    ).where(*wanted)
    rows = db.session.execute(statement).all()
    waits = queries.waiting_since([row[0] for row in rows if row[1] is Stage.CLOSED])
    return [
        Standing(
            row[0],
            Facts(
                *row[1:9],
                waits_since=waits.get(row[0]),
                stage_due_on=row[15],
                paused=row[16] is not None,
                rate_due_on=row[17],
            ),
            row[18] is Band.RED if row[18] is not None else is_red(row[9], row[10]),
            row[11],
            row[12],
            row[13],
            row[14],
        )
        for row in rows
    ]


def closed(*, page: int, size: int) -> tuple[list[int], int]:
    """The closed concerns of a page, the last closed first, and how many there are."""
    total = db.session.scalar(select(func.count()).where(Concern.stage == Stage.CLOSED)) or 0
    statement = (
        select(Concern.id)
        .where(Concern.stage == Stage.CLOSED)
        .order_by(Concern.closed_on.desc(), Concern.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    return list(db.session.scalars(statement)), total


def standings_of(concern_ids: Sequence[int]) -> dict[int, Standing]:
    """How these concerns stand, closed or not."""
    return {one.id: one for one in _read([Concern.id.in_(concern_ids)])} if concern_ids else {}


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
