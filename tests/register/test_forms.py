"""What the public may type into a search: read into plain values, and what cannot be read is named, never a fault."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register.forms import LONGEST_TEXT, MILES, read_day, read_search
from tests.conftest import StillClock

FIELDS = ("q", "town", "near", "miles", "area", "works_with", "language", "status", "page")


def problems(**typed: str) -> list[str]:
    return [name for name, _ in read_search(typed).problems]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=400)))
def test_whatever_is_typed_is_read(typed: dict[str, str]) -> None:
    asked = read_search(typed)
    assert len(asked.text) <= LONGEST_TEXT
    assert asked.page >= 1
    assert all(sign.isprintable() for value in (asked.text, asked.town, asked.language) for sign in value)
    if asked.distance is not None:
        assert asked.distance[1] in MILES
    assert asked.address("/register").startswith("/register")
    assert asked.filters("/register") is not None
    again = read_search({name: values[0] for name, values in parse_qs(urlsplit(asked.address("/r")).query).items()})
    assert (again.text, again.area, again.works_with, again.status) == (
        asked.text,
        asked.area,
        asked.works_with,
        asked.status,
    )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=60) | st.dates().map(str) | st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,5}", fullmatch=True))
def test_whatever_is_typed_for_a_day_is_answered(typed: str) -> None:
    asked = read_day(typed)
    assert asked.day is None or asked.problem is None
    if asked.day is not None:
        assert date(1990, 1, 1) <= asked.day


def test_spaces_and_unseen_signs_are_folded() -> None:
    asked = read_search({"q": "  Siân\t\u00a0 O’Sample\n\x00", "town": " Leeds "})
    assert (asked.text, asked.town, asked.problems) == ("Siân O’Sample", "Leeds", [])


@pytest.mark.parametrize(
    ("typed", "area"), [("health", "health"), ("Mental health", "mental-health"), ("JUSTICE", "justice")]
)
def test_an_area_is_chosen_by_its_code_or_its_words(typed: str, area: str) -> None:
    assert read_search({"area": typed}).area == area


def test_what_is_not_on_a_list_is_named() -> None:
    assert problems(area="plumbing") == ["area"]
    assert problems(works_with="dogs") == ["works_with"]
    assert problems(status="famous") == ["status"]
    assert problems(near="leeds") == ["near"]
    assert problems(q="a" * (LONGEST_TEXT + 1)) == ["q"]
    assert problems(area="health", works_with="adults", status="removed", near="LS6", q="x") == []


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("registered", "registered"),
        ("interim-suspension", "suspended"),
        ("Registered warning", "restricted"),
        ("LAPSED", "ended"),
        ("removed", "removed"),
    ],
)
def test_a_single_status_is_read_as_its_group(typed: str, status: str) -> None:
    assert read_search({"status": typed}).status == status


@pytest.mark.parametrize(
    ("near", "miles", "distance"),
    [
        ("ls6", "", ("LS6", 20)),
        ("LS6 3AB", "10", ("LS6", 10)),
        ("ls63ab", "11", ("LS6", 10)),
        ("SW1A 1AA", "1000", ("SW1A", 80)),
        ("LS6", "-5", ("LS6", 20)),
        ("LS6", "²", ("LS6", 20)),
        ("LS6", "9" * 200, ("LS6", 80)),
        ("", "10", None),
        ("!!", "10", None),
    ],
)
def test_a_distance_is_read_from_what_is_typed(near: str, miles: str, distance: tuple[str, int] | None) -> None:
    assert read_search({"near": near, "miles": miles}).distance == distance


@pytest.mark.parametrize(
    ("typed", "page"), [("2", 2), ("", 1), ("0", 1), ("-1", 1), ("x", 1), ("１", 1), ("9" * 30, 1)]
)
def test_a_page_is_a_number_from_one(typed: str, page: int) -> None:
    assert read_search({"page": typed}).page == page


def test_a_day_is_in_the_past_or_today(set_clock: StillClock) -> None:
    set_clock("2026-07-01 00:30")  # still June in UTC
    assert read_day("2026-07-01").day == date(2026, 7, 1)
    assert read_day("2 July 2026").problem == "That day has not come yet. Choose today or an earlier day."
    assert read_day("1989-12-31").problem == "That is before there was a register. Choose a later day."
    assert read_day("29 February 2024").day == date(2024, 2, 29)
    assert read_day("29/02/2025").problem
    assert (read_day("").day, read_day("").problem) == (None, None)
