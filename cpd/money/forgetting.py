"""Deleting invoices once the years that tax law asks for are over (rules 6.11), batch by batch.

A legal hold on a registrant (`cpd.legal_holds`) keeps theirs, and those of the time before they were one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, or_, select

from cpd import legal_holds
from cpd.money import policy
from cpd.money.models import FailedPayment, Invoice, Payment, Refund, Waiver
from foundation import audit, clock, locks
from foundation.audit import SYSTEM, Line
from foundation.batches import NO_MORE, walk
from foundation.database import db, operation
from register.models import Holder

#: How many invoices one operation looks at.
AT_A_TIME = 500


def delete_over() -> int:
    """Delete invoices whose years are over, with what settled them; says how many. Safe to stop and to run again."""
    return walk(_delete_some)


@operation
def _delete_some(after: int) -> tuple[int, int]:
    """One batch: how many were deleted, and after which invoice the next one begins.

    Invoices are raised in the order of time: the first one that is too new ends it, so that nobody reads the rest.
    """
    audit.take_turn()
    before = clock.start_of_day(clock.add_months(clock.today(), -policy.KEPT.value()))
    rows = db.session.scalars(select(Invoice).where(Invoice.id > after).order_by(Invoice.id).limit(AT_A_TIME)).all()
    old = [one for one in rows if one.raised_at < before]
    last, held = _last_touched([one.id for one in old]), _on_hold([one.id for one in old])
    over = [
        one
        for one in old
        if one.id not in held
        and max(day for day in (last.get(one.id), one.settled_on, date.min) if day) < clock.day_of(before)
    ]
    _delete(over)
    return len(over), rows[-1].id if len(old) == AT_A_TIME else NO_MORE


def _last_touched(ids: Sequence[int]) -> dict[int, date]:
    """The last day on which money came or went for these invoices."""
    found: dict[int, date] = {}
    for kind, day in ((Payment, Payment.paid_on), (Refund, Refund.refunded_on)):
        rows = select(kind.invoice_id, func.max(day)).where(kind.invoice_id.in_(ids)).group_by(kind.invoice_id)
        for invoice_id, newest in db.session.execute(rows):
            found[invoice_id] = max(newest, found.get(invoice_id, date.min))
    return found


def _on_hold(ids: Sequence[int]) -> frozenset[int]:
    """Those of these invoices that a legal hold keeps: by the entry, or by an account that looks after it."""
    accounts = select(Holder.account_id).where(Holder.entry_id.in_(legal_holds.held()))
    theirs = or_(Invoice.entry_id.in_(legal_holds.held()), Invoice.account_id.in_(accounts))
    return frozenset(db.session.scalars(select(Invoice.id).where(Invoice.id.in_(ids), theirs)))


def _delete(over: Sequence[Invoice]) -> None:
    if not over:
        return
    ids, lock_ids = [one.id for one in over], [one.lock_id for one in over if one.lock_id is not None]
    lines = [
        Line("invoice.deleted", "invoice", str(one.id), {"invoice": one.reference, "matter": one.matter})
        for one in over
    ]
    audit.record_many(lines, by=SYSTEM)
    for kind in (Payment, FailedPayment, Refund, Waiver):
        db.session.execute(delete(kind).where(kind.invoice_id.in_(ids)))
    db.session.execute(delete(Invoice).where(Invoice.id.in_(ids)))
    for lock_id in lock_ids:
        locks.destroy_lock(lock_id)
