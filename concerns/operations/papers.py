"""Opening a concern to work on it: the whole of it, or only the papers that belong to somebody's job in it.

Case examiners, panel members, legal advisers and compliance officers read the papers of a concern that they are listed
for, until some days after its closing; editors and the registrar what was decided (rules 6.10).
"""

from __future__ import annotations

import enum
from datetime import timedelta

from sqlalchemy import or_, select

from accounts.permissions import Permission
from accounts.rules import check_no_conflict
from concerns import parties, policy, queries, rules
from concerns.models import Concern, Exhibit, Order, Redaction, Response, Seat
from concerns.operations import reading, seating
from concerns.vocabulary import Job, Stage
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
    DECISION = "decision"


_BY_JOB = {
    Job.EXAMINER_LAY: Door.EXAMINER,
    Job.EXAMINER_REGISTRANT: Door.EXAMINER,
    Job.COMPLIANCE: Door.DECISION,
}
PUBLISHERS = (Permission.PREPARE_TEXT, Permission.PUBLISH)


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
    if found is Door.WHOLE:
        reading.open_concern(reference, by=by)
        return found
    audit.record(
        action="concern.papers_opened", subject=(rules.MATTER, concern.id), by=by, detail={"papers": found.value}
    )
    return found


@operation
def open_paper(reference: str, token: str, *, by: Actor) -> int:
    """Check that somebody may open a file of the evidence, or of what the registrant answered; says which it is.

    Redacted copies are for those who make and check them.

    Raises:
        Missing: no such file in this concern.
        NotAllowed: not with these roles, seats, ties or earlier parts, or no longer.
    """
    concern = queries.get(reference)
    file = evidence.find(token)
    found = door(concern, by=by)
    if not _is_paper(concern.id, file) or (found is not Door.WHOLE and file.owner_kind == "redaction"):
        raise Missing("There is no such file in this concern.")
    if found is Door.DECISION:
        raise NotAllowed("You may read what was decided, not the evidence.")
    return file.id


def mine(account_id: int, *, publishes: bool) -> list[tuple[Concern, tuple[Job, ...]]]:
    """The concerns whose papers are open to somebody by a seat, or as those who publish, oldest first."""
    seated: dict[int, list[Job]] = {}
    for seat in db.session.scalars(select(Seat).where(Seat.account_id == account_id, Seat.left_at.is_(None))):
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
    for job in queries.seated(concern.id, _id(by)):
        if job is not Job.INVESTIGATOR and rules.may(by, seating.permission_of(job, None), *_appeals(job)):
            return _BY_JOB.get(job, Door.PANEL)
    decided = select(Order.id).where(Order.concern_id == concern.id).limit(1)
    if rules.may(by, *PUBLISHERS) and db.session.scalar(decided) is not None:
        return Door.DECISION
    return None


def _appeals(job: Job) -> tuple[Permission, ...]:
    return (Permission.HEAR_APPEALS,) if job in seating.PANEL else ()


def _id(by: Actor) -> int:
    if by.id is None:
        raise NotAllowed("Only a member of staff opens a concern.")
    return by.id


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
    else:
        return False
    return db.session.scalar(found) is not None
