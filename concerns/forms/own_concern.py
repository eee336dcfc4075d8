"""What a registrant types about a concern of theirs: their answer, what they say to an offer, and an appeal."""

from __future__ import annotations

from collections.abc import Iterable

from concerns.investigation.responding import Stance
from concerns.views.own_concern import Alleged
from concerns.vocabulary import AppealGround
from foundation.journey.pages import Kind, Option, Question

WORDS = Question(
    "words",
    "In your own words",
    Kind.TEXT,
    hint="What happened, as you see it. You may write only that you add nothing.",
    required="Write something, even if it is only that you add nothing",
    rows=10,
)
OFFER = (
    Question(
        "answer",
        "Do you accept it?",
        Kind.CHOICE,
        options=(
            Option("yes", "Yes. I accept it, and the facts are true"),
            Option("no", "No. A panel is to hear it"),
        ),
        required="Say whether you accept it",
    ),
)
APPEAL = (
    Question(
        "grounds",
        "Why do you appeal?",
        Kind.CHOICES,
        hint="Choose all that fit.",
        options=tuple(Option(one.value, one.label) for one in AppealGround),
        required="Choose at least one",
    ),
    Question("words", "Say more about it", Kind.TEXT, required="Say why, in your own words", rows=10),
)


def answering(alleged: Iterable[Alleged]) -> tuple[Question, ...]:
    """One question for each fact, then their own words."""
    options = tuple(Option(one.value, one.label) for one in Stance)
    facts = tuple(
        Question(
            f"fact-{one.id}",
            f"{one.number}. {one.words}",
            Kind.CHOICE,
            options=options,
            required=f"Say whether {one.number} is true",
        )
        for each in alleged
        for one in each.facts
    )
    return (*facts, WORDS)
