"""The nightly check that what the public sees agrees with the orders in force (rules 6.1).

It asks the tables in its own words, not through the rules it checks: every order in force must be listed on its entry,
and a removal or suspension must be what the entry says first. What is over, taken back, still to come or only a hold
may stand on no entry. Each night is kept, and what does not agree is written to everybody who publishes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select, union

from accounts import authority, roles
from accounts.permissions import Permission
from foundation import clock
from foundation.database import as_json, db, operation
from register import emails, publication
from register.models import Ending, Entry, Hold, Period, PublicCheck, Restriction
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
    """Every entry whose public page does not show an order in force as it should, or shows what it may not."""
    now = clock.now()
    found = [one for batch in _batches(now) for one in _mismatches(batch, now)]
    return found + [one for ids in _with_anything() for one in _shown_too_much(ids, now)]


@operation
def keep(found: Sequence[Mismatch]) -> None:
    """Keep what a night found; everybody who publishes has a letter about what does not agree, once a day."""
    said = [(one.number, one.problem) for one in found]
    db.session.add(PublicCheck(checked_at=clock.now(), problems=[list(one) for one in said]))
    if said:
        for role in roles.holders_of(Permission.PUBLISH):
            for account in authority.holders(role):
                emails.public_view_wrong(account.email, name=account.name, account_id=account.id, found=said)


def last_check() -> PublicCheck | None:
    """The newest night's answer."""
    return db.session.scalar(select(PublicCheck).order_by(PublicCheck.id.desc()).limit(1))


def _with_anything() -> Iterator[list[int]]:
    """The entries that ever had an order or have a hold, so many at a time."""
    last = 0
    while True:
        ordered = select(Restriction.entry_id).where(Restriction.entry_id > last)
        held = select(Hold.entry_id).where(Hold.entry_id > last, live(Hold))
        both = union(ordered, held).order_by("entry_id").limit(_AT_A_TIME)
        ids = list(db.session.connection().scalars(both))
        if not ids:
            return
        yield ids
        last = ids[-1]


def _shown_too_much(ids: list[int], now: datetime) -> Iterator[Mismatch]:
    """Orders that a page shows although they may not be read now, and sources that only a hold has."""
    connection = db.session.connection()
    rows = connection.execute(
        select(Restriction.entry_id, Restriction.kind, Restriction.starts_at, Restriction.serial, Restriction.source)
        .where(Restriction.entry_id.in_(ids), live(Restriction), Restriction.starts_at <= now)
        .where(or_(Restriction.published_until.is_(None), Restriction.published_until > now))
    ).all()
    allowed = {(row.entry_id, row.kind, clock.day_of(row.starts_at), row.source) for row in rows}
    sources = {(row.entry_id, row.source) for row in rows}
    holds = connection.execute(select(Hold.entry_id, Hold.source).where(Hold.entry_id.in_(ids), live(Hold))).all()
    public = publication.public_entries(ids, now=now)
    for entry_id, entry in public.items():
        for one in entry.restrictions:
            if (entry_id, one.kind, one.starts, one.reference) not in allowed:
                yield Mismatch(entry.number, f"the page shows {one.label.lower()} that may not be read now")
    for entry_id, source in holds:
        shown = public.get(entry_id)
        if shown is not None and (entry_id, source) not in sources and source in as_json(shown.as_json()):
            yield Mismatch(shown.number, "the page tells of something that is only looked into")


def _batches(now: datetime) -> Iterator[list[Any]]:
    statement = (
        select(Restriction.id, Restriction.entry_id, Entry.number, Restriction.kind, Restriction.starts_at)
        .join(Entry, Entry.id == Restriction.entry_id)
        .where(live(Restriction), Restriction.starts_at <= now, Restriction.kind != OrderKind.NO_FINDING)
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
