"""Extended leave: asked for by the registrant, agreed by an officer. They stay on the register all the while."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from accounts.permissions import Permission
from cpd import legal_holds
from cpd.leaving import emails, policy, queries, rules
from cpd.leaving.models import ExtendedLeave
from cpd.leaving.telling import WhyAway
from cpd.leaving.vocabulary import LeaveStanding
from cpd.registrants import Registrant
from cpd.requirements.spans import Span
from foundation import audit, clock, locks
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused

#: How many are deleted in a night at most.
BATCH = 200


@operation
def ask_for_leave(span: Span, why: WhyAway, *, by: Actor) -> ExtendedLeave:
    """Ask for leave, as the registrant.

    Raises:
        NotAllowed: no entry of their own.
        Refused: they are not on the register, or those days cannot be.
    """
    audit.take_turn()
    registrant = rules.own_entry(by)
    rules.check_on_register(registrant)
    same = [
        one
        for one in queries.leaves(registrant.entry_id)
        if one.standing is LeaveStanding.ASKED and Span(one.starts_on, one.ends_on) == span
    ]
    if same:
        return same[0]  # the same button, pressed twice
    rules.check_leave(registrant, span)
    lock, box = locks.new_lock()
    due_on = clock.add_working_days(clock.today(), policy.LEAVE_ANSWERED.value(), registrant.division)
    leave = ExtendedLeave(
        entry_id=registrant.entry_id,
        standing=LeaveStanding.ASKED,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        lock_id=lock.id,
        sealed=box.seal_json(why.plain()),
        asked_at=clock.now(),
        asked_by_id=rules.check_person(by),
        due_on=due_on,
    )
    db.session.add(leave)
    db.session.flush()
    _note(leave, "asked", by)
    emails.leave_asked(leave, registrant)
    return leave


@operation
def write_down_leave(entry_id: int, span: Span, why: WhyAway, *, by: Actor) -> ExtendedLeave:
    """Write down and agree, as an officer, leave that somebody asked for by telephone or letter.

    Raises:
        NotAllowed: their roles do not give it, or they have a tie to the person.
        Refused: those days cannot be.
    """
    audit.take_turn()
    registrant = rules.registrant_of(entry_id)
    if not registrant.is_on_register():
        raise Refused("They are not on the register now.")
    rules.check_leave(registrant, span)
    lock, box = locks.new_lock()
    account_id, now = rules.check_person(by), clock.now()
    leave = ExtendedLeave(
        entry_id=entry_id,
        standing=LeaveStanding.AGREED,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        lock_id=lock.id,
        sealed=box.seal_json(why.plain()),
        asked_at=now,
        asked_by_id=account_id,
        due_on=None,
        decided_at=now,
        decided_by_id=account_id,
    )
    db.session.add(leave)
    db.session.flush()
    rules.check_staff(leave, registrant, Permission.LOOK_AFTER_REGISTRANTS, by)
    _note(leave, "written_down", by)
    emails.leave_agreed(leave, registrant)
    return leave


@operation
def decide_leave(leave_id: int, *, agree: bool, words: str, version: int, by: Actor) -> None:
    """Agree to a leave, or not.

    Raises:
        NotAllowed: their roles do not give it, or they have a tie to the person.
        Refused: it was decided or taken back, or a refusal gives no reasons.
    """
    leave, registrant = _to_decide(leave_id, version, by)
    said = words.strip() if agree else rules.check_said(words, "Write why, and what they can do. They read it.")
    if agree and not registrant.is_on_register():
        raise Refused("They are not on the register any more, so there is nothing to be away from.")
    sealed = locks.box_of(leave.lock_id).seal(said) if said else None
    leave.answer_sealed = sealed
    leave.standing = LeaveStanding.AGREED if agree else LeaveStanding.REFUSED
    leave.decided_at, leave.decided_by_id, leave.due_on = clock.now(), rules.check_person(by), None
    _note(leave, leave.standing.value, by)
    if agree:
        emails.leave_agreed(leave, registrant)
    else:
        emails.leave_refused(leave, registrant)


def _to_decide(leave_id: int, version: int, by: Actor) -> tuple[ExtendedLeave, Registrant]:
    leave = _to_change(leave_id)
    registrant = rules.registrant_of(leave.entry_id)
    rules.check_staff(leave, registrant, Permission.LOOK_AFTER_REGISTRANTS, by)
    rules.check_version(leave, version)
    if leave.standing is not LeaveStanding.ASKED:
        raise Refused("This was decided, or taken back.")
    return leave, registrant


@operation
def take_back_leave(leave_id: int, *, by: Actor) -> None:
    """Take a request back, or leave that has not begun.

    Raises:
        Missing: it is somebody else's.
        Refused: it has begun, or is over.
    """
    leave = _to_change(leave_id)
    rules.check_own(leave.entry_id, by)
    if leave.standing is LeaveStanding.WITHDRAWN:
        return
    begun = leave.standing is LeaveStanding.AGREED and leave.starts_on <= clock.today()
    if begun or leave.standing is LeaveStanding.REFUSED:
        raise Refused("This leave has begun. You can say on which day you came back.")
    leave.standing, leave.due_on = LeaveStanding.WITHDRAWN, None
    _note(leave, "taken_back", by)


@operation
def come_back(leave_id: int, *, last_day: date, by: Actor) -> None:
    """Come back earlier than was agreed: `last_day` is the last day away.

    Raises:
        Missing: it is somebody else's.
        Refused: it is not running, or the day is not in it.
    """
    leave = _to_change(leave_id)
    rules.check_own(leave.entry_id, by)
    today = clock.today()
    if leave.standing is not LeaveStanding.AGREED or not leave.starts_on <= today <= leave.ends_on:
        raise Refused("You are not on this leave now.")
    if not leave.starts_on <= last_day < leave.ends_on or last_day > today + timedelta(days=28):
        raise Refused("Choose a day within your leave, and no more than 28 days from now.")
    before, leave.ends_on = leave.ends_on, last_day
    _note(leave, "shortened", by, {"before": before.isoformat()})


@operation
def open_why(leave_id: int, *, by: Actor) -> tuple[WhyAway, str]:
    """Why somebody is away and what we answered, for an officer. That it was opened stands in the trail.

    Raises:
        NotAllowed: their roles do not give it, or they have a tie to the person.
    """
    leave = queries.leave(leave_id)
    rules.check_staff(leave, rules.registrant_of(leave.entry_id), Permission.LOOK_AFTER_REGISTRANTS, by)
    if leave.sealed is None:
        raise Missing("Why they were away is deleted, its years being over. The days are kept for their CPD.")
    box = locks.box_of(leave.lock_id)
    found = WhyAway.from_plain(box.open_json(leave.sealed))
    answer = box.open(leave.answer_sealed) if leave.answer_sealed else ""
    _note(leave, "opened", by)
    return found, answer


def delete_old() -> int:
    """Delete why people were away long ago, requests that came to nothing, later the days too; says how many."""
    done = 0
    while some := _delete_some():
        done += some
    return done


@operation
def _delete_some() -> int:
    """Of agreed leave the days stay longer than the words: its CPD may still be looked at, and is judged by them."""
    audit.take_turn()
    today = clock.today()
    words_before = clock.add_months(today, -policy.LEAVE_WHY_KEPT.value(today))
    days_before = clock.add_months(today, -policy.LEAVE_KEPT.value(today))
    with_words = ExtendedLeave.lock_id.is_not(None) & (ExtendedLeave.ends_on < words_before)
    over = db.session.scalars(
        select(ExtendedLeave)
        .where(with_words | (ExtendedLeave.ends_on < days_before), ExtendedLeave.entry_id.not_in(legal_holds.held()))
        .limit(BATCH)
    ).all()
    for leave in over:
        lock_id = leave.lock_id
        if leave.standing is LeaveStanding.AGREED and leave.ends_on >= days_before:
            _note(leave, "words_deleted", SYSTEM)
            leave.lock_id = leave.sealed = leave.answer_sealed = None
        else:
            _note(leave, "deleted", SYSTEM)
            db.session.delete(leave)
        db.session.flush()
        if lock_id is not None:
            locks.destroy_lock(lock_id)
    return len(over)


def own_why(leave: ExtendedLeave) -> tuple[WhyAway | None, str]:
    """Why they asked and what we answered, for the registrant's own download, which checks whose it is."""
    if leave.sealed is None:
        return None, ""
    box = locks.box_of(leave.lock_id)
    answer = box.open(leave.answer_sealed) if leave.answer_sealed else ""
    return WhyAway.from_plain(box.open_json(leave.sealed)), answer


def own_answer(leave: ExtendedLeave) -> str:
    """What we answered, for the registrant's own page, which checks whose it is."""
    return locks.box_of(leave.lock_id).open(leave.answer_sealed) if leave.answer_sealed else ""


def _to_change(leave_id: int) -> ExtendedLeave:
    audit.take_turn()
    leave = queries.leave(leave_id)
    db.session.refresh(leave)
    return leave


def _note(leave: ExtendedLeave, action: str, by: Actor, detail: dict[str, str] | None = None) -> None:
    audit.record(
        action=f"leave.{action}",
        subject=rules.key(leave),
        by=by,
        detail={"entry": leave.entry_id, "from": leave.starts_on.isoformat(), "to": leave.ends_on.isoformat()}
        | (detail or {}),
    )
