"""What looking into a concern has brought so far, in plain sections, for those who may read all of it."""

from __future__ import annotations

from accounts import authority
from accounts.permissions import Permission
from concerns import queries, rules
from concerns.investigation import queries as investigation
from concerns.investigation.responding import Stance
from concerns.models import Concern
from concerns.operations import papers
from concerns.operations.papers import Door
from concerns.threshold import deciding, triage
from concerns.views import beside_view, decided_view, publishing_view
from concerns.views.officer_files import shown_files
from concerns.views.section import Line, Section
from concerns.vocabulary import Factor, Ground, Job, Stage
from foundation import clock, evidence, locks
from foundation.audit import Actor
from foundation.locks import Box
from foundation.standards import queries as standards
from foundation.words import say_day


def sections(reference: str, door: Door, by: Actor) -> tuple[Section, ...]:
    """Everything there is after triage that this door shows, in a fixed number of statements."""
    concern = queries.get(reference)
    box, whole = locks.box_of(concern.lock_id), door is Door.WHOLE
    only = papers.sits_in(concern.id, door, by=by)
    found: list[tuple[str, tuple[Line, ...]]] = []
    if door is not Door.DECISION:
        found.append(("Who does what in it", _people(concern, only)))
    if whole:
        found.append(("Triage and threshold", _decided(concern, box)))
    if door is not Door.DECISION:
        found += [("By Standard", _by_standard(concern)), ("Allegations", _allegations(concern, box))]
        found.append(("Investigation", _work(concern, box, whole=whole, report=door in (Door.WHOLE, Door.EXAMINER))))
    if door in (Door.WHOLE, Door.EXAMINER) and by.id is not None:
        found.append(("Case examiners", decided_view.examined(concern, box, by.id, examines=door is Door.EXAMINER)))
    private = _reads_private(concern, door, by)
    health = private or whole
    if door is not Door.EXAMINER:
        found.append(("Hearings", decided_view.heard(concern, box, only, health=health)))
        found.append(("Decisions and orders", decided_view.ordered(concern, box, only, health=health, private=private)))
    if door in (Door.WHOLE, Door.DECISION):
        found.append(("What the public reads", publishing_view.lines(concern, box, health=health)))
    more = beside_view.beside(concern, box, door, by, health=health)
    # Whoever follows the order reads first what it asks for.
    found = [*more, *found] if door is Door.DECISION else [*found, *more]
    return tuple(Section(heading, lines) for heading, lines in found if lines)


def _reads_private(concern: Concern, door: Door, by: Actor) -> bool:
    """Whether somebody reads private terms: who follows the order, who says what it asks for, who looks at it again."""
    if door is not Door.DECISION:
        return door in (Door.PANEL, Door.INTERIM)
    if by.id is None or rules.may(by, Permission.PUBLISH):
        return by.id is not None
    return Job.COMPLIANCE in queries.seated(concern.id, by.id)


def _people(concern: Concern, only: frozenset[int] | None) -> tuple[Line, ...]:
    """Who is listed for what in the concern itself. Who sits stands with the hearing, and panels read no more."""
    seats = [one for one in queries.seats(concern.id) if only is None and one.hearing_id is None]
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


def _by_standard(concern: Concern) -> tuple[Line, ...]:
    """Which allegations rest on each Standard, in the words of the edition that was in force when it happened."""
    found: dict[str, list[str]] = {}
    slugs: set[str] = set()
    for one in investigation.allegations(concern.id):
        slugs |= {one.edition} if one.edition else set()
        for standard in one.standards:
            found.setdefault(standard, []).append(str(one.number))
    held = [edition for slug in sorted(slugs) if (edition := standards.edition(slug)) is not None]
    words = {
        clause.number: clause.wording or clause.label or ""
        for edition in held
        for heading in edition.headings
        for clause in heading.clauses
    }
    return tuple(
        Line(f"Standard {number}", words.get(number, ""), f"Allegation {', '.join(found[number])}")
        for number in sorted(found, key=_in_order)
    )


def _in_order(number: str) -> list[int]:
    return [int(part) if part.isdecimal() else 0 for part in number.split(".")]


def _allegations(concern: Concern, box: Box) -> tuple[Line, ...]:
    found, facts = [], investigation.particulars(concern.id)
    for one in investigation.allegations(concern.id):
        quiet = ", ".join(["Standards " + ", ".join(one.standards)] if one.standards else [])
        found.append(Line(f"{one.number}. {one.rests_on}", box.open(one.words_sealed), quiet))
        found += [Line(f"{one.number}.{fact.number}", box.open(fact.words_sealed)) for fact in facts.get(one.id, [])]
    return tuple(found)


def _work(concern: Concern, box: Box, *, whole: bool, report: bool) -> tuple[Line, ...]:
    today, found = clock.today(), list[Line]()
    plan, written = investigation.plan(concern.id), investigation.report(concern.id)
    if plan is not None and whole:
        found.append(Line("Plan", box.open(plan.words_sealed), say_day(plan.made_on)))
    for asked in investigation.inquiries(concern.id) if whole else ():
        standing = asked.waited.standing(today).value.replace("_", " ")
        found.append(Line(f"Asked: {box.open(asked.whom_sealed)}", box.open(asked.words_sealed), standing))
    found += _answers(concern, box)
    if written is not None and report:
        found.append(Line("Report", box.open(written.words_sealed), say_day(clock.day_of(written.made_at))))
    return tuple(found)


def _answers(concern: Concern, box: Box) -> list[Line]:
    """What each registrant said of each fact, in their words, and the files they sent with it."""
    found, held = list[Line](), investigation.responses(concern.id)
    files = evidence.files_of_many([("response", str(one.id)) for one in held.values()])
    facts = investigation.particulars(concern.id)
    numbers = {
        str(fact.id): f"{one.number}.{fact.number}"
        for one in investigation.allegations(concern.id)
        for fact in facts.get(one.id, [])
    }
    for response in held.values():
        due = f"due {say_day(response.due_on)}" if response.due_on is not None else ""
        if response.words_sealed is None:
            found.append(Line("The registrant’s answer", "No answer yet.", due))
            continue
        said = box.open_json(response.words_sealed)
        stances = [f"{numbers[one]}: {Stance(two).label}" for one, two in said["stances"].items() if one in numbers]
        sent = shown_files(files.get(("response", str(response.id)), []))
        found.append(Line("The registrant’s answer", "\n".join([*stances, said["words"]]), due, sent))
    return found


def has_more(stage: Stage) -> bool:
    """Whether a concern has come further than triage, so that there is something to show."""
    return stage not in (Stage.RECEIVED, Stage.TRIAGE)
