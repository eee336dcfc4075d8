"""Reports: what counts when, small numbers that nobody can work out, and the pages, sheets and data of them."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Account, Role
from concerns.operations import following_up, mailbox, triaging
from concerns.reports import making, outcomes, periods, promised, reading, rerating, times
from concerns.reports.reading import Aim, Appealed, Case, Spell, Still
from concerns.reports.rerating import News, Rated
from concerns.reports.section import Section, median, quantile
from concerns.vocabulary import CloseReason, PauseReason, Stage, StatementKind
from foundation import clock
from foundation.database import db, transaction
from foundation.small_numbers import Count, hide, hide_line, shown
from tests.accounts.staff import hire, sit_down
from tests.concerns import officers
from tests.conftest import StillClock
from tests.page import Visitor

DAY = date(2027, 1, 4)
QUARTER = periods.quarter(2027, 1)
TODAY = date(2027, 5, 1)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def case(number: int = 1, *, left_triage: int | None = 8, closed: int | None = None, **more: object) -> Case:
    """A concern that came on 4 January, left triage for the threshold after some days, and was closed after others."""
    spells = [Spell(Stage.RECEIVED, DAY, after(1)), Spell(Stage.TRIAGE, after(1), None)]
    if left_triage is not None:
        spells[-1] = spells[-1]._replace(until=after(left_triage))
        spells.append(Spell(Stage.THRESHOLD, after(left_triage), None))
    if closed is not None:
        spells[-1] = spells[-1]._replace(until=after(closed))
        spells.append(Spell(Stage.CLOSED, after(closed), None))
    held = Case(
        id=number,
        stage=spells[-1].stage,
        received_on=DAY,
        replied_on=after(1),
        reply_due_on=after(2),
        triage_due_on=after(14),
        contact_days=28,
        closed_on=after(closed) if closed is not None else None,
        worries=("delay",),
        officer_id=None,
        risk=None,
        paused=False,
        spells=spells,
        aims=[Aim(Stage.THRESHOLD, after(56))],
        rated_on=after(1),
    )
    for name, value in more.items():
        setattr(held, name, value)
    return held


def line(section: Section, name: str) -> list[str]:
    return [cell.words.replace("\u00a0", " ") for row in section.rows if row.name == name for cell in row.cells]


# ------------------------------------------------------------------------------------------------------------- counting


@pytest.mark.parametrize(
    ("numbers", "half", "most"),
    [([4], 4, 4), ([1, 2], 1.5, 1.9), ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10), ([5, 1, 3], 3, 4.6)],
)
def test_medians_and_ninetieths_are_those_of_spreadsheets(numbers: list[int], half: float, most: float) -> None:
    assert median(numbers) == half
    assert quantile(numbers, 0.9) == pytest.approx(most)


def test_the_days_of_a_stage_are_without_those_on_which_the_clock_stood_still() -> None:
    still = [Still(PauseReason.HEALTH, after(2), after(5))]
    cases = [case(1, left_triage=11, pauses=still), *(case(number, left_triage=8) for number in range(2, 6))]
    assert line(times.stage_times(cases, QUARTER, 5, TODAY), "Triage")[:3] == ["5", "7 days", "7 days"]
    assert line(times.stage_times(cases[:4], QUARTER, 5, TODAY), "Triage")[:3] == [
        "fewer than 5",
        "not shown",
        "not shown",
    ]
    told = times.pauses(cases, QUARTER, 3, TODAY)
    assert line(told, PauseReason.HEALTH.label) == ["fewer than 3", "not shown"]


def test_what_is_late_counts_when_it_was_due_even_if_it_is_not_done() -> None:
    in_time, late, waiting = case(1, left_triage=14), case(2, left_triage=15), case(3, left_triage=None)
    still = case(4, left_triage=None, paused=True)
    found = times.targets([in_time] * 4 + [late, waiting, still], QUARTER, 5, TODAY)
    assert line(found, "Triage") == ["6", "66 %", "not met"]
    before = times.targets([waiting] * 6, QUARTER, 5, after(14))
    assert line(before, "Triage")[0] == "0", "its day is not over"


FRIDAY = date(2027, 1, 8)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def rated(day: date, hour: int = 12, *, new: bool = False) -> Rated:
    return Rated(day, at(day, hour), new)


@pytest.mark.parametrize(
    ("news", "again", "closed", "due_and_done"),
    [
        # On a Friday: due on Monday, and done, or not in time, or not at all.
        (News(FRIDAY, at(FRIDAY, 9)), [rated(after(7))], None, (after(7), after(7))),
        (News(FRIDAY, at(FRIDAY, 9)), [rated(after(8))], None, (after(7), after(8))),
        (News(FRIDAY, at(FRIDAY, 9)), [], None, (after(7), None)),
        (News(FRIDAY, at(FRIDAY, 9)), [rated(FRIDAY, 8)], None, (after(7), None)),
        (News(FRIDAY, at(FRIDAY, 9)), [rated(FRIDAY, 10)], None, (after(7), FRIDAY)),
        # Without its hour, the same day counts when the rating says why.
        (News(FRIDAY, None), [rated(FRIDAY), rated(after(8))], None, (after(7), after(8))),
        (News(FRIDAY, None), [rated(FRIDAY, new=True)], None, (after(7), FRIDAY)),
        # A closing answers it too; what comes to a closed concern, or before the first rating, asks for nothing.
        (News(FRIDAY, at(FRIDAY, 9)), [], 5, (after(7), after(5))),
        (News(FRIDAY, at(FRIDAY, 9)), [], 4, None),
        (News(DAY, at(DAY, 9)), [], None, None),
    ],
)
def test_something_new_is_rated_within_a_working_day(
    news: News, again: list[Rated], closed: int | None, due_and_done: tuple[date, date | None] | None
) -> None:
    held = case(left_triage=None, closed=closed, news=[news], ratings=[rated(after(1)), *again])
    found = list(rerating.reckon(held.news, held.ratings, held.open_spells))
    assert found == ([due_and_done] if due_and_done is not None else [])
    told = times.targets([held] * 5, QUARTER, 5, TODAY)
    in_time = due_and_done is not None and due_and_done[1] is not None and due_and_done[1] <= due_and_done[0]
    count = ["5", "100 %" if in_time else "0 %", "met" if in_time else "not met"]
    assert line(told, times.RATED_AGAIN) == (count if due_and_done is not None else ["0", "none was due", ""])
    assert line(times.targets([held] * 4, QUARTER, 5, TODAY), times.RATED_AGAIN)[1] in ("not shown", "none was due")


def test_a_message_is_promised_again_from_each_one_on_while_it_is_open() -> None:
    kept = case(1, contacts=[after(28), after(56)], closed=60)
    broken = case(2, contacts=[after(29)], closed=40)
    closed_before = case(3, closed=20)
    found = promised.promises([kept] * 3 + [broken] * 2 + [closed_before], QUARTER, 5, TODAY)
    assert line(found, promised.CONTACT) == ["8", "75 %", "not met"]
    assert line(found, promised.REPLY) == ["6", "100 %", "met"]
    assert "1 of 2 promises were met" in found.sentence


def test_an_outcome_is_the_heaviest_decision_or_else_the_closing() -> None:
    told = case(1, closed=50, closures=[(after(50), CloseReason.FINISHED)], decided=[(after(40), "suspension")])
    assert outcomes.outcome(told, QUARTER) == "Suspension"
    none = case(2, closed=50, closures=[(after(50), CloseReason.FINISHED)], decided=[(after(40), "none")])
    assert outcomes.outcome(none, QUARTER) == outcomes.NO_CASE
    fees = case(3, closed=50, closures=[(after(50), CloseReason.FEES)])
    assert outcomes.outcome(fees, QUARTER) == outcomes.TRIAGE
    assert outcomes.outcome(fees, periods.quarter(2027, 2)) is None
    earlier = case(4, closed=100, closures=[(after(100), CloseReason.FINISHED)], decided=[(after(40), "removal")])
    assert outcomes.outcome(earlier, periods.quarter(2027, 2)) is None, "it had its outcome before"
    both = [Appealed(after(3), after(60), upheld, True) for upheld in [True] * 5 + [False] * 6]
    assert line(outcomes.appeals([case(5, appeals=both)], QUARTER, 5), "Registrants, about a decision") == [
        "11",
        "5",
        "6",
        "11",
    ]


def test_quarters_and_the_last_twelve_months() -> None:
    assert periods.read("2026-Q4", TODAY).first == date(2026, 10, 1)
    for odd in ("", "2027-Q3", "2026-Q5", "x"):
        assert periods.read(odd, TODAY).name == "2027-Q1"
    assert [one.name for one in periods.choices(TODAY, 3)] == ["2027-Q2", "2027-Q1", "2026-Q4"]
    for today, first, last in (
        (date(2027, 5, 1), date(2026, 5, 1), date(2027, 4, 30)),
        (date(2027, 1, 31), date(2026, 1, 1), date(2026, 12, 31)),
        (date(2028, 3, 1), date(2027, 3, 1), date(2028, 2, 29)),
    ):
        year = periods.last_year(today)
        assert (year.first, year.last) == (first, last)


# -------------------------------------------------------------------------------------------------------- small numbers


def test_a_small_count_alone_is_not_shown_and_none_is() -> None:
    assert [shown(number, 5).words(5) for number in (0, 1, 4, 5, 1200)] == [
        "0",
        "fewer than 5",
        "fewer than 5",
        "5",
        "1,200",
    ]


def test_the_words_do_not_tell_which_of_two_hidden_ones_is_small() -> None:
    # "Fewer than five" and "not shown" out of six would be one and five: what is not called small is none or five.
    assert [one.words(5) for one in hide_line([1, 5], 5)] == ["not shown", "not shown", "6"]
    said: dict[tuple[Count, ...], list[tuple[int, int]]] = {}
    for numbers in itertools.product(range(30), repeat=2):
        said.setdefault(tuple(hide_line(numbers, 5)), []).append(numbers)
    for told, fits in said.items():
        if told[-1].value is None:
            continue
        for column, one in enumerate(told[:2]):
            found = {numbers[column] for numbers in fits}
            assert one.value is not None or len(found) > 1 or found.isdisjoint(range(1, 5)), (told, fits)


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=1, max_size=2))
def test_no_small_count_can_be_worked_out(table: list[list[int]]) -> None:
    told = hide(table, 5)
    fits: list[list[set[int]]] = [[set() for _ in row] for row in told]
    for numbers in itertools.product(range(15), repeat=len(table) * 2):
        rows = [list(numbers[place : place + 2]) for place in range(0, len(numbers), 2)]
        full = [[*row, sum(row)] for row in rows]
        full.append([sum(column) for column in zip(*full, strict=True)])
        pairs = [
            (one, value) for row, values in zip(told, full, strict=True) for one, value in zip(row, values, strict=True)
        ]
        if all(value == one.value if one.value is not None else not one.small or 0 < value < 5 for one, value in pairs):
            for row, values in enumerate(full):
                for column, value in enumerate(values):
                    fits[row][column].add(value)
    for row, counts in enumerate(told):
        for column, one in enumerate(counts):
            full_value = sum(table[row]) if row < len(table) and column == 2 else None
            if one.small:
                assert len(fits[row][column]) > 1, f"{table} gives away {full_value}"


# ------------------------------------------------------------------------------------------------------------ the pages


def world(set_clock: StillClock) -> str:
    """Seven concerns closed at triage in the first quarter of 2027, and one that is open; the officer's name."""
    set_clock("2027-01-04 10:00")
    officer = officers.officer("=Sam Officer")
    made = [officers.in_triage(officer) for _ in range(8)]
    set_clock("2027-01-12 10:00")
    for reference in made[1:]:
        triaging.close(
            reference,
            reason=CloseReason.FEES,
            words="It is about a bill.",
            version=officers.version(reference),
            by=officer.actor,
        )
    set_clock("2027-05-01 10:00")
    return officer.name


