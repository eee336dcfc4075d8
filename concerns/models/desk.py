"""How those who work on concerns arrange their work: who stands in for whom, and the lists somebody saved."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Day, Json, Key, Long, Model, Moment


class Cover(Model):
    """Somebody is away, and another person does their work meanwhile. It opens nothing that ties or parts close."""

    __tablename__ = "concern_cover"
    __table_args__ = (
        CheckConstraint("away_id <> cover_id", name="two_people"),
        CheckConstraint("from_on <= until_on", name="has_a_length"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_has_who"),
        Index("ix_concern_cover_cover_id", "cover_id"),
    )

    id: Mapped[Key]
    away_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    cover_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: The first and the last day.
    from_on: Mapped[Day]
    until_on: Mapped[Day]
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    #: What whoever stands in needs to know.
    note_sealed: Mapped[Long]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class SavedList(Model):
    """A list of concerns that somebody named and comes back to. Nobody else sees it."""

    __tablename__ = "saved_concern_list"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    name_sealed: Mapped[Long]
    #: Codes of what was asked for, by name; nothing that anybody typed.
    asked: Mapped[Json]
    made_at: Mapped[Moment]
