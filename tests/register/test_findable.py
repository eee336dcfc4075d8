"""How long somebody was away, from when until when they are found, and by what name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foundation import clock
from register import rules
from register.vocabulary import OrderKind
from tests.register.lives import FAR, FIRST, NOBODY, YEAR, london, order_fact, record_of
from tests.register.status_model import Life, Order

# --------------------------------------------------------------------------------------------------- days of absence

DECADE = {"since": date(2020, 1, 1), "until": date(2030, 12, 31)}


@pytest.mark.parametrize(
    ("periods", "breaks"),
    [
        ([], []),
        ([(date(2026, 3, 1), date(2027, 2, 28))], []),
        ([(date(2026, 3, 1), date(2027, 2, 28)), (date(2027, 3, 1), date(2028, 2, 29))], []),
        (
            [(date(2027, 3, 2), date(2028, 3, 1)), (date(2026, 3, 1), date(2027, 2, 28))],
            [(date(2027, 3, 1), date(2027, 3, 1))],
        ),
        (
            [(date(2024, 3, 1), date(2024, 3, 31)), (date(2024, 5, 1), date(2024, 5, 1)), (date(2026, 1, 1),) * 2],
            [(date(2024, 4, 1), date(2024, 4, 30)), (date(2024, 5, 2), date(2025, 12, 31))],
        ),
    ],
)
def test_breaks_are_the_days_between(periods: list[Any], breaks: list[Any]) -> None:
    assert rules.breaks(record_of(Life(FIRST, periods)), **DECADE) == breaks


def test_a_break_is_told_as_long_as_it_reaches_into_the_years_that_are_shown() -> None:
    record = record_of(Life(FIRST, [(date(2020, 1, 1), date(2020, 12, 31)), (date(2021, 7, 1), date(2030, 1, 1))]))
    found = [(date(2021, 1, 1), date(2021, 6, 30))]
    assert rules.breaks(record, since=date(2021, 6, 30), until=date(2026, 6, 30)) == found
    assert rules.breaks(record, since=date(2021, 7, 1), until=date(2026, 7, 1)) == []
    assert rules.breaks(record, since=date(2016, 6, 30), until=date(2021, 6, 30)) == []


@pytest.mark.parametrize(
    ("left_at", "first_day_away"),
    [
        ("2026-06-01T10:00", date(2026, 6, 2)),
        ("2026-06-01T23:59", date(2026, 6, 2)),
        ("2026-06-01T00:00", date(2026, 6, 1)),
    ],
)
@pytest.mark.parametrize("how", ["left", "left_by_agreement", "administrative_removal", "removal"])
def test_a_break_begins_when_the_person_went_not_when_the_period_would_have_ended(
    left_at: str, first_day_away: date, how: str
) -> None:
    life = Life(FIRST, [*YEAR.periods, (date(2027, 9, 1), date(2028, 8, 31))])
    if how == "removal":
        life.orders.append(Order("removal", london(left_at), None))
    else:
        life.endings.append((how, london(left_at)))
    assert rules.breaks(record_of(life), **DECADE) == [(first_day_away, date(2027, 8, 31))]


def test_somebody_who_came_back_before_the_old_period_would_have_ended_was_away_in_between() -> None:
    life = Life(
        FIRST,
        [*YEAR.periods, (date(2026, 9, 1), date(2027, 8, 31))],
        endings=[("administrative_removal", london("2026-06-01T10:00"))],
    )
    assert rules.breaks(record_of(life), **DECADE) == [(date(2026, 6, 2), date(2026, 8, 31))]


def test_a_suspension_is_no_break() -> None:
    life = Life(
        FIRST,
        [(date(2026, 3, 1), date(2027, 2, 28)), (date(2027, 3, 1), date(2028, 2, 29))],
        [Order("suspension", london("2026-06-01T00:00"), london("2027-06-01T00:00"))],
    )
    assert rules.breaks(record_of(life), **DECADE) == []


# -------------------------------------------------------------------------------------------------- from when to when


def test_nobody_is_found_before_their_first_day() -> None:
    assert rules.found_from(record_of(YEAR)) == london("2026-03-01T00:00")


def test_a_record_of_nothing_is_never_found() -> None:
    assert rules.found_from(record_of(Life(FIRST))) > FAR


@pytest.mark.parametrize(
    ("last", "until"),
    [
        (date(2027, 2, 28), "2029-02-28T23:59"),
        (date(2028, 2, 29), "2030-02-28T23:59"),
        (date(2027, 3, 28), "2029-03-28T23:59"),
        (date(2027, 10, 31), "2029-10-31T23:59"),
    ],
)
def test_a_lapsed_entry_is_found_for_24_months_and_no_minute_longer(last: date, until: str) -> None:
    record = record_of(Life(FIRST, [(date(2026, 3, 1), last)]))
    assert rules.found_until(record, lapsed_months=24) == london(until)


def test_an_ending_carries_its_own_time() -> None:
    record = record_of(Life(FIRST, [*YEAR.periods], endings=[("left", london("2026-06-01T10:00"))]))
    record.endings = [record.endings[0]._replace(shown_until=london("2028-06-01T23:59"))]
    assert rules.found_until(record, lapsed_months=24) == london("2028-06-01T23:59")


def test_a_return_takes_the_ending_off_the_clock() -> None:
    life = Life(
        FIRST, [*YEAR.periods, (date(2030, 1, 1), date(2030, 12, 31))], endings=[("left", london("2026-06-01"))]
    )
    assert rules.found_until(record_of(life), lapsed_months=24) == london("2032-12-31T23:59")


@pytest.mark.parametrize("kind", [one for one in OrderKind if one is not OrderKind.REMOVAL])
def test_an_order_that_may_still_be_shown_keeps_its_entry_found(kind: OrderKind) -> None:
    record = record_of(Life(FIRST, [*YEAR.periods]))
    ends = london("2031-06-01T00:00")
    order = order_fact(Order(kind.value, london("2026-06-01T00:00"), ends))
    record.restrictions = [order._replace(published_until=ends)]
    assert rules.found_until(record, lapsed_months=24) == ends
    record.restrictions = [order._replace(ends_at=None, published_until=None)]
    assert rules.found_until(record, lapsed_months=24) is None


def test_a_removal_counts_instead_of_the_lapse() -> None:
    removal = order_fact(Order("removal", london("2026-06-01T00:00"), None))
    record = record_of(YEAR)
    record.restrictions = [removal._replace(published_until=london("2026-12-01T00:00"))]
    assert rules.found_until(record, lapsed_months=24) == london("2026-12-01T00:00")


@pytest.mark.parametrize("kind", ["deceased", "merged"])
def test_nothing_is_found_of_a_closed_entry_even_a_removal_for_good(kind: str) -> None:
    life = Life(
        FIRST, [*YEAR.periods], [Order("removal", london("2026-04-01"), None)], [(kind, london("2026-06-01T10:00"))]
    )
    assert rules.found_until(record_of(life), lapsed_months=24) == london("2026-06-01T10:00")


# -------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("forenames", "surname", "known_as", "name"),
    [
        ("Anwen Mair", "Pryce", "", "Anwen Mair Pryce"),
        ("Anwen Mair", "Pryce", "Ann", "Ann Pryce"),
        ("Anwen Mair", "Pryce", "Ann Pryce-Lloyd", "Ann Pryce-Lloyd"),
        ("", "", "Suharto", "Suharto"),
        ("Sukarno", "", "", "Sukarno"),
        ("", "Pryce", "", "Pryce"),
        ("明", "李", "", "明 李"),
    ],
)
def test_the_name_the_public_reads(forenames: str, surname: str, known_as: str, name: str) -> None:
    assert NOBODY._replace(forenames=forenames, surname=surname, known_as=known_as).name == name


def test_particulars_are_those_that_have_begun() -> None:
    record = record_of(YEAR)
    later = NOBODY._replace(effective_from=london("2026-06-01T00:00"), surname="Lloyd")
    record.particulars = [later, NOBODY]
    assert record.particulars_at(london("2026-05-31T23:59")).surname == "Pryce"
    assert record.particulars_at(london("2026-06-01T00:00")).surname == "Lloyd"
    assert record.particulars_at(london("1999-01-01T00:00")).surname == "Pryce"
    assert clock.day_of(record.particulars_at(FAR).effective_from) == date(2026, 6, 1)
