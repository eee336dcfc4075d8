"""Listing people for the jobs of a concern: who investigates, who examines, who sits. Nobody with a tie.

Refuses somebody without the role, somebody who is not clear, a lay seat to a registrant, and a registrant's to anybody
but one who is on the register in good standing. As what somebody sits goes with the person (`accounts.models.SitsAs`).
"""

from __future__ import annotations

from accounts import authority, roles
from accounts.conflicts import Choice
from accounts.permissions import Permission
from accounts.rules import check_may_take_part, check_no_conflict, who_is_clear
from accounts.separation import Part
from concerns import parties, queries, rules
from concerns.models import Concern, Hearing, Seat
from concerns.operations.desk import Desk, sit_down
from concerns.vocabulary import HearingKind, Job
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from register import queries as register
from register import rules as register_rules
from register.vocabulary import Status

ALLOCATORS = (Permission.ALLOCATE,)
_PERMISSION = {
    Job.INVESTIGATOR: Permission.INVESTIGATE,
    Job.EXAMINER_LAY: Permission.EXAMINE,
    Job.EXAMINER_REGISTRANT: Permission.EXAMINE,
    Job.CHAIR: Permission.CHAIR,
    Job.MEMBER_LAY: Permission.VOTE,
    Job.MEMBER_REGISTRANT: Permission.VOTE,
    Job.ADVISER: Permission.ADVISE,
    Job.COMPLIANCE: Permission.MONITOR_ORDERS,
}
_PART = {
    Job.INVESTIGATOR: Part.INVESTIGATED,
    Job.EXAMINER_LAY: Part.EXAMINED,
    Job.EXAMINER_REGISTRANT: Part.EXAMINED,
}
REGISTRANTS = (Job.EXAMINER_REGISTRANT, Job.MEMBER_REGISTRANT)
_SAY = "An administrator says it on their page among the people."
LAY = (Job.EXAMINER_LAY, Job.CHAIR, Job.MEMBER_LAY)
PANEL = (Job.CHAIR, Job.MEMBER_LAY, Job.MEMBER_REGISTRANT)
_IN_HEARINGS = (*PANEL, Job.ADVISER)


def part_of(job: Job, kind: HearingKind | None) -> Part | None:
    """The part that somebody takes in a concern by doing a job of it."""
    if kind is None or job not in _IN_HEARINGS:
        return _PART.get(job)
    if kind is HearingKind.APPEAL:
        return Part.HEARD_APPEAL
    if kind.is_interim:
        return Part.SAT_ON_INTERIM_PANEL
    return Part.ADVISED_PANEL if job is Job.ADVISER else Part.SAT_ON_PANEL


def permission_of(job: Job, kind: HearingKind | None) -> Permission:
    """What somebody has to be allowed to do for a job. Appeals are heard by those who hear appeals."""
    if kind is HearingKind.APPEAL and job is not Job.ADVISER:
        return Permission.HEAR_APPEALS
    return _PERMISSION[job]


@operation
def list_for(
    reference: str,
    job: Job,
    *,
    account_id: int,
    note: str = "",
    hearing_id: int | None = None,
    version: int,
    by: Actor,
) -> None:
    """List somebody for a job, in place of whoever was listed before.

    Raises:
        NotAllowed: they have not the role, a tie to somebody in it, or a part before that excludes this one.
        Refused: they are listed already, or are not the registrant that the job needs.
    """
    desk = sit_down(reference, by=by, may=ALLOCATORS, version=version)
    rules.check_open(desk.concern)
    hearing = _hearing(desk.concern, job, hearing_id)
    kind = hearing.kind if hearing is not None else None
    _check_person(desk, job, kind, account_id)
    now, held = clock.now(), _held(desk.concern, job, hearing_id)
    if held is not None and held.account_id == account_id:
        raise Refused("They are listed for this already.")
    if held is not None:
        held.left_at, held.left_by_id = now, desk.account_id
        db.session.flush()
    db.session.add(
        Seat(
            concern_id=desk.concern.id,
            hearing_id=hearing_id,
            job=job,
            account_id=account_id,
            number=_number(desk, job, account_id),
            note_sealed=desk.box.seal(note.strip()) if note.strip() else None,
            seated_at=now,
            seated_by_id=desk.account_id,
        )
    )
    db.session.flush()
    desk.record("listed", job=job.value, account=account_id, hearing=hearing_id)
    desk.touch()


