"""The work list of audits, and what waits for somebody: a fixed number of statements, however many are shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from cpd.audit import queries, rules
from cpd.audit.models import Audit, Extension, Worry
from cpd.audit.vocabulary import Stage
from cpd.panels import queries as panels
from foundation import clock
from foundation.audit import Actor
from foundation.database import db

A_PAGE = 25


@dataclass(frozen=True)
class Filter:
    """Which audits are wanted."""

    text: str = ""
    stage: Stage | None = None
    draw_id: int | None = None
    #: Only those given to this account.
    of: int | None = None
    late: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Listed:
    """One page of the list."""

    audits: list[Audit]
    total: int
    page: int
    late: int
    open: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // A_PAGE))


def listed(wanted: Filter, *, page: int, by: Actor) -> Listed:
    """The audits that somebody may see, what is due first stands first."""
    held = rules.held_by(by)
    account_id = rules.check_person(by)
    if not rules.sees_all(held):
        wanted = replace(wanted, of=account_id)
    statement = _narrow(select(Audit), wanted)
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    order = (Audit.closed_on.desc(),) if wanted.closed else (Audit.due_on.is_(None), Audit.due_on)
    shown = max(1, min(page, max(1, -(-total // A_PAGE))))
    rows = db.session.scalars(statement.order_by(*order, Audit.id).offset((shown - 1) * A_PAGE).limit(A_PAGE)).all()
    return Listed(
        list(rows),
        total,
        shown,
        _count(_narrow(select(Audit.id), Filter(of=wanted.of, late=True))),
        _count(_narrow(select(Audit.id), Filter(of=wanted.of))),
    )


def _narrow(statement: Select[Any], wanted: Filter) -> Select[Any]:
    found = statement.where(Audit.closed_on.is_not(None) if wanted.closed else Audit.closed_on.is_(None))
    if wanted.stage is not None:
        found = found.where(Audit.stage == wanted.stage)
    if wanted.draw_id is not None:
        found = found.where(Audit.draw_id == wanted.draw_id)
    if wanted.late:
        found = found.where(Audit.due_on < clock.today())
    if wanted.text:
        typed = wanted.text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        like = f"%{typed}%"
        found = found.where(or_(Audit.name.ilike(like, escape="\\"), Audit.number.ilike(like, escape="\\")))
    if wanted.of is not None:
        found = found.where(
            or_(
                and_(Audit.assessor_id == wanted.of, Audit.stage.not_in((Stage.CHOSEN, Stage.DEFERRED))),
                Audit.second_id == wanted.of,
                Audit.id.in_(_heard_by(wanted.of)),
            )
        )
    return found


def _heard_by(account_id: int) -> list[int]:
    seats = [int(one) for one in panels.matters_of(queries.APPEAL, account_id)]
    return queries.audits_of_appeals(seats)


def _count(statement: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


# ------------------------------------------------------------------------------------------- what waits for somebody


def count_late(_account_id: int) -> int:
    """Those whose day has passed."""
    return _count(_narrow(select(Audit.id), Filter(late=True)))


def count_unassigned(_account_id: int) -> int:
    """Those that no assessor has, and a second assessor's that nobody has."""
    first = and_(Audit.stage == Stage.ASSESSMENT, Audit.assessor_id.is_(None))
    second = and_(Audit.stage == Stage.SECOND_MARK, Audit.second_id.is_(None))
    return _count(select(Audit.id).where(or_(first, second)))


def count_time(_account_id: int) -> int:
    """Wishes for more time that nobody has answered."""
    return _count(select(Extension.id).where(Extension.answered_at.is_(None)))


def count_to_mark(account_id: int) -> int:
    """Those that wait for the mark of this assessor."""
    first = and_(Audit.stage == Stage.ASSESSMENT, Audit.assessor_id == account_id)
    second = and_(Audit.stage == Stage.SECOND_MARK, Audit.second_id == account_id)
    return _count(select(Audit.id).where(or_(first, second)))


def count_to_decide(_account_id: int) -> int:
    """Those that wait for the registrar."""
    return _count(select(Audit.id).where(Audit.stage == Stage.REGISTRAR))


def count_appeals(account_id: int) -> int:
    """Appeals that wait for what this member of the panel finds."""
    said = panels.said_by(queries.APPEAL, account_id)
    wait = [int(one) for one in panels.matters_of(queries.APPEAL, account_id) if one not in said]
    held = queries.audits_of_appeals(wait)
    return _count(select(Audit.id).where(Audit.id.in_(held), Audit.stage == Stage.APPEAL)) if held else 0


def worried() -> list[tuple[Worry, Audit]]:
    """What lies with the concerns officers, oldest first."""
    statement = select(Worry, Audit).join(Audit, Audit.id == Worry.audit_id).where(Worry.looked_at.is_(None))
    return [(row[0], row[1]) for row in db.session.execute(statement.order_by(Worry.id))]


def count_worries(_account_id: int) -> int:
    """How many of these there are."""
    return _count(select(Worry.id).where(Worry.looked_at.is_(None)))
