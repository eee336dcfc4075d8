"""Periods of registration: renewing, and coming back."""

from __future__ import annotations

from datetime import date

from foundation import clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused
from foundation.words import say_day
from register import policy, queries, rules
from register.models import EventKind, Period, Restriction
from register.operations.recording import Change, entry_of
from register.rules import Record
from register.vocabulary import SILENT_ENDINGS, OrderKind


@operation
def renew(number: str, *, starts_on: date, ends_on: date, reason: str, by: Actor) -> None:
    """Add the next period of somebody who continues.

    Raises:
        Refused: it overlaps a period there is, or the entry was ended or removed since.
    """
    entry = entry_of(number)
    record = queries.records([entry.id])[entry.id]
    _check_free(record, starts_on, ends_on)
    _check_not_ended(record)
    change = Change(entry, EventKind.RENEWED, effective_at=clock.start_of_day(starts_on), reason=reason, by=by)
    change.add(Period(starts_on=starts_on, ends_on=ends_on))
    change.finish({"from": starts_on.isoformat(), "to": ends_on.isoformat()})


@operation
def restore(number: str, *, starts_on: date, ends_on: date, reason: str, by: Actor) -> None:
    """Bring somebody back after they left, lapsed or were removed.

    A removal stays shown for a time after the return, counted anew (rules 6.8); one for health alone goes at once.

    Raises:
        Refused: the period overlaps another or begins before the departure or before a removed person may apply
            again, or the entry is closed for good.
    """
    entry = entry_of(number)
    record = queries.records([entry.id])[entry.id]
    starts_at = clock.start_of_day(starts_on)
    if any(one.kind in SILENT_ENDINGS for one in record.endings):
        raise Refused("This entry is closed for good.")
    departures = [one.at for one in record.endings]
    departures += [one.starts_at for one in record.restrictions if one.kind is OrderKind.REMOVAL]
    if any(one >= starts_at for one in departures):
        raise Refused("The new period has to begin after the day the person left.")
    _check_free(record, starts_on, ends_on)
    in_force = [one for one in queries.live_facts(Restriction, entry.id) if _is_removed_by(one, record)]
    for old in in_force:
        if old.reapply_from is not None and starts_on < old.reapply_from:
            raise Refused(f"This person may apply to come back from {say_day(old.reapply_from)}.")
    change = Change(entry, EventKind.RESTORED, effective_at=starts_at, reason=reason, by=by)
    change.add(Period(starts_on=starts_on, ends_on=ends_on))
    for old in in_force:
        if old.published_until is not None:
            months = policy.RESTORED_REMOVAL_SHOWN.value(starts_on)
            until = starts_at if old.about_health else clock.end_of_day(clock.add_months(starts_on, months))
            # What a panel ordered to be shown for longer is shown for as long as it said.
            change.put_again(old, published_until=max(until, old.published_until) if old.shown_months else until)
    change.finish({"from": starts_on.isoformat(), "to": ends_on.isoformat()})


def _check_free(record: Record, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused("A period ends after it starts.")
    if rules.overlaps(record, starts_on, ends_on):
        raise Refused("That period overlaps one that is there already.")


def _is_removed_by(order: Restriction, record: Record) -> bool:
    """Whether the order is a removal from which the person has not come back yet."""
    back = any(clock.start_of_day(one.starts_on) > order.starts_at for one in record.periods)
    return order.kind is OrderKind.REMOVAL and order.ends_at is None and not back


def _check_not_ended(record: Record) -> None:
    last = max(record.periods, key=lambda one: one.starts_on, default=None)
    since = clock.start_of_day(last.starts_on) if last else None
    ended = [one.at for one in record.endings]
    ended += [one.starts_at for one in record.restrictions if one.kind is OrderKind.REMOVAL and one.ends_at is None]
    if any(since is None or at >= since for at in ended):
        raise Refused("This person has left the register. Coming back is a restoration, not a renewal.")
