"""Money: asking for it, recording a payment, refunding, waiving. Four verbs behind which a provider can stand.

A payment that fails never takes anybody off: it gives more time. Money that came in time counts even when it is written
down late; what follows is for the purpose to say (`cpd.money.purposes`). Nobody is refunded more than they paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from accounts.permissions import Permission
from accounts.rules import check_may
from cpd.money import emails, policy, purposes
from cpd.money.models import FailedPayment, Invoice, Payment, Refund, Waiver
from cpd.money.purposes import Purpose
from cpd.money.queries import Balance, balance, find, of_matter
from cpd.money.vocabulary import PaidBy, Payer
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, in_operation, operation
from foundation.errors import NotAllowed, Refused
from foundation.references import invoice_reference

_CANCELLED = "This invoice was cancelled."


def ask(
    *,
    purpose: Purpose,
    matter: str,
    account_id: int,
    name: str,
    lines: Sequence[tuple[str, int]],
    due_on: date,
    by: Actor,
    entry_id: int | None = None,
) -> Invoice:
    """Ask somebody for money. Inside the operation of the part that asks, which also writes the letter.

    `matter` is the reference of what it is about; `lines` are words as people read them, each with its pence.

    Raises:
        Refused: nothing is asked for, too much, by a day that is over, or an invoice is open already.
    """
    if not in_operation():
        raise RuntimeError("money is asked for inside the operation that needs it")
    if any(one.cancelled_at is None and one.settled_on is None for one in of_matter(purpose.code, matter)):
        raise Refused("An invoice is open already.")
    asked = [(words.strip(), pence) for words, pence in lines if words.strip() and pence > 0]
    if not asked or due_on < clock.today() or sum(pence for _, pence in asked) > policy.MOST:
        raise Refused("Say what is asked for, how much, and by which day to come.")
    invoice = Invoice(
        reference=_reference(clock.today().year),
        purpose=purpose.code,
        matter=matter,
        account_id=account_id,
        name=name,
        entry_id=entry_id,
        lines=[[words, pence] for words, pence in asked],
        amount=sum(pence for _, pence in asked),
        payer=Payer.APPLICANT,
        raised_at=clock.now(),
        raised_by_id=by.id,
        due_on=due_on,
    )
    db.session.add(invoice)
    db.session.flush()
    _note(invoice, "raised", by=by, pence=invoice.amount)
    return invoice


def move_due(invoice: Invoice, until: date) -> None:
    """Give more time to pay. Inside the operation of the part that does."""
    invoice.due_on = until


def cancel_unpaid(purpose: Purpose, matter: str, *, by: Actor) -> None:
    """Take back what was asked for by mistake; an invoice for which some money came stays."""
    for invoice in of_matter(purpose.code, matter):
        if invoice.settled_on is None and invoice.cancelled_at is None and not balance(invoice).held:
            invoice.cancelled_at, invoice.cancelled_by_id = clock.now(), by.id
            _note(invoice, "cancelled", by=by)


def call_off(purpose: Purpose, matter: str, *, by: Actor) -> None:
    """Ask for no money any more, since nothing came of the matter: what was paid for it is to be sent back."""
    for invoice in of_matter(purpose.code, matter):
        if invoice.cancelled_at is None:
            invoice.cancelled_at, invoice.cancelled_by_id = clock.now(), by.id
            _note(invoice, "cancelled", by=by)


@operation
def cancel_invoice(reference: str, *, by: Actor) -> None:
    """Take an invoice back that should not have been raised and for which no money came."""
    invoice = _begin(reference, by)
    if invoice.settled_on is not None or balance(invoice).held:
        raise Refused("Money has come for this invoice. Refund it instead.")
    invoice.cancelled_at = clock.now()
    invoice.cancelled_by_id = _person(by)
    _note(invoice, "cancelled", by=by)


@operation
def bill_employer(reference: str, *, name: str, email: str, address: str, by: Actor) -> None:
    """Send the invoice to an employer who pays: whoever owes it asks for that, or finance does.

    Raises:
        Refused: it is settled, or the employer has no name or address to write to.
    """
    audit.take_turn()
    invoice = find(reference)
    db.session.refresh(invoice)
    if by.kind != "account" or by.id != invoice.account_id:
        check_may(by, Permission.INVOICE)
    if invoice.settled_on is not None or invoice.cancelled_at is not None:
        raise Refused("This invoice is settled.")
    if not name.strip() or "@" not in email:
        raise Refused("We need the employer’s name and an email address for invoices.")
    told = {"name": name.strip(), "email": email.strip(), "address": address.strip()}
    box = locks.box_of(invoice.lock_id) if invoice.lock_id is not None else None
    if box is None:
        lock, box = locks.new_lock()
        invoice.lock_id = lock.id
    invoice.payer, invoice.payer_sealed = Payer.EMPLOYER, box.seal_json(told)
    _note(invoice, "employer_pays", by=by)
    emails.invoice(email.strip(), invoice)


@operation
def record_payment(
    reference: str, *, amount: int, way: PaidBy, paid_on: date, bank_reference: str, by: Actor
) -> Balance:
    """Note money that reached us. When nothing is left to pay, its purpose says what follows.

    Raises:
        Refused: no money, a day to come, or the same payment again.
    """
    invoice = _begin(reference, by)
    _add_payment(invoice, amount=amount, way=way, paid_on=paid_on, bank_reference=bank_reference, by=by)
    standing = balance(invoice)
    emails.receipt(invoice, amount=amount, paid_on=paid_on, left=standing.left)
    _settle(invoice, standing, on=paid_on, by=by)
    return standing


@operation
def record_unasked_payment(
    reference: str, *, amount: int, way: PaidBy, paid_on: date, bank_reference: str, by: Actor
) -> Balance:
    """Note money that came for an invoice that was cancelled. It settles nothing, and is to be sent back.

    Raises:
        Refused: the invoice was not cancelled, no money, a day to come, or the same payment again.
    """
    invoice = _begin(reference, by, cancelled_too=True)
    if invoice.cancelled_at is None:
        raise Refused("This invoice was not cancelled. Record the payment as usual.")
    _add_payment(invoice, amount=amount, way=way, paid_on=paid_on, bank_reference=bank_reference, by=by)
    emails.unasked(invoice, amount=amount, paid_on=paid_on)
    return balance(invoice)


def _add_payment(invoice: Invoice, *, amount: int, way: PaidBy, paid_on: date, bank_reference: str, by: Actor) -> None:
    if not 0 < amount <= policy.MOST:
        raise Refused("A payment is more than nothing, and less than a million pounds.")
    if paid_on > clock.today():
        raise Refused("Money cannot have come on a day that is still to come.")
    tidy = _said(bank_reference, "Note what the bank calls this payment.")[:100]
    again = select(Payment.id).where(Payment.invoice_id == invoice.id, Payment.bank_reference == tidy)
    if db.session.scalar(again) is not None:
        raise Refused("This payment is on record already.")
    db.session.add(
        Payment(
            invoice_id=invoice.id,
            amount=amount,
            way=way,
            paid_on=paid_on,
            bank_reference=tidy,
            recorded_at=clock.now(),
            recorded_by_id=by.id,
        )
    )
    db.session.flush()
    _note(invoice, "payment", by=by, pence=amount)


def _settle(invoice: Invoice, standing: Balance, *, on: date, by: Actor) -> None:
    """Note that nothing is left to pay, and let the purpose say what follows."""
    if standing.left > 0 or invoice.settled_on is not None:
        return
    invoice.settled_on = clock.today()
    _note(invoice, "settled", by=by)
    purposes.of(invoice).settled(invoice, on, by)


@operation
def record_failed_payment(reference: str, *, failed_on: date, tried_on: date | None = None, by: Actor) -> None:
    """Note a payment that did not go through: there is more time to make it good, and nobody loses anything.

    `tried_on` is the day on which they paid, when the bank told us later that it had failed: that day counts.

    Raises:
        Refused: a day to come, one after it failed, or nothing is left to pay.
    """
    invoice = _begin(reference, by)
    today = clock.today()
    if failed_on > today:
        raise Refused("A payment cannot have failed on a day that is still to come.")
    if tried_on is not None and tried_on > failed_on:
        raise Refused("They cannot have paid after the payment failed.")
    if invoice.settled_on is not None:
        raise Refused("This invoice is settled.")
    db.session.add(
        FailedPayment(invoice_id=invoice.id, failed_on=failed_on, recorded_at=clock.now(), recorded_by_id=by.id)
    )
    db.session.flush()
    _note(invoice, "payment_failed", by=by)
    until = purposes.of(invoice).failed(invoice, tried_on or failed_on, by)
    if until is None:
        until = max(invoice.due_on, today + timedelta(days=policy.PAYMENT_AGAIN.value(today)))
    invoice.due_on = until
    emails.payment_failed(invoice, until=until if until >= today else None)


@operation
def refund(reference: str, *, amount: int, why: str, refunded_on: date, by: Actor) -> Balance:
    """Note money that we sent back. It takes nobody off the register.

    Raises:
        Refused: no reason, or more than they paid.
    """
    invoice = _begin(reference, by, cancelled_too=True)
    said = _said(why, "Say why the money goes back.")
    if refunded_on > clock.today():
        raise Refused("Money cannot have gone back on a day that is still to come.")
    if not 0 < amount <= balance(invoice).held:
        raise Refused("We cannot send back more than they paid.")
    db.session.add(
        Refund(
            invoice_id=invoice.id,
            amount=amount,
            why=said,
            refunded_on=refunded_on,
            recorded_at=clock.now(),
            recorded_by_id=_person(by),
        )
    )
    db.session.flush()
    _note(invoice, "refund", by=by, pence=amount)
    emails.refunded(invoice, amount=amount)
    return balance(invoice)


@operation
def waive(reference: str, *, amount: int, why: str, by: Actor) -> Balance:
    """Ask for less, or for nothing, with a reason. When nothing is left to pay, its purpose says what follows.

    Raises:
        Refused: no reason, or more than is left.
    """
    invoice = _begin(reference, by)
    said = _said(why, "Say why we do not ask for it.")
    if not 0 < amount <= balance(invoice).left:
        raise Refused("We cannot waive more than is left to pay.")
    db.session.add(
        Waiver(
            invoice_id=invoice.id,
            amount=amount,
            why=said,
            waived_at=clock.now(),
            waived_by_id=_person(by),
        )
    )
    db.session.flush()
    standing = balance(invoice)
    _note(invoice, "waiver", by=by, pence=amount)
    _settle(invoice, standing, on=clock.today(), by=by)
    return standing


def _reference(year: int) -> str:
    taken = select(Invoice.id)
    while db.session.scalar(taken.where(Invoice.reference == (reference := invoice_reference(year)))) is not None:
        pass
    return reference


def _begin(reference: str, by: Actor, *, cancelled_too: bool = False) -> Invoice:
    check_may(by, Permission.INVOICE)
    audit.take_turn()
    invoice = find(reference)
    db.session.refresh(invoice)
    if invoice.cancelled_at is not None and not cancelled_too:
        raise Refused(_CANCELLED)
    return invoice


def _note(invoice: Invoice, action: str, *, by: Actor, pence: int | None = None) -> None:
    detail: dict[str, str | int] = {"invoice": invoice.reference, "matter": invoice.matter}
    if pence is not None:
        detail["pence"] = pence
    audit.record(action=f"invoice.{action}", subject=("invoice", str(invoice.id)), by=by, detail=detail)


def _person(by: Actor) -> int:
    if by.kind != "account" or by.id is None:
        raise NotAllowed("Only a person can do this.")
    return by.id


def _said(words: str, sentence: str) -> str:
    if not words.strip():
        raise Refused(sentence)
    return words.strip()
