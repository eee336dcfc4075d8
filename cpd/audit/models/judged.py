"""What assessors and the registrar found, the appeal against it, and worries about honesty."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from cpd.audit.vocabulary import AppealOutcome, Finding
from foundation.database import AwareMoment, JsonList, Key, Long, Model, Moment, text_enum


class Marker(enum.StrEnum):
    """Whose mark it is."""

    FIRST = "first"
    SECOND = "second"


class Mark(Model):
    """What one assessor finds in one sitting."""

    __tablename__ = "cpd_audit_mark"
    __table_args__ = (
        Index("uq_cpd_audit_mark", "audit_id", "sitting", "marker", unique=True),
        Index("uq_cpd_audit_mark_person", "audit_id", "sitting", "marked_by_id", unique=True),
        CheckConstraint("finding = 'met' OR told_sealed IS NOT NULL", name="says_what_is_needed"),
    )

    id: Mapped[Key]
    audit_id: Mapped[int] = mapped_column(ForeignKey("cpd_audit.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("cpd_audit_submission.id"), index=True)
    #: Which time the audit is marked: one submission may be marked again, after an appeal or when no answer came.
    sitting: Mapped[int]
    marker: Mapped[Marker] = mapped_column(text_enum(Marker))
    finding: Mapped[Finding] = mapped_column(text_enum(Finding))
    #: For the file.
    reasons_sealed: Mapped[Long]
    #: For the registrant: the advice, or what is asked for, or what is missing.
    told_sealed: Mapped[Long | None]
    marked_at: Mapped[Moment]
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Decision(Model):
    """What the registrar decides."""

    __tablename__ = "cpd_audit_decision"

    id: Mapped[Key]
    audit_id: Mapped[int] = mapped_column(ForeignKey("cpd_audit.id"), index=True)
    round: Mapped[int]
    finding: Mapped[Finding] = mapped_column(text_enum(Finding))
    #: As the registrant reads them.
    reasons_sealed: Mapped[Long]
    decided_at: Mapped[Moment]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Appeal(Model):
    """An appeal. Who hears it and what each finds is kept by `cpd.panels`."""

    __tablename__ = "cpd_audit_appeal"
    __table_args__ = (
        Index("uq_cpd_audit_appeal_round", "audit_id", "round", unique=True),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided_has_its_time"),
    )

    id: Mapped[Key]
    audit_id: Mapped[int] = mapped_column(ForeignKey("cpd_audit.id"))
    round: Mapped[int]
    #: Codes of grounds (rules 6.9).
    grounds: Mapped[JsonList]
    sealed: Mapped[Long]
    lodged_at: Mapped[Moment]
    outcome: Mapped[AppealOutcome | None] = mapped_column(text_enum(AppealOutcome))
    decided_at: Mapped[Moment | None] = mapped_column(AwareMoment())


_OPEN = text("looked_at IS NULL")


class Worry(Model):
    """Somebody doubts that a record is honest. That is for the concerns officer; the audit stands still meanwhile."""

    __tablename__ = "cpd_audit_worry"
    __table_args__ = (
        Index("uq_cpd_audit_worry_open", "audit_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("(looked_at IS NULL) = (looked_by_id IS NULL)", name="looked_has_who"),
        CheckConstraint("(looked_at IS NULL) = (found_sealed IS NULL)", name="looked_has_words"),
    )

    id: Mapped[Key]
    audit_id: Mapped[int] = mapped_column(ForeignKey("cpd_audit.id"))
    sealed: Mapped[Long]
    raised_at: Mapped[Moment]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    looked_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    looked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    found_sealed: Mapped[Long | None]
