"""What a referee is asked, on one page, and what they answered as a `ReferenceGiven`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cpd.joining.applying import ReferenceGiven
from cpd.joining.intake.pages.work import LIKE_A_MONTH
from cpd.joining.intake.typed import read_month
from cpd.joining.vocabulary import RefereeTie
from foundation import clock
from foundation.journey.conditions import Answers
from foundation.journey.pages import Kind, Option, Problem, Question, in_force, words_of, yes_no
from foundation.journey.reading import problems_of

#: How a referee says it themselves.
TIES: dict[RefereeTie, str] = {
    RefereeTie.MANAGER: "I manage them, or did",
    RefereeTie.SUPERVISOR: "I supervise them, or did",
    RefereeTie.COLLEAGUE: "We work together, or did",
    RefereeTie.INSTRUCTS: "I give them work",
    RefereeTie.OTHER_PROFESSIONAL: "I know their work in another way",
    RefereeTie.OTHER: "I know them in another way",
    RefereeTie.FAMILY: "We are family, or live together",
    RefereeTie.BUSINESS_PARTNER: "We own a business together",
    RefereeTie.WORKS_FOR_APPLICANT: "I work for them",
}
VOUCH = yes_no(
    "vouch",
    "Can you be their referee?",
    no=(
        Question(
            "why",
            "Why not?",
            Kind.TEXT,
            hint="A few words are enough. We do not show them to the applicant.",
            rows=3,
            longest=2000,
            required="Tell us in a few words why you cannot help",
        ),
    ),
    required="Choose yes or no",
)
_ABOUT: tuple[Question, ...] = (
    Question(
        "knows",
        "What do you know of their work?",
        Kind.TEXT,
        hint="What did they do, and how did you see it?",
        rows=5,
        longest=5000,
        required="Tell us what you know of their work",
    ),
    yes_no(
        "safe",
        "Do they keep people safe and treat them with respect?",
        no=(Question("safe_more", "What makes you say so?", Kind.TEXT, rows=4, longest=5000),),
        unsure="I cannot say",
        required="Choose an answer",
    ),
    yes_no(
        "honest",
        "Are they honest, and do their records and bills show it?",
        no=(Question("honest_more", "What makes you say so?", Kind.TEXT, rows=4, longest=5000),),
        unsure="I cannot say",
        required="Choose an answer",
    ),
    yes_no(
        "again",
        "Would you let them look after somebody close to you?",
        unsure="I cannot say",
        required="Choose an answer",
    ),
)
REST: tuple[Question, ...] = (
    Question(
        "tie",
        "How do you know them?",
        Kind.CHOICE,
        options=tuple(Option(one.value, words) for one, words in TIES.items()),
        required="Choose how you know them",
    ),
    Question(
        "known_since", "Since when?", hint="Month and year, such as March 2019.", small=True, required=LIKE_A_MONTH
    ),
    *_ABOUT,
    Question(
        "worries",
        "Is there anything that worries you?",
        Kind.TEXT,
        hint="Leave it empty if there is nothing.",
        rows=4,
        longest=5000,
    ),
    yes_no("may_confirm", "May we ring you about this?", required="Choose yes or no"),
)
ALL = (VOUCH, *REST)


def problems(answers: Answers) -> list[Problem]:
    """What is wrong. Who cannot help is asked for nothing but a reason."""
    if answers.get("vouch") != "yes":
        return problems_of((VOUCH,), answers)
    found = problems_of(REST, answers)
    typed = answers.get("known_since") or ""
    since = read_month(typed)
    if typed and since is None:
        found.append(("known_since", LIKE_A_MONTH))
    if since is not None and since > clock.today():
        found.append(("known_since", "That month is yet to come"))
    return found


def read(answers: Mapping[str, Any]) -> ReferenceGiven:
    """What a referee said, from answers with nothing wrong: each question in the words that were read."""
    since = read_month(answers["known_since"])
    return ReferenceGiven(
        tie=RefereeTie(answers["tie"]),
        known_since=since or date.min,
        may_confirm=answers["may_confirm"] == "yes",
        answers=[
            {"question": one.asks(answers), "answer": "\n".join(words_of(one, answers))}
            for one in in_force(_ABOUT, answers)
        ],
        worries=answers.get("worries") or "",
    )
