"""Numbers and months as people type them: "1,200", "March 2019". Pure."""

from __future__ import annotations

import calendar
from datetime import date

from foundation.words import read_typed_day, read_typed_month

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
    plain = text.strip()
    found = read_typed_month(plain)
    if found is None and len(plain) == 4 and plain.isascii() and plain.isdigit() and plain != "0000":
        found = (int(plain), 12 if last else 1)
    if found is None:
        return read_typed_day(plain)
    year, month = found
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
