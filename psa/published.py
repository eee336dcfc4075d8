"""Decisions that were published in a stretch of time, from what is kept, and whether each can be read today.

A decision is published when it has begun and the register has it, whichever is later; what was put right later was
published when it first stood there. Who can no longer be read about is not named here either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import select

from concerns.reports.periods import Period
from foundation import clock
from foundation.database import db
from psa.sheet import Line, Sheet
from register import decisions as public
from register.decisions import AGREED, PublicDecision
from register.models import Ending, Entry, Event, Restriction
from register.publication import address_of
from register.vocabulary import EndingKind


class Published(NamedTuple):
    """One decision: when it was published, its kind, its address, and when it went, if it did."""

    at: datetime
    label: str
    address: str
    gone_at: datetime | None


def decisions(period: Period) -> Sheet:
    """Every decision that was published in the time, with its address where it can still be read."""
    readable = {one.address: one for one in _readable()}
    found = sorted(one for one in _ever() if period.holds(clock.day_of(one.at)))
    base = str(current_app.config["SETTINGS"].public_url).rstrip("/")
    lines = tuple(_line(one, readable.get(one.address), base) for one in found)
    still = sum(one.address in readable for one in found)
    return Sheet(
        name="decisions-published",
        title="Decisions that were published",
        new="8, 14–16",
        old="2, 5",
        sentence=(
            f"In this time {len(lines)} decisions were published; {still} of them can be read today. In all, "
            f"{len(readable)} decisions can be read on the register today. Who can no longer be read about is not "
            "named."
        ),
        headings=("Number", "Name", "Decision", "From", "Until", "Address", "Published on", "Can be read today"),
        lines=lines,
    )


def _line(one: Published, held: PublicDecision | None, base: str) -> Line:
    day = clock.day_of(one.at)
    if held is None:
        gone = f"no, since {clock.day_of(one.gone_at)}" if one.gone_at is not None else "no"
        return ("", "", one.label, "", "", "", day, gone)
    return (held.number, held.name, held.label, held.starts, held.ends, base + held.address, day, "yes")


def _readable() -> Iterator[PublicDecision]:
    page = 1
    while (some := public.listed(page)).decisions:
        yield from some.decisions
        page += 1


def _ever() -> Iterator[Published]:
    """All that was ever published, in two statements."""
    asked = select(Restriction, Entry.number, Event.recorded_at).join(Event, Event.id == Restriction.event_id)
    for first, last, number, recorded_at, void_at in _chains(asked.join(Entry, Entry.id == Restriction.entry_id)):
        at = max(recorded_at, first.starts_at)
        ends = min((one for one in (last.published_until, void_at) if one is not None), default=None)
        if ends is None or ends > at:
            address = address_of(number, last.kind, clock.day_of(last.starts_at), last.serial)
            yield Published(at, last.kind.label, address, _over(ends))
    agreed = select(Ending, Entry.number, Event.recorded_at).join(Event, Event.id == Ending.event_id)
    agreed = agreed.join(Entry, Entry.id == Ending.entry_id).where(Ending.kind == EndingKind.LEFT_BY_AGREEMENT)
    for first, last, number, recorded_at, void_at in _chains(agreed):
        ends = min(one for one in (last.shown_until, void_at) if one is not None)
        if ends > recorded_at:
            at = max(recorded_at, first.at)
            yield Published(at, public.KINDS[last.kind.value], f"/decisions/{number}/{AGREED}", _over(ends))


def _over(ends: datetime | None) -> datetime | None:
    return ends if ends is not None and ends <= clock.now() else None


def _chains(asked: Any) -> Iterable[tuple[Any, Any, str, datetime, datetime | None]]:
    """Each fact as it was first kept and as it stands now, and when it was taken back."""
    rows = {row[0].id: row for row in db.session.execute(asked)}
    later = {row[0].supersedes_id: row[0].id for row in rows.values() if row[0].supersedes_id is not None}
    for first, number, recorded_at in rows.values():
        if first.supersedes_id is not None:
            continue
        last, void_at = first, None
        while (following := later.get(last.id)) is not None:
            one = rows[following]
            if one[0].void:
                void_at = one[2]
                break
            last = one[0]
        yield first, last, number, recorded_at, void_at
