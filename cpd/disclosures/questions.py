"""The one page on which a registrant tells us something: what is asked, and how it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cpd.declarations import Asked, Declaration, asked_at, in_force
from cpd.disclosures import policy
from cpd.disclosures.telling import CHARGES, HEALTH, INSURANCE, RECORDS, Said
from foundation import clock
from foundation.journey.pages import Kind, Option, Problem, Question, yes_no
from foundation.words import read_typed_day

_WIDER = "exempt"
_ENDS = "ends_on"
_CHARGED = "charged"
ABOUT, KNOWN, WORDS = "about", "known_on", "words"


def can_be_told(today: date) -> list[Declaration]:
    """Every question that is asked here; of records the narrow one, and the wider one for roles that the law names."""
    found = []
    for one in asked_at(Asked.TELL_US_NOW, today):
        found.append(one)
        if one.code == RECORDS:
            found += [other for other in asked_at(Asked.TELL_US_NOW, today, branch=_WIDER) if other.code == RECORDS]
    found += [one for one in in_force(today) if one.code == INSURANCE]
    return sorted(found, key=lambda one: one.code)


def page_questions(today: date) -> tuple[Question, ...]:
    """The page: what it is about, since when they know, what happened."""
    options = tuple(_option(one) for one in can_be_told(today))
    usual, urgent = policy.DUTY.value(today), policy.DUTY_URGENT.value(today)
    return (
        Question(ABOUT, "What is it about?", Kind.CHOICE, options=options, required="Choose what it is about"),
        Question(
            KNOWN,
            "On which day did you know of it?",
            Kind.DAY,
            hint=(
                f"Such as {_example(today)}. Tell us within {urgent} working days of a charge or a bar, and within "
                f"{usual} of all else. If you are late, tell us all the same."
            ),
            required="Type the day on which you knew of it",
        ),
        Question(
            WORDS,
            "What happened?",
            Kind.TEXT,
            hint="A few sentences are enough. Please do not name the people you work for. You can add more later.",
            required="Tell us in a few words what happened",
            rows=5,
        ),
    )


def _example(today: date) -> str:
    day = today - timedelta(days=3)
    return f"{day.day} {day:%B %Y}"


def name_of(one: Declaration) -> str:
    """The value of a question on the page, with its version and branch: `D02_1_exempt`."""
    return f"{one.code}_{one.version}" + (f"_{one.branch}" if one.branch else "")


def _option(one: Declaration) -> Option:
    follow: tuple[Question, ...] = ()
    if one.code == CHARGES:
        follow = (yes_no(_CHARGED, "Were you charged?", required="Choose yes or no"),)
    words, hint = one.about, one.hint
    if one.code == HEALTH:
        hint = "Only what may make your work unsafe. You need not tell us of what is under control."
    if one.code == INSURANCE:
        hint = "Your insurer cancelled it, or it ends sooner than we know. You get 14 days to show us another."
        day = "On which day does it end, or did it end?"
        follow = (Question(_ENDS, day, Kind.DAY, required="Type the day on which your insurance ends"),)
    if one.branch:
        words, hint = (
            f"{one.about}, for some kinds of work",
            (
                "Choose this if you wash, dress, feed or give medicine to people, give health care, handle their "
                "money, or look after children on your own. Then tell us of what is spent too, never "
                "of what is protected."
            ),
        )
    return Option(name_of(one), words, hint or one.words, follow)


@dataclass(frozen=True)
class Read:
    """What was told, since when it is known, whether there is a charge, and when insurance ends."""

    said: Said
    known_on: date
    charged: bool
    ends_on: date | None


def read_said(answers: dict[str, Any], today: date) -> Read | None:
    """What was told; None when the page is not complete."""
    held = next((one for one in can_be_told(today) if name_of(one) == answers.get(ABOUT)), None)
    known_on = read_typed_day(answers.get(KNOWN) or "")
    if held is None or known_on is None:
        return None
    charged = held.code == CHARGES and answers.get(_CHARGED) == "yes"
    said = Said(held.code, held.version, held.worrying, answers.get(WORDS) or "", held.branch)
    ends_on = read_typed_day(answers.get(_ENDS) or "") if held.code == INSURANCE else None
    return Read(said, known_on, charged, ends_on)


def day_problems(answers: dict[str, Any]) -> Iterable[Problem]:
    """What is wrong with the day beyond how it is written."""
    known_on = read_typed_day(answers.get(KNOWN) or "")
    if known_on is not None and known_on > clock.today():
        yield KNOWN, "Type today or an earlier day"
