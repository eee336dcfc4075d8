"""One change to one entry: its event, the facts it brings or takes back, the audit line, and search in step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db
from foundation.errors import Refused
from register import queries
from register.models import Entry, Event, EventKind, Period
from register.models.entry import Fact
from register.operations import finding

F = TypeVar("F", bound=Fact)


def entry_of(number: str) -> Entry:
    """The entry of a number, to be changed: nobody else changes the register until this operation ends.

    Raises:
        Refused: there is none.
    """
    audit.take_turn()
    entry = queries.entry(number)
    if entry is None:
        raise Refused(f"There is no entry with the number {number}.")
    return entry


class Change:
    """A change being recorded. `finish` writes it; two changes to one fact at the same time cannot both finish."""

    def __init__(self, entry: Entry, kind: EventKind, *, effective_at: datetime, reason: str, by: Actor) -> None:
        if not reason.strip():
            raise Refused("Say why, so that somebody can follow it later.")
        self.entry = entry
        self.by = by
        self.event = Event(
            entry_id=entry.id,
            kind=kind,
            effective_at=effective_at,
            recorded_at=clock.now(),
            recorded_by=by.label,
            reason=reason.strip(),
        )
        db.session.add(self.event)
        db.session.flush()

    def add(self, fact: F, *, instead_of: Fact | None = None) -> F:
        """Bring a fact, in place of an earlier one if named."""
        fact.entry_id = self.entry.id
        fact.event_id = self.event.id
        fact.void = False
        fact.supersedes_id = instead_of.id if instead_of is not None else None
        db.session.add(fact)
        return fact

    def put_again(self, fact: F, **changed: Any) -> F:
        """Bring the same fact again with some of it changed, in place of the earlier one."""
        return self.add(type(fact)(**(_copied(fact) | changed)), instead_of=fact)

    def take_back(self, fact: Fact) -> None:
        """Record that an earlier fact no longer stands. The row itself stays."""
        again = type(fact)(**_copied(fact))
        again.void, again.event_id, again.supersedes_id = True, self.event.id, fact.id
        db.session.add(again)

    def take_back_periods_after(self, gone: datetime) -> None:
        """Take back periods that were to begin after the person went, so that their day does not bring them back."""
        for period in queries.live_facts(Period, self.entry.id):
            if clock.start_of_day(period.starts_on) > gone:
                self.take_back(period)

    def finish(self, detail: Mapping[str, Any] | None = None) -> None:
        """Write everything, say so in the audit trail, and bring search in step.

        Raises:
            Refused: somebody else changed the same fact meanwhile.
        """
        self.entry.version += 1
        try:
            db.session.flush()
        except (IntegrityError, StaleDataError) as error:
            raise Refused("Somebody else changed this just now. Look at it again, then try once more.") from error
        finding.refresh([self.entry.id])
        audit.record(
            action=f"register.{self.event.kind.value}",
            subject=("entry", self.entry.id),
            by=self.by,
            detail={"event": self.event.id, **(detail or {})},
        )


def _copied(fact: Fact) -> dict[str, Any]:
    """What a fact says, without who recorded it when."""
    columns = {column.key for column in type(fact).__mapper__.columns}  # type: ignore[attr-defined]  # facts are mapped
    return {name: getattr(fact, name) for name in columns - {"id", "void", "event_id", "supersedes_id"}}
