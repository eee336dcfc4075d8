"""What the clock does every night: people leave on their day, those on leave are reminded of its end, and
what is over long enough is deleted.

Each part may run twice, at any time, on several machines; what one night missed the next one does, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import select

from cpd import registrants
from cpd.leaving import emails, policy
from cpd.leaving.models import Departure, ExtendedLeave
from cpd.leaving.operations import departures
from cpd.leaving.operations.forgetting import delete_over
from cpd.leaving.operations.leave import delete_old
from cpd.leaving.vocabulary import OPEN, LeaveStanding
from foundation import audit, clock
from foundation.database import db, operation

#: How many are looked at under one lock.
BATCH = 100


def run(*, shred: Callable[[tuple[str, str]], object]) -> str:
    """All of it; says in a sentence what it came to."""
    del shred  # nobody sends files here
    moved = sum(departures.carry_out(one) for one in _open_ones())
    reminded = _reminders()
    deleted = 0
    while batch := delete_old():
        deleted += batch
    deleted += delete_over()
    return (
        f"Leaving: {moved} wishes to leave moved on, {reminded} reminded of the end of leave, {deleted} old ones gone."
    )


def _open_ones() -> Iterator[int]:
    """Wishes to leave that nobody has closed, some at a time; each is looked at again in an operation of its own."""
    last = 0
    statement = select(Departure.id).where(Departure.stage.in_(sorted(OPEN))).order_by(Departure.id).limit(BATCH)
    while ids := db.session.scalars(statement.where(Departure.id > last)).all():
        last = ids[-1]
        db.session.rollback()
        yield from ids


def _reminders() -> int:
    last, done = 0, 0
    while (batch := _remind(last)) is not None:
        last, wrote = batch
        done += wrote
    return done


@operation
def _remind(after_id: int) -> tuple[int, int] | None:
    """Remind the next ones whose leave ends soon: the last one looked at, and how many letters. None at the end."""
    audit.take_turn()
    today = clock.today()
    soon = today + timedelta(days=policy.LEAVE_ENDS_SOON.value(today))
    found = db.session.scalars(
        select(ExtendedLeave)
        .where(
            ExtendedLeave.standing == LeaveStanding.AGREED,
            ExtendedLeave.ends_on.between(today, soon),
            ExtendedLeave.starts_on <= today,
            ExtendedLeave.id > after_id,
        )
        .order_by(ExtendedLeave.id)
        .limit(BATCH)
    ).all()
    if not found:
        return None
    people = registrants.many({one.entry_id for one in found})
    wrote = 0
    for leave in found:
        registrant = people.get(leave.entry_id)
        if registrant is not None and registrant.is_on_register():
            wrote += emails.leave_ends_soon(leave, registrant)
    return found[-1].id, wrote
