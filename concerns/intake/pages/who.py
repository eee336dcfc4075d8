"""Whom it is about: somebody on the register, somebody described, several people, or oneself."""

from __future__ import annotations

from typing import Any

from concerns.vocabulary import OnRegister
from foundation.journey.conditions import Answers, chosen, unless
from foundation.journey.pages import Kind, Option, Page, Problem, Question, Section
from foundation.journey.reading import problems_of
from foundation.references import read_number

ABOUT = "about"
#: Somebody else, also while nobody was chosen yet: the parts that follow are in sight from the start.
SOMEBODY = unless(chosen(ABOUT, "me"))
MYSELF = chosen(ABOUT, "me")
#: People somebody can name.
MOST_PEOPLE = 20

ON_REGISTER_WORDS = {
    OnRegister.NOT_SURE: "I am not sure",
    OnRegister.SAYS_SO: "They say so, but I did not find them",
    OnRegister.NEVER: "No, they are not",
}

DESCRIBED = (
    Question(
        "name",
        "What is their name?",
        hint="As much of it as you know. If you do not know it, write what people call them.",
        required="Type a name, or what people call them",
    ),
    Question("work", "Where do they work?", hint="A company, a town or a website. Leave it empty if you do not know."),
    Question(
        "more",
        "What else could help us find them?",
        Kind.TEXT,
        hint="For example who pays them, a phone number, or how you met them.",
        rows=3,
        longest=2000,
    ),
    Question(
        "on_register",
        "Are they on our register?",
        Kind.CHOICE,
        options=tuple(Option(value.value, words) for value, words in ON_REGISTER_WORDS.items()),
        required="Choose what you know about the register",
    ),
)


def _check_people(answers: Answers) -> list[Problem]:
    named = people(answers)
    if not named:
        return [("who_words", "Find the person on the register, or describe them")]
    return [
        ("person-" + str(one["id"]), f"Tell us more about {one.get('name') or 'this person'}")
        for one in incomplete(named)
    ]


def incomplete(named: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those who were described, but not so far that we can begin to look for them."""
    return [one for one in named if not one.get("number") and problems_of(DESCRIBED, one)]


def _check_number(answers: Answers) -> list[Problem]:
    typed = answers.get("own_number")
    problem = read_number(typed).problem if typed else None
    return [("own_number", problem)] if problem else []


def people(answers: Answers) -> list[dict[str, Any]]:
    """The people named so far."""
    held: list[dict[str, Any]] = answers.get("people") or []
    return held


SECTION = Section(
    "who",
    "Who it is about",
    (
        Page(
            "about",
            "Who is this about?",
            (
                Question(
                    ABOUT,
                    kind=Kind.CHOICE,
                    options=(
                        Option("somebody", "A case manager", hint="Or someone who says that they are one."),
                        Option("me", "Me", hint="I am a registered case manager, and I want to tell you something."),
                    ),
                    required="Choose who this is about",
                ),
            ),
        ),
        Page(
            "who",
            "Who is the case manager?",
            applies=SOMEBODY,
            check=_check_people,
            own=True,
            keeps=("people", "who_words"),
        ),
        Page(
            "your-number",
            "What is your registration number?",
            (
                Question(
                    "own_number",
                    hint="CM, six digits and a letter, such as CM004271S. It stands on your entry.",
                    required="Type your registration number",
                    small=True,
                ),
            ),
            applies=MYSELF,
            check=_check_number,
        ),
    ),
)
