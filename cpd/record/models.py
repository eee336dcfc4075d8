"""What the record keeps. Words that people typed are sealed with the key of their folder (`cpd.folders`).

What the policy engine counts (day, time, kind, company, standards) stands open, so that a night's job over everybody
opens nothing. Each state of a kept activity stays as a version of its own; a deleted one stays until it is too old.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cpd.record.vocabulary import Change, Company, GoalState
from cpd.requirements.vocabulary import ActivityKind
from foundation.append_only import append_only
from foundation.database import AwareMoment, Day, JsonList, Key, Long, Model, Moment, text_enum

#: Who owns the files beside an activity: ("activity", its id).
FILES = "activity"
_DRAFTS, _DELETED = text("kept_at IS NULL"), text("deleted_at IS NOT NULL")


class PlanItem(Model):
    """One goal of somebody's plan."""

    __tablename__ = "cpd_plan_item"
    __table_args__ = (
        Index("ix_cpd_plan_item_entry_id", "entry_id"),
        CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed_has_its_day"),
        Index("uq_cpd_plan_item_once", "entry_id", "once", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    #: Goal, how, and what came of it (`cpd.record.words.GoalWords`).
    sealed: Mapped[Long]
    standards: Mapped[JsonList]
    due_on: Mapped[Day | None]
    state: Mapped[GoalState] = mapped_column(text_enum(GoalState))
    made_at: Mapped[Moment]
    closed_on: Mapped[Day | None]
    once: Mapped[str] = mapped_column(String(32))

    __mapper_args__ = {"version_id_col": version}


class ActivityKept(Model):
    """One activity: a draft until it is kept."""

    __tablename__ = "cpd_activity"
    __table_args__ = (
        CheckConstraint(
            "kept_at IS NULL OR (done_on IS NOT NULL AND minutes IS NOT NULL AND kind IS NOT NULL)",
            name="kept_has_day_time_kind",
        ),
        CheckConstraint("minutes IS NULL OR minutes > 0", name="time_is_some"),
        CheckConstraint("deleted_at IS NULL OR kept_at IS NOT NULL", name="drafts_just_go"),
        Index("ix_cpd_activity_entry_id_done_on", "entry_id", "done_on"),
        Index("ix_cpd_activity_done_on", "done_on"),
        # Few rows, looked through every night.
        Index("ix_cpd_activity_drafts", "changed_at", sqlite_where=_DRAFTS, postgresql_where=_DRAFTS),
        Index("ix_cpd_activity_deleted", "deleted_at", sqlite_where=_DELETED, postgresql_where=_DELETED),
        # The same page sent twice is one activity.
        Index("uq_cpd_activity_once", "entry_id", "once", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    done_on: Mapped[Day | None]
    minutes: Mapped[int | None]
    kind: Mapped[ActivityKind | None] = mapped_column(text_enum(ActivityKind))
    company: Mapped[Company | None] = mapped_column(text_enum(Company))
    plan_item_id: Mapped[int | None] = mapped_column(ForeignKey("cpd_plan_item.id"), index=True)
    #: Numbers of clauses, as people cite them: "3.2".
    standards: Mapped[JsonList]
    #: Whether all three questions of reflection are answered.
    reflected: Mapped[bool]
    #: `cpd.record.words.Words`.
    sealed: Mapped[Long]
    once: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    kept_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    deleted_at: Mapped[Moment | None] = mapped_column(AwareMoment())

    __mapper_args__ = {"version_id_col": version}


class ActivityVersion(Model):
    """How a kept activity stood from a moment on: facts and words, sealed together."""

    __tablename__ = "cpd_activity_version"
    __table_args__ = (Index("uq_cpd_activity_version_number", "activity_id", "number", unique=True),)

    id: Mapped[Key]
    activity_id: Mapped[int] = mapped_column(ForeignKey("cpd_activity.id"))
    number: Mapped[int]
    change: Mapped[Change] = mapped_column(text_enum(Change))
    sealed: Mapped[Long]
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Sheet(Model):
    """A sheet that was read and waits for its owner to load it. One a person; gone when it is loaded."""

    __tablename__ = "cpd_sheet"

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    sealed: Mapped[Long]
    read_at: Mapped[Moment]


append_only(ActivityVersion.__table__, and_delete=False)
