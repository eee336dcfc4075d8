"""An audit as the registrant sees it: where it is, what is asked, what they were told, what they can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cpd import folders
from cpd.audit import queries
from cpd.audit.models import Audit, Mark
from cpd.audit.operations.appealing import check_may_appeal
from cpd.audit.operations.sending import check_may_send
from cpd.audit.vocabulary import SENDS, Finding, Stage
from foundation import clock
from foundation.errors import allows
from foundation.locks import Box

_WHERE = {
    Stage.CHOSEN: "You were chosen. We write to you about it soon.",
    Stage.DEFERRED: "It waits until your leave is over.",
    Stage.ASKED: "We wait for your record.",
    Stage.ASSESSMENT: "We are looking at your record.",
    Stage.SECOND_MARK: "We are looking at your record.",
    Stage.MORE: "We wait for your answer.",
    Stage.FURTHER_TIME: "You have further time to make your record good.",
    Stage.REGISTRAR: "The registrar decides.",
    Stage.NOTICE: "The registrar decided that what we ask for is not met.",
    Stage.APPEAL: "Three other people look at your appeal.",
    Stage.MET: "It is over. Your record meets what we ask for.",
    Stage.REMOVED: "It is over. You were taken off the register.",
    Stage.STOPPED: "It is over. It was stopped, and nothing more is asked of you.",
}
#: Until one of these is left, nobody but staff knows what was found in the last sitting.
_UNSETTLED = frozenset({Stage.SECOND_MARK, Stage.REGISTRAR})


@dataclass(frozen=True)
class Told:
    """Something that the registrant was told in words."""

    at: datetime
    heading: str
    words: str


@dataclass(frozen=True)
class Shown:
    """One audit."""

    reference: str
    stage: Stage
    where: str
    why: str
    span_from: date
    span_to: date
    due_on: date | None
    due_words: str
    can_send: bool
    is_late: bool
    can_ask_for_time: bool
    time_asked: bool
    can_appeal: bool
    appeal_until: date | None
    was_drawn: bool
    has_sent: bool
    told: tuple[Told, ...]
    steps: tuple[tuple[datetime, str], ...]
    is_over: bool


def show(held: Audit) -> Shown:
    """The page of one audit."""
    today = clock.today()
    sends, late = allows(check_may_send, held), held.stage is Stage.REGISTRAR
    appeals = allows(check_may_appeal, held)
    asked = queries.open_extension(held.id) is not None
    in_time = held.due_on is not None and today <= held.due_on
    hidden = held.stage in (Stage.CHOSEN, Stage.DEFERRED) and held.told_on is None
    return Shown(
        reference=held.reference,
        stage=held.stage,
        where=_WHERE[held.stage],
        why=held.why.told,
        span_from=held.span_from,
        span_to=held.span_to,
        due_on=None if hidden else held.due_on,
        due_words="You have until" if held.stage in SENDS else "By",
        can_send=sends,
        is_late=sends and late,
        can_ask_for_time=held.stage in SENDS and in_time and not asked,
        time_asked=asked,
        can_appeal=appeals,
        appeal_until=held.since_on + timedelta(days=held.targets["appeal"]) if appeals else None,
        was_drawn=held.draw_id is not None and held.ticket is not None,
        has_sent=queries.submission(held.id) is not None,
        told=tuple(told_to(held)),
        steps=tuple((one.at, one.kind.sentence) for one in queries.steps(held.id)),
        is_over=held.closed_on is not None,
    )


def told_to(held: Audit) -> Sequence[Told]:
    """What assessors, the registrar, officers and the appeal panel wrote for the registrant, newest first."""
    box = folders.box_of(held.entry_id)
    found = [
        Told(one.decided_at, f"The registrar decided: {one.finding.label.lower()}", box.open(one.reasons_sealed))
        for one in queries.decisions(held.id)
    ]
    found += _marks_told(held, box)
    for asked in queries.extensions(held.id):
        if asked.answered_at is not None and asked.answer_sealed is not None:
            heading = "About more time" if asked.until_on is None else "You were given more time"
            found.append(Told(asked.answered_at, heading, box.open(asked.answer_sealed)))
    for appeal in queries.appeals(held.id):
        if appeal.outcome is not None and appeal.decided_at is not None:
            for vote in queries.votes(appeal.id):
                if vote.finding == appeal.outcome.value:
                    found.append(Told(appeal.decided_at, "Your appeal was decided", box.open(vote.reasons_sealed)))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _marks_told(held: Audit, box: Box) -> list[Told]:
    """What markers wrote, once it came about: where two did not agree, only what was decided in the end."""
    marks = queries.marks(held.id)
    decided = [(one.decided_at, one.finding) for one in queries.decisions(held.id)]
    last = max((one.sitting for one in marks), default=0)
    found = []
    for mark in marks:
        if mark.sitting == last and held.stage in _UNSETTLED:
            continue
        together = [one for one in marks if one.sitting == mark.sitting]
        if mark.told_sealed is not None and _came_about(mark, together, decided):
            found.append(
                Told(mark.marked_at, f"What we found: {mark.finding.label.lower()}", box.open(mark.told_sealed))
            )
    return found


def _came_about(mark: Mark, together: Sequence[Mark], decided: Sequence[tuple[datetime, Finding]]) -> bool:
    after = [finding for at, finding in decided if at > mark.marked_at]
    if after and len({one.finding for one in together}) > 1:
        return mark.finding is after[0]
    return True
