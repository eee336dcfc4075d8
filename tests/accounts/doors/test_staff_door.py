"""The staff door: an account from the shell, a second factor before anything else, and work that is kept."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts import demo
from accounts.kept import by_hand
from accounts.models import Account, KeptForm, Realm, Role, RoleGrant
from accounts.operations.roles import end_role
from foundation.audit import Actor
from foundation.database import db
from tests.accounts.keyboard import PASSWORD, add_app, code_of, letters, newcomer, sign_in, trail
from tests.accounts.staff import hire, sit_down
from tests.conftest import StillClock
from tests.page import Visitor

REGISTRAR = "registrar@ircm.example"


def set_up(app: Flask, runner: FlaskCliRunner, *, role: str = "registrar") -> Visitor:
    """A member of staff who has just used their one-time link."""
    result = runner.invoke(args=["account", "create", REGISTRAR, "--role", role, "--name", "Rhian Registrar"])
    assert result.exit_code == 0, result.output
    found = re.search(r"/staff/new-password/\S+", result.output)
    assert found
    visitor = newcomer(app)
    page = visitor.open(found[0])
    assert page.heading == "Set up your account"
    page = visitor.send(page, {"password": PASSWORD})
    assert page.heading == "Set up a second way to prove who you are"
    assert newcomer(app).open(found[0], status=404).heading == "That link no longer works"
    return visitor


def test_from_the_shell_to_the_staff_home(app: Flask, runner: FlaskCliRunner, database: SQLAlchemy) -> None:
    visitor = set_up(app, runner)
    for closed in ("/staff", "/staff/people", "/staff/security", "/staff/recovery"):
        assert visitor.open(closed).heading == "Set up a second way to prove who you are"
    add_app(visitor, "/staff")
    assert visitor.open("/staff").response.request.path == "/staff"
    assert visitor.open("/staff/security").heading == "Signing in"
    assert visitor.open("/staff/recovery").heading == "Recoveries"
    assert trail("account.created")[0].actor_kind == "shell"


def test_the_shell_refuses_what_cannot_be(runner: FlaskCliRunner, database: SQLAlchemy) -> None:
    for arguments, said in (
        (["no address", "--role", "registrar"], "Type an email address"),
        (["a@ircm.example", "--role", "emperor"], "is not one of"),
        (["a@ircm.example", "--role", "auditor"], "needs a last day"),
        (["a@ircm.example"], "Missing option"),
    ):
        result = runner.invoke(args=["account", "create", *arguments])
        assert result.exit_code != 0
        assert said in result.output
    assert runner.invoke(args=["account", "create", REGISTRAR, "--role", "registrar"]).exit_code == 0
    again = runner.invoke(args=["account", "create", REGISTRAR.upper(), "--role", "registrar"])
    assert again.exit_code == 1
    assert "already" in again.output
    assert db.session.scalars(select(RoleGrant.role)).all() == [Role.REGISTRAR]


def test_staff_keep_a_second_factor(app: Flask, runner: FlaskCliRunner, database: SQLAlchemy) -> None:
    visitor = set_up(app, runner)
    add_app(visitor, "/staff")
    page = visitor.open("/staff/security")
    button = next(words for words in page.words("button") if words.startswith("Take away"))
    page = visitor.send(page, {}, button=button, status=409)
    assert "Staff accounts need a second factor" in page.text


def test_staff_sign_in_with_password_and_app(
    app: Flask, runner: FlaskCliRunner, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-03-03 10:00")
    totp = add_app(set_up(app, runner), "/staff")
    set_clock.move(minutes=1)
    visitor = newcomer(app)
    page = sign_in(visitor, REGISTRAR, door="/staff")
    assert visitor.open("/staff").heading == "Staff sign-in"
    visitor.send(page, {"code": code_of(totp)}, button="Go on")
    assert visitor.open("/staff/recovery").heading == "Recoveries"
    assert visitor.client.get_cookie("register_staff", path="/staff") is not None
    assert visitor.open("/account").heading == "Sign in to your account"


def test_a_role_taken_away_is_gone_at_the_next_page(app: Flask, database: SQLAlchemy) -> None:
    person = hire(Role.REGISTRAR)
    hire(Role.REGISTRAR)
    visitor = Visitor(sit_down(app, person))
    page = visitor.open("/staff/recovery/start")
    grant = db.session.scalars(select(RoleGrant.id).where(RoleGrant.account_id == person.id)).one()
    end_role(grant, reason="Moved to another post", by=Actor("shell", None, "the shell"))
    form = {"email": "a@b.example", "realm": "staff", "checked": "A long enough reason"}
    page = visitor.send(page, form, button="Start the recovery", status=403)
    assert "Only these roles may" in page.text
    assert trail("account.recovery_started") == []


def test_nobody_there_for_a_while_and_the_work_is_kept(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    person = hire(Role.REGISTRAR)
    visitor = Visitor(sit_down(app, person))
    page = visitor.open("/staff/recovery/start")
    assert "If you do nothing until 10:30am" in page.html
    set_clock.move(minutes=29)
    page = visitor.open("/staff/recovery/start")
    assert "If you do nothing until 10:59am" in page.html
    set_clock.move(minutes=30)
    form = {"email": "lost@people.example", "realm": "public", "checked": "A video call with her passport."}
    response = visitor.client.post(
        "/staff/recovery/start",
        data={**form, "csrf_token": "x", "password": "secret"},
        headers={"Origin": "http://localhost"},
    )
    assert response.headers["Location"].startswith("/staff/sign-in")
    kept = db.session.scalars(select(KeptForm)).one()
    assert (kept.account_id, kept.path) == (person.id, "/staff/recovery/start")
    assert sorted(name for name, _ in kept.fields) == ["checked", "email", "realm"]
    page = visitor.open("/staff/sign-in")
    assert "You were signed out because nothing happened for a while" in page.text
    back = Visitor(sit_down(app, person))
    page = back.open("/staff/kept")
    assert page.heading == "What you typed is kept"
    assert "A video call with her passport." in page.text
    stranger = Visitor(sit_down(app, hire(Role.REGISTRAR)))
    assert stranger.open("/staff/kept").heading != "What you typed is kept"
    page = back.send(page, {}, button="Send it now", status=409)
    assert page.problems == ["There is no open account with that address."]
    page = back.send(back.open("/staff/kept"), {}, button="I do not need it any more")
    assert db.session.scalars(select(KeptForm)).all() == []


def test_only_what_a_person_typed_is_shown_again() -> None:
    fields = [["once", "a" * 32], ["draft", "b" * 32], ["version", "3"], ["go", "keep"], ["title", " "]]
    assert by_hand([*fields, ["other_time", "2 hours"]]) == [("Other time", "2 hours")]


def test_what_was_kept_goes_once_it_was_sent(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    person, lost = hire(Role.REGISTRAR), hire(Role.FINANCE)
    visitor = Visitor(sit_down(app, person))
    set_clock.move(minutes=31)
    form = {"email": lost.email, "realm": "staff", "checked": "A video call with her passport."}
    visitor.client.post("/staff/recovery/start", data=form, headers={"Origin": "http://localhost"})
    back = Visitor(sit_down(app, person))
    page = back.send(back.open("/staff/kept"), {}, button="Send it now")
    assert page.heading == "Recoveries"
    assert db.session.scalars(select(KeptForm)).all() == []
    assert letters(lost.email)[-1].template == "account_recovery_started"


def test_another_site_cannot_make_us_keep_anything(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    visitor = Visitor(sit_down(app, hire(Role.REGISTRAR)))
    set_clock.move(minutes=31)
    for headers in ({}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        visitor.client.post("/staff/recovery/start", data={"email": "x"}, headers=headers)
    assert db.session.scalars(select(KeptForm)).all() == []


def test_a_sign_of_life_keeps_a_session(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    visitor = Visitor(sit_down(app, hire(Role.REGISTRAR)))
    page = visitor.open("/staff/recovery")
    token = page.all("input", name="csrf_token")[0].get("value") or ""
    for _ in range(4):
        set_clock.move(minutes=20)
        response = visitor.client.post(
            "/staff/stay", headers={"X-CSRFToken": token, "Accept": "application/json"}, json={}
        )
        assert "idle_at" in response.json
    set_clock.move(minutes=31)
    assert visitor.open("/staff/recovery").heading == "Staff sign-in"


def test_the_demo_has_somebody_for_every_role(app: Flask, database: SQLAlchemy, runner: FlaskCliRunner) -> None:
    demo.fill(registrants=[("Siobhán", "siobhan@people.example")], by=Actor("system", None, "the demo"))
    demo.fill(by=Actor("system", None, "the demo"))
    held = db.session.scalars(select(Account).where(Account.realm == Realm.STAFF)).all()
    assert len(held) == sum(demo.SEVERAL.get(role, 1) for role in Role)
    code = runner.invoke(args=["account", "app-code", demo.staff_email(Role.CASE_EXAMINER)]).output.strip()
    visitor = newcomer(app)
    page = sign_in(visitor, demo.staff_email(Role.CASE_EXAMINER), password=demo.PASSWORD, door="/staff")
    visitor.send(page, {"code": code}, button="Go on")
    assert visitor.open("/staff/security").heading == "Signing in"
    assert sign_in(newcomer(app), "siobhan@people.example", password=demo.PASSWORD).heading == "Your account"
    assert demo.PASSWORD in "\n".join(demo.lines("http://register.example"))
