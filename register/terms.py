"""How long a registration lasts: the last day of a period that begins on a day (rules 6.4)."""

from __future__ import annotations

from datetime import date, timedelta

from foundation import clock
from register import policy

#: A period that a common date would make shorter than this runs on to the date after: nobody renews twice at once.
SHORTEST_DAYS = 91


def last_day(starts_on: date) -> date:
    """The last day: a year from 1 May ends on 30 April, one from 29 February on 28 February.

    With a common date for all, the first one that leaves at least a renewal window: the first period is pro rata.
    """
    usual = _anniversary(starts_on)
    common = policy.COMMON_DATE.value(starts_on)
    if not common:
        return usual
    earliest = starts_on + timedelta(days=SHORTEST_DAYS - 1)
    return next(day for year in range(3) if (day := _common(common, starts_on.year + year)) >= earliest)


def share_of_year(starts_on: date, ends_on: date) -> tuple[int, int]:
    """How much of a whole period a period is, in days: (days, days of a whole one). For fees pro rata."""
    whole = (_anniversary(starts_on) - starts_on).days + 1
    return (ends_on - starts_on).days + 1, whole


def _anniversary(starts_on: date) -> date:
    after = clock.add_months(starts_on, policy.PERIOD_LENGTH.value(starts_on))
    return after - timedelta(days=1) if after.day == starts_on.day else after


def _common(text: str, year: int) -> date:
    month, day = map(int, text.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)
