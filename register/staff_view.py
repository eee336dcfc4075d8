"""What staff see of an entry: everything on record, what the public sees, and every event.

Refuses to say why somebody may not leave: that is the business of whoever placed the hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from foundation import clock
from foundation.database import db, operation
from foundation.errors import Missing, Refused
from register import publication, queries
from register.models import Entry, EventKind, Particulars
from register.operations.recording import entry_of
from register.publication import PublicEntry
from register.queries import live
from register.rules import ParticularsFact, Record

MOST_FOUND = 50
_WORDS = {
    EventKind.ADMITTED: "Joined the register",
    EventKind.LOADED: "Loaded from the institute’s sheet",
    EventKind.CHANGED: "Changed",
    EventKind.RENEWED: "Renewed",
    EventKind.INSURANCE_CONFIRMED: "Insurance seen",
    EventKind.OTHER_REGISTER_CHECKED: "Another register looked at",
    EventKind.RESTRICTED: "Restricted",
    EventKind.RESTRICTION_CHANGED: "Restriction changed",
    EventKind.LEFT: "Left",
    EventKind.RESTORED: "Restored",
    EventKind.HELD: "May not leave for now",
    EventKind.HOLD_RELEASED: "May leave again",
    EventKind.WITHHELD: "Part withheld for safety",
    EventKind.WITHHOLDING_ENDED: "No longer withheld",
    EventKind.CORRECTED: "Corrected",
}


@dataclass(frozen=True)
class FoundEntry:
    """One line of a search by staff."""

    number: str
    name: str
    town: str
    organisation: str


@dataclass(frozen=True)
class EventLine:
    """One thing that happened to an entry."""

    words: str
    effective_at: datetime
    recorded_at: datetime
    recorded_by: str
    reason: str


@dataclass(frozen=True)
class StaffEntry:
    """An entry as staff read it."""

    number: str
    version: int
    facts: ParticularsFact
    record: Record
    #: What the public sees now; None when it sees nothing.
    public: PublicEntry | None
    email: str | None
    may_not_leave: bool
    events: tuple[EventLine, ...]


def search(text: str) -> list[FoundEntry]:
    """Entries whose number, name, organisation or town has these words in it, shown to the public or not."""
    words = text.split()
    if not words:
        return []
    fields = (
        Particulars.surname,
        Particulars.forenames,
        Particulars.known_as,
        Particulars.organisation,
        Particulars.town,
        Entry.number,
    )
    statement = select(Particulars, Entry.number).join(Entry, Entry.id == Particulars.entry_id).where(live(Particulars))
    for word in words[:6]:
        # As typed and with a capital too: SQLite's lower() knows no letters but ours.
        spellings = {_pattern(word), _pattern(word.capitalize())}
        either = [field.like(spelling, escape="\\") for field in fields for spelling in sorted(spellings)]
        either += [func.lower(field).like(_pattern(word.casefold()), escape="\\") for field in fields]
        statement = statement.where(or_(*either))
    found: dict[str, FoundEntry] = {}
    ordered = statement.order_by(Particulars.surname, Particulars.forenames, Particulars.id).limit(MOST_FOUND)
    for facts, number in db.session.execute(ordered):
        name = " ".join(part for part in (facts.forenames or facts.known_as, facts.surname) if part)
        found[number] = FoundEntry(number, name, facts.town, facts.organisation)
    return list(found.values())


def _pattern(word: str) -> str:
    """A word anywhere in a field; either apostrophe fits."""
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain.replace(chr(39), '_').replace('’', '_')}%"


def view(number: str) -> StaffEntry:
    """An entry with everything on record, in a fixed number of statements.

    Raises:
        Missing: there is no such entry.
    """
    entry = queries.entry(number)
    record = queries.records([entry.id]).get(entry.id) if entry is not None else None
    if entry is None or record is None:
        raise Missing("There is no entry with this number.")
    now = clock.now()
    events = tuple(
        EventLine(
            _WORDS[one.kind],
            one.effective_at,
            one.recorded_at,
            one.recorded_by,
            "Ask whoever placed it." if one.kind.is_of_hold else one.reason,
        )
        for one in queries.history(entry.id)
    )
    return StaffEntry(
        number=entry.number,
        version=entry.version,
        facts=record.particulars_at(now),
        record=record,
        public=publication.public_entries([entry.id]).get(entry.id),
        email=queries.email_of(entry.id),
        may_not_leave=queries.is_held(entry.id),
        events=events,
    )


@operation
def at_version(number: str, version: int, change: Callable[[], None]) -> None:
    """Make a change only if the entry still is as somebody saw it when they opened the page.

    Raises:
        Refused: somebody else changed it meanwhile.
    """
    if entry_of(number).version != version:
        raise Refused("Somebody changed this entry since you opened the page. Look at it again, then try once more.")
    change()