@operation
def unlist(reference: str, seat_id: int, *, version: int, by: Actor) -> None:
    """Take somebody off a job before they did anything in it that stays.

    Raises:
        Refused: they are not listed.
    """
    desk = sit_down(reference, by=by, may=ALLOCATORS, version=version)
    held = next((one for one in queries.seats(desk.concern.id) if one.id == seat_id), None)
    if held is None:
        raise Refused("They are not listed for this any more.")
    held.left_at, held.left_by_id = clock.now(), desk.account_id
    desk.record("unlisted", job=held.job.value, account=held.account_id)
    desk.touch()


def candidates(concern: Concern, job: Job, kind: HearingKind | None = None) -> Choice:
    """Who of those with the role is clear, and what keeps the others away."""
    able = [
        one
        for one in authority.able_to(roles.holders_of(permission_of(job, kind)))
        if not _sits_otherwise(concern, job, one)
    ]
    if job in LAY or job in REGISTRANTS:
        said = authority.sits_as(able)
        able = [one for one in able if one in said and said[one].lay is (job in LAY)]
    people = parties.of_one(concern).matter
    return who_is_clear(able, people, part=part_of(job, kind), called=rules.CALLED)


def _sits_otherwise(concern: Concern, job: Job, account_id: int) -> bool:
    """Whether somebody is listed for a job in it that does not go with this one."""
    mine = _PART.get(job)
    return any(
        one.account_id == account_id and one.job is not job and not (mine is not None and one.hearing_id is not None)
        for one in queries.seats(concern.id)
    )


def _check_person(desk: Desk, job: Job, kind: HearingKind | None, account_id: int) -> None:
    permission = permission_of(job, kind)
    if account_id not in authority.able_to(roles.holders_of(permission)):
        raise NotAllowed("That person does not hold the role for this now.")
    if _sits_otherwise(desk.concern, job, account_id):
        raise NotAllowed("That person is listed for something else in this concern.")
    part = part_of(job, kind)
    if part is not None:
        check_may_take_part(account_id, desk.matter, part, called=rules.CALLED)
    if kind is HearingKind.FINAL and part is Part.SAT_ON_PANEL:
        _check_not_before(desk, account_id)
    check_no_conflict(account_id, desk.parties.matter, part=part, called=rules.CALLED)


def _check_not_before(desk: Desk, account_id: int) -> None:
    """A concern that is heard again is heard by people who did not hear it before."""
    if Part.SAT_ON_PANEL in authority.parts_taken([account_id], desk.matter)[account_id]:
        raise NotAllowed("That person sat on its panel before. New people hear it again.")


def _hearing(concern: Concern, job: Job, hearing_id: int | None) -> Hearing | None:
    if (hearing_id is not None) != (job in _IN_HEARINGS):
        raise Refused("Panel members and legal advisers are listed for a hearing, everybody else for the concern.")
    if hearing_id is None:
        return None
    found = db.session.get(Hearing, hearing_id)
    if found is None or found.concern_id != concern.id or found.called_off_at or found.decided_on:
        raise Refused("There is no such hearing ahead.")
    return found


def _held(concern: Concern, job: Job, hearing_id: int | None) -> Seat | None:
    return next(
        (one for one in queries.seats(concern.id) if one.job is job and one.hearing_id == hearing_id),
        None,
    )


def is_lay(account_id: int) -> bool:
    """Whether somebody is on record as a lay person."""
    held = authority.sits_as([account_id]).get(account_id)
    return held is not None and held.lay


def _number(desk: Desk, job: Job, account_id: int) -> str | None:
    """The registration number of somebody who sits as a registrant; nothing for everybody else."""
    if job in LAY and not is_lay(account_id):
        raise Refused(f"This seat is for a lay person, and nobody has said that they are one. {_SAY}")
    if job not in REGISTRANTS:
        return None
    held = authority.sits_as([account_id]).get(account_id)
    if held is None or held.number is None:
        raise Refused(f"This seat is for a registrant, and nobody has said that they are one. {_SAY}")
    entry_id = register.entry_ids([held.number]).get(held.number)
    record = register.records([entry_id]).get(entry_id) if entry_id is not None else None
    standing = register_rules.standing(record, clock.now()) if record is not None else None
    if held.number in {one.number for one in desk.parties.subjects}:
        raise NotAllowed("The concern is about them.")
    if standing is None or standing.status is not Status.REGISTERED:
        raise Refused("Their own entry has to be on the register, without any order.")
    return held.number
