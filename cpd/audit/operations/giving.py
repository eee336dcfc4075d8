"""What an officer does: give it to an assessor and a second one, give more time, say it was told by post, stop it."""

from __future__ import annotations

from datetime import date, timedelta

from accounts import authority
from accounts.conflicts import Choice
from accounts.permissions import Permission
from accounts.roles import holders_of
from accounts.rules import check_may_take_part, check_no_conflict, who_is_clear
from accounts.separation import Part
from cpd.audit import emails, policy, queries, rules
from cpd.audit.matters import matter, registrant_of
from cpd.audit.models import Audit, Extension
from cpd.audit.models.judged import Marker
from cpd.audit.operations.steps import begin, move, note, note_step, reminders_due
from cpd.audit.vocabulary import OPEN, SENDS, Stage, StepKind
from cpd.registrants import Registrant
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused

_PART = {Marker.FIRST: Part.ASSESSED, Marker.SECOND: Part.SECOND_MARKED}
#: Whoever holds one of these may have read the first mark.
_SEES_MARKS = (Permission.AUDIT_CPD, Permission.DECIDE_REGISTER)


@operation
def give_assessor(reference: str, *, marker: Marker, account_id: int, version: int, by: Actor) -> None:
    """Give an audit to an assessor, or to a second one.

    Raises:
        Refused: they are no assessor.
        NotAllowed: a tie, an earlier part, the last audit of the same person, or they could have read the first mark.
    """
    held, _box = begin(reference, Permission.AUDIT_CPD, by=by, version=version)
    if marker is Marker.SECOND:
        rules.check_stage(held, Stage.SECOND_MARK)
    else:
        rules.check_stage(held, *(OPEN - {Stage.SECOND_MARK, Stage.REGISTRAR, Stage.NOTICE, Stage.APPEAL}))
    if account_id not in authority.able_to(holders_of(Permission.ASSESS)):
        raise Refused("Choose an assessor.")
    check_fresh(held, marker, account_id)
    check_no_conflict(account_id, matter(held), called=rules.CALLED)
    if marker is Marker.SECOND:
        held.second_id = account_id
    else:
        held.assessor_id = account_id
    note(held, "assessor_given", by=by, detail={"marker": marker.value, "account": account_id})
    db.session.flush()


def check_fresh(held: Audit, marker: Marker, account_id: int) -> None:
    """Refuse somebody who cannot mark it in that place."""
    other = held.assessor_id if marker is Marker.SECOND else held.second_id
    if account_id == other:
        raise NotAllowed("The second mark is worth something only from a second person.")
    check_may_take_part(account_id, rules.key(held), _PART[marker], called=rules.CALLED, about_entry_id=held.entry_id)
    if marker is Marker.SECOND:
        blind = authority.roles_held(account_id)
        if any(set(holders_of(one)) & blind for one in _SEES_MARKS):
            raise NotAllowed(
                "A second assessor marks blind. Whoever may read every audit could have read the first mark."
            )
    earlier = {one.id for one in queries.submissions(held.id) if one.round < held.round}
    redone = queries.appeals(held.id)
    if redone and any(
        one.marked_by_id == account_id and one.submission_id in earlier for one in queries.marks(held.id)
    ):
        raise NotAllowed("The appeal panel asked other people to assess it again.")


def candidates(held: Audit, marker: Marker) -> Choice:
    """Which assessors are clear, and what keeps the others away."""
    able = authority.able_to(holders_of(Permission.ASSESS))
    return who_is_clear(able, matter(held), part=_PART[marker], called=rules.CALLED)


@operation
def answer_time(reference: str, *, until: date | None, words: str, by: Actor) -> None:
    """Give more time until a day, or say no (`until` None). Without anybody having asked, time can be given too.

    Raises:
        Refused: nothing is waited for, the day is not later than the present one, or it is too far away.
    """
    held, box = begin(reference, Permission.AUDIT_CPD, by=by)
    rules.check_stage(held, *SENDS)
    said = rules.check_said(words, "Say why, so that the registrant can follow it.")
    asked = queries.open_extension(held.id)
    if until is None and asked is None:
        raise Refused("Nobody asked for more time.")
    if until is not None:
        _check_day(held, until)
    if asked is None:
        asked = Extension(audit_id=held.id, asked_at=clock.now(), sealed=box.seal(said))
        db.session.add(asked)
    asked.answered_at, asked.answered_by_id = clock.now(), rules.check_person(by)
    asked.until_on, asked.answer_sealed = until, box.seal(said)
    if until is not None:
        held.due_on = until
        held.reminders = reminders_due(held, clock.today())
        emails.stop_reminders(held)
    db.session.flush()
    note_step(held, StepKind.MORE_TIME if until else StepKind.NO_MORE_TIME, by=by)
    emails.more_time(held, registrant_of(held), given=until is not None)


def _check_day(held: Audit, until: date) -> None:
    today = clock.today()
    due = held.due_on or today
    if until <= due or until <= today:
        raise Refused("Choose a later day than the present one.")
    most = policy.EXTENSION.value(today)
    if until > max(due, today) + timedelta(days=most):
        raise Refused(f"More time is at most {most} days. Choose an earlier day.")


@operation
def told_by_post(reference: str, *, version: int, by: Actor) -> None:
    """Say that somebody without an email address was told by post today: their time begins."""
    held, _box = begin(reference, Permission.AUDIT_CPD, by=by, version=version)
    rules.check_stage(held, Stage.CHOSEN, Stage.DEFERRED)
    tell(held, registrant_of(held), by=by)


def tell(held: Audit, who: Registrant, *, by: Actor) -> None:
    """Tell somebody that they were chosen. Inside an operation."""
    held.told_on = clock.today()
    move(held, "tell", StepKind.TOLD, by=by)
    emails.told(held, who)


@operation
def stop(reference: str, *, why: str, version: int, by: Actor) -> None:
    """Stop an audit without an outcome, with a reason for the file."""
    said = rules.check_said(why, "Say why it is stopped.")
    held, box = begin(reference, Permission.AUDIT_CPD, by=by, version=version)
    rules.check_stage(held, *(OPEN - {Stage.NOTICE, Stage.APPEAL, Stage.REGISTRAR}))
    held.why_sealed = box.seal(said)
    stop_now(held, registrant_of(held), by=by)


def stop_now(held: Audit, who: Registrant, *, by: Actor, told: bool = True) -> None:
    """Stop it, and write to the registrant if they knew of it. Inside an operation."""
    move(held, "stop", StepKind.STOPPED, by=by)
    if told and held.told_on is not None:
        emails.stopped(held, who)
