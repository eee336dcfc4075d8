"""Everything that the figures rest on, read in a fixed number of statements, however many concerns there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from accounts.models import Account
from concerns.models import (
    Allegation,
    Appeal,
    Closure,
    Concern,
    Contact,
    Hearing,
    InterimDecision,
    Order,
    Pause,
    RegistrantLetter,
    Request,
    Seat,
    Step,
    Subject,
    Target,
    ThresholdDecision,
    TriageDecision,
)
from concerns.panels import queries as panels
from concerns.reports import rerating
from concerns.reports.rerating import News, Rated
from concerns.vocabulary import Answer, Band, CloseReason, Decided, HearingKind, Job, PauseReason, RequestKind, Stage
from foundation import clock
from foundation.database import db


class Spell(NamedTuple):
    """A stretch at one stage; no end while it stands there."""

    stage: Stage
    since: date
    until: date | None


class Still(NamedTuple):
    """A clock that stood still."""

    reason: PauseReason
    since: date
    until: date | None


class Aim(NamedTuple):
    """Something that is due by a day."""

    stage: Stage
    due_on: date


class Appealed(NamedTuple):
    """An appeal of a registrant, or a reporter's wish for another look: when, and what came of it."""

    on: date
    answered_on: date | None
    upheld: bool
    by_registrant: bool


@dataclass
class Case:
    """One concern as the figures see it."""

    id: int
    stage: Stage
    received_on: date
    replied_on: date | None
    reply_due_on: date
    triage_due_on: date
    contact_days: int
    closed_on: date | None
    worries: tuple[str, ...]
    officer_id: int | None
    risk: Band | None
    paused: bool
    spells: list[Spell] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    pauses: list[Still] = field(default_factory=list)
    contacts: list[date] = field(default_factory=list)
    #: Of each registrant who was told: that day, and the days of letters to them.
    words_to: list[list[date]] = field(default_factory=list)
    rated_on: date | None = None
    ratings: list[Rated] = field(default_factory=list)
    #: What came after the first telling: each may change the risk.
    news: list[News] = field(default_factory=list)
    #: When a panel was asked for an interim order, and when that was answered: heard, or not asked for any more.
    interim_asked: list[date] = field(default_factory=list)
    interim_answered: list[date] = field(default_factory=list)
    closures: list[tuple[date, CloseReason]] = field(default_factory=list)
    #: What was decided and told, oldest first: the day and the kind.
    decided: list[tuple[date, str]] = field(default_factory=list)
    #: The day on which both sides were told of all that was decided; None while that is still to come.
    told_on: date | None = None
    appeals: list[Appealed] = field(default_factory=list)
    standards: frozenset[str] = frozenset()
    investigator_id: int | None = None

    def open_on(self, day: date) -> bool:
        """Whether it was open at the end of a day."""
        return any(
            spell.stage is not Stage.CLOSED and spell.since <= day and (spell.until is None or day < spell.until)
            for spell in self.spells
        )

    @property
    def open_spells(self) -> list[tuple[date, date | None]]:
        """The stretches in which it was open, each until it was closed."""
        made: list[tuple[date, date | None]] = []
        for spell in self.spells:
            if spell.stage is Stage.CLOSED:
                continue
            if made and made[-1][1] == spell.since:
                made[-1] = (made[-1][0], spell.until)
            else:
                made.append((spell.since, spell.until))
        return made

    @property
    def due_on(self) -> date | None:
        """By when the stage it stands at is to be left; an outcome is done when everybody was told."""
        if self.stage is Stage.OUTCOME and self.told_on is not None:
            return None
        if self.stage in (Stage.RECEIVED, Stage.TRIAGE):
            return self.triage_due_on
        return next((one.due_on for one in self.aims if one.stage is self.stage), None)

    def last_spell(self, stage: Stage) -> Spell | None:
        """The last stretch at a stage."""
        return next((one for one in reversed(self.spells) if one.stage is stage), None)


@dataclass(frozen=True)
class Cases:
    """Every concern, and the names of the staff who have them."""

    all: tuple[Case, ...]
    names: Mapping[int, str]


def read() -> Cases:
    """Read all of it, in eighteen statements."""
    found = {one.id: one for one in _concerns()}
    _add_spells(found)
    for row in _rows(Target.concern_id, Target.stage, Target.due_on):
        found[row[0]].aims.append(Aim(row[1], row[2]))
    for row in _rows(Pause.concern_id, Pause.reason, Pause.began_on, Pause.ended_on, by=Pause.id):
        found[row[0]].pauses.append(Still(row[1], row[2], row[3]))
    for row in _rows(Contact.concern_id, Contact.made_on, by=Contact.id):
        found[row[0]].contacts.append(row[1])
    for words in _words_to_registrants().values():
        found[words[0]].words_to.append(words[1])
    for concern_id, ratings in rerating.ratings_by_concern().items():
        found[concern_id].ratings, found[concern_id].rated_on = ratings, ratings[0].on
    for concern_id, news in rerating.news_by_concern().items():
        found[concern_id].news = news
    for row in _rows(Closure.concern_id, Closure.closed_on, Closure.reason, by=Closure.id):
        found[row[0]].closures.append((row[1], row[2]))
    _add_told(found)
    _add_interims(found)
    _add_appeals(found)
    _add_standards(found)
    seats = select(Seat.concern_id, Seat.account_id).where(
        Seat.job == Job.INVESTIGATOR, Seat.hearing_id.is_(None), Seat.left_at.is_(None)
    )
    for row in db.session.execute(seats):
        found[row[0]].investigator_id = row[1]
    return Cases(tuple(found.values()), _names(found.values()))


