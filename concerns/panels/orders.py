"""What follows a decision: the time to appeal, following an order, closing the concern (`publishing` makes it public).

A sanction starts when the time to appeal is over; an interim order that is in force covers that time and ends when the
sanction starts, or at once when there is none. What was agreed starts at once. Nothing is public before its moment: the
register shows an order from its start, works out itself until when, and takes it down on the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from accounts.permissions import Permission
from concerns import correspondence, emails, policy, rules
from concerns.investigation.responding import mine
from concerns.models import Appeal, Order
from concerns.operations.closing import close_on_desk
from concerns.operations.desk import Desk, sit_down
from concerns.operations.steps import move, note_step
from concerns.panels import effects, queries
from concerns.vocabulary import AppealGround, CloseReason, Stage, StepKind
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from register import operations as register
from register.vocabulary import OrderKind

PUBLISHERS = (Permission.PUBLISH,)
_NOTHING = "There is no decision here that you can appeal."
#: Reach no page of the register.
PRIVATE = effects.UNSEEN
_WATCHED = (OrderKind.CONDITIONS.value, OrderKind.UNDERTAKINGS.value, OrderKind.SUSPENSION.value)


@operation
def lodge_appeal(
    reference: str, order_id: int, *, account_id: int, grounds: Sequence[AppealGround], words: str, by: Actor
) -> None:
    """The registrant appeals, within 28 days of the letter: the sanction waits, an interim order covers that time.

    An interim order, and an order that a review made longer, stay in force meanwhile.

    Raises:
        Refused: the time is over, there is no ground or no words, it was appealed before, or cannot be.
    """
    audit.take_turn()
    concern, about = mine(reference, account_id)
    if by.id != account_id:
        raise NotAllowed("Only the registrant appeals.")
    row = queries.order(concern.id, order_id)
    today, against = clock.today(), queries.last_decision(row)
    if row.subject_id != about.id:
        raise Refused(_NOTHING)
    if any(one.determination_id == against for one in queries.open_appeals(row.id)):
        raise Refused("You have appealed this decision.")
    if row.appeal_until is None or against is None:
        raise Refused(_NOTHING)
    if today > row.appeal_until:
        raise Refused("The time to appeal is over. Call us if something kept you from it.")
    if not grounds or not words.strip():
        raise Refused("Choose a ground, and say why.")
    if row.kind in queries.INTERIM and not queries.in_force(row, clock.now()):
        raise Refused("That measure has ended, so there is nothing to appeal.")
    box = locks.box_of(concern.lock_id)
    lodged = Appeal(
        concern_id=concern.id,
        order_id=row.id,
        determination_id=against,
        grounds=[one.value for one in grounds],
        words_sealed=box.seal(words.strip()),
        lodged_on=today,
        lodged_at=clock.now(),
        due_on=today + timedelta(days=policy.APPEAL_HEARD.value(today)),
        ground=grounds[0],
    )
    db.session.add(lodged)
    row.appeal_until = None  # used; the next decision about it has a time of its own
    emails.registrant(about, concern, emails.APPEAL_CAME)
    emails.message_waiting(concern, correspondence.reach_of(concern, box), emails.APPEALED)
    if queries.is_beside(row, lodged):
        # The order goes on beside whatever stage the concern stands at: the appeal does too.
        note_step(concern, StepKind.APPEALED, by=by, detail={"order": row.id})
        return
    told_on = row.told_on
    take_off(row, reason="It waits for the appeal.", by=by)
    # They were told, and on which day the promise of letters was kept stays known.
    row.told_on = told_on
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


def take_off(row: Order, *, reason: str, by: Actor) -> None:
    """Take an order off the register as if it had never been there: it waits, fell, or should not be there.

    A temporary measure that was to end when it starts goes on as it was ordered.
    """
    row.told_on = None
    if row.restriction_id is None:
        return
    effects.restore_cover(row, by=by)
    register.take_back_restriction(
        effects.number_of(row.entry_id), restriction_id=row.restriction_id, reason=reason, by=by
    )
    row.restriction_id = row.starts_at = row.ends_at = row.review_on = row.shown_until = row.shown_again_on = None
    row.effected_at = row.effected_by_id = None


def _check_done(desk: Desk) -> None:
    today = clock.today()
    for row in queries.orders(desk.concern.id):
        if row.ended_on is not None:
            continue
        if row.told_on is None or (row.effected_at is None and row.kind not in PRIVATE):
            raise Refused("A decision was not released yet.")
        if row.kind not in queries.INTERIM and queries.open_appeals(row.id):
            raise Refused("An appeal is not answered yet.")
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
