"""Numbers and months as people type them: "1,200", "March 2019". Pure."""

from __future__ import annotations

import calendar
from datetime import date, datetime

from foundation.words import read_typed_day

_MONTHS = ("%B %Y", "%b %Y", "%m/%Y", "%Y-%m", "%m.%Y", "%Y")
MOST = 100_000


def read_whole(text: str) -> int | None:
    """A whole number, with or without commas and spaces; None when it is none, or is far too large."""
    plain = text.replace(",", "").replace(" ", "")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 6:
        return None
    number = int(plain)
    return number if number <= MOST else None


def read_month(text: str, *, last: bool = False) -> date | None:
    """A day, or a month or a year as its first day (or its last one); None when it is neither."""
    day = read_typed_day(text)
    if day is not None:
        return day
    for shape in _MONTHS:
        try:
            first = datetime.strptime(text[:40], shape).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
        if not last:
            return first
        month = first.month if shape != "%Y" else 12
        return date(first.year, month, calendar.monthrange(first.year, month)[1])
    return None
