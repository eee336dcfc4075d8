"""A draw: the list as it was frozen, the seed that came after it, and who was drawn. Nothing of it ever changes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cpd.audit.vocabulary import Frame
from foundation.database import Day, Key, Long, Model, Moment, text_enum


class Draw(Model):
    """One draw."""

    __tablename__ = "cpd_draw"
    __table_args__ = (CheckConstraint("size <= listed", name="draws_from_the_list"),)

    id: Mapped[Key]
    drawn_on: Mapped[Day]
    drawn_at: Mapped[Moment]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: Why it is done now, in the officer's words.
    reason: Mapped[Long]
    algorithm: Mapped[str] = mapped_column(String(40))
    #: The version of this software, and of the code it ran.
    software: Mapped[str] = mapped_column(String(80))
    #: The key of its tickets, sealed with a key of its own.
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    key_sealed: Mapped[Long]
    list_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[str] = mapped_column(String(64))
    #: How many were in the list, how many of them were drawn, and how many were on the register in all.
    listed: Mapped[int]
    size: Mapped[int]
    registered: Mapped[int]
    #: The share and the smallest number as they were.
    per_cent: Mapped[int]
    smallest: Mapped[int]


class Ticket(Model):
    """How somebody on the register stood in a draw."""

    __tablename__ = "cpd_draw_ticket"
    __table_args__ = (
        Index("uq_cpd_draw_ticket_entry", "draw_id", "entry_id", unique=True),
        CheckConstraint("(frame = 'in') = (ticket IS NOT NULL)", name="those_in_it_have_a_ticket"),
        CheckConstraint("frame = 'in' OR NOT drawn", name="only_those_in_it_are_drawn"),
    )

    id: Mapped[Key]
    draw_id: Mapped[int] = mapped_column(ForeignKey("cpd_draw.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    frame: Mapped[Frame] = mapped_column(text_enum(Frame))
    ticket: Mapped[str | None] = mapped_column(String(32))
    drawn: Mapped[bool]
