"""Reading invoices and how they stand: each question a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from cpd.money.models import FailedPayment, Invoice, Payment, Refund, Waiver
from foundation.database import db
from foundation.errors import Missing


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


def find(reference: str) -> Invoice:
    """The invoice of a reference.

    Raises:
        Missing: there is none.
    """
    found = db.session.scalar(select(Invoice).where(Invoice.reference == reference))
    if found is None:
        raise Missing("There is no invoice with that reference.")
    return found


def of_matter(purpose: str, matter: str) -> Sequence[Invoice]:
    """The invoices of one application, renewal, …, the newest first."""
    statement = select(Invoice).where(Invoice.purpose == purpose, Invoice.matter == matter)
    return db.session.scalars(statement.order_by(Invoice.id.desc())).all()


def standing_of(purpose: str, matter: str) -> Invoice | None:
    """The newest invoice of a matter that was not cancelled; None when no money is asked for."""
    return next((one for one in of_matter(purpose, matter) if one.cancelled_at is None), None)


def of_account(account_id: int) -> Sequence[Invoice]:
    """Every invoice of a person, the newest first."""
    return db.session.scalars(select(Invoice).where(Invoice.account_id == account_id).order_by(Invoice.id.desc())).all()


def unsettled(*, at_most: int = 200) -> Sequence[Invoice]:
    """Invoices that wait for money, the nearest day first."""
    statement = select(Invoice).where(Invoice.settled_on.is_(None), Invoice.cancelled_at.is_(None))
    return db.session.scalars(statement.order_by(Invoice.due_on, Invoice.id).limit(at_most)).all()


def settled(*, at_most: int = 50) -> Sequence[Invoice]:
    """The last ones for which nothing is left to pay, without those whose matter came to nothing."""
    statement = select(Invoice).where(Invoice.settled_on.is_not(None), Invoice.cancelled_at.is_(None))
    return db.session.scalars(statement.order_by(Invoice.settled_on.desc(), Invoice.id.desc()).limit(at_most)).all()


def to_send_back(*, at_most: int = 200) -> Sequence[Invoice]:
    """Cancelled invoices for which money came that was not sent back yet."""
    paid = select(func.coalesce(func.sum(Payment.amount), 0)).where(Payment.invoice_id == Invoice.id).scalar_subquery()
    back = select(func.coalesce(func.sum(Refund.amount), 0)).where(Refund.invoice_id == Invoice.id).scalar_subquery()
    statement = select(Invoice).where(Invoice.cancelled_at.is_not(None), paid > back)
    return db.session.scalars(statement.order_by(Invoice.id).limit(at_most)).all()


def count_unsettled() -> int:
    """How many invoices wait for money."""
    statement = select(func.count()).select_from(Invoice)
    return db.session.scalar(statement.where(Invoice.settled_on.is_(None), Invoice.cancelled_at.is_(None))) or 0


def balance(invoice: Invoice) -> Balance:
    """How an invoice stands."""
    return balances([invoice])[invoice.id]


def balances(invoices: Sequence[Invoice]) -> dict[int, Balance]:
    """How each of these invoices stands, in three statements; in none when there are none."""
    ids = [one.id for one in invoices]
    if not ids:
        return {}
    sums: list[dict[int, int]] = []
    for kind in (Payment, Waiver, Refund):
        statement = select(kind.invoice_id, func.sum(kind.amount)).where(kind.invoice_id.in_(ids))
        sums.append({row[0]: int(row[1]) for row in db.session.execute(statement.group_by(kind.invoice_id))})
    paid, waived, refunded = sums
    return {
        one.id: Balance(one.amount, paid.get(one.id, 0), waived.get(one.id, 0), refunded.get(one.id, 0))
        for one in invoices
    }


def last_failure(invoice_id: int) -> date | None:
    """The last day on which a payment failed; None when none did."""
    return db.session.scalar(select(func.max(FailedPayment.failed_on)).where(FailedPayment.invoice_id == invoice_id))


def rows_of(kind: Any, invoice_id: int) -> list[Any]:
    """The payments, refunds, … of an invoice, oldest first."""
    return list(db.session.scalars(select(kind).where(kind.invoice_id == invoice_id).order_by(kind.id)))
