"""The work list as staff read it, what waits for each of them, and the lists of finance and of the health officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from cpd.days_left import DueShown
from cpd.joining import policy, worklist
from cpd.joining.findings import HealthStanding, ReviewFinding, SeatKind
from cpd.joining.models import (
    Appeal,
    AppealVote,
    Application,
    DeclarationReview,
    HealthAnswer,
    Hold,
    PanelVote,
    Seat,
)
from cpd.joining.views.officer_due import due
from cpd.joining.views.officer_view import route_label
from cpd.joining.vocabulary import OPEN, UNDECIDED, Stage
from cpd.joining.worklist import Filter, WorkLine
from foundation import clock
from foundation.audit import Actor
from foundation.database import db


@dataclass(frozen=True)
class Line:
    """One application on the list."""

    reference: str
    name: str
    due: DueShown
    stage: str
    route: str
    nation: str
    received_on: date
    officer: str
    mine: bool
    over_on: date | None
    #: Why it is late; empty when nobody said so, or it is not.
    why: str


@dataclass(frozen=True)
class Listed:
    """One page of the list."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    open: int
    late: int
    #: How many stand at each stage.
    at_stage: dict[Stage, int]


@dataclass(frozen=True)
class InTime:
    """How many of the complete, undisputed applications of the last twelve months were decided in time."""

    decided: int
    in_time: int
    #: Of a hundred; None when none was decided.
    share: int | None
    #: What the institute has set itself: of a hundred, within so many working days.
    wanted: int
    days: int


def in_time() -> InTime:
    """Counted up to today."""
    today = clock.today()
    decided, in_time_ = worklist.decided_in_time(clock.add_months(today, -12), today)
    share = in_time_ * 100 // decided if decided else None
    return InTime(decided, in_time_, share, policy.OVERALL_SHARE.value(today), policy.OVERALL.value(today))


def listed(wanted: Filter, *, page: int, by: Actor) -> Listed:
    """One page of the work list."""
    found = worklist.worklist(wanted, page=page, by=by)
    return Listed(
        tuple(_line(one, by) for one in found.lines),
        found.total,
        found.page,
        found.pages,
        sum(count for stage, count in found.at_stage.items() if stage in OPEN),
        found.late,
        dict(found.at_stage),
    )


def _line(one: WorkLine, by: Actor) -> Line:
    held = one.application
    assessed = held.stage is Stage.ASSESSMENT and held.assessor_id is not None
    return Line(
        reference=held.reference,
        name=held.name,
        due=due(one.next, held.stage, held.nation),
        stage=held.stage.label,
        route=route_label(held.route),
        nation=held.nation.label,
        received_on=held.received_on,
        officer=(one.assessor if assessed else one.officer) or "",
        mine=by.id is not None and by.id == (held.assessor_id if assessed else held.officer_id),
        over_on=held.closed_on,
        why=one.delay.reason.label if one.delay is not None and one.next.is_late else "",
    )


# ------------------------------------------------------------------------------------------------------- what waits


def count_mine(account_id: int) -> int:
    """Open applications that an officer looks after."""
    return _count(Application.officer_id == account_id, Application.closed_on.is_(None))


def count_nobody(_account_id: int) -> int:
    """Undecided applications that nobody looks after."""
    return _count(Application.officer_id.is_(None), Application.stage.in_(UNDECIDED))


def count_late(_account_id: int) -> int:
    """Applications whose day is over."""
    return _count(Application.due_on < clock.today())


def count_to_assess(account_id: int) -> int:
    """Applications that wait for this assessor."""
    return _count(
        Application.assessor_id == account_id,
        Application.stage == Stage.ASSESSMENT,
        Application.paused_on.is_(None),
    )


def count_to_decide(_account_id: int) -> int:
    """Applications that wait for the registrar."""
    return _count(Application.stage == Stage.DECISION, Application.paused_on.is_(None))


def count_holds(_account_id: int) -> int:
    """Legal holds that somebody has to look at again."""
    today = clock.today()
    due = select(func.count()).select_from(Hold).where(Hold.lifted_at.is_(None), Hold.review_on <= today)
    return db.session.scalar(due) or 0


def _count(*conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Application).where(*conditions)) or 0


def count_panel(account_id: int) -> int:
    """Declarations that wait for this member of a panel."""
    sitting = (
        select(func.count())
        .where(
            DeclarationReview.application_id == PanelVote.application_id,
            DeclarationReview.finding == ReviewFinding.REFER,
        )
        .scalar_subquery()
    )
    voted = select(PanelVote.application_id).where(PanelVote.member_id == account_id, PanelVote.round == sitting)
    return _seated(account_id, SeatKind.DECLARATIONS, Stage.DECLARATION_PANEL, ~Application.id.in_(voted))


def count_appeals(account_id: int) -> int:
    """Appeals that wait for this member of a panel."""
    voted = (
        select(Appeal.application_id)
        .join(AppealVote, AppealVote.appeal_id == Appeal.id)
        .where(AppealVote.member_id == account_id, Appeal.round == Application.round)
    )
    return _seated(account_id, SeatKind.APPEAL, Stage.APPEAL, ~Application.id.in_(voted))


def _seated(account_id: int, kind: SeatKind, stage: Stage, still: ColumnElement[bool]) -> int:
    seat = select(Seat.application_id).where(
        Seat.account_id == account_id,
        Seat.kind == kind,
        Seat.round == Application.round,
        Seat.left_at.is_(None),
    )
    return _count(Application.id.in_(seat), Application.stage == stage, still)


def count_health(_account_id: int) -> int:
    """Answers that the health officer has still to read."""
    return len(health_waiting())


# ------------------------------------------------------------------------------------------------ ---------- health


@dataclass(frozen=True)
class HealthLine:
    """An application that waits for the health officer; nothing of what was said."""

    reference: str
    received_on: date
    stage: str


def health_waiting() -> list[HealthLine]:
    """What waits for the health officer, the oldest first."""
    statement = (
        select(Application)
        .join(HealthAnswer, HealthAnswer.application_id == Application.id)
        .where(HealthAnswer.standing == HealthStanding.WAITING, Application.stage.in_(UNDECIDED))
        .order_by(Application.received_on, Application.id)
    )
    return [
        HealthLine(one.reference, one.received_on, one.stage.label) for one in db.session.scalars(statement.limit(200))
    ]
