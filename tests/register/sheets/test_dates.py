"""Days as people write them; and those that could be read in two ways or in none."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register.sheets import dates
from register.sheets.dates import read_day

DAY = date(2025, 4, 9)
days = st.dates(dates.EARLIEST, dates.LATEST)


@pytest.mark.parametrize(
    "typed",
    [
        "09/04/2025", "9/4/2025", "09.04.2025", "9.4.2025", "09-04-2025", "2025-04-09", "9 Apr 2025", "09 Apr 2025",
        "9 April 2025", "9th April 2025", "9 APR 2025", "9-Apr-2025", "9 Apr, 2025", "Wed 9 Apr 2025",
        "Wednesday, 9 April 2025", "2025/04/09", "2025-04-09 00:00:00", "2025-04-09T00:00:00", "09/04/2025 00:00",
        "9 / 4 / 2025", "45756", "45756.0",
    ],
)  # fmt: skip
def test_a_day_in_a_known_shape_is_read(typed: str) -> None:
    assert read_day(typed).day == DAY


@pytest.mark.parametrize("typed", ["09/04/2025", "2025-04-09", "9 Apr 2025", "9 April 2025"])
def test_the_usual_shapes_need_no_remark(typed: str) -> None:
    assert not read_day(typed).unusual


@pytest.mark.parametrize("typed", ["09.04.2025", "09-04-2025", "45756"])
def test_the_unusual_shapes_get_one(typed: str) -> None:
    assert read_day(typed).unusual


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/02/2025", "no such day"),
        ("29/02/2025", "no such day"),
        ("00/01/2025", "no such day"),
        ("04/13/2025", "no month 13. The day comes first: 13/04/2025"),
        ("9/4/25", "four digits"),
        ("9 Apr 25", "four digits"),
        ("9.4.'25", "four digits"),
        ("April 2025", "not a date"),
        ("tomorrow", "not a date"),
        ("TBC", "not a date"),
        ("9 Foo 2025", "not a date"),
        ("09/04/0025", "cannot be right"),
        ("09/04/1890", "cannot be right"),
        ("09/04/9999", "cannot be right"),
        ("99999", "not a date"),
        ("1", "not a date"),
        ("", "no date here"),
        ("9/4.2025", "not a date"),
        ("٩/٤/٢٠٢٥", "not a date"),
    ],
)
def test_what_is_not_one_day_is_refused_with_what_would_be_right(typed: str, words: str) -> None:
    found = read_day(typed)
    assert found.day is None
    assert words in found.problem


@settings(deadline=None)
@given(days, st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %b %Y", "%d %B %Y"]))
def test_every_day_comes_back_from_every_shape(day: date, shape: str) -> None:
    assert read_day(day.strftime(shape)).day == day


@settings(deadline=None)
@given(days)
def test_a_spreadsheet_number_is_the_day_it_means(day: date) -> None:
    assert dates.serial((day - date(1899, 12, 30)).days).day == day


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_gives_a_day_or_a_problem(typed: str) -> None:
    found = read_day(typed)
    assert (found.day is None) == bool(found.problem)


def test_a_workbook_that_counts_from_1904_means_other_days() -> None:
    begins = date(1904, 1, 1)
    assert dates.serial((DAY - begins).days, begins=begins).day == DAY


def test_a_date_cell_is_its_day_whatever_its_time() -> None:
    assert dates.from_cell(datetime(2025, 4, 9, 17, 30)).day == DAY  # noqa: DTZ001  # spreadsheets have no time zone
    assert dates.from_cell(DAY + timedelta(days=40_000)).day is None
