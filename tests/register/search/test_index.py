"""Putting people into the search room and taking them out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from foundation.clock import end_of_day
from register.search import Person, put, reindex, remove
from register.search.index import held_rows, moment_number
from register.search.tables import TABLES
from tests.register.search.conftest import Room
from tests.register.search.people import SAMPLE, person


def contents(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Everything the search room holds, without its own numbers for words."""
    names = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT id, folded FROM listing_word")}
    words = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT id, term FROM term")}
    result: dict[str, list[tuple[object, ...]]] = {}
    for table in TABLES:
        columns = [column.name for column in table.columns if column.name not in {"id", "facet", "areas", "slot"}]
        rows = connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {table.name}").all()
        shown = []
        for row in rows:
            values = dict(zip(columns, row, strict=True))
            for column in ("town_id", "organisation_id", "language_id"):
                if values.get(column) is not None:
                    values[column] = names[values[column]]
            if "term_id" in values:
                values["term_id"] = words[values["term_id"]]
            shown.append(tuple(values.values()))
        result[table.name] = sorted(shown, key=repr)
    return result


def test_removing_leaves_nothing_behind(room: Room) -> None:
    assert all(held_rows(room.connection).values())
    room.write(lambda connection: remove(connection, [one.entry_id for one in SAMPLE]))
    assert set(held_rows(room.connection).values()) == {0}


def test_removing_one_person_keeps_the_words_of_others(room: Room) -> None:
    before = contents(room.connection)
    extra = person(99, "Catherine Zzyzx", "Jones", town="Leeds", areas=frozenset({"health"}), languages=("Welsh",))
    room.put(extra)
    assert contents(room.connection) != before
    room.write(lambda connection: remove(connection, [99]))
    assert contents(room.connection) == before


def test_putting_again_changes_nothing(room: Room) -> None:
    before = contents(room.connection)
    room.put(*SAMPLE)
    assert contents(room.connection) == before


def test_a_change_is_as_if_it_had_always_been(room: Room) -> None:
    changed = person(2, "Kathryn", "Jones-Smith", town="York", previous=("Jones",), languages=("French",))
    room.put(changed)
    assert room.tiers("kathryn jones smith") == [(2, "same")]
    assert room.tiers("kathryn jones")[0] == (2, "sounds")
    assert 2 not in room.ids("leeds")
    after = contents(room.connection)
    room.write(lambda connection: reindex(connection, [changed if one.entry_id == 2 else one for one in SAMPLE]))
    assert contents(room.connection) == after


def test_order_and_portions_do_not_matter(empty_room: Room) -> None:
    empty_room.put(*SAMPLE)
    together = contents(empty_room.connection)
    empty_room.write(lambda connection: reindex(connection, []))
    for one in reversed(SAMPLE):
        empty_room.put(one)
    assert contents(empty_room.connection) == together


def test_the_last_of_two_in_one_portion_counts(empty_room: Room) -> None:
    empty_room.put(person(1, "Ann", "First"), person(1, "Ann", "Second"))
    assert empty_room.ids("ann second") == [1]
    assert empty_room.tiers("ann first") == []


def test_counts_of_words(room: Room) -> None:
    counts = {row[0]: row[1:] for row in room.connection.exec_driver_sql("SELECT term, n_sur, n_giv FROM term")}
    assert counts["obrien"] == (2, 0)  # once whole, once a part
    assert counts["rebecca"] == (0, 2)
    assert counts["rachel"] == (0, 1)
    assert counts["james"] == (1, 0)
    assert "" not in counts


@pytest.mark.parametrize(
    "odd",
    [
        Person(1, "CM000001B", "", ""),
        Person(1, "CM000001B", "—", "…"),
        Person(1, "CM000001B", "😀", "🙂", known_as="’"),
        Person(1, "CM000001B", "x" * 500, "y" * 500, town="z" * 500, organisation="q" * 500),
        Person(1, "CM000001B", "'; DROP TABLE term; --", "<b>Bo</b>"),
        Person(1, "CM000001B", "a b c d e f g h i j k l m n o p q r s t", "a-b-c-d-e-f-g-h"),
        Person(1, "CM000001B", "Né\x00ant", "Jo\u202eel", town="\x00", outcode="nonsense"),
    ],
)
def test_odd_people_go_in_and_out(empty_room: Room, odd: Person) -> None:
    empty_room.put(odd)
    assert empty_room.find().total == 1
    empty_room.write(lambda connection: remove(connection, [1]))
    assert set(held_rows(empty_room.connection).values()) == {0}


def test_more_areas_than_can_be_told_apart_are_refused(empty_room: Room) -> None:
    with pytest.raises(ValueError, match="practice areas"):
        empty_room.put(person(1, "Ann", "Smith", areas=frozenset(f"area {i}" for i in range(61))))


def test_moments_are_kept_to_the_microsecond(empty_room: Room) -> None:
    moment = datetime(2027, 3, 3, 12, 0, 0, 1, tzinfo=UTC)
    empty_room.put(person(1, "Ann", "Smith", visible_from=moment, hidden_at=end_of_day(moment.date())))
    assert empty_room.find("ann smith", at=datetime(2027, 3, 3, 12, tzinfo=UTC)).total == 0
    assert empty_room.find("ann smith", at=moment).total == 1
    assert empty_room.find("ann smith", at=end_of_day(moment.date())).total == 0
    assert moment_number(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC)) == 1_000_005


def test_many_portions(empty_room: Room) -> None:
    empty_room.write(lambda connection: put(connection, (person(i, f"Ann{i}", "Smith") for i in range(1, 2100))))
    assert held_rows(empty_room.connection)["listing"] == 2099
