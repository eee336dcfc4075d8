"""A small register of made-up people: floors under what the search room finds, and what it does not claim.

The full measurement, with peers and at any size, is bench/search.py.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from bench.people import people
from bench.search_queries import Typist, full
from register.search import Person, Question, find
from tests.register.search.conftest import AT, Room

SIZE = 1000
EACH = 40
FLOORS = {
    "exact": 1.0, "number": 1.0, "typo_sub": 0.97, "typo_del": 0.97, "typo_ins": 0.97, "typo_tra": 0.97,
    "typo_two": 0.95, "family": 0.95, "by_rule": 0.95, "nickname": 0.95, "accents": 0.98, "apostrophe": 0.98,
    "surname_first": 0.98, "initial": 0.97, "hyphen_part": 0.97, "prefix": 0.97, "space": 0.97, "previous": 0.97,
    "town": 0.97,
}  # fmt: skip


@pytest.fixture
def crowd(empty_room: Room) -> dict[int, Person]:
    crowd = {person.entry_id: person for person in people(SIZE, seed=7)}
    empty_room.put(*crowd.values())
    return crowd


def test_what_is_found_and_what_is_not_claimed(empty_room: Room, crowd: dict[int, Person]) -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    shown: list[int] = []
    claimed: list[bool] = []
    for query in Typist(list(crowd.values()), seed=7).queries(EACH):
        hits = find(empty_room.connection, Question(query.text, town=query.town), AT).hits
        if query.person is None:
            shown.append(len(hits))
            claimed.append(any(hit.match == "same" for hit in hits))
            continue
        names = {full(crowd[hit.entry_id]) for hit in hits}
        found[query.kind].append(full(query.person) in names)
    recall = {kind: sum(hits) / len(hits) for kind, hits in found.items()}
    assert {kind: value for kind, value in recall.items() if value < FLOORS[kind]} == {}
    assert sum(shown) / len(shown) <= 0.5
    assert sum(claimed) / len(claimed) <= 0.01
