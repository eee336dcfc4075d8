"""Invoices as finance reads them, and as whoever owes them does: how much, what for, what settled them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cpd.money import policy, purposes, queries
from cpd.money.models import FailedPayment, Invoice, Payment, Refund, Waiver
from cpd.money.queries import Balance
from cpd.money.vocabulary import Payer, pounds
from foundation import clock, locks
from foundation.words import say_day


@dataclass(frozen=True)
class ShownInvoice:
    """An invoice and how it stands."""

    reference: str
    name: str
    #: What for, in general: "Applying to join".
    purpose: str
    matter: str
    lines: str
    asked: str
    left: str
    due_on: date
    standing: str


@dataclass(frozen=True)
class InvoicePage:
    """One invoice."""

    invoice: ShownInvoice
    payer: str
    #: What happened to it: the day, the words.
    lines: tuple[tuple[date, str], ...]
    open: bool
    cancelled: bool
    #: There is money that could go back.
    held: bool


@dataclass(frozen=True)
class Owed:
    """What is to be paid, and how, for whoever owes it."""

    reference: str
    lines: tuple[tuple[str, str], ...]
    amount: str
    left: str
    due_on: date
    settled_on: date | None
    cancelled: bool
    #: Who pays instead; empty when nobody does.
    employer: str
    #: What came and what went back: the day, the words.
    happened: tuple[tuple[date, str], ...]
    #: Where the matter stands in their account.
    page: str


def set_fees() -> list[tuple[str, str]]:
    """Each fee with what it is today; empty when none is set, so that no money is asked for."""
    today = clock.today()
    held = [(one.about, one.value(today)) for one in policy.fees()]
    return [(about, pounds(value)) for about, value in held if value > 0]


def listed() -> list[ShownInvoice]:
    """What has to go back, then what waits for money, the nearest day first, then the last settled ones."""
    held = [*queries.to_send_back(), *queries.unsettled(), *queries.settled()]
    return shown(held, queries.balances(held))


def shown(held: Sequence[Invoice], balances: Mapping[int, Balance]) -> list[ShownInvoice]:
    """Invoices as staff read them."""
    return [_shown(one, balances[one.id]) for one in held]


def _shown(one: Invoice, standing: Balance) -> ShownInvoice:
    if one.cancelled_at is not None:
        words = "Cancelled, but money came: send it back" if standing.held else "Cancelled"
    elif one.settled_on is not None:
        words = f"Settled on {say_day(one.settled_on)}"
    else:
        late = "Too late, and part was paid" if standing.held else "Too late"
        words = late if one.due_on < clock.today() else "Open"
    return ShownInvoice(
        one.reference,
        one.name,
        purposes.of(one).words,
        one.matter,
        ", ".join(f"{name} {pounds(pence)}" for name, pence in one.lines),
        pounds(one.amount),
        pounds(max(0, standing.left)),
        one.due_on,
        words,
    )


def page(reference: str) -> InvoicePage:
    """An invoice with everything that settled it.

    Raises:
        Missing: there is none.
    """
    held = queries.find(reference)
    standing = queries.balance(held)
    payer = f"{held.name} themselves"
    if held.payer is Payer.EMPLOYER and held.payer_sealed:
        told = locks.box_of(held.lock_id).open_json(held.payer_sealed)
        payer = ", ".join(part for part in (told["name"], told["email"], told["address"]) if part)
    lines = [(clock.day_of(held.raised_at), f"Invoice of {pounds(held.amount)}")]
    lines += [
        (one.paid_on, f"{pounds(one.amount)} came: {one.way.label.lower()}, {one.bank_reference}")
        for one in queries.rows_of(Payment, held.id)
    ]
    lines += [(one.failed_on, "A payment failed") for one in queries.rows_of(FailedPayment, held.id)]
    lines += [
        (one.refunded_on, f"{pounds(one.amount)} went back: {one.why}") for one in queries.rows_of(Refund, held.id)
    ]
    lines += [
        (clock.day_of(one.waived_at), f"{pounds(one.amount)} not asked for: {one.why}")
        for one in queries.rows_of(Waiver, held.id)
    ]
    if held.settled_on is not None:
        lines.append((held.settled_on, f"Settled on {say_day(held.settled_on)}"))
    if held.cancelled_at is not None:
        lines.append((clock.day_of(held.cancelled_at), "Cancelled"))
    return InvoicePage(
        _shown(held, standing),
        payer,
        tuple(sorted(lines, key=lambda one: one[0])),
        held.settled_on is None and held.cancelled_at is None,
        held.cancelled_at is not None,
        standing.held > 0,
    )


def owed(purpose: str, matter: str) -> Owed | None:
    """What is to be paid for a matter; None when nothing is asked for."""
    invoice = queries.standing_of(purpose, matter)
    return owed_of(invoice) if invoice is not None else None


def owed_of(invoice: Invoice) -> Owed:
    """An invoice as whoever owes it reads it. Why finance sent money back or asked for less stays with finance."""
    standing = queries.balance(invoice)
    employer = ""
    if invoice.payer is Payer.EMPLOYER and invoice.payer_sealed:
        employer = locks.box_of(invoice.lock_id).open_json(invoice.payer_sealed)["name"]
    happened = [(one.paid_on, f"{pounds(one.amount)} reached us") for one in queries.rows_of(Payment, invoice.id)]
    happened += [(one.refunded_on, f"We sent {pounds(one.amount)} back") for one in queries.rows_of(Refund, invoice.id)]
    happened += [
        (clock.day_of(one.waived_at), f"We do not ask for {pounds(one.amount)}")
        for one in queries.rows_of(Waiver, invoice.id)
    ]
    return Owed(
        invoice.reference,
        tuple((words, pounds(pence)) for words, pence in invoice.lines),
        pounds(invoice.amount),
        pounds(max(0, standing.left)),
        invoice.due_on,
        invoice.settled_on,
        invoice.cancelled_at is not None,
        employer,
        tuple(sorted(happened, key=lambda one: one[0])),
        purposes.of(invoice).page,
    )
