"""Reading leave, wishes to leave, deaths and continuity plans."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from cpd import folders
from cpd.leaving.models import (
    ContinuityPlan,
    DeathReport,
    Departure,
    DepartureStep,
    ExtendedLeave,
    LeavingStatement,
    MistakenEnding,
)
from cpd.leaving.telling import Plan
from cpd.leaving.vocabulary import OPEN, DeathStanding, DepartureStage, LeaveStanding
from cpd.requirements.spans import Span
from foundation.database import db
from foundation.errors import Missing

# ------------------------------------------------------------------------------------------------------------- leave


def leave_of(entry_ids: Collection[int]) -> dict[int, list[Span]]:
    """The agreed leave of these people by entry, in order of time; those without any are left out. One statement."""
    if not entry_ids:
        return {}
    statement = (
        select(ExtendedLeave.entry_id, ExtendedLeave.starts_on, ExtendedLeave.ends_on)
        .where(ExtendedLeave.entry_id.in_(entry_ids), ExtendedLeave.standing == LeaveStanding.AGREED)
        .order_by(ExtendedLeave.starts_on)
    )
    found: dict[int, list[Span]] = {}
    for entry_id, starts_on, ends_on in db.session.execute(statement):
        found.setdefault(entry_id, []).append(Span(starts_on, ends_on))
    return found


def on_leave(entry_ids: Collection[int], day: date) -> frozenset[int]:
    """Who of these is on agreed leave on a day."""
    return frozenset(entry_id for entry_id, spans in leave_of(entry_ids).items() if any(day in one for one in spans))


def leaves(entry_id: int) -> Sequence[ExtendedLeave]:
    """Somebody's leave, asked for or agreed or not, newest first."""
    statement = select(ExtendedLeave).where(ExtendedLeave.entry_id == entry_id)
    return db.session.scalars(statement.order_by(ExtendedLeave.id.desc())).all()


def leave(leave_id: int) -> ExtendedLeave:
    """One leave.

    Raises:
        Missing: there is none with that number.
    """
    found = db.session.get(ExtendedLeave, leave_id)
    if found is None:
        raise Missing("There is no such leave.")
    return found


# --------------------------------------------------------------------------------------------------------- departures


def departure(departure_id: int) -> Departure:
    """One wish to leave.

    Raises:
        Missing: there is none with that number.
    """
    found = db.session.get(Departure, departure_id)
    if found is None:
        raise Missing("There is no such request to leave.")
    return found


def open_departure(entry_id: int) -> Departure | None:
    """The wish to leave of somebody that is still open."""
    return db.session.scalar(select(Departure).where(Departure.entry_id == entry_id, Departure.stage.in_(sorted(OPEN))))


def planned(entry_ids: Collection[int]) -> dict[int, date]:
    """The last day that these people chose, by entry; those who do not leave are left out. One statement."""
    if not entry_ids:
        return {}
    statement = select(Departure.entry_id, Departure.leave_on).where(
        Departure.entry_id.in_(entry_ids), Departure.stage == DepartureStage.PLANNED
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def departures_of(entry_id: int) -> Sequence[Departure]:
    """Every wish to leave of somebody, newest first."""
    statement = select(Departure).where(Departure.entry_id == entry_id).order_by(Departure.id.desc())
    return db.session.scalars(statement).all()


def latest_departure(entry_id: int) -> Departure | None:
    """The newest wish to leave of somebody, open or over."""
    statement = select(Departure).where(Departure.entry_id == entry_id).order_by(Departure.id.desc())
    return db.session.scalar(statement.limit(1))


def departure_steps(departure_id: int) -> Sequence[DepartureStep]:
    """Its timeline, oldest first."""
    statement = select(DepartureStep).where(DepartureStep.departure_id == departure_id)
    return db.session.scalars(statement.order_by(DepartureStep.id)).all()


def statements(departure_id: int) -> Sequence[LeavingStatement]:
    """The facts that were proposed for it, newest first."""
    statement = select(LeavingStatement).where(LeavingStatement.departure_id == departure_id)
    return db.session.scalars(statement.order_by(LeavingStatement.number.desc())).all()


# -------------------------------------------------------------------------------------------------------------- death


def death(death_id: int) -> DeathReport:
    """One report.

    Raises:
        Missing: there is none with that number.
    """
    found = db.session.get(DeathReport, death_id)
    if found is None:
        raise Missing("There is no such report.")
    return found


def death_of(entry_id: int) -> DeathReport | None:
    """The report of somebody's death that is not known to be mistaken."""
    return db.session.scalar(
        select(DeathReport).where(DeathReport.entry_id == entry_id, DeathReport.standing != DeathStanding.MISTAKEN)
    )


def mistake(mistake_id: int) -> MistakenEnding:
    """What somebody said of an ending that should never have been recorded.

    Raises:
        Missing: there is none with that number.
    """
    found = db.session.get(MistakenEnding, mistake_id)
    if found is None:
        raise Missing("There is nothing here with that number.")
    return found


def open_mistake(entry_id: int) -> MistakenEnding | None:
    """What somebody said of an ending, and nobody has looked at yet."""
    open_one = select(MistakenEnding).where(MistakenEnding.entry_id == entry_id, MistakenEnding.settled_at.is_(None))
    return db.session.scalar(open_one)


# --------------------------------------------------------------------------------------------------------- continuity


def continuity(entry_id: int) -> ContinuityPlan | None:
    """Somebody's plan as it is kept, sealed."""
    return db.session.scalar(select(ContinuityPlan).where(ContinuityPlan.entry_id == entry_id))


def plan_of(entry_id: int) -> Plan | None:
    """Somebody's plan, opened; None when there is none."""
    held = continuity(entry_id)
    return Plan.from_plain(folders.box_of(entry_id).open_json(held.sealed)) if held is not None else None
