"""Ratings of risk, each with its reasons, and what two people agreed to set aside. Internal."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import Band, Cause, Stage
from foundation.database import AwareMoment, Day, JsonList, Key, Long, Model, Moment, text_enum


class Rating(Model):
    """One rating: what was seen, what it came to, and why."""

    __tablename__ = "concern_rating"
    __table_args__ = (CheckConstraint("likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5", name="five_by_five"),)

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    cause: Mapped[Cause] = mapped_column(text_enum(Cause))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    likelihood: Mapped[int]
    impact: Mapped[int]
    #: Codes of `Flag` that hold, and those that two people set aside before.
    flags: Mapped[JsonList]
    set_aside: Mapped[JsonList]
    #: So many concerns about one person that the band was raised.
    pattern: Mapped[bool]
    band: Mapped[Band] = mapped_column(text_enum(Band))
    reasons_sealed: Mapped[Long]
    rated_on: Mapped[Day]
    rated_at: Mapped[Moment]
    rated_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Lowering(Model):
    """Somebody asks that automatic reds be set aside; a second person agrees or does not."""

    __tablename__ = "concern_lowering"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_has_who"),
        CheckConstraint("(answered_at IS NULL) = (agreed IS NULL)", name="answered_says_how"),
        CheckConstraint("answered_by_id IS NULL OR answered_by_id <> asked_by_id", name="two_people"),
        Index(
            "uq_concern_lowering_open",
            "concern_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    flags: Mapped[JsonList]
    reasons_sealed: Mapped[Long]
    asked_at: Mapped[Moment]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agreed: Mapped[bool | None]
    answer_sealed: Mapped[Long | None]
    answered_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
