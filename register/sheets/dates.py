"""The shapes in which people write days. The day comes before the month, as in the UK.

Refuses what could be read in two ways or in none: a year of two digits, a 13th month, the 31st of February.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"),
        1,
    )
    for name in (names, names[:3])
} | {"sept": 9}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_SPACED = re.compile(r"(\d{1,2}) ?([/.\-]) ?(\d{1,2}) ?\2 ?(\d{4})", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-./]+([a-z]{3,9})\.?,?[ \-./]+(\d{4})", re.ASCII)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? ", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\- ]+(?:\d{1,2}|[a-z]{3,9})[/.\- ]+'?\d{2}", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?", re.ASCII)
#: Excel counts days from here (it believes in 29 February 1900).
_EXCEL_BEGINS = date(1899, 12, 30)
EARLIEST = date(1950, 1, 1)
LATEST = date(2099, 12, 31)
RIGHT = "Write it as day/month/year, such as 31/03/2027."
NOT_A_DATE = f"This is not a date we can read. {RIGHT}"


class Day(NamedTuple):
    """A cell read as a day; or why it cannot be; and whether its shape was an unusual one."""

    day: date | None
    problem: str = ""
    unusual: bool = False


@lru_cache(maxsize=65536)
def read_day(text: str) -> Day:
    """The day in a cell of text. Spaces around and inside it are already tidied."""
    plain = text.lower()
    if not plain:
        return Day(None, f"There is no date here. {RIGHT}")
    plain = _WEEKDAY.sub("", plain, count=1)
    if found := _NUMBERS.fullmatch(plain):
        return _day(found[4], found[3], found[1], unusual=found[2] != "/")
    if found := _ISO.fullmatch(plain):
        return _day(*found.groups())
    if (found := _WORDS.fullmatch(plain)) and found[2] in _MONTHS:
        return _day(found[3], str(_MONTHS[found[2]]), found[1])
    if found := _SPACED.fullmatch(plain):
        return _day(found[4], found[3], found[1], unusual=True)
    if found := _YEAR_FIRST.fullmatch(plain):
        return _day(found[1], found[2], found[3], unusual=True)
    if found := _SERIAL.fullmatch(plain):
        return serial(int(found[1]))
    if _SHORT_YEAR.fullmatch(plain):
        return Day(None, f"The year needs four digits. {RIGHT}")
    return Day(None, NOT_A_DATE)


def serial(days: int, *, begins: date = _EXCEL_BEGINS) -> Day:
    """The day a spreadsheet means by a bare number."""
    day = begins + timedelta(days=days) if 0 < days < 200_000 else None
    if day is None or not EARLIEST <= day <= LATEST:
        return Day(None, f"This number is not a date. {RIGHT}")
    return Day(day, unusual=True)


def from_cell(moment: datetime | date) -> Day:
    """The day of a date cell."""
    day = moment.date() if isinstance(moment, datetime) else moment
    return _in_range(day)


def _day(year: str, month: str, day: str, *, unusual: bool = False) -> Day:
    y, m, d = int(year), int(month), int(day)
    if m > 12 and d <= 12:
        return Day(None, f"There is no month {m}. The day comes first: {m:02d}/{d:02d}/{y}.")
    try:
        found = date(y, m, d)
    except ValueError:
        return Day(None, f"There is no such day. {RIGHT}")
    return _in_range(found, unusual=unusual)


def _in_range(day: date, *, unusual: bool = False) -> Day:
    if not EARLIEST <= day <= LATEST:
        return Day(None, f"The year {day.year} cannot be right. {RIGHT}")
    return Day(day, unusual=unusual)
