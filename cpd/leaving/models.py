"""What the leaving room keeps. Why somebody is away is sealed with a key of its own: it may speak of health."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from cpd.leaving.vocabulary import OPEN, DeathStanding, DepartureStage, LeaveStanding
from foundation.append_only import append_only
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum

_OPEN = ", ".join(f"'{stage.value}'" for stage in DepartureStage if stage in OPEN)
_STILL_OPEN = text(f"stage IN ({_OPEN})")
_NOT_SETTLED = text("settled_at IS NULL")
_NOT_MISTAKEN = text("standing <> 'mistaken'")


class ExtendedLeave(Model):
    """A time away from work: asked for, and agreed by an officer. They stay on the register."""

    __tablename__ = "extended_leave"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_has_who"),
        CheckConstraint(
            "standing NOT IN ('agreed', 'refused') OR decided_at IS NOT NULL", name="decision_has_its_time"
        ),
        CheckConstraint("(lock_id IS NULL) = (sealed IS NULL)", name="words_need_their_key"),
        CheckConstraint("standing = 'agreed' OR lock_id IS NOT NULL", name="only_agreed_days_outlive_words"),
        Index("ix_extended_leave_entry_id", "entry_id", "standing"),
        Index("ix_extended_leave_ends_on", "standing", "ends_on"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    #: Counts changes, so that a page left open cannot overwrite a newer one.
    version: Mapped[int] = mapped_column()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    standing: Mapped[LeaveStanding] = mapped_column(text_enum(LeaveStanding))
    starts_on: Mapped[Day]
    #: The last day away. Coming back earlier moves it.
    ends_on: Mapped[Day]
    lock_id: Mapped[int | None] = mapped_column(ForeignKey("lock.id"))
    #: Why, and in their words (`cpd.leaving.telling.WhyAway`). Deleted sooner than the days, with its key.
    sealed: Mapped[Long | None]
    asked_at: Mapped[Moment]
    #: The registrant, or the officer who wrote it down for them.
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[Day | None]
    #: What the officer wrote to them.
    answer_sealed: Mapped[Long | None]
    decided_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __mapper_args__ = {"version_id_col": version}


class Departure(Model):
    """Somebody's wish to leave the register."""

    __tablename__ = "departure"
    __table_args__ = (
        CheckConstraint(f"(stage IN ({_OPEN})) = (closed_on IS NULL)", name="closed_has_its_day"),
        # One open wish at a time.
        Index(
            "uq_departure_entry_id_open",
            "entry_id",
            unique=True,
            sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
        Index("ix_departure_stage", "stage", "leave_on"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    stage: Mapped[DepartureStage] = mapped_column(text_enum(DepartureStage))
    #: The last day on which they want to be on the register.
    leave_on: Mapped[Day]
    #: In their words, if they said why; sealed with their folder.
    why_sealed: Mapped[Long | None]
    asked_at: Mapped[Moment]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    since_on: Mapped[Day]
    due_on: Mapped[Day | None]
    closed_on: Mapped[Day | None]

    __mapper_args__ = {"version_id_col": version}


class DepartureStep(Model):
    """One line of the timeline of a wish to leave: which stage began, when, through whom."""

    __tablename__ = "departure_step"

    id: Mapped[Key]
    departure_id: Mapped[int] = mapped_column(ForeignKey("departure.id"), index=True)
    stage: Mapped[DepartureStage] = mapped_column(text_enum(DepartureStage))
    at: Mapped[Moment] = mapped_column("step_at", AwareMoment())
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class LeavingStatement(Model):
    """Facts proposed for the public page of somebody who leaves while something is open, and whether they agree."""

    __tablename__ = "leaving_statement"
    __table_args__ = (
        Index("uq_leaving_statement_number", "departure_id", "number", unique=True),
        CheckConstraint("(agreed IS NULL) = (answered_at IS NULL)", name="answer_has_its_time"),
    )

    id: Mapped[Key]
    departure_id: Mapped[int] = mapped_column(ForeignKey("departure.id"))
    number: Mapped[int]
    sealed: Mapped[Long]
    written_at: Mapped[Moment]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agreed: Mapped[bool | None]
    #: What they say to it.
    answer_sealed: Mapped[Long | None]
    answered_at: Mapped[Moment | None] = mapped_column(AwareMoment())


class DeathReport(Model):
    """The news that somebody has died: one person writes it down, another one confirms it."""

    __tablename__ = "death_report"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (standing = 'reported')", name="settled_has_its_time"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_has_who"),
        CheckConstraint("standing <> 'confirmed' OR settled_by_id <> reported_by_id", name="two_people"),
        Index(
            "uq_death_report_entry_id_once",
            "entry_id",
            unique=True,
            sqlite_where=_NOT_MISTAKEN,
            postgresql_where=_NOT_MISTAKEN,
        ),
        Index("ix_death_report_standing", "standing"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    standing: Mapped[DeathStanding] = mapped_column(text_enum(DeathStanding))
    died_on: Mapped[Day | None]
    #: Who told us and what was seen, sealed with the folder (`cpd.leaving.telling.Told`).
    sealed: Mapped[Long]
    reported_at: Mapped[Moment]
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[Day]
    settled_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: Whether there is a continuity contact whom somebody has still to call, and when they were told.
    to_call: Mapped[bool] = mapped_column(default=False)
    call_by_on: Mapped[Day | None]
    contact_told_on: Mapped[Day | None]

    __mapper_args__ = {"version_id_col": version}


class MistakenEnding(Model):
    """Somebody says that an ending should never have been recorded: another person takes it back, or leaves it."""

    __tablename__ = "mistaken_ending"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (taken_back IS NULL)", name="settled_says_what"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_has_who"),
        CheckConstraint("taken_back IS NULL OR NOT taken_back OR settled_by_id <> said_by_id", name="two_people"),
        Index("ix_mistaken_ending_entry_id", "entry_id"),
        Index(
            "uq_mistaken_ending_open",
            "entry_id",
            unique=True,
            sqlite_where=_NOT_SETTLED,
            postgresql_where=_NOT_SETTLED,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    #: What happened and how we know, sealed with their folder.
    sealed: Mapped[Long]
    said_at: Mapped[Moment]
    said_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[Day]
    taken_back: Mapped[bool | None]
    settled_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __mapper_args__ = {"version_id_col": version}


class ContinuityPlan(Model):
    """Who takes over if somebody could not go on, sealed with their folder (`cpd.leaving.telling.Plan`). D09."""

    __tablename__ = "continuity_plan"

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    sealed: Mapped[Long]
    kept_at: Mapped[Moment]
    kept_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


append_only(DepartureStep.__table__, and_delete=False)
