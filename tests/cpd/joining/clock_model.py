"""The clocks of rules 6.2, read a second time and written as simply as possible: one day after the other, by hand.

It knows nothing of `cpd.joining.clocks`: bank holidays stand here as the three governments announced them for
the days the tests use.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

ENGLAND, SCOTLAND, IRELAND = "england_wales", "scotland", "northern_ireland"
_EVERYWHERE = {
    date(2026, 12, 25),
    date(2026, 12, 28),  # for Boxing Day, a Saturday
    date(2027, 1, 1),
    date(2027, 3, 26),
    date(2027, 5, 3),
    date(2027, 5, 31),
    date(2027, 12, 27),
    date(2027, 12, 28),
    date(2028, 1, 3),  # for New Year, a Saturday
}
HOLIDAYS = {
    ENGLAND: _EVERYWHERE | {date(2027, 3, 29), date(2027, 8, 30)},
    SCOTLAND: _EVERYWHERE
    | {date(2026, 11, 30), date(2027, 1, 4), date(2027, 8, 2), date(2027, 11, 30), date(2028, 1, 4)},
    IRELAND: _EVERYWHERE | {date(2027, 3, 17), date(2027, 3, 29), date(2027, 7, 12), date(2027, 8, 30)},
}
#: Rules 6.2, the table, column "target (working days)".
TARGETS = {
    "completeness": 5,
    "verification": 15,
    "declarations": 10,
    "declaration_panel": 20,
    "assessment": 15,
    "decision": 5,
}


def works(day: date, nation: str) -> bool:
    """Whether offices are open."""
    return day.isoweekday() <= 5 and day not in HOLIDAYS[nation]


def due(began: date, days: int, nation: str, pauses: Iterable[tuple[date, date]] = ()) -> date:
    """The last day of a stage: count one for each working day on which the institute could work."""
    stopped = set()
    for asked, came in pauses:
        day = asked
        while day < came:
            day += timedelta(days=1)
            stopped.add(day)
    used, day = 0, began
    while used < days:
        day += timedelta(days=1)
        used += works(day, nation) and day not in stopped
    return day
