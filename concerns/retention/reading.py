"""What the time of a record rests on, and what stays of one: each question a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from accounts.models import Account
from concerns.models import Concern, Order, Step, Tombstone
from concerns.retention import records
from concerns.retention.periods import Decided, Ended, Time, after, time_of
from concerns.retention.records import Row
from concerns.vocabulary import Stage
from foundation import clock, locks
from foundation.database import db


def times(rows: Sequence[Row], today: date) -> dict[int, Time]:
    """When records of one kind are over, by their ids, in two statements at most; what has no end is left out."""
    concerns = [one for one in rows if isinstance(one, Concern)]
    found = {one: time_of(held, today) for one, held in _ended(concerns).items()} if concerns else {}
    for one in rows:
        rule = records.kind_of(one).rule
        if rule is not None and one.closed_on is not None:
            found[one.id] = after(rule, one.closed_on, today)
    return {one: time for one, time in found.items() if time is not None}


def _ended(concerns: Sequence[Concern]) -> dict[int, Ended]:
    """What the time of these closed concerns rests on."""
    ids = [one.id for one in concerns]
    orders: dict[int, list[Decided]] = {one: [] for one in ids}
    for row in db.session.scalars(select(Order).where(Order.concern_id.in_(ids)).order_by(Order.id)):
        if row.told_on is not None or row.effected_at is not None:
            orders[row.concern_id].append(_decided(row))
    before = (
        select(Step.concern_id, func.max(Step.id).label("last"))
        .where(Step.concern_id.in_(ids), Step.stage != Stage.CLOSED)
        .group_by(Step.concern_id)
        .subquery()
    )
    rows = db.session.execute(select(Step.concern_id, Step.stage).join(before, before.c.last == Step.id))
    stages: dict[int, Stage] = {row[0]: row[1] for row in rows}
    return {
        one.id: Ended(one.closed_on, stages.get(one.id, Stage.RECEIVED), tuple(orders[one.id]))
        for one in concerns
        if one.stage is Stage.CLOSED and one.closed_on is not None
    }


def _decided(row: Order) -> Decided:
    ends = row.ended_on or (clock.day_of(row.ends_at) if row.ends_at is not None else None)
    started = clock.day_of(row.starts_at) if row.starts_at is not None else None
    shown = clock.day_of(row.shown_until) if row.shown_until is not None else None
    return Decided(row.kind, row.decided_on, started, ends, row.without_end, shown)


def of_sender(reference: str | None, secret: str) -> Tombstone | None:
    """What stays of a record, for whoever knows the secret that opened it."""
    stone = records.tombstone(reference) if reference else None
    return stone if stone is not None and locks.is_secret(stone.secret_hash, secret) else None


def name_of(account_id: int | None) -> str:
    """Somebody's name, for a tombstone."""
    return db.session.scalar(select(Account.name).where(Account.id == account_id)) or "Somebody"
