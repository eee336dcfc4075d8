"""What the data download of an account holds of invoices and payments. What is due of them, their rooms say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from cpd.held import Field, Held
from cpd.money import purposes, queries
from cpd.money.models import FailedPayment, Invoice, Payment, Refund
from cpd.money.vocabulary import pounds
from foundation.database import db


def held(account_id: int) -> list[Held]:
    """Every invoice of a person, and the money that came and went."""
    invoices = queries.of_account(account_id)
    if not invoices:
        return []
    balances = queries.balances(invoices)
    rows: list[Mapping[str, Field]] = [
        {
            "Reference": one.reference,
            "For": purposes.of(one).words,
            "About": one.matter,
            "Asked": pounds(one.amount),
            "Still to come": pounds(max(0, balances[one.id].left)),
            "Due": one.due_on,
            "Settled": one.settled_on,
            "Cancelled": one.cancelled_at,
        }
        for one in invoices
    ]
    left_out = "Left out: why a part was not asked for, which staff wrote among themselves."
    return [Held("invoices", "Your invoices", rows, left_out), Held("payments", "Money", _money(invoices))]


def _money(invoices: Sequence[Invoice]) -> list[Mapping[str, Field]]:
    called = {one.id: one.reference for one in invoices}
    found: list[Mapping[str, Field]] = []
    for paid in db.session.scalars(select(Payment).where(Payment.invoice_id.in_(called)).order_by(Payment.id)):
        row: Mapping[str, Field] = {
            "Invoice": called[paid.invoice_id],
            "On": paid.paid_on,
            "What": f"{pounds(paid.amount)} came: {paid.way.label}",
            "The bank calls it": paid.bank_reference,
        }
        found.append(row)
    failures = db.session.scalars(select(FailedPayment).where(FailedPayment.invoice_id.in_(called)))
    found += [{"Invoice": called[one.invoice_id], "On": one.failed_on, "What": "A payment failed"} for one in failures]
    for back in db.session.scalars(select(Refund).where(Refund.invoice_id.in_(called)).order_by(Refund.id)):
        what = f"{pounds(back.amount)} went back"
        found.append({"Invoice": called[back.invoice_id], "On": back.refunded_on, "What": what})
    return found
