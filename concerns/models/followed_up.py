"""What a reporter asks of us later, and what they think of how it went."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import Answer, RequestKind, Stage
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum


class Request(Model):
    """A reporter asks to take the concern back, or for another look at its closing. One open of a kind at a time."""

    __tablename__ = "concern_request"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_has_who"),
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered_says_how"),
        CheckConstraint("(answered_at IS NULL) = (reasons_sealed IS NULL)", name="answered_says_why"),
        Index(
            "uq_concern_request_open",
            "concern_id",
            "kind",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    kind: Mapped[RequestKind] = mapped_column(text_enum(RequestKind))
    words_sealed: Mapped[Long]
    asked_on: Mapped[Day]
    asked_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    answer: Mapped[Answer | None] = mapped_column(text_enum(Answer))
    reasons_sealed: Mapped[Long | None]
    answered_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Feedback(Model):
    """What a reporter thought of one stage: 1 (bad) to 5 (good), and words if they like."""

    __tablename__ = "concern_feedback"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="score_of_five"),
        Index("uq_concern_feedback_stage", "concern_id", "stage", unique=True),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    score: Mapped[int]
    words_sealed: Mapped[Long | None]
    given_on: Mapped[Day]
