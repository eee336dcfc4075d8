"""Whatever is answered, in whatever order, with whatever change of mind: what is sent is what was said, and no more."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from concerns.intake import telling
from concerns.intake.pages import DESK, JOURNEY
from concerns.telling import Telling
from concerns.vocabulary import Naming, OnRegister, Relation
from foundation.journey import reading
from foundation.journey.pages import Content, Kind, ListPage, Page, Question, State, all_questions, in_force

#: What people type, and what others type to see what breaks. Each piece is marked so that it can be found again.
HOSTILE = (
    "plain words",
    "",
    " ",
    "\x00\x01\x02",
    "\ud800 half a sign",
    "\u202eright to left\u202c",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "'; DROP TABLE concern;--",
    "\r\n\r\nBcc: everyone@reporters.example",
    "{{ 7 * 7 }}",
    "x" * 25_000,
    "é" * 300,
    "👩‍👩‍👧‍👦 Ольга ⲁ",
    "me@reporters.example",
    "01632 960 777",
    "CM004271S",
    "3 March 2026",
    "31 February 2026",
)
TYPED = st.builds(lambda mark, words: f"{words}{mark}", st.integers(10_000, 99_999).map(str), st.sampled_from(HOSTILE))
RIGHT = {Kind.EMAIL: "somebody@reporters.example", Kind.PHONE: "01632 960 778", Kind.DAY: "3 March 2026"}
PEOPLE = st.lists(
    st.sampled_from(
        [
            {"id": "a", "name": "Jo Nobody", "on_register": "not_sure"},
            {"id": "b", "name": "Al Claims", "work": "a town", "more": "", "on_register": "says_so"},
            {"id": "c", "name": "Siobhán Ní Bhriain", "number": "CM004271S"},
        ]
    ),
    max_size=3,
)


@st.composite
def forms(draw: st.DrawFn, page: Page | ListPage) -> MultiDict[str, str]:
    """One page as it might be sent: mostly sense, sometimes not, sometimes fields of another page."""
    form: MultiDict[str, str] = MultiDict()
    wild = draw(st.integers(0, 9)) == 0
    for question in all_questions(page.questions):
        for value in draw(_values(question, wild=wild)):
            form.add(question.name, value)
    if wild:
        form.add(draw(st.sampled_from(["naming", "about", "desk", "name", "id", "csrf_token"])), draw(TYPED))
    return form


@st.composite
def _values(draw: st.DrawFn, question: Question, *, wild: bool) -> list[str]:
    options = [option.value for option in question.options]
    if wild and draw(st.booleans()):
        return draw(st.lists(TYPED, max_size=2))
    if question.kind is Kind.CHOICE:
        return [draw(st.sampled_from(options))]
    if question.kind is Kind.CHOICES:
        return draw(st.lists(st.sampled_from(options), min_size=min(1, draw(st.integers(0, 8))), max_size=3))
    if question.kind in RIGHT:
        return [RIGHT[question.kind]]
    if question.name == "own_number":
        return ["cm 004271 s"]
    return [draw(TYPED.filter(lambda words: len(words) < 200 and "\x00" not in words))]


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """A draft after a walk through the pages, with changes of mind."""
    content = Content({DESK: "staff"} if draw(st.integers(0, 4)) == 0 else {})
    order = list(range(60)) + draw(st.lists(st.integers(0, 59), max_size=8))
    for place in order:
        pages = JOURNEY.pages(content.answers)
        if place >= len(pages) and place not in order[60:]:
            break
        page = pages[place % len(pages)]
        if page.slug == "who":
            content.answers["people"] = draw(PEOPLE) or draw(PEOPLE)
        elif isinstance(page, ListPage):
            item = reading.cut(reading.read(page.item_questions, draw(_items(page))))
            if draw(st.booleans()):
                reading.put_item(content.answers, page, "one", item)
            content.answers[page.more] = "no"
        else:
            content.answers.update(reading.cut(reading.read(page.questions, draw(forms(page)))))
        content.mark(page.slug)
    return content


@st.composite
def _items(draw: st.DrawFn, page: ListPage) -> MultiDict[str, str]:
    form: MultiDict[str, str] = MultiDict()
    for question in all_questions(page.item_questions):
        for value in draw(_values(question, wild=False)):
            form.add(question.name, value)
    return form


def typed_in_force(content: Content) -> set[str]:
    """What was typed, as free words, into questions that these answers ask."""
    found: set[str] = set()
    for page in JOURNEY.pages(content.answers):
        for question in in_force(page.questions, content.answers):
            held = content.answers.get(question.name)
            if held and question.kind not in (Kind.CHOICE, Kind.CHOICES):
                found.add(held)
    return found


def said(told: Telling) -> str:
    """Everything in a telling, as text."""
    return json.dumps([told.statement, told.name, told.reach.as_plain(), str(told.subjects)], ensure_ascii=False)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(contents())
def test_what_is_sent_is_what_was_said_and_no_more(content: Content) -> None:
    json.dumps(content.as_json()).encode("utf-8")
    tasks = JOURNEY.tasks(content)
    missing = JOURNEY.missing(content)
    assert bool(missing) == any(task.state is not State.DONE for task in tasks)
    frozen = json.dumps([page.as_json() for page in JOURNEY.frozen(content)], ensure_ascii=False)
    assert "\\u0000" not in frozen
    frozen.encode("utf-8")
    if missing:
        return
    told = telling.read(content, account_id=7, files=["plan.pdf"])
    whole = said(told)
    answers = [one["answer"] for page in told.statement for one in page["answers"]]
    for words in typed_in_force(content):
        assert any(words in answer for answer in answers), f"{words!r} was typed and is not in the statement"
    assert told.subjects
    assert all(one.name for one in told.subjects)
    if told.naming is Naming.ANONYMOUS:
        assert told.name == ""
        assert (told.reach.email, told.reach.phone, told.reach.post, told.reach.ways) == ("", "", "", ())
        assert told.account_id is None
        assert RIGHT[Kind.EMAIL] not in whole
        assert RIGHT[Kind.PHONE] not in whole
    if told.relation is Relation.ONESELF:
        assert told.naming is Naming.NAMED
        assert [one.number for one in told.subjects] == ["CM004271S"]
        assert told.subjects[0].on_register is OnRegister.FOUND
    for way, held in (("email", told.reach.email), ("phone", told.reach.phone), ("letter", told.reach.post)):
        assert (way in [one.value for one in told.reach.ways]) <= bool(held)


def _answers_to(page: Page, words: str) -> dict[str, Any]:
    form: MultiDict[str, str] = MultiDict([(one.name, words) for one in all_questions(page.questions)])
    return reading.cut(reading.read(page.questions, form))


@given(st.text(max_size=300) | st.sampled_from(HOSTILE))
def test_no_text_breaks_a_page_and_all_of_it_comes_back(words: str) -> None:
    for section in JOURNEY.sections:
        for page in section.pages:
            answers = _answers_to(page, words)
            for name, sentence in JOURNEY.judge(page, answers):
                assert name
                assert sentence
            for value in answers.values():
                assert "\x00" not in value
                "".join(value).encode("utf-8")
    # What a person can have meant is kept to the letter.
    if words.isprintable() and words.isascii():
        assert reading.tame(words) == words
