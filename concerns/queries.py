"""Reading concerns: each question a fixed number of statements. What may be shown to whom is for `rules` to say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from concerns import kept, targets
from concerns.clocks import Facts
from concerns.kept import CONCERN
from concerns.models import Concern, Contact, Cover, Message, Request, Seat, Statement, Step, Tombstone
from concerns.vocabulary import Direction, Job, Stage
from concerns.vocabulary.retention import Disposal
from foundation import clock
from foundation.database import db, read_once, reads_once
from foundation.errors import Missing
from foundation.words import say_day

#: With the people in it.
WITH_PEOPLE = select(Concern).options(
    selectinload(Concern.subjects), joinedload(Concern.reporter), joinedload(Concern.affected)
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
_LAST_CONTACTS = (
    select(Contact.concern_id, func.max(Contact.made_on))
    .where(Contact.concern_id.in_(_IDS))
    .group_by(Contact.concern_id)
)

_ASKED = (
    select(Request.concern_id, func.min(Request.asked_on))
    .where(Request.concern_id.in_(_IDS), Request.answered_at.is_(None))
    .group_by(Request.concern_id)
)
_OURS = aliased(Message)
_WAS_ANSWERED = exists().where(
    _OURS.concern_id == Message.concern_id, _OURS.direction == Direction.FROM_US, _OURS.id > Message.id
)
# The closing of the same day answers what came before it; of an unnamed reporter's message no hour is known.
_AFTER = or_(Contact.made_on > Message.sent_on, Contact.recorded_at > Message.sent_at)
_SPOKEN = exists().where(Contact.concern_id == Message.concern_id, _AFTER)
_WRITTEN = (
    select(Message.concern_id, func.min(Message.sent_on))
    .where(Message.concern_id.in_(_IDS), Message.direction == Direction.TO_US, ~_WAS_ANSWERED, ~_SPOKEN)
    .group_by(Message.concern_id)
)
_LATER = or_(Contact.made_on > Statement.given_on, Contact.recorded_at > Statement.given_at)
_HEARD = exists().where(Contact.concern_id == Statement.concern_id, _LATER)
_ADDED = (
    select(Statement.concern_id, func.min(Statement.given_on))
    .where(Statement.concern_id.in_(_IDS), Statement.number > 1, ~_HEARD)
    .group_by(Statement.concern_id)
)


def reference_taken(reference: str) -> bool:
    """Whether a concern has that reference."""
    return db.session.scalar(select(Concern.id).where(Concern.reference == reference)) is not None


def find(reference: str) -> Concern | None:
    """The concern of a reference, with the people in it."""
    return read_once(("concern", reference), lambda: db.session.scalar(_BY_REFERENCE, {"reference": reference}))


def load(concern_ids: Collection[int]) -> dict[int, Concern]:
    """These concerns by id, with the people in them."""
    if not concern_ids:
        return {}
    return {one.id: one for one in db.session.scalars(_BY_IDS, {"ids": list(concern_ids)})}


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


def last_contacts(concern_ids: Collection[int]) -> dict[int, date]:
    """The day of the last contact with each reporter."""
    return {row[0]: row[1] for row in db.session.execute(_LAST_CONTACTS, {"ids": list(concern_ids)})}


def waiting_since(concern_ids: Collection[int]) -> dict[int, date]:
    """The day of the oldest thing each reporter asked, wrote or added that nobody has answered, where there is one."""
    if not concern_ids:
        return {}
    found: dict[int, date] = {}
    ask = any(kept.may_have(Request, one) for one in concern_ids)
    for statement in (_ASKED, _WRITTEN, _ADDED) if ask else (_WRITTEN, _ADDED):
        for concern_id, day in db.session.execute(statement, {"ids": list(concern_ids)}):
            found[concern_id] = min(day, found.get(concern_id, day))
    return found


def facts(concerns: Sequence[Concern]) -> dict[int, Facts]:
    """What the clocks of these concerns rest on, in five statements more."""
    ids = [one.id for one in concerns]
    last, waiting, aimed = read_once(
        ("facts", *ids), lambda: (last_contacts(ids), waiting_since(ids), targets.running(ids))
    )
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
            stage_due_on=due.due_on if (due := aimed.get((one.id, one.stage))) is not None else None,
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
