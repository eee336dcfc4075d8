"""A statement beside the register as it is now.

What the paper says may be more than may be published today: an order whose time is over, one that was on the wrong
person, a name somebody no longer goes by. So the statement's side of the comparison shows only what the register would
still publish today about that moment. A difference that cannot be shown is told of, without saying what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from foundation import clock
from foundation.words import say_day as day
from register import publication, queries
from register.publication import PublicEntry, PublicOrder
from register.statements.code import Claim
from register.statements.writing import digest, said_at

NOTHING = "None"
NOTHING_TO_SHOW = "None that we may still show"


class Change(NamedTuple):
    """Something that reads differently now."""

    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A genuine statement and what has become of it."""

    number: str
    made_at: datetime
    #: What the register says now; None when the entry is not shown any more.
    entry: PublicEntry | None
    changes: tuple[Change, ...] = ()
    #: Something else differs that is not to be repeated.
    unsaid: bool = False
    #: What was said then cannot be worked out again from the record, so nothing can be said of changes.
    uncertain: bool = False

    @property
    def holds(self) -> bool:
        """Whether the register still says what the statement says."""
        return self.entry is not None and not (self.changes or self.unsaid or self.uncertain)


def compare(claim: Claim) -> Comparison:
    """Hold a statement beside the register. A fixed number of statements to the database."""
    moment = clock.now()
    ids = queries.entry_ids([claim.number])
    entry_id = ids.get(claim.number, 0)
    now = publication.public_entries(ids.values(), now=moment).get(entry_id)
    if now is None:
        return Comparison(claim.number, claim.made_at, None)
    said = said_at(claim.number, claim.made_at)
    tellable = publication.public_entries(ids.values(), now=moment, at=claim.made_at).get(entry_id)
    if said is None or digest(said) != claim.digest:
        return Comparison(claim.number, claim.made_at, now, uncertain=True)
    if tellable is None:
        return Comparison(claim.number, claim.made_at, now, unsaid=digest(said) != digest(now))
    found = list(_differences(said, tellable, now))
    changes = tuple(one for one in found if one is not None)
    return Comparison(claim.number, claim.made_at, now, changes, unsaid=len(changes) < len(found))


def _differences(said: PublicEntry, tellable: PublicEntry, now: PublicEntry) -> Iterator[Change | None]:
    """Each difference; None for one that may not be told."""
    yield from _status(said, tellable, now)
    yield from _orders(said, tellable, now)
    for what, before, still, after in (
        ("Name", said.name, tellable.name, now.name),
        ("Earlier names", _list(said.former_names), _list(tellable.former_names), _list(now.former_names)),
        ("Agreed statement", said.statement, tellable.statement, now.statement),
        ("Breaks", _breaks(said), _breaks(tellable), _breaks(now)),
        ("Town", said.town, tellable.town, now.town),
        ("Organisation", said.organisation, tellable.organisation, now.organisation),
    ):
        if before != after:
            # Nothing may be told of anything; and who lets us show their earlier names lets us show this one.
            may = before in (None, still) or (what == "Name" and bool(now.former_names))
            yield Change(what, before or NOTHING, after or NOTHING) if may else None
    for what, before, after in (
        ("Registered", _period(said), _period(now)),
        ("First registered", day(said.first_registered), day(now.first_registered)),
        ("Areas of work", _list(said.areas), _list(now.areas)),
        ("Works with", said.works_with, now.works_with),
        ("Languages", _list(said.languages), _list(now.languages)),
        ("Certificate of Proficiency", _yes(said.certificate), _yes(now.certificate)),
        ("Insurance", _insurance(said.insurance_to), _insurance(now.insurance_to)),
        ("Also registered with", _others(said), _others(now)),
    ):
        if before != after:
            yield Change(what, before or NOTHING, after or NOTHING)


def _status(said: PublicEntry, tellable: PublicEntry, now: PublicEntry) -> Iterator[Change | None]:
    if said.status is not now.status:
        may = said.status is tellable.status
        yield Change("Status", said.status_label, now.status_label) if may else None


def _orders(said: PublicEntry, tellable: PublicEntry, now: PublicEntry) -> Iterator[Change | None]:
    if [_facts(one) for one in said.restrictions] == [_facts(one) for one in now.restrictions]:
        return
    known = {_same(one) for one in tellable.restrictions}
    shown = [_in_words(one) for one in said.restrictions if _same(one) in known]
    after = [_in_words(one) for one in now.restrictions]
    if len(shown) < len(said.restrictions):
        yield None
    if shown != after:
        yield Change("Restrictions", "; ".join(shown) or NOTHING_TO_SHOW, "; ".join(after) or NOTHING)
    elif shown:
        yield Change("Words of a restriction", "As on the statement", "Not the same. Read them in the entry")


def _facts(order: PublicOrder) -> tuple[object, ...]:
    return (order.kind, order.starts, order.ends, order.in_force, order.text)


def _same(order: PublicOrder) -> tuple[object, ...]:
    """What stays the same of an order when its end is moved."""
    return (order.kind, order.starts, order.reference)


def _in_words(order: PublicOrder) -> str:
    if order.in_force:
        return f"{order.label}, " + (f"until {day(order.ends)}" if order.ends else f"from {day(order.starts)}")
    return f"{order.label}, over" + (f" since {day(order.ends)}" if order.ends else "")


def _period(entry: PublicEntry) -> str | None:
    if entry.period_from is None or entry.period_to is None:
        return None
    return f"{day(entry.period_from)} to {day(entry.period_to)}"


def _breaks(entry: PublicEntry) -> str | None:
    return "; ".join(f"{day(one.first)} to {day(one.last)}" for one in entry.breaks) or None


def _others(entry: PublicEntry) -> str | None:
    return "; ".join(_other(one.body, one.number, one.checked_on) for one in entry.other_registrations) or None


def _other(body: str, number: str, checked_on: date | None) -> str:
    return f"{body} {number}" + (f", checked on {day(checked_on)}" if checked_on else "")


def _insurance(to: date | None) -> str | None:
    return f"Confirmed to {day(to)}" if to else None


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def _list(values: tuple[str, ...]) -> str | None:
    return ", ".join(values) or None
