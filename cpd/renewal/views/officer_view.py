"""One person's renewal as staff see it: what must happen next at the top, then what was sent and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts import authority
from cpd import folders, legal_holds
from cpd.declarations import Asked, asked_at
from cpd.disclosures import queries as disclosures
from cpd.money.vocabulary import pounds
from cpd.renewal import fees, queries, rules, uninsured
from cpd.renewal.models import InsuranceTold
from cpd.renewal.operations import insuring, returning
from cpd.renewal.operations.reading import AnswerRead, Opened
from cpd.renewal.vocabulary import CPD_RECORD, Place, Seen, Stage
from foundation import clock
from foundation.errors import allows
from foundation.evidence import StoredFile, belonging
from foundation.words import say_day


@dataclass(frozen=True)
class Certificate:
    """Insurance as it was told."""

    id: int
    version: int
    insurer: str
    number: str
    ends_on: date
    told_at: datetime
    covers: bool
    standing: str
    waits: bool
    files: Sequence[StoredFile]


@dataclass(frozen=True)
class Earlier:
    """One renewal."""

    reference: str
    ends_on: date
    standing: str
    renewed_to: date | None


@dataclass(frozen=True)
class Talk:
    """What there is to talk about, or was."""

    id: int
    version: int
    queue: str
    about: Sequence[str]
    done_at: datetime | None
    note: str


@dataclass(frozen=True)
class Kept:
    """A legal hold."""

    why: str
    owner: str
    placed_at: datetime
    review_on: date
    version: int


@dataclass(frozen=True)
class OfficerPage:
    """All that the page shows."""

    number: str
    name: str
    status: str
    tone: str
    next: str
    facts: Sequence[tuple[str, str]]
    reference: str | None
    version: int
    is_return: bool
    in_doubt: bool
    can_suspend: bool
    suspended: bool
    can_reach: bool
    #: A notice about insurance has not reached them.
    insurance_unreached: bool
    reasons: str | None
    missing: Sequence[str]
    answers: Sequence[AnswerRead]
    told: Sequence[tuple[str, str]]
    files: Sequence[StoredFile]
    certificates: Sequence[Certificate]
    talks: Sequence[Talk]
    earlier: Sequence[Earlier]
    happened: Sequence[tuple[datetime, str]]
    hold: Kept | None


_PLACES = {
    Place.NOT_YET: "Registered. Renewal is not open yet.",
    Place.OPEN: "Registered, and may renew.",
    Place.LATE: "Lapsed. Keeps continuity if everything is here in time.",
    Place.RETURN_A: "Not on the register. May come back with form, declarations and CPD statement.",
    Place.RETURN_B: "Not on the register. May come back with CPD evidence, which an officer looks at.",
    Place.TOO_LATE: "Not on the register. Has to apply to come back.",
}
_SEEN = {
    None: "Waits for an officer",
    Seen.CONFIRMED: "Confirmed",
    Seen.NOT_CONFIRMED: "Not confirmed",
    Seen.OVERTAKEN: "Overtaken by a newer one",
}


def show(opened: Opened) -> OfficerPage:
    """The page of one person: a fixed number of statements for as many renewals as there are."""
    registrant = opened.registrant
    now, today = clock.now(), clock.today()
    standing = registrant.standing(now)
    window = rules.window(registrant)
    place = window.place(now) if window is not None else None
    newest = opened.renewals[0] if opened.renewals else None
    current = newest if newest is not None and newest.stage.is_open else None
    money = fees.standing(current) if current is not None else None
    missing = rules.missing(current, insured=rules.insured_to(registrant), money=money, today=today)
    facts = [
        ("Where they stand", _PLACES[place] if place is not None else "Their entry has ended."),
        ("Registered until", say_day(window.over_on) if window is not None else ""),
        ("Renewal opens", say_day(window.opens_on) if place is Place.NOT_YET and window is not None else ""),
        ("Late until", say_day(window.late_until) if place is Place.LATE and window is not None else ""),
        ("Insurance confirmed to", say_day(registrant.insured_to) if registrant.insured_to else "Nothing was seen yet"),
        ("CPD record", (newest.cpd or "").replace("_", " ") if newest is not None else ""),
        ("Still to pay", pounds(money.left) if money is not None and money.left else ""),
        ("Written to at", registrant.email),
    ]
    doubt = registrant.entry_id in disclosures.in_doubt([registrant.entry_id])
    return OfficerPage(
        number=registrant.number,
        name=registrant.name,
        status=standing.status.label if standing is not None else "Closed",
        tone=standing.status.tone if standing is not None else "ended",
        next=_next(opened, missing_words := [part.label.lower() for part in missing] if current else []),
        facts=[one for one in facts if one[1]],
        reference=newest.reference if newest is not None else None,
        version=newest.version if newest is not None else 0,
        is_return=newest is not None and newest.stage is Stage.LOOKED_AT,
        in_doubt=doubt,
        can_suspend=allows(insuring.check_may_suspend, registrant),
        suspended=queries.suspension(registrant.entry_id) is not None,
        can_reach=place in (Place.OPEN, Place.LATE),
        insurance_unreached=uninsured.unreached_day(registrant.entry_id) is not None,
        reasons=returning.reasons_of(newest) if newest is not None else None,
        missing=missing_words,
        answers=sorted(opened.answers, key=lambda one: not one.worrying),
        told=_told(opened.statement),
        files=belonging.files_of(("renewal", str(newest.id))) if newest is not None else [],
        certificates=_certificates(opened.certificates),
        talks=_talks(opened),
        earlier=[
            Earlier(one.reference, one.ends_on, one.band.label if one.band else one.stage.label, one.renewed_to)
            for one in opened.renewals
        ],
        happened=[(one.at, one.kind.value.replace("_", " ").capitalize()) for one in queries.steps(newest.id)]
        if newest is not None
        else [],
        hold=_hold(registrant.entry_id),
    )


def _hold(entry_id: int) -> Kept | None:
    held = legal_holds.standing(entry_id)
    if held is None:
        return None
    return Kept(
        why=folders.box_of(entry_id).open(held.why_sealed),
        owner=authority.names_of([held.owner_id])[held.owner_id],
        placed_at=held.placed_at,
        review_on=held.review_on,
        version=held.version,
    )


def _next(opened: Opened, missing: Sequence[str]) -> str:
    newest = opened.renewals[0] if opened.renewals else None
    if any(one.seen is None for one, _ in opened.certificates):
        return "Look at the certificate of insurance."
    if newest is not None and newest.stage is Stage.LOOKED_AT:
        return "Look at what they sent, and let them come back, or send them on to an application."
    if missing:
        return f"The registrant: {', '.join(missing)} still missing."
    if any(one.done_at is None for one, _, _ in opened.talks):
        return "Talk to them about what they answered."
    return "Nothing waits for us."


def _talks(opened: Opened) -> list[Talk]:
    about = {one.code: one.about for one in asked_at(Asked.RENEWAL, clock.today())}
    about[CPD_RECORD] = "the record did not meet what is asked for when they renewed"
    found = [
        Talk(
            one.id,
            one.version,
            one.queue.label,
            [f"{code}: {about.get(code, '')}" for code in codes],
            one.done_at,
            note,
        )
        for one, codes, note in opened.talks
    ]
    return sorted(found, key=lambda one: one.done_at is not None)


def _told(statement: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (one["question"], one["answer"])
        for page in statement.get("pages", [])
        for one in page.get("answers", [])
        if one.get("answer") and page.get("page") not in ("agreement", "check")
    ]


def _certificates(held: Sequence[tuple[InsuranceTold, dict[str, Any]]]) -> list[Certificate]:
    files = belonging.files_of_many([("insurance", str(one.id)) for one, _ in held])
    return [
        Certificate(
            one.id,
            one.version,
            said["insurer"],
            said["number"],
            one.ends_on,
            one.told_at,
            said["covers"],
            _SEEN[one.seen],
            one.seen is None,
            files.get(("insurance", str(one.id)), []),
        )
        for one, said in held
    ]
