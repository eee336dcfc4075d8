"""Deleting whole applications once their time is over (rules 6.11): refused six years, all others that ended a year.

Granted ones go six years after the last day on the register. A legal hold keeps any of them (`holding`). Invoices have
years of their own (`cpd.money`), with a name and no more. The keys are destroyed with it, the one for health as well,
so that no copy of the database elsewhere can be read. The audit trail keeps that it was done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select

from cpd.declarations import get, worrying
from cpd.joining import policy, queries
from cpd.joining.models import (
    Appeal,
    AppealVote,
    Application,
    Assessment,
    Check,
    Decision,
    DeclarationAnswer,
    DeclarationReview,
    Delay,
    DetailsKept,
    FrozenStatement,
    HealthAnswer,
    Hold,
    InformationRequest,
    MonitoringLink,
    MonitoringSet,
    Note,
    PanelVote,
    Referee,
    Reference,
    Seat,
    Step,
    ToldInError,
)
from cpd.joining.operations.steps import note
from cpd.joining.vocabulary import Stage
from foundation import audit, clock, locks
from foundation.audit import SYSTEM
from foundation.batches import NO_MORE, walk
from foundation.database import db, operation
from foundation.locks import Box
from register import queries as register

Shred = Callable[[tuple[str, str]], object]
#: What hangs on a row that hangs on an application, with the column that leads there.
_FURTHER: tuple[tuple[Any, Any, Any], ...] = (
    (AppealVote, AppealVote.appeal_id, Appeal),
    (Reference, Reference.referee_id, Referee),
)
_DIRECT: tuple[Any, ...] = (
    Appeal,
    Assessment,
    Check,
    Decision,
    DeclarationAnswer,
    DeclarationReview,
    Delay,
    DetailsKept,
    FrozenStatement,
    HealthAnswer,
    Hold,
    InformationRequest,
    MonitoringLink,
    Note,
    PanelVote,
    Referee,
    Seat,
    Step,
    ToldInError,
)
#: So many applications are looked at in one operation, and so many answers.
_AT_A_TIME, _ANSWERS = 100, 2_000
_REFUSED = (Stage.REFUSED, Stage.REFUSAL_STANDS)
_ENDED = (Stage.WITHDRAWN, Stage.CLOSED, Stage.EXPIRED)


def delete_over(*, shred: Shred) -> int:
    """Delete applications whose time is over; says how many. Safe to stop and to run again."""
    return walk(lambda after: _delete_over(after, shred))


@operation
def _delete_over(after: int, shred: Shred) -> tuple[int, int]:
    audit.take_turn()
    over = db.session.scalars(_next(after).where(*_over(clock.today()))).all()
    following = _last(over)
    for application in over:
        _delete(application, shred)
    return len(over), following


def _next(after: int) -> Select[Application]:
    return select(Application).where(Application.id > after).order_by(Application.id).limit(_AT_A_TIME)


def _last(rows: Sequence[Application]) -> int:
    return rows[-1].id if len(rows) == _AT_A_TIME else NO_MORE


def _over(today: date) -> tuple[ColumnElement[bool], ...]:
    refused = clock.add_months(today, -policy.REFUSED_KEPT.value(today))
    ended = clock.add_months(today, -policy.ENDED_KEPT.value(today))
    return (
        or_(
            and_(Application.stage.in_(_REFUSED), Application.closed_on < refused),
            and_(Application.stage.in_(_ENDED), Application.closed_on < ended),
        ),
        queries.not_on_hold(),
    )


def delete_left(*, shred: Shred) -> int:
    """Delete granted applications of people who left the register long ago (rules 6.11: registered and six years).

    Says how many. Safe to stop and to run again.
    """
    return walk(lambda after: _delete_left(after, shred))


@operation
def _delete_left(after: int, shred: Shred) -> tuple[int, int]:
    audit.take_turn()
    today = clock.today()
    before = clock.add_months(today, -policy.GRANTED_KEPT.value(today))
    found = db.session.scalars(
        _next(after).where(Application.stage == Stage.REGISTERED, Application.closed_on < before, queries.not_on_hold())
    ).all()
    following = _last(found)
    left_on = _last_days([one.number for one in found if one.number is not None])
    over = [one for one in found if left_on.get(one.number or "", date.min) < before]
    for application in over:
        _delete(application, shred)
    return len(over), following


def _last_days(numbers: Collection[str]) -> dict[str, date]:
    """The last day on the register of each number, in a fixed number of statements."""
    ids = register.entry_ids(numbers)
    records = register.records(list(ids.values()))
    return {
        number: max(ends_on for _, ends_on in records[entry_id].periods)
        for number, entry_id in ids.items()
        if entry_id in records and records[entry_id].periods
    }


def delete_clear_answers() -> int:
    """Delete answers to declarations that worried nobody, three years after the decision (rules 6.11).

    Those that worried somebody stay for as long as the application. Says how many. Safe to stop and to run again.
    """
    return walk(_delete_clear_answers)


@operation
def _delete_clear_answers(after: int) -> tuple[int, int]:
    audit.take_turn()
    today = clock.today()
    before = clock.add_months(today, -policy.CLEAR_KEPT.value(today))
    rows = db.session.execute(
        select(DeclarationAnswer, Application.lock_id)
        .join(Application, Application.id == DeclarationAnswer.application_id)
        .where(Application.closed_on < before, queries.not_on_hold(), DeclarationAnswer.id > after)
        .order_by(DeclarationAnswer.id)
        .limit(_ANSWERS)
    ).all()
    following = rows[-1][0].id if len(rows) == _ANSWERS else NO_MORE
    boxes = locks.boxes_of({lock_id for _, lock_id in rows})
    clear = [one.id for one, lock_id in rows if lock_id in boxes and not _worries(one, boxes[lock_id])]
    db.session.execute(
        delete(DeclarationAnswer).where(DeclarationAnswer.id.in_(clear)).execution_options(synchronize_session=False)
    )
    return len(clear), following


def _worries(answer: DeclarationAnswer, box: Box) -> bool:
    declaration = get(answer.code, answer.question_version, answer.branch)
    return declaration is None or worrying(declaration, box.open_json(answer.sealed)["said"])


def _delete(application: Application, shred: Shred) -> None:
    key, lock_ids = application.id, [application.lock_id]
    owners = [("application", key), ("application_identity", key)]
    for kind, table in (("information", InformationRequest), ("appeal", Appeal), ("health", HealthAnswer)):
        ids = db.session.scalars(select(table.id).where(table.application_id == key))
        owners += [(kind, one) for one in ids]
    for owner_kind, owner_id in owners:
        shred((owner_kind, str(owner_id)))
    lock_ids += db.session.scalars(select(HealthAnswer.lock_id).where(HealthAnswer.application_id == key))
    sets = db.session.execute(
        select(MonitoringSet.id, MonitoringSet.lock_id)
        .join(MonitoringLink, MonitoringLink.set_id == MonitoringSet.id)
        .where(MonitoringLink.application_id == key)
    ).all()
    note(application, "deleted", by=SYSTEM)
    db.session.flush()
    for table, column, parent in _FURTHER:
        parents = select(parent.id).where(parent.application_id == key)
        db.session.execute(delete(table).where(column.in_(parents)).execution_options(synchronize_session=False))
    for table in _DIRECT:
        db.session.execute(
            delete(table).where(table.application_id == key).execution_options(synchronize_session=False)
        )
    for set_id, lock_id in sets:
        db.session.execute(delete(MonitoringSet).where(MonitoringSet.id == set_id))
        lock_ids.append(lock_id)
    db.session.expunge(application)
    db.session.execute(delete(Application).where(Application.id == key).execution_options(synchronize_session=False))
    for lock_id in lock_ids:
        locks.destroy_lock(lock_id)
