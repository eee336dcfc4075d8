"""Concerns as a registrant reads them in their account: those about them that they were told of, and their own.

Of a concern about them they see the stage line, who has it and what is next, and nothing of the reporter, of what was
said, or of the messages with anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from concerns import clocks, correspondence, queries
from concerns.correspondence import Officer
from concerns.models import Concern
from concerns.views.stage_line import LABELS, WHERE, Point, stage_line
from concerns.vocabulary import ClockName, Stage
from foundation import clock

_WHERE = {
    Stage.RECEIVED: "We have received it, and a concerns officer reads it.",
    **WHERE,
    Stage.CLOSED: "We have closed it.",
}
_LATE = "That day is over. Ask us why: we owe you an answer."
_LONGER = "It takes longer than we planned."


@dataclass(frozen=True)
class AboutMe:
    """A concern about the registrant, of which they were told."""

    reference: str
    told_on: date
    line: tuple[Point, ...]
    where: str
    holder: str
    #: What happens next, by when, and a word when that day is over.
    next: str
    by: datetime | None
    late: str


@dataclass(frozen=True)
class Mine:
    """What the registrant told us about themself."""

    reference: str
    received_on: date
    stage: str


def about_me(number: str, *, besides: frozenset[str]) -> list[AboutMe]:
    """The concerns about an entry that its registrant was told of, but those that they raised themself."""
    found = [row for row in correspondence.told_about(number) if row[0].reference not in besides]
    people = correspondence.officers([concern.officer_id for concern, _ in found])
    facts = queries.facts([concern for concern, _ in found])
    return [
        _about_me(concern, subject.told_on, people, facts[concern.id])
        for concern, subject in found
        if subject.told_on is not None
    ]


def mine(account_id: int) -> list[Mine]:
    """What somebody told us about themself while signed in."""
    return [Mine(one.reference, one.received_on, LABELS[one.stage]) for one in correspondence.raised_by(account_id)]


def _about_me(concern: Concern, told_on: date, people: dict[int, Officer], facts: clocks.Facts) -> AboutMe:
    due = next((one for one in clocks.running(facts) if one.name is ClockName.TRIAGE), None)
    moved = _moved(concern, due) if due is not None else None
    late = moved is not None and moved.late(clock.today())
    return AboutMe(
        reference=concern.reference,
        told_on=told_on,
        line=stage_line(concern.stage, {step.stage for step in queries.steps(concern.id)}),
        where=_WHERE[concern.stage],
        holder=_holder(concern, people),
        next="We tell you whether it is ours to look into, and what that means for you" if due is not None else "",
        by=moved.at if moved is not None else None,
        late=_LATE if late else _LONGER if moved != due else "",
    )


def _moved(concern: Concern, due: clocks.Due) -> clocks.Due:
    """The clock with the newest day that an officer gave. Why is told to the reporter, in words meant for them."""
    days = [one.expected_on for one in correspondence.delays(concern.id) if one.clock is due.name]
    return clocks.Due(due.name, max([due.on, *days[-1:]]))


def _holder(concern: Concern, people: dict[int, Officer]) -> str:
    if concern.stage is Stage.CLOSED:
        return "Nobody, since it is closed."
    officer = people.get(concern.officer_id) if concern.officer_id is not None else None
    return officer.words if officer is not None else "Nobody by name yet. It is on the list of all concerns officers."
