"""Days, times, counts and sizes as the UK writes them: "3 March 2027", "5:30pm", "12,345", "10 MB"; and days as typed.

Refuses to say a moment without knowing its zone.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from foundation import clock

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say_day(value: date | datetime) -> str:
    """A day as the UK writes it, "3 March 2027". A moment is told as the day it falls on in the UK."""
    day = in_london(value).date() if isinstance(value, datetime) else value
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_time(value: datetime) -> str:
    """The time in the UK, "5:30pm", with words for noon and midnight, which people mix up."""
    local = in_london(value)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    half = "am" if local.hour < 12 else "pm"
    return f"{local.hour % 12 or 12}:{local.minute:02d}{half}" if local.minute else f"{local.hour % 12 or 12}{half}"


def say_moment(value: datetime) -> str:
    """Time and day in the UK, "5:30pm, 3 March 2027"."""
    return f"{say_time(value)}, {say_day(value)}"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def say_weekday(value: date | datetime) -> str:
    """A day with its weekday, for something to come: "Tuesday 24 November 2026"."""
    day = in_london(value).date() if isinstance(value, datetime) else value
    return f"{_WEEKDAYS[day.weekday()]} {say_day(day)}"


def say_deadline(value: datetime) -> str:
    """By when something happens, with the weekday: "5pm on Tuesday 24 November 2026"."""
    return f"{say_time(value)} on {say_weekday(value)}"


def say_count(value: int) -> str:
    """A whole number with commas, "12,345"."""
    return f"{value:,}"


def say_months(value: int) -> str:
    """A length of time, "6 months" or "2 years"."""
    number, unit = (value // 12, "year") if value % 12 == 0 and value else (value, "month")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def say_size(value: int) -> str:
    """A file size in round words, "10 MB"."""
    for limit, unit in ((1_000_000, "MB"), (1_000, "kB")):
        if value >= limit:
            return f"{value / limit:.3g} {unit}"
    return f"{value} bytes"


def in_london(value: datetime) -> datetime:
    """The moment as clocks in the UK show it."""
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be told to people")
    return value.astimezone(clock.LONDON)


#: A day as a browser sends it, and as people type it.
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})", re.IGNORECASE)
_MONTH_IN_WORDS = re.compile(r"([a-z]+)\s+(\d{4})", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR_AND_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_MONTH_OF = {name: place for place, month in enumerate(MONTHS, start=1) for name in (month.lower(), month[:3].lower())}


def read_typed_day(text: str) -> date | None:
    """The day that was typed, such as 2027-03-03, 03/03/2027 or 3 March 2027; None when it is none."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        year, month, day = int(found[4]), int(found[3]), int(found[1])
    elif found := _IN_WORDS.fullmatch(text):
        year, month, day = int(found[3]), _MONTH_OF.get(found[2].lower(), 0), int(found[1])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_typed_month(text: str) -> tuple[int, int] | None:
    """The year and month that were typed, such as March 2027, Mar 2027, 3/2027 or 2027-03; None when there is none."""
    if found := _MONTH_IN_WORDS.fullmatch(text):
        year, month = int(found[2]), _MONTH_OF.get(found[1].lower(), 0)
    elif found := _MONTH_FIRST.fullmatch(text):
        year, month = int(found[2]), int(found[1])
    elif found := _YEAR_AND_MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    else:
        return None
    return (year, month) if 1 <= month <= 12 and year > 0 else None
