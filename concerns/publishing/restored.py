"""Somebody whom a panel removed is back on the register: the order keeps the days that the register computed anew.

A restoration brings the removal again with another last day (rules 6.8: five years more). The order follows what the
register put in its place by a restoration, and nothing else: any other difference is for the nightly check to tell.
An act that changes the order on the register cannot wait for the night, and follows first (`follow`).
"""

from __future__ import annotations

from sqlalchemy import select

from concerns import rules
from concerns.models import Order
from concerns.panels import effects
from foundation import audit
from foundation.audit import SYSTEM
from foundation.database import db, operation
from register import queries as register
from register.vocabulary import OrderKind


def keep() -> int:
    """Follow every restoration that no order has followed yet; says how many. Twice in a night finds none."""
    found = register.restored_in_place()
    ids = db.session.scalars(select(Order.id).where(Order.restriction_id.in_(found))).all() if found else []
    db.session.rollback()
    for order_id in ids:
        _follow(order_id)
    return len(ids)


@operation
def _follow(order_id: int) -> None:
    audit.take_turn()
    follow(db.session.get_one(Order, order_id, populate_existing=True))


def follow(row: Order) -> None:
    """Let an order follow the restoration that stands in its place, if there is one; inside an operation.

    Whoever takes its words or itself off the register between a restoration and the night does this first.
    """
    if row.kind != OrderKind.REMOVAL.value or row.restriction_id is None:
        return
    found = register.restored_in_place()
    if row.restriction_id not in found:
        return
    row.restriction_id = found[row.restriction_id]
    effects.keep_days(row)
    audit.record(
        action="concern.restoration_followed",
        subject=(rules.MATTER, row.concern_id),
        by=SYSTEM,
        detail={"order": row.id},
    )
