"""What may no longer be kept: erasures, legal holds, tombstones, the index of patterns; and figures we published."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from concerns.vocabulary.retention import Disposal, RetentionRule
from foundation.database import AwareMoment, Day, Json, JsonList, Key, Long, Model, Moment, text_enum

_STANDS = text("lifted_at IS NULL")
#: A record is a concern, a complaint about our service, or a request about data: one of them, and never none.
_RECORDS = ("concern_id", "complaint_id", "request_id")
_ONE_RECORD = " + ".join(f"CASE WHEN {one} IS NULL THEN 0 ELSE 1 END" for one in _RECORDS) + " = 1"


def _record(target: str, *, unique: bool | None = None, index: bool | None = None) -> MappedColumn[int | None]:
    """A column that may lead to a record; where it does, the row belongs to that record and goes with it."""
    return mapped_column(ForeignKey(target), nullable=True, info={"belongs": True}, unique=unique, index=index)


def _held_once(column: str) -> Index:
    """One hold at a time."""
    ending = "" if column == "concern_id" else f"_{column.removesuffix('_id')}"
    name = f"uq_concern_legal_hold_stands{ending}"
    return Index(name, column, unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS)


class Erasure(Model):
    """A record whose time is over: found by the night, proposed by one person. Gone when another has agreed."""

    __tablename__ = "concern_erasure"
    __table_args__ = (
        CheckConstraint(_ONE_RECORD, name="one_record"),
        CheckConstraint("(proposed_at IS NULL) = (proposed_by_id IS NULL)", name="proposed_has_who"),
        CheckConstraint("(proposed_at IS NULL) = (reasons_sealed IS NULL)", name="proposed_says_why"),
        CheckConstraint("(declined_at IS NULL) = (declined_by_id IS NULL)", name="declined_has_who"),
        CheckConstraint("(declined_at IS NULL) = (declined_sealed IS NULL)", name="declined_says_why"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int | None] = _record("concern.id", unique=True)
    complaint_id: Mapped[int | None] = _record("service_complaint.id", unique=True)
    request_id: Mapped[int | None] = _record("data_request.id", unique=True)
    rule: Mapped[RetentionRule] = mapped_column(text_enum(RetentionRule))
    how: Mapped[Disposal] = mapped_column(text_enum(Disposal))
    due_on: Mapped[Day] = mapped_column(index=True)
    found_on: Mapped[Day]
    reasons_sealed: Mapped[Long | None]
    proposed_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: Why the second person did not agree, the last time.
    declined_sealed: Mapped[Long | None]
    declined_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    declined_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class LegalHold(Model):
    """Why a record is kept though its time is or will be over, who owns that, and when they look again."""

    __tablename__ = "concern_legal_hold"
    __table_args__ = (
        CheckConstraint(_ONE_RECORD, name="one_record"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_has_who"),
        *(_held_once(one) for one in _RECORDS),
    )

    id: Mapped[Key]
    concern_id: Mapped[int | None] = _record("concern.id", index=True)
    complaint_id: Mapped[int | None] = _record("service_complaint.id", index=True)
    request_id: Mapped[int | None] = _record("data_request.id", index=True)
    why_sealed: Mapped[Long]
    #: Who looks at it again.
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    placed_at: Mapped[Moment]
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    review_on: Mapped[Day] = mapped_column(index=True)
    lifted_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Tombstone(Model):
    """That a record was deleted or minimised: which rule, when, and both people. Nothing of anybody in it."""

    __tablename__ = "concern_tombstone"
    __table_args__ = (UniqueConstraint("reference"),)

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(20))
    #: What its sender opened it with, as a hash: so they can be told what became of it.
    secret_hash: Mapped[str] = mapped_column(String(64))
    rule: Mapped[RetentionRule] = mapped_column(text_enum(RetentionRule))
    how: Mapped[Disposal] = mapped_column(text_enum(Disposal))
    received_on: Mapped[Day]
    closed_on: Mapped[Day]
    due_on: Mapped[Day]
    done_on: Mapped[Day]
    proposed_at: Mapped[Moment]
    proposed_by: Mapped[str] = mapped_column(String(200))
    agreed_at: Mapped[Moment]
    agreed_by: Mapped[str] = mapped_column(String(200))


class PatternLine(Model):
    """One line that stays of a serious concern closed at triage, so that a pattern can be seen for some years more."""

    __tablename__ = "serious_pattern"

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    closed_on: Mapped[Day]
    #: The kinds of worry, by their codes.
    worries: Mapped[JsonList]
    until: Mapped[Day] = mapped_column("until_on", index=True)


class PublishedFigures(Model):
    """What the public page on our own work said from a day on, as it said it."""

    __tablename__ = "published_figures"
    __table_args__ = (UniqueConstraint("day"),)

    id: Mapped[Key]
    day: Mapped[Day]
    figures: Mapped[Json]
    recorded_at: Mapped[Moment]
