"""The work list of what registrants told us: each member of staff sees what is theirs, what is due first on top."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from accounts import authority
from accounts.permissions import Permission
from cpd import registrants
from cpd.days_left import DueShown, due_shown
from cpd.disclosures.models import Disclosure
from cpd.disclosures.rules import MATTER
from cpd.disclosures.vocabulary import OPEN, Stage, Track
from cpd.panels import queries as panels
from foundation import clock
from foundation.database import db

A_PAGE = 25


class Show(enum.StrEnum):
    """Which of them."""

    OPEN = "open"
    MINE = "mine"
    LATE = "late"
    OVER = "over"


@dataclass(frozen=True)
class WorkLine:
    """One line of the list."""

    reference: str
    name: str
    number: str
    stage: str
    urgent: bool
    at_once: bool
    channel: str
    told_on: date
    #: They told us later than they had to.
    told_late: bool
    due: DueShown
    over: str
    officer: str


@dataclass(frozen=True)
class WorkPage:
    """One page of the list."""

    lines: list[WorkLine]
    total: int
    page: int
    pages: int


def listed(show: Show, *, account_id: int, permissions: Collection[Permission], page: int = 1) -> WorkPage:
    """One page, in a fixed number of statements."""
    chosen = [_theirs(account_id, permissions), *_shown(show, account_id)]
    total = _count(*chosen)
    pages = max(1, -(-total // A_PAGE))
    page = min(page, pages)
    statement = select(Disclosure).where(*chosen)
    order = (Disclosure.closed_on.desc(),) if show is Show.OVER else (Disclosure.due_on,)
    found = db.session.scalars(
        statement.order_by(*order, Disclosure.id).limit(A_PAGE).offset((page - 1) * A_PAGE)
    ).all()
    people = registrants.many({one.entry_id for one in found})
    officers = authority.names_of({one.officer_id for one in found if one.officer_id is not None})
    lines = [
        WorkLine(
            one.reference,
            people[one.entry_id].name,
            people[one.entry_id].number,
            one.stage.label,
            one.track is Track.URGENT,
            one.at_once,
            one.channel.label,
            one.told_on,
            one.late,
            due_shown(one.due_on, people[one.entry_id].division),
            one.outcome.label if one.outcome else "",
            officers.get(one.officer_id or 0, ""),
        )
        for one in found
        if one.entry_id in people
    ]
    return WorkPage(lines, total, page, pages)


def _shown(show: Show, account_id: int) -> list[ColumnElement[bool]]:
    still_open = Disclosure.stage.in_(sorted(OPEN))
    if show is Show.OVER:
        return [Disclosure.stage == Stage.CLOSED]
    if show is Show.LATE:
        return [still_open, Disclosure.due_on < clock.today()]
    if show is Show.MINE:
        seated = [int(one) for one in panels.matters_of(MATTER, account_id)]
        return [still_open, or_(Disclosure.officer_id == account_id, Disclosure.id.in_(seated))]
    return [still_open]


def _theirs(account_id: int, permissions: Collection[Permission]) -> ColumnElement[bool]:
    """What somebody's work leads to (as `rules.check_has_business`)."""
    usual = Disclosure.track != Track.HEALTH
    found: list[ColumnElement[bool]] = [false()]
    if Permission.LOOK_AFTER_REGISTRANTS in permissions:
        found.append(usual)
    if Permission.TAKE_IN_CONCERNS in permissions:
        found.append(Disclosure.stage == Stage.CONCERNS)
    if Permission.READ_HEALTH in permissions:
        found.append(Disclosure.track == Track.HEALTH)
    if Permission.VOTE in permissions:
        found.append(and_(usual, Disclosure.id.in_([int(one) for one in panels.matters_of(MATTER, account_id)])))
    return and_(Disclosure.stage != Stage.TAKEN_BACK, or_(*found))


def _count(*where: ColumnElement[bool]) -> int:
    return int(db.session.scalar(select(func.count()).select_from(Disclosure).where(*where)) or 0)


# -------------------------------------------------------------------------------------------- for the home of staff


def count_officer(_account_id: int) -> int:
    """How many wait for an officer."""
    return _count(Disclosure.stage == Stage.OFFICER)


def count_concerns(_account_id: int) -> int:
    """How many wait for the concerns officer."""
    return _count(Disclosure.stage == Stage.CONCERNS)


def count_health(_account_id: int) -> int:
    """How many wait for the health officer."""
    return _count(Disclosure.stage == Stage.HEALTH)


def count_panel(account_id: int) -> int:
    """How many wait for what somebody of a panel finds."""
    mine = panels.matters_of(MATTER, account_id) - panels.said_by(MATTER, account_id)
    return _count(Disclosure.stage == Stage.PANEL, Disclosure.id.in_([int(one) for one in mine]))
