"""Signing in: the password, the second factor, and what is said when it does not go well."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts import sessions
from accounts.models import Account, Realm, Session
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, transaction
from tests.accounts.keyboard import (
    ANNA,
    OTHER_PASSWORD,
    PASSWORD,
    account,
    add_app,
    backup_codes,
    code_of,
    letters,
    newcomer,
    sign_in,
    sign_out,
    sign_up,
    trail,
)
from tests.conftest import StillClock
from tests.page import Visitor

NO_MATCH = ["That email address and password do not belong together. Check both and try again."]


def test_in_and_out(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    page = sign_out(visitor)
    assert page.heading == "Sign in to your account"
    assert "You are signed out" in page.text
    assert visitor.open("/account").heading == "Sign in to your account"
    assert sign_in(visitor).heading == "Your account"
    assert len(trail("account.sign_out")) == 1


def test_signing_in_leads_where_the_person_wanted_to_go(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    sign_out(visitor)
    page = visitor.open("/account/security")
    assert page.heading == "Sign in to your account"
    page = visitor.send(page, {"email": ANNA, "password": PASSWORD}, button="Sign in")
    assert page.heading == "Signing in"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/staff",
        "/accounting",
        "javascript:alert(1)",
        "/account/sign-in?next=/account",
        "/account\r\nSet-Cookie: x=y",
        "\t//elsewhere.example",
    ],
)
def test_nobody_is_led_elsewhere(visitor: Visitor, database: SQLAlchemy, wanted: str) -> None:
    sign_up(visitor)
    sign_out(visitor)
    visitor.open("/account/sign-in")
    page = visitor.open("/account/sign-in")
    visitor.send(page, {"email": ANNA, "password": PASSWORD, "next": wanted}, button="Sign in")
    assert visitor.open("/account/sign-in").heading == "Your account"
    response = visitor.client.get("/account/sign-in", query_string={"next": wanted})
    assert response.headers["Location"] == "/account"


def test_what_is_wrong_is_not_told_apart(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    stranger = newcomer(app)
    known = sign_in(stranger, password="something else here", status=400)
    unknown = sign_in(stranger, "nobody@people.example", password="something else here", status=400)
    staff = sign_in(stranger, password=PASSWORD, door="/staff", status=400)
    assert known.problems == unknown.problems == staff.problems == NO_MATCH
    assert [line.subject_kind for line in trail("account.sign_in_refused")] == ["account", "address", "address"]
    assert ANNA not in repr([(line.subject_id, line.detail) for line in trail("account.sign_in_refused")])


def test_the_doors_do_not_open_each_other(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    assert visitor.open("/staff").heading == "Staff sign-in"
    cookie = visitor.client.get_cookie("register_account")
    assert cookie is not None
    visitor.client.set_cookie("register_staff", cookie.value, path="/staff")
    assert visitor.open("/staff").heading == "Staff sign-in"


def test_the_app_is_asked_for_after_the_password(visitor: Visitor, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    sign_up(visitor)
    app = add_app(visitor)
    sign_out(visitor)
    page = sign_in(visitor)
    assert page.heading == "Confirm that it is you"
    assert visitor.open("/account").heading == "Sign in to your account"
    page = visitor.open("/account/sign-in/code")
    used = visitor.send(page, {"code": code_of(app)}, button="Go on", status=400)
    assert used.problems == ["That code does not fit. Check that it is the newest one, and try again."]
    set_clock.move(seconds=30)
    assert visitor.send(page, {"code": code_of(app)}, button="Go on").heading == "Your account"
    assert len(trail("account.second_factor_refused")) == 1


def test_a_lost_phone(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    add_app(visitor)
    codes = backup_codes(visitor)
    assert len(codes) == 10
    for code, expected in ((codes[3], 200), (codes[3], 400), ("AAAA-BBBB-CCCC", 400), (codes[4].lower(), 200)):
        if visitor.open("/account/sign-in").heading == "Your account":
            sign_out(visitor)
        page = sign_in(visitor)
        assert "Use one of your backup codes" in page.links
        page = visitor.open("/account/sign-in/backup-code")
        visitor.send(page, {"code": code}, button="Go on", status=expected)
    assert "You have 8 left." in letters(ANNA)[-1].body


def test_half_a_sign_in_ends_by_itself(visitor: Visitor, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    sign_up(visitor)
    add_app(visitor)
    sign_out(visitor)
    sign_in(visitor)
    set_clock.move(minutes=31)
    assert visitor.open("/account/sign-in/code").heading == "Sign in to your account"


def test_half_a_sign_in_is_void_once_the_password_changed(
    visitor: Visitor, app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-03-03 10:00")
    sign_up(visitor)
    totp = add_app(visitor)
    thief = newcomer(app)
    page = sign_in(thief)
    visitor.send(
        visitor.open("/account/security/password"), {"password": OTHER_PASSWORD}, button="Save the new password"
    )
    set_clock.move(seconds=60)
    page = thief.send(page, {"code": code_of(totp)}, button="Go on")
    assert page.heading == "Sign in to your account"


def test_a_closed_account_stays_out(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    with transaction("closing"):
        held = db.session.scalars(select(Account)).one()
        held.closed_at = clock.now()
    page = visitor.open("/account")
    assert page.heading == "Sign in to your account"
    assert "no longer signed in" in page.text
    assert sign_in(newcomer(app), status=400).problems == [
        "This account is closed. Talk to us if you think that is wrong."
    ]
    assert sign_in(newcomer(app), password="wrong wrong wrong", status=400).problems == NO_MATCH


def test_a_cookie_signed_with_a_key_of_the_past(
    visitor: Visitor, make_app: Callable[..., Flask], database: SQLAlchemy
) -> None:
    sign_up(visitor)
    cookie = visitor.client.get_cookie("register_account")
    assert cookie is not None
    old = "a key for tests, of no use to anyone"
    for settings, heading in (
        ({"secret_key": "this month's key", "secret_key_before": old}, "Your account"),
        ({"secret_key": "this month's key"}, "Sign in to your account"),
    ):
        other = Visitor(make_app(**settings).test_client())
        other.client.set_cookie("register_account", cookie.value)
        page = other.open("/account")
        assert page.heading == heading
    assert "Sign in again to go on" in page.text


@pytest.mark.parametrize("place", ["first", "sixth", "first of the signature"])
def test_a_cookie_that_was_tampered_with(visitor: Visitor, database: SQLAlchemy, place: str) -> None:
    """Not the last letter of the signature: two of its bits mean nothing, so that another letter may say the same."""
    sign_up(visitor)
    cookie = visitor.client.get_cookie("register_account")
    assert cookie is not None
    at = {"first": 0, "sixth": 5, "first of the signature": cookie.value.rindex(".") + 1}[place]
    changed = cookie.value[:at] + ("A" if cookie.value[at] != "A" else "B") + cookie.value[at + 1 :]
    visitor.client.set_cookie("register_account", changed)
    assert visitor.open("/account").heading == "Sign in to your account"


def test_cookies_are_kept_from_scripts_and_from_other_sites(
    visitor: Visitor, make_app: Callable[..., Flask], database: SQLAlchemy
) -> None:
    sign_up(visitor)
    client = make_app(
        production=True,
        public_url="https://register.example",
        secret_key="x" * 40,
        mail_server="127.0.0.1",
        clamd="scanner.example:3310",
    ).test_client()
    page = client.get("/account/sign-in", base_url="https://register.example")
    token = page.text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    response = client.post(
        "/account/sign-in",
        data={"csrf_token": token, "email": ANNA, "password": PASSWORD},
        base_url="https://register.example",
        headers={"Referer": "https://register.example/account/sign-in"},
    )
    assert response.status_code == 303
    cookies = response.headers.getlist("Set-Cookie")
    session = next(one for one in cookies if one.startswith("__Host-register_account="))
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Path=/" in session
    assert "Domain" not in session
    assert "Expires" not in session


def test_the_database_holds_no_token(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    cookie = visitor.client.get_cookie("register_account")
    assert cookie is not None
    token = cookie.value.split(".")[0]
    kept = db.session.scalars(select(Session)).one()
    assert kept.token_hash == sessions.hash_token(token)
    assert token not in repr(kept.__dict__)


def test_a_new_browser_is_told_to_the_owner(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    sign_out(visitor)
    sign_in(visitor)
    assert "account_new_browser" not in [letter.template for letter in letters(ANNA)]
    sign_in(newcomer(app))
    assert letters(ANNA)[-1].template == "account_new_browser"


def test_a_form_without_its_token_changes_nothing(app: Flask, database: SQLAlchemy) -> None:
    client = app.test_client()
    response = client.post("/account/sign-in", data={"email": ANNA, "password": PASSWORD})
    assert response.status_code == 400
    assert "Nothing was changed" in response.text
    response = client.post("/account/sign-up", data={"email": ANNA}, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 400
    assert letters() == []


def test_a_page_of_ours_open_too_long_is_kept(app: Flask, database: SQLAlchemy) -> None:
    visitor = Visitor(app.test_client())
    page = visitor.open("/account/sign-up")
    visitor.client.delete_cookie("register_forms")
    response = visitor.client.post(
        "/account/sign-up", data={"email": ANNA, "csrf_token": "old"}, headers={"Origin": "http://localhost"}
    )
    assert response.status_code == 400
    kept = visitor._look(response, "/account/sign-up", 400)
    assert kept.heading == "Please send that once more"
    assert ANNA in kept.text
    page = visitor.send(kept, {}, button="Send it now")
    assert page.heading == "Type the code from our letter"


def test_reading_who_is_signed_in_costs_one_statement(
    visitor: Visitor, app: Flask, database: SQLAlchemy, statements: Callable[[], object]
) -> None:
    sign_up(visitor)
    cookie = visitor.client.get_cookie("register_account")
    assert cookie is not None
    with app.test_request_context("/account", headers={"Cookie": f"register_account={cookie.value}"}):
        with statements() as seen:  # type: ignore[attr-defined]  # a context manager
            who = sessions.signed_in(Realm.PUBLIC)
            assert sessions.require(Realm.PUBLIC) is who
        assert len(seen) == 1
        assert who is not None
        held = account()
        assert held is not None
        assert who.actor == Actor("account", held.id, "Anna Smith")
    g.pop("signed_in")
    with app.test_request_context("/account"), statements() as seen:  # type: ignore[attr-defined]  # the same
        assert sessions.signed_in(Realm.PUBLIC) is None
    assert len(seen) == 0
