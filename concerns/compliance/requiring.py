"""What an order asks for, taken from its words as rows by the registrar, who releases it; never by whoever checks it.

Refuses what the order cannot ask for: something due before it begins to count, or after its end.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from concerns import emails, rules
from concerns.compliance import queries
from concerns.models import Order, Requirement
from concerns.operations.desk import Desk, sit_down
from concerns.operations.triaging import subject
from concerns.panels import queries as panels
from concerns.panels.orders import PUBLISHERS
from concerns.vocabulary import Stage
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused


@operation
def require(
    reference: str,
    order_id: int,
    *,
    words: str,
    shown_by: str = "",
    first_due_on: date | None = None,
    every_months: int | None = None,
    version: int,
    by: Actor,
) -> int:
    """Write down one thing that an order asks for; gives its number. The registrant reads it in their account.

    Raises:
        Refused: the order is not one that is followed, a day that cannot be, or words are missing.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    rules.check_stage(desk.concern, Stage.OUTCOME, Stage.MONITORING)
    order = panels.order(desk.concern.id, order_id)
    _check_order(order)
    sealed = desk.needs(words, "Write what the order asks for, in its own words.")
    if (first_due_on is not None) != bool(shown_by.strip()):
        raise Refused("Say what shows it and from which day, or neither when nothing has to be sent.")
    _check_days(order, first_due_on, every_months)
    row = Requirement(
        concern_id=desk.concern.id,
        order_id=order.id,
        number=(db.session.scalar(select(func.max(Requirement.number)).where(Requirement.order_id == order.id)) or 0)
        + 1,
        words_sealed=sealed,
        shown_by_sealed=desk.box.seal(shown_by.strip()) if shown_by.strip() else None,
        first_due_on=first_due_on,
        every_months=every_months,
        set_at=clock.now(),
        set_by_id=desk.account_id,
    )
    db.session.add(row)
    once = f"what order {order.id} asks for, {clock.today().isoformat()}"
    emails.registrant(subject(desk, order.subject_id), desk.concern, emails.ASKED_BY_ORDER, once=once)
    desk.record("requirement_set", order=order.id, requirement=row.number)
    desk.touch()
    return row.number


@operation
def drop(reference: str, requirement_id: int, *, reasons: str, version: int, by: Actor) -> None:
    """Take back what was written down wrongly, or what a panel took out of the order. It stays on record.

    Raises:
        Refused: there is no such requirement, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = _row(desk, requirement_id)
    row.dropped_sealed = desk.needs(reasons, "Say why it is not asked for any more.")
    row.dropped_on, row.dropped_at, row.dropped_by_id = clock.today(), clock.now(), desk.account_id
    desk.record("requirement_dropped", order=row.order_id, requirement=row.number)
    desk.touch()


def _row(desk: Desk, requirement_id: int) -> Requirement:
    for one in queries.asked(desk.concern.id):
        if one.requirement.id == requirement_id:
            return one.requirement
    raise Refused("The order does not ask for that any more.")


def _check_order(order: Order) -> None:
    if order.kind not in queries.WATCHED:
        raise Refused("That decision asks for nothing that has to be followed.")
    if order.told_on is None or order.ended_on is not None:
        raise Refused("That order was not released, or is over.")


def _check_days(order: Order, first: date | None, every_months: int | None) -> None:
    if every_months is not None and (first is None or not 0 < every_months <= 36):
        raise Refused("Say from which day it repeats, and after how many months, up to 36.")
    if first is None:
        return
    if first < clock.today():
        raise Refused("Choose a day that is still to come.")
    if order.starts_at is not None and first < clock.day_of(order.starts_at):
        raise Refused("Choose a day on which the order is in force.")
    if order.ends_at is not None and first > clock.day_of(order.ends_at):
        raise Refused("Choose a day before the order ends.")
