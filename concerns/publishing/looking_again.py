"""Looking again at a decision that the public reads without end, or for longer than ten years: every ten years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from accounts.permissions import Permission
from concerns.models import Order, PublicationReview
from concerns.operations.desk import sit_down
from concerns.panels import effects
from concerns.panels import queries as panels
from concerns.publishing import restored
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from register import operations as register

PUBLISHERS = (Permission.PUBLISH,)


@operation
def decide(
    reference: str, order_id: int, *, keeps: bool, until: date | None, reasons: str, version: int, by: Actor
) -> None:
    """Keep a decision public as it was ordered, or give it an earlier last day.

    Raises:
        Refused: it is not shown for longer than others, there are no reasons, or it would end without a day to come.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = panels.order(desk.concern.id, order_id)
    if row.shown_again_on is None or row.restriction_id is None:
        raise Refused("The public does not read it without end, nor for longer than ten years.")
    if keeps == (until is not None) or (until is not None and until < clock.today()):
        raise Refused("Keep it, or give the last day, which is still to come.")
    restored.follow(row)
    last = clock.end_of_day(until) if until is not None else None
    db.session.add(
        PublicationReview(
            order_id=row.id,
            kept=keeps,
            until=last,
            reasons_sealed=desk.needs(reasons, "Write your reasons."),
            reviewed_on=clock.today(),
            reviewed_at=clock.now(),
            reviewed_by_id=desk.account_id,
        )
    )
    again = register.look_again_on(clock.now())
    stays = keeps and (row.shown_until is None or clock.day_of(row.shown_until) > again)
    row.shown_again_on = again if stays else None
    if last is not None:
        # From now on it has an end: its papers are kept as those of others, and nobody reads that it has none.
        row.without_end, row.shown_months = False, None
        number = effects.number_of(row.entry_id)
        register.end_publication(
            number, restriction_id=row.restriction_id, until=last, reason="It was looked at again.", by=by
        )
        row.restriction_id = effects.live_restriction(row.entry_id, row.restriction_id)
        effects.keep_days(row)
    desk.record("publication_looked_at", order=row.id, kept=keeps)
    desk.touch()


def due(today: date) -> Sequence[Order]:
    """The decisions to look at again, the most pressing first."""
    statement = select(Order).where(Order.shown_again_on <= today, Order.restriction_id.is_not(None))
    return db.session.scalars(statement.order_by(Order.shown_again_on, Order.id)).all()
