"""Interests that staff and panel members declare: whom they know, work with, worked for."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from accounts.conflicts import Tie
from foundation.database import AwareMoment, Day, Key, Model, Moment, text_enum


class Interest(Model):
    """One tie of one person to an organisation or to somebody on the register."""

    __tablename__ = "interest"
    __table_args__ = (
        CheckConstraint("organisation <> '' OR person <> '' OR number <> ''", name="is_about_somebody"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        Index("ix_interest_account_id", "account_id"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[Tie] = mapped_column(text_enum(Tie))
    organisation: Mapped[str] = mapped_column(String(200))
    person: Mapped[str] = mapped_column(String(200))
    #: The registration number of the person, when they have one.
    number: Mapped[str] = mapped_column(String(9))
    starts_on: Mapped[Day | None]
    ends_on: Mapped[Day | None]
    declared_at: Mapped[Moment]
    #: Taken back because it was declared by mistake. What is over has its last day instead.
    withdrawn_at: Mapped[Moment | None] = mapped_column(AwareMoment())
