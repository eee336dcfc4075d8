"""A complaint about our service with its two answers, sealed with its own key. Nothing here points at a concern."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from concerns.own_service.vocabulary import ServiceOutcome, ServiceStanding
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum


class ServiceComplaint(Model):
    """Somebody is not content with how we worked. Two stages, and two people."""

    __tablename__ = "service_complaint"
    __table_args__ = (
        CheckConstraint("due_on >= received_on", name="due_after_received"),
        CheckConstraint("(first_at IS NULL) = (first_by_id IS NULL)", name="first_has_who"),
        CheckConstraint("(first_at IS NULL) = (first_sealed IS NULL)", name="first_has_words"),
        CheckConstraint("(first_at IS NULL) = (first_outcome IS NULL)", name="first_says_how"),
        CheckConstraint("(first_at IS NULL) = (first_on IS NULL)", name="first_has_its_day"),
        CheckConstraint("(again_on IS NULL) = (again_sealed IS NULL)", name="again_says_why"),
        CheckConstraint("(again_on IS NULL) = (again_due_on IS NULL)", name="again_has_its_end"),
        CheckConstraint("again_on IS NULL OR first_on IS NOT NULL", name="again_after_the_first"),
        CheckConstraint("(second_at IS NULL) = (second_by_id IS NULL)", name="second_has_who"),
        CheckConstraint("(second_at IS NULL) = (second_sealed IS NULL)", name="second_has_words"),
        CheckConstraint("(second_at IS NULL) = (second_outcome IS NULL)", name="second_says_how"),
        CheckConstraint("(second_at IS NULL) = (second_on IS NULL)", name="second_has_its_day"),
        CheckConstraint("second_on IS NULL OR again_on IS NOT NULL", name="second_was_asked_for"),
        CheckConstraint("second_outcome IN ('upheld', 'partly', 'not_upheld')", name="second_is_known"),
        CheckConstraint("second_by_id IS NULL OR second_by_id <> first_by_id", name="two_people"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    #: What opens it for whoever complains, as a hash.
    secret_hash: Mapped[str] = mapped_column(String(64))
    words_sealed: Mapped[Long]
    name_sealed: Mapped[Long | None]
    email_sealed: Mapped[Long | None]
    received_on: Mapped[Day]
    received_at: Mapped[Moment]
    due_on: Mapped[Day]
    first_sealed: Mapped[Long | None]
    first_outcome: Mapped[ServiceOutcome | None] = mapped_column(text_enum(ServiceOutcome))
    first_on: Mapped[Day | None]
    first_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    first_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: They ask that somebody else looks at it.
    again_sealed: Mapped[Long | None]
    again_on: Mapped[Day | None]
    again_due_on: Mapped[Day | None]
    second_sealed: Mapped[Long | None]
    #: A `ServiceOutcome`.
    second_outcome: Mapped[str | None] = mapped_column(String(40))
    second_on: Mapped[Day | None]
    second_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> ServiceStanding:
        """Where it stands."""
        if self.second_on is not None:
            return ServiceStanding.OVER
        if self.again_on is not None:
            return ServiceStanding.SECOND
        return ServiceStanding.ANSWERED if self.first_on is not None else ServiceStanding.FIRST

    @property
    def closed_on(self) -> date | None:
        """The day of the answer after which nothing of ours is to come; None before it."""
        return self.second_on or (self.first_on if self.again_on is None else None)

    @property
    def second_said(self) -> str:
        """How the second person answered, as people read it."""
        return ServiceOutcome(self.second_outcome).label if self.second_outcome is not None else ""

    @property
    def answer_due_on(self) -> date | None:
        """By when we answer; None when nothing waits for us."""
        if self.standing is ServiceStanding.FIRST:
            return self.due_on
        return self.again_due_on if self.standing is ServiceStanding.SECOND else None
