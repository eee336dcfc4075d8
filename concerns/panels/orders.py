"""From a decision to the register: the words by one person, released by another, the time to appeal, and the end.

A sanction starts when the time to appeal is over; an interim order that is in force covers that time and ends when the
sanction starts, or at once when there is none. What was agreed starts at once. Nothing is public before its moment: the
register shows an order from its start, works out itself until when, and takes it down on the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from accounts import authority
from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.separation import Part
from concerns import emails, policy, rules
from concerns.investigation.responding import mine
from concerns.models import Appeal, Order, OrderText
from concerns.operations.closing import close_on_desk
from concerns.operations.desk import Desk, sit_down
from concerns.operations.steps import move, note_step
from concerns.operations.triaging import subject
from concerns.panels import effects, queries
from concerns.vocabulary import AppealGround, CloseReason, Sanction, Stage, StepKind, Way
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from register import operations as register
from register.vocabulary import OrderKind

EDITORS = (Permission.PREPARE_TEXT,)
PUBLISHERS = (Permission.PUBLISH,)
#: Reach no page of the register.
PRIVATE = (Sanction.NONE.value, Sanction.ADVICE.value)
#: Who wrote and who released is kept apart for each order, not for the whole concern.
ORDER = "concern_order"
_WATCHED = (OrderKind.CONDITIONS.value, OrderKind.UNDERTAKINGS.value, OrderKind.SUSPENSION.value)


@operation
def prepare_text(reference: str, order_id: int, *, wording: str, version: int, by: Actor) -> None:
    """Write the words that the public will read, from the decision: service users and reporters without their names.

    Raises:
        NotAllowed: whoever releases it cannot have written it.
        Refused: it was released already, or there are no words.
    """
    desk = sit_down(reference, by=by, may=EDITORS, version=version)
    rules.check_stage(desk.concern, Stage.OUTCOME)
    row = _waiting(desk, order_id)
    take_part((ORDER, str(row.id)), Part.PREPARED_TEXT, called="this decision", by=by)
    row.wording_sealed = desk.needs(wording, "Write the words that the public will read.")
    db.session.add(
        OrderText(
            order_id=row.id,
            number=len(queries.texts([row.id])[row.id]) + 1,
            wording_sealed=row.wording_sealed,
            written_at=clock.now(),
            written_by_id=desk.account_id,
        )
    )
    desk.record("text_prepared", order=row.id)
    desk.touch()


@operation
def release(reference: str, order_id: int, *, version: int, by: Actor) -> None:
    """Release a decision as the second person: letters to both sides, and the order on the register from its start.

    Raises:
        NotAllowed: they wrote its words, or have a part that excludes them.
        Refused: nobody prepared its words, or it was released before.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    rules.check_stage(desk.concern, Stage.OUTCOME)
    row = _waiting(desk, order_id)
    private = row.kind in PRIVATE
    if not private and not authority.was_taken((ORDER, str(row.id)), Part.PREPARED_TEXT):
        raise Refused("A publication editor prepares the words first.")
    take_part((ORDER, str(row.id)), Part.PUBLISHED, called="this decision", by=by)
    today = clock.today()
    row.told_on = today
    if row.offer_id is None and row.kind != Sanction.NONE.value and queries.appeal(row.id) is None:
        row.appeal_until = today + timedelta(days=policy.APPEAL_LODGED.value(today))
    if private:
        _end_interims(desk, row, at=None)
    else:
        _put_on_register(desk, row)
    emails.registrant(subject(desk, row.subject_id), desk.concern, emails.DECISION, due=row.appeal_until)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word()
    desk.record("released", order=row.id)
    desk.touch()


@operation
def lodge_appeal(
    reference: str, order_id: int, *, account_id: int, grounds: Sequence[AppealGround], words: str, by: Actor
) -> None:
    """The registrant appeals, within 28 days of the letter: the sanction waits, an interim order does not.

    Raises:
        Refused: the time is over, there is no ground or no words, it was appealed before, or cannot be.
    """
    audit.take_turn()
    concern, about = mine(reference, account_id)
    if by.id != account_id:
        raise NotAllowed("Only the registrant appeals.")
    row = queries.order(concern.id, order_id)
    today = clock.today()
    if row.subject_id != about.id or row.appeal_until is None:
        raise Refused("There is no decision here that you can appeal.")
    if queries.appeal(row.id) is not None:
        raise Refused("You have appealed this decision.")
    if today > row.appeal_until:
        raise Refused("The time to appeal is over. Call us if something kept you from it.")
    if not grounds or not words.strip():
        raise Refused("Choose a ground, and say why.")
    interim = row.kind in queries.INTERIM
    if interim and not queries.in_force(row, clock.now()):
        raise Refused("That measure has ended, so there is nothing to appeal.")
    box = locks.box_of(concern.lock_id)
    db.session.add(
        Appeal(
            concern_id=concern.id,
            order_id=row.id,
            grounds=[one.value for one in grounds],
            words_sealed=box.seal(words.strip()),
            lodged_on=today,
            lodged_at=clock.now(),
            due_on=today + timedelta(days=policy.APPEAL_HEARD.value(today)),
            ground=grounds[0],
        )
    )
    if interim:
        # It goes on beside whatever stage the concern stands at: the appeal does too.
        note_step(concern, StepKind.APPEALED, by=by, detail={"order": row.id})
        return
    _take_off(row, by=by)
    move(concern, "appeal", StepKind.APPEALED, by=by, detail={"order": row.id})


