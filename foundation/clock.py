"""The only place that asks what time it is.

Moments are aware datetimes in UTC; days are days in the United Kingdom. Working days follow the bank holidays of one
of the three UK divisions, from data that ships with `govuk-bank-holidays` (nothing is fetched).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
#: The register's day ends at this time in the UK (rules 6.4): a period is in force until then on its last day.
DAY_ENDS = time(23, 59)

Division = Literal["england-and-wales", "scotland", "northern-ireland"]


#: The moment of a history that is played back; None when it is now.
_played: ContextVar[datetime | None] = ContextVar("played", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _played.get() or datetime.now(UTC)


@contextmanager
def played_back(moment: datetime) -> Iterator[None]:
    """Let it be a past moment for what happens inside: only for the demo, which tells a history that never was."""
    before = _played.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _played.reset(before)


def today() -> date:
    """The day it is now in the UK."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day in the UK on which a moment falls."""
    return moment.astimezone(LONDON).date()


def start_of_day(day: date) -> datetime:
    """Midnight at which a UK day begins, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """23:59 on a UK day, in UTC: the moment from which what ended on that day is over."""
    return datetime.combine(day, DAY_ENDS, LONDON).astimezone(UTC)


def last_moment_of(day: date) -> datetime:
    """The last moment that still counts as that day for the register: just before 23:59 in the UK."""
    return end_of_day(day) - timedelta(microseconds=1)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on; the 29th to 31st fall back to the month's last day.

    Beyond the end of the calendar it is the calendar's last day, as in sheets that say 31/12/9999 for ever.
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    if year > MAXYEAR:
        return date.max
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise ValueError("no such day")


@lru_cache(maxsize=4)
def _holidays(division: Division) -> frozenset[date]:
    held = BankHolidays(use_cached_holidays=True).get_holidays(division=division)
    return frozenset(item["date"] for item in held)


def holidays_known_to(division: Division = "england-and-wales") -> date:
    """The last day of the last year for which we know the bank holidays. Beyond it every weekday counts as working."""
    return date(max(_holidays(division)).year, 12, 31)


def is_working_day(day: date, division: Division = "england-and-wales") -> bool:
    """Whether a day is neither a weekend nor a bank holiday."""
    return day.weekday() < 5 and day not in _holidays(division)


def add_working_days(day: date, count: int, division: Division = "england-and-wales") -> date:
    """The working day so many working days after (or, when negative, before) a day."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        if is_working_day(day, division):
            left -= 1
    return day


def working_day_from(day: date, division: Division = "england-and-wales") -> date:
    """A day itself when it is a working day, or the first one after it."""
    while not is_working_day(day, division):
        day += timedelta(days=1)
    return day


def kind_moment(moment: datetime, *, hours: tuple[int, int], division: Division = "england-and-wales") -> datetime:
    """The first moment from then on at which bad news may reach somebody: somebody is there to speak to afterwards.

    That is between two hours of a working day in the UK, when the next day is a working day too.
    """
    first, last = hours
    day, local = day_of(moment), moment.astimezone(LONDON)
    if _is_kind_day(day, division) and local.hour < last:
        return max(moment, datetime.combine(day, time(first), LONDON).astimezone(UTC))
    day += timedelta(days=1)
    while not _is_kind_day(day, division):
        day += timedelta(days=1)
    return datetime.combine(day, time(first), LONDON).astimezone(UTC)


def _is_kind_day(day: date, division: Division) -> bool:
    return is_working_day(day, division) and is_working_day(day + timedelta(days=1), division)


def working_days_until(day: date, *, since: date, division: Division = "england-and-wales") -> int:
    """How many working days a day lies after another; negative when it is past."""
    return _working_days_up_to(day, division) - _working_days_up_to(since, division)


def _working_days_up_to(day: date, division: Division) -> int:
    """How many working days there were since the calendar began, with this one."""
    # The first day of the calendar counts as a Monday.
    weeks, days = divmod(day.toordinal(), 7)
    return weeks * 5 + min(days, 5) - bisect_right(_holidays_in_the_week(division), day)


@lru_cache(maxsize=4)
def _holidays_in_the_week(division: Division) -> list[date]:
    return sorted(one for one in _holidays(division) if one.weekday() < 5)
