"""Whether a concern is ours, whether it can be settled, and whether it could be serious enough. Internal."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import TriageOutcome
from foundation.database import AwareMoment, Day, JsonList, Key, Long, Model, Moment, text_enum


class TriageDecision(Model):
    """That a concern is ours, with what the test asks, and where it goes from there."""

    __tablename__ = "triage_decision"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    outcome: Mapped[TriageOutcome] = mapped_column(text_enum(TriageOutcome))
    #: When it happened, as well as is known: the Standards of that day apply.
    happened_on: Mapped[Day]
    happened_until: Mapped[Day]
    edition: Mapped[str | None] = mapped_column(String(80))
    standards: Mapped[JsonList]
    #: Longer ago than the age limit, and looked into all the same, with the reason.
    too_old_sealed: Mapped[Long | None]
    reasons_sealed: Mapped[Long]
    decided_at: Mapped[Moment]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class LocalResolution(Model):
    """An attempt to settle a concern between those in it. It may be extended once."""

    __tablename__ = "local_resolution"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_has_who"),
        CheckConstraint("(ended_at IS NULL) = (settled IS NULL)", name="ended_says_how"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    #: Why it is safe, that both are willing, and why it is minor.
    words_sealed: Mapped[Long]
    began_at: Mapped[Moment]
    began_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[Day]
    extended_on: Mapped[Day | None]
    settled: Mapped[bool | None]
    outcome_sealed: Mapped[Long | None]
    ended_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ThresholdDecision(Model):
    """The three questions of the threshold test, what was weighed, and what follows."""

    __tablename__ = "threshold_decision"
    __table_args__ = (
        CheckConstraint("serious IN ('yes', 'doubt', 'no') AND matters IN ('yes', 'doubt', 'no')", name="known_words"),
        CheckConstraint("fair IN ('yes', 'no')", name="fair_is_yes_or_no"),
        CheckConstraint("NOT investigates OR (serious <> 'no' AND matters <> 'no' AND fair = 'yes')", name="all_three"),
        CheckConstraint("investigates OR serious = 'no' OR matters = 'no' OR fair = 'no'", name="doubt_investigates"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    #: Values of `Yes`.
    serious: Mapped[str] = mapped_column(String(10))
    matters: Mapped[str] = mapped_column(String(10))
    fair: Mapped[str] = mapped_column(String(10))
    grounds: Mapped[JsonList]
    edition: Mapped[str | None] = mapped_column(String(80))
    standards: Mapped[JsonList]
    #: Codes of `Factor` with what was found, sealed.
    factors_sealed: Mapped[Long]
    investigates: Mapped[bool]
    advice_sealed: Mapped[Long | None]
    reasons_sealed: Mapped[Long]
    decided_at: Mapped[Moment]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
