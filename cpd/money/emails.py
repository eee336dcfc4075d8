"""The letters about money, one function each. The part that asks for it writes its own letter with the invoice."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Account
from cpd.money import purposes
from cpd.money.models import Invoice
from cpd.money.vocabulary import pounds
from foundation import outbox
from foundation.database import db


def write(template: str, raised: Invoice, **words: Any) -> None:
    """To whoever owes the invoice. To an account that is closed, as after a death, nobody writes."""
    account = db.session.get_one(Account, raised.account_id)
    if account.closed_at is None:
        outbox.write(template, to=account.email, name=raised.name, invoice=raised.reference, **words)


def invoice(to: str, raised: Invoice) -> None:
    """An invoice to an employer who pays."""
    outbox.write(
        "fee_invoice",
        to=to,
        name=raised.name,
        invoice=raised.reference,
        lines=[(words, pounds(pence)) for words, pence in raised.lines],
        amount=pounds(raised.amount),
        due=raised.due_on,
    )


def receipt(raised: Invoice, *, amount: int, paid_on: date, left: int) -> None:
    """Money has come."""
    write(
        "fee_receipt",
        raised,
        amount=pounds(amount),
        paid_on=paid_on,
        left=pounds(left) if left > 0 else None,
    )


def unasked(raised: Invoice, *, amount: int, paid_on: date) -> None:
    """Money has come for an invoice that was cancelled: it goes back."""
    write(
        "fee_unasked",
        raised,
        amount=pounds(amount),
        paid_on=paid_on,
    )


def payment_failed(raised: Invoice, *, until: date | None) -> None:
    """A payment did not go through; until when it can be made good."""
    write(
        "fee_payment_failed",
        raised,
        until=until,
        page=purposes.of(raised).page,
    )


def refunded(raised: Invoice, *, amount: int) -> None:
    """Money went back."""
    write("fee_refunded", raised, amount=pounds(amount))
