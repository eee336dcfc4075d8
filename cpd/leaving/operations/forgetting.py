"""Deleting wishes to leave, news of deaths and mistaken endings once their time is over (rules 6.11).

What came to nothing goes after a year. All else was decided about somebody's place on the register, and goes years
after their last day on it. A legal hold on the registrant keeps all of it. What the register says is not touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select

from cpd import legal_holds
from cpd.leaving import policy
from cpd.leaving.models import DeathReport, Departure, DepartureStep, LeavingStatement, MistakenEnding
from cpd.leaving.vocabulary import DeathStanding, DepartureStage
from cpd.panels.models import PanelFound, PanelPlace
from foundation import audit, clock
from foundation.audit import SYSTEM, Line
from foundation.batches import NO_MORE, walk
from foundation.database import db, operation
from register.models import Period
from register.queries import live

#: So many rows are deleted in one operation.
BATCH = 200
_NOTHING = (DepartureStage.WITHDRAWN, DepartureStage.OVERTAKEN)
Over = Callable[[date, date], ColumnElement[bool]]


@dataclass(frozen=True)
class _Kind:
    """Rows of one table, and which of them are over: those that came to nothing before a day, and of those who were
    last registered before another one.
    """

    table: Any
    over: Over
    #: What hangs on a row, by its column.
    hangs: tuple[tuple[Any, Any], ...] = ()


def _gone(entry_id: Any, left: date) -> ColumnElement[bool]:
    """Whether somebody's last day on the register was before a day."""
    return ~select(Period.id).where(Period.entry_id == entry_id, Period.ends_on >= left, live(Period)).exists()


def _departures(nothing: date, left: date) -> ColumnElement[bool]:
    return or_(
        and_(Departure.stage.in_(_NOTHING), Departure.closed_on < nothing),
        and_(Departure.closed_on < left, _gone(Departure.entry_id, left)),
    )


def _deaths(nothing: date, left: date) -> ColumnElement[bool]:
    return or_(
        and_(DeathReport.standing == DeathStanding.MISTAKEN, DeathReport.settled_at < clock.start_of_day(nothing)),
        and_(
            DeathReport.settled_at < clock.start_of_day(left),
            DeathReport.to_call.is_(False),
            _gone(DeathReport.entry_id, left),
        ),
    )


def _mistakes(_nothing: date, left: date) -> ColumnElement[bool]:
    return and_(MistakenEnding.settled_at < clock.start_of_day(left), _gone(MistakenEnding.entry_id, left))


_KINDS = (
    _Kind(
        Departure,
        _departures,
        ((DepartureStep, DepartureStep.departure_id), (LeavingStatement, LeavingStatement.departure_id)),
    ),
    _Kind(DeathReport, _deaths),
    _Kind(MistakenEnding, _mistakes),
)


def delete_over() -> int:
    """All of it; says how many. Safe to stop and to run again."""
    return sum(walk(partial(_delete_some, kind)) for kind in _KINDS)


@operation
def _delete_some(kind: _Kind, after: int) -> tuple[int, int]:
    """One batch: how many were deleted, and after which row the next one begins."""
    audit.take_turn()
    today, table = clock.today(), kind.table
    nothing = clock.add_months(today, -policy.NOTHING_KEPT.value(today))
    left = clock.add_months(today, -policy.KEPT.value(today))
    over = select(table.id).where(table.id > after, kind.over(nothing, left), table.entry_id.not_in(legal_holds.held()))
    ids = list(db.session.scalars(over.order_by(table.id).limit(BATCH)))
    if ids:
        name = table.__tablename__
        keys = [str(one) for one in ids]
        audit.record_many([Line(f"{name}.deleted", name, key, {}) for key in keys], by=SYSTEM)
        for place in (PanelFound, PanelPlace):
            db.session.execute(delete(place).where(place.matter_kind == name, place.matter_id.in_(keys)))
        for hanging, column in kind.hangs:
            db.session.execute(delete(hanging).where(column.in_(ids)))
        db.session.execute(delete(table).where(table.id.in_(ids)))
    return len(ids), ids[-1] if len(ids) == BATCH else NO_MORE
