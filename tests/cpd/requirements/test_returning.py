"""What is asked for of who comes back in the second year, from the text of rules 6.4: "CPD evidence pro rata"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cpd.requirements import returning
from cpd.requirements.engine import Activity, Judgement, Numbers, Schedule
from cpd.requirements.spans import Span
from cpd.requirements.vocabulary import ActivityKind, LineCode, Mode, Verdict

LAST = date(2028, 1, 14)
NUMBERS = Schedule(Numbers())
LESS = Schedule(Numbers(), ((date(2029, 1, 15), replace(Numbers(), minutes=10 * 60)),))
PIECES = Schedule(replace(Numbers(), mode=Mode.PIECES))


def back(
    day: date, *, leave: tuple[Span, ...] = (), did: tuple[Activity, ...] = (), numbers: Schedule = NUMBERS
) -> Judgement:
    return returning.judge(did, span=returning.away(LAST, day), leave=leave, today=day, numbers=numbers)


@pytest.mark.parametrize(
    ("day", "leave", "numbers", "minutes", "capped"),
    [
        # 15 January 2028 to 14 January 2029 is a year, of 366 days: all of it, and nothing is cut off.
        (date(2029, 1, 14), (), NUMBERS, 1800, False),
        (date(2029, 1, 15), (), NUMBERS, 1800, True),
        (date(2030, 1, 14), (), NUMBERS, 1800, True),
        # On leave to the end of 2028: 14 of 366 days, and 181 of 365.
        (date(2029, 7, 14), (Span(date(2027, 11, 1), date(2028, 12, 31)),), NUMBERS, 961, False),
        # Leave of less than the time beyond a year takes nothing away.
        (date(2029, 7, 14), (Span(date(2028, 3, 1), date(2028, 3, 31)),), NUMBERS, 1800, True),
        (date(2029, 7, 14), (Span(LAST, date(2029, 7, 14)),), NUMBERS, 0, False),
        # 30 hours for a year and 10 for 181 of 365 days, in the measure of one year: (1800 + 297.5) / 1.496.
        (date(2029, 7, 14), (), LESS, 1402, True),
    ],
)
def test_by_the_days_away_and_never_more_than_a_year(
    day: date, leave: tuple[Span, ...], numbers: Schedule, minutes: int, capped: bool
) -> None:
    held = back(day, leave=leave, numbers=numbers)
    hours = held.line(LineCode.HOURS)
    assert hours is not None
    assert (hours.need, held.capped) == (minutes, capped)
    assert held.span == Span(date(2028, 1, 15), day)


def test_any_day_away_counts_and_none_before() -> None:
    """Themes are not asked for yet: there are no three years to look at."""
    done = [
        Activity(on, 15 * 60, kind, with_others=True, live=True, planned=True, standards=("1.1",))
        for on, kind in (
            (LAST, ActivityKind.COURSE),
            (date(2028, 1, 15), ActivityKind.COURSE),
            (date(2029, 7, 14), ActivityKind.PEER_DISCUSSION),
        )
    ]
    assert back(date(2029, 7, 14), did=tuple(done)).verdict is Verdict.MET
    assert back(date(2029, 7, 14), did=tuple(done[:2])).missing[0] == "Record 15 hours more of CPD."


def test_the_page_says_how_much_and_why() -> None:
    assert returning.reasons(back(date(2029, 7, 14))) == (
        "You were off the register for 547 days. We ask for what we ask for in a whole year, and not for more: "
        "30 hours. What you did on any day of this time counts."
    )
    leave = (Span(date(2027, 11, 1), date(2028, 12, 31)),)
    assert returning.reasons(back(date(2029, 7, 14), leave=leave)) == (
        "You were off the register for 547 days. You had leave that we had agreed for 352 days of these. They do not "
        "count. We ask for the part of a whole year’s CPD that falls on 195 days: 16 hours 1 minute. "
        "What you did on any day of this time counts."
    )
    assert "a whole year, and not for more." in returning.reasons(back(date(2029, 7, 14), numbers=PIECES))
