"""Invoices as finance reads them: whose, how much, what settled them; and which fees are set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from cpd.joining import policy, queries
from cpd.joining.emails import pounds
from cpd.joining.findings import Payer
from cpd.joining.models import FailedPayment, Payment, Refund, Waiver
from cpd.joining.operations import money
from cpd.joining.views.officer_shown import ShownInvoice
from cpd.joining.views.officer_view import invoices
from foundation import clock, locks
from foundation.database import db
from foundation.words import say_day

_FEES = (policy.APPLICATION_FEE, policy.REGISTRATION_FEE, policy.RESTORATION_FEE)


@dataclass(frozen=True)
class InvoicePage:
    """One invoice."""

    invoice: ShownInvoice
    name: str
    application: str
    payer: str
    #: What happened to it: the day, the words.
    lines: tuple[tuple[date, str], ...]
    open: bool
    held: bool


def set_fees() -> list[tuple[str, str]]:
    """Each fee with what it is today; empty when none is set, so that no money is asked for."""
    today = clock.today()
    held = [(one.about, one.value(today)) for one in _FEES]
    return [(about, pounds(value)) for about, value in held if value > 0]


def page(reference: str) -> InvoicePage:
    """An invoice with everything that settled it.

    Raises:
        Missing: there is none.
    """
    held = money.find(reference)
    application = queries.by_id(held.application_id)
    standing = money.balance(held)
    shown = invoices([held], {held.id: standing})[0]
    payer = "The applicant"
    if held.payer is Payer.EMPLOYER and held.payer_sealed:
        told = locks.box_of(application.lock_id).open_json(held.payer_sealed)
        payer = ", ".join(part for part in (told["name"], told["email"], told["address"]) if part)
    lines = [(clock.day_of(held.raised_at), f"Invoice of {pounds(held.amount)}")]
    lines += [
        (one.paid_on, f"{pounds(one.amount)} came: {one.way.label.lower()}, {one.bank_reference}")
        for one in _rows(Payment, held.id)
    ]
    lines += [(one.failed_on, "A payment failed") for one in _rows(FailedPayment, held.id)]
    lines += [(one.refunded_on, f"{pounds(one.amount)} went back: {one.why}") for one in _rows(Refund, held.id)]
    lines += [
        (clock.day_of(one.waived_at), f"{pounds(one.amount)} not asked for: {one.why}")
        for one in _rows(Waiver, held.id)
    ]
    if held.settled_on is not None:
        lines.append((held.settled_on, f"Settled on {say_day(held.settled_on)}"))
    return InvoicePage(
        shown,
        application.name,
        application.reference,
        payer,
        tuple(sorted(lines, key=lambda one: one[0])),
        held.settled_on is None and held.cancelled_at is None,
        standing.held > 0,
    )


def _rows(kind: Any, invoice_id: int) -> list[Any]:
    return list(db.session.scalars(select(kind).where(kind.invoice_id == invoice_id).order_by(kind.id)))
