"""Opening a concern to work on it: the whole of it, or only the papers that belong to somebody's job in it.

Case examiners, panel members, legal advisers and compliance officers read the papers of a concern that they are listed
for, until some days after its closing; editors and the registrar what was decided (rules 6.10).
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import and_, or_, select

from accounts.permissions import Permission
from accounts.rules import check_may_take_part, check_no_conflict
from accounts.separation import Part
from concerns import parties, policy, queries, rules
from concerns.models import Concern, Exhibit, Hearing, Order, Redaction, Requirement, Response, Seat, Showing
from concerns.operations import reading, seating
from concerns.operations.copies import made_for
from concerns.vocabulary import Audience, HearingKind, Job, Stage
from foundation import audit, clock, evidence
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed
from foundation.evidence import StoredFile


class Door(enum.Enum):
    """How much of a concern somebody may read."""

    WHOLE = "whole"
    EXAMINER = "examiner"
    PANEL = "panel"
    #: Only what an interim panel needs: nothing of the report, of other hearings, or of what was decided otherwise.
    INTERIM = "interim"
    DECISION = "decision"


_BY_JOB = {
    Job.EXAMINER_LAY: Door.EXAMINER,
    Job.EXAMINER_REGISTRANT: Door.EXAMINER,
    Job.COMPLIANCE: Door.DECISION,
}
#: With several seats, the first of these counts.
_FIRST = (Door.EXAMINER, Door.PANEL, Door.INTERIM, Door.DECISION)
PUBLISHERS = (Permission.PREPARE_TEXT, Permission.PUBLISH)


#: Whose copies are read through a door.
AUDIENCE = {Door.EXAMINER: Audience.EXAMINERS, Door.PANEL: Audience.PANEL, Door.INTERIM: Audience.PANEL}


@operation
def open_for_work(reference: str, *, by: Actor) -> Door:
    """Note that somebody opens a concern, and say how much of it they may read; call it before showing anything.

    Raises:
        Missing: there is none.
        NotAllowed: not with these roles, seats, ties or earlier parts, or no longer.
    """
    audit.take_turn()
    concern = queries.get(reference)
    found = door(concern, by=by)
    note_read(concern.id, found, by=by)
    return found


@operation
def note_read(concern_id: int, opened: Door, *, by: Actor) -> None:
    """Note that somebody reads a concern through a door that `door` opened to them.

    For a page that gathers what it shows in the very transaction in which the door was opened: it calls this after
    gathering, and before anything is shown. Whatever fails here shows nothing.
    """
    if opened is Door.WHOLE:
        reading.note_opened(concern_id, by=by)
        return
    detail = {"papers": opened.value}
    audit.record(action="concern.papers_opened", subject=(rules.MATTER, concern_id), by=by, detail=detail)


@operation
def open_paper(reference: str, token: str, *, by: Actor) -> int:
    """Check that somebody may open a file of the evidence, or of what the registrant answered; says which it is.

    Where a copy was made for examiners or panels, they open that copy once it is checked, and never the exhibit.

    Raises:
        Missing: no such file in this concern.
        NotAllowed: not with these roles, seats, ties or earlier parts, or no longer.
    """
    concern = queries.get(reference)
    file = evidence.find(token)
    found = door(concern, by=by)
    if not _is_paper(concern.id, file) or not _is_theirs(concern.id, file, found):
        raise Missing("There is no such file in this concern.")
    if found is Door.DECISION and not _follows(concern, file, by):
        raise NotAllowed("You may read what was decided, not the evidence.")
    return file.id


def check_act(
    concern_id: int, *, may: Sequence[Permission], jobs: Collection[Job], part: Part | None, by: Actor
) -> None:
    """Refuse an act to somebody without its role, its seat in this concern, or with a part that excludes it.

    The act itself checks it again. This is for the page: nobody fills in a form that will be refused.
    """
    rules.check_any(by, may)
    account_id = _id(by)
    if jobs and queries.seated(concern_id, account_id).isdisjoint(jobs):
        raise NotAllowed("You are not listed for this in this concern.")
    if part is not None:
        check_may_take_part(account_id, (rules.MATTER, str(concern_id)), part, called=rules.CALLED)


def mine(account_id: int, *, publishes: bool) -> list[tuple[Concern, tuple[Job, ...]]]:
    """The concerns whose papers are open to somebody by a seat, or as those who publish, oldest first."""
    seated: dict[int, list[Job]] = {}
    away = queries.stands_in_for(account_id)
    theirs = and_(Seat.job.in_(queries.COVERED), Seat.account_id.in_(away))
    for seat in db.session.scalars(
        select(Seat).where(or_(Seat.account_id == account_id, theirs), Seat.left_at.is_(None))
    ):
        seated.setdefault(seat.concern_id, []).append(seat.job)
    since = clock.today() - timedelta(days=policy.PAPERS_AFTER.value())
    decided = (Stage.OUTCOME, Stage.APPEAL, Stage.MONITORING) if publishes else ()
    wanted = or_(Concern.id.in_(seated), Concern.stage.in_(decided))
    statement = select(Concern).where(wanted, or_(Concern.closed_on.is_(None), Concern.closed_on >= since))
    found = db.session.scalars(statement.order_by(Concern.received_on, Concern.id))
    return [(one, tuple(dict.fromkeys(seated.get(one.id, ())))) for one in found]


def door(concern: Concern, *, by: Actor) -> Door:
    """How much somebody may read now.

    Raises:
        NotAllowed: nothing.
    """
    try:
        reading.check_may_open(concern, parties.of_one(concern), by=by)
    except NotAllowed as whole:
        found = _by_seat(concern, by)
        if found is None:
            raise whole from None
    else:
        return Door.WHOLE
    check_no_conflict(_id(by), parties.of_one(concern).matter, called=rules.CALLED)
    return found


def _by_seat(concern: Concern, by: Actor) -> Door | None:
    closed = concern.closed_on
    if closed is not None and clock.today() > closed + timedelta(days=policy.PAPERS_AFTER.value()):
        return None
    found = {_door_of(job, kind) for job, kind, _ in _sits(concern.id, _id(by)) if _still_may(by, job, kind)}
    for one in _FIRST:
        if one in found:
            return one
    decided = select(Order.id).where(Order.concern_id == concern.id).limit(1)
    if rules.may(by, *PUBLISHERS) and db.session.scalar(decided) is not None:
        return Door.DECISION
    return None


def sits_in(concern_id: int, opened: Door, *, by: Actor) -> frozenset[int] | None:
    """The hearings of a concern that somebody may read of through a door; None for all of them."""
    if opened not in (Door.PANEL, Door.INTERIM):
        return None
    return frozenset(
        hearing_id
        for job, kind, hearing_id in _sits(concern_id, _id(by))
        if hearing_id is not None and _still_may(by, job, kind)
    )


def _sits(concern_id: int, account_id: int) -> list[tuple[Job, HearingKind | None, int | None]]:
    """What somebody is listed for in a concern besides investigating it, with the kind of hearing if it is for one."""
    away = queries.stands_in_for(account_id)
    theirs = and_(Seat.job.in_(queries.COVERED), Seat.account_id.in_(away))
    rows = db.session.execute(
        select(Seat.job, Hearing.kind, Hearing.id)
        .outerjoin(Hearing, Hearing.id == Seat.hearing_id)
        .where(Seat.concern_id == concern_id, or_(Seat.account_id == account_id, theirs), Seat.left_at.is_(None))
        .where(Seat.job != Job.INVESTIGATOR, Hearing.called_off_at.is_(None))
    )
    return [(job, kind, hearing_id) for job, kind, hearing_id in rows]


def _still_may(by: Actor, job: Job, kind: HearingKind | None) -> bool:
    return rules.may(by, seating.permission_of(job, kind))


def _door_of(job: Job, kind: HearingKind | None) -> Door:
    if kind is None:
        return _BY_JOB.get(job, Door.PANEL)
    return Door.INTERIM if kind.is_interim else Door.PANEL


def _follows(concern: Concern, file: StoredFile, by: Actor) -> bool:
    """Whether it shows that an order is kept, and they are listed to follow it."""
    return file.owner_kind == "showing" and Job.COMPLIANCE in queries.seated(concern.id, _id(by))


def _id(by: Actor) -> int:
    if by.id is None:
        raise NotAllowed("Only a member of staff opens a concern.")
    return by.id


def _is_theirs(concern_id: int, file: StoredFile, found: Door) -> bool:
    if found is Door.WHOLE or file.owner_kind not in ("exhibit", "redaction"):
        return True
    audience = AUDIENCE.get(found)
    held = db.session.scalars(
        select(Redaction)
        .join(Exhibit, Exhibit.id == Redaction.exhibit_id)
        .where(Exhibit.concern_id == concern_id)
        .order_by(Redaction.id)
    ).all()
    if file.owner_kind == "exhibit":
        exhibit_id = int(file.owner_id)
        return not _is_withdrawn(exhibit_id) and (audience is None or made_for(exhibit_id, held, audience) is None)
    copy = next(one for one in held if one.id == int(file.owner_id))
    if _is_withdrawn(copy.exhibit_id):
        return False
    return audience is not None and copy.checked_at is not None and made_for(copy.exhibit_id, held, audience) is copy


def _is_withdrawn(exhibit_id: int) -> bool:
    """Whether an exhibit was taken out of the evidence: nobody decides from it, with an old link neither."""
    return db.session.scalar(select(Exhibit.withdrawn_at).where(Exhibit.id == exhibit_id)) is not None


def _is_paper(concern_id: int, file: StoredFile) -> bool:
    if not file.owner_id.isdecimal():
        return False
    owner = int(file.owner_id)
    if file.owner_kind == "redaction":
        found = select(Redaction.id).join(Exhibit, Exhibit.id == Redaction.exhibit_id)
        found = found.where(Redaction.id == owner, Exhibit.concern_id == concern_id)
    elif file.owner_kind == "exhibit":
        found = select(Exhibit.id).where(Exhibit.id == owner, Exhibit.concern_id == concern_id)
    elif file.owner_kind == "response":
        found = select(Response.id).where(Response.id == owner, Response.concern_id == concern_id)
    elif file.owner_kind == "showing":
        found = select(Showing.id).join(Requirement, Requirement.id == Showing.requirement_id)
        found = found.where(Showing.id == owner, Requirement.concern_id == concern_id)
    else:
        return False
    return db.session.scalar(found) is not None
