"""A journey as data: what is in force, what is missing, how far it is, and what was said in the very words."""

from __future__ import annotations

import pytest

from foundation.journey.conditions import both, chosen, either, unless
from foundation.journey.pages import Content, State, words_of
from tests.foundation.journey.club import CLUB


def slugs(answers: dict) -> list[str]:
    return [page.slug for page in CLUB.pages(answers)]


def filled() -> Content:
    answers = {"reads": ["poems"], "poet": "Nobody", "poem": "", "day": "3 March 2027", "late": "no"}
    return Content(answers | {"friends_more": "no"}, ["reads", "poem", "when", "friends"])


def test_a_page_is_in_force_for_the_answers_that_ask_for_it() -> None:
    assert slugs({}) == ["reads", "when", "friends"]
    assert slugs({"reads": ["novels", "poems"]}) == ["reads", "poem", "when", "friends"]


def test_next_and_before_step_over_what_is_not_in_force() -> None:
    assert CLUB.after("reads", {}).slug == "when"
    assert CLUB.after("reads", {"reads": ["poems"]}).slug == "poem"
    assert CLUB.before("when", {}).slug == "reads"
    assert CLUB.before("reads", {}) is None
    assert CLUB.after("friends", {}) is None


def test_a_page_that_is_no_longer_in_force_still_leads_on() -> None:
    assert CLUB.after("poem", {}).slug == "when"
    assert CLUB.before("poem", {}).slug == "reads"


def test_a_title_may_depend_on_what_was_said() -> None:
    page = CLUB.page("poem")
    assert page.heading({"poet": "Nobody"}) == "Which poem by Nobody?"


def test_the_task_list_says_how_far_each_part_is() -> None:
    empty = CLUB.tasks(Content())
    assert [(task.section.slug, task.state, task.page.slug) for task in empty] == [
        ("reader", State.NOT_STARTED, "reads"),
        ("visit", State.NOT_STARTED, "when"),
    ]
    assert CLUB.last_state(empty) is State.NOT_YET
    begun = Content({"reads": ["poems"], "poet": "Nobody"}, ["reads"])
    assert next((task.state, task.page.slug) for task in CLUB.tasks(begun)) == (State.STARTED, "poem")
    done = CLUB.tasks(filled())
    assert {task.state for task in done} == {State.DONE}
    assert CLUB.last_state(done) is State.NOT_STARTED


def test_a_changed_mind_opens_a_part_again() -> None:
    content = filled()
    content.answers["poet"] = ""
    assert [page.slug for page in CLUB.missing(content)] == ["reads"]


def test_a_page_without_a_needed_answer_counts_once_it_was_seen() -> None:
    content = filled()
    content.seen.remove("poem")
    assert [page.slug for page in CLUB.missing(content)] == ["poem"]


def test_what_is_frozen_are_the_words_that_were_read_and_chosen() -> None:
    pages = {page.page: page for page in CLUB.frozen(filled())}
    assert [(one.question, one.answer) for one in pages["reads"].told] == [
        ("What do you read?", "Poems"),
        ("Whose?", "Nobody"),
    ]
    assert pages["poem"].title == "Which poem by Nobody?"
    assert pages["friends"].as_json() == {
        "section": "The visit",
        "page": "friends",
        "title": "Do friends come along?",
        "answers": [{"name": "friends", "question": "Do friends come along?", "answer": "No"}],
    }


def test_each_thing_of_a_list_is_told_by_itself() -> None:
    content = filled()
    content.answers["friends"] = [{"id": "a", "name": "Jo", "age": ""}, {"id": "b", "name": "Mo", "age": "9"}]
    told = next(page for page in CLUB.frozen(content) if page.page == "friends").told
    assert [(one.question, one.answer) for one in told] == [
        ("Friend 1", "Their name: Jo"),
        ("Friend 2", "Their name: Mo\nTheir age: 9"),
    ]


def test_answers_that_a_changed_mind_left_behind_are_left_out() -> None:
    content = filled()
    content.answers["reads"] = ["novels"]
    kept = CLUB.answers_in_force(content.answers)
    assert "poet" not in kept
    assert "poem" not in kept
    assert kept["reads"] == ["novels"]
    assert [page.page for page in CLUB.frozen(content)] == ["reads", "when", "friends"]


def test_content_goes_to_plain_values_and_back() -> None:
    content = filled()
    assert Content.from_json(content.as_json()) == content


@pytest.mark.parametrize(
    ("answers", "expected"), [({"a": "x"}, True), ({"a": ["y", "x"]}, True), ({"a": "y"}, False), ({}, False)]
)
def test_a_condition_reads_one_answer_or_several(answers: dict, expected: bool) -> None:
    assert chosen("a", "x")(answers) is expected


def test_conditions_are_put_together() -> None:
    x, y = chosen("a", "x"), chosen("b", "y")
    assert both(x, y)({"a": "x", "b": "y"})
    assert not both(x, y)({"a": "x"})
    assert either(x, y)({"b": "y"})
    assert unless(x)({})


def test_an_answer_without_an_option_is_shown_as_it_is() -> None:
    question = CLUB.page("reads").questions[0]
    assert words_of(question, {"reads": ["novels", "charts"]}) == ("Novels", "charts")
