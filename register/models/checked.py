"""What was looked at by night: that something came down on its day, and that the public view says what is in force."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Json, JsonList, Key, Model, Moment, text_enum


class DownBecause(enum.StrEnum):
    """Why something came down."""

    DAY = "day"
    URGENT = "urgent"


class TakenDown(Model):
    """The proof that a decision is gone: every page that showed it was asked, and what each answered.

    Only added. One that was not gone yet is followed by another row, until one says that all is gone.
    """

    __tablename__ = "taken_down"
    __table_args__ = (
        CheckConstraint("(restriction_id IS NULL) <> (ending_id IS NULL)", name="of_one_thing"),
        Index("ix_taken_down_checked_at", "checked_at"),
    )

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    restriction_id: Mapped[int | None] = mapped_column(ForeignKey("restriction.id"), index=True)
    ending_id: Mapped[int | None] = mapped_column(ForeignKey("ending.id"), index=True)
    address: Mapped[str] = mapped_column(String(200))
    because: Mapped[DownBecause] = mapped_column(text_enum(DownBecause))
    due_at: Mapped[Moment]
    checked_at: Mapped[Moment]
    #: What was asked and what it answered, in plain words.
    answers: Mapped[Json]
    gone: Mapped[bool]


class PublicCheck(Model):
    """One night's comparison of the orders in force with the public view: how many, and what does not agree."""

    __tablename__ = "public_check"

    id: Mapped[Key]
    checked_at: Mapped[Moment]
    #: Each a registration number and a sentence.
    problems: Mapped[JsonList]
