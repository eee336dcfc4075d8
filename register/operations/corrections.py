"""Putting right what was recorded wrongly. The wrong fact stays on record, superseded, with the reason."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from register import queries, rules
from register.models import Ending, EventKind, Period, Restriction
from register.operations.recording import Change, entry_of
from register.vocabulary import SILENT_ENDINGS, EndingKind


@operation
def correct_period(number: str, *, wrong_start: date, starts_on: date, ends_on: date, reason: str, by: Actor) -> None:
    """Replace the period that begins on `wrong_start` by the right one.

    Raises:
        Refused: there is no such period, or the right one overlaps another.
    """
    if ends_on < starts_on:
        raise Refused("A period ends after it starts.")
    entry = entry_of(number)
    held = queries.live_facts(Period, entry.id)
    old = next((one for one in held if one.starts_on == wrong_start), None)
    if old is None:
        raise Refused("There is no period that begins on that day.")
    record = queries.records([entry.id])[entry.id]
    record.periods = [one for one in record.periods if one.starts_on != wrong_start]
    if rules.overlaps(record, starts_on, ends_on):
        raise Refused("That period overlaps one that is there already.")
    change = Change(entry, EventKind.CORRECTED, effective_at=clock.start_of_day(starts_on), reason=reason, by=by)
    change.add(Period(starts_on=starts_on, ends_on=ends_on), instead_of=old)
    change.finish({"period": wrong_start.isoformat()})


@operation
def take_back_restriction(number: str, *, restriction_id: int, reason: str, by: Actor) -> None:
    """Take back an order that should never have been on this entry, such as one on the wrong person.

    Raises:
        Refused: it is not on this entry any more.
    """
    entry = entry_of(number)
    old = next((one for one in queries.live_facts(Restriction, entry.id) if one.id == restriction_id), None)
    if old is None:
        raise Refused("That order is not on this entry any more.")
    change = Change(entry, EventKind.CORRECTED, effective_at=old.starts_at, reason=reason, by=by)
    change.take_back(old)
    change.finish({"restriction": restriction_id})


#: What is recorded at somebody's own wish or news, and may be of the wrong person. A decision has its appeal instead.
_BY_MISTAKE = frozenset({EndingKind.LEFT, EndingKind.DECEASED})


def ending_to_take_back(number: str) -> Ending:
    """The last ending of an entry, where it is one that may have been recorded by mistake.

    Raises:
        Refused: there is none, or the person has come back since.
    """
    entry = entry_of(number)
    held = queries.live_facts(Ending, entry.id)
    if not held or held[-1].kind not in _BY_MISTAKE:
        raise Refused("No death or leaving is recorded here that could be taken back.")
    old: Ending = held[-1]
    if any(clock.start_of_day(one.starts_on) > old.at for one in queries.live_facts(Period, entry.id)):
        raise Refused("They have come back since.")
    return old


@operation
def take_back_ending(number: str, *, agreed_by: Actor, reason: str, by: Actor) -> EndingKind:
    """Take back a death or a leaving that should never have been recorded; says which. Two people agree.

    What it took away, such as a year that was renewed early, stands again.

    Raises:
        Refused: one person alone, nothing of the kind is recorded, or the person has come back since.
    """
    if agreed_by.is_same_as(by):
        raise Refused("A second person has to agree.")
    old = ending_to_take_back(number)
    change = Change(entry_of(number), EventKind.CORRECTED, effective_at=old.at, reason=reason, by=by)
    change.take_back(old)
    gone = select(Period).where(Period.entry_id == old.entry_id, Period.void.is_(True), Period.event_id == old.event_id)
    for period in db.session.scalars(gone).all():
        change.add(Period(starts_on=period.starts_on, ends_on=period.ends_on), instead_of=period)
    change.finish({"ending": old.kind.value, "agreed_by": agreed_by.label})
    return old.kind


@operation
def merge_duplicate(number: str, *, into: str, agreed_by: Actor, reason: str, by: Actor) -> None:
    """Close an entry that turned out to be a second one for the same person. Two people agree (rules 6.1).

    Raises:
        Refused: one person alone, the same entry twice, one that is closed or held, or an entry with orders (those
            have to be moved first).
    """
    if agreed_by.is_same_as(by):
        raise Refused("A second person has to agree.")
    if number == into:
        raise Refused("These are the same entry.")
    entry, other = entry_of(number), entry_of(into)
    held = queries.records([entry.id, other.id])
    if any(ending.kind in SILENT_ENDINGS for record in held.values() for ending in record.endings):
        raise Refused("One of these entries is closed already.")
    if queries.is_held(entry.id):
        raise Refused("This entry cannot be closed yet: something has to be settled first.")
    if queries.live_facts(Restriction, entry.id):
        raise Refused("This entry carries an order. Record the order on the other entry first, then take it back here.")
    now = clock.now()
    change = Change(entry, EventKind.CORRECTED, effective_at=now, reason=reason, by=by)
    change.add(Ending(kind=EndingKind.MERGED, at=now, statement="", merged_into_id=other.id, shown_until=now))
    change.finish({"merged_into": other.id, "agreed_by": agreed_by.label})
