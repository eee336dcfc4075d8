"""The monitoring questions behind D22. Each can be left unsaid. The answers are codes, never words that somebody typed.

What was typed could tell who somebody is; so nothing is. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

RATHER_NOT = "rather_not"
_RATHER_NOT = (RATHER_NOT, "I would rather not say")
VERSION = 1


@dataclass(frozen=True)
class MonitoringQuestion:
    """One question with its answers: code and words."""

    name: str
    words: str
    options: tuple[tuple[str, str], ...]


def _ask(name: str, words: str, *options: tuple[str, str]) -> MonitoringQuestion:
    return MonitoringQuestion(name, words, (*options, _RATHER_NOT))


QUESTIONS: tuple[MonitoringQuestion, ...] = (
    _ask(
        "age",
        "How old are you?",
        ("under_30", "Under 30"),
        ("30_39", "30 to 39"),
        ("40_49", "40 to 49"),
        ("50_59", "50 to 59"),
        ("60_over", "60 or over"),
    ),
    _ask(
        "ethnicity",
        "What is your ethnic group?",
        ("asian", "Asian or Asian British"),
        ("black", "Black, Black British, Caribbean or African"),
        ("mixed", "Mixed or several ethnic groups"),
        ("white", "White"),
        ("other", "Another ethnic group"),
    ),
    _ask("sex", "What is your sex?", ("female", "Female"), ("male", "Male")),
    _ask(
        "gender",
        "Is your gender the same as the sex you were registered with at birth?",
        ("same", "Yes"),
        ("different", "No"),
    ),
    _ask(
        "orientation",
        "Which of these describes you best?",
        ("straight", "Straight"),
        ("gay", "Gay or lesbian"),
        ("bisexual", "Bisexual"),
        ("other", "Something else"),
    ),
    _ask(
        "religion",
        "What is your religion?",
        ("none", "None"),
        ("buddhist", "Buddhist"),
        ("christian", "Christian"),
        ("hindu", "Hindu"),
        ("jewish", "Jewish"),
        ("muslim", "Muslim"),
        ("sikh", "Sikh"),
        ("other", "Another religion"),
    ),
    _ask("disability", "Do you see yourself as a disabled person?", ("yes", "Yes"), ("no", "No")),
    _ask("carer", "Do you look after somebody because they are ill, disabled or old?", ("yes", "Yes"), ("no", "No")),
)
_CODES = {question.name: frozenset(code for code, _ in question.options) for question in QUESTIONS}


def tidy(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to questions we ask, in codes we know; all else is dropped."""
    return {name: answers[name] for name in _CODES if answers.get(name) in _CODES[name]}
