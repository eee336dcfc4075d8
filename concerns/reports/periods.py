"""The stretches of time that a report speaks of: quarters, and the last twelve whole months. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_QUARTER = re.compile(r"(20\d\d)-?Q([1-4])", re.IGNORECASE)
_MONTHS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True)
class Period:
    """From a day to a day, both in it."""

    name: str
    words: str
    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Whether a day is in it."""
        return day is not None and self.first <= day <= self.last

    def days_of(self, since: date, until: date) -> int:
        """How many days of a stretch are in it; the day it ends on does not count."""
        return max(0, (min(until, self.last + timedelta(days=1)) - max(since, self.first)).days)


def quarter(year: int, number: int) -> Period:
    """The first to the fourth quarter of a year."""
    first = date(year, 3 * number - 2, 1)
    after = date(year + 1, 1, 1) if number == 4 else date(year, 3 * number + 1, 1)
    return Period(f"{year}-Q{number}", f"{_MONTHS[number - 1]} {year}", first, after - timedelta(days=1))


def quarter_of(day: date) -> Period:
    """The quarter that a day is in."""
    return quarter(day.year, (day.month + 2) // 3)


def read(text: str, today: date) -> Period:
    """The quarter that was asked for; the last whole one when it is none, or still to come."""
    found = _QUARTER.fullmatch(text.strip())
    asked = quarter(int(found[1]), int(found[2])) if found else None
    return asked if asked is not None and asked.first <= today else before(quarter_of(today))


def before(period: Period) -> Period:
    """The quarter before one."""
    return quarter_of(period.first - timedelta(days=1))


def choices(today: date, count: int = 12) -> list[Period]:
    """This quarter so far, and those before it."""
    found = [quarter_of(today)]
    while len(found) < count:
        found.append(before(found[-1]))
    return found


def last_year(today: date) -> Period:
    """The twelve whole months before this one."""
    last = today.replace(day=1) - timedelta(days=1)
    first = date(last.year - 1, last.month, 1) if last.month != 12 else date(last.year - 1, 12, 1)
    first = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Period("last-year", "the last twelve months", first, last)
