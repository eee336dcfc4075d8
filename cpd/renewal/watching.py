"""Who is due for a notice: found by the day that it is about, in order of entry, some hundred at a time.

The statements leave out whoever had the notice already, so that a night which is run twice, or by two machines, finds
nobody twice. Each is a walk by key: its memory does not grow with the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from cpd.record_checks import MONTHS, RecordCheckSeen
from cpd.renewal import uninsured
from cpd.renewal.models import InsuranceTold, Notice
from cpd.renewal.vocabulary import Seen, Watch
from cpd.renewal.windows import AFTER
from foundation import clock
from foundation.database import db
from register.models import Insurance, Period
from register.queries import live

#: How many people one transaction of the night looks at.
AT_A_TIME = 400


class Due(NamedTuple):
    """Somebody, and the day that a notice is about."""

    entry_id: int
    day: date


def _had(watch: Watch, entry_id: Any, day: Any) -> Any:
    """The highest number of a notice that somebody had about a day; 0 for none."""
    return (
        select(func.coalesce(func.max(Notice.number), 0))
        .where(Notice.entry_id == entry_id, Notice.watch == watch, Notice.day == day)
        .scalar_subquery()
    )


def _owed(day: Any, today: date, before: tuple[int, ...]) -> ColumnElement[int]:
    """The number of the newest notice that is due for a day by today, in SQL; after it the first one."""
    steps = [(day < today, AFTER)]
    steps += [(day <= today + timedelta(days=days), len(before) - place) for place, days in enumerate(reversed(before))]
    return case(*steps, else_=0)


def periods(after: int, today: date, *, before: tuple[int, ...], back: date) -> list[Due]:
    """The next last periods that end soon, or ended since `back`, of people who had no notice of what is due now."""
    later = aliased(Period)
    goes_on = select(later.id).where(
        later.entry_id == Period.entry_id,
        later.starts_on > Period.starts_on,
        live(later),
    )
    statement = (
        select(Period.entry_id, Period.ends_on)
        .where(
            Period.entry_id > after,
            Period.ends_on >= back,
            Period.ends_on <= today + timedelta(days=before[0]),
            live(Period),
            ~goes_on.exists(),
        )
        .where(
            or_(
                _had(Watch.RENEWAL, Period.entry_id, Period.ends_on) < _owed(Period.ends_on, today, before),
                and_(
                    Period.ends_on < today,
                    _had(Watch.RENEWAL, Period.entry_id, Period.ends_on) == AFTER,
                ),
            )
        )
    )
    return _next(statement, Period.entry_id)


def insurances(after: int, today: date, *, before: tuple[int, ...]) -> list[Due]:
    """The next people on the register whose insurance, as far as it was seen, ends soon or has ended, without notice.

    However long ago it ended: who is on the register needs insurance today.
    """
    statement = select(Insurance.entry_id, Insurance.confirmed_to).where(
        Insurance.entry_id > after,
        Insurance.confirmed_to <= today + timedelta(days=before[0]),
        live(Insurance),
        uninsured.is_registered(Insurance.entry_id, today),
        _had(Watch.INSURANCE, Insurance.entry_id, Insurance.confirmed_to)
        < _owed(Insurance.confirmed_to, today, before),
    )
    return _next(statement, Insurance.entry_id)


def told_insurances(after: int, today: date, *, before: tuple[int, ...]) -> list[Due]:
    """The next people on the register whose insurance, as they told it and nobody has looked at yet, ends soon or has
    ended, without notice of it.
    """
    statement = (
        select(InsuranceTold.entry_id, func.max(InsuranceTold.ends_on))
        .where(
            InsuranceTold.entry_id > after,
            InsuranceTold.ends_on <= today + timedelta(days=before[0]),
            or_(InsuranceTold.seen.is_(None), InsuranceTold.seen == Seen.OVERTAKEN),
            uninsured.is_registered(InsuranceTold.entry_id, today),
            _had(Watch.INSURANCE, InsuranceTold.entry_id, InsuranceTold.ends_on)
            < _owed(InsuranceTold.ends_on, today, before),
        )
        .group_by(InsuranceTold.entry_id)
    )
    return _next(statement, InsuranceTold.entry_id)


def without_insurance(after: int, today: date) -> list[Due]:
    """The next people on the register of whose insurance nothing is on record, and who were not told so."""
    return [Due(*row) for row in db.session.execute(uninsured.without_any(after, today, AT_A_TIME))]


def record_checks(after: int, today: date, *, before: tuple[int, ...], back: date) -> list[Due]:
    """The next people whose record check was told so long ago that it is soon due anew; with the day they told of."""
    months = MONTHS.value(today)
    first = clock.add_months(back, -months) - timedelta(days=31)
    last = clock.add_months(today + timedelta(days=before[0]), -months) + timedelta(days=31)
    later = aliased(RecordCheckSeen)
    newer = select(later.id).where(later.entry_id == RecordCheckSeen.entry_id, later.id > RecordCheckSeen.id)
    statement = select(RecordCheckSeen.entry_id, RecordCheckSeen.from_on).where(
        RecordCheckSeen.entry_id > after,
        RecordCheckSeen.from_on.between(first, last),
        ~newer.exists(),
    )
    return _next(statement, RecordCheckSeen.entry_id)


def _next(statement: Any, key: Any) -> list[Due]:
    rows = db.session.execute(statement.order_by(key).limit(AT_A_TIME))
    return [Due(*row) for row in rows]


def had(watch: Watch, entry_ids: Sequence[int]) -> dict[tuple[int, date], int]:
    """The highest number of a notice that these people had, by entry and day. One statement."""
    if not entry_ids:
        return {}
    statement = (
        select(Notice.entry_id, Notice.day, func.max(Notice.number))
        .where(Notice.entry_id.in_(entry_ids), Notice.watch == watch)
        .group_by(Notice.entry_id, Notice.day)
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(statement)}
