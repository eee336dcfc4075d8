"""How concerns stand, many at once: light facts for lists, in a fixed number of statements. No words are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, union
from sqlalchemy.orm import aliased

from concerns import clocks, queries
from concerns.clocks import Due, Facts
from concerns.models import Concern, Contact, Inquiry, Message, Offer, Pause, Request, Response, Seat, Statement, Target
from concerns.vocabulary import WORRIES_BY_CODE, Band, Direction, Job, Queue, Stage
from foundation import clock
from foundation.database import db


@dataclass(frozen=True)
class Outside:
    """Whom outside the institute a concern waits for, and until when."""

    words: str
    until: date


@dataclass(frozen=True)
class Standing:
    """One concern as a list sorts it."""

    id: int
    facts: Facts
    red: bool
    risk: Band | None
    officer_id: int | None
    queue: Queue
    #: Officers were told of it by letter.
    announced: bool
    #: Messages of the reporter that nobody has read.
    unread: int
    #: Who does which job in the concern itself.
    seats: Mapping[Job, int] = field(default_factory=dict)
    outside: Outside | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.facts.stage is not Stage.CLOSED

    @cached_property
    def running(self) -> list[Due]:
        """The clocks that run, the nearest first."""
        return clocks.running(self.facts)

    def due(self) -> Due | None:
        """What ends first."""
        return self.running[0] if self.running else None

    def late(self, today: date) -> list[Due]:
        """What is over."""
        return [one for one in self.running if one.late(today)]

    def in_hands_of(self, people: Collection[int]) -> bool:
        """Whether one of these has it: as its officer, or as who investigates it or follows its order."""
        if self.officer_id in people:
            return True
        return any(self.seats.get(job) in people for job in queries.COVERED)

    @property
    def needs(self) -> tuple[Job, ...]:
        """The jobs of its stage."""
        return _NEEDED.get(self.facts.stage, ())

    @property
    def lacks(self) -> tuple[Job, ...]:
        """The jobs of its stage for which nobody is listed."""
        return tuple(job for job in self.needs if job not in self.seats)


_OPEN = tuple(one for one in Stage if one is not Stage.CLOSED)
_NEEDED = {
    Stage.INVESTIGATION: (Job.INVESTIGATOR,),
    Stage.EXAMINATION: (Job.EXAMINER_LAY, Job.EXAMINER_REGISTRANT),
    Stage.MONITORING: (Job.COMPLIANCE,),
}


def is_red(danger: bool, worries: Sequence[str]) -> bool:
    """Whether a concern that nobody has rated yet is red by what was told (rules 6.7)."""
    return danger or any(code in WORRIES_BY_CODE and WORRIES_BY_CODE[code].red for code in worries)


def watched() -> list[Standing]:
    """Every open concern, and those closed ones whose reporter waits for an answer."""
    asks = select(Request.concern_id).where(Request.answered_at.is_(None))
    ours = aliased(Message)
    answered = exists().where(
        ours.concern_id == Message.concern_id, ours.direction == Direction.FROM_US, ours.id > Message.id
    )
    # Closing is word enough for what they wrote before it.
    writes = (
        select(Concern.id)
        .join(Message, Message.concern_id == Concern.id)
        .where(Concern.stage == Stage.CLOSED, Message.direction == Direction.TO_US)
        .where(Message.sent_on >= Concern.closed_on, ~answered)
    )
    adds = (
        select(Statement.concern_id)
        .join(Concern, Concern.id == Statement.concern_id)
        .where(Statement.number > 1, Statement.given_on >= Concern.closed_on)
    )
    opened = select(Concern.id).where(Concern.stage.in_(_OPEN))
    return _read([Concern.id.in_(union(opened, asks, writes, adds))])


def standings_of(concern_ids: Collection[int]) -> dict[int, Standing]:
    """How these concerns stand, closed or not."""
    return {one.id: one for one in _read([Concern.id.in_(concern_ids)])} if concern_ids else {}


def _read(wanted: Sequence[ColumnElement[bool]]) -> list[Standing]:
    last = select(func.max(Contact.made_on)).where(Contact.concern_id == Concern.id).scalar_subquery()
    aimed = (
        select(Target.due_on).where(Target.concern_id == Concern.id, Target.stage == Concern.stage).scalar_subquery()
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
        aimed,
        Concern.paused_on,
        Concern.rate_due_on,
        Concern.risk,
    ).where(*wanted)
    rows = db.session.execute(statement).all()
    waits = queries.waiting_since([row[0] for row in rows if row[1] is Stage.CLOSED])
    seats, outside, unread = _seats(), _outside(), _unread()
    return [
        Standing(
            row[0],
            Facts(
                *row[1:9],
                waits_since=waits.get(row[0]),
                stage_due_on=row[14],
                paused=row[15] is not None,
                rate_due_on=row[16],
            ),
            row[17] is Band.RED if row[17] is not None else is_red(row[9], row[10]),
            row[17],
            row[11],
            row[12],
            row[13],
            unread.get(row[0], 0),
            seats.get(row[0], {}),
            outside.get(row[0]),
        )
        for row in rows
    ]


def _unread() -> dict[int, int]:
    """How many messages of each reporter nobody has read, in one statement."""
    rows = db.session.execute(
        select(Message.concern_id, func.count())
        .where(Message.read_on.is_(None), Message.direction == Direction.TO_US)
        .group_by(Message.concern_id)
    )
    return {row[0]: row[1] for row in rows}


def _seats() -> dict[int, dict[Job, int]]:
    """Who does which job in every open concern, in one statement. Hearings have people of their own."""
    found: dict[int, dict[Job, int]] = {}
    rows = db.session.execute(
        select(Seat.concern_id, Seat.job, Seat.account_id)
        .join(Concern, Concern.id == Seat.concern_id)
        .where(Seat.left_at.is_(None), Seat.hearing_id.is_(None), Concern.stage != Stage.CLOSED)
    )
    for concern_id, job, account_id in rows:
        found.setdefault(concern_id, {})[job] = account_id
    return found


def _outside() -> dict[int, Outside]:
    """Whom outside each concern waits for, the nearest day where there are several, in four statements."""
    found: dict[int, Outside] = {}
    paused = select(Pause.concern_id, Pause.look_again_on).where(Pause.ended_at.is_(None))
    _nearest(found, "Its clock stands still", db.session.execute(paused).all())
    asked: list[tuple[str, type[Inquiry | Response | Offer]]] = [
        ("Information we asked for", Inquiry),
        ("The registrant’s answer", Response),
        ("The registrant’s answer to an offer", Offer),
    ]
    for words, kind in asked:
        ended = (kind.received_on, kind.declined_on, kind.expired_on, kind.called_off_on)
        waits = select(kind.concern_id, kind.due_on).where(kind.due_on >= clock.today())
        rows = db.session.execute(waits.where(*(one.is_(None) for one in ended))).all()
        _nearest(found, words, rows)
    return found


def _nearest(found: dict[int, Outside], words: str, rows: Sequence[Any]) -> None:
    for concern_id, until in rows:
        before = found.get(concern_id)
        if before is None or until < before.until:
            found[concern_id] = Outside(words, until)
