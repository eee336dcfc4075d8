"""What is asked about CPD records. Nothing here opens a sealed word."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from cpd.record.models import ActivityKept, ActivityVersion, PlanItem, Sheet
from cpd.record.vocabulary import Company, GoalState
from cpd.requirements.engine import Activity
from cpd.requirements.spans import Span
from cpd.requirements.vocabulary import ActivityKind
from foundation.database import db
from foundation.errors import Missing

NOT_THERE = "There is no such activity in your record."
NO_GOAL = "There is no such goal in your plan."


def counts() -> ColumnElement[bool]:
    """Whether an activity is in the record: kept, and not deleted."""
    return ActivityKept.kept_at.is_not(None) & ActivityKept.deleted_at.is_(None)


_COUNTED = (
    ActivityKept.entry_id,
    ActivityKept.done_on,
    ActivityKept.minutes,
    ActivityKept.kind,
    ActivityKept.company,
    ActivityKept.plan_item_id,
    ActivityKept.standards,
    ActivityKept.reflected,
)


def activities(
    entry_ids: Collection[int], *, since: date | None = None, until: date | None = None
) -> dict[int, list[Activity]]:
    """What the engine counts of these people's records, in the order of the days. One statement.

    For everybody, ask for some hundred people at a time. Those without a record are left out.
    """
    if not entry_ids:
        return {}
    statement = select(*_COUNTED).where(ActivityKept.entry_id.in_(entry_ids), counts())
    if since is not None:
        statement = statement.where(ActivityKept.done_on >= since)
    if until is not None:
        statement = statement.where(ActivityKept.done_on <= until)
    found: dict[int, list[Activity]] = {}
    for row in db.session.execute(statement.order_by(ActivityKept.done_on, ActivityKept.id)):
        found.setdefault(row.entry_id, []).append(as_counted(row))
    return found


def as_counted(row: Any) -> Activity:
    """What the engine counts of one kept activity, as a whole row or as the columns that count."""
    return Activity(
        on=row.done_on,
        minutes=row.minutes,
        kind=row.kind,
        with_others=row.company in (Company.LIVE, Company.WRITING),
        live=row.company is Company.LIVE,
        planned=row.plan_item_id is not None,
        standards=tuple(row.standards),
        reflected=row.reflected,
    )


def kept_in(entry_id: int, span: Span | None = None, *, page: int = 1, size: int | None = None) -> list[ActivityKept]:
    """Kept activities of a person, newest first; a page of them, or all."""
    statement = select(ActivityKept).where(ActivityKept.entry_id == entry_id, counts())
    if span is not None:
        statement = statement.where(ActivityKept.done_on.between(span.starts_on, span.ends_on))
    statement = statement.order_by(ActivityKept.done_on.desc(), ActivityKept.id.desc())
    if size is not None:
        statement = statement.offset((page - 1) * size).limit(size)
    return list(db.session.scalars(statement))


def count_in(entry_id: int, span: Span) -> int:
    """How many kept activities a person has in a span."""
    statement = select(func.count()).select_from(ActivityKept)
    inside = ActivityKept.done_on.between(span.starts_on, span.ends_on)
    return db.session.scalar(statement.where(ActivityKept.entry_id == entry_id, counts(), inside)) or 0


def drafts(entry_id: int) -> list[ActivityKept]:
    """What somebody began and has not kept, newest first."""
    return list(
        db.session.scalars(
            select(ActivityKept)
            .where(ActivityKept.entry_id == entry_id, ActivityKept.kept_at.is_(None))
            .order_by(ActivityKept.changed_at.desc(), ActivityKept.id.desc())
        )
    )


def deleted(entry_id: int) -> list[ActivityKept]:
    """What somebody deleted and may put back, newest first."""
    return list(
        db.session.scalars(
            select(ActivityKept)
            .where(ActivityKept.entry_id == entry_id, ActivityKept.deleted_at.is_not(None))
            .order_by(ActivityKept.deleted_at.desc(), ActivityKept.id.desc())
        )
    )


def of(entry_id: int, activity_id: int) -> ActivityKept:
    """One activity of a person, draft or kept or deleted.

    Raises:
        Missing: there is none, or it is somebody else's.
    """
    found = db.session.get(ActivityKept, activity_id)
    if found is None or found.entry_id != entry_id:
        raise Missing(NOT_THERE)
    return found


def sent_before(entry_id: int, once: str) -> ActivityKept | None:
    """The activity that the same page made already."""
    return db.session.scalar(select(ActivityKept).where(ActivityKept.entry_id == entry_id, ActivityKept.once == once))


def sent_already(entry_id: int, onces: Collection[str]) -> set[str]:
    """Which of many pages or rows made an activity already. One statement."""
    statement = select(ActivityKept.once).where(ActivityKept.entry_id == entry_id, ActivityKept.once.in_(onces))
    return set(db.session.scalars(statement))


def twins(entry_id: int, *, done_on: date, minutes: int, kind: ActivityKind) -> list[ActivityKept]:
    """Kept activities of the same day, time and kind. Whether the title is the same shows once they are opened."""
    return list(
        db.session.scalars(
            select(ActivityKept).where(
                ActivityKept.entry_id == entry_id,
                counts(),
                ActivityKept.done_on == done_on,
                ActivityKept.minutes == minutes,
                ActivityKept.kind == kind,
            )
        )
    )


def versions(activity_id: int) -> list[ActivityVersion]:
    """Every state of a kept activity, newest first."""
    return list(
        db.session.scalars(
            select(ActivityVersion)
            .where(ActivityVersion.activity_id == activity_id)
            .order_by(ActivityVersion.number.desc())
        )
    )


def versions_of(entry_id: int) -> list[ActivityVersion]:
    """Every state of every activity of a person, newest first. One statement."""
    return list(
        db.session.scalars(
            select(ActivityVersion)
            .join(ActivityKept, ActivityKept.id == ActivityVersion.activity_id)
            .where(ActivityKept.entry_id == entry_id)
            .order_by(ActivityVersion.id.desc())
        )
    )


def last_number(activity_id: int) -> int:
    """The number of the newest version; 0 when there is none."""
    statement = select(func.max(ActivityVersion.number)).where(ActivityVersion.activity_id == activity_id)
    return db.session.scalar(statement) or 0


def goals(entry_id: int) -> list[PlanItem]:
    """Somebody's plan: what is open first, the nearest day first, and then what is closed, newest first."""
    rows = db.session.scalars(select(PlanItem).where(PlanItem.entry_id == entry_id)).all()
    still = sorted(
        (one for one in rows if one.state is GoalState.OPEN), key=lambda one: (one.due_on or date.max, one.id)
    )
    over = sorted((one for one in rows if one.state is not GoalState.OPEN), key=lambda one: one.id, reverse=True)
    return [*still, *over]


