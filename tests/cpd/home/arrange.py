"""People at the home of their account."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from accounts.models import Realm, Session
from foundation import clock, outbox
from foundation.database import db, transaction
from register.operations import claiming
from tests.accounts.staff import Person, hire, sit_down
from tests.frame import cast
from tests.page import Page, Visitor


def registrant(number: str = cast.SIOBHAN) -> Person:
    """Somebody whose account looks after an entry."""
    person = hire(realm=Realm.PUBLIC, name="Siobhán O’Brien-Achebe")
    with transaction("a test links an entry"):
        claiming.hold(number, person.id, proof="a test")
    return person


def at_home(app: Flask, person: Person) -> Visitor:
    """Somebody signed in at their own door."""
    return Visitor(sit_down(app, person, realm=Realm.PUBLIC))


def confirm(visitor: Visitor, person: Person) -> None:
    """They have just shown once more that it is they."""
    found = db.session.scalars(select(Session.id).where(Session.account_id == person.id)).one()
    db.session.rollback()
    with visitor.client.session_transaction() as kept:
        kept["confirmed_public"] = {"session": found, "at": clock.now().isoformat()}


def take(visitor: Visitor, page: Page, kind: str) -> object:
    """Press one of the two buttons; gives the answer."""
    token = page.all("input", name="csrf_token")[0].get("value")
    return visitor.client.post(f"/account/data/{kind}", data={"csrf_token": token})


def write(template: str, to: str, **words: object) -> int:
    """Put a letter into the outbox."""
    with transaction("a test writes a letter"):
        letter = outbox.write(template, to=to, **words)
        assert letter is not None
        db.session.flush()
        return letter.id
