"""Mailboxes for the tests: opened as their owner opens them, and written to as officers write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask

from accounts.models import Role
from concerns import queries
from concerns.models import Concern
from concerns.operations import having, writing
from concerns.telling import Telling
from foundation import locks
from foundation.database import db
from tests.accounts.staff import Person, hire
from tests.concerns.arrange import raised
from tests.page import Page, Visitor


@dataclass(frozen=True)
class Held:
    """What a reporter wrote down."""

    reference: str
    secret: str
    id: int


def held(told: Telling | None = None, **more: Any) -> Held:
    """A concern on record, and what opens it."""
    secret = locks.new_secret()
    concern = raised(told, secret=secret, **more)
    found = Held(concern.reference, secret, concern.id)
    db.session.rollback()
    return found


def officer(name: str = "Sam Penrose") -> Person:
    """A concerns officer."""
    return hire(Role.CONCERNS_OFFICER, name=name)


def taken(mine: Held, by: Person) -> None:
    """An officer takes the concern."""
    having.take(mine.reference, version=read(mine).version, by=by.actor)
    db.session.rollback()


def answer(mine: Held, words: str, by: Person, *, once: str = "page") -> None:
    """An officer writes in the mailbox."""
    if read(mine).officer_id is None:
        taken(mine, by)
    writing.write_message(mine.reference, words, once=once, by=by.actor)
    db.session.rollback()


def read(mine: Held) -> Concern:
    """The concern as it stands."""
    db.session.rollback()
    return queries.get(mine.reference)


def opened(visitor: Visitor, mine: Held) -> Page:
    """The mailbox, opened with what was written down."""
    page = visitor.open("/concerns/mailbox")
    return visitor.send(page, {"reference": mine.reference, "secret_code": mine.secret}, button="Open it")


def somebody(app: Flask) -> Visitor:
    """Another browser."""
    return Visitor(app.test_client())
