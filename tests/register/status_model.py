"""A second, independent answer to "what does the register say at this moment?", to hold `register.rules` against.

Written from the text of the institute's rules 6.1, 6.4 and 6.8 and from nothing else. Where the code looks up what
holds at a moment, this walks through a life in order, one happening after the other, and notes where the person
stands: a slip in one is unlikely to be the same slip in the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
#: Rules 6.1: most restrictive first. Interim measures are on the register's side of a final suspension.
STRICTEST = (
    "suspension",
    "interim_suspension",
    "interim_conditions",
    "conditions",
    "undertakings",
    "warning",
)
SAYS = {
    "suspension": "suspended",
    "interim_suspension": "interim_suspension",
    "interim_conditions": "interim_conditions",
    "conditions": "registered_conditions",
    "undertakings": "registered_undertakings",
    "warning": "registered_warning",
}
MAY_USE_THE_TITLE = {
    "registered",
    "registered_warning",
    "registered_conditions",
    "registered_undertakings",
    "interim_conditions",
}


def midnight(day: date) -> datetime:
    """The moment a day begins in London."""
    return datetime.combine(day, time(0, 0), LONDON).astimezone(UTC)


def over(day: date) -> datetime:
    """Rules 6.4: a period ends at 23:59 in London on its last day."""
    return datetime.combine(day, time(23, 59), LONDON).astimezone(UTC)


@dataclass(frozen=True)
class Order:
    """An order of a kind, from one moment to another (or without end)."""

    kind: str
    starts: datetime
    ends: datetime | None


@dataclass
class Life:
    """What happened to one person."""

    first_registered: date
    periods: list[tuple[date, date]] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    endings: list[tuple[str, datetime]] = field(default_factory=list)


@dataclass
class Place:
    """Where the person stands after everything so far."""

    ever: bool = False
    registered: bool = False
    period: tuple[date, date] | None = None
    left: str | None = None
    closed: bool = False
    removed: set[int] = field(default_factory=set)


def happenings(life: Life) -> Iterator[tuple[datetime, int, str, object]]:
    """Everything that happens, with its moment; what begins a registration comes before what ends one."""
    for first, last in life.periods:
        yield midnight(first), 0, "begins", (first, last)
        followed = any(other == last + timedelta(days=1) for other, _ in life.periods)
        if not followed:  # continuity: the next period follows on without a gap
            yield over(last), 1, "runs out", (first, last)
    for name, at in life.endings:
        yield at, 2, "leaves", name
    for count, order in enumerate(life.orders):
        if order.kind == "removal":
            yield order.starts, 2, "is removed", count
            if order.ends is not None:
                yield order.ends, 3, "is not removed after all", count


def walk(life: Life, until: datetime) -> Place:
    """Where the person stands at a moment."""
    place = Place()
    for at, _, what, which in sorted(happenings(life), key=lambda one: one[:2]):
        if at > until:
            break
        if what == "begins":
            assert isinstance(which, tuple)
            place = Place(ever=True, registered=True, period=which, closed=place.closed)  # a return wipes the slate
        elif what == "runs out" and place.period == which:
            place.registered = False
        elif what == "leaves":
            place.left = str(which)
            place.closed = place.closed or which in {"deceased", "merged"}
        elif what == "is removed":
            assert isinstance(which, int)
            place.removed.add(which)
        elif what == "is not removed after all":
            assert isinstance(which, int)
            place.removed.discard(which)
    return place


def in_force(life: Life, at: datetime) -> list[str]:
    """The kinds of order that hold at a moment, strictest first, each as often as it holds. Removals apart.

    That nothing was found limits nobody, so it never holds.
    """
    held = [one.kind for one in life.orders if one.starts <= at and (one.ends is None or at < one.ends)]
    return sorted((kind for kind in held if kind not in ("removal", "no_finding")), key=STRICTEST.index)


def says(life: Life, at: datetime) -> str | None:
    """What the register says of the person at a moment; None when it says nothing at all."""
    place, orders = walk(life, at), in_force(life, at)
    if place.closed:  # for good: nobody comes back from there
        return None
    if place.removed:
        return "removed"
    if place.left is not None:
        return "administrative_removal" if place.left == "administrative_removal" else "left"
    if not place.ever:
        return "not_recorded" if midnight(life.first_registered) <= at else "not_yet_registered"
    # A suspension is never hidden by a lapse: the public is told that the person may not practise.
    if orders and orders[0] in {"suspension", "interim_suspension"}:
        return SAYS[orders[0]]
    if not place.registered:
        return "lapsed"
    return SAYS[orders[0]] if orders else "registered"
