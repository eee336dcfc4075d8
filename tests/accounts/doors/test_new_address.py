"""A new address for an account: proved by a code, the old one told, and letters about the entry follow."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from register import queries
from register.operations import claiming
from tests.accounts.keyboard import ANNA, account, code_in, letters, newcomer, sign_in, sign_up, trail
from tests.conftest import StillClock
from tests.page import Page, Visitor
from tests.register.arrange import admit, entry_id

NEW, ADDRESS = "anna.jones@people.example", "/account/security/address"


def ask(visitor: Visitor, email: str, *, status: int = 200) -> Page:
    return visitor.send(visitor.open(ADDRESS), {"email": email}, button="Send the code", status=status)


def test_a_code_proves_the_new_address_and_the_old_one_is_told(
    visitor: Visitor, app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-03-03 10:00")
    sign_up(visitor)
    held = account()
    assert held is not None
    own = admit((date(2027, 1, 1), date(2027, 12, 31)), email=ANNA.upper())
    claiming.hold(own, held.id, proof="a test")
    page = ask(visitor, NEW)
    assert account() is not None, "nothing changes before the code"
    wrong = visitor.send(page, {"code": "000000"}, button="Change my address", status=400)
    assert "not the code" in wrong.problems[0]
    page = visitor.send(wrong, {"code": code_in(letters(NEW)[-1])}, button="Change my address")
    assert f"You sign in with {NEW} from now on." in page.text
    assert account() is None
    assert queries.email_of(entry_id(own)) == NEW
    for to in (ANNA, NEW):
        assert letters(to)[-1].template == "account_address_changed"
        assert NEW not in letters(ANNA)[-1].body
    [line] = trail("account.address_changed")
    assert NEW not in str(line.detail)
    assert sign_in(newcomer(app), NEW).heading == "Your account"


def test_an_address_of_another_account_is_not_given_away_and_not_taken(
    visitor: Visitor, app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-03-03 10:00")
    sign_up(newcomer(app), NEW)
    sign_up(visitor)
    assert "You sign in with that address already." in ask(visitor, ANNA, status=409).problems
    page = ask(visitor, NEW)
    assert page.heading == "Type the code from our letter", "as with any other address"
    assert letters(NEW)[-1].template == "account_address_taken"
    visitor.send(page, {"code": "123456"}, button="Change my address", status=400)
    set_clock("2027-03-03 10:20")
    assert visitor.open(ADDRESS).heading != "Change your email address", "after a quarter of an hour we ask who it is"