def goal_of(entry_id: int, goal_id: int) -> PlanItem:
    """One goal of a person.

    Raises:
        Missing: there is none, or it is somebody else's.
    """
    found = db.session.get(PlanItem, goal_id)
    if found is None or found.entry_id != entry_id:
        raise Missing(NO_GOAL)
    return found


def tied(entry_id: int) -> dict[int, list[ActivityKept]]:
    """Kept activities by the goal they are tied to, newest first. One statement."""
    statement = (
        select(ActivityKept)
        .where(ActivityKept.entry_id == entry_id, counts(), ActivityKept.plan_item_id.is_not(None))
        .order_by(ActivityKept.done_on.desc(), ActivityKept.id.desc())
    )
    found: dict[int, list[ActivityKept]] = {}
    for row in db.session.scalars(statement):
        found.setdefault(row.plan_item_id or 0, []).append(row)
    return found


def favourites(entry_id: int, *, most: int = 4) -> list[ActivityKind]:
    """The kinds of CPD that somebody keeps most often."""
    often = func.count().label("often")
    statement = (
        select(ActivityKept.kind, often)
        .where(ActivityKept.entry_id == entry_id, counts())
        .group_by(ActivityKept.kind)
        .order_by(often.desc(), ActivityKept.kind)
        .limit(most)
    )
    return [row.kind for row in db.session.execute(statement)]


def sheet_of(entry_id: int) -> Sheet | None:
    """The sheet that waits for its owner to load it."""
    return db.session.scalar(select(Sheet).where(Sheet.entry_id == entry_id))
