"""The list of hearings: those to come by day with who sits and what is missing, and what has to be listed yet.

References only, and nobody's name but those of our own people, so nobody has to be kept away. A fixed number of
statements, however many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts import authority
from concerns.models import Appeal, Concern, Hearing, HearingAbout, Seat
from concerns.operations.seating import PANEL
from concerns.panels import queries as panels
from concerns.risk import rating
from foundation import clock
from foundation.database import db


@dataclass(frozen=True)
class Line:
    """One hearing to come."""

    reference: str
    kind: str
    on: date
    private: bool
    over: bool
    notice_on: date | None
    sits: tuple[str, ...]
    #: What is still missing, in words.
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ToList:
    """Something for which a day has to be set or decided, and by when."""

    reference: str
    words: str
    on: date
    late: bool


@dataclass(frozen=True)
class Hearings:
    """The list."""

    lines: tuple[Line, ...]
    to_list: tuple[ToList, ...]


def hearings() -> Hearings:
    """Every hearing that is not decided or called off, the nearest first, and what waits for a day."""
    rows = db.session.execute(
        select(Hearing, Concern.reference)
        .join(Concern, Concern.id == Hearing.concern_id)
        .where(Hearing.decided_on.is_(None), Hearing.called_off_at.is_(None))
        .order_by(Hearing.on, Hearing.id)
    ).all()
    seats = db.session.scalars(
        select(Seat).where(Seat.hearing_id.in_([one.id for one, _ in rows]), Seat.left_at.is_(None)).order_by(Seat.id)
    ).all()
    names, today = authority.names_of({one.account_id for one in seats}), clock.today()
    lines = []
    for held, reference in rows:
        here = [one for one in seats if one.hearing_id == held.id]
        missing = [job.label for job in PANEL if job not in {one.job for one in here}]
        if held.notice_on is None:
            missing.append("Notice to the registrant")
        sits = tuple(f"{one.job.label}: {names[one.account_id]}" for one in here)
        line = Line(
            reference, held.kind.label, held.on, held.private, held.on < today, held.notice_on, sits, tuple(missing)
        )
        lines.append(line)
    return Hearings(tuple(lines), _to_list(today))


def _to_list(today: date) -> tuple[ToList, ...]:
    red = panels.to_decide_interim()
    reviews = panels.to_review(today)
    appeals = _appeals_without_a_day()
    wanted = {*red, *(one.concern_id for one in reviews), *(one.concern_id for one in appeals)}
    found = db.session.execute(select(Concern.id, Concern.reference).where(Concern.id.in_(wanted)))
    references: dict[int, str] = {row[0]: row[1] for row in found}
    waits = [
        (
            references[concern_id],
            "It is red: decide whether to ask for an interim order",
            rating.interim_question_due(day),
        )
        for concern_id, day in red.items()
    ]
    waits += [
        (references[one.concern_id], "An order has to be looked at again: set a day", one.review_on)
        for one in reviews
        if one.review_on is not None
    ]
    waits += [(references[one.concern_id], "An appeal has to be heard: set a day", one.due_on) for one in appeals]
    return tuple(ToList(ref, words, on, on < today) for ref, words, on in sorted(waits, key=lambda one: one[2]))


def _appeals_without_a_day() -> Sequence[Appeal]:
    """The appeals that nobody answered and for which no hearing is to come."""
    listed = (
        select(HearingAbout.appeal_id)
        .join(Hearing, Hearing.id == HearingAbout.hearing_id)
        .where(Hearing.decided_on.is_(None), Hearing.called_off_at.is_(None), HearingAbout.appeal_id.is_not(None))
    )
    return db.session.scalars(
        select(Appeal).where(Appeal.decided.is_(None), Appeal.id.not_in(listed)).order_by(Appeal.due_on, Appeal.id)
    ).all()
