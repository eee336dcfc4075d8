"""People who work at the institute, for tests: hired with their roles, and sitting at a browser signed in."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import parse_cookie
from werkzeug.wrappers import Response

from accounts import sessions
from accounts.models import Account, App, Realm, Role, RoleGrant, Session, SitsAs
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, transaction

_numbers = itertools.count(1)
SHELL = Actor("shell", None, "the shell")


@dataclass(frozen=True)
class Person:
    """Somebody with an account, as plain values."""

    id: int
    name: str
    email: str

    @property
    def actor(self) -> Actor:
        return Actor("account", self.id, self.name)


#: Whoever is hired as one of these is a lay person, until a test says otherwise (`looking.sits_as_registrant`).
JUDGES = frozenset({Role.CASE_EXAMINER, Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.APPEAL_PANEL})


def hire(*roles: Role, name: str = "", until: datetime | None = None, realm: Realm = Realm.STAFF) -> Person:
    """Somebody with an account and these roles, given the day before."""
    number = next(_numbers)
    name = name or f"Person {number}"
    email = f"person{number}@ircm.example"
    now = clock.now()
    before = now - timedelta(days=1)
    with transaction("a test hires somebody"):
        account = Account(
            realm=realm, email=email, email_key=email, name=name, created_at=before, handle=f"handle-{number}"
        )
        db.session.add(account)
        db.session.flush()
        account_id = account.id
        for role in roles:
            db.session.add(
                RoleGrant(
                    account_id=account_id,
                    role=role,
                    granted_at=before,
                    until=until,
                    proposed_at=before,
                    proposed_by="the shell",
                    reason="a test",
                )
            )
        if JUDGES.intersection(roles):
            db.session.add(SitsAs(account_id=account_id, number=None, said_at=before))
        if realm is Realm.STAFF:
            db.session.add(App(account_id=account_id, name="Phone", secret="none", added_at=before))
    return Person(account_id, name, email)


def cookie_for(
    app: Flask, person: Person, *, realm: Realm = Realm.STAFF, second_factor: bool = True
) -> tuple[str, str]:
    """A session of somebody: the name and value of its cookie."""
    token = sessions.new_token()
    now = clock.now()
    with transaction("a test signs somebody in"):
        db.session.add(
            Session(
                account_id=person.id,
                token_hash=sessions.hash_token(token),
                browser="A test",
                began_at=now,
                idle_minutes=30,
                expires_at=now + timedelta(hours=12),
                second_factor_at=now if second_factor else None,
            )
        )
    with app.test_request_context():
        response = Response()
        sessions.give_cookie(response, realm, token)
        [(name, value)] = parse_cookie(response.headers["Set-Cookie"].split(";")[0]).items()
    return name, value


def sit_down(app: Flask, person: Person, *, realm: Realm = Realm.STAFF, second_factor: bool = True) -> FlaskClient:
    """Somebody without a browser who is signed in."""
    client = app.test_client()
    name, value = cookie_for(app, person, realm=realm, second_factor=second_factor)
    client.set_cookie(name, value, path="/staff" if realm is Realm.STAFF else "/")
    return client
