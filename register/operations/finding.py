"""Keeping search in step with the facts, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from foundation import audit, clock
from foundation.database import db, operation
from register import publication, queries, rules
from register.rules import Record
from register.search import Person, index
from register.vocabulary import Withheld

_AT_A_TIME = 1000


def refresh(entry_ids: Collection[int]) -> None:
    """Make these entries findable as their facts now stand. Part of the operation that changed them."""
    db.session.flush()
    put(queries.records(entry_ids).values())


def put(records: Iterable[Record]) -> None:
    """Make these records findable, in place of what search knew of them."""
    index.put(db.session.connection(), [person(record) for record in records])


@operation
def rebuild_search() -> int:
    """Empty the search room and index everybody afresh, in bounded memory. Says how many entries there are."""
    audit.take_turn()
    connection = db.session.connection()
    done = index.reindex(connection, _everybody())
    index.freshen(connection)
    return done


def _everybody() -> Iterator[Person]:
    last = 0
    while ids := queries.entries_after(last, limit=_AT_A_TIME):
        yield from (person(record) for record in queries.records(ids).values())
        last = ids[-1]


def person(record: Record) -> Person:
    """What search may know of somebody: names, where and with whom they work, and from when until when they are found.

    A place or organisation withheld for safety is not handed over, so it cannot be searched for.
    """
    facts = record.particulars_at(clock.now())
    place = Withheld.PLACE not in record.withheld
    return Person(
        entry_id=record.entry_id,
        number=record.number,
        surname=facts.surname,
        forenames=facts.forenames,
        known_as=facts.known_as,
        previous=tuple(facts.previous_names),
        organisation=facts.organisation if Withheld.ORGANISATION not in record.withheld else "",
        town=facts.town if place and facts.town else None,
        outcode=facts.outcode if place and facts.outcode else None,
        areas=frozenset(facts.areas),
        works_with=facts.works_with,
        languages=tuple(facts.languages),
        visible_from=rules.found_from(record),
        hidden_at=publication.found_until(record),
        registered_until=_registered_until(record),
    )


def _registered_until(record: Record) -> datetime | None:
    """The moment at which registration is over as things stand, whatever orders limit it meanwhile."""
    if not record.periods:
        return None
    last = max(record.periods, key=lambda one: one.starts_on)
    over = clock.end_of_day(last.ends_on)
    returned = clock.start_of_day(last.starts_on)
    stops = [one.at for one in record.endings if one.at >= returned]
    stops += [one.starts_at for one in record.restrictions if one.kind == "removal" and one.starts_at >= returned]
    return min([over, *stops])
