"""Checking many numbers: each line read, explained, and answered in its place."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import clock
from foundation.references import register_number
from register import checking, operations
from register.checking import Mistyped, Verdict
from register.vocabulary import OrderKind
from tests.conftest import StillClock
from tests.register.people import OFFICER, admit

NUMBER = "CM004271S"


@given(st.integers(0, 999_999))
def test_every_number_is_read(digits: int) -> None:
    number = register_number(digits)
    for typed in (number, number.lower(), f" {number[:2]} {number[2:5]}-{number[5:8]} {number[8]} ", f'"{number}"'):
        assert checking.read_line(typed) == number
    assert checking.read_line(f"Anna Sample, {number[:2]} {number[2:]}, Leeds") == number


@given(st.text(max_size=100))
def test_whatever_a_line_holds_gets_an_answer(line: str) -> None:
    found = checking.read_line(line)
    assert isinstance(found, str) or found.sentence.endswith(".")
    assert checking.typed(line).isprintable()
    assert len(checking.typed(line)) <= checking.LONGEST_SHOWN


@given(st.integers(0, 999_999), st.integers(0, 5), st.integers(0, 9))
def test_one_wrong_digit_leads_back_to_the_number(digits: int, place: int, other: int) -> None:
    number = register_number(digits)
    wrong = number[: 2 + place] + str(other) + number[3 + place :]
    found = checking.read_line(wrong)
    if wrong == number:
        assert found == number
    else:
        assert isinstance(found, Mistyped)
        assert number in found.near


@given(st.integers(0, 999_999), st.integers(0, 4))
def test_two_digits_the_other_way_round_lead_back_to_the_number(digits: int, place: int) -> None:
    number = register_number(digits)
    at = 2 + place
    wrong = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    found = checking.read_line(wrong)
    if wrong == number:
        assert found == number
    else:
        assert isinstance(found, Mistyped)
        assert number in found.near


@pytest.mark.parametrize(
    ("line", "sentence", "near"),
    [
        ("CM004271T", "The last letter does not fit: CM004271 ends in S, not T.", NUMBER),
        ("CM004271", "The letter at the end is missing: CM004271 ends in S.", NUMBER),
        ("CM0042715", "A number ends in a letter: CM004271 ends in S.", NUMBER),
        ("004271s", "A number begins with CM.", NUMBER),
        ("CMOO4271S", "There is a letter where a digit should be, such as O for 0 or I for 1.", NUMBER),
        ("cm00427lS", "There is a letter where a digit should be, such as O for 0 or I for 1.", NUMBER),
        ("CM04271S", "A number has six digits. This one has five.", NUMBER),
        ("CM0042271S", "A number has six digits. This one has seven.", NUMBER),
    ],
)
def test_a_slip_is_explained(line: str, sentence: str, near: str) -> None:
    found = checking.read_line(line)
    assert isinstance(found, Mistyped)
    assert found.sentence == sentence
    assert near in found.near


@pytest.mark.parametrize("line", ["Anna Sample", "12", "CM", "=1+1", "004271T", "CMOO4271T", "PH123456", "x" * 5000])
def test_what_is_no_number_is_told_what_one_looks_like(line: str) -> None:
    found = checking.read_line(line)
    assert isinstance(found, Mistyped)
    assert found.near == ()


# ------------------------------------------------------------------------------------------------------ on the register


@pytest.fixture
def people(database: object, set_clock: StillClock) -> None:
    """Three people: one without restrictions, one suspended, one who has died."""
    set_clock("2027-03-03 17:30")
    admit(NUMBER, insured_to=date(2027, 9, 30))
    admit("CM000002C", surname="Other")
    operations.impose_restriction(
        "CM000002C",
        kind=OrderKind.SUSPENSION,
        starts_at=clock.start_of_day(date(2027, 3, 1)),
        ends_at=clock.end_of_day(date(2027, 9, 1)),
        wording="Words.",
        source="D-1",
        reason="test",
        by=OFFICER,
    )
    admit("CM000003D", surname="Gone")
    operations.record_death("CM000003D", at=clock.now(), reason="test", by=OFFICER)


@pytest.mark.usefixtures("people")
def test_each_line_has_its_answer_in_its_place() -> None:
    answers = checking.check(
        ["", "cm 000002 c", NUMBER, "  ", "CM000003D", "CM000001B", "CM004271T", "CM000002C", "hello", "CM000001B"]
    )
    assert [(one.line, one.number, one.verdict.value, one.same_as) for one in answers] == [
        (2, "CM000002C", "found", None),
        (3, NUMBER, "found", None),
        (5, "CM000003D", "not_found", None),
        (6, "CM000001B", "not_found", None),
        (7, None, "not_a_number", None),
        (8, "CM000002C", "found", 2),
        (9, None, "not_a_number", None),
        (10, "CM000001B", "not_found", 6),
    ]
    assert answers[0].sentence.startswith("Not allowed to practise")
    assert answers[1].entry is not None
    assert answers[1].entry.name == "Sian Sample"
    assert answers[2].sentence == answers[3].sentence == "We show nobody with this number."
    assert answers.totals() == [
        ("on the register without restrictions", 1),
        ("suspended or removed", 1),
        ("not found", 2),
        ("not a registration number", 2),
        ("given more than once", 2),
    ]


@pytest.mark.usefixtures("people")
def test_a_slip_away_from_one_person_is_offered_without_the_name() -> None:
    answer = checking.check(["CM004217S"])[0]
    assert answer.suggestion == NUMBER
    assert answer.entry is None
    assert "Sian" not in str(answer.as_json())


@pytest.mark.usefixtures("people")
def test_nobody_is_offered_who_is_not_shown_or_not_there() -> None:
    assert [one.suggestion for one in checking.check(["CM000003E", "CM000003", "CM000009J"])] == [None, None, None]


@pytest.mark.usefixtures("people")
def test_nobody_is_offered_when_two_people_are_as_near() -> None:
    assert checking.check(["CM004272S"])[0].suggestion == NUMBER
    admit("CM004272T")
    assert checking.check(["CM004272S"])[0].suggestion is None


@pytest.mark.usefixtures("people")
def test_the_answers_as_plain_values() -> None:
    body = checking.as_json(checking.check([NUMBER, "CM004271T"]))
    assert body["read_at"] == "2027-03-03T17:30:00+00:00"
    assert body["results"][0]["entry"]["name"] == "Sian Sample"
    assert body["results"][1] == {
        "line": 2,
        "given": "CM004271T",
        "number": None,
        "verdict": "not_a_number",
        "sentence": "The last letter does not fit: CM004271 ends in S, not T.",
        "entry": None,
        "suggestion": NUMBER,
        "same_as": None,
    }


@pytest.mark.usefixtures("people")
def test_the_number_of_statements_does_not_grow(statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    with statements() as few:
        checking.check([NUMBER])
    many = [register_number(digits)[:-1] + "A" for digits in range(4200, 4399)]
    with statements() as seen:
        answers = checking.check([NUMBER, *many])
    assert len(answers) == 200
    assert len(few) == len(seen) <= 12


def test_verdicts_are_words_for_machines() -> None:
    assert {one.value for one in Verdict} == {"found", "not_found", "not_a_number"}
