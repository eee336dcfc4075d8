"""Concerns as a registrant reads them in their account: those about them that they were told of, and their own.

Of a concern about them they see the stage line, who has it and what is next, and nothing of the reporter, of what was
said, or of the messages with anybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from concerns import clocks, correspondence, queries
from concerns.correspondence import Officer
from concerns.models import Concern, Delay, Offer, Subject
from concerns.views.stage_line import LABELS, WAITING, WHERE, Point, stage_line
from concerns.vocabulary import ClockName, Stage
from foundation import clock, locks
from foundation.database import db
from foundation.locks import Box

_WHERE = {
    Stage.RECEIVED: "We have received it, and a concerns officer reads it.",
    **WHERE,
    Stage.CLOSED: "We have closed it.",
}
#: What a registrant waits for. What we promised the reporter alone is not here.
NEXT = {
    ClockName.TRIAGE: "We tell you whether it is ours to look into, and what that means for you",
    ClockName.LOCAL_RESOLUTION: "It is settled, or we go on",
    ClockName.THRESHOLD: "We tell you whether we investigate it",
    ClockName.INVESTIGATION: "We have gathered what can be found out",
    ClockName.EXAMINATION: "Two case examiners decide whether there is a case to answer",
    ClockName.PANEL: "A panel decides",
    ClockName.OUTCOME: "We write to you about what was decided",
    ClockName.APPEAL: "Three other people answer your appeal",
}
_OFFERED = "Two case examiners offer to end it by agreement."
_YOURS = "You say whether you accept the offer"
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
    by: date | datetime | None
    late: str
    #: What we last told them of how it goes, and when; empty when nothing was.
    news: str
    news_on: date | None


@dataclass(frozen=True)
class Mine:
    """What the registrant told us about themself."""

    reference: str
    received_on: date
    stage: str


def about_me(number: str, *, besides: frozenset[str]) -> list[AboutMe]:
    """The concerns about an entry that its registrant was told of, but those that they raised themself."""
    return shown([row for row in correspondence.told_about(number) if row[0].reference not in besides])


def shown(found: Sequence[tuple[Concern, Subject]]) -> list[AboutMe]:
    """Concerns as the registrants in them see where they are, in a fixed number of statements."""
    ids = [concern.id for concern, _ in found]
    people = correspondence.officers([concern.officer_id for concern, _ in found])
    facts, reached = queries.facts([concern for concern, _ in found]), queries.stages_reached(ids)
    said = correspondence.delays_of(ids)
    boxes = locks.boxes_of([concern.lock_id for concern, _ in found if said[concern.id]])
    offered = _offered(found)
    told = [
        _about_me(
            concern,
            subject.told_on,
            holder=_holder(concern, people),
            line=stage_line(concern.stage, reached[concern.id]),
            due=_due(facts[concern.id], said[concern.id]),
            why=_why(facts[concern.id], said[concern.id], boxes.get(concern.lock_id)),
            news=_news(said[concern.id], boxes.get(concern.lock_id)),
        )
        for concern, subject in found
        if subject.told_on is not None
    ]
    theirs = [offered.get(subject.id) for _, subject in found if subject.told_on is not None]
    return [
        one if due is None else replace(one, where=_OFFERED, next=_YOURS, by=due, late="")
        for one, due in zip(told, theirs, strict=True)
    ]


def _offered(found: Sequence[tuple[Concern, Subject]]) -> dict[int, date]:
    """By when they answer an offer that waits for them, by their place in a concern; then it waits for nobody else."""
    ids = [subject.id for concern, subject in found if concern.stage is Stage.EXAMINATION]
    if not ids:
        return {}
    rows = db.session.scalars(select(Offer).where(Offer.subject_id.in_(ids)))
    return {row.subject_id: row.due_on for row in rows if row.due_on is not None and row.waited.waits(clock.today())}


def mine(account_id: int) -> list[Mine]:
    """What somebody told us about themself while signed in."""
    return [Mine(one.reference, one.received_on, LABELS[one.stage]) for one in correspondence.raised_by(account_id)]


def _about_me(
    concern: Concern,
    told_on: date,
    *,
    holder: str,
    line: tuple[Point, ...],
    due: tuple[clocks.Due, clocks.Due] | None,
    why: str,
    news: tuple[str, date | None],
) -> AboutMe:
    first, moved = due or (None, None)
    late = moved is not None and moved.late(clock.today())
    where = _WHERE[concern.stage]
    return AboutMe(
        reference=concern.reference,
        told_on=told_on,
        line=line,
        where=f"{where} {WAITING}" if concern.paused_on is not None else where,
        holder=holder,
        next=NEXT[moved.name] if moved is not None else "",
        by=moved.at if moved is not None else None,
        late=_LATE if late else (why or _LONGER) if moved != first else "",
        news=news[0],
        news_on=news[1],
    )


def _due(facts: clocks.Facts, said: Sequence[Delay]) -> tuple[clocks.Due, clocks.Due] | None:
    """The clock they wait for, as it was planned and with the newest day that an officer gave."""
    due = _waited_for(facts)
    if due is None:
        return None
    days = [one.expected_on for one in said if one.clock is due.name]
    return due, clocks.Due(due.name, max([due.on, *days[-1:]]))


def _holder(concern: Concern, people: dict[int, Officer]) -> str:
    if concern.stage is Stage.CLOSED:
        return "Nobody, since it is closed."
    officer = people.get(concern.officer_id) if concern.officer_id is not None else None
    return officer.words if officer is not None else "Nobody by name yet. It is on the list of all concerns officers."


def _waited_for(facts: clocks.Facts) -> clocks.Due | None:
    return next((one for one in clocks.running(facts) if one.name in NEXT), None)


def _why(facts: clocks.Facts, said: Sequence[Delay], box: Box | None) -> str:
    """Why it takes longer, in the words that were meant for the registrant; never those for the reporter."""
    due = _waited_for(facts)
    newest = next((one for one in reversed(said) if due is not None and one.clock is due.name), None)
    if newest is None or newest.registrant_sealed is None or box is None:
        return ""
    return f"It takes longer than we planned. {box.open(newest.registrant_sealed)}"


def _news(said: Sequence[Delay], box: Box | None) -> tuple[str, date | None]:
    """The last that we told them of how it goes, in the words that were meant for them."""
    last = next((one for one in reversed(said) if one.clock is ClockName.CONTACT and one.registrant_sealed), None)
    if last is None or last.registrant_sealed is None or box is None:
        return "", None
    return box.open(last.registrant_sealed), clock.day_of(last.told_at)
