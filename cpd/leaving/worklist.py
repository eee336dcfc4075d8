"""The work lists of leaving for staff: wishes to leave, leave asked for, and deaths; what is due first stands first."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from accounts.permissions import Permission
from cpd import registrants
from cpd.days_left import DueShown, due_shown
from cpd.leaving.models import DeathReport, Departure, ExtendedLeave, MistakenEnding
from cpd.leaving.rules import DEPARTURE
from cpd.leaving.vocabulary import OPEN, DeathStanding, DepartureStage, LeaveStanding
from cpd.panels import queries as panels
from foundation import clock
from foundation.database import db

A_PAGE = 25
_PATH = "/staff/departures"
#: Who sees every one of them; members of a panel see those they sit on.
SEES_ALL = frozenset(
    {
        Permission.LOOK_AFTER_REGISTRANTS,
        Permission.DECIDE_REGISTER,
        Permission.PREPARE_TEXT,
    }
)


class Show(enum.StrEnum):
    """Which list."""

    LEAVING = "leaving"
    LEAVE = "leave"
    DEATH = "death"
    MISTAKE = "mistake"
    AWAY = "away"
    OVER = "over"


@dataclass(frozen=True)
class WorkLine:
    """One line of a list."""

    address: str
    name: str
    number: str
    what: str
    due: DueShown
    #: Days from and to, or the last day.
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class WorkPage:
    """One page of a list."""

    lines: list[WorkLine]
    page: int
    pages: int


def listed(show: Show, *, account_id: int, permissions: Collection[Permission], page: int = 1) -> WorkPage:
    """One page, in a fixed number of statements."""
    kind, where, order = _asked(show)
    if SEES_ALL.isdisjoint(permissions):
        if kind is not Departure:
            return WorkPage([], 1, 1)
        where = and_(where, _seated(account_id))
    elif kind is not Departure and Permission.LOOK_AFTER_REGISTRANTS not in permissions:
        return WorkPage([], 1, 1)
    total = _count(kind, where)
    pages = max(1, -(-total // A_PAGE))
    page = min(page, pages)
    statement = select(kind).where(where).order_by(order, kind.id).limit(A_PAGE).offset((page - 1) * A_PAGE)
    found = db.session.scalars(statement).all()
    people = registrants.many({one.entry_id for one in found})
    return WorkPage([_line(one, people[one.entry_id]) for one in found if one.entry_id in people], page, pages)


def _asked(show: Show) -> tuple[Any, ColumnElement[bool], Any]:
    today = clock.today()
    if show is Show.LEAVE:
        return ExtendedLeave, ExtendedLeave.standing == LeaveStanding.ASKED, ExtendedLeave.due_on
    if show is Show.AWAY:
        away = and_(ExtendedLeave.standing == LeaveStanding.AGREED, ExtendedLeave.ends_on >= today)
        return ExtendedLeave, away, ExtendedLeave.ends_on
    if show is Show.DEATH:
        waits = or_(DeathReport.standing == DeathStanding.REPORTED, DeathReport.to_call.is_(True))
        return DeathReport, waits, DeathReport.due_on
    if show is Show.MISTAKE:
        return MistakenEnding, MistakenEnding.settled_at.is_(None), MistakenEnding.due_on
    if show is Show.OVER:
        return Departure, Departure.stage.not_in(sorted(OPEN)), Departure.closed_on.desc()
    # Those with a decision to take first, then those who leave by themselves on their day.
    return Departure, Departure.stage.in_(sorted(OPEN)), func.coalesce(Departure.due_on, Departure.leave_on)


def _line(row: Any, who: registrants.Registrant) -> WorkLine:
    if isinstance(row, ExtendedLeave):
        due, what = due_shown(row.due_on, who.division), row.standing.label
        return WorkLine(f"{_PATH}/leave/{row.id}", who.name, who.number, what, due, row.starts_on, row.ends_on)
    if isinstance(row, DeathReport):
        by = row.call_by_on if row.to_call else row.due_on
        what = "To call the continuity contact" if row.to_call else row.standing.label
        return WorkLine(
            f"{_PATH}/death/{row.id}", who.name, who.number, what, due_shown(by, who.division), None, row.died_on
        )
    due = due_shown(row.due_on, who.division)
    if isinstance(row, MistakenEnding):
        return WorkLine(f"{_PATH}/mistake/{row.id}", who.name, who.number, "To be taken back?", due, None, None)
    return WorkLine(f"{_PATH}/leaving/{row.id}", who.name, who.number, row.stage.label, due, None, row.leave_on)


def _seated(account_id: int) -> ColumnElement[bool]:
    return Departure.id.in_([int(one) for one in panels.matters_of(DEPARTURE, account_id)])


def _count(kind: Any, where: ColumnElement[bool]) -> int:
    return int(db.session.scalar(select(func.count()).select_from(kind).where(where)) or 0)


# -------------------------------------------------------------------------------------------- for the home of staff


def count_leave(_account_id: int) -> int:
    """How many ask for leave."""
    return _count(ExtendedLeave, ExtendedLeave.standing == LeaveStanding.ASKED)


def count_deaths(_account_id: int) -> int:
    """How many deaths wait to be confirmed."""
    return _count(DeathReport, DeathReport.standing == DeathStanding.REPORTED)


def count_mistakes(_account_id: int) -> int:
    """How many endings are said to be mistaken and wait for a registrar."""
    return _count(MistakenEnding, MistakenEnding.settled_at.is_(None))


def count_calls(_account_id: int) -> int:
    """How many continuity contacts wait for a call."""
    return _count(DeathReport, DeathReport.to_call.is_(True))


def count_to_publish(_account_id: int) -> int:
    """How many agreed leavings wait to be put on the register."""
    return _count(Departure, Departure.stage == DepartureStage.TO_PUBLISH)


def count_panel(account_id: int) -> int:
    """How many wait for what somebody of a panel finds."""
    mine = panels.matters_of(DEPARTURE, account_id) - panels.said_by(DEPARTURE, account_id)
    return _count(
        Departure, and_(Departure.stage == DepartureStage.PANEL, Departure.id.in_([int(one) for one in mine]))
    )
