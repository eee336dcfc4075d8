"""Leaving the register: by one's own wish, by agreement, for a requirement not met, or by death."""

from __future__ import annotations

from datetime import datetime

from foundation import clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused
from foundation.policy import Policy
from register import policy, queries, rules
from register.models import Ending, EventKind
from register.operations.recording import Change, entry_of
from register.rules import EndingFact
from register.vocabulary import EndingKind

_SHOWN: dict[EndingKind, Policy[int]] = {
    EndingKind.LEFT: policy.LEFT_SHOWN,
    EndingKind.LEFT_BY_AGREEMENT: policy.AGREED_LEAVING_SHOWN,
    EndingKind.ADMINISTRATIVE_REMOVAL: policy.ADMINISTRATIVE_SHOWN,
}


def ending_fact(kind: EndingKind, at: datetime, *, statement: str = "") -> EndingFact:
    """An ending with how long its entry is shown, under the policy of the day it happens."""
    day = clock.day_of(at)
    shown = _SHOWN.get(kind)
    until = clock.end_of_day(clock.add_months(day, shown.value(day))) if shown else at
    return EndingFact(kind, at, statement, until)


@operation
def record_leaving(number: str, *, at: datetime, reason: str, by: Actor) -> None:
    """The person leaves by their own wish.

    Raises:
        Refused: something has to be settled first (a hold), or the person is not on the register at that moment.
    """
    _end(number, EndingKind.LEFT, at=at, reason=reason, by=by)


@operation
def record_agreed_leaving(number: str, *, at: datetime, statement: str, reason: str, by: Actor) -> None:
    """The person leaves with admitted facts; the agreed statement is published."""
    if not statement.strip():
        raise Refused("Leaving by agreement needs the statement that was agreed.")
    _end(number, EndingKind.LEFT_BY_AGREEMENT, at=at, reason=reason, by=by, statement=statement.strip(), held=True)


@operation
def remove_administratively(number: str, *, at: datetime, reason: str, by: Actor) -> None:
    """The person is taken off for a requirement not met; not a finding about conduct."""
    _end(number, EndingKind.ADMINISTRATIVE_REMOVAL, at=at, reason=reason, by=by, held=True)


@operation
def record_death(number: str, *, at: datetime, reason: str, by: Actor) -> None:
    """The person has died: the entry closes and nothing of it is shown any more."""
    _end(number, EndingKind.DECEASED, at=at, reason=reason, by=by, held=True)


def _end(
    number: str,
    kind: EndingKind,
    *,
    at: datetime,
    reason: str,
    by: Actor,
    statement: str = "",
    held: bool = False,
) -> None:
    """Record an ending; a period that was to begin after it (renewed early) is taken back.

    `held` True goes ahead although something is open: the decision was taken knowing of it.
    """
    entry = entry_of(number)
    if not held and queries.is_held(entry.id):
        raise Refused("This person cannot leave yet: something has to be settled first.")
    record = queries.records([entry.id])[entry.id]
    if any(one.at <= at for one in record.endings if one.kind in {EndingKind.DECEASED, EndingKind.MERGED}):
        raise Refused("This entry is closed.")
    if kind is not EndingKind.DECEASED and not rules.is_on_register(record, at):
        raise Refused("This person is not on the register at that time.")
    fact = ending_fact(kind, at, statement=statement)
    change = Change(entry, EventKind.LEFT, effective_at=at, reason=reason, by=by)
    change.add(Ending(**fact._asdict(), merged_into_id=None))
    change.take_back_periods_after(at)
    change.finish({"kind": kind.value})
