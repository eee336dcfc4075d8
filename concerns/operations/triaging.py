"""Triage: whose concern it is about, which list it stands on, and closing it with reasons and a way on.

Closing is bad news for many: it carries reasons in plain words, says where else to go, and until when somebody
independent will look at it again.
"""

from __future__ import annotations

from accounts.permissions import Permission
from accounts.rules import check_no_conflict
from accounts.separation import Part
from concerns import correspondence, parties, reporter_rules, rules
from concerns.models import Request, Subject
from concerns.operations.closing import close_on_desk
from concerns.operations.desk import Desk, sit_down
from concerns.operations.holding import hold_linked, release_entry
from concerns.operations.steps import move
from concerns.vocabulary import AT_TRIAGE, Answer, CloseReason, OnRegister, Queue, RequestKind, Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused
from foundation.references import read_number
from foundation.words import say_day
from register import queries as register

TRIAGE = (Permission.TRIAGE,)


@operation
def begin_triage(reference: str, *, version: int, by: Actor) -> None:
    """Begin to find out whether a concern is ours. The reporter has had a reply by then.

    Raises:
        Refused: nobody has replied or has it, or it stands elsewhere.
    """
    desk = sit_down(reference, by=by, may=TRIAGE, version=version)
    rules.check_has_officer(desk.concern)
    if desk.concern.replied_on is None:
        raise Refused("Reply to the reporter first.")
    rules.check_rated(desk.concern)
    desk.take_part(Part.TRIAGED)
    move(desk.concern, "begin_triage", StepKind.TRIAGE_BEGAN, by=by)


@operation
def close(reference: str, *, reason: CloseReason, words: str, version: int, by: Actor) -> None:
    """Close a concern that is not ours to look into. `words` go to the reporter.

    Raises:
        Refused: nobody has it, it is closed, there are no words, or the reporter did not ask to take it back.
    """
    desk = sit_down(reference, by=by, may=TRIAGE, version=version)
    asked = reporter_rules.waiting(correspondence.requests(desk.concern.id), RequestKind.WITHDRAWAL)
    if reason not in AT_TRIAGE:
        raise Refused("That reason belongs to a later stage.")
    if reason is CloseReason.WITHDRAWN and asked is None:
        raise Refused("The reporter has not asked to take this back.")
    close_with_words(desk, reason, words, asked)


def close_with_words(desk: Desk, reason: CloseReason, words: str, asked: Request | None) -> None:
    """Close what lies on a triage lead's desk, and answer a wish to take it back in the same act."""
    if asked is not None and desk.concern.stage in (Stage.RECEIVED, Stage.TRIAGE):
        answer(desk, asked, Answer.CLOSED, words)
    close_on_desk(desk, "close", reason, words, part=Part.TRIAGED)


def answer(desk: Desk, asked: Request, how: Answer, reasons: str) -> None:
    """Answer what a reporter asked, with reasons."""
    if asked.answered_at is not None:
        raise Refused("Somebody has answered this already.")
    asked.reasons_sealed = desk.needs(reasons, "Write your reasons for the reporter.")
    asked.answer, asked.answered_at, asked.answered_by_id = how, clock.now(), desk.account_id


@operation
def link(reference: str, subject_id: int, *, number: str, reason: str, version: int, by: Actor) -> None:
    """Say who on the register somebody is whom the concern is about, or put a wrong link right.

    Raises:
        Missing: no such person in it.
        NotAllowed: whoever links has a tie to the one found: somebody else has to take the concern over.
        Refused: no such entry, or a link is changed without a reason.
    """
    desk = sit_down(reference, by=by, version=version)
    one = subject(desk, subject_id)
    found = read_number(number).number or ""
    entry_id = register.entry_ids([found]).get(found)
    if entry_id is None:
        raise Refused("There is no entry with that number.")
    if one.entry_id == entry_id:
        raise Refused("It is linked to that entry already.")
    if one.entry_id is not None:
        _leave_wrong_link(desk, one, reason)
    one.entry_id, one.on_register = entry_id, OnRegister.FOUND
    one.linked_at, one.linked_by_id = clock.now(), desk.account_id
    desk.concern.queue = Queue.CONCERNS
    db.session.flush()
    hold_linked(desk.concern, by=by)
    desk.touch()
    db.session.flush()
    try:
        check_no_conflict(desk.account_id, parties.of_one(desk.concern).matter, called=rules.CALLED)
    except NotAllowed as refused:
        raise NotAllowed(
            f"{refused.sentence} Hand this concern to somebody else, and leave the link to them."
        ) from None
    desk.record("linked", subject=one.id, entry=entry_id)


def _leave_wrong_link(desk: Desk, one: Subject, reason: str) -> None:
    """Nothing of a wrong link is lost: what it was, what was done on it, and why it was wrong stand in a note."""
    if not reason.strip():
        raise Refused("Say why the link was wrong.")
    record = register.records([one.entry_id])[one.entry_id] if one.entry_id is not None else None
    said = [f"The link to {record.number if record else 'an entry'} was wrong: {reason.strip()}"]
    if one.told_on is not None:
        said.append(f"That person was told on {say_day(one.told_on)}, and needs an apology.")
    desk.note(" ".join(said))
    if one.entry_id is not None:
        release_entry(desk.concern, one.entry_id, by=desk.by)
    one.told_on = one.told_at = one.told_by_id = one.told_sealed = None
    one.held_back_at = one.held_back_by_id = one.held_back_until = one.held_back_sealed = None
    one.held_back_because = None


@operation
def change_queue(reference: str, queue: Queue, *, reason: str, version: int, by: Actor) -> None:
    """Put a concern on another list.

    Raises:
        Refused: it stands there, or somebody in it is on the register, or there is no reason.
    """
    desk = sit_down(reference, by=by, may=TRIAGE, version=version)
    rules.check_open(desk.concern)
    if desk.concern.queue is queue:
        raise Refused("It stands on that list already.")
    if queue is Queue.NEVER_REGISTERED and any(one.entry_id is not None for one in desk.concern.subjects):
        raise Refused("Somebody it is about is on our register, so it stays on the list of concerns.")
    if not reason.strip():
        raise Refused("Say why it belongs on the other list.")
    desk.concern.queue = queue
    desk.note(f"Moved to another list: {reason.strip()}")
    desk.record("queue_changed", queue=queue.value)


def subject(desk: Desk, subject_id: int) -> Subject:
    """Somebody whom the concern on a desk is about.

    Raises:
        Missing: it is not about them.
    """
    found = next((one for one in desk.concern.subjects if one.id == subject_id), None)
    if found is None:
        raise Missing("This concern is not about that person.")
    return found
