"""Somebody at a keyboard, for the tests of signing in: what they do, page by page, and the letters they get."""

from __future__ import annotations

import re

import pyotp
from flask import Flask
from sqlalchemy import select

from accounts.models import Account, Realm
from foundation import clock
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.outbox import Letter
from tests.page import Page, Visitor

ANNA = "anna.smith@people.example"
PASSWORD = "three blue kettles"
OTHER_PASSWORD = "seven green lamps"


def letters(to: str | None = None) -> list[Letter]:
    """Every letter so far, oldest first."""
    db.session.rollback()
    found = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    return [letter for letter in found if to is None or letter.recipient == to]


def code_in(letter: Letter) -> str:
    """The six digits of a letter."""
    found = re.search(r"\b\d{6}\b", letter.body)
    assert found, letter.body
    return found[0]


def link_in(letter: Letter) -> str:
    """The address in a letter, from the slash on."""
    found = re.search(r"http://register\.example(/\S*new-password/\S+)", letter.body)
    assert found, letter.body
    return found[1]


def trail(action: str) -> list[AuditRecord]:
    """The lines of the trail about one kind of event."""
    db.session.rollback()
    return list(db.session.scalars(select(AuditRecord).where(AuditRecord.action == action).order_by(AuditRecord.id)))


def account(email: str = ANNA, realm: Realm = Realm.PUBLIC) -> Account | None:
    """An account as it is now."""
    db.session.rollback()
    return db.session.scalar(select(Account).where(Account.email == email, Account.realm == realm))


def sign_up(visitor: Visitor, email: str = ANNA, *, name: str = "Anna Smith", password: str = PASSWORD) -> Page:
    """Make an account, all the way."""
    page = visitor.send(visitor.open("/account/sign-up"), {"email": email})
    page = visitor.send(page, {"code": code_in(letters()[-1])})
    return visitor.send(page, {"name": name, "password": password})


def sign_in(
    visitor: Visitor, email: str = ANNA, *, password: str = PASSWORD, door: str = "/account", status: int = 200
) -> Page:
    """Type an address and a password."""
    page = visitor.open(f"{door}/sign-in")
    return visitor.send(page, {"email": email, "password": password}, button="Sign in", status=status)


def sign_out(visitor: Visitor, door: str = "/account") -> Page:
    """Press the button."""
    page = visitor.open(f"{door}/security")
    return visitor.send(page, {}, button="Sign out")


def add_app(visitor: Visitor, door: str = "/account") -> pyotp.TOTP:
    """Put an authenticator app to the account; gives the app."""
    page = visitor.open(f"{door}/security/app")
    app = pyotp.TOTP(page.words("p", class_="secret-key")[0].replace(" ", ""))
    visitor.send(page, {"code": code_of(app)}, button="Add the app")
    return app


def code_of(app: pyotp.TOTP, *, later: int = 0) -> str:
    """What an app shows now, or so many half minutes later."""
    return app.at(clock.now(), counter_offset=later)


def backup_codes(visitor: Visitor, door: str = "/account") -> list[str]:
    """Make backup codes."""
    page = visitor.open(f"{door}/security/backup-codes")
    page = visitor.send(page, {}, button="Make ten backup codes")
    return [code for listed in page.all("ol", class_="backup-codes") for code in map(_text, listed.iter("li"))]


def _text(element: object) -> str:
    return str(getattr(element, "text", "")).strip()


def newcomer(app: Flask) -> Visitor:
    """Somebody else, at another browser."""
    return Visitor(app.test_client())
