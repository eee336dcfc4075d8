"""Asking that a panel looks at an order in force earlier: the registrant says what is new, and a manager answers.

An interim order, or conditions that cannot be met, are so looked at before their day. One wish at a time; a no has its
reasons, which the registrant reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from concerns import emails, kept, rules
from concerns.investigation.responding import mine
from concerns.models import Order, ReviewAsked
from concerns.operations.desk import MANAGERS, sit_down
from concerns.operations.steps import rate_within_a_day, touch
from concerns.operations.triaging import subject
from concerns.panels import queries
from concerns.vocabulary import Stage
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation, reads_once
from foundation.errors import Missing, NotAllowed, Refused
from register.vocabulary import OrderKind

#: A warning and a removal are not looked at again by a panel of their own.
MAY_BE_ASKED = (*queries.INTERIM, OrderKind.CONDITIONS.value, OrderKind.UNDERTAKINGS.value, OrderKind.SUSPENSION.value)


@operation
def ask(reference: str, order_id: int, *, account_id: int, words: str, by: Actor) -> None:
    """The registrant says what is new, and asks that a panel looks at an order in force again.

    Raises:
        Missing: it is not an order of theirs.
        Refused: it is not in force, waits for an answer already, or there are no words.
    """
    audit.take_turn()
    concern, about = mine(reference, account_id)
    if by.id != account_id:
        raise NotAllowed("Only the registrant asks for this.")
    row = queries.order(concern.id, order_id)
    if row.subject_id != about.id or row.kind not in MAY_BE_ASKED:
        raise Missing("There is no such order about you in this concern.")
    if not queries.in_force(row, clock.now()):
        raise Refused("That order is not in force.")
    if waiting(concern.id, order_id) is not None:
        raise Refused("You have asked for this. We will answer you here.")
    if not words.strip():
        raise Refused("Say what is new.")
    db.session.add(
        ReviewAsked(
            concern_id=concern.id,
            order_id=order_id,
            words_sealed=locks.box_of(concern.lock_id).seal(words.strip()),
            asked_on=clock.today(),
            asked_at=clock.now(),
        )
    )
    rate_within_a_day(concern)
    audit.record(
        action="concern.order_review_asked", subject=(rules.MATTER, concern.id), by=by, detail={"order": order_id}
    )
    touch(concern)


@operation
def answer(reference: str, order_id: int, *, grants: bool, reasons: str, version: int, by: Actor) -> None:
    """Answer such a wish: a panel looks at the order from today on, or it does not, and why.

    Raises:
        Refused: nobody asks, the concern is closed, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=MANAGERS, version=version)
    if desk.concern.stage is Stage.CLOSED:
        raise Refused("This concern is closed.")
    asked = waiting(desk.concern.id, order_id)
    if asked is None:
        raise Refused("Nobody asks for that now.")
    asked.reasons_sealed = desk.needs(reasons, "Write your reasons. The registrant reads them.")
    asked.granted, asked.answered_at, asked.answered_by_id = grants, clock.now(), desk.account_id
    row = queries.order(desk.concern.id, order_id)
    if grants and queries.in_force(row, clock.now()):
        row.review_on = clock.today()
    about = subject(desk, row.subject_id)
    emails.registrant(about, desk.concern, emails.REVIEW_GRANTED if grants else emails.REVIEW_ANSWERED)
    desk.record("order_review_answered", order=order_id, grants=grants)
    desk.touch()


def waiting(concern_id: int, order_id: int) -> ReviewAsked | None:
    """The wish about an order that nobody has answered."""
    return next((one for one in asked(concern_id) if one.order_id == order_id and one.answered_at is None), None)


@reads_once
def asked(concern_id: int) -> Sequence[ReviewAsked]:
    """Every such wish in a concern, oldest first."""
    return kept.of(ReviewAsked, concern_id) if kept.may_have(Order, concern_id) else ()
