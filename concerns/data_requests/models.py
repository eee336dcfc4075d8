"""Requests and complaints about data, and what was written about them both ways, sealed with their own key."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from concerns.data_requests.vocabulary import DataChannel, DataKind, DataOutcome, DataStanding
from concerns.vocabulary import Direction
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum


class DataRequest(Model):
    """Somebody complains about how we use their data, or asks for one of their rights."""

    __tablename__ = "data_request"
    __table_args__ = (
        CheckConstraint("due_on >= received_on", name="due_after_received"),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL)", name="acknowledged_has_who"),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_on IS NULL)", name="acknowledged_has_its_day"),
        CheckConstraint("(standing = 'received') = (acknowledged_at IS NULL)", name="only_new_is_not_acknowledged"),
        CheckConstraint("(extended_at IS NULL) = (extended_by_id IS NULL)", name="extended_has_who"),
        CheckConstraint("(extended_at IS NULL) = (extended_to IS NULL)", name="extended_has_its_end"),
        CheckConstraint("extended_to IS NULL OR kind <> 'complaint'", name="complaints_are_not_extended"),
        CheckConstraint("(identity_at IS NULL) = (identity_by_id IS NULL)", name="identity_has_who"),
        CheckConstraint("(identity_at IS NULL) = (identity_sealed IS NULL)", name="identity_says_how"),
        CheckConstraint("(standing = 'closed') = (closed_at IS NOT NULL)", name="closed_has_its_time"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_has_who"),
        CheckConstraint("(closed_at IS NULL) = (closed_on IS NULL)", name="closed_has_its_day"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_says_how"),
        Index("ix_data_request_standing_due_on", "standing", "due_on"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[DataKind] = mapped_column(text_enum(DataKind))
    channel: Mapped[DataChannel] = mapped_column(text_enum(DataChannel))
    standing: Mapped[DataStanding] = mapped_column(text_enum(DataStanding))
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    #: What opens it for the person who asked, as a hash.
    secret_hash: Mapped[str] = mapped_column(String(64))
    words_sealed: Mapped[Long]
    name_sealed: Mapped[Long | None]
    #: Email, telephone and post as plain values.
    reach_sealed: Mapped[Long]
    #: The day on which it reached us, by whatever way; the clock counts from it.
    received_on: Mapped[Day]
    recorded_at: Mapped[Moment]
    #: The member of staff who typed it up; None when it came online.
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: A complaint is acknowledged by then; anything else is answered by then.
    due_on: Mapped[Day]
    acknowledged_on: Mapped[Day | None]
    acknowledged_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: A request that is hard to answer may take longer; the person is told why before `due_on`.
    extended_to: Mapped[Day | None]
    extended_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    extended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: How we made sure that it is their data, before anything of it is given out or changed.
    identity_sealed: Mapped[Long | None]
    identity_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    identity_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[DataOutcome | None] = mapped_column(text_enum(DataOutcome))
    closed_on: Mapped[Day | None]
    closed_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __mapper_args__ = {"version_id_col": version}


class DataMessage(Model):
    """What the person or we wrote about their request."""

    __tablename__ = "data_message"
    __table_args__ = (
        CheckConstraint("(direction = 'from_us') = (by_account_id IS NOT NULL)", name="ours_has_its_writer"),
    )

    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("data_request.id"), index=True)
    direction: Mapped[Direction] = mapped_column(text_enum(Direction))
    words_sealed: Mapped[Long]
    sent_on: Mapped[Day]
    sent_at: Mapped[Moment]
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: The day on which the other side first saw it.
    read_on: Mapped[Day | None]
    #: What the page it came from was given, so that the same page sent twice is one message.
    once: Mapped[str | None] = mapped_column(String(40), unique=True)
