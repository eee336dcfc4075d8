"""Signing up: an address proved by a code, then an account with a way to sign in, in one step or not at all."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts.models import Account, Realm
from foundation import outbox
from foundation.database import db
from tests.accounts.keyboard import (
    ANNA,
    PASSWORD,
    account,
    code_in,
    letters,
    newcomer,
    sign_in,
    sign_out,
    sign_up,
    trail,
)
from tests.conftest import StillClock
from tests.page import Visitor


def accounts_there() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Account)) or 0


def test_signing_up_leads_to_the_account(visitor: Visitor, database: SQLAlchemy) -> None:
    page = sign_up(visitor)
    assert page.heading == "Your account"
    assert "You are signed in as Anna Smith." in page.text
    held = account()
    assert held is not None
    assert held.email_proved_at is not None
    assert held.password_hash is not None
    assert held.password_hash.startswith("$argon2id$")
    assert [letter.template for letter in letters(ANNA)] == ["account_sign_up_code"]
    assert [line.actor_id for line in trail("account.created")] == [held.id]
    assert [line.actor_id for line in trail("account.sign_in")] == [held.id]


def test_no_code_or_password_stands_in_the_trail_or_the_database(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    code = code_in(letters()[0])
    for table in reversed(db.metadata.sorted_tables):
        if table.name == "letter":
            continue
        for row in db.session.execute(select(table)):
            words = repr(tuple(row))
            assert PASSWORD not in words
            assert f"'{code}'" not in words


def test_a_code_typed_wrong_is_refused_and_then_right(visitor: Visitor, database: SQLAlchemy) -> None:
    page = visitor.send(visitor.open("/account/sign-up"), {"email": ANNA})
    page = visitor.send(page, {"code": "12"}, status=400)
    assert page.problems == ["That is not the code in our newest letter. Check the six digits and try again."]
    page = visitor.send(page, {"code": ""}, status=400)
    assert page.problems == ["Type the code."]
    page = visitor.send(page, {"code": f" {code_in(letters()[0])[:3]} {code_in(letters()[0])[3:]}"})
    assert page.heading == "Your name, and how you will sign in"


def test_a_code_typed_wrong_too_often_is_dead(visitor: Visitor, database: SQLAlchemy) -> None:
    page = visitor.send(visitor.open("/account/sign-up"), {"email": ANNA})
    for _ in range(5):
        page = visitor.send(page, {"code": "0"}, status=400)
    page = visitor.send(page, {"code": code_in(letters()[0])}, status=400)
    assert "no longer works" in page.problems[0]
    assert accounts_there() == 0


def test_a_code_typed_late_is_refused(visitor: Visitor, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    page = visitor.send(visitor.open("/account/sign-up"), {"email": ANNA})
    set_clock.move(minutes=61)
    page = visitor.send(page, {"code": code_in(letters()[0])}, status=400)
    assert page.problems == ["That code is too old. Ask for a new one."]


def test_a_code_typed_by_somebody_else_opens_nothing(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    visitor.send(visitor.open("/account/sign-up"), {"email": ANNA})
    stranger = newcomer(app)
    page = stranger.send(stranger.open("/account/sign-up"), {"email": "stranger@people.example"})
    page = stranger.send(page, {"code": code_in(letters(ANNA)[0])}, status=400)
    assert page.problems
    assert newcomer(app).open("/account/sign-up/code").heading == "Make an account"


def test_a_proof_makes_one_account(visitor: Visitor, database: SQLAlchemy) -> None:
    page = visitor.send(visitor.open("/account/sign-up"), {"email": ANNA})
    page = visitor.send(page, {"code": code_in(letters()[0])})
    details = page
    visitor.send(details, {"name": "Anna Smith", "password": PASSWORD})
    assert accounts_there() == 1
    assert visitor.open("/account/sign-up/details").heading == "Your account"


def test_two_devices_at_once_make_one_account(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    phone = newcomer(app)
    pages = []
    for one in (visitor, phone):
        page = one.send(one.open("/account/sign-up"), {"email": ANNA})
        pages.append(one.send(page, {"code": code_in(letters()[-1])}))
    assert visitor.send(pages[0], {"name": "Anna", "password": PASSWORD}).heading == "Your account"
    page = phone.send(pages[1], {"name": "Anna", "password": PASSWORD}, status=409)
    assert page.problems == ["There is an account with that address already. Sign in with it."]
    assert accounts_there() == 1


def test_weak_passwords_and_no_name_are_refused_together(visitor: Visitor, database: SQLAlchemy) -> None:
    page = visitor.send(visitor.open("/account/sign-up"), {"email": ANNA})
    page = visitor.send(page, {"code": code_in(letters()[0])})
    page = visitor.send(page, {"name": " ", "password": ""}, status=400)
    assert page.problems == ["Type your name.", "Type a new password."]
    page = visitor.send(page, {"name": "Anna Smith", "password": "annasmith2027"}, status=400)
    assert page.problems[0].startswith("Leave out your own name")
    assert accounts_there() == 0


def test_a_known_address_gets_another_letter_and_the_same_pages(
    visitor: Visitor, app: Flask, database: SQLAlchemy
) -> None:
    sign_up(visitor)
    stranger = newcomer(app)
    page = stranger.send(stranger.open("/account/sign-up"), {"email": ANNA.upper()})
    assert page.heading == "Type the code from our letter"
    assert letters(ANNA)[-1].template == "account_sign_up_known"
    page = stranger.send(page, {"code": "123456"}, status=400)
    assert page.problems == ["That is not the code in our newest letter. Check the six digits and try again."]


def test_letters_to_one_address_have_an_end(visitor: Visitor, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    for _ in range(6):
        visitor.send(visitor.open("/account/sign-up"), {"email": ANNA})
    page = visitor.send(visitor.open("/account/sign-up"), {"email": ANNA}, status=429)
    assert "several letters" in page.problems[0]
    assert len(letters(ANNA)) == 6
    set_clock.move(minutes=61)
    assert visitor.send(visitor.open("/account/sign-up"), {"email": ANNA}).heading == "Type the code from our letter"


def test_mail_down_during_sign_up_loses_nothing(
    visitor: Visitor, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_server(*_arguments: object, **_more: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("smtplib.SMTP.connect", no_server)
    page = visitor.send(visitor.open("/account/sign-up"), {"email": ANNA})
    assert outbox.deliver().put_back == 1
    assert page.heading == "Type the code from our letter"
    assert "Wait ten minutes" in page.text
    assert accounts_there() == 0
    assert visitor.send(page, {"code": code_in(letters()[0])}).heading == "Your name, and how you will sign in"


@pytest.mark.parametrize("email", ["ANNA.SMITH@People.Example", "anna+cpd@people.example", "анна@пример.рф"])
def test_addresses_in_capitals_with_a_plus_and_in_another_script(
    visitor: Visitor, database: SQLAlchemy, email: str
) -> None:
    sign_up(visitor, email)
    sign_out(visitor)
    assert sign_in(visitor, email.swapcase()).heading == "Your account"
    assert accounts_there() == 1


def test_a_name_with_a_script_in_it_is_shown_as_it_is(visitor: Visitor, database: SQLAlchemy) -> None:
    page = sign_up(visitor, name="<script>alert(1)</script> O’Brien")
    assert "<script>alert(1)" not in page.html
    held = account()
    assert held is not None
    assert held.realm is Realm.PUBLIC
    assert held.name == "<script>alert(1)</script> O’Brien"
