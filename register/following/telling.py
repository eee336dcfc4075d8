"""The walk that tells them, every hour: what the public reads now against what it read when they were told last.

In batches, each an operation that takes its turn: safe to stop, to run twice, and on two machines at once. A change
and its letter are one transaction, so nobody is told twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast, get_args

import structlog
from sqlalchemy import and_, delete, or_, select

from foundation import audit, clock, locks, old_letters
from foundation.batches import NO_MORE, walk
from foundation.clock import Division
from foundation.database import db, operation
from register import publication, queries
from register.following import letters, links, policy
from register.following.changes import OVER, facts_of, is_over, what_changed
from register.following.links import Opened
from register.following.models import EndedBy, Follower, Why
from register.publication import PublicEntry
from register.vocabulary import Status

log = structlog.get_logger()
AT_A_TIME = 200
#: How the templates of these letters begin.
OURS = "follow_"


@dataclass(frozen=True)
class Told:
    """How many were told, and how many addresses were deleted."""

    told: int
    deleted: int = 0


def run() -> Told:
    """Tell everybody who is to be told now."""
    return Told(walk(tell))


def nightly() -> str:
    """Tell, and forget; what it came to, in a sentence."""
    told, addresses, letters_gone = run().told, walk(forget), walk(forget_letters)
    changed = f"Following: {told} letters about entries that changed"
    return f"{changed}, {addresses} addresses and {letters_gone} old letters were deleted."


@operation
def tell(after: int) -> tuple[int, int]:
    """One batch. Says how many letters, and where the next begins."""
    audit.take_turn()
    open_rows = select(Follower).where(
        Follower.id > after, Follower.confirmed_at.is_not(None), Follower.ended_at.is_(None)
    )
    rows = db.session.scalars(open_rows.order_by(Follower.id).limit(AT_A_TIME)).all()
    entry_ids = {one.entry_id for one in rows}
    entries = publication.public_entries(entry_ids)
    due = [one for one in rows if _is_due(one, entries.get(one.entry_id))]
    sealed, numbers = links.opened(due), queries.numbers_of({one.entry_id for one in due})
    written = 0
    for one in due:
        if one.id in sealed:
            written += _tell(one, sealed[one.id], entries.get(one.entry_id), numbers[one.entry_id])
    for one in rows:
        if one.entry_id not in entries and one.ended_at is None and one.id not in sealed:
            # They heard before that it is over; there is nothing left to tell them of.
            one.end(EndedBy.ENTRY)
    return written, rows[-1].id if len(rows) == AT_A_TIME else NO_MORE


def _is_due(row: Follower, entry: PublicEntry | None) -> bool:
    if row.why is Why.FOLLOWS:
        return bool(what_changed(row.facts, facts_of(entry)))
    return is_over(entry) != row.facts[OVER] and (entry is None or _is_time(entry))


def _is_time(entry: PublicEntry) -> bool:
    """Who lapsed may renew late and keep continuity: whom they named is told only when that time is over."""
    if entry.status is not Status.LAPSED or entry.period_to is None:
        return True
    return clock.today() > _late_until(entry.period_to)


def _late_until(last: date) -> date:
    """The last day of that time by the holidays of every nation: nobody is told while it still runs in one."""
    days = policy.NAMED_AFTER.value(last)
    return max(clock.add_working_days(last, days, cast("Division", one)) for one in get_args(Division))


def _tell(row: Follower, sealed: Opened, entry: PublicEntry | None, number: str) -> int:
    name = entry.name if entry is not None else sealed.name
    sentence = entry.status_sentence if entry is not None else None
    now, over = facts_of(entry), is_over(entry)
    common: dict[str, Any] = {"to": sealed.email, "secret": sealed.secret, "name": name, "number": number}
    if row.why is Why.FOLLOWS:
        done = letters.changed(row, changes=what_changed(row.facts, now), sentence=sentence, **common)
    else:
        done, now = letters.no_more(row, organisation=sealed.organisation, sentence=sentence, **common), {OVER: over}
    if not done:
        # The letter and the count of letters are one transaction, so this is a fault of ours: they are not told yet.
        log.error("following.letter_not_written", follower=row.id, told=row.told)
        return 0
    row.facts, row.told = now, row.told + 1
    if entry is None:
        # There is nothing left to follow.
        row.end(EndedBy.ENTRY)
    return 1


@operation
def forget(after: int) -> tuple[int, int]:
    """One batch: delete whom nobody said yes for, and who is over, when their days are over; their letters too."""
    audit.take_turn()
    now = clock.now()
    over = or_(
        and_(
            Follower.confirmed_at.is_(None),
            # A no is remembered as long as any stop.
            Follower.ended_at.is_(None),
            Follower.begun_at < now - timedelta(days=policy.UNCONFIRMED.value()),
        ),
        Follower.ended_at < now - timedelta(days=policy.ENDED.value()),
    )
    chosen = select(Follower).where(Follower.id > after, over)
    rows = db.session.scalars(chosen.order_by(Follower.id).limit(AT_A_TIME)).all()
    lock_ids, last = [one.lock_id for one in rows], rows[-1].id if len(rows) == AT_A_TIME else NO_MORE
    old_letters.forget(one.letter_key for one in rows)
    db.session.execute(delete(Follower).where(Follower.id.in_([one.id for one in rows])))
    for lock_id in lock_ids:
        locks.destroy_lock(lock_id)
    return len(lock_ids), last


@operation
def forget_letters(after: int) -> tuple[int, int]:
    """One batch: delete letters that went, or could not go, some days ago. Their words name address and entry."""
    before = clock.now() - timedelta(days=policy.LETTERS.value())
    gone = old_letters.forget_old(OURS, before=before, after=after, at_most=AT_A_TIME)
    return len(gone), gone[-1] if len(gone) == AT_A_TIME else NO_MORE
