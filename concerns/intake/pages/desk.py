"""What staff are asked first when they type up a call, a letter, an email or a visit."""

from __future__ import annotations

from concerns.vocabulary import Channel
from foundation import clock
from foundation.journey.conditions import Answers, chosen
from foundation.journey.pages import Kind, Option, Page, Problem, Question, Section
from foundation.words import read_typed_day

#: Set when a draft is begun at the staff door; no page asks it.
DESK = "desk"
AT_DESK = chosen(DESK, "staff")
#: Nobody types these up.
_NOT_TAKEN = (Channel.ONLINE, Channel.INSTITUTE)


def _check_day(answers: Answers) -> list[Problem]:
    day = read_typed_day(answers.get("received") or "")
    if day is not None and day > clock.today():
        return [("received", "That day is yet to come")]
    return []


SECTION = Section(
    "came",
    "How it reached us",
    (
        Page(
            "came",
            "How did it reach us?",
            (
                Question(
                    "channel",
                    "How?",
                    Kind.CHOICE,
                    options=tuple(Option(one.value, one.label) for one in Channel if one not in _NOT_TAKEN),
                    required="Choose how it reached us",
                ),
                Question(
                    "received",
                    "On which day?",
                    Kind.DAY,
                    hint="The clocks count from this day, for example 3 March 2027.",
                    required="Type the day it reached us",
                ),
            ),
            applies=AT_DESK,
            check=_check_day,
        ),
    ),
)
