"""One wish to leave, one leave or one death on one page for staff: what must happen next first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts import authority
from accounts.permissions import Permission
from cpd import folders
from cpd.days_left import DueShown, due_shown
from cpd.leaving import queries, rules
from cpd.leaving.models import DeathReport, Departure, ExtendedLeave, MistakenEnding
from cpd.leaving.telling import News, Plan, WhyAway
from cpd.leaving.vocabulary import DeathStanding, DepartureStage, LeaveStanding, LeavingFinding
from cpd.panels import queries as panels
from cpd.registrants import Registrant
from foundation.locks import Box

PATH = "/staff/departures"
_NEXT = {
    DepartureStage.PLANNED: "Nothing by staff: they leave at the end of their day, unless something turns up.",
    DepartureStage.PANEL: (
        "An editor writes the facts for the public page, the registrant agrees to them or not, and three people decide."
    ),
    DepartureStage.TO_PUBLISH: "The registrar puts the agreed facts on the register: they leave in that moment.",
}
_OVER = "Nothing more: it is over."
_OFFICER, _EDITOR = Permission.LOOK_AFTER_REGISTRANTS, Permission.PREPARE_TEXT
_ACTS: dict[DepartureStage, tuple[tuple[str, str, Permission], ...]] = {
    DepartureStage.PANEL: (
        ("vote", "Say what you find", Permission.VOTE),
        ("facts", "Write the facts for the public page", _EDITOR),
        ("seat", "List somebody for the panel", _OFFICER),
        ("unseat", "Take somebody off the panel", _OFFICER),
    ),
    DepartureStage.TO_PUBLISH: (("publish", "Put it on the register", Permission.PUBLISH),),
}


@dataclass(frozen=True)
class ActLink:
    """Something that can be done now."""

    address: str
    words: str


@dataclass(frozen=True)
class Wrote:
    """What somebody wrote."""

    heading: str
    by: str
    at: datetime
    words: str
    more: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class StaffPage:
    """The page."""

    heading: str
    name: str
    number: str
    next: str
    stage: str
    due: DueShown
    acts: Sequence[ActLink]
    #: Words and what stands beside them: text, a day or a moment.
    facts: Sequence[tuple[str, str | date | datetime]]
    wrote: Sequence[Wrote] = ()
    panel: Sequence[str] = ()


def of_departure(
    held: Departure, registrant: Registrant, permissions: frozenset[Permission], account_id: int
) -> StaffPage:
    """A wish to leave, for somebody who may read it."""
    key, box = rules.key(held), folders.box_of(held.entry_id)
    seats, found, facts = panels.seated(key), panels.found(key), queries.statements(held.id)
    steps = queries.departure_steps(held.id)
    names = authority.names_of(
        [one.account_id for one in seats] + [one.written_by_id for one in facts] + [one.member_id for one in found]
    )
    said = {one.member_id for one in found}
    sits = account_id in {one.account_id for one in seats}
    fits = {"vote": sits and account_id not in said, "unseat": any(one.account_id not in said for one in seats)}
    acts = [
        ActLink(f"{PATH}/leaving/{held.id}/{name}", words)
        for name, words, permission in _ACTS.get(held.stage, ())
        if permission in permissions and fits.get(name, True)
    ]
    wrote = [
        Wrote(
            "Facts for the public page",
            names.get(one.written_by_id, ""),
            one.written_at,
            box.open(one.sealed),
            [_answer(one.agreed, box, one.answer_sealed)],
        )
        for one in facts
    ]
    wrote += [
        Wrote(
            LeavingFinding(one.finding).label, names.get(one.member_id, ""), one.found_at, box.open(one.reasons_sealed)
        )
        for one in found
        if held.stage is not DepartureStage.PANEL or one.member_id == account_id
    ]
    return StaffPage(
        "A wish to leave",
        registrant.name,
        registrant.number,
        _NEXT.get(held.stage, _OVER),
        held.stage.label,
        due_shown(held.due_on, registrant.division),
        acts,
        [
            ("Last day they chose", held.leave_on),
            ("Asked", held.asked_at),
            *((one.stage.label, one.at) for one in steps),
        ],
        wrote,
        [names.get(one.account_id, "") for one in seats],
    )


def _answer(agreed: bool | None, box: Box, sealed: str | None) -> tuple[str, str]:
    said = box.open(sealed) if sealed else ""
    if agreed is None:
        return ("The registrant", "Has not answered yet.")
    return ("The registrant", f"Agrees. {said}".strip() if agreed else f"Does not agree: {said}")


def of_leave(
    held: ExtendedLeave, why: WhyAway, answer: str, registrant: Registrant, permissions: frozenset[Permission]
) -> StaffPage:
    """A leave, for an officer to whom it was opened."""
    asked = held.standing is LeaveStanding.ASKED
    acts = []
    if asked and _OFFICER in permissions:
        acts = [
            ActLink(f"{PATH}/leave/{held.id}/agree", "Agree to it"),
            ActLink(f"{PATH}/leave/{held.id}/refuse", "Do not agree"),
        ]
    decided = authority.names_of([held.decided_by_id] if held.decided_by_id else [])
    facts: list[tuple[str, str | date | datetime]] = [
        ("First day away", held.starts_on),
        ("Last day away", held.ends_on),
        ("Why", why.reason.label),
        ("Asked", held.asked_at),
    ]
    if held.decided_at is not None:
        facts += [("Decided", held.decided_at), ("Decided by", decided.get(held.decided_by_id or 0, ""))]
    wrote = [Wrote("In their words", registrant.name, held.asked_at, why.words)] if why.words else []
    if answer and held.decided_at is not None:
        wrote.append(Wrote("Our answer", decided.get(held.decided_by_id or 0, ""), held.decided_at, answer))
    return StaffPage(
        "Time away",
        registrant.name,
        registrant.number,
        "An officer agrees to it, or says why not and what they can do." if asked else "Nothing by staff.",
        held.standing.label,
        due_shown(held.due_on, registrant.division),
        acts,
        facts,
        wrote,
    )


def of_mistake(held: MistakenEnding, why: str, registrant: Registrant, permissions: frozenset[Permission]) -> StaffPage:
    """An ending that is said to be mistaken, for staff to whom it was opened."""
    waits = held.settled_at is None
    path = f"{PATH}/mistake/{held.id}"
    acts = []
    if waits and Permission.DECIDE_REGISTER in permissions:
        acts = [ActLink(f"{path}/take-back", "Take the ending back"), ActLink(f"{path}/right", "The ending was right")]
    names = authority.names_of([one for one in (held.said_by_id, held.settled_by_id) if one is not None])
    facts: list[tuple[str, str | date | datetime]] = []
    standing = "Waits for a registrar" if waits else "Taken back" if held.taken_back else "The ending was right"
    if held.settled_at is not None:
        facts = [(standing, held.settled_at), ("By", names.get(held.settled_by_id or 0, ""))]
    return StaffPage(
        "An ending by mistake?",
        registrant.name,
        registrant.number,
        "A registrar who did not write this takes the ending back, or says that it was right." if waits else _OVER,
        standing,
        due_shown(held.due_on if waits else None, registrant.division),
        acts,
        facts,
        [Wrote("What happened", names.get(held.said_by_id, ""), held.said_at, why)],
    )


def of_death(
    held: DeathReport, news: News, plan: Plan | None, registrant: Registrant, permissions: frozenset[Permission]
) -> StaffPage:
    """The news of a death, for an officer to whom it was opened."""
    acts: list[ActLink] = []
    path = f"{PATH}/death/{held.id}"
    if held.standing is DeathStanding.REPORTED and Permission.DECIDE_REGISTER in permissions:
        acts = [ActLink(f"{path}/confirm", "Confirm it"), ActLink(f"{path}/not-so", "It is not so")]
    if held.to_call and _OFFICER in permissions:
        acts.append(ActLink(f"{path}/called", "I have called the contact"))
    names = authority.names_of([one for one in (held.reported_by_id, held.settled_by_id) if one is not None])
    facts: list[tuple[str, str | date | datetime]] = [
        ("Died on", held.died_on or "Not known"),
        ("Who told us", news.told_by),
        ("How to reach them", news.reach),
        ("What was seen", news.seen),
        ("Written down", held.reported_at),
        ("By", names.get(held.reported_by_id, "")),
    ]
    if held.settled_at is not None:
        facts += [(held.standing.label, held.settled_at), ("By", names.get(held.settled_by_id or 0, ""))]
    if plan is not None and plan.names_somebody:
        reach = ", ".join(one for one in (plan.phone, plan.email) if one)
        facts.append(("Continuity contact", f"{plan.colleague}, {reach}"))
    if held.contact_told_on is not None:
        facts.append(("Contact told", held.contact_told_on))
    waits = held.standing is DeathStanding.REPORTED
    next_words = "A registrar who did not write it down confirms it, or says that it is not so." if waits else _OVER
    if held.to_call:
        next_words = "An officer calls the continuity contact: there is no email address for them."
    by = held.call_by_on if held.to_call else held.due_on if waits else None
    return StaffPage(
        "The news of a death",
        registrant.name,
        registrant.number,
        next_words,
        held.standing.label,
        due_shown(by, registrant.division),
        acts,
        facts,
    )
