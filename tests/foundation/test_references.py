"""Registration numbers: a slip of the pen is caught, and any spelling of a right one is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import references
from foundation.references import check_letter, read_number, register_number, sayable_code, tidy_number

DIGITS = st.integers(min_value=0, max_value=999_999)
LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"


def test_the_example_of_the_rules() -> None:
    assert check_letter(4271) == "S"
    assert register_number(4271) == "CM004271S"
    assert register_number(0) == "CM000000A"


@given(DIGITS)
def test_every_number_reads_back(digits: int) -> None:
    number = register_number(digits)
    assert len(number) == 9
    assert number[2:8] == f"{digits:06d}"
    assert number[8] == LETTERS[digits % 23]
    assert read_number(number).number == number


@given(DIGITS, st.integers(min_value=0, max_value=5), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_always_caught(digits: int, place: int, by: int) -> None:
    number = register_number(digits)
    wrong = (int(number[2 + place]) + by) % 10
    reading = read_number(f"{number[: 2 + place]}{wrong}{number[3 + place :]}")
    assert reading.number is None
    assert reading.expected not in (None, number[8])


@given(DIGITS, st.integers(min_value=0, max_value=4))
def test_two_digits_changed_over_are_always_caught(digits: int, place: int) -> None:
    number = register_number(digits)
    first, second = number[2 + place], number[3 + place]
    reading = read_number(f"{number[: 2 + place]}{second}{first}{number[4 + place :]}")
    assert (reading.number is None) == (first != second)


@pytest.mark.parametrize(
    "typed",
    [
        "CM004271S",
        "cm004271s",
        " CM 004271 S ",
        "CM-004271-S",
        "cm 004 271s",
        "CM.004.271.S",
        "CM\u00a0004271\u00a0S",
        "C\u200bM004271S",
        "ＣＭ００４２７１Ｓ",
        "CM004271S.",
        "CM004271\u2013S",
        "(CM004271S)",
    ],
)
def test_a_right_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read_number(typed).number == "CM004271S"


@pytest.mark.parametrize("letter", sorted(set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") - {"S"}))
def test_a_wrong_letter_is_told_with_the_right_one(letter: str) -> None:
    reading = read_number(f"CM004271{letter}")
    assert (reading.number, reading.expected) == (None, "S")
    assert reading.problem == f"The last letter does not fit: CM004271 ends in S, not {letter}."


@pytest.mark.parametrize(
    "typed", ["CM004271", "CM04271S", "CM0004271S", "004271S", "XM004271S", "CM00427IS", "CMOO4271S", "CM004271SS", "x"]
)
def test_what_is_no_number_is_told_what_one_looks_like(typed: str) -> None:
    reading = read_number(typed)
    assert (reading.number, reading.expected) == (None, None)
    assert "CM004271S" in (reading.problem or "")


@pytest.mark.parametrize("typed", ["", "   ", "---", "\x00", "\u202e\u202c", "🙂", "٠٠٤٢٧١"])
def test_nothing_at_all_is_told_so(typed: str) -> None:
    assert read_number(typed).problem == "There is no number here."


@given(st.text())
def test_whatever_is_typed_is_answered(typed: str) -> None:
    reading = read_number(typed)
    assert (reading.number is None) == (reading.problem is not None)
    assert reading.typed == typed
    assert set(tidy_number(typed)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


@pytest.mark.parametrize("digits", [-1, 1_000_000])
def test_no_number_has_other_than_six_digits(digits: int) -> None:
    with pytest.raises(ValueError, match="six digits"):
        register_number(digits)


def test_codes_can_be_said_and_differ() -> None:
    codes = {sayable_code(12) for _ in range(500)}
    assert len(codes) == 500
    assert set("".join(codes)) == set(references.SAYABLE)
    assert not set(references.SAYABLE) & set("01OIAEU")
