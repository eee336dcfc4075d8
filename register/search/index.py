"""Writing the search room: put, remove, rebuild. Always inside the caller's transaction; nothing here commits.

People come in any number and are worked through in portions, so memory stays bounded. The search room keeps counts of
how many people carry a word; they are kept right here and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection

from register.search import facets
from register.search.asking import Person
from register.search.fold import fold, fold_organisation, fold_place
from register.search.forms import Forms, forms, sort_name, unpack
from register.search.keys import stored_keys
from register.search.places import outcode_number, tidy_outcode
from register.search.sounds import sound
from register.search.statements import Room, Row
from register.search.tables import TABLES

T = TypeVar("T")

PORTION = 2000
#: "No end": the last second of the year 9999.
FOREVER = 253_402_300_799_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_number(moment: datetime) -> int:
    """An aware moment as whole microseconds since 1970."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def put(connection: Connection, people: Iterable[Person]) -> int:
    """Add people to the search room, or replace what it holds of them. Says how many came.

    Raises:
        ValueError: more practice areas than the search room can tell apart.
    """
    count = 0
    for portion in _portions(people):
        _put(Room(connection), list({person.entry_id: person for person in portion}.values()))
        count += len(portion)
    return count


def remove(connection: Connection, entry_ids: Iterable[int]) -> None:
    """Take people out and leave nothing of them behind."""
    for portion in _portions(entry_ids):
        room = Room(connection)
        changes = _Changes(room)
        for entry_id, held in _held(room, portion).items():
            changes.forget(entry_id, held)
        changes.write()


def reindex(connection: Connection, people: Iterable[Person]) -> int:
    """Empty the search room and fill it again, in one transaction."""
    for table in TABLES:
        connection.exec_driver_sql(f"DELETE FROM {table.name}")
    return put(connection, people)


def freshen(connection: Connection) -> None:
    """Let the database count its rows anew, so that it plans well. Worth doing after a large load."""
    for table in TABLES:
        connection.exec_driver_sql(f"ANALYZE {table.name}")


# ------------------------------------------------------------------------------------------------------ what is held


@dataclass(slots=True)
class _Held:
    """What the search room holds of someone: names as packed text, facet, words of listing_word, and the row."""

    names: str
    facet: int
    areas: int
    words: frozenset[int]
    languages: frozenset[int]


def _held(room: Room, entry_ids: Iterable[int]) -> dict[int, _Held]:
    ids = room.array_value(entry_ids)
    array = room.array("bigint")
    spoken: dict[int, set[int]] = {}
    rows = room.rows(
        f"SELECT entry_id, names, facet, areas, town_id, organisation_id FROM listing WHERE entry_id IN ({array})",
        (ids,),
    )
    if not rows:
        return {}
    for entry_id, language_id in room.rows(
        f"SELECT entry_id, language_id FROM listing_language WHERE entry_id IN ({array})", (ids,)
    ):
        spoken.setdefault(entry_id, set()).add(language_id)
    return {
        entry_id: _Held(
            names,
            facet,
            areas,
            frozenset(word for word in (town_id, organisation_id) if word is not None),
            frozenset(spoken.get(entry_id, ())),
        )
        for entry_id, names, facet, areas, town_id, organisation_id in rows
    }


