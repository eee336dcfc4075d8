"""An order that was taken for one the public reads, and is about health: two people make it private (rules 6.8).

One says so and why, another agrees. The order itself stays as it is: the register says that there is a limit, and no
word of it. What must not be read meanwhile is hidden with one press (`taking_down.hide_words`). The other way round
nothing leads: what was private does not become public.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from accounts.permissions import Permission
from concerns import emails
from concerns.kept import CONCERN
from concerns.models import Concern, Determination, HealthSaid, Offer, Order
from concerns.operations.desk import Desk, sit_down
from concerns.operations.triaging import subject
from concerns.panels import effects, orders
from concerns.panels import queries as panels
from concerns.publishing import restored
from concerns.vocabulary import Way
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation, reads_once
from foundation.errors import NotAllowed, Refused
from register import operations as register

EITHER = (Permission.PREPARE_TEXT, Permission.PUBLISH)
PUBLISHERS = (Permission.PUBLISH,)
_WAITING = (
    select(HealthSaid)
    .join(Order, Order.id == HealthSaid.order_id)
    .where(Order.concern_id == CONCERN, HealthSaid.answered_at.is_(None))
    .order_by(HealthSaid.id)
)


@operation
def say(reference: str, order_id: int, *, reason: str, version: int, by: Actor) -> None:
    """Say that an order is about health, for a second person to agree.

    Raises:
        Refused: it is private already or reaches no page, somebody said so already, or there is no reason.
    """
    desk = sit_down(reference, by=by, may=EITHER, version=version)
    row = panels.order(desk.concern.id, order_id)
    if not may_be_said(row):
        raise Refused("The public reads no words of it, and will read none.")
    if any(one.order_id == row.id for one in waiting(desk.concern.id)):
        raise Refused("Somebody said so already. A second person answers.")
    db.session.add(
        HealthSaid(
            order_id=row.id,
            reason_sealed=desk.needs(reason, "Say why it is about health. Only staff read this."),
            said_at=clock.now(),
            said_by_id=desk.account_id,
        )
    )
    desk.record("health_said", order=row.id)
    desk.touch()


@operation
def answer(reference: str, order_id: int, *, agrees: bool, words: str = "", version: int, by: Actor) -> None:
    """Agree, as the second person, that an order is about health: no word of it is public from now on. Or say why not.

    Raises:
        NotAllowed: they said so themselves.
        Refused: nobody said so, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = panels.order(desk.concern.id, order_id)
    held = next((one for one in waiting(desk.concern.id) if one.order_id == row.id), None)
    if held is None:
        raise Refused("Nobody says that it is about health, or it was answered.")
    if held.said_by_id == desk.account_id:
        raise NotAllowed("You said so yourself. A second person answers.")
    if not agrees:
        desk.needs(words, "Say why it is not about health alone.")
    held.answer_sealed = desk.box.seal(words.strip()) if words.strip() else None
    held.agrees, held.answered_at, held.answered_by_id = agrees, clock.now(), desk.account_id
    if agrees:
        _make_private(desk, row)
    desk.record("health_answered", order=row.id, agrees=agrees)
    desk.touch()


def _make_private(desk: Desk, row: Order) -> None:
    row.about_health, row.words_hidden_at = True, None
    row.wording_sealed = _as_decided(row)
    # What is about health is shown until it ends, and no longer, whatever was ordered of words that all may read.
    row.without_end, row.shown_months, row.shown_again_on = False, None, None
    if row.restriction_id is None:
        return
    restored.follow(row)
    register.make_private(
        effects.number_of(row.entry_id), restriction_id=row.restriction_id, reason="It is private.", by=desk.by
    )
    row.restriction_id = effects.live_restriction(row.entry_id, row.restriction_id)
    effects.keep_days(row)
    emails.registrant(subject(desk, row.subject_id), desk.concern, emails.WORDS_HIDDEN)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.PUT_RIGHT)


def _as_decided(row: Order) -> str:
    """The words that were decided or agreed: the registrant reads them, whatever the public was to read."""
    if row.offer_id is not None:
        return db.session.get_one(Offer, row.offer_id).terms_sealed
    return db.session.get_one(Determination, row.determination_id).wording_sealed


def check_not_said(row: Order) -> None:
    """Refuse what would let words out of which somebody says that they are about health.

    Raises:
        Refused: somebody said so, and no second person has answered.
    """
    if any(one.order_id == row.id for one in waiting(row.concern_id)):
        raise Refused("Somebody says that it is about health. A second person answers that first.")


def may_be_said(row: Order) -> bool:
    """Whether the public reads words of an order, or would."""
    if row.about_health or row.kind in (*orders.PRIVATE, *panels.INTERIM):
        return False
    if row.restriction_id is None:
        return row.ended_on is None
    return row.shown_until is None or row.shown_until > clock.now()


@reads_once
def waiting(concern_id: int) -> Sequence[HealthSaid]:
    """What somebody said of an order of a concern and nobody has answered."""
    return db.session.scalars(_WAITING, {"concern_id": concern_id}).all()


def concerns_waiting() -> list[tuple[Concern, HealthSaid]]:
    """Every concern in which it waits for a second person, oldest first."""
    statement = (
        select(Concern, HealthSaid)
        .join(Order, Order.concern_id == Concern.id)
        .join(HealthSaid, HealthSaid.order_id == Order.id)
        .where(HealthSaid.answered_at.is_(None))
        .order_by(HealthSaid.id)
    )
    return [(concern, said) for concern, said in db.session.execute(statement)]
