"""Coming onto the register: numbers, and what cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from foundation import clock
from foundation.errors import Refused
from foundation.references import register_number
from register import operations, queries
from register.operations import Admission
from register.rules import PeriodFact
from tests.register import arrange
from tests.register.arrange import CLERK, FACTS, WHY, YEAR


def test_numbers_follow_the_highest_one_given_and_are_never_given_again(number: str) -> None:
    assert number == "CM000001B"
    assert arrange.admit(number="CM004271S") == "CM004271S"
    assert arrange.admit() == "CM004272T"
    operations.record_death(number, at=clock.now(), **WHY)
    with pytest.raises(Refused, match="CM000001B is on the register already"):
        arrange.admit(number="CM000001B")


def test_when_the_highest_number_is_given_the_lowest_free_ones_follow() -> None:
    arrange.admit(number=register_number(999_999))
    arrange.admit(number="CM000001B")
    assert [arrange.admit(), arrange.admit()] == ["CM000002C", "CM000003D"]


@pytest.mark.parametrize("wrong", ["CM004271A", "cm004271s", "CM 004271S", "", "4271"])
def test_a_number_that_is_not_quite_right_is_refused(wrong: str) -> None:
    with pytest.raises(Refused, match="is not a registration number"):
        arrange.admit(number=wrong)


def test_the_same_number_twice_in_one_load_is_refused_whole() -> None:
    people = [Admission(FACTS, [YEAR], "", number=one) for one in ("CM000005F", "CM000006G", "CM000005F")]
    with pytest.raises(Refused, match="CM000005F"):
        operations.load(people, reason="zzreason", by=CLERK)
    assert queries.is_empty()


@pytest.mark.parametrize(
    "periods",
    [
        [],
        [PeriodFact(date(2027, 1, 1), date(2026, 1, 1))],
        [YEAR, PeriodFact(date(2027, 4, 30), date(2028, 4, 29))],
    ],
)
def test_nobody_comes_on_without_a_period_or_with_periods_that_cannot_be(periods: list[PeriodFact]) -> None:
    with pytest.raises(Refused):
        operations.admit(Admission(FACTS, periods, ""), **WHY)
    assert queries.is_empty()


def test_somebody_without_any_name_is_refused() -> None:
    with pytest.raises(Refused, match="name"):
        arrange.admit(forenames="", surname="", known_as="")
    assert queries.is_empty()


def test_a_load_of_nobody_does_nothing() -> None:
    assert operations.load([], reason="zzreason", by=CLERK) == []
