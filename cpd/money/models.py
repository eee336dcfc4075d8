"""Invoices, and what settles them: payments, waivers, refunds. Whole pence. Nothing here ever takes anybody off."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cpd.money.vocabulary import PaidBy, Payer
from foundation.append_only import append_only
from foundation.database import AwareMoment, Day, JsonList, Key, Long, Model, Moment, text_enum

_OPEN = text("settled_on IS NULL AND cancelled_at IS NULL")


class Invoice(Model):
    """What is asked for, of whom, with the reference that a bank transfer carries."""

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("amount > 0", name="asks_for_money"),
        CheckConstraint("(payer = 'employer') = (payer_sealed IS NOT NULL)", name="employer_is_named"),
        CheckConstraint("(payer_sealed IS NULL) = (lock_id IS NULL)", name="employer_has_a_key"),
        CheckConstraint("cancelled_by_id IS NULL OR cancelled_at IS NOT NULL", name="cancelled_has_its_time"),
        # One thing is asked for once at a time.
        Index("uq_invoice_matter_open", "purpose", "matter", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_invoice_matter", "purpose", "matter"),
        Index("ix_invoice_settled_on", "settled_on", "due_on"),
        # The trail names it by its id.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    #: "IN-2026-…": what stands on the transfer.
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    #: What for (`cpd.money.purposes`), and the reference of what it is about: that of an application, a renewal, ….
    purpose: Mapped[str] = mapped_column(String(30))
    matter: Mapped[str] = mapped_column(String(40))
    #: Who reads it in their account and gets the letters, and their name as it stood then.
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    #: Whose place on the register, when there is one already.
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    #: What for, as people read it, each with its pence: [["First year on the register", 9000]].
    lines: Mapped[JsonList]
    amount: Mapped[int]
    payer: Mapped[Payer] = mapped_column(text_enum(Payer))
    #: The employer's name and address for the invoice, sealed with a key of its own.
    payer_sealed: Mapped[Long | None]
    lock_id: Mapped[int | None] = mapped_column(ForeignKey("lock.id"))
    raised_at: Mapped[Moment]
    #: Nothing when the system raised it.
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[Day]
    settled_on: Mapped[Day | None]
    cancelled_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: Nothing when the system did.
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Payment(Model):
    """Money that reached us."""

    __tablename__ = "payment"
    __table_args__ = (CheckConstraint("amount > 0", name="is_money"),)

    id: Mapped[Key]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[int]
    way: Mapped[PaidBy] = mapped_column(text_enum(PaidBy))
    #: The day on which it reached the bank.
    paid_on: Mapped[Day]
    #: What the bank or a provider calls it; the same one is recorded once.
    bank_reference: Mapped[str] = mapped_column(String(100))
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class FailedPayment(Model):
    """A payment that did not go through. It gives more time, and nothing else."""

    __tablename__ = "failed_payment"

    id: Mapped[Key]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    failed_on: Mapped[Day]
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Refund(Model):
    """Money that we sent back, and why."""

    __tablename__ = "refund"
    __table_args__ = (CheckConstraint("amount > 0", name="is_money"),)

    id: Mapped[Key]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[int]
    why: Mapped[Long]
    refunded_on: Mapped[Day]
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Waiver(Model):
    """A part of an invoice, or all of it, that we do not ask for, and why."""

    __tablename__ = "waiver"
    __table_args__ = (CheckConstraint("amount > 0", name="is_money"),)

    id: Mapped[Key]
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[int]
    why: Mapped[Long]
    waived_at: Mapped[Moment]
    waived_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


#: Rows that are only ever added. Retention may delete them by its own operation; nothing may change them.
for _kind in (FailedPayment, Payment, Refund, Waiver):
    append_only(_kind.__table__, and_delete=False)
