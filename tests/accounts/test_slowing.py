"""A guesser waits longer and longer; the owner's own browser, and an office behind one address, do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.accounts.keyboard import ANNA, PASSWORD, add_app, newcomer, sign_in, sign_out, sign_up, trail
from tests.conftest import StillClock
from tests.page import Visitor


@pytest.fixture
def slow(make_app: Callable[..., Flask], set_clock: StillClock) -> Flask:
    """The app with its limits on."""
    set_clock("2027-03-03 10:00")
    return make_app(rate_limits=True)


def waits(visitor: Visitor, email: str = ANNA) -> str | None:
    """Try a wrong password; gives the sentence about waiting, or None."""
    page = visitor.open("/account/sign-in")
    form = page.form(button="Sign in")
    token = next(field.get("value") for field in form.iter("input") if field.get("name") == "csrf_token")
    response = visitor.client.post("/account/sign-in", data={"csrf_token": token, "email": email, "password": "wrong"})
    assert response.status_code in {400, 429}
    return response.text.split('href="#email">')[1].split("<")[0] if response.status_code == 429 else None


def test_waiting_grows_and_ends(slow: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    sign_up(newcomer(slow))
    thief = newcomer(slow)
    assert [waits(thief) for _ in range(5)] == [None] * 5
    said = waits(thief)
    assert said is not None
    assert said.startswith("There were too many wrong tries. Wait 1 minute, then try again.")
    minutes = []
    for _ in range(7):
        set_clock.move(minutes=15, seconds=1)
        assert waits(thief) is None
        said = waits(thief)
        assert said is not None
        minutes.append(int(said.split("Wait ")[1].split()[0]))
    assert minutes == [2, 4, 8, 15, 15, 15, 15]
    set_clock.move(minutes=16)
    assert sign_in(newcomer(slow)).heading == "Your account", "nobody is locked out for good"
    assert waits(newcomer(slow)) is None, "and then it is forgotten"


def test_waiting_tells_nothing_about_the_address(slow: Flask, database: SQLAlchemy) -> None:
    sign_up(newcomer(slow))
    thief = newcomer(slow)
    said = {email: [waits(thief, email) for _ in range(7)] for email in (ANNA, "nobody@people.example")}
    assert said[ANNA] == said["nobody@people.example"]
    assert said[ANNA][-1] is not None


def test_a_guesser_cannot_keep_the_owner_out(slow: Flask, database: SQLAlchemy) -> None:
    owner = newcomer(slow)
    sign_up(owner)
    sign_out(owner)
    thief = newcomer(slow)
    while waits(thief) is None:
        pass
    assert sign_in(owner).heading == "Your account"


def test_a_reset_is_open_while_one_waits(slow: Flask, database: SQLAlchemy) -> None:
    sign_up(newcomer(slow))
    thief = newcomer(slow)
    while waits(thief) is None:
        pass
    page = thief.open("/account/forgotten")
    assert thief.send(page, {"email": ANNA}).heading == "Look in your email"


def test_an_office_behind_one_address_does_not_notice(slow: Flask, database: SQLAlchemy) -> None:
    sign_up(newcomer(slow))
    office = newcomer(slow)
    assert {waits(office, f"colleague{number}@office.example") for number in range(50)} == {None}
    assert sign_in(office).heading == "Your account"


def test_one_address_trying_many_waits(slow: Flask, database: SQLAlchemy) -> None:
    thief = newcomer(slow)
    said = [waits(thief, f"person{number}@people.example") for number in range(62)]
    assert said[:60] == [None] * 60
    assert said[-1] is not None
    other = newcomer(slow)
    other.client.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    assert waits(other, "person99@people.example") is None


def test_codes_are_slowed_down_too(slow: Flask, database: SQLAlchemy) -> None:
    owner = newcomer(slow)
    sign_up(owner)
    add_app(owner)
    thief = newcomer(slow)
    page = sign_in(thief)
    for _ in range(5):
        page = thief.send(page, {"code": "000000"}, button="Go on", status=400)
    page = thief.send(page, {"code": "000000"}, button="Go on", status=429)
    assert "too many wrong tries" in page.problems[0]
    assert len(trail("account.second_factor_refused")) == 5
    assert PASSWORD not in repr([line.detail for line in trail("account.second_factor_refused")])
