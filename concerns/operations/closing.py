"""Closing a concern at whatever stage it stands: reasons for the reporter, a way on, and the right to another look.

Hearings that are still ahead and offers that nobody answered are called off with it: nothing is decided about somebody
in a concern that is closed, and nothing of it comes back when it is opened again.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, or_, select

from accounts.separation import Part
from concerns import emails, kept, policy, rules
from concerns.models import Closure, EndingProposed, Offer, Order, Step
from concerns.operations.calling_off import call_off_all
from concerns.operations.desk import MANAGERS, Desk, sit_down
from concerns.operations.pausing import end_pause
from concerns.operations.steps import move
from concerns.vocabulary import AS_WISHED, REVIEWABLE, CloseReason, Stage, StepKind, Way
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from foundation.waiting import Standing
from register.vocabulary import OrderKind

#: Where two managers end a concern: two people of another kind have it before them, or passed it on.
BY_TWO = (Stage.EXAMINATION, Stage.PANEL)
_COMES = (StepKind.TO_EXAMINERS, StepKind.TO_PANEL, StepKind.REOPENED)
#: An offer that nobody answered, sent or not.
_OPEN = (Standing.NOT_ASKED, Standing.WAITING, Standing.EXPIRED)
NO_WORDS = "Write the reasons for the reporter."


def close_on_desk(desk: Desk, move_name: str, reason: CloseReason, words: str, *, part: Part | None = None) -> None:
    """Close what lies on a desk by a move of the workflow. `words` go to the reporter."""
    concern = desk.concern
    rules.check_open(concern)
    rules.check_has_officer(concern)
    _check_no_interim_order(desk)
    sealed = desk.needs(words, NO_WORDS)
    if part is not None:
        desk.take_part(part)
    if concern.paused_on is not None:
        end_pause(desk)
    call_off_all(desk, desk.box.seal("The concern was closed."))
    today = clock.today()
    for offer in kept.of(Offer, concern.id):
        if offer.waited.standing(today) in _OPEN:
            offer.call_off(today)
    days = policy.CLOSURE_REVIEW.value(today) if reason in REVIEWABLE else 0
    db.session.add(
        Closure(
            concern_id=concern.id,
            reason=reason,
            words_sealed=sealed,
            closed_on=today,
            closed_at=clock.now(),
            closed_by_id=desk.account_id,
            review_until=today + timedelta(days=days),
        )
    )
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.DONE if reason in AS_WISHED else emails.ENDED)
    concern.closed_on = today
    move(concern, move_name, StepKind.CLOSED, by=desk.by, detail={"reason": reason.value})


def _check_no_interim_order(desk: Desk) -> None:
    """What is closed limits nobody any more: a panel ends an interim order first."""
    interim = [OrderKind.INTERIM_CONDITIONS.value, OrderKind.INTERIM_SUSPENSION.value]
    statement = select(Order.id).where(
        Order.concern_id == desk.concern.id,
        Order.kind.in_(interim),
        Order.restriction_id.is_not(None),
        Order.ended_on.is_(None),
        or_(Order.ends_at.is_(None), Order.ends_at > clock.now()),
    )
    if db.session.scalar(statement.limit(1)) is not None:
        raise Refused("An interim order is in force. A panel has to end it first.")


@operation
def discontinue(reference: str, *, words: str, note: str, version: int, by: Actor) -> bool:
    """Close a concern that cannot go on after triage, such as when the registrant has died; says whether it is closed.

    `words` go to the reporter; `note` says for colleagues what happened. What two examiners have before them, or passed
    to a panel, no one person ends: there it is only proposed (`answer_ending`).

    Raises:
        Refused: it stands elsewhere, there are no words, or it is proposed already.
    """
    desk = sit_down(reference, by=by, may=MANAGERS, version=version)
    desk.needs(note, "Write for colleagues what happened.")
    if desk.concern.stage not in BY_TWO:
        desk.note(f"Discontinued: {note.strip()}")
        close_on_desk(desk, "discontinue", CloseReason.DISCONTINUED, words)
        return True
    _check_no_interim_order(desk)
    if ending(desk.concern.id) is not None:
        raise Refused("Somebody proposed this already. Another manager answers it.")
    db.session.add(
        EndingProposed(
            concern_id=desk.concern.id,
            words_sealed=desk.needs(words, NO_WORDS),
            note_sealed=desk.box.seal(note.strip()),
            proposed_at=clock.now(),
            proposed_by_id=desk.account_id,
        )
    )
    desk.note(f"Proposed to end it: {note.strip()}\n\nThe reporter would read: {words.strip()}")
    desk.record("ending_proposed")
    desk.touch()
    return False


@operation
def answer_ending(reference: str, *, agrees: bool, words: str, version: int, by: Actor) -> None:
    """Close, as a second manager, a concern that another one says cannot go on; or let it go on. `words` say why.

    Raises:
        NotAllowed: they proposed it themselves.
        Refused: nobody proposed it, it stands elsewhere by now, or there are no words.
    """
    desk = sit_down(reference, by=by, may=MANAGERS, version=version)
    rules.check_stage(desk.concern, *BY_TWO)
    held = ending(desk.concern.id)
    if held is None:
        raise Refused("Nobody proposed to end it.")
    if held.proposed_by_id == desk.account_id:
        raise NotAllowed("You proposed it. Another manager answers.")
    desk.needs(words, "Write why, for colleagues.")
    held.agrees, held.answered_at, held.answered_by_id = agrees, clock.now(), desk.account_id
    desk.note(f"{'Agreed to end it' if agrees else 'Not ended'}: {words.strip()}")
    desk.record("ending_answered", agrees=agrees)
    desk.touch()
    if agrees:
        close_on_desk(desk, "discontinue", CloseReason.DISCONTINUED, desk.box.open(held.words_sealed))


def ending(concern_id: int) -> EndingProposed | None:
    """That it cannot go on, as a manager said and no other has answered since it came to the stage it stands at."""
    if not kept.may_have(EndingProposed, concern_id):
        return None
    came = select(func.max(Step.at)).where(Step.concern_id == concern_id, Step.kind.in_(_COMES)).scalar_subquery()
    return db.session.scalar(
        select(EndingProposed)
        .where(EndingProposed.concern_id == concern_id, EndingProposed.answered_at.is_(None))
        .where(or_(came.is_(None), EndingProposed.proposed_at >= came))
        .order_by(EndingProposed.id.desc())
        .limit(1)
    )


@operation
def look_anew(reference: str, *, note: str, version: int, by: Actor) -> None:
    """Open a closed concern again because something new came to light. Whoever triages it looks at all of it.

    Raises:
        Refused: it is open, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=MANAGERS, version=version)
    rules.check_closed(desk.concern)
    desk.needs(note, "Write what is new.")
    desk.note(f"Opened again: {note.strip()}")
    desk.concern.triage_due_on = clock.add_working_days(clock.today(), policy.TRIAGE.value(clock.today()))
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.GOES_ON)
    move(desk.concern, "look_anew", StepKind.REOPENED, by=by)
