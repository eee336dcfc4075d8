"""Assisted recovery: one member of staff starts, another approves, and only the owner's address gets the link."""

from __future__ import annotations

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Realm, Role
from tests.accounts.keyboard import (
    ANNA,
    OTHER_PASSWORD,
    add_app,
    letters,
    link_in,
    newcomer,
    sign_in,
    sign_up,
    trail,
)
from tests.accounts.staff import hire, sit_down
from tests.conftest import StillClock
from tests.page import Visitor

CHECKED = "A video call with her passport, and the date of her last renewal."


def start(app: Flask, who: Visitor, email: str = ANNA, *, status: int = 200, realm: str = "public"):
    page = who.open("/staff/recovery/start")
    return who.send(
        page, {"email": email, "realm": realm, "checked": CHECKED}, button="Start the recovery", status=status
    )


def test_two_people_let_somebody_back_in(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    add_app(visitor)
    one, two = Visitor(sit_down(app, hire(Role.REGISTRATION_OFFICER))), Visitor(sit_down(app, hire(Role.REGISTRAR)))
    page = start(app, one)
    assert "Waits for a second person" in page.text
    assert letters(ANNA)[-1].template == "account_recovery_started"
    assert "somebody else has to decide" in one.open("/staff/recovery/1").text
    response = two.client.post("/staff/recovery/1", data=_form(two, "/staff/recovery/1", decision="approve"))
    assert response.status_code == 303
    assert "Approved by" in two.open("/staff/recovery").text
    assert letters(ANNA)[-1].template == "account_recovery_link"
    owner = newcomer(app)
    page = owner.open(link_in(letters(ANNA)[-1]))
    assert "passkeys and backup codes stop working" in page.text
    assert owner.send(page, {"password": OTHER_PASSWORD}).heading == "Your account"
    assert visitor.open("/account").heading == "Sign in to your account"
    assert sign_in(newcomer(app), password=OTHER_PASSWORD).heading == "Your account"
    assert [len(trail(f"account.recovery_{step}")) for step in ("started", "approved")] == [1, 1]


def _form(visitor: Visitor, address: str, **values: str) -> dict[str, str]:
    token = visitor.open(address).all("input", name="csrf_token")[0].get("value") or ""
    return {"csrf_token": token, **values}


def test_the_same_person_does_not_do_both(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    one = Visitor(sit_down(app, hire(Role.REGISTRAR)))
    start(app, one)
    response = one.client.post("/staff/recovery/1", data=_form(one, "/staff/recovery/1", decision="approve"))
    assert response.status_code == 403
    assert "You started this recovery, so somebody else has to decide." in response.text
    assert letters(ANNA)[-1].template == "account_recovery_started"


def test_nobody_decides_about_themselves(app: Flask, database: SQLAlchemy) -> None:
    lost = hire(Role.ADMINISTRATOR)
    one, two = Visitor(sit_down(app, hire(Role.REGISTRAR))), Visitor(sit_down(app, lost))
    start(app, one, lost.email, realm=Realm.STAFF.value)
    response = two.client.post("/staff/recovery/1", data=_form(two, "/staff/recovery/1", decision="approve"))
    assert response.status_code == 403
    page = start(app, two, lost.email, realm=Realm.STAFF.value, status=409)
    assert page.problems == ["You cannot start the recovery of your own account."]


def test_a_refusal_gives_its_reason_and_changes_nothing(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    one, two = Visitor(sit_down(app, hire(Role.REGISTRAR))), Visitor(sit_down(app, hire(Role.REGISTRAR)))
    start(app, one)
    data = _form(two, "/staff/recovery/1", decision="refuse")
    assert two.client.post("/staff/recovery/1", data=data).status_code == 409
    data = _form(two, "/staff/recovery/1", decision="refuse", reason="The voice was not hers.")
    assert two.client.post("/staff/recovery/1", data=data).status_code == 303
    assert letters(ANNA)[-1].template == "account_recovery_refused"
    assert visitor.open("/account").heading == "Your account"
    assert "The voice was not hers." in two.open("/staff/recovery/1").text
    assert two.client.post("/staff/recovery/1", data=data).status_code == 409


def test_one_waits_at_a_time_and_only_for_who_is_there(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    one = Visitor(sit_down(app, hire(Role.REGISTRAR)))
    page = start(app, one, "nobody@people.example", status=409)
    assert page.problems == ["There is no open account with that address."]
    start(app, one)
    page = start(app, one, status=409)
    assert page.problems == ["A recovery of that account waits for approval already."]


def test_others_have_no_way_in(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    finance = sit_down(app, hire(Role.FINANCE))
    assert finance.get("/staff/recovery").status_code == 403
    assert finance.get("/staff/recovery/start").status_code == 403
    officer = Visitor(sit_down(app, hire(Role.REGISTRATION_OFFICER)))
    data = _form(officer, "/staff/recovery/start", decision="approve")
    assert officer.client.post("/staff/recovery/1", data=data).status_code == 403
