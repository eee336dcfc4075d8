"""What staff type into their pages: people, roles, policies, days, interests. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.conflicts import Tie
from accounts.models import Role
from accounts.roles import LABELS
from accounts.trail import Question
from foundation import clock
from foundation.policy import Policy
from foundation.references import read_number
from foundation.words import read_typed_day

ROLE_CHOICES = [(role.value, words) for role, words in LABELS.items()]
LONGEST_LINE = 200
LONGEST_TEXT = 2000
Problem = tuple[str, str]
_FIRST_DAY = date(1900, 1, 1)
_LAST_DAY = date(2200, 1, 1)


def tidy(text: str, longest: int = LONGEST_LINE) -> str:
    """One line without control characters, with single spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:longest]


def paragraph(text: str) -> str:
    """Some lines of text, as typed but without control characters."""
    kept = "".join(sign for sign in text.replace("\r\n", "\n") if sign.isprintable() or sign == "\n")
    return kept.strip()[:LONGEST_TEXT]


@dataclass
class Typed:
    """What was typed, to be shown again, and what is wrong with it by field."""

    values: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, name: str, sentence: str) -> None:
        """Note what is wrong with a field."""
        self.problems.append((name, sentence))

    def day(self, name: str, *, needed: str | None = None) -> date | None:
        """Read a day, as a browser sends it or as people type it. `needed` is the sentence when it is missing."""
        text = self.values.get(name, "")
        if not text:
            if needed:
                self.wrong(name, needed)
            return None
        day = read_typed_day(text)
        if day is not None and _FIRST_DAY <= day <= _LAST_DAY:
            return day
        self.wrong(name, "Type the day like 3 March 2027")
        return None

    def needs(self, name: str, sentence: str) -> str:
        """A field that has to be filled in."""
        text = self.values.get(name, "")
        if not text:
            self.wrong(name, sentence)
        return text


def read(form: Mapping[str, str], lines: Iterable[str], paragraphs: Iterable[str] = ()) -> Typed:
    """Read the fields of a form: single lines, and texts of several."""
    values = {name: tidy(form.get(name, "")) for name in lines}
    return Typed(values | {name: paragraph(form.get(name, "")) for name in paragraphs})


def read_page(text: str) -> int:
    """The number of a page; the first one when it is none."""
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def read_role(text: str) -> Role | None:
    """A role by its code."""
    return next((role for role in Role if role.value == text), None)


@dataclass(frozen=True)
class Proposal:
    """A role somebody is to have."""

    role: Role
    starts_at: datetime | None
    until: datetime | None
    reason: str


def read_proposal(typed: Typed) -> Proposal | None:
    """A proposal, or None when something is wrong with it."""
    role = read_role(typed.values.get("role", ""))
    if role is None:
        typed.wrong("role", "Choose a role")
    starts = typed.day("starts")
    ends = typed.day("ends")
    if starts is not None and starts < clock.today():
        typed.wrong("starts", "Choose today or a later day")
    if ends is not None and ends < (starts or clock.today()):
        typed.wrong("ends", "Choose a last day that comes after the first")
    reason = typed.needs("reason", "Say why they need this role")
    if typed.problems or role is None:
        return None
    later = starts is not None and starts > clock.today()
    return Proposal(
        role,
        clock.start_of_day(starts) if starts is not None and later else None,
        clock.end_of_day(ends) if ends is not None else None,
        reason,
    )


def read_value(policy: Policy[Any], typed: Typed) -> Any:
    """A policy's new value, of the kind of the one it starts with; None when it cannot be read."""
    text = typed.needs("value", "Type the new value")
    if not text:
        return None
    if isinstance(policy.starting, bool):
        if text in ("yes", "no"):
            return text == "yes"
        typed.wrong("value", "Choose yes or no")
    elif isinstance(policy.starting, int):
        if text.isascii() and text.lstrip("-").isdecimal() and len(text) < 10:
            return int(text)
        typed.wrong("value", "Type a whole number, such as 12")
    elif isinstance(policy.starting, float):
        try:
            return float(text)
        except ValueError:
            typed.wrong("value", "Type a number, such as 2.5")
    else:
        return text
    return None


@dataclass(frozen=True)
class TypedInterest:
    """An interest, ready to be declared."""

    kind: Tie
    organisation: str
    person: str
    number: str
    starts_on: date | None
    ends_on: date | None


def read_interest(typed: Typed) -> TypedInterest | None:
    """An interest, or None when something is wrong with it."""
    kind = next((tie for tie in Tie if tie.value == typed.values.get("kind")), None)
    if kind is None:
        typed.wrong("kind", "Choose what ties you to them")
    number = typed.values.get("number", "")
    if number:
        reading = read_number(number)
        if reading.number is None:
            typed.wrong("number", str(reading.problem))
        number = reading.number or ""
    organisation, person = typed.values.get("organisation", ""), typed.values.get("person", "")
    if not (organisation or person or typed.values.get("number")):
        typed.wrong("organisation", "Name the organisation or the person")
    elif kind is Tie.EMPLOYER and not organisation:
        typed.wrong("organisation", "Name the organisation you work for, or worked for")
    starts_on, ends_on = typed.day("starts"), typed.day("ends")
    if starts_on and ends_on and ends_on < starts_on:
        typed.wrong("ends", "It cannot end before it starts")
    if typed.problems or kind is None:
        return None
    return TypedInterest(kind, organisation, person, number, starts_on, ends_on)


def read_question(typed: Typed, before: str) -> Question:
    """A search of the audit trail; what cannot be read is named and left out."""
    person = typed.values.get("person", "")
    if person and not (person.isascii() and person.isdecimal() and len(person) < 10):
        typed.wrong("person", "Choose a person from the list of people, or type their number")
        person = ""
    kind, record = typed.values.get("kind", ""), typed.values.get("record", "")
    first, last = typed.day("first"), typed.day("last")
    if first and last and last < first:
        typed.wrong("last", "Choose a last day that comes after the first")
    below = int(before) if before.isascii() and before.isdecimal() and len(before) < 12 else None
    return Question(int(person) if person else None, kind[:80], record[:80], first, last, below)
