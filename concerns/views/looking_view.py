"""What looking into a concern has brought so far, in plain sections, for those who may read all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accounts import authority
from concerns import queries
from concerns.investigation import queries as investigation
from concerns.models import Concern
from concerns.operations import seating
from concerns.threshold import deciding, triage
from concerns.vocabulary import Factor, Ground, Job, Stage
from foundation import clock, locks
from foundation.locks import Box
from foundation.words import say_day

_BY_ROLE = {
    "investigators": Job.INVESTIGATOR,
    "lay_examiners": Job.EXAMINER_LAY,
    "registrant_examiners": Job.EXAMINER_REGISTRANT,
}


@dataclass(frozen=True)
class Line:
    """One thing in a section: what it is, its words, and a quiet word on when or how it stands."""

    term: str
    words: str
    quiet: str = ""


@dataclass(frozen=True)
class Section:
    """One heading with its lines."""

    heading: str
    lines: tuple[Line, ...]


def sections(reference: str) -> tuple[Section, ...]:
    """Everything there is after triage; nothing before it. A fixed number of statements."""
    concern = queries.get(reference)
    box = locks.box_of(concern.lock_id)
    found = [
        Section("Who does what in it", _people(concern)),
        Section("Triage and threshold", _decided(concern, box)),
        Section("Allegations", _allegations(concern, box)),
        Section("Investigation", _work(concern, box)),
    ]
    return tuple(one for one in found if one.lines)


def choices(reference: str, of: str, names: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """What a field may choose from that depends on the concern: whom it is about, who is clear, what is alleged."""
    concern = queries.get(reference)
    if of == "subjects":
        return tuple((str(one), name) for one, name in names.items())
    if of == "allegations":
        return tuple((str(one.number), f"Allegation {one.number}") for one in investigation.allegations(concern.id))
    job = _BY_ROLE[of]
    busy, clear = queries.seats_each(job), seating.candidates(concern, job).clear
    people = authority.names_of(clear)
    ordered = sorted(clear, key=lambda one: (busy.get(one, 0), people[one]))
    return tuple((str(one), f"{people[one]}, {busy.get(one, 0)} in hand") for one in ordered)


def _people(concern: Concern) -> tuple[Line, ...]:
    seats = queries.seats(concern.id)
    names = authority.names_of({one.account_id for one in seats})
    return tuple(
        Line(one.job.label, names[one.account_id], f"since {say_day(clock.day_of(one.seated_at))}") for one in seats
    )


def _decided(concern: Concern, box: Box) -> tuple[Line, ...]:
    found = []
    until, held = triage.happened_until(concern.id), deciding.decision(concern.id)
    if until is not None:
        found.append(Line("It happened", f"until {say_day(until)}"))
    if held is not None:
        said = "Investigate" if held.investigates else "Close"
        found.append(Line(f"Threshold: {said}", box.open(held.reasons_sealed), ", ".join(held.standards)))
        grounds = [Ground(one).label for one in held.grounds]
        if grounds:
            found.append(Line("Grounds", ", ".join(grounds)))
        weighed = box.open_json(held.factors_sealed)
        found += [Line(Factor(code).label, words) for code, words in weighed.items()]
    return tuple(found)


def _allegations(concern: Concern, box: Box) -> tuple[Line, ...]:
    found, facts = [], investigation.particulars(concern.id)
    for one in investigation.allegations(concern.id):
        quiet = ", ".join(["Standards " + ", ".join(one.standards)] if one.standards else [])
        found.append(Line(f"{one.number}. {one.ground.label}", box.open(one.words_sealed), quiet))
        found += [Line(f"{one.number}.{fact.number}", box.open(fact.words_sealed)) for fact in facts.get(one.id, [])]
    return tuple(found)


def _work(concern: Concern, box: Box) -> tuple[Line, ...]:
    today, found = clock.today(), []
    plan, report = investigation.plan(concern.id), investigation.report(concern.id)
    if plan is not None:
        found.append(Line("Plan", box.open(plan.words_sealed), say_day(plan.made_on)))
    for asked in investigation.inquiries(concern.id):
        standing = asked.waited.standing(today).value.replace("_", " ")
        found.append(Line(f"Asked: {box.open(asked.whom_sealed)}", box.open(asked.words_sealed), standing))
    for one in investigation.exhibits(concern.id):
        quiet = "withdrawn" if one.withdrawn_at is not None else ""
        words = box.open(one.words_sealed) if one.words_sealed else box.open(one.source_sealed)
        found.append(Line(f"Exhibit {one.number}: {box.open(one.title_sealed)}", words, quiet))
    for response in investigation.responses(concern.id).values():
        words = box.open_json(response.words_sealed)["words"] if response.words_sealed else "No answer yet."
        due = f"due {say_day(response.due_on)}" if response.due_on is not None else ""
        found.append(Line("The registrant’s answer", words, due))
    if report is not None:
        found.append(Line("Report", box.open(report.words_sealed), say_day(clock.day_of(report.made_at))))
    return tuple(found)


def has_more(stage: Stage) -> bool:
    """Whether a concern has come further than triage, so that there is something to show."""
    return stage not in (Stage.RECEIVED, Stage.TRIAGE)
