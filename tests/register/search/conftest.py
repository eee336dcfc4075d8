"""A small register in the search room, on each database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection

from foundation.database import transaction
from register.search import Answer, Person, Question, find, put
from tests.register.search.people import SAMPLE

AT = datetime(2027, 3, 3, 12, tzinfo=UTC)


class Room:
    """The search room of one test: put people in, ask."""

    def __init__(self, database: SQLAlchemy) -> None:
        self._database = database

    def write(self, work: Callable[[Connection], object]) -> None:
        with transaction("a test"):
            work(self._database.session.connection())

    def put(self, *people: Person) -> None:
        self.write(lambda connection: put(connection, people))

    @property
    def connection(self) -> Connection:
        return self._database.session.connection()

    def find(self, text: str = "", *, at: datetime = AT, page: int = 1, **filters: Any) -> Answer:
        return find(self.connection, Question(text=text, **filters), at, page)

    def ids(self, text: str = "", **filters: Any) -> list[int]:
        return [hit.entry_id for hit in self.find(text, **filters).hits]

    def tiers(self, text: str = "", **filters: Any) -> list[tuple[int, str]]:
        return [(hit.entry_id, hit.match) for hit in self.find(text, **filters).hits]


@pytest.fixture
def empty_room(database: SQLAlchemy) -> Room:
    return Room(database)


@pytest.fixture
def room(empty_room: Room) -> Room:
    """With the people of tests/register/search/people.py."""
    empty_room.put(*SAMPLE)
    return empty_room
