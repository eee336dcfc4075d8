"""A draw: who asked for it, the list as it was frozen, the seed that came after it, and who was drawn.

Nothing of a draw or a ticket ever changes. How far the making of it has come stands apart, in `Asked`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cpd.audit.vocabulary import DrawStage, Frame
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum


class Asked(Model):
    """A draw that an officer asked for: a job makes it, some people at a time."""

    __tablename__ = "cpd_draw_asked"
    __table_args__ = (
        CheckConstraint("(stage IN ('drawing', 'made')) = (draw_id IS NOT NULL)", name="begun_has_its_draw"),
        CheckConstraint("(stage = 'drawing') = (frozen IS NOT NULL)", name="list_while_it_is_drawn"),
        CheckConstraint("(stage IN ('made', 'nobody')) = (done_at IS NOT NULL)", name="over_has_its_time"),
    )

    id: Mapped[Key]
    #: One a day.
    asked_on: Mapped[Day] = mapped_column(unique=True)
    asked_at: Mapped[Moment]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: Why it is done now, in the officer's words.
    reason: Mapped[Long]
    #: The share and the smallest number as they were when it was asked for.
    per_cent: Mapped[int]
    smallest: Mapped[int]
    stage: Mapped[DrawStage] = mapped_column(text_enum(DrawStage))
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("cpd_draw.id"), unique=True)
    #: Everybody as they were listed and who was drawn, by the id of their entry, until all of it is carried out.
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    #: It is carried out up to this entry.
    done_to: Mapped[int]
    done_at: Mapped[Moment | None] = mapped_column(AwareMoment())


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
