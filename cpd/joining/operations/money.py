"""Money: raising an invoice, recording a payment, refunding, waiving. Four verbs behind which a provider can stand.

A payment that fails never takes anybody off and never ends an offer: it gives more time. Money that came in time counts
even when it is written down late. Nobody is refunded more than they paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from accounts.permissions import Permission
from accounts.rules import check_may
from cpd.joining import emails, queries, rules
from cpd.joining.findings import PaidBy, Payer
from cpd.joining.models import Application, FailedPayment, Invoice, Payment, Refund, Waiver
from cpd.joining.operations.admitting import put_on_register
from cpd.joining.operations.steps import id_to_change, move, note, note_step, reclock, to_change
from cpd.joining.vocabulary import Stage, StepKind
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused
from foundation.references import invoice_reference
from register import queries as register

#: In pence: more than any fee, less than what the database can count.
MOST = 1_000_000_00


@dataclass(frozen=True)
class Balance:
    """How an invoice stands, in pence."""

    asked: int
    paid: int
    waived: int
    refunded: int

    @property
    def left(self) -> int:
        """What is still to come; less than nothing when too much came."""
        return self.asked - self.waived - (self.paid - self.refunded)

    @property
    def held(self) -> int:
        """What we could send back."""
        return self.paid - self.refunded


def invoices(application_id: int) -> Sequence[Invoice]:
    """The invoices of an application, newest first."""
    statement = select(Invoice).where(Invoice.application_id == application_id).order_by(Invoice.id.desc())
    return db.session.scalars(statement).all()


def unsettled(*, at_most: int = 200) -> Sequence[Invoice]:
    """Invoices that wait for money, the nearest day first."""
    statement = select(Invoice).where(Invoice.settled_on.is_(None), Invoice.cancelled_at.is_(None))
    return db.session.scalars(statement.order_by(Invoice.due_on, Invoice.id).limit(at_most)).all()


def balance(invoice: Invoice) -> Balance:
    """How an invoice stands."""
    sums = [
        db.session.scalar(select(func.coalesce(func.sum(kind.amount), 0)).where(kind.invoice_id == invoice.id)) or 0
        for kind in (Payment, Waiver, Refund)
    ]
    return Balance(invoice.amount, *sums)


def find(reference: str) -> Invoice:
    """The invoice of a reference.

    Raises:
        Missing: there is none.
    """
    found = db.session.scalar(select(Invoice).where(Invoice.reference == reference))
    if found is None:
        raise Missing("There is no invoice with that reference.")
    return found


def _begin(reference: str, by: Actor) -> tuple[Invoice, Application]:
    check_may(by, Permission.INVOICE)
    invoice = find(reference)
    application = id_to_change(invoice.application_id)
    db.session.refresh(invoice)
    if invoice.cancelled_at is not None:
        raise Refused("This invoice was cancelled.")
    return invoice, application


@operation
def raise_invoice(application_reference: str, *, lines: Sequence[tuple[str, int]], due_on: date, by: Actor) -> Invoice:
    """Ask the applicant for money besides the offer's own invoice, such as one that was cancelled by mistake.

    Raises:
        Refused: nothing is asked for, another invoice is open, or nothing is offered.
    """
    check_may(by, Permission.INVOICE)
    application = to_change(application_reference)
    rules.check_stage(application, Stage.OFFER)
    if any(one.cancelled_at is None and one.settled_on is None for one in invoices(application.id)):
        raise Refused("An invoice is open already.")
    asked = [(name.strip(), pence) for name, pence in lines if name.strip() and pence > 0]
    if not asked or due_on < clock.today() or sum(pence for _, pence in asked) > MOST:
        raise Refused("Say what is asked for, how much, and by which day to come.")
    invoice = Invoice(
        reference=invoice_reference(clock.today().year),
        application_id=application.id,
        lines=[[name, pence] for name, pence in asked],
        amount=sum(pence for _, pence in asked),
        payer=Payer.APPLICANT,
        raised_at=clock.now(),
        raised_by_id=by.id,
        due_on=due_on,
    )
    db.session.add(invoice)
    db.session.flush()
    note(application, "invoice", by=by, detail={"invoice": invoice.reference})
    emails.offer(application, invoice)
    return invoice


@operation
def cancel_invoice(reference: str, *, by: Actor) -> None:
    """Take an invoice back that should not have been raised and for which no money came."""
    invoice, application = _begin(reference, by)
    if invoice.settled_on is not None or balance(invoice).paid:
        raise Refused("Money has come for this invoice. Refund it instead.")
    invoice.cancelled_at = clock.now()
    invoice.cancelled_by_id = rules.check_person(by)
    note(application, "invoice_cancelled", by=by, detail={"invoice": invoice.reference})


@operation
def bill_employer(reference: str, *, name: str, email: str, address: str, by: Actor) -> None:
    """Send the invoice to an employer who pays: the applicant asks for it, or finance does.

    Raises:
        Refused: it is settled, or the employer has no name or address to write to.
    """
    invoice = find(reference)
    application = id_to_change(invoice.application_id)
    db.session.refresh(invoice)
    if by.kind != "account" or by.id != application.account_id:
        check_may(by, Permission.INVOICE)
    if invoice.settled_on is not None or invoice.cancelled_at is not None:
        raise Refused("This invoice is settled.")
    if not name.strip() or "@" not in email:
        raise Refused("We need the employer’s name and an email address for invoices.")
    told = {"name": name.strip(), "email": email.strip(), "address": address.strip()}
    sealed = locks.box_of(application.lock_id).seal_json(told)
    invoice.payer, invoice.payer_sealed = Payer.EMPLOYER, sealed
    note(application, "employer_pays", by=by, detail={"invoice": invoice.reference})
    emails.invoice(email.strip(), invoice, application)


@operation
def record_payment(
    reference: str, *, amount: int, way: PaidBy, paid_on: date, bank_reference: str, by: Actor
) -> Balance:
    """Note money that reached us. When nothing is left to pay, the applicant is on the register.

    Raises:
        Refused: no money, a day to come, or the same payment again.
    """
    invoice, application = _begin(reference, by)
    if not 0 < amount <= MOST:
        raise Refused("A payment is more than nothing, and less than a million pounds.")
    if paid_on > clock.today():
        raise Refused("Money cannot have come on a day that is still to come.")
    tidy = rules.check_said(bank_reference, "Note what the bank calls this payment.")[:100]
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
    standing = balance(invoice)
    note(application, "payment", by=by, detail={"invoice": invoice.reference, "pence": amount})
    emails.receipt(application, invoice, amount=amount, paid_on=paid_on, left=standing.left)
    _settle(invoice, application, standing, in_time_on=paid_on, by=by)
    return standing


def _settle(invoice: Invoice, application: Application, standing: Balance, *, in_time_on: date, by: Actor) -> None:
    """Admit who owes nothing any more. An offer that ran out counts when the money had come by then."""
    if standing.left > 0 or invoice.settled_on is not None:
        return
    invoice.settled_on = clock.today()
    if application.stage is Stage.EXPIRED and not _was_in_time(application, in_time_on):
        return
    if application.stage not in (Stage.OFFER, Stage.EXPIRED):
        return
    note_step(application, StepKind.FEE_SETTLED, by=by, detail={"invoice": invoice.reference})
    put_on_register(application, locks.box_of(application.lock_id), name="settle", by=by)


def _was_in_time(application: Application, paid_on: date) -> bool:
    elsewhere = queries.open_of(application.account_id) is not None
    held = register.entry_of_account(application.account_id)
    on_register = held is not None and held != application.number
    in_time = application.offer_until is not None and paid_on <= application.offer_until
    return in_time and not elsewhere and not on_register


@operation
def record_failed_payment(reference: str, *, failed_on: date, by: Actor) -> None:
    """Note a payment that did not go through: there is more time to make it good, and nobody loses anything.

    Raises:
        Refused: a day to come, or nothing is left to pay.
    """
    invoice, application = _begin(reference, by)
    today = clock.today()
    if failed_on > today:
        raise Refused("A payment cannot have failed on a day that is still to come.")
    if invoice.settled_on is not None:
        raise Refused("This invoice is settled.")
    db.session.add(
        FailedPayment(invoice_id=invoice.id, failed_on=failed_on, recorded_at=clock.now(), recorded_by_id=by.id)
    )
    note(application, "payment_failed", by=by, detail={"invoice": invoice.reference})
    expired_after = application.offer_until is not None and failed_on <= application.offer_until
    until = max(application.offer_until or today, today + timedelta(days=application.targets["payment_again"]))
    if application.stage is Stage.OFFER:
        _extend(application, invoice, until)
        reclock(application)
        note_step(application, StepKind.OFFER_EXTENDED, by=by)
    elif application.stage is Stage.EXPIRED and expired_after:
        if queries.open_of(application.account_id) is not None:
            raise Refused("They have another application open by now.")
        _extend(application, invoice, until)
        move(application, "offer_again", StepKind.OFFER_EXTENDED, by=by)
    emails.payment_failed(application, invoice)


def _extend(application: Application, invoice: Invoice, until: date) -> None:
    application.offer_until = invoice.due_on = until


@operation
def refund(reference: str, *, amount: int, why: str, refunded_on: date, by: Actor) -> Balance:
    """Note money that we sent back. It takes nobody off the register.

    Raises:
        Refused: no reason, or more than they paid.
    """
    invoice, application = _begin(reference, by)
    said = rules.check_said(why, "Say why the money goes back.")
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
            recorded_by_id=rules.check_person(by),
        )
    )
    db.session.flush()
    note(application, "refund", by=by, detail={"invoice": invoice.reference, "pence": amount})
    emails.refunded(application, invoice, amount=amount)
    return balance(invoice)


@operation
def waive(reference: str, *, amount: int, why: str, by: Actor) -> Balance:
    """Ask for less, or for nothing, with a reason. When nothing is left to pay, the applicant is on the register.

    Raises:
        Refused: no reason, or more than is left.
    """
    invoice, application = _begin(reference, by)
    said = rules.check_said(why, "Say why we do not ask for it.")
    if not 0 < amount <= balance(invoice).left:
        raise Refused("We cannot waive more than is left to pay.")
    db.session.add(
        Waiver(
            invoice_id=invoice.id,
            amount=amount,
            why=said,
            waived_at=clock.now(),
            waived_by_id=rules.check_person(by),
        )
    )
    db.session.flush()
    standing = balance(invoice)
    note(application, "waiver", by=by, detail={"invoice": invoice.reference, "pence": amount})
    _settle(invoice, application, standing, in_time_on=clock.today(), by=by)
    return standing
