"""Bundles: the papers of a concern in one PDF, as one recipient may see them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import Audience
from foundation.database import AwareMoment, JsonList, Key, Model, Moment, text_enum


class Bundle(Model):
    """One bundle. Its file is kept for `("bundle", id)`; a later one stands in place of an earlier one."""

    __tablename__ = "concern_bundle"
    __table_args__ = (
        UniqueConstraint("concern_id", "number"),
        CheckConstraint("(audience = 'registrant') = (subject_id IS NOT NULL)", name="registrant_has_who"),
        CheckConstraint("(audience = 'panel') = (hearing_id IS NOT NULL)", name="panel_has_its_hearing"),
        CheckConstraint("(given_at IS NULL) = (given_by_id IS NULL)", name="given_has_who"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    #: Never used again, so that a page number in a decision stays right.
    number: Mapped[int]
    audience: Mapped[Audience] = mapped_column(text_enum(Audience))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("concern_subject.id"))
    hearing_id: Mapped[int | None] = mapped_column(ForeignKey("concern_hearing.id"))
    pages: Mapped[int]
    #: The exhibits in it: each its number, and the id of the copy that stands for it.
    holds: Mapped[JsonList]
    #: The numbers of exhibits that whoever made it left out.
    left_out: Mapped[JsonList]
    #: A hash of what it was made of: another one today says that it is out of date.
    made_of: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: Somebody looked at it and gave it to whom it is for. Before that only staff open it.
    given_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
