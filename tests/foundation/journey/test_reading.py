"""What was typed, tamed and judged: nothing a person types is lost, and nothing else gets in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from foundation.journey import reading
from foundation.journey.pages import Kind, Page, Question
from tests.foundation.journey.club import CLUB, FRIENDS

READS = CLUB.page("reads")
WHEN = CLUB.page("when")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("nul\x00 bell\x07 tab\there", "nul bell tab here"),
        ("half \ud800 sign", "half  sign"),
        ("turned \u202e back", "turned  back"),
        ("Zoë, Nguyễn, 王, محمد, 👩‍👧", "Zoë, Nguyễn, 王, محمد, 👩‍👧"),
        ("می‌خواهم", "می‌خواهم"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_text_keeps_what_people_type(typed: str, kept: str) -> None:
    assert reading.tame(typed) == kept


@given(st.text())
def test_any_text_can_be_kept_and_is_not_changed_twice(typed: str) -> None:
    once = reading.tame(typed)
    assert reading.tame(once) == once
    assert json.loads(json.dumps(once).encode("utf-8")) == once
    assert "\x00" not in once


def test_only_answers_that_were_offered_are_read() -> None:
    form = MultiDict([("reads", "novels"), ("reads", "charts"), ("reads", "novels"), ("admin", "yes")])
    assert reading.read(READS.questions, form) == {"reads": ["novels"]}
    assert reading.read(WHEN.questions, MultiDict({"late": "perhaps"}))["late"] == ""


def test_nothing_beside_something_means_the_something() -> None:
    form = MultiDict([("reads", "nothing"), ("reads", "poems"), ("poet", " Nobody \n at all ")])
    assert reading.read(READS.questions, form) == {"reads": ["poems"], "poet": "Nobody at all"}


def test_a_field_that_was_not_sent_leaves_what_was_there() -> None:
    assert "poet" not in reading.read(READS.questions, MultiDict())


def test_what_is_missing_is_named_with_its_field() -> None:
    assert reading.problems(READS, {}) == [("reads", "Choose what you read")]
    assert reading.problems(READS, {"reads": ["poems"]}) == [("poet", "Name a poet")]
    assert reading.problems(READS, {"reads": ["novels"]}) == []
    assert reading.problems(WHEN, {"day": "3/3/2027", "late": "yes"}) == [("why", "Say why")]
    assert reading.problems(WHEN, {"day": "1 May 2027"}) == [("day", "Not on that day")]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Kind.EMAIL, "jo@example.com", "jo at example"),
        (Kind.EMAIL, "jo.o'neil+x@mail.example.co.uk", "jo@example"),
        (Kind.PHONE, "01632 960 001", "call me"),
        (Kind.DAY, "3 March 2027", "31 February 2027"),
        (Kind.WHEN, "some time last spring", None),
    ],
)
def test_each_kind_has_its_shape(kind: Kind, good: str, bad: str | None) -> None:
    page = Page("p", "P?", (Question("q", kind=kind),))
    assert reading.problems(page, {"q": good}) == []
    if bad is not None:
        assert len(reading.problems(page, {"q": bad})) == 1


def test_too_long_says_by_how_much() -> None:
    page = Page("p", "P?", (Question("q", kind=Kind.TEXT),))
    [(_, sentence)] = reading.problems(page, {"q": "a" * 21_500})
    assert sentence == "This is 1,500 characters too long. The most is 20,000"
    assert len(reading.cut({"q": "a" * 1_000_000})["q"]) == reading.MOST_KEPT


def test_a_list_takes_each_thing_once_and_only_so_many() -> None:
    answers: dict = {"friends_more": "yes"}
    reading.put_item(answers, FRIENDS, "a", {"name": "Jo"})
    reading.put_item(answers, FRIENDS, "a", {"name": "Joe"})
    assert answers == {"friends": [{"id": "a", "name": "Joe"}], "friends_more": ""}
    for one in "bcde":
        reading.put_item(answers, FRIENDS, one, {"name": one})
    assert [one["id"] for one in answers["friends"]] == ["a", "b", "c"]
    reading.take_item(answers, FRIENDS, "b")
    assert [one["id"] for one in answers["friends"]] == ["a", "c"]


def test_a_list_asks_for_an_answer_and_for_what_is_missing_in_it() -> None:
    assert reading.problems(FRIENDS, {}) == [("friends_more", "Choose yes or no")]
    assert reading.problems(FRIENDS, {"friends_more": "yes"}) == [("friends_more", "Add at least one, or choose no")]
    assert reading.problems(FRIENDS, {"friends_more": "no"}) == []
    assert reading.problems(FRIENDS, {"friends": [{"id": "a", "name": ""}]}) == [("item-1", "Friend 1: Type a name")]
