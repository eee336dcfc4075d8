"""Putting people on the register: one who was admitted, or many from the institute's own sheet, by the same door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from sqlalchemy import func, insert, select

from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.references import read_number, register_number
from register.models import (
    Contact,
    Ending,
    Entry,
    Event,
    EventKind,
    Insurance,
    OtherRegistration,
    Particulars,
    Period,
)
from register.operations import finding
from register.rules import EndingFact, OtherRegistrationFact, ParticularsFact, PeriodFact, Record


@dataclass(frozen=True)
class OtherPlace:
    """A place on another body's register, as the person told it."""

    body: str
    number: str


@dataclass(frozen=True)
class Admission:
    """Everything that puts one person on the register. `number` None asks for the next one."""

    particulars: ParticularsFact
    periods: Sequence[PeriodFact]
    email: str
    number: str | None = None
    insured_to: date | None = None
    other_registrations: Sequence[OtherPlace] = field(default_factory=tuple)
    ending: EndingFact | None = None


@operation
def admit(admission: Admission, *, reason: str, by: Actor) -> str:
    """Put one person on the register; says their registration number.

    Raises:
        Refused: the number is taken or malformed, there is no name, or the periods cannot be.
    """
    return _put([admission], kind=EventKind.ADMITTED, reason=reason, by=by)[0]


@operation
def load(admissions: Sequence[Admission], *, reason: str, by: Actor) -> list[str]:
    """Put many people on the register at once, from a sheet the institute kept; says their numbers.

    Nobody is written to: the sheet tells the register what these people already know.
    """
    return _put(admissions, kind=EventKind.LOADED, reason=reason, by=by)


def _put(admissions: Sequence[Admission], *, kind: EventKind, reason: str, by: Actor) -> list[str]:
    if not admissions:
        return []
    if not reason.strip():
        raise Refused("Say why, so that somebody can follow it later.")
    for one in admissions:
        _check(one)
    audit.take_turn()
    numbers = _numbers(admissions)
    connection = db.session.connection()
    # Matched up by number and by entry, not by order: asking for the order would send the rows one by one to SQLite.
    ids: dict[str, int] = {
        row[0]: row[1]
        for row in connection.execute(
            insert(Entry).returning(Entry.number, Entry.id), [{"number": number, "version": 1} for number in numbers]
        )
    }
    entry_ids = [ids[number] for number in numbers]
    now = clock.now()
    starts = [clock.start_of_day(min(one.periods).starts_on) for one in admissions]
    events: dict[int, int] = {
        row[0]: row[1]
        for row in connection.execute(
            insert(Event).returning(Event.entry_id, Event.id),
            [
                {
                    "entry_id": entry_id,
                    "kind": kind,
                    "effective_at": start,
                    "recorded_at": now,
                    "recorded_by": by.label,
                    "reason": reason,
                }
                for entry_id, start in zip(entry_ids, starts, strict=True)
            ],
        )
    }
    event_ids = [events[entry_id] for entry_id in entry_ids]
    _facts(admissions, entry_ids, event_ids)
    finding.put(
        _record(entry_id, number, one) for entry_id, number, one in zip(entry_ids, numbers, admissions, strict=True)
    )
    audit.record_many(
        [
            audit.Line(f"register.{kind.value}", "entry", str(entry_id), {"event": event_id})
            for entry_id, event_id in zip(entry_ids, event_ids, strict=True)
        ],
        by=by,
    )
    return numbers


def _check(one: Admission) -> None:
    if not one.periods:
        raise Refused("A person comes onto the register with a period of registration.")
    if any(period.ends_on < period.starts_on for period in one.periods):
        raise Refused("A period ends after it starts.")
    in_order = sorted(one.periods)
    if any(later.starts_on <= earlier.ends_on for earlier, later in pairwise(in_order)):
        raise Refused("These periods overlap.")
    if not (one.particulars.forenames or one.particulars.surname or one.particulars.known_as):
        raise Refused("An entry needs a name.")
    if one.number is not None and read_number(one.number).number != one.number:
        raise Refused(f"{one.number} is not a registration number.")


def _facts(admissions: Sequence[Admission], entry_ids: list[int], event_ids: list[int]) -> None:
    rows: dict[type, list[dict[str, object]]] = {
        kind: [] for kind in (Particulars, Period, Contact, Insurance, OtherRegistration, Ending)
    }
    for one, entry_id, event_id in zip(admissions, entry_ids, event_ids, strict=True):
        shared = {"entry_id": entry_id, "event_id": event_id, "void": False}
        rows[Particulars].append({**shared, **one.particulars._asdict()})
        rows[Period].extend({**shared, **period._asdict()} for period in one.periods)
        if one.email:
            rows[Contact].append({**shared, "email": one.email})
        if one.insured_to:
            rows[Insurance].append({**shared, "confirmed_to": one.insured_to})
        rows[OtherRegistration].extend(
            {**shared, "body": place.body, "number": place.number, "checked_on": None}
            for place in one.other_registrations
        )
        if one.ending:
            rows[Ending].append({**shared, **one.ending._asdict(), "merged_into_id": None})
    connection = db.session.connection()
    for kind, held in rows.items():
        if held:
            connection.execute(insert(kind), held)


def _record(entry_id: int, number: str, one: Admission) -> Record:
    return Record(
        entry_id,
        number,
        particulars=[one.particulars],
        periods=list(one.periods),
        endings=[one.ending] if one.ending else [],
        other_registrations=[
            OtherRegistrationFact(place.body, place.number, None) for place in one.other_registrations
        ],
        insured_to=one.insured_to,
    )


def _numbers(admissions: Sequence[Admission]) -> list[str]:
    """The numbers to give: those asked for, and the next free ones. A number once given is never given again."""
    asked = [one.number for one in admissions if one.number is not None]
    taken = (
        set(db.session.connection().scalars(select(Entry.number).where(Entry.number.in_(asked)))) if asked else set()
    )
    doubled = {number for number in asked if asked.count(number) > 1} if len(set(asked)) < len(asked) else set()
    if taken | doubled:
        raise Refused(f"The number {min(taken | doubled)} is on the register already.")
    missing = len(admissions) - len(asked)
    fresh = iter(_next_numbers(missing, avoid=set(asked)) if missing else [])
    return [one.number or next(fresh) for one in admissions]


def _next_numbers(count: int, *, avoid: set[str]) -> list[str]:
    """Numbers after the highest one given; when those run out, the lowest that were never given."""
    connection = db.session.connection()
    highest: str | None = connection.scalar(select(func.max(Entry.number)))
    first = int(highest[2:8]) + 1 if highest else 1
    found: list[str] = []
    digits = first
    while len(found) < count and digits <= 999_999:
        if (number := register_number(digits)) not in avoid:
            found.append(number)
        digits += 1
    digits = 1
    while len(found) < count and digits < first:
        number = register_number(digits)
        if number not in avoid and connection.scalar(select(Entry.id).where(Entry.number == number)) is None:
            found.append(number)
        digits += 1
    if len(found) < count:
        raise Refused("Every registration number has been given. The institute has to choose a longer number.")
    return found
