"""Slowing a guesser down: after some failures each further one makes them wait longer.

Counts stand under keyed hashes of what was typed, known to us or not, so waiting tells nothing. A browser that signed
in to the account before has a count of its own: somebody guessing elsewhere cannot keep the owner out. A network
address has so many failures free that an office behind one address does not notice. Nobody waits longer than a quarter
of an hour, and nobody is locked out for good. `RATE_LIMITS=off` lifts all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import bindparam, delete, select, text

from accounts import secrecy
from accounts.models import Realm, Slowdown
from foundation import clock
from foundation.database import AwareMoment, db
from foundation.errors import DomainError

_LONGEST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


#: Two first failures at once must not trip over each other.
_OPEN = text(
    "INSERT INTO slowdown (key, failures, last_at) VALUES (:key, 0, :now) ON CONFLICT (key) DO NOTHING"
).bindparams(bindparam("now", type_=AwareMoment()))


_FORGET = delete(Slowdown).where(Slowdown.key.in_(bindparam("keys", expanding=True)))


class Wait(DomainError):
    """Too many failures: try again later (HTTP 429)."""

    status = 429


@dataclass(frozen=True)
class Count:
    """One thing whose failures are counted, with how many are free."""

    key: str
    free: int


def by_address(realm: Realm, address_key: str, browser: str | None) -> Count:
    """Failures with one email address, from browsers that are strangers to it or from one that is not."""
    return Count(secrecy.keyed("slow.address", realm.value, address_key, browser or ""), 5)


def by_account(what: str, account_id: int) -> Count:
    """Failures with the codes of one account."""
    return Count(secrecy.keyed("slow.account", what, str(account_id)), 5)


def by_network(network: str) -> Count:
    """Failures from one network address: many people may share it."""
    return Count(secrecy.keyed("slow.network", network), 60)


def letters_to_network(network: str) -> Count:
    """Letters asked for from one network address."""
    return Count(secrecy.keyed("slow.letters", network), 60)


def check(counts: Iterable[Count]) -> None:
    """Refuse to go on while somebody has to wait.

    Raises:
        Wait: with the minutes.
    """
    if not _enabled():
        return
    now = clock.now()
    keys = [count.key for count in counts]
    until = db.session.scalars(
        select(Slowdown.wait_until).where(Slowdown.key.in_(keys), Slowdown.wait_until > now)
    ).all()
    latest = max((moment for moment in until if moment is not None), default=None)
    if latest is not None:
        raise Wait(_sentence(latest - now))


def _sentence(left: timedelta) -> str:
    minutes = max(1, -(-int(left.total_seconds()) // 60))
    spoken = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"There were too many wrong tries. Wait {spoken}, then try again. "
        "If you do not know your password, you can choose a new one now."
    )


def note_failure(counts: Iterable[Count]) -> None:
    """Count one failure for each, inside an operation."""
    now = clock.now()
    # Always in the same order, so that two failures at once cannot wait for each other.
    for count in sorted(counts, key=lambda one: one.key):
        db.session.execute(_OPEN, {"key": count.key, "now": now})
        held = db.session.get_one(Slowdown, count.key, with_for_update=True, populate_existing=True)
        fresh = held.last_at + FORGOTTEN_AFTER <= now
        held.failures = 1 if fresh else held.failures + 1
        held.last_at = now
        over = held.failures - count.free
        held.wait_until = now + _wait(over) if over >= 0 else None


def _wait(over: int) -> timedelta:
    return min(_LONGEST, timedelta(minutes=2 ** min(over, 10)))


def forget(counts: Iterable[Count]) -> None:
    """Start counting anew, after it went right."""
    db.session.connection().execute(_FORGET, {"keys": [count.key for count in counts]})


def sweep(before: datetime) -> int:
    """Take away counts that are forgotten anyway."""
    return int(db.session.connection().execute(delete(Slowdown).where(Slowdown.last_at < before)).rowcount)


def _enabled() -> bool:
    return bool(current_app.config["SETTINGS"].rate_limits)
