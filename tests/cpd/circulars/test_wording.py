"""Placeholders: known ones are filled in, unknown ones named, and nobody reads a bare bracket."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd.circulars.wording import PLACEHOLDERS, fill, unknown

VALUES = {"name": "Ada", "number": "CM004271S", "registered until": "3 March 2027", "insured until": ""}


def test_every_placeholder_is_filled_in_however_it_is_typed() -> None:
    assert fill("Dear [name], [ Number ], [registered  until]", VALUES) == "Dear Ada, CM004271S, 3 March 2027"


def test_a_value_that_is_not_known_keeps_the_letter_back() -> None:
    assert fill("Insured until [insured until]", VALUES) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Dear [name]", []),
        ("Dear [Nmae], [first name] and [nmae]", ["[Nmae]", "[first name]", "[nmae]"]),
        ("an array[] and a [\nbreak]", []),
    ],
)
def test_what_is_not_known_is_named(text: str, named: list[str]) -> None:
    assert unknown(text) == named


@given(st.text(alphabet=" []abnmeNAME\n", max_size=40))
def test_what_is_let_through_leaves_no_placeholder_behind(text: str) -> None:
    if not unknown(text):
        shown = fill(text, VALUES | {"insured until": "4 May 2027"})
        assert shown is not None
        assert not any(f"[{one}]" in shown.lower() for one in PLACEHOLDERS)


@given(st.text(max_size=40))
def test_what_a_value_says_is_never_read_as_a_placeholder(name: str) -> None:
    assert fill("[name]!", {"name": name or "x"}) == f"{name or 'x'}!"
