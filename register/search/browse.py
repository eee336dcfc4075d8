"""Lists without a name: everybody who fits the filters, by sort name, or by distance when a distance was asked for.

Every list stops at the cap and says so. Which index leads depends on what is rarest: people under orders, an
organisation, a town, or simply the alphabet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from register.search.asking import MOST_LISTED, By, Found, Hit
from register.search.filters import Filters, Place
from register.search.places import distance, outcode_of
from register.search.statements import Room, Row

_COLUMNS = "SELECT l.entry_id, l.outcode, l.sort_name FROM listing AS l WHERE"
_SPEAKERS = """SELECT l.entry_id, l.outcode, l.sort_name FROM listing_language AS s CROSS JOIN listing AS l
WHERE s.language_id = ? AND l.entry_id = s.entry_id AND"""
#: A language that fewer people speak leads the way, instead of the alphabet.
FEW_SPEAKERS = 30_000
#: How many people of nearby districts to read in each step when the nearest are wanted.
_STEPS = (1000, 10_000, 100_000, None)


def everyone(room: Room, filters: Filters) -> Found:
    """All who fit the filters."""
    if filters.impossible:
        return Found(reading="browse")
    if filters.only is not None:
        return _listed(filters, _under_orders(room, filters), "browse")
    if filters.centre is not None:
        return _nearest(room, filters)
    if filters.language is not None and filters.town is None and filters.language.people < FEW_SPEAKERS:
        return _listed(filters, _speakers(room, filters, filters.language), "browse")
    return _listed(filters, _alphabet(room, filters, "", []), "browse")


def of_town(room: Room, filters: Filters, town: Place) -> Found:
    """The people of a town."""
    return _listed(filters, _alphabet(room, filters, "l.town_id = ? AND", [town.id]), "town")


def of_organisations(room: Room, filters: Filters, organisations: list[Place]) -> Found:
    """The people of an organisation, or of several with nearly that name."""
    marks = ", ".join("?" * len(organisations))
    ids = [organisation.id for organisation in organisations]
    return _listed(filters, _alphabet(room, filters, f"l.organisation_id IN ({marks}) AND", ids), "organisation")


def _alphabet(room: Room, filters: Filters, first: str, values: list[Any]) -> Iterator[Row]:
    limit = MOST_LISTED + 1 if not filters.afterwards else 20 * MOST_LISTED
    sql = f"{_COLUMNS} {first} {filters.narrow} ORDER BY l.sort_name, l.entry_id LIMIT ?"
    yield from room.rows(sql, [*values, *filters.values, limit])


def _speakers(room: Room, filters: Filters, language: Place) -> list[Row]:
    sql = f"{_SPEAKERS} {filters.narrow} ORDER BY l.sort_name, l.entry_id"
    return room.rows(sql, [language.id, *filters.values])


def _under_orders(room: Room, filters: Filters) -> list[Row]:
    sql = f"{_COLUMNS} l.entry_id IN ({room.array('bigint')}) AND {filters.narrow} ORDER BY l.sort_name, l.entry_id"
    return room.rows(sql, [room.array_value(sorted(filters.only or ())), *filters.values])


def _listed(filters: Filters, rows: Iterator[Row] | list[Row], by: By) -> Found:
    found = Found(reading=by)
    for entry_id, outcode, _ in rows:
        if not filters.keeps(entry_id, outcode):
            continue
        if len(found.hits) == MOST_LISTED:
            found.more = True
            break
        found.hits.append(Hit(entry_id, "same", by, filters.away(outcode)))
    return found


def _nearest(room: Room, filters: Filters) -> Found:
    """The nearest first, district by district, until there are enough."""
    assert filters.centre is not None
    away: list[tuple[float, int, int]] = []
    for outcode, people in room.rows(
        "SELECT outcode, count(*) FROM listing WHERE outcode IS NOT NULL GROUP BY outcode"
    ):
        how_far = distance(outcode, filters.centre)
        if how_far is not None and how_far <= filters.miles:
            away.append((how_far, outcode, people))
    away.sort(key=lambda one: (one[0], outcode_of(one[1])))
    found = Found(reading="browse")
    for step in _STEPS:
        portion: list[int] = []
        people = 0
        while away and (step is None or people < step):
            _, outcode, more = away.pop(0)
            portion.append(outcode)
            people += more
        if not portion:
            break
        sql = f"{_COLUMNS} l.outcode IN ({room.array('bigint')}) AND {filters.narrow}"
        rows = room.rows(sql, [room.array_value(portion), *filters.values])
        rows.sort(key=lambda row: (filters.away(row[1]) or 0.0, row[2], row[0]))
        for entry_id, outcode, _ in rows:
            if filters.keeps(entry_id, outcode):
                found.hits.append(Hit(entry_id, "same", "browse", filters.away(outcode)))
        if len(found.hits) > MOST_LISTED:
            del found.hits[MOST_LISTED:]
            found.more = True
            break
    return found
