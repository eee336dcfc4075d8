"""When somebody may renew, until when being late keeps continuity, and how they come back later (rules 6.4).

Pure: it looks at the facts of the register and at a moment. Nobody is put into a band: the band follows from the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cpd.renewal.vocabulary import Band, Place
from foundation import clock
from foundation.clock import Division
from register.rules import Record
from register.vocabulary import EndingKind, OrderKind

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """The window of one period."""

    #: The last day of the period that is followed, without days that only bridge a failed payment.
    ends_on: date
    #: The last day on the register: `ends_on`, or the end of the days that bridge.
    over_on: date
    opens_on: date
    late_until: date
    return_a_until: date
    return_b_until: date
    #: They left by their own wish; there is no continuity to keep.
    left: bool

    def place(self, at: datetime) -> Place:
        """Where somebody stands at a moment."""
        if not self.left:
            if at < clock.start_of_day(self.opens_on):
                return Place.NOT_YET
            if at < clock.end_of_day(self.over_on):
                return Place.OPEN
            if at < clock.end_of_day(self.late_until):
                return Place.LATE
        if at < clock.end_of_day(self.return_a_until):
            return Place.RETURN_A
        return Place.RETURN_B if at < clock.end_of_day(self.return_b_until) else Place.TOO_LATE

    @property
    def follows_on(self) -> date:
        """The first day of the next period for somebody who goes on."""
        return self.over_on + _ONE


def window_of(
    record: Record,
    *,
    numbers: Mapping[str, int],
    division: Division,
    bridged: Mapping[date, date],
) -> Window | None:
    """The window of somebody's last period; None for who cannot renew: never registered, removed, or closed.

    `numbers` are days and months by name (`window`, `late`, `return_a`, `return_b`); `bridged` leads from the last day
    of days that bridge a failed payment to the last day of the period before them.
    """
    if not record.periods:
        return None
    last = max(record.periods, key=lambda one: one.starts_on)
    since = clock.start_of_day(last.starts_on)
    endings = [one for one in record.endings if one.at >= since]
    if any(one.kind is not EndingKind.LEFT for one in endings) or _is_removed(record, since):
        return None
    over_on, ends_on = last.ends_on, bridged.get(last.ends_on, last.ends_on)
    if endings:
        over_on = ends_on = min(last.ends_on, clock.day_of(min(one.at for one in endings)))
    opens_on = max(ends_on - timedelta(days=numbers["window"]), min(last.starts_on, ends_on))
    return Window(
        ends_on=ends_on,
        over_on=over_on,
        opens_on=opens_on,
        late_until=clock.add_working_days(over_on, numbers["late"], division),
        return_a_until=clock.add_months(over_on, numbers["return_a"]),
        return_b_until=clock.add_months(over_on, numbers["return_b"]),
        left=bool(endings),
    )


def _is_removed(record: Record, since: datetime) -> bool:
    return any(
        one.kind is OrderKind.REMOVAL and one.ends_at is None and one.starts_at >= since for one in record.restrictions
    )


def band_of(place: Place) -> Band:
    """How it counts when it is finished at such a place."""
    return {Place.LATE: Band.LATE, Place.RETURN_A: Band.RETURN_A, Place.RETURN_B: Band.RETURN_B}.get(
        place, Band.IN_TIME
    )


#: Numbers of notices that are written after a day: the first, and the last. Those before it count from 1.
AFTER, LAST_AFTER = 90, 91
#: Stands for a person who told somebody whom no letter reached.
BY_HAND = 99


def notice_due(day: date, today: date, *, before: tuple[int, ...], after: tuple[date, ...] = ()) -> int:
    """The number of the newest notice that is due by today for a day; 0 for none.

    `before` are days before it, `after` the one or two days on which we write once it has passed.
    """
    passed = sum(today >= one for one in after)
    if passed:
        return AFTER + passed - 1
    return sum(today >= day - timedelta(days=days) for days in before) if today <= day else len(before)
