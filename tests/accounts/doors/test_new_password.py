"""A link to choose a new password: used once, for a short time, and it opens no more than the password."""

from __future__ import annotations

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.accounts.keyboard import (
    ANNA,
    OTHER_PASSWORD,
    account,
    add_app,
    letters,
    link_in,
    newcomer,
    sign_in,
    sign_out,
    sign_up,
    trail,
)
from tests.conftest import StillClock
from tests.page import Visitor


def ask(visitor: Visitor, email: str = ANNA, door: str = "/account") -> str:
    """Ask for a link; gives it when one came."""
    page = visitor.send(visitor.open(f"{door}/forgotten"), {"email": email})
    assert page.heading == "Look in your email"
    newest = letters()[-1]
    return link_in(newest) if newest.template == "account_reset_link" else ""


def test_a_link_sets_the_password_and_ends_every_session(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    other = newcomer(app)
    link = ask(other)
    page = other.open(link)
    assert page.heading == "Choose a new password"
    page = other.send(page, {"password": OTHER_PASSWORD})
    assert page.heading == "Your account"
    assert visitor.open("/account").heading == "Sign in to your account"
    assert letters(ANNA)[-2].template == "account_password_changed"
    assert sign_in(newcomer(app), status=400).problems
    assert sign_in(newcomer(app), password=OTHER_PASSWORD).heading == "Your account"


def test_a_link_works_once(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    link = ask(newcomer(app))
    first, second = newcomer(app), newcomer(app)
    pages = [one.open(link) for one in (first, second)]
    first.send(pages[0], {"password": OTHER_PASSWORD})
    assert (
        second.send(pages[1], {"password": "a third one entirely"}, status=404).heading == "That link no longer works"
    )
    assert sign_in(newcomer(app), password=OTHER_PASSWORD).heading == "Your account"


def test_the_newest_use_kills_the_other_links(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    links = [ask(newcomer(app)), ask(newcomer(app))]
    one = newcomer(app)
    one.send(one.open(links[1]), {"password": OTHER_PASSWORD})
    assert newcomer(app).open(links[0], status=404).heading == "That link no longer works"


def test_opening_a_link_uses_nothing(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    link = ask(newcomer(app))
    for _ in range(3):
        assert newcomer(app).open(link).heading == "Choose a new password"
    assert app.test_client().head(link).status_code == 200
    assert len(trail("account.password_set")) == 0


def test_a_link_is_short_lived(visitor: Visitor, app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    sign_up(visitor)
    link = ask(newcomer(app))
    page = newcomer(app).open(link)
    set_clock.move(minutes=61)
    assert newcomer(app).open(link, status=404).heading == "That link no longer works"
    assert page.heading == "Choose a new password"


def test_a_link_for_one_door_does_not_open_the_other(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    link = ask(newcomer(app))
    newcomer(app).open(link.replace("/account/", "/staff/"), status=404)
    newcomer(app).open("/account/new-password/nonsense", status=404)


def test_a_weak_password_leaves_the_link_as_it_was(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    other = newcomer(app)
    page = other.open(ask(other))
    page = other.send(page, {"password": "annasmith2027"}, status=400)
    assert page.problems[0].startswith("Leave out your own name")
    assert other.send(page, {"password": OTHER_PASSWORD}).heading == "Your account"


def test_a_reset_does_not_get_past_the_second_factor(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    add_app(visitor)
    thief = newcomer(app)
    page = thief.send(thief.open(ask(thief)), {"password": OTHER_PASSWORD})
    assert page.heading == "Confirm that it is you"
    assert thief.open("/account").heading == "Sign in to your account"


def test_an_unknown_address_gets_the_same_page_and_its_own_letter(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    sign_out(visitor)
    pages = {}
    for email in (ANNA, "nobody@people.example"):
        page = visitor.send(visitor.open("/account/forgotten"), {"email": email})
        pages[email] = page.text.replace(email, "…")
    assert len(set(pages.values())) == 1
    assert [letter.template for letter in letters()][-2:] == ["account_reset_link", "account_reset_unknown"]
    assert letters()[-1].recipient == "nobody@people.example"
    assert account("nobody@people.example") is None


def test_a_staff_address_is_unknown_at_the_public_door(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    sign_out(visitor)
    assert ask(visitor, door="/staff") == ""
    assert letters()[-1].template == "account_reset_unknown"
