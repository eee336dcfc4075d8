"""Deleting whole applications once their time is over (rules 6.11): refused six years, all others that ended a year.

Granted ones belong to an entry of the register and go with it, so they are not touched here. Invoices have years
of their own (`cpd.money`), with a name and no more. The keys are destroyed with it, the one for health as well, so that
no copy of the database elsewhere can be read. The audit trail keeps that it was done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select

from cpd.joining import policy
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
from foundation.database import db, operation

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
    InformationRequest,
    MonitoringLink,
    Note,
    PanelVote,
    Referee,
    Seat,
    Step,
    ToldInError,
)
_REFUSED = (Stage.REFUSED, Stage.REFUSAL_STANDS)
_ENDED = (Stage.WITHDRAWN, Stage.CLOSED, Stage.EXPIRED)


@operation
def delete_over(*, shred: Callable[[tuple[str, str]], object]) -> int:
    """Delete applications whose time is over; says how many. Safe to run twice."""
    audit.take_turn()
    over = db.session.scalars(select(Application).where(*_over(clock.today())).order_by(Application.id)).all()
    for application in over:
        _delete(application, shred)
    return len(over)


def _over(today: date) -> tuple[ColumnElement[bool], ...]:
    refused = clock.add_months(today, -policy.REFUSED_KEPT.value(today))
    ended = clock.add_months(today, -policy.ENDED_KEPT.value(today))
    return (
        or_(
            and_(Application.stage.in_(_REFUSED), Application.closed_on < refused),
            and_(Application.stage.in_(_ENDED), Application.closed_on < ended),
        ),
    )


def _delete(application: Application, shred: Callable[[tuple[str, str]], object]) -> None:
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
