"""How a concern runs inside the house: its targets, when they stand still, and who is listed for what in it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import Job, PauseReason, Stage
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum


class Target(Model):
    """By when a stage is to be left, under the policy of the day it was set. Only a pause moves it."""

    __tablename__ = "concern_target"
    __table_args__ = (UniqueConstraint("concern_id", "stage"),)

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    #: How long it was, in the unit of its policy, and from which day.
    days: Mapped[int]
    since_on: Mapped[Day]
    due_on: Mapped[Day]
    #: How many days it was moved by pauses: reported apart from what we took ourselves.
    paused_days: Mapped[int] = mapped_column(default=0)


class Pause(Model):
    """A time in which the clock of a stage stands still, with one of three reasons. One at a time."""

    __tablename__ = "concern_pause"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_has_who"),
        CheckConstraint("(ended_at IS NULL) = (ended_on IS NULL)", name="ended_has_its_day"),
        Index(
            "uq_concern_pause_open",
            "concern_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    reason: Mapped[PauseReason] = mapped_column(text_enum(PauseReason))
    words_sealed: Mapped[Long]
    began_on: Mapped[Day]
    began_at: Mapped[Moment]
    began_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    look_again_on: Mapped[Day]
    ended_on: Mapped[Day | None]
    ended_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Seat(Model):
    """Somebody is listed for a job in a concern, or in one hearing of it. Their role alone opens nothing of it."""

    __tablename__ = "concern_seat"
    __table_args__ = (
        CheckConstraint("(left_at IS NULL) = (left_by_id IS NULL)", name="left_has_who"),
        Index(
            "uq_concern_seat_job",
            "concern_id",
            "job",
            unique=True,
            sqlite_where=text("left_at IS NULL AND hearing_id IS NULL"),
            postgresql_where=text("left_at IS NULL AND hearing_id IS NULL"),
        ),
        Index(
            "uq_concern_seat_hearing",
            "hearing_id",
            "job",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    hearing_id: Mapped[int | None] = mapped_column(ForeignKey("concern_hearing.id"))
    job: Mapped[Job] = mapped_column(text_enum(Job))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    #: Their own registration number, for those who sit as registrants.
    number: Mapped[str | None] = mapped_column(String(9))
    note_sealed: Mapped[Long | None]
    seated_at: Mapped[Moment]
    seated_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    left_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    left_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class EndingProposed(Model):
    """A manager says that a concern which examiners passed on cannot go on; it is closed once a second one agrees."""

    __tablename__ = "ending_proposed"
    __table_args__ = (
        CheckConstraint("answered_by_id IS NULL OR answered_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_has_who"),
        CheckConstraint("(answered_at IS NULL) = (agrees IS NULL)", name="answered_says_how"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    #: What the reporter would read, and for colleagues what happened.
    words_sealed: Mapped[Long]
    note_sealed: Mapped[Long]
    proposed_at: Mapped[Moment]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agrees: Mapped[bool | None]
    answered_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
