"""SQLite and PostgreSQL give the same answers: each database of the tests is held against a SQLite in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine

from bench.people import people
from bench.search_queries import Typist
from foundation.database import Base
from register.search import Person, Question, find, put
from register.search.tables import TABLES
from tests.register.search.conftest import AT, Room

CROWD = list(people(400, seed=3))


@pytest.fixture
def in_memory() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine, tables=TABLES)
    with engine.connect() as connection:
        put(connection, CROWD)
        yield connection
    engine.dispose()


def questions(crowd: list[Person]) -> list[Question]:
    return [
        *(Question(query.text, town=query.town) for query in Typist(crowd, seed=3).queries(12)),
        Question(),
        Question(area="health", works_with="adults"),
        Question(near=("LS1", 40.0)),
        Question("smith", near=("LS1", 100.0)),
        Question(language="polish", status="registered"),
        Question(town="London"),
        Question("harbour rehabilitation"),
    ]


def test_the_same_answers_everywhere(empty_room: Room, in_memory: Connection) -> None:
    empty_room.put(*CROWD)
    for question in questions(CROWD):
        for page in (1, 2):
            assert find(empty_room.connection, question, AT, page) == find(in_memory, question, AT, page), question
