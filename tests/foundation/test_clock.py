"""The clock: moments in UTC, days in the United Kingdom, months that are shorter than others, working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import clock
from tests.conftest import StillClock

DAYS = st.dates(min_value=date(1980, 1, 1), max_value=date(2120, 12, 31))
#: The Sundays on which UK clocks change, and their hours: 23 in spring, 25 in autumn.
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def test_now_is_aware_and_in_utc(set_clock: StillClock) -> None:
    at = set_clock("2027-07-01 00:30")
    assert clock.now() == at
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2027-07-01T23:30:00+00:00", date(2027, 7, 2)),  # half past midnight in London
        ("2027-01-01T23:30:00+00:00", date(2027, 1, 1)),
        ("2027-03-28T00:59:59+00:00", date(2027, 3, 28)),
        ("2027-10-30T22:59:59+00:00", date(2027, 10, 30)),
        ("2027-10-30T23:00:00+00:00", date(2027, 10, 31)),
        ("2027-06-30T23:59:00-05:00", date(2027, 7, 1)),
    ],
)
def test_a_day_is_a_day_in_london(moment: str, day: date, set_clock: StillClock) -> None:
    at = set_clock(moment)
    assert clock.day_of(at) == day
    assert clock.today() == day


@pytest.mark.parametrize(
    ("day", "starts", "ends"),
    [
        (date(2027, 1, 10), "2027-01-10T00:00:00+00:00", "2027-01-10T23:59:00+00:00"),
        (date(2027, 7, 10), "2027-07-09T23:00:00+00:00", "2027-07-10T22:59:00+00:00"),
        (SPRING, "2027-03-28T00:00:00+00:00", "2027-03-28T22:59:00+00:00"),
        (AUTUMN, "2027-10-30T23:00:00+00:00", "2027-10-31T23:59:00+00:00"),
        (date(2028, 2, 29), "2028-02-29T00:00:00+00:00", "2028-02-29T23:59:00+00:00"),
    ],
)
def test_a_day_begins_at_midnight_and_the_registers_day_ends_at_23_59(day: date, starts: str, ends: str) -> None:
    assert clock.start_of_day(day) == datetime.fromisoformat(starts)
    assert clock.end_of_day(day) == datetime.fromisoformat(ends)


@given(DAYS)
def test_the_moments_of_a_day_fall_on_it(day: date) -> None:
    starts, ends, last = clock.start_of_day(day), clock.end_of_day(day), clock.last_moment_of(day)
    assert clock.day_of(starts) == clock.day_of(ends) == clock.day_of(last) == day
    assert clock.day_of(starts - timedelta(microseconds=1)) == day - timedelta(days=1)
    assert starts < last < ends < clock.start_of_day(day + timedelta(days=1))
    assert timedelta(hours=22) < ends - starts < timedelta(hours=25)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 8, 31), 1, date(2027, 9, 30)),
        (date(2027, 12, 31), 24, date(2029, 12, 31)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 1, 15), -13, date(2025, 12, 15)),
        (date(2027, 5, 5), 0, date(2027, 5, 5)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_one(day: date, months: int, later: date) -> None:
    assert clock.add_months(day, months) == later


@given(DAYS, st.integers(min_value=-400, max_value=400))
def test_adding_months_never_leaves_the_month_it_means(day: date, months: int) -> None:
    later = clock.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_a_day_beyond_the_end_of_the_calendar_is_its_last_day() -> None:
    assert clock.add_months(date(9999, 12, 31), 24) == date.max
    assert clock.add_months(date(9998, 6, 1), 24) == date.max


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 25), False),  # a Friday
        (date(2026, 12, 28), False),  # Boxing Day, moved from a Saturday
        (date(2026, 12, 24), True),
        (date(2026, 12, 26), False),
        (date(2026, 12, 29), True),
    ],
)
def test_weekends_and_bank_holidays_are_no_working_days(day: date, *, works: bool) -> None:
    assert clock.is_working_day(day) is works


def test_the_parts_of_the_united_kingdom_have_their_own_holidays() -> None:
    assert clock.is_working_day(date(2026, 11, 30), "england-and-wales")
    assert not clock.is_working_day(date(2026, 11, 30), "scotland")  # St Andrew's Day
    assert not clock.is_working_day(date(2026, 3, 17), "northern-ireland")  # St Patrick's Day
    assert clock.is_working_day(date(2026, 3, 17), "scotland")


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 23), 10, date(2027, 1, 11)),
        (date(2026, 12, 29), -1, date(2026, 12, 24)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_working_days_are_counted_past_christmas(day: date, count: int, later: date) -> None:
    assert clock.add_working_days(day, count) == later


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        ("2027-06-01 10:30", "2027-06-01 10:30"),  # a Tuesday, in the day
        ("2027-06-01 14:59", "2027-06-01 14:59"),
        ("2027-06-01 15:00", "2027-06-02 09:00"),
        ("2027-06-01 03:00", "2027-06-01 09:00"),  # the job of the night
        ("2027-06-03 16:00", "2027-06-07 09:00"),  # a Thursday afternoon: Friday stands before the week-end
        ("2027-06-04 10:00", "2027-06-07 09:00"),
        ("2027-06-06 10:00", "2027-06-07 09:00"),
        ("2027-05-28 10:00", "2027-06-01 09:00"),  # a Friday before a bank holiday on Monday
        ("2026-12-24 10:00", "2026-12-29 09:00"),  # Christmas, and a bank holiday for it on the Monday
    ],
)
def test_bad_news_comes_when_somebody_is_there_to_speak_to(moment: str, kind: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=clock.LONDON)
    wanted = datetime.fromisoformat(kind).replace(tzinfo=clock.LONDON)
    assert clock.kind_moment(at, hours=(9, 15)) == wanted


def test_bad_news_keeps_the_days_off_of_its_own_nation() -> None:
    at = datetime(2027, 11, 29, 10, tzinfo=clock.LONDON)  # the day before St Andrew's Day
    assert clock.kind_moment(at, hours=(9, 15)) == at
    assert clock.kind_moment(at, hours=(9, 15), division="scotland") == datetime(2027, 12, 1, 9, tzinfo=clock.LONDON)
