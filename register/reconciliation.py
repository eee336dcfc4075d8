"""The nightly check that what the public sees agrees with the orders in force (rules 6.1).

It asks the tables in its own words, not through the rules it checks: every order in force must be listed on its entry,
and a removal or suspension must be what the entry says first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from foundation import clock
from foundation.database import db
from register import publication
from register.models import Ending, Entry, Period, Restriction
from register.queries import live
from register.vocabulary import SILENT_ENDINGS, OrderKind, Status

_AT_A_TIME = 500
_MUST_SAY = {
    OrderKind.SUSPENSION: {Status.SUSPENDED, Status.REMOVED, Status.LEFT, Status.ADMINISTRATIVE_REMOVAL},
    OrderKind.INTERIM_SUSPENSION: {
        Status.INTERIM_SUSPENSION,
        Status.SUSPENDED,
        Status.REMOVED,
        Status.LEFT,
        Status.ADMINISTRATIVE_REMOVAL,
    },
    OrderKind.REMOVAL: {Status.REMOVED},
}


@dataclass(frozen=True)
class Mismatch:
    """An entry whose public page does not say what is in force."""

    number: str
    problem: str


def check_public_view() -> list[Mismatch]:
    """Every entry with an order in force that its public page does not show as it should."""
    now = clock.now()
    return [one for batch in _batches(now) for one in _mismatches(batch, now)]


def _batches(now: datetime) -> Iterator[list[Any]]:
    statement = (
        select(Restriction.id, Restriction.entry_id, Entry.number, Restriction.kind, Restriction.starts_at)
        .join(Entry, Entry.id == Restriction.entry_id)
        .where(live(Restriction), Restriction.starts_at <= now)
        .where(or_(Restriction.ends_at.is_(None), Restriction.ends_at > now))
        .where(or_(Restriction.published_until.is_(None), Restriction.published_until > now))
        .order_by(Restriction.id)
        .limit(_AT_A_TIME)
    )
    last = 0
    while rows := list(db.session.connection().execute(statement.where(Restriction.id > last))):
        yield rows
        last = rows[-1].id


def _mismatches(batch: Iterable[Any], now: datetime) -> Iterator[Mismatch]:
    ids = sorted({row.entry_id for row in batch})
    public = publication.public_entries(ids, now=now)
    returned = _last_starts(ids, clock.day_of(now))
    closed = _closed(ids)
    for row in batch:
        kind: OrderKind = row.kind
        if row.entry_id in closed:
            continue
        if kind is OrderKind.REMOVAL and returned.get(row.entry_id, date.min) > clock.day_of(row.starts_at):
            continue  # restored since
        entry = public.get(row.entry_id)
        name = kind.label.lower()
        if entry is None:
            yield Mismatch(row.number, f"the {name} in force cannot be seen")
        elif not any(one.kind is kind and one.in_force for one in entry.restrictions):
            yield Mismatch(row.number, f"the {name} in force is not listed")
        elif kind in _MUST_SAY and entry.status not in _MUST_SAY[kind]:
            yield Mismatch(row.number, f"the page says {entry.status_label} although the {name} is in force")


def _last_starts(ids: list[int], today: date) -> dict[int, date]:
    statement = (
        select(Period.entry_id, func.max(Period.starts_on))
        .where(Period.entry_id.in_(ids), Period.starts_on <= today, live(Period))
        .group_by(Period.entry_id)
    )
    return {row[0]: row[1] for row in db.session.connection().execute(statement)}


def _closed(ids: list[int]) -> set[int]:
    statement = select(Ending.entry_id).where(Ending.entry_id.in_(ids), Ending.kind.in_(SILENT_ENDINGS), live(Ending))
    return set(db.session.connection().scalars(statement))
