"""Circulars for the tests of this room, and the people who write and release them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from accounts.models import Role
from cpd.circulars import queries
from cpd.circulars.models import Circular
from cpd.circulars.operations import releasing, writing
from cpd.circulars.operations.writing import Words
from cpd.circulars.vocabulary import Fate, Group
from foundation.database import db
from foundation.outbox import Letter
from tests.accounts.staff import Person, hire

WORDS = Words("News for [name]", "Dear [name]\n\nYour number is [number].", Group.REGISTERED)


def writer() -> Person:
    return hire(Role.REGISTRATION_OFFICER, name="Wanda Writer")


def second() -> Person:
    return hire(Role.REGISTRAR, name="Sam Second")


def version(circular_id: int) -> int:
    db.session.rollback()
    return db.session.get_one(Circular, circular_id, populate_existing=True).version


def drafted(by: Person, **changes: Any) -> int:
    """A circular whose list is there."""
    words = Words(**{**WORDS.__dict__, **changes})
    circular_id = writing.write(words, by=by.actor)
    writing.put_list_together(circular_id, version=version(circular_id), by=by.actor)
    return circular_id


def offered(by: Person, **changes: Any) -> int:
    circular_id = drafted(by, **changes)
    writing.offer(circular_id, version=version(circular_id), by=by.actor)
    return circular_id


def released(by: Person, other: Person, **changes: Any) -> int:
    circular_id = offered(by, **changes)
    releasing.release(circular_id, version=version(circular_id), by=other.actor)
    return circular_id


def counts(circular_id: int) -> dict[Fate, int]:
    db.session.rollback()
    return queries.fates([circular_id])[circular_id]


def letters() -> list[tuple[str, str, str]]:
    """Address, subject and body of every letter of a circular."""
    statement = select(Letter.recipient, Letter.subject, Letter.body).where(Letter.template == "circular")
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement.order_by(Letter.id))]
