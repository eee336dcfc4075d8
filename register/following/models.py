"""Who is told when an entry changes. Their address is sealed under a key of its own, which goes with the row."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.database import AwareMoment, Json, Key, Long, Model, Moment, text_enum


class Why(enum.StrEnum):
    """Why somebody is told."""

    FOLLOWS = "follows"  #: They asked for it, on the entry.
    NAMED = "named"  #: The registrant named them.


class EndedBy(enum.StrEnum):
    """Who wanted no more letters."""

    ADDRESS = "address"  #: Whoever reads them: nobody asks them again while this row stands.
    REGISTRANT = "registrant"  #: The registrant took them off.
    ENTRY = "entry"  #: Nobody: the register does not show the entry any more.


class Follower(Model):
    """One address that is told about one entry."""

    __tablename__ = "follower"
    __table_args__ = (
        CheckConstraint("why = 'follows' OR confirmed_at IS NOT NULL", name="named_needs_no_yes"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
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
        # The trail speaks of them by number, and so does a page that somebody left open.
        {"sqlite_autoincrement": True},
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
    #: When a letter last went because somebody typed the address into the form.
    asked_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    ended_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    ended_by: Mapped[EndedBy | None] = mapped_column(text_enum(EndedBy))
    #: What they were told of last: for who follows, what the public read then; for who was named, whether it was over.
    #: Nothing before a yes, and nothing after the end.
    facts: Mapped[Json]
    #: How many letters told them of a change.
    told: Mapped[int]

    @property
    def letter_key(self) -> str:
        """How the `once` of each of their letters begins. Of the secret, since no two rows ever share it."""
        return f"follower {self.secret_hash[:32]} "

    def end(self, by: EndedBy) -> None:
        """No more letters, and nothing kept of what the entry said."""
        self.ended_at, self.ended_by, self.facts = clock.now(), by, {}
