"""Answers to declarations, to the one question about health, and to monitoring questions: three places kept apart."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from cpd.joining.findings import HealthFinding, HealthStanding
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum


class DeclarationAnswer(Model):
    """One answer to one declaration, never changed: a change is a new row with a higher number.

    Yes or no is sealed with the words: there is no column by which one could list people with convictions.
    """

    __tablename__ = "application_answer"
    __table_args__ = (Index("uq_application_answer_number", "application_id", "code", "number", unique=True),)

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    code: Mapped[str] = mapped_column(String(3))
    branch: Mapped[str] = mapped_column(String(10))
    #: The version of the question that was read (`cpd.declarations`).
    question_version: Mapped[int]
    #: 1 is the first answer.
    number: Mapped[int]
    sealed: Mapped[Long]
    given_at: Mapped[Moment]


class ToldInError(Model):
    """Answers that told more than the law asks for: shown to nobody from then on, deleted a week later.

    The row stays as the proof that it was done.
    """

    __tablename__ = "application_told_in_error"
    __table_args__ = (CheckConstraint("delete_on > told_on", name="deleted_later"),)

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    code: Mapped[str] = mapped_column(String(3))
    #: Every answer up to this number is meant.
    up_to_number: Mapped[int]
    told_on: Mapped[Day]
    told_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    delete_on: Mapped[Day]
    deleted_at: Mapped[Moment | None] = mapped_column(AwareMoment())


class HealthAnswer(Model):
    """The answer about health, yes or no, sealed with a key of its own. Everybody who applies has such a row.

    Only the health officer opens it; the others learn nothing but what the health officer finds.
    """

    __tablename__ = "health_answer"
    __table_args__ = (
        CheckConstraint("(standing = 'read') = (finding IS NOT NULL)", name="read_has_a_finding"),
        CheckConstraint("(finding IS NULL) = (found_at IS NULL)", name="finding_has_its_time"),
        CheckConstraint("(finding IS NULL) = (found_by_id IS NULL)", name="finding_has_who"),
        # Files, parts and the trail name it by its id: that of a deleted one must never come again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    sealed: Mapped[Long]
    given_at: Mapped[Moment]
    standing: Mapped[HealthStanding] = mapped_column(text_enum(HealthStanding))
    finding: Mapped[HealthFinding | None] = mapped_column(text_enum(HealthFinding))
    #: The health officer's own words, sealed with the same key.
    found_sealed: Mapped[Long | None]
    found_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    found_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class MonitoringSet(Model):
    """Somebody's monitoring answers for their first thirty days, sealed with a key of their own. It names nobody."""

    __tablename__ = "monitoring_set"

    id: Mapped[Key]
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    sealed: Mapped[Long]


class MonitoringLink(Model):
    """The only thread from an application to its monitoring answers, so that they can be changed for thirty days."""

    __tablename__ = "monitoring_link"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("monitoring_set.id"), unique=True)
    delete_on: Mapped[Day] = mapped_column(index=True)


class MonitoringCount(Model):
    """How many people chose an answer in a year, those who applied and those who renewed apart. All that is left."""

    __tablename__ = "monitoring_count"
    __table_args__ = (
        Index("uq_monitoring_count_answer", "year", "at_renewal", "question", "answer", unique=True),
        CheckConstraint("people >= 0", name="people_count"),
    )

    id: Mapped[Key]
    year: Mapped[int]
    question: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(40))
    people: Mapped[int]
    at_renewal: Mapped[bool] = mapped_column(server_default=false())
