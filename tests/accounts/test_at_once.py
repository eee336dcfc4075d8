"""Fifty people sign in at once, on each database: everybody is in, nothing is lost, the trail holds together."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts import demo
from accounts.models import Account, Session
from accounts.operations import signing_up
from accounts.operations.sessions import Visit
from foundation import audit
from foundation.audit import Actor
from foundation.database import db
from foundation.errors import Refused
from tests.accounts.keyboard import ANNA, code_in, letters, newcomer, sign_in

PEOPLE = 50
BY = Actor("system", None, "the tests")


def test_fifty_people_sign_in_at_once(app: Flask, database: SQLAlchemy) -> None:
    addresses = [f"person{number}@people.example" for number in range(PEOPLE)]
    demo.fill(registrants=[(f"Person {address.split('@')[0]}", address) for address in addresses], by=BY)
    db.session.remove()

    def come_in(address: str) -> str:
        return sign_in(newcomer(app), address, password=demo.PASSWORD).heading

    with ThreadPoolExecutor(max_workers=PEOPLE) as everybody:
        headings = Counter(everybody.map(come_in, addresses))
    assert headings == {"Your account": PEOPLE}
    assert db.session.scalar(select(func.count()).select_from(Session).where(Session.ended_at.is_(None))) == PEOPLE
    signed_in = select(func.count()).select_from(audit.AuditRecord)
    assert db.session.scalar(signed_in.where(audit.AuditRecord.action == "account.sign_in")) == PEOPLE
    assert audit.verify().broken is None


@pytest.mark.parametrize("devices", [8])
def test_one_person_on_many_devices_gets_one_account(app: Flask, database: SQLAlchemy, devices: int) -> None:
    tickets = []
    for _ in range(3):
        visitor = newcomer(app)
        page = visitor.send(visitor.open("/account/sign-up"), {"email": ANNA})
        visitor.send(page, {"code": code_in(letters()[-1])})
        tickets.append(visitor)
    db.session.remove()

    def finish(number: int) -> int:
        visitor = tickets[number % 3]
        with visitor.client.session_transaction() as held:
            kept = held["sign_up"]
        with app.app_context():
            ticket = signing_up.Ticket(kept["code"], kept["secret"], kept["email"])
            try:
                signing_up.sign_up_with_password(
                    ticket, name="Anna", password="three blue kettles", visit=Visit("192.0.2.1", "A test")
                )
            except Refused:
                return 0
            return 1

    with ThreadPoolExecutor(max_workers=devices) as everybody:
        assert sum(everybody.map(finish, range(devices))) == 1
    assert db.session.scalar(select(func.count()).select_from(Account)) == 1
    assert db.session.scalar(select(func.count()).select_from(Session)) == 1
