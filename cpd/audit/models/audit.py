"""One audit of one registrant: where it stands, what they sent, what they asked for, and its timeline."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cpd.audit.vocabulary import Cause, Stage, StepKind, Why
from cpd.vocabulary import Nation
from foundation.database import AwareMoment, Day, Json, Key, Long, Model, Moment, text_enum

_OPEN = text("closed_on IS NULL")


class Audit(Model):
    """The audit of somebody's record of one span."""

    __tablename__ = "cpd_audit"
    __table_args__ = (
        # One at a time.
        Index("uq_cpd_audit_open", "entry_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_cpd_audit_entry_id", "entry_id"),
        Index("ix_cpd_audit_stage_due_on", "stage", "due_on"),
        CheckConstraint("(why = 'drawn') = (ticket IS NOT NULL)", name="drawn_has_its_ticket"),
        CheckConstraint("span_from <= span_to", name="span_runs_forward"),
        CheckConstraint("(closed_on IS NULL) = (stage NOT IN ('met', 'removed', 'stopped'))", name="over_has_its_day"),
        CheckConstraint("(stage = 'registrar') = (cause IS NOT NULL)", name="registrar_knows_why"),
        CheckConstraint("second_id IS NULL OR second_id <> assessor_id", name="second_is_somebody_else"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    #: As it was when the person was chosen, for the work list.
    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(300))
    nation: Mapped[Nation] = mapped_column(text_enum(Nation))
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("cpd_draw.id"), index=True)
    ticket: Mapped[str | None] = mapped_column(String(32))
    why: Mapped[Why] = mapped_column(text_enum(Why))
    #: Why, in the officer's words, where it was not chance.
    why_sealed: Mapped[Long | None]
    #: Decides by chance, unseen by assessors, whether a record that is met is marked a second time.
    seed_sealed: Mapped[Long]
    chosen_on: Mapped[Day]
    #: By when the person is told.
    tell_until: Mapped[Day]
    #: The days whose record is looked at.
    span_from: Mapped[Day]
    span_to: Mapped[Day]
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    since_on: Mapped[Day]
    #: By when whoever acts has to; None when nobody does.
    due_on: Mapped[Day | None]
    told_on: Mapped[Day | None]
    reminders: Mapped[int]
    #: The policy numbers as they were when the person was chosen.
    targets: Mapped[Json]
    #: Goes up when others assess it again after an appeal.
    round: Mapped[int]
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    second_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    cause: Mapped[Cause | None] = mapped_column(text_enum(Cause))
    #: Since when they had further time: what is done from then on counts for the span that is audited.
    extra_from: Mapped[Day | None]
    closed_on: Mapped[Day | None]
    papers_deleted_on: Mapped[Day | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Submission(Model):
    """A frozen copy of the record as it was sent, and what the engine said of it. Files: `("cpd_audit", audit id)`."""

    __tablename__ = "cpd_audit_submission"

    id: Mapped[Key]
    audit_id: Mapped[int] = mapped_column(ForeignKey("cpd_audit.id"), index=True)
    round: Mapped[int]
    sent_at: Mapped[Moment]
    #: The activities with their words, the plan, the judgement, and what they say about it.
    sealed: Mapped[Long]
    #: SHA-256 of what was sealed, so that anybody can see that the copy is the one that was sent.
    sha256: Mapped[str] = mapped_column(String(64))


class Extension(Model):
    """More time that was asked for."""

    __tablename__ = "cpd_audit_extension"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_has_who"),
        CheckConstraint("until_on IS NULL OR answered_at IS NOT NULL", name="given_when_answered"),
    )

    id: Mapped[Key]
    audit_id: Mapped[int] = mapped_column(ForeignKey("cpd_audit.id"), index=True)
    asked_at: Mapped[Moment]
    sealed: Mapped[Long]
    answered_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: The new last day, when it was given.
    until_on: Mapped[Day | None]
    answer_sealed: Mapped[Long | None]


class Step(Model):
    """A line of the timeline."""

    __tablename__ = "cpd_audit_step"

    id: Mapped[Key]
    audit_id: Mapped[int] = mapped_column(ForeignKey("cpd_audit.id"), index=True)
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind))
    at: Mapped[Moment] = mapped_column("step_at", AwareMoment())
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
