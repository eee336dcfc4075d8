"""What a reporter may read: the steps, their own statements, the messages both ways, delays and the closing."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import ClockName, CloseReason, Direction, Stage, StatementKind, StepKind
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum


class Step(Model):
    """One line of the timeline. Its words are fixed by its kind; nothing anybody typed is here."""

    __tablename__ = "concern_step"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind))
    #: Where the concern stood from then on.
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    on: Mapped[Day] = mapped_column("step_on")
    #: Empty when an anonymous reporter did it.
    at: Mapped[Moment | None] = mapped_column("step_at", AwareMoment())
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Statement(Model):
    """What the reporter told us, frozen: each question in the words they read, and their answer. Later ones add."""

    __tablename__ = "concern_statement"
    __table_args__ = (
        Index("uq_concern_statement_number", "concern_id", "number", unique=True),
        Index(
            "ix_concern_statement_added",
            "concern_id",
            "given_on",
            sqlite_where=text("number > 1"),
            postgresql_where=text("number > 1"),
        ),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    #: 1 is the first; evidence that came with it is kept for `("statement", id)`.
    number: Mapped[int]
    kind: Mapped[StatementKind] = mapped_column(text_enum(StatementKind))
    words_sealed: Mapped[Long]
    given_on: Mapped[Day]
    given_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: The member of staff who wrote it down.
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Message(Model):
    """One message in the mailbox. Files that came with it are kept for `("message", id)`."""

    __tablename__ = "concern_message"
    __table_args__ = (
        CheckConstraint("(direction = 'from_us') = (by_account_id IS NOT NULL)", name="ours_has_its_writer"),
        CheckConstraint("direction = 'to_us' OR sent_at IS NOT NULL", name="ours_has_its_time"),
        Index("ix_concern_message_concern_id", "concern_id", "sent_on"),
        # What lists ask of messages is answered without reading the sealed words.
        Index("ix_concern_message_direction", "concern_id", "direction", "sent_on", "id"),
        Index(
            "ix_concern_message_unread",
            "concern_id",
            sqlite_where=text("read_on IS NULL AND direction = 'to_us'"),
            postgresql_where=text("read_on IS NULL AND direction = 'to_us'"),
        ),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    direction: Mapped[Direction] = mapped_column(text_enum(Direction))
    words_sealed: Mapped[Long]
    sent_on: Mapped[Day]
    sent_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: The day on which the other side first saw it.
    read_on: Mapped[Day | None]
    #: What the page it came from was given, so that the same page sent twice is one message.
    once: Mapped[str | None] = mapped_column(String(40), unique=True)


class Delay(Model):
    """Why something is late, in words for the reporter, and when it will be instead."""

    __tablename__ = "concern_delay"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    clock: Mapped[ClockName] = mapped_column(text_enum(ClockName))
    words_sealed: Mapped[Long]
    #: The same in words for the registrant, who never reads those of the reporter.
    registrant_sealed: Mapped[Long | None]
    expected_on: Mapped[Day]
    told_at: Mapped[Moment]
    told_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Closure(Model):
    """A closing with its reasons, as the reporter reads them, and until when they may ask for another look."""

    __tablename__ = "concern_closure"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    reason: Mapped[CloseReason] = mapped_column(text_enum(CloseReason))
    words_sealed: Mapped[Long]
    closed_on: Mapped[Day]
    closed_at: Mapped[Moment]
    closed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    review_until: Mapped[Day]


class RegistrantLetter(Model):
    """One letter to a registrant who knows of a concern. The next is promised within 28 days of the last."""

    __tablename__ = "registrant_letter"
    __table_args__ = (Index("ix_registrant_letter_subject_id", "subject_id", "written_on"),)

    id: Mapped[Key]
    subject_id: Mapped[int] = mapped_column(ForeignKey("concern_subject.id"))
    written_on: Mapped[Day]
