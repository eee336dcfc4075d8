"""Reading concerns: each question a fixed number of statements. What may be shown to whom is for `rules` to say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload

from concerns import kept, targets
from concerns.clocks import Facts
from concerns.kept import CONCERN
from concerns.models import Concern, Contact, Cover, Message, Request, Seat, Statement, Step, Target, Tombstone
from concerns.vocabulary import Direction, Job, Stage
from concerns.vocabulary.retention import Disposal
from foundation import clock
from foundation.database import db, read_once, reads_once
from foundation.errors import Missing
from foundation.words import say_day

#: With the people in it: a concern is mostly about one or two, who come with it.
WITH_PEOPLE = select(Concern).options(
    joinedload(Concern.subjects), joinedload(Concern.reporter), joinedload(Concern.affected)
)
_BY_REFERENCE = WITH_PEOPLE.where(Concern.reference == bindparam("reference"))
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_BY_IDS = WITH_PEOPLE.where(Concern.id.in_(_IDS))
_SEATS = select(Seat).where(Seat.concern_id == CONCERN, Seat.left_at.is_(None)).order_by(Seat.id)
_AWAY = select(Cover.away_id).where(
    Cover.cover_id == bindparam("account_id"),
    Cover.ended_at.is_(None),
    Cover.from_on <= bindparam("today"),
    Cover.until_on >= bindparam("today"),
)
_OURS = aliased(Message)
_WAS_ANSWERED = exists().where(
    _OURS.concern_id == Message.concern_id, _OURS.direction == Direction.FROM_US, _OURS.id > Message.id
)
# The closing of the same day answers what came before it; of an unnamed reporter's message no hour is known.
_AFTER = or_(Contact.made_on > Message.sent_on, Contact.recorded_at > Message.sent_at)
_SPOKEN = exists().where(Contact.concern_id == Message.concern_id, _AFTER)
_LATER = or_(Contact.made_on > Statement.given_on, Contact.recorded_at > Statement.given_at)
_HEARD = exists().where(Contact.concern_id == Statement.concern_id, _LATER)


def _first(kind: Any, day: Any, *tests: ColumnElement[bool]) -> Select[int, int, date]:
    """The first day of a kind that passes, of each concern."""
    first = select(literal(_WAITS), kind.concern_id, type_coerce(func.min(day), Date()))
    return first.where(kind.concern_id.in_(_IDS), *tests).group_by(kind.concern_id)


_WAITS, _SPOKE, _DUE = range(3)
_WAITING: tuple[Select[int, int, date], ...] = (
    _first(Request, Request.asked_on, Request.answered_at.is_(None)),
    _first(Message, Message.sent_on, Message.direction == Direction.TO_US, ~_WAS_ANSWERED, ~_SPOKEN),
    _first(Statement, Statement.given_on, Statement.number > 1, ~_HEARD),
)
_LAST_CONTACTS = (
    select(literal(_SPOKE), Contact.concern_id, type_coerce(func.max(Contact.made_on), Date()))
    .where(Contact.concern_id.in_(_IDS))
    .group_by(Contact.concern_id)
)
_STAGE_DUE = (
    select(literal(_DUE), Concern.id, type_coerce(Target.due_on, Date()))
    .join(Target, and_(Target.concern_id == Concern.id, Target.stage == Concern.stage))
    .where(Concern.id.in_(_IDS), targets.RUNS)
)
_WAITING_SINCE = union_all(*_WAITING)
_CLOCKS = union_all(*_WAITING, _LAST_CONTACTS, _STAGE_DUE)


def reference_taken(reference: str) -> bool:
    """Whether a concern has that reference."""
    return db.session.scalar(select(Concern.id).where(Concern.reference == reference)) is not None


def find(reference: str) -> Concern | None:
    """The concern of a reference, with the people in it."""
    return read_once(("concern", reference), lambda: _find(reference))


def _find(reference: str) -> Concern | None:
    return db.session.scalars(_BY_REFERENCE, {"reference": reference}).unique().one_or_none()


def load(concern_ids: Collection[int]) -> dict[int, Concern]:
    """These concerns by id, with the people in them."""
    if not concern_ids:
        return {}
    return {one.id: one for one in db.session.scalars(_BY_IDS, {"ids": list(concern_ids)}).unique()}


def get(reference: str) -> Concern:
    """The concern of a reference.

    Raises:
        Missing: there is none.
    """
    found = find(reference)
    if found is None:
        raise no_such(reference)
    return found


def no_such(reference: str) -> Missing:
    """What to say of a reference that leads nowhere: that there is none, or that it was deleted, and when."""
    done_on = db.session.scalar(
        select(Tombstone.done_on).where(Tombstone.reference == reference, Tombstone.how == Disposal.DELETE)
    )
    if done_on is None:
        return Missing("There is no concern with that reference.")
    return Missing(f"The record of this concern was deleted under our rules on {say_day(done_on)}.")


def steps(concern_id: int) -> Sequence[Step]:
    """The timeline, oldest first."""
    return kept.of(Step, concern_id)


def stages_reached(concern_ids: Collection[int]) -> dict[int, set[Stage]]:
    """The stages that concerns were at, in one statement."""
    found: dict[int, set[Stage]] = {one: set() for one in concern_ids}
    rows = db.session.execute(select(Step.concern_id, Step.stage).where(Step.concern_id.in_(concern_ids)).distinct())
    for concern_id, stage in rows:
        found[concern_id].add(stage)
    return found


def statement_count(concern_id: int) -> int:
    """How many statements a concern has."""
    return db.session.scalar(select(func.count()).where(Statement.concern_id == concern_id)) or 0


def waiting_since(concern_ids: Collection[int]) -> dict[int, date]:
    """The day of the oldest thing each reporter asked, wrote or added that nobody has answered, where there is one."""
    return _days(_WAITING_SINCE, concern_ids)[_WAITS] if concern_ids else {}


def _days(
    statement: CompoundSelect[int, int, date], concern_ids: Collection[int]
) -> tuple[dict[int, date], dict[int, date], dict[int, date]]:
    """Of each concern: since when its reporter waits, the last contact with them, and when its stage is to be left."""
    found: tuple[dict[int, date], dict[int, date], dict[int, date]] = ({}, {}, {})
    for tag, concern_id, day in db.session.execute(statement, {"ids": list(concern_ids)}):
        held = found[tag]
        held[concern_id] = min(day, held.get(concern_id, day))
    return found


def facts(concerns: Sequence[Concern]) -> dict[int, Facts]:
    """What the clocks of these concerns rest on, in one statement more."""
    ids = [one.id for one in concerns]
    waiting, last, aimed = read_once(("facts", *ids), lambda: _days(_CLOCKS, ids))
    return {
        one.id: Facts(
            stage=one.stage,
            received_on=one.received_on,
            reply_due_on=one.reply_due_on,
            triage_due_on=one.triage_due_on,
            contact_days=one.contact_days,
            replied_on=one.replied_on,
            last_contact_on=last.get(one.id),
            closed_on=one.closed_on,
            waits_since=waiting.get(one.id),
            stage_due_on=aimed.get(one.id),
            paused=one.paused_on is not None,
            rate_due_on=one.rate_due_on,
        )
        for one in concerns
    }


# ----------------------------------------------------------------------------------------------------- who does what


@reads_once
def seats(concern_id: int) -> Sequence[Seat]:
    """Everybody who is listed for a job in a concern or a hearing of it now, oldest first."""
    return db.session.scalars(_SEATS, {"concern_id": concern_id}).all()


def seat(concern_id: int, job: Job) -> Seat | None:
    """Who is listed for a job in the concern itself."""
    return db.session.scalar(
        select(Seat).where(
            Seat.concern_id == concern_id, Seat.job == job, Seat.hearing_id.is_(None), Seat.left_at.is_(None)
        )
    )


#: Jobs that somebody else may do while whoever is listed for them is away. Who decides, decides in person.
COVERED = frozenset({Job.INVESTIGATOR, Job.COMPLIANCE})


def seated(concern_id: int, account_id: int) -> frozenset[Job]:
    """The jobs that somebody does in a concern, in hearings too: their own, and those of whom they stand in for."""
    held = seats(concern_id)
    found = {one.job for one in held if one.account_id == account_id}
    if any(one.job in COVERED and one.account_id != account_id for one in held):
        away = stands_in_for(account_id)
        found |= {one.job for one in held if one.job in COVERED and one.account_id in away}
    return frozenset(found)


@reads_once
def stands_in_for(account_id: int) -> frozenset[int]:
    """Those who are away today and whose work this person does meanwhile."""
    return frozenset(db.session.scalars(_AWAY, {"account_id": account_id, "today": clock.today()}))


def seats_each(job: Job) -> dict[int, int]:
    """In how many open concerns each person is listed for a job: their workload."""
    rows = db.session.execute(
        select(Seat.account_id, func.count(func.distinct(Seat.concern_id)))
        .join(Concern, Concern.id == Seat.concern_id)
        .where(Seat.job == job, Seat.left_at.is_(None), Concern.stage != Stage.CLOSED)
        .group_by(Seat.account_id)
    )
    return {row[0]: row[1] for row in rows}


def closed_from(concern_id: int) -> Stage | None:
    """The stage at which a concern was closed the last time."""
    return db.session.scalar(
        select(Step.stage)
        .where(Step.concern_id == concern_id, Step.stage != Stage.CLOSED)
        .order_by(Step.id.desc())
        .limit(1)
    )