@dataclass(slots=True)
class _Changes:
    """All that one portion changes, gathered first and written in few statements."""

    room: Room
    surnames: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    words: Counter[int] = field(default_factory=Counter)
    areas: Counter[int] = field(default_factory=Counter)
    gone_names: list[Row] = field(default_factory=list)
    new_names: list[Row] = field(default_factory=list)
    gone_listings: list[Row] = field(default_factory=list)
    listings: list[Row] = field(default_factory=list)
    gone_languages: list[Row] = field(default_factory=list)
    new_languages: list[Row] = field(default_factory=list)

    def forget(self, entry_id: int, held: _Held) -> None:
        """Someone leaves altogether."""
        self._names(entry_id, unpack(held.names), -1)
        self._counts(held.words | held.languages, held.areas, -1)
        self.gone_listings.append((entry_id,))
        self.gone_languages.extend((language, entry_id) for language in held.languages)

    def replace(self, entry_id: int, held: _Held | None, new: _Held, found: Forms, row: Row) -> None:
        """Someone comes, or what is known of them changes."""
        if held is None or (held.names, held.facet) != (new.names, new.facet):
            if held is not None:
                self._names(entry_id, unpack(held.names), -1)
            self._names(entry_id, found, 1, new.facet)
        old_words = (held.words | held.languages) if held else frozenset()
        self._counts(old_words, held.areas if held else 0, -1)
        self._counts(new.words | new.languages, new.areas, 1)
        old_languages = held.languages if held else frozenset()
        self.gone_languages.extend((language, entry_id) for language in old_languages - new.languages)
        self.new_languages.extend((language, entry_id) for language in new.languages - old_languages)
        self.listings.append(row)

    def _names(self, entry_id: int, found: Forms, way: int, facet: int = 0) -> None:
        for form in found.surname_terms():
            self.surnames[form] += way
        for form in found.given_terms():
            self.given[form] += way
        if way < 0:
            self.gone_names.extend((sur, giv, entry_id) for sur, giv in found.rows())
        else:
            self.new_names.extend((sur, giv, entry_id, kind, facet) for (sur, giv), kind in found.rows().items())

    def _counts(self, words: frozenset[int], areas: int, way: int) -> None:
        for word in words:
            self.words[word] += way
        while areas:
            bit = areas & -areas
            self.areas[bit.bit_length() - 1] += way
            areas ^= bit

    def write(self) -> None:
        """Write it all down."""
        room = self.room
        room.run_many("DELETE FROM name_key WHERE sur = ? AND giv = ? AND entry_id = ?", self.gone_names)
        _insert(room, "name_key", ("sur", "giv", "entry_id", "kind", "facet"), sorted(self.new_names))
        room.run_many("DELETE FROM listing_language WHERE language_id = ? AND entry_id = ?", self.gone_languages)
        room.run_many("DELETE FROM listing WHERE entry_id = ?", self.gone_listings)
        _insert(room, "listing", _LISTING, self.listings, _LISTING_AGAIN)
        _insert(room, "listing_language", ("language_id", "entry_id"), sorted(self.new_languages))
        _count_terms(room, self.surnames, self.given)
        _count_words(room, self.words, self.areas)


_LISTING = (
    "entry_id", "number", "sort_name", "names", "facet", "areas", "town_id", "organisation_id", "outcode",
    "visible_from", "hidden_at", "registered_until",
)  # fmt: skip
_LISTING_AGAIN = f"(entry_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _LISTING[1:])}"
_TYPES = {
    "sur": "text", "giv": "text", "kind": "smallint", "facet": "bigint", "number": "text", "sort_name": "text",
    "names": "text", "areas": "bigint", "visible_from": "bigint", "hidden_at": "bigint", "registered_until": "bigint",
    "term": "text", "sound": "text", "folded": "text", "listing_word.kind": "text",
}  # fmt: skip


def _insert(room: Room, table: str, columns: tuple[str, ...], rows: list[Row], conflict: str = "DO NOTHING") -> None:
    """Many rows at once: executemany on SQLite, arrays on PostgreSQL."""
    if not rows:
        return
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    if room.sqlite:
        room.run_many(f"{into} VALUES ({', '.join('?' * len(columns))}) ON CONFLICT {conflict}", rows)
        return
    types = [_TYPES.get(f"{table}.{column}") or _TYPES.get(column, "int") for column in columns]
    arrays = ", ".join(f"?::{kind}[]" for kind in types)
    room.run(
        f"{into} SELECT * FROM unnest({arrays}) ON CONFLICT {conflict}",
        [list(column) for column in zip(*rows, strict=True)],
    )


# ------------------------------------------------------------------------------------------------- words of the names


def _count_terms(room: Room, surnames: Counter[str], given: Counter[str]) -> None:
    words = sorted(word for word in {*surnames, *given} if surnames[word] or given[word])
    if not words:
        return
    before = _term_ids(room, words)
    _insert(
        room,
        "term",
        ("term", "sound", "n_sur", "n_giv"),
        [(word, "" if word in before else sound(word), surnames[word], given[word]) for word in words],
        "(term) DO UPDATE SET n_sur = term.n_sur + excluded.n_sur, n_giv = term.n_giv + excluded.n_giv",
    )
    _forget_terms(room, [word for word in words if surnames[word] < 0 or given[word] < 0])
    # A word that another transaction deleted meanwhile has a new id, and is new to us too.
    new = {word: id_ for word, id_ in _term_ids(room, words).items() if before.get(word) != id_}
    if any(word in before for word in new):
        room.run_many("UPDATE term SET sound = ? WHERE term = ?", [(sound(word), word) for word in new])
    _insert(
        room,
        "term_key",
        ("key", "term_id"),
        sorted((key, id_) for word, id_ in new.items() for key in stored_keys(word)),
    )


def _term_ids(room: Room, words: list[str]) -> dict[str, int]:
    sql = f"SELECT term, id FROM term WHERE term IN ({room.array('text')})"
    return dict(room.rows(sql, (room.array_value(words),)))


