"""The work list of applications: what waits for whom, the nearest day first. A fixed number of statements.

Officers and the registrar see every application; assessors and panel members only those given to them. The list knows
names and clocks, and nothing of what an application says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from accounts.models import Account
from cpd.joining import policy, queries, rules
from cpd.joining.clocks import Facts, Next, next_step
from cpd.joining.models import Application, Delay, InformationRequest, Seat
from cpd.joining.vocabulary import OPEN, Actor, Route, Stage
from cpd.joining.workflow import owner
from cpd.vocabulary import Nation
from foundation import clock
from foundation.audit import Actor as Person
from foundation.database import db
from foundation.references import read_application_reference
from register.search.fold import fold

A_PAGE = 25


@dataclass(frozen=True)
class Filter:
    """What somebody looks for. Nothing chosen: everything that is open."""

    text: str = ""
    stage: Stage | None = None
    route: Route | None = None
    nation: Nation | None = None
    #: Who has to act next.
    waiting_for: Actor | None = None
    #: Only those that this account looks after, assesses, or sits on a panel of.
    of: int | None = None
    late: bool = False
    closed: bool = False
    #: Only those that a legal hold keeps, open or over.
    on_hold: bool = False


@dataclass(frozen=True)
class WorkLine:
    """One line of the list."""

    application: Application
    facts: Facts
    next: Next
    officer: str | None
    assessor: str | None
    #: Why it is late, when somebody said so.
    delay: Delay | None


@dataclass(frozen=True)
class WorkPage:
    """One page of the list, and how many applications stand at each stage."""

    lines: tuple[WorkLine, ...]
    total: int
    page: int
    pages: int
    at_stage: Mapping[Stage, int]
    late: int


def worklist(wanted: Filter, *, page: int = 1, by: Person) -> WorkPage:
    """The applications that somebody may see and looks for."""
    today = clock.today()
    scope = _scope(by)
    conditions = [*scope, *_conditions(wanted, today)]
    statement = select(Application).where(*conditions)
    total = db.session.scalar(select(func.count()).select_from(Application).where(*conditions)) or 0
    pages = max(1, -(-total // A_PAGE))
    shown = min(max(1, page), pages)
    found = db.session.scalars(_ordered(statement).limit(A_PAGE).offset((shown - 1) * A_PAGE)).all()
    at_stage, late = _counts(scope, today)
    return WorkPage(_lines(found, today), total, shown, pages, at_stage, late)


def _scope(by: Person) -> list[ColumnElement[bool]]:
    if rules.sees_all(by):
        return []
    return [_given_to(by.id)]


def _given_to(account_id: int | None) -> ColumnElement[bool]:
    today = clock.today()
    open_since = today - timedelta(days=policy.PAPERS.value(today))
    seats = (
        select(Seat.application_id)
        .join(Application, Application.id == Seat.application_id)
        .where(Seat.account_id == account_id, Seat.left_at.is_(None))
        .where(or_(Application.closed_on.is_(None), Application.closed_on >= open_since))
    )
    return or_(Application.officer_id == account_id, Application.assessor_id == account_id, Application.id.in_(seats))


def _conditions(wanted: Filter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.on_hold:
        found.append(~queries.not_on_hold())
    elif wanted.stage is None:
        found.append(Application.closed_on.is_not(None) if wanted.closed else Application.closed_on.is_(None))
    if wanted.text.strip():
        found.append(_text(wanted.text))
    if wanted.stage is not None:
        found.append(Application.stage == wanted.stage)
    if wanted.route is not None:
        found.append(Application.route == wanted.route)
    if wanted.nation is not None:
        found.append(Application.nation == wanted.nation)
    if wanted.waiting_for is not None:
        found.append(_waiting_for(wanted.waiting_for))
    if wanted.of is not None:
        found.append(_given_to(wanted.of))
    if wanted.late:
        found.append(or_(Application.due_on < today, _list_overdue(today)))
    return found


def _list_overdue(today: date) -> ColumnElement[bool]:
    """The applicant had until a day that is over: an officer asks again, gives more time, or closes it."""
    overdue = select(InformationRequest.application_id).where(
        InformationRequest.over_on.is_(None), InformationRequest.due_on < today
    )
    return and_(Application.paused_on.is_not(None), Application.id.in_(overdue))


def _text(text: str) -> ColumnElement[bool]:
    reference = read_application_reference(text)
    if reference is not None:
        return Application.reference == reference
    words = fold(text).split()[:6]
    if not words:
        return false()
    return and_(*(Application.name_key.contains(word, autoescape=True) for word in words))


def _waiting_for(who: Actor) -> ColumnElement[bool]:
    theirs = Application.stage.in_([stage for stage in OPEN if owner(stage) is who])
    if who is Actor.APPLICANT:
        return or_(Application.paused_on.is_not(None), theirs)
    return and_(theirs, Application.paused_on.is_(None))


def _ordered(statement: Select[Application]) -> Select[Application]:
    return statement.order_by(Application.due_on.is_(None), Application.due_on, Application.received_on, Application.id)


def _counts(scope: Sequence[ColumnElement[bool]], today: date) -> tuple[dict[Stage, int], int]:
    late = func.sum(case((or_(Application.due_on < today, _list_overdue(today)), 1), else_=0))
    rows = db.session.execute(
        select(Application.stage, func.count(), late).where(*scope).group_by(Application.stage)
    ).all()
    return {row[0]: row[1] for row in rows}, sum(row[2] for row in rows)


def _lines(found: Sequence[Application], today: date) -> tuple[WorkLine, ...]:
    facts, delays = queries.facts(found), queries.delays(found)
    ids = {one for held in found for one in (held.officer_id, held.assessor_id) if one is not None}
    names: dict[int, str] = {
        row[0]: row[1] for row in db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    }
    return tuple(
        WorkLine(
            one,
            facts[one.id],
            next_step(facts[one.id], today),
            names.get(one.officer_id or 0),
            names.get(one.assessor_id or 0),
            delays.get(one.id),
        )
        for one in found
    )


def decided_in_time(since: date, until: date) -> tuple[int, int]:
    """Of the complete, undisputed applications decided in a time: how many, and how many of them in time."""
    in_time = func.sum(case((Application.in_time.is_(True), 1), else_=0))
    statement = select(func.count(Application.in_time), in_time).where(
        Application.decided_on >= since, Application.decided_on <= until
    )
    row = db.session.execute(statement).one()
    return row[0], int(row[1] or 0)
