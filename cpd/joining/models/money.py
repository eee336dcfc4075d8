"""Invoices, and what settles them: payments, waivers, refunds. Whole pence. Nothing here ever takes anybody off."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cpd.joining.findings import PaidBy, Payer
from foundation.database import AwareMoment, Day, JsonList, Key, Long, Model, Moment, text_enum


class Invoice(Model):
    """What is asked for, of whom, with the reference that a bank transfer carries."""

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("amount > 0", name="asks_for_money"),
        CheckConstraint("(payer = 'employer') = (payer_sealed IS NOT NULL)", name="employer_is_named"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by_id IS NULL)", name="cancelled_has_who"),
        Index("ix_invoice_settled_on", "settled_on", "due_on"),
    )

    id: Mapped[Key]
    #: "IN-2026-…": what stands on the transfer.
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    #: What for, each with its pence: [["registration", 9000]].
    lines: Mapped[JsonList]
    amount: Mapped[int]
    payer: Mapped[Payer] = mapped_column(text_enum(Payer))
    #: The employer's name and address for the invoice, sealed with the application's key.
    payer_sealed: Mapped[Long | None]
    raised_at: Mapped[Moment]
    #: Nothing when the system raised it with the offer.
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[Day]
    settled_on: Mapped[Day | None]
    cancelled_at: Mapped[Moment | None] = mapped_column(AwareMoment())
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