def test_what_came_and_when_it_was_rated_is_read_from_what_is_kept(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-01-04 10:00")
    officer = officers.officer()
    reference = officers.in_triage(officer)
    set_clock("2027-01-08 10:00")
    mailbox.write_to_us(reference, "And the two visits?", once="m" * 32)
    following_up.tell_more(reference, StatementKind.ADDED, {"page": "add", "title": "More", "answers": []})
    set_clock("2027-01-12 10:00")
    officers.rated(officer, reference)
    db.session.rollback()
    [held] = reading.read().all
    assert held.rated_on == DAY
    assert list(rerating.reckon(held.news, held.ratings, held.open_spells)) == [(after(7), after(8))] * 2


def test_the_report_its_sheet_and_its_data_say_the_same(
    sample: Flask,
    database: SQLAlchemy,
    set_clock: StillClock,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    name = world(set_clock)
    with statements() as few:
        made = making.report(QUARTER, workload=True)
    db.session.rollback()
    officer = officers.officer()
    for _ in range(3):
        officers.taken(officer)
    with statements() as more:
        making.report(QUARTER, workload=True)
    assert len(few) == len(more) < 20
    db.session.rollback()
    by_slug = {one.slug: one for one in made.sections}
    assert line(by_slug["stages"], "Triage")[:3] == ["7", "8 days", "8 days"]
    assert line(by_slug["outcomes"], outcomes.TRIAGE) == ["7"]
    assert line(by_slug["targets"], "Triage") == ["8", "87 %", "met"]
    assert "closed within 8 days" in by_slug["stages"].sentence
    assert line(by_slug["ageing"], "Triage")[-1] == "fewer than 5"

    maya = Visitor(sit_down(sample, officers.manager()))
    page = maya.open("/staff/concerns/reports?quarter=2027-Q1")
    assert page.links["as a sheet (CSV)"] == "/staff/concerns/reports.csv?quarter=2027-Q1"
    assert "closed within 8 days" in page.text
    assert name in page.text
    sheet = maya.client.get(page.links["as a sheet (CSV)"])
    rows = list(csv.reader(io.StringIO(sheet.text.removeprefix("\ufeff"))))
    assert ["What came of concerns", outcomes.TRIAGE, "Concerns", "7", "7"] in rows
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    data = json.loads(maya.client.get(page.links["as data (JSON)"]).text)
    assert [one["slug"] for one in data["sections"]] == [one.slug for one in made.sections]

    for role, status in ((Role.REGISTRAR, 200), (Role.AUDITOR, 200), (Role.CONCERNS_OFFICER, 403)):
        until = clock.now() + timedelta(days=30) if role is Role.AUDITOR else None
        reader = Visitor(sit_down(sample, hire(role, until=until)))
        page = reader.open("/staff/concerns/reports", status=status)
        assert "Who has how many" not in page.text


def test_the_public_page_says_what_the_night_worked_out(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, visitor: Visitor
) -> None:
    world(set_clock)
    page = visitor.open("/how-we-are-doing")
    assert "1 May 2026 to 30 April 2027" in page.text
    assert "closed within 8 days" in page.text
    for gone in ("Who has how many", "kind of worry", "Officer"):
        assert gone not in page.text
    assert [making.publish(), making.publish()] == [True, False]
    with transaction("a test forgets its officer"):
        db.session.query(Account).filter(Account.name == "=Sam Officer").update({"name": "Sam"})
    set_clock("2027-05-02 09:00")
    assert "These are of 1 May 2027" in visitor.open("/how-we-are-doing").text
    assert making.publish()
    assert "These are of 2 May 2027" in visitor.open("/how-we-are-doing").text
    assert reading.read().all
