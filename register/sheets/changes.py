"""A row about somebody who is on the register already: what would change, as the register's own operations.

Only what the sheet words differently than last time counts, and only where the register does not say so already; so
nothing that staff put right meanwhile is undone by an old sheet. Refuses a period that overlaps another one in a way
that has to be looked at by a person, and any change to an entry that is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from foundation import clock
from foundation.words import say_day
from register import operations, queries, rules
from register.operations import Admission
from register.rules import ParticularsFact, PeriodFact, Record
from register.sheets.checking import Finding
from register.vocabulary import SILENT_ENDINGS, EndingKind, OrderKind, PracticeArea, WorksWith

_PARTICULARS = {
    "title": "title",
    "forenames": "forenames",
    "surname": "surname",
    "known_as": "known_as",
    "previous_names": "previous_names",
    "shows_previous_names": "shows_previous_names",
    "town": "town",
    "outcode": "outcode",
    "areas": "areas",
    "works_with": "works_with",
    "languages": "languages",
    "organisation": "organisation",
    "certificate": "holds_certificate",
    "first_registered": "first_registered_on",
}
_BY_ENDING = {
    EndingKind.LEFT: operations.record_leaving,
    EndingKind.ADMINISTRATIVE_REMOVAL: operations.remove_administratively,
}


@dataclass
class Plan:
    """What a row changes: one finding a change, the operations to run in order, or why it cannot be."""

    #: Names the column of a field.
    heading: Callable[[str], str]
    never_loaded: bool
    findings: list[Finding] = field(default_factory=list)
    calls: list[tuple[Callable[..., Any], dict[str, Any]]] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)


def plan(
    record: Record,
    row: Admission,
    said: Collection[str],
    *,
    never_loaded: bool,
    heading: Callable[[str], str],
    now: datetime,
) -> Plan:
    """What the fields in `said` change on this entry. `heading` names the column of a field.

    An empty cell takes something out only where an earlier load had brought it (`never_loaded` False).
    """
    found = Plan(heading, never_loaded)
    if any(one.kind in SILENT_ENDINGS for one in record.endings):
        found.problems.append(
            Finding(found.heading("number"), record.number, "This entry is closed. Nothing can change on it.")
        )
        return found
    _particulars(found, record, row.particulars, said, now)
    if "period" in said:
        _period(found, record, row.periods[0])
    if "ending" in said:
        _ending(found, record, row)
    if "email" in said and row.email:
        held = queries.email_of(record.entry_id)
        if held != row.email:
            found.findings.append(Finding(found.heading("email"), row.email, _becomes(held or "", row.email)))
            found.calls.append((operations.change_contact, {"email": row.email, "tell": False}))
    if "insured_to" in said and row.insured_to and row.insured_to != record.insured_to:
        was = say_day(record.insured_to) if record.insured_to else ""
        found.findings.append(
            Finding(found.heading("insured_to"), row.insured_to.isoformat(), _becomes(was, say_day(row.insured_to)))
        )
        found.calls.append((operations.confirm_insurance, {"confirmed_to": row.insured_to}))
    if "other" in said:
        _other(found, record, row)
    return found


def _particulars(
    found: Plan,
    record: Record,
    new: ParticularsFact,
    said: Collection[str],
    now: datetime,
) -> None:
    old = record.particulars_at(now)
    changes: dict[str, Any] = {}
    for name, attribute in _PARTICULARS.items():
        was, becomes = getattr(old, attribute), getattr(new, attribute)
        if name in said and was != becomes and (becomes or not found.never_loaded):
            changes[attribute] = becomes
            found.findings.append(
                Finding(found.heading(name), _in_words(becomes), _becomes(_in_words(was), _in_words(becomes)))
            )
    if not changes:
        return
    if any(one.effective_from > now for one in record.particulars):
        problem = "A change for a later day is on the register already. Look at the entry first."
        found.problems.append(Finding(found.heading("number"), record.number, problem))
    found.calls.append((operations.change_particulars, {"changes": changes, "effective_at": now, "tell": False}))


def _period(found: Plan, record: Record, new: PeriodFact) -> None:
    if new in record.periods:
        return
    days = {"starts_on": new.starts_on, "ends_on": new.ends_on}
    meeting = [one for one in record.periods if new.starts_on <= one.ends_on and one.starts_on <= new.ends_on]
    last = max(record.periods, key=lambda one: one.starts_on)

    def refuse(problem: str) -> None:
        found.problems.append(Finding(found.heading("period_from"), new.starts_on.isoformat(), problem))

    if len(meeting) == 1 and (meeting[0].starts_on == new.starts_on or meeting[0].ends_on == new.ends_on):
        found.findings.append(
            Finding(
                found.heading("period_to"),
                new.ends_on.isoformat(),
                f"{_span(meeting[0])} is corrected to {_span(new)}.",
            )
        )
        found.calls.append((operations.correct_period, {"wrong_start": meeting[0].starts_on, **days}))
    elif rules.overlaps(record, new.starts_on, new.ends_on):
        problem = f"This period overlaps the one on the register, {_span(meeting[0])}. Look at the entry first."
        refuse(problem)
    elif new.starts_on < last.starts_on:
        problem = f"The register has a later period, {_span(last)}. An older one is put in on the entry itself."
        refuse(problem)
    else:
        departures = _departures(record)
        starts = clock.start_of_day(new.starts_on)
        if any(at >= starts for at in departures):
            problem = "The new period has to begin after the day the person left or was removed."
            refuse(problem)
        continues = not departures and (new.starts_on - last.ends_on).days == 1
        verb = operations.renew if continues else operations.restore
        word = "Renewed" if continues else "Back on the register"
        found.findings.append(
            Finding(found.heading("period_from"), new.starts_on.isoformat(), f"{word}: {_span(new)}.")
        )
        found.calls.append((verb, days))


def _departures(record: Record) -> list[datetime]:
    """When the person left or was removed since the last period began."""
    last = max(record.periods, key=lambda one: one.starts_on)
    since = clock.start_of_day(last.starts_on)
    all_ = [one.at for one in record.endings]
    all_ += [one.starts_at for one in record.restrictions if one.kind is OrderKind.REMOVAL]
    return [at for at in all_ if at >= since]


def _ending(found: Plan, record: Record, row: Admission) -> None:
    new, period = row.ending, row.periods[0]
    since = clock.start_of_day(period.starts_on)
    held = [one for one in record.endings if one.at >= since]
    if new is None:
        if held:
            day = say_day(clock.day_of(held[-1].at))
            problem = f"The register says that this person left on {day}. Look at the entry first."
            found.problems.append(Finding(found.heading("status"), "Registered", problem))
        return
    if any(one.kind is new.kind for one in held):
        return
    if held:
        problem = "The register says that this person left in another way. Look at the entry first."
        found.problems.append(Finding(found.heading("status"), new.kind.value, problem))
    elif new.kind is EndingKind.LEFT and queries.is_held(record.entry_id):
        problem = "This person cannot leave yet: something has to be settled first."
        found.problems.append(Finding(found.heading("status"), new.kind.value, problem))
    word = "Left" if new.kind is EndingKind.LEFT else "Removed for a requirement not met"
    found.findings.append(Finding(found.heading("status"), new.kind.value, f"{word} on {say_day(period.ends_on)}."))
    found.calls.append((_BY_ENDING[new.kind], {"at": new.at}))


def _other(found: Plan, record: Record, row: Admission) -> None:
    held = {(one.body, one.number) for one in record.other_registrations}
    wanted = {(one.body, one.number) for one in row.other_registrations}
    for body, number in sorted(wanted - held):
        found.findings.append(Finding(found.heading("other"), f"{body} {number}", f"{body} {number} is added."))
        values = {"body": body, "other_number": number, "checked_on": None}
        found.calls.append((operations.check_other_registration, values))
    for body, number in sorted(held - wanted):
        kept = f"{body} {number} is not in the sheet any more. It stays on the register until it is taken off there."
        found.findings.append(Finding(found.heading("other"), f"{body} {number}", kept))


def _span(period: PeriodFact) -> str:
    return f"{say_day(period.starts_on)} to {say_day(period.ends_on)}"


def _becomes(was: str, is_: str) -> str:
    if not was:
        return f"{is_} is added."
    return f"{was} becomes {is_}." if is_ else f"{was} is taken out."


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, WorksWith):
        return value.label
    if isinstance(value, list):
        labels = {area.value: area.label for area in PracticeArea}
        return "; ".join(str(labels.get(one, one)) for one in value)
    return say_day(value) if hasattr(value, "isoformat") else str(value or "")