def _rows(*columns: Any, by: Any = None) -> Iterable[Any]:
    statement = select(*columns)
    return db.session.execute(statement.order_by(by) if by is not None else statement)


def _concerns() -> Iterable[Case]:
    columns = (
        Concern.id,
        Concern.stage,
        Concern.received_on,
        Concern.replied_on,
        Concern.reply_due_on,
        Concern.triage_due_on,
        Concern.contact_days,
        Concern.closed_on,
        Concern.worries,
        Concern.officer_id,
        Concern.risk,
        Concern.paused_on,
    )
    for row in _rows(*columns, by=Concern.id):
        held = row._asdict()
        paused, worries = held.pop("paused_on") is not None, tuple(held.pop("worries"))
        yield Case(**held, worries=worries, paused=paused)


def _add_spells(found: Mapping[int, Case]) -> None:
    """The stages of each concern: only the steps at which the stage became another one."""
    before = func.lag(Step.stage).over(partition_by=Step.concern_id, order_by=Step.id)
    steps = select(Step.id, Step.concern_id, Step.stage, Step.on.label("day"), before.label("before")).subquery()
    changed = select(steps.c.concern_id, steps.c.stage, steps.c.day).where(
        or_(steps.c.before.is_(None), steps.c.before != steps.c.stage)
    )
    for concern_id, stage, day in db.session.execute(changed.order_by(steps.c.id)):
        case = found[concern_id]
        since = day if case.spells else case.received_on
        if case.spells:
            case.spells[-1] = case.spells[-1]._replace(until=since)
        case.spells.append(Spell(stage, since, None))


def _add_interims(found: Mapping[int, Case]) -> None:
    for concern_id, day, applies in _rows(
        InterimDecision.concern_id, InterimDecision.decided_on, InterimDecision.applies, by=InterimDecision.id
    ):
        (found[concern_id].interim_asked if applies else found[concern_id].interim_answered).append(day)
    heard = select(Hearing.concern_id, Hearing.decided_on).where(
        Hearing.kind == HearingKind.INTERIM, Hearing.decided_on.is_not(None)
    )
    for row in db.session.execute(heard):
        found[row[0]].interim_answered += [day for day in row[1:] if day is not None]


def _words_to_registrants() -> dict[int, tuple[int, list[date]]]:
    statement = (
        select(Subject.id, Subject.concern_id, Subject.told_on, RegistrantLetter.written_on)
        .outerjoin(RegistrantLetter, RegistrantLetter.subject_id == Subject.id)
        .where(Subject.told_on.is_not(None))
        .order_by(Subject.id, RegistrantLetter.id)
    )
    found: dict[int, tuple[int, list[date]]] = {}
    for subject_id, concern_id, told_on, written_on in db.session.execute(statement):
        held = found.setdefault(subject_id, (concern_id, []))[1]
        held += [day for day in (told_on, written_on) if day is not None]
    return found


def _add_told(found: Mapping[int, Case]) -> None:
    """What was decided and told, and since when all of it is. What fell needs no letter; a measure tells of itself."""
    waits: set[int] = set()
    for concern_id, told_on, ended_on, kind in _rows(
        Order.concern_id, Order.told_on, Order.ended_on, Order.kind, by=Order.id
    ):
        case = found[concern_id]
        if told_on is not None:
            case.decided.append((told_on, kind))
        if kind in panels.INTERIM or ended_on is not None:
            continue
        if told_on is None:
            waits.add(concern_id)
        else:
            case.told_on = max(told_on, case.told_on or told_on)
    for concern_id in waits:
        found[concern_id].told_on = None


def _add_appeals(found: Mapping[int, Case]) -> None:
    for concern_id, lodged_on, decided_on, decided in _rows(
        Appeal.concern_id, Appeal.lodged_on, Appeal.decided_on, Appeal.decided, by=Appeal.id
    ):
        upheld = decided in (Decided.OVERTURNED, Decided.HEAR_AGAIN)
        found[concern_id].appeals.append(Appealed(lodged_on, decided_on, upheld, by_registrant=True))
    wishes = select(Request.concern_id, Request.asked_on, Request.answered_at, Request.answer).where(
        Request.kind == RequestKind.CLOSURE_REVIEW
    )
    for concern_id, asked_on, answered_at, answer in db.session.execute(wishes.order_by(Request.id)):
        day = clock.day_of(answered_at) if answered_at is not None else None
        found[concern_id].appeals.append(Appealed(asked_on, day, answer is Answer.SENT_BACK, by_registrant=False))


def _add_standards(found: Mapping[int, Case]) -> None:
    """The Standards that an allegation names; before there is one, those that the last decision named."""
    for kind in (TriageDecision, ThresholdDecision):
        for concern_id, named in _rows(kind.concern_id, kind.standards, by=kind.id):
            found[concern_id].standards = frozenset(named)
    alleged: dict[int, set[str]] = {}
    for concern_id, named, withdrawn_at in _rows(
        Allegation.concern_id, Allegation.standards, Allegation.withdrawn_at, by=Allegation.id
    ):
        if withdrawn_at is None:
            alleged.setdefault(concern_id, set()).update(named)
    for concern_id, standards in alleged.items():
        found[concern_id].standards = frozenset(standards)


def _names(found: Iterable[Case]) -> dict[int, str]:
    people = {one for case in found for one in (case.officer_id, case.investigator_id) if one is not None}
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(people)))
    return {row[0]: row[1] for row in rows}
