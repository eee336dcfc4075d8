"""Numbers: as people copy them, begun, and mistyped."""

from __future__ import annotations

import pytest

from register.search.numbers import read
from tests.register.search.conftest import Room


@pytest.mark.parametrize(
    "text", ["CM004001{}", "cm004001{}", "CM 004 001 {}", "cm-004001-{}", "004001{}", "4001{}", "004001", "CMOO4OO1{}"]
)
def test_a_number_is_found_however_it_is_written(room: Room, text: str) -> None:
    letter = "Z"  # 4001 mod 23 = 22
    answer = room.find(text.format(letter))
    assert [(hit.entry_id, hit.match, hit.by) for hit in answer.hits] == [(1, "same", "number")]
    assert answer.reading == "number"


def test_three_digits_begin_a_number(room: Room) -> None:
    assert room.find("004").total == 19
    assert room.find("CM00400").total == 9


def test_a_wrong_letter_gives_advice_and_no_person(room: Room) -> None:
    answer = room.find("CM004001A")
    assert answer.hits == ()
    advice = answer.advised("number_mistyped")
    assert advice is not None
    assert advice.suggestions[0] == "CM004001Z"


def test_a_wrong_digit_suggests_what_fits_the_letter(room: Room) -> None:
    advice = room.find("CM004091Z").advised("number_mistyped")
    assert advice is not None
    assert advice.suggestions == ("CM004001Z",)
    advice = room.find("CM0040001Z").advised("number_mistyped")
    assert advice is not None
    assert advice.suggestions == ("CM004001Z",)


def test_a_number_that_nobody_has(room: Room) -> None:
    answer = room.find("CM900000Z" if 900000 % 23 == 22 else f"CM900000{'ABCDEFGHJKLMNPQRSTVWXYZ'[900000 % 23]}")
    assert answer.hits == ()
    assert answer.advised("number_not_found")
    assert room.find("90000").hits == ()


def test_somebody_who_is_not_shown_is_not_suggested(room: Room) -> None:
    answer = room.find("CM004018A")
    assert answer.hits == ()
    assert all("004018" not in number for advice in answer.advice for number in advice.suggestions)


def test_what_is_a_number() -> None:
    assert read("12") is None
    assert read("jones 123") is None
    assert read("o'il") is None
    number = read("cm 746 l")
    assert number is not None
    assert (number.digits, number.letter) == ("746", "L")
