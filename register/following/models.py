"""Who is told when an entry changes. Their address is sealed under a key of its own, which goes with the row."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Json, Key, Long, Model, Moment, text_enum


class Why(enum.StrEnum):
    """Why somebody is told."""

    FOLLOWS = "follows"  #: They asked for it, on the entry.
    NAMED = "named"  #: The registrant named them.


class Follower(Model):
    """One address that is told about one entry."""

    __tablename__ = "follower"
    __table_args__ = (
        CheckConstraint("why = 'follows' OR confirmed_at IS NOT NULL", name="named_needs_no_yes"),
        Index(
            "uq_follower_open",
            "entry_id",
            "why",
            "address_key",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_follower_address_key", "address_key", "why"),
        Index("ix_follower_ended_at", "ended_at"),
    )

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    why: Mapped[Why] = mapped_column(text_enum(Why))
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    #: The address, the secret of their link, and the name of an organisation that was named.
    sealed: Mapped[Long]
    #: A keyed hash of the address: to count what it follows, and to know it again. It cannot be turned back.
    address_key: Mapped[str] = mapped_column(String(64))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    begun_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    ended_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: What the public read when they were told last, or said yes.
    facts: Mapped[Json]
    #: How many letters told them of a change.
    told: Mapped[int]