@operation
def finish(reference: str, *, words: str, version: int, by: Actor) -> None:
    """Close a concern when everything is done: its orders are released, the time to appeal is over, none is watched.

    Raises:
        Refused: something is still to come, and what.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    rules.check_stage(desk.concern, Stage.OUTCOME, Stage.MONITORING)
    _check_done(desk)
    if any(_is_watched(row) for row in queries.orders(desk.concern.id)):
        raise Refused("An order is in force that has to be followed.")
    close_on_desk(desk, "finish", CloseReason.FINISHED, words)


@operation
def monitor(reference: str, *, version: int, by: Actor) -> None:
    """Follow an order whose time to appeal is over, until it ends.

    Raises:
        Refused: nothing is in force that has to be followed, or something is still to come.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    _check_done(desk)
    if not any(_is_watched(row) for row in queries.orders(desk.concern.id)):
        raise Refused("No order is in force that has to be followed. Close the concern.")
    move(desk.concern, "monitor", StepKind.MONITORING_BEGAN, by=by)


@operation
def take_down(reference: str, order_id: int, *, reason: str, version: int, by: Actor) -> None:
    """Take an order off the register at once because it should never have been there: the wrong person, say.

    Raises:
        Refused: it is not on the register, or there is no reason.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = queries.order(desk.concern.id, order_id)
    if row.restriction_id is None:
        raise Refused("It is not on the register.")
    desk.needs(reason, "Say why it has to go.")
    desk.note(f"Taken off the register at once: {reason.strip()}")
    _take_off(row, by=by)
    row.ended_on = clock.today()
    desk.record("taken_down", order=row.id)
    desk.touch()


def _put_on_register(desk: Desk, row: Order) -> None:
    kind = OrderKind(row.kind)
    row.starts_at = _starts_at(row)
    row.ends_at = effects.last_moment(row.starts_at, row.months) if row.months is not None else None
    row.effected_at, row.effected_by_id = clock.now(), desk.account_id
    row.restriction_id = register.impose_restriction(
        effects.number_of(row.entry_id),
        kind=kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        wording="" if row.about_health else desk.box.open(row.wording_sealed),
        source=desk.concern.reference,
        reason="A decision was released.",
        about_health=row.about_health,
        by=desk.by,
    )
    row.review_on = effects.next_review(row, interim=False)
    _end_interims(desk, row, at=row.starts_at if row.starts_at > clock.now() else None)


def _starts_at(row: Order) -> datetime:
    """After the time to appeal; at once when it was agreed, or the appeal was answered."""
    if row.appeal_until is None:
        return clock.now()
    return clock.start_of_day(row.appeal_until + timedelta(days=1))


def _end_interims(desk: Desk, row: Order, *, at: datetime | None) -> None:
    """End the interim orders about the same person, now or when the sanction starts."""
    for held in queries.orders(desk.concern.id):
        if held.kind in queries.INTERIM and held.subject_id == row.subject_id and queries.in_force(held, clock.now()):
            effects.end_now(desk, held, at=at)


def _take_off(row: Order, *, by: Actor) -> None:
    if row.restriction_id is None:
        return
    register.take_back_restriction(
        effects.number_of(row.entry_id), restriction_id=row.restriction_id, reason="It waits, or fell.", by=by
    )
    row.restriction_id = row.starts_at = row.ends_at = row.review_on = None
    row.effected_at = row.effected_by_id = None
    row.told_on = None


def _waiting(desk: Desk, order_id: int) -> Order:
    row = queries.order(desk.concern.id, order_id)
    if row.told_on is not None or row.ended_on is not None:
        raise Refused("It was released already, or fell.")
    return row


def _check_done(desk: Desk) -> None:
    today = clock.today()
    for row in queries.orders(desk.concern.id):
        if row.ended_on is not None:
            continue
        if row.told_on is None:
            raise Refused("A decision was not released yet.")
        if row.kind in queries.INTERIM:
            if queries.in_force(row, clock.now()):
                raise Refused("An interim order is still in force.")
        elif row.appeal_until is not None and today <= row.appeal_until:
            raise Refused("The time to appeal is not over yet.")


def _is_watched(row: Order) -> bool:
    return row.kind in _WATCHED and queries.in_force(row, clock.now())


def released(concern_id: int) -> Sequence[Order]:
    """The decisions of a concern that both sides were told of."""
    statement = select(Order).where(Order.concern_id == concern_id, Order.told_on.is_not(None)).order_by(Order.id)
    return db.session.scalars(statement).all()
