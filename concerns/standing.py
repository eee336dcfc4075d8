"""How concerns stand, many at once: light facts for lists, in a fixed number of statements. No words are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Date,
    Select,
    bindparam,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from concerns import clocks, queries, targets
from concerns.clocks import Due, Facts
from concerns.models import Concern, Contact, Inquiry, Message, Offer, Pause, Response, Seat, Target
from concerns.stages import NEEDED
from concerns.vocabulary import WORRIES_BY_CODE, Band, Direction, Job, Queue, Stage
from foundation import clock
from foundation.database import db
from foundation.reckoning import planned_once


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
        return NEEDED.get(self.facts.stage, ())

    @property
    def lacks(self) -> tuple[Job, ...]:
        """The jobs of its stage for which nobody is listed."""
        return tuple(job for job in self.needs if job not in self.seats)


def is_red(danger: bool, worries: Sequence[str]) -> bool:
    """Whether a concern that nobody has rated yet is red by what was told (rules 6.7)."""
    return danger or any(code in WORRIES_BY_CODE and WORRIES_BY_CODE[code].red for code in worries)


#: Statements made once: building them anew would cost more than running them.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ROWS = select(
    Concern.id,
    Concern.stage,
    Concern.received_on,
    Concern.reply_due_on,
    Concern.triage_due_on,
    Concern.contact_days,
    Concern.replied_on,
    select(func.max(Contact.made_on)).where(Contact.concern_id == Concern.id).scalar_subquery(),
    Concern.closed_on,
    Concern.danger,
    Concern.worries,
    Concern.officer_id,
    Concern.queue,
    Concern.announced,
    select(Target.due_on)
    .where(Target.concern_id == Concern.id, Target.stage == Concern.stage, targets.RUNS)
    .scalar_subquery(),
    Concern.paused_on,
    Concern.rate_due_on,
    Concern.risk,
).where(Concern.id.in_(_IDS))
_UNREAD = planned_once(
    select(Message.concern_id, func.count())
    .where(Message.concern_id.in_(_IDS), Message.read_on.is_(None), Message.direction == Direction.TO_US)
    .group_by(Message.concern_id)
)
#: Hearings have people of their own.
_SEATS = (
    select(Seat.concern_id, Seat.job, Seat.account_id)
    .join(Concern, Concern.id == Seat.concern_id)
    .where(Seat.concern_id.in_(_IDS), Seat.left_at.is_(None), Seat.hearing_id.is_(None))
    .where(Concern.stage != Stage.CLOSED)
)
_ASKED: list[tuple[str, type[Inquiry | Response | Offer]]] = [
    ("Information we asked for", Inquiry),
    ("The registrant’s answer", Response),
    ("The registrant’s answer to an offer", Offer),
]


def _waits(words: str, kind: type[Inquiry | Response | Offer]) -> Select[int, date, str]:
    ended = (kind.received_on, kind.declined_on, kind.expired_on, kind.called_off_on)
    return select(kind.concern_id, type_coerce(kind.due_on, Date()), literal(words)).where(
        kind.concern_id.in_(_IDS), kind.due_on >= bindparam("today"), *(one.is_(None) for one in ended)
    )


_OUTSIDE: CompoundSelect[int, date, str] = union_all(
    select(Pause.concern_id, Pause.look_again_on, literal("Its clock stands still")).where(
        Pause.concern_id.in_(_IDS), Pause.ended_at.is_(None)
    ),
    *(_waits(words, kind) for words, kind in _ASKED),
)


def standings_of(concern_ids: Collection[int]) -> dict[int, Standing]:
    """How these concerns stand, closed or not, in four statements, or seven when one of them is closed."""
    if not concern_ids:
        return {}
    asked = {"ids": list(concern_ids)}
    rows = db.session.execute(_ROWS, asked).all()
    waits = queries.waiting_since([row[0] for row in rows if row[1] is Stage.CLOSED])
    unread = dict(db.session.execute(_UNREAD, asked).all())
    seats, outside = _seats(asked), _outside(asked)
    return {
        row[0]: Standing(
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
    }


def _seats(asked: Mapping[str, Any]) -> dict[int, dict[Job, int]]:
    """Who does which job in those of them that are open."""
    found: dict[int, dict[Job, int]] = {}
    for concern_id, job, account_id in db.session.execute(_SEATS, asked):
        found.setdefault(concern_id, {})[job] = account_id
    return found


def _outside(asked: Mapping[str, Any]) -> dict[int, Outside]:
    """Whom outside each concern waits for, the nearest day where there are several."""
    found: dict[int, Outside] = {}
    for concern_id, until, words in db.session.execute(_OUTSIDE, {**asked, "today": clock.today()}):
        before = found.get(concern_id)
        if before is None or until < before.until:
            found[concern_id] = Outside(words, until)
    return found