def _forget_terms(room: Room, words: list[str]) -> None:
    if not words:
        return
    sql = f"SELECT term, id FROM term WHERE n_sur <= 0 AND n_giv <= 0 AND term IN ({room.array('text')})"
    gone: list[tuple[str, int]] = [(row[0], row[1]) for row in room.rows(sql, (room.array_value(words),))]
    room.run_many(
        "DELETE FROM term_key WHERE key = ? AND term_id = ?",
        [(key, id_) for word, id_ in gone for key in stored_keys(word)],
    )
    room.run_many("DELETE FROM term WHERE id = ?", [(id_,) for _, id_ in gone])


# ------------------------------------------------------------------------------ towns, organisations, areas, languages


def _count_words(room: Room, words: Counter[int], areas: Counter[int]) -> None:
    changes = [(change, id_) for id_, change in sorted(words.items()) if change]
    room.run_many("UPDATE listing_word SET people = people + ? WHERE id = ?", changes)
    room.run_many(
        "UPDATE listing_word SET people = people + ? WHERE kind = 'area' AND slot = ?",
        [(change, slot) for slot, change in sorted(areas.items()) if change],
    )
    if any(change < 0 for change in (*words.values(), *areas.values())):
        room.run("DELETE FROM listing_word WHERE people <= 0")


def _listing_words(room: Room, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int]]:
    """(kind, folded) -> (id, slot); words not known yet are added with nobody to their name."""
    if not wanted:
        return {}

    def known() -> dict[tuple[str, str], tuple[int, int]]:
        found = sorted({folded for _, folded in wanted})
        return {(kind, folded): (id_, slot) for id_, kind, folded, slot, _ in room.words(found)}

    result = known()
    missing = sorted(wanted - result.keys())
    if missing:
        if not room.sqlite:  # slots are given one transaction at a time; SQLite has one writer anyway
            room.run("SELECT pg_advisory_xact_lock(hashtext('listing_word'))")
            missing = sorted(wanted - known().keys())
        used: dict[str, set[int]] = {}
        for kind, slot in room.rows("SELECT kind, slot FROM listing_word WHERE kind IN ('town', 'area')"):
            used.setdefault(kind, set()).add(slot)
        rows: list[Row] = []
        for kind, folded in missing:
            slot = 0
            if kind in {"town", "area"}:
                taken = used.setdefault(kind, set())
                slot = next(number for number in range(len(taken) + 1) if number not in taken)
                taken.add(slot)
            if kind == "area" and slot >= facets.MOST_AREAS:
                raise ValueError(f"there are more than {facets.MOST_AREAS} practice areas")
            rows.append((kind, folded, slot, 0))
        _insert(room, "listing_word", ("kind", "folded", "slot", "people"), rows)
        result = known()
    return result


# ----------------------------------------------------------------------------------------------------------- people


def _words_of(person: Person) -> set[tuple[str, str]]:
    wanted = {("area", fold(area)) for area in person.areas} | {("language", fold(name)) for name in person.languages}
    wanted.add(("town", fold_place(person.town or "")))
    wanted.add(("organisation", fold_organisation(person.organisation or "")))
    return {(kind, folded[:100]) for kind, folded in wanted if folded}


def _put(room: Room, people: list[Person]) -> None:
    held = _held(room, [person.entry_id for person in people])
    wanted = {person.entry_id: _words_of(person) for person in people}
    known = _listing_words(room, set().union(*wanted.values()))
    changes = _Changes(room)
    for person in people:
        found = forms(person)
        ids: dict[str, list[tuple[int, int]]] = {"town": [], "organisation": [], "area": [], "language": []}
        for kind, folded in wanted[person.entry_id]:
            ids[kind].append(known[kind, folded])
        town, organisation = (ids[kind][0] if ids[kind] else None for kind in ("town", "organisation"))
        areas = sum(1 << slot for _, slot in ids["area"])
        facet = facets.pack(facets.works(person.works_with), areas, town[1] if town else None)
        outcode = tidy_outcode(person.outcode)
        new = _Held(
            names=found.packed(),
            facet=facet,
            areas=areas,
            words=frozenset(word[0] for word in (town, organisation) if word is not None),
            languages=frozenset(id_ for id_, _ in ids["language"]),
        )
        row = (
            person.entry_id,
            person.number,
            sort_name(person),
            new.names,
            facet,
            areas,
            town[0] if town else None,
            organisation[0] if organisation else None,
            outcode_number(outcode) if outcode else None,
            _moment(person.visible_from, 0),
            _moment(person.hidden_at, FOREVER),
            _moment(person.registered_until, FOREVER),
        )
        changes.replace(person.entry_id, held.get(person.entry_id), new, found, row)
    changes.write()


def _moment(moment: datetime | None, instead: int) -> int:
    return instead if moment is None else moment_number(moment)


def _portions(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while portion := list(islice(source, PORTION)):
        yield portion


def held_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table of the search room has."""
    return {table.name: _count(connection, table.name) for table in TABLES}


def _count(connection: Connection, table: str) -> int:
    value: Any = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
    return int(value)
