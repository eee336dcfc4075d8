"""What a reporter may do later, each as one short page: its questions, what it means, and how the answers are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from concerns.intake.pages import JOURNEY
from concerns.telling import Reach
from concerns.vocabulary import Naming, StatementKind, Way
from foundation.journey.conditions import Answers
from foundation.journey.pages import Kind, Option, Question, Told, in_force, words_of

_WAYS = {"email": Way.EMAIL, "phone": Way.PHONE, "post": Way.LETTER}


@dataclass(frozen=True)
class Page:
    """One short page."""

    slug: str
    title: str
    #: The button on the page where what was typed is looked at once more.
    send: str
    #: The sentence that says that we have it.
    receipt: str
    questions: tuple[Question, ...]
    #: Whether files may come with it.
    files: bool = False


TAKE_BACK = Page(
    "take-back",
    "Take your concern back",
    "Ask to take it back",
    "You have asked to take it back. An officer will decide and answer you here.",
    (
        Question(
            "words",
            "Why do you want to take it back?",
            Kind.TEXT,
            hint="You can write as much or as little as you like. It helps us to know if anybody put pressure on you.",
            required="Tell us why, in a few words",
            rows=4,
        ),
    ),
)
ADD = Page(
    "add",
    "Tell us more",
    "Add this",
    "We have what you added. It stands beside what you told us before.",
    (
        Question(
            "words", "What would you like to add?", Kind.TEXT, required="Tell us what you would like to add", rows=8
        ),
    ),
    files=True,
)
PUT_RIGHT = Page(
    "put-right",
    "Put something right",
    "Put this right",
    "We have put it right. What you told us before is kept beside it.",
    (
        Question(
            "wrong", "What did you tell us that is not right?", Kind.TEXT, required="Tell us what is not right", rows=4
        ),
        Question("right", "What is right?", Kind.TEXT, required="Tell us what is right", rows=4),
    ),
)
LOOK_AGAIN = Page(
    "look-again",
    "Ask for another look",
    "Ask for another look",
    "You have asked for another look. Somebody who had no part in the closing will answer you here.",
    (
        Question(
            "words",
            "What should we look at again?",
            Kind.TEXT,
            hint="Tell us what you think we missed or got wrong.",
            required="Tell us what we should look at again",
            rows=6,
        ),
    ),
)
_STATEMENTS = {ADD.slug: StatementKind.ADDED, PUT_RIGHT.slug: StatementKind.CORRECTED}
SCORES = (
    Option("5", "Very good"),
    Option("4", "Good"),
    Option("3", "All right"),
    Option("2", "Poor"),
    Option("1", "Bad"),
)


def _questions_of(slug: str) -> tuple[Question, ...]:
    page = JOURNEY.page(slug)
    assert page is not None
    return page.questions


def _ways() -> tuple[Question, ...]:
    """The same questions as when the concern was told."""
    [ways] = _questions_of("reach")
    safe, times = _questions_of("safely")
    return (
        replace(ways, words="How may we reach you?"),
        replace(safe, words="What keeps you safe when we do? We should"),
        times,
    )


_NEEDS = Question(
    "needs",
    "What would make this easier for you?",
    Kind.TEXT,
    hint="For example large print, another language, or more time. Leave it empty if nothing would.",
    longest=1000,
    rows=3,
)
_HELPER = Question(
    "helper", "Does somebody help you? Who, and how can we reach them?", hint="We may then talk to them."
)


def reach_page(*, anonymous: bool) -> Page:
    """How we reach them. Of somebody anonymous we only ask what would make it easier."""
    return Page(
        "reach",
        "Change how we reach you",
        "Save this",
        "We have changed how we reach you.",
        (_NEEDS,) if anonymous else (*_ways(), _NEEDS, _HELPER),
    )


def name_page(*, anonymous: bool) -> Page:
    """Their name, and what we may do with it."""
    naming = Question(
        "naming",
        "May we use your name?",
        Kind.CHOICE,
        options=(
            Option(
                Naming.NAMED.value,
                "Yes, you may use my name",
                hint="The case manager will know who told us.",
            ),
            Option(
                Naming.CONFIDENTIAL.value,
                "No, keep my name to yourselves",
                hint="We do not tell the case manager unless you agree. They may still guess.",
            ),
        ),
        required="Choose whether we may use your name",
    )
    name = Question("name", "Your name", autocomplete="name", required="Type your name")
    return Page(
        "name",
        "Tell us your name" if anonymous else "Let us use your name",
        "Tell you my name" if anonymous else "You may use my name",
        "Thank you. We have your name.",
        (name, naming, *_ways(), _NEEDS, _HELPER) if anonymous else (name, naming),
    )


def feedback_page(stages: Iterable[tuple[str, str]]) -> Page:
    """What one stage was like."""
    return Page(
        "feedback",
        "Tell us how it went",
        "Send this",
        "Thank you for telling us how it went.",
        (
            Question(
                "stage",
                "Which part?",
                Kind.CHOICE,
                options=tuple(Option(code, words) for code, words in stages),
                required="Choose which part you mean",
            ),
            Question("score", "How was it?", Kind.CHOICE, options=SCORES, required="Choose how it was"),
            Question(
                "words",
                "What should we know?",
                Kind.TEXT,
                hint="You may leave this empty.",
                rows=4,
            ),
        ),
    )


def statement_kind(page: Page) -> StatementKind:
    """What kind of statement a page makes."""
    return _STATEMENTS[page.slug]


def told(page: Page, answers: Answers) -> list[Told]:
    """Each question of a page with its answer in words, as it is checked and as it is kept."""
    return [
        Told(asked.name, asked.asks(answers), "\n".join(words_of(asked, answers)))
        for asked in in_force(page.questions, answers)
    ]


def as_statement(page: Page, answers: Answers) -> dict[str, Any]:
    """A page frozen as a statement keeps it."""
    return {
        "section": "",
        "page": page.slug,
        "title": page.title,
        "answers": [one.as_json() for one in told(page, answers)],
    }


def read_reach(answers: Answers) -> Reach:
    """How they may be reached."""
    ways, safe = answers.get("ways") or [], answers.get("safe") or []
    return Reach(
        email=answers.get("email") or "" if "email" in ways else "",
        phone=answers.get("phone") or "" if "phone" in ways else "",
        post=answers.get("post") or "" if "post" in ways else "",
        ways=tuple(way for code, way in _WAYS.items() if code in ways),
        safe_times=answers.get("safe_times") or "",
        no_voicemail="no_voicemail" in safe,
        no_post="no_post" in safe,
        quiet="quiet" in safe,
        needs=answers.get("needs") or "",
        helper=answers.get("helper") or "",
    )


def reach_answers(reach: Reach) -> dict[str, Any]:
    """The answers that `read_reach` would read this from."""
    return {
        "ways": [code for code, way in _WAYS.items() if way in reach.ways] or ["mailbox"],
        "email": reach.email,
        "phone": reach.phone,
        "post": reach.post,
        "safe": [name for name in ("no_voicemail", "no_post", "quiet") if getattr(reach, name)],
        "safe_times": reach.safe_times,
        "needs": reach.needs,
        "helper": reach.helper,
    }
