"""One thing that a registrant told us, on one page for staff: what must happen next first, then what was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts import authority
from accounts.permissions import Permission
from cpd.days_left import DueShown, due_shown
from cpd.disclosures import queries, rules
from cpd.disclosures.models import Disclosure
from cpd.disclosures.operations.reading import Opened
from cpd.disclosures.telling import RECORDS, Told
from cpd.disclosures.views import about_stage
from cpd.disclosures.vocabulary import ConcernsFinding, Finding, HealthFinding, Stage
from cpd.panels import queries as panels
from foundation.evidence import StoredFile, belonging

_NEXT = {
    Stage.OFFICER: "A registration officer reads it and says what follows from it.",
    Stage.PANEL: "Two people of the panel each say what they find. Neither sees the other’s before.",
    Stage.CONCERNS: "A concerns officer reads it, and opens a concern if it needs one.",
    Stage.HEALTH: "The health officer reads it and says what follows from it.",
    Stage.CLOSED: "Nothing more: it is closed.",
    Stage.TAKEN_BACK: "Nothing more: it was taken back.",
}
#: Each act by the stage at which it is offered, with what it is called and who may.
_ACTS: dict[Stage, tuple[tuple[str, str, Permission], ...]] = {
    Stage.OFFICER: (
        ("review", "Say what follows from it", Permission.LOOK_AFTER_REGISTRANTS),
        ("take-on", "Look after it yourself", Permission.LOOK_AFTER_REGISTRANTS),
        ("ask", "Ask the registrant something", Permission.LOOK_AFTER_REGISTRANTS),
        ("told-in-error", "It was told in error", Permission.LOOK_AFTER_REGISTRANTS),
    ),
    Stage.PANEL: (
        ("vote", "Say what you find", Permission.VOTE),
        ("seat", "List somebody for the panel", Permission.LOOK_AFTER_REGISTRANTS),
        ("unseat", "Take somebody off the panel", Permission.LOOK_AFTER_REGISTRANTS),
        ("ask", "Ask the registrant something", Permission.LOOK_AFTER_REGISTRANTS),
        ("told-in-error", "It was told in error", Permission.LOOK_AFTER_REGISTRANTS),
    ),
    Stage.CONCERNS: (
        ("settle", "Say what becomes of it", Permission.TAKE_IN_CONCERNS),
        ("ask", "Ask the registrant something", Permission.TAKE_IN_CONCERNS),
    ),
    Stage.HEALTH: (
        ("health", "Say what follows from it", Permission.READ_HEALTH),
        ("ask", "Ask the registrant something", Permission.READ_HEALTH),
    ),
    Stage.CLOSED: (("told-in-error", "It was told in error", Permission.LOOK_AFTER_REGISTRANTS),),
}


@dataclass(frozen=True)
class ActLink:
    """Something that can be done now."""

    address: str
    words: str
    #: Never the button of the page.
    quiet: bool = False


@dataclass(frozen=True)
class Wrote:
    """What somebody wrote about it."""

    heading: str
    by: str
    at: datetime
    words: str
    more: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class StaffPage:
    """The page."""

    reference: str
    name: str
    number: str
    stage: str
    about: str
    next: str
    due: DueShown
    at_once: bool
    officer: str
    acts: Sequence[ActLink]
    told: Told | None
    channel: str
    told_at: datetime
    known_on: date | None
    duty_on: date | None
    late: bool
    messages: Sequence[Wrote]
    found: Sequence[Wrote]
    panel: Sequence[str]
    files: Sequence[StoredFile]
    steps: Sequence[tuple[str, datetime, str]]


def page_of(opened: Opened, *, account_id: int, path: str) -> StaffPage:
    """The page, for somebody to whom it was opened."""
    held, registrant = opened.disclosure, opened.registrant
    key = rules.key(held)
    seats, steps, messages = panels.seated(key), queries.steps(held.id), queries.messages(held.id)
    wanted = {one.by_account_id for one in steps} | {one.account_id for one in seats} | {held.officer_id}
    reviews, found = queries.reviews(held.id), panels.found(key)
    wanted |= {one.reviewed_by_id for one in reviews} | {one.member_id for one in found}
    wanted |= {one.written_by_id for one in messages}
    names = authority.names_of([one for one in wanted if one is not None])
    names[held.account_id] = registrant.name
    reads = opened.told is not None
    return StaffPage(
        reference=held.reference,
        name=registrant.name,
        number=registrant.number,
        stage=held.stage.label,
        about=about_stage(held),
        next=_NEXT[held.stage],
        due=due_shown(held.due_on, registrant.division),
        at_once=held.at_once,
        officer=names.get(held.officer_id or 0, ""),
        acts=_acts(opened, account_id, path),
        told=opened.told,
        channel=held.channel.label,
        told_at=held.told_at,
        known_on=held.known_on,
        duty_on=held.duty_on,
        late=held.late,
        messages=[
            Wrote(
                "We asked" if one.from_us else "They added",
                names.get(one.written_by_id, ""),
                one.written_at,
                opened.box.open(one.sealed),
            )
            for one in (messages if reads else ())
        ],
        found=[*_reviews(opened, names), *_votes(opened, account_id, names)],
        panel=[names.get(one.account_id, "") for one in seats],
        files=belonging.files_of(key) if reads else [],
        steps=[(one.stage.label, one.at, names.get(one.by_account_id or 0, "")) for one in steps],
    )


def _acts(opened: Opened, account_id: int, path: str) -> list[ActLink]:
    held = opened.disclosure
    seated = panels.is_seated(rules.key(held), account_id)
    said = any(one.member_id == account_id for one in panels.found(rules.key(held)))
    found = []
    for name, words, permission in _ACTS.get(held.stage, ()):
        fits = {
            "vote": seated and not said,
            "take-on": held.officer_id != account_id,
            "unseat": bool(panels.seated(rules.key(held))),
            "told-in-error": opened.told is not None and opened.told.code == RECORDS,
        }.get(name, True)
        if fits and permission in opened.permissions:
            found.append(ActLink(f"{path}/{held.reference}/{name}", words, name == "told-in-error"))
    return found


def _reviews(opened: Opened, names: dict[int, str]) -> list[Wrote]:
    """What was found at each stage. What the health officer wrote for themselves or agreed with the registrant only
    health officers read.
    """
    found = []
    for one in queries.reviews(opened.disclosure.id):
        of_health = one.stage is Stage.HEALTH
        label = _label(one.finding, one.stage)
        advice = opened.box.open(one.advice_sealed) if one.advice_sealed else ""
        shut = of_health and opened.told is None
        words = "" if shut else opened.box.open(one.reasons_sealed)
        for_concerns = of_health and one.finding == HealthFinding.CONCERN
        heading = "For the concerns officer" if for_concerns else "Advice to the registrant"
        more = [(heading, advice)] if advice and (for_concerns or not shut) else []
        found.append(Wrote(label, names.get(one.reviewed_by_id, ""), one.reviewed_at, words, more))
    return found


def _label(finding: str, stage: Stage) -> str:
    if stage is Stage.HEALTH:
        return HealthFinding(finding).label
    return ConcernsFinding(finding).label if stage is Stage.CONCERNS else Finding(finding).label


def _votes(opened: Opened, account_id: int, names: dict[int, str]) -> list[Wrote]:
    """What the panel found: all of it when it is done, before that each sees only their own."""
    held = opened.disclosure
    open_still = held.stage is Stage.PANEL
    return [
        Wrote(
            Finding(one.finding).label,
            names.get(one.member_id, ""),
            one.found_at,
            opened.box.open(one.reasons_sealed),
            [("Advice to the registrant", opened.box.open(one.advice_sealed))] if one.advice_sealed else [],
        )
        for one in panels.found(rules.key(held))
        if not open_still or one.member_id == account_id
    ]


def seated(disclosure: Disclosure) -> list[tuple[str, str]]:
    """Who is listed for the panel and has not said what they find yet, to choose from."""
    key = rules.key(disclosure)
    said = {one.member_id for one in panels.found(key)}
    held = [one.account_id for one in panels.seated(key) if one.account_id not in said]
    names = authority.names_of(held)
    return [(str(one), names.get(one, "")) for one in held]
