"""What we wait for from somebody outside: referees, and what the applicant was asked to add."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cpd.joining.vocabulary import Address, RefereeTie, Stage
from foundation.database import AwareMoment, Day, JsonList, Key, Long, Model, Moment, text_enum
from foundation.waiting import Waiting, waiting_checks

_OPEN = text("received_on IS NULL AND called_off_on IS NULL")


class Referee(Waiting, Model):
    """Somebody who was named as a referee, and the link they were sent. Name, address and work are sealed."""

    __tablename__ = "referee"
    __table_args__ = (
        *waiting_checks(),
        CheckConstraint("(called_at IS NULL) = (called_by_id IS NULL)", name="called_has_who"),
        CheckConstraint("(address = 'called') = (called_at IS NOT NULL)", name="called_has_its_time"),
        Index("uq_referee_number", "application_id", "number", unique=True),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    #: 1, 2, … in the order in which they were named.
    number: Mapped[int]
    #: A `cpd.joining.applying.RefereeTold` as plain values.
    sealed: Mapped[Long]
    tie: Mapped[RefereeTie] = mapped_column(text_enum(RefereeTie))
    professional: Mapped[bool]
    named_at: Mapped[Moment]
    #: What opens their one page, as a hash. A new link makes the old one useless.
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    address: Mapped[Address] = mapped_column(text_enum(Address))
    called_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: Whom the officer rang, on which number of the organisation, and what was said.
    call_sealed: Mapped[Long | None]
    #: Why they cannot help.
    declined_sealed: Mapped[Long | None]


class Reference(Model):
    """What a referee said, sealed. Deleted two years after the decision."""

    __tablename__ = "reference"

    id: Mapped[Key]
    referee_id: Mapped[int] = mapped_column(ForeignKey("referee.id"), index=True)
    #: A `cpd.joining.applying.ReferenceGiven` as plain values.
    sealed: Mapped[Long]
    given_at: Mapped[Moment]
    #: A member of staff who wrote it down on the telephone.
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class InformationRequest(Waiting, Model):
    """One clear list of what we need from the applicant, and what they sent. Files: `("information", id)`."""

    __tablename__ = "information_request"
    __table_args__ = (
        *waiting_checks(),
        CheckConstraint("asked_on IS NOT NULL", name="is_asked_at_once"),
        CheckConstraint("(received_on IS NULL) = (answer_sealed IS NULL)", name="answer_comes_with_its_day"),
        # One list at a time: the next one waits until this one is settled.
        Index(
            "uq_information_request_open",
            "application_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_information_request_application_id", "application_id"),
        # Files, parts and the trail name it by its id: that of a deleted one must never come again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    #: Codes of what is asked for, so that pages can lead there: "insurance", "referee", "identity", "other".
    topics: Mapped[JsonList]
    #: The list in the officer's words.
    sealed: Mapped[Long]
    asked_at: Mapped[Moment]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    answer_sealed: Mapped[Long | None]
    #: The day on which the applicant's clock began again: it came, or we called it off.
    over_on: Mapped[Day | None]
