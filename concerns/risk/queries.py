"""Reading ratings: each question a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import and_, bindparam, func, or_, select

from concerns import kept
from concerns.kept import CONCERN
from concerns.models import Concern, Lowering, PatternLine, Rating, Subject
from concerns.risk import engine
from concerns.vocabulary import Flag, OnRegister
from foundation import clock
from foundation.database import db, read_once, reads_once
from register import queries as register
from register import rules as register_rules
from register.vocabulary import Status

#: Statements made once.
_RATINGS = select(Rating).where(Rating.concern_id == CONCERN).order_by(Rating.id.desc())

_PATTERNS = (
    select(PatternLine)
    .where(PatternLine.entry_id.in_(bindparam("ids", expanding=True)), PatternLine.until > bindparam("today"))
    .order_by(PatternLine.closed_on.desc(), PatternLine.id.desc())
)


@reads_once
def ratings(concern_id: int) -> Sequence[Rating]:
    """The history of ratings, newest first."""
    return db.session.scalars(_RATINGS, {"concern_id": concern_id}).all()


def last(concern_id: int) -> Rating | None:
    """The rating that holds."""
    return next(iter(ratings(concern_id)), None)


@reads_once
def lowerings(concern_id: int) -> Sequence[Lowering]:
    """What was asked to be set aside, newest first."""
    return kept.of(Lowering, concern_id)[::-1]


def set_aside(concern_id: int) -> frozenset[Flag]:
    """The flags that two people agreed to set aside, and that nothing new brought back since: the last rating says."""
    held = last(concern_id)
    return engine.read(held.set_aside) if held is not None else frozenset()


def concerns_about(concern: Concern, *, since: date) -> int:
    """How many concerns since a day were about one of those it is about, up to this one: the most of any."""
    entries = [one.entry_id for one in concern.subjects if one.entry_id is not None]
    if not entries:
        return 1
    statement = (
        select(func.count(func.distinct(Subject.concern_id)))
        .join(Concern, Concern.id == Subject.concern_id)
        .where(Subject.entry_id.in_(entries), Concern.received_on >= since)
        .where(
            or_(
                Concern.received_on < concern.received_on,
                and_(Concern.received_on == concern.received_on, Concern.id <= concern.id),
            )
        )
        .group_by(Subject.entry_id)
    )
    return max(db.session.scalars(statement), default=1)


def from_register(concern: Concern) -> frozenset[Flag]:
    """What the register itself says: somebody it is about is not allowed to practise now, and something goes on."""
    entries = [one.entry_id for one in concern.subjects if one.entry_id is not None]
    stopped = (Status.SUSPENDED, Status.INTERIM_SUSPENSION)
    says = [
        register_rules.standing(one, clock.now())
        for one in read_once(
            (register.who_and_how.__name__, *sorted(entries)), lambda: register.who_and_how(entries)
        ).values()
    ]
    suspended = any(one is not None and one.status in stopped for one in says)
    claims = any(one.on_register is OnRegister.SAYS_SO for one in concern.subjects)
    return frozenset({Flag.WHILE_SUSPENDED}) if suspended and (concern.ongoing or claims) else frozenset()


def deleted_patterns(entry_ids: Collection[int]) -> Sequence[PatternLine]:
    """What the index of serious patterns still says about somebody (rules 6.11), newest first."""
    return db.session.scalars(_PATTERNS, {"ids": list(entry_ids), "today": clock.today()}).all() if entry_ids else ()
