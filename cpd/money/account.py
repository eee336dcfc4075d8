"""What the data download of an account holds of its invoices. What is due is said by the part that asks for it."""

from __future__ import annotations

from collections.abc import Mapping

from cpd.held import Field, Held
from cpd.money import queries, views
from cpd.money.models import Invoice
from foundation import locks


def held(account_id: int) -> list[Held]:
    """Every invoice with what was paid, sent back and not asked for."""
    invoices = queries.of_account(account_id)
    return [Held("invoices", "Your invoices and payments", [_row(one) for one in invoices])] if invoices else []


def _row(invoice: Invoice) -> Mapping[str, Field]:
    owed = views.owed_of(invoice)
    return {
        "Invoice": owed.reference,
        "Raised": invoice.raised_at,
        "What for": [f"{words}: {amount}" for words, amount in owed.lines],
        "Asked": owed.amount,
        "Still to pay": "Nothing" if owed.cancelled else owed.left,
        "To be paid by": owed.due_on,
        "Settled": owed.settled_on,
        "Cancelled": owed.cancelled,
        "Sent to your employer": _employer(invoice),
        "What happened": [f"{words}, {on.isoformat()}" for on, words in owed.happened],
    }


def _employer(invoice: Invoice) -> str | None:
    if not invoice.payer_sealed:
        return None
    told = locks.box_of(invoice.lock_id).open_json(invoice.payer_sealed)
    return ", ".join(value for value in (told["name"], told["email"], told["address"]) if value)
