"""Ways of signing in and sessions, looked after by their owner."""

from __future__ import annotations

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts.models import App, BackupCode, Ended, Session
from foundation import locks
from foundation.database import db
from foundation.locks import Renewed
from tests.accounts.keyboard import (
    ANNA,
    OTHER_PASSWORD,
    PASSWORD,
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


def ended() -> list[Ended | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Session.ended_because).order_by(Session.id)))


def test_sessions_are_listed_and_ended(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    phone = newcomer(app)
    phone.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 17) Version/17.0 Safari/604.1"
    sign_in(phone)
    page = visitor.open("/account/security")
    assert "Safari on iPhone" in page.text
    assert "(here)" in page.text
    button = next(words for words in page.words("button") if words.startswith("End:"))
    page = visitor.send(page, {}, button=button)
    assert "That sign-in is ended." in page.text
    assert phone.open("/account").heading == "Sign in to your account"
    assert ended() == [None, Ended.BY_OWNER]


def test_all_others_are_ended_at_once(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    for _ in range(3):
        sign_in(newcomer(app))
    page = visitor.send(visitor.open("/account/security"), {}, button="End all others")
    assert "3 other sign-ins ended." in page.text
    assert visitor.open("/account").heading == "Your account"


def test_nobody_ends_a_session_of_somebody_else(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    other = newcomer(app)
    sign_up(other, "other@people.example", name="Other Person")
    page = other.open("/account/security")
    token = page.all("input", name="csrf_token")[0].get("value")
    response = other.client.post("/account/security/sessions/1/end", data={"csrf_token": token})
    assert response.status_code == 409
    assert visitor.open("/account").heading == "Your account"


def test_a_changed_password_ends_the_others(visitor: Visitor, app: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    other = newcomer(app)
    sign_in(other)
    page = visitor.send(
        visitor.open("/account/security/password"), {"password": OTHER_PASSWORD}, button="Save the new password"
    )
    assert "Your password is changed. 1 other sign-in ended." in page.text
    assert other.open("/account").heading == "Sign in to your account"
    assert visitor.open("/account").heading == "Your account"
    assert ended() == [None, Ended.PASSWORD_CHANGED]
    assert letters(ANNA)[-1].template == "account_password_changed"


def test_a_change_asks_who_is_there_after_a_while(
    visitor: Visitor, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-03-03 10:00")
    sign_up(visitor)
    assert visitor.open("/account/security/password").heading == "Change your password"
    set_clock.move(minutes=16)
    page = visitor.open("/account/security/password")
    assert page.heading == "Is it still you?"
    page = visitor.send(page, {"password": "wrong"}, button="Go on", status=400)
    assert page.problems == ["That is not your password. Check it and try again."]
    assert visitor.send(page, {"password": PASSWORD}, button="Go on").heading == "Change your password"
    assert len(trail("account.confirm_refused")) == 1


def test_an_app_is_added_once_it_showed_a_right_code(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    page = visitor.open("/account/security/app")
    secret = page.words("p", class_="secret-key")
    page = visitor.send(page, {"code": "1"}, button="Add the app", status=400)
    assert page.problems == ["That code does not fit. Type the newest code that the app shows."]
    assert page.words("p", class_="secret-key") == secret, "the pattern stays the same"
    picture = visitor.client.get("/account/security/app/picture.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "no-store" in picture.headers["Cache-Control"]
    add_app(visitor)
    kept = db.session.scalars(select(App)).one()
    assert kept.secret != secret[0].replace(" ", "")
    assert letters(ANNA)[-1].template == "account_way_changed"


def test_an_app_is_taken_away_and_its_backup_codes_with_it(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    add_app(visitor)
    backup_codes(visitor)
    page = visitor.open("/account/security")
    assert "10 left." in page.text
    button = next(words for words in page.words("button") if words.startswith("Take away"))
    page = visitor.send(page, {}, button=button)
    assert "The app is taken away." in page.text
    assert db.session.scalars(select(BackupCode)).all() == []
    sign_out(visitor)
    assert sign_in(visitor).heading == "Your account"


def test_new_backup_codes_void_the_old(visitor: Visitor, database: SQLAlchemy) -> None:
    sign_up(visitor)
    assert visitor.open("/account/security/backup-codes").text.startswith("Backup codes Backup codes stand in")
    add_app(visitor)
    old, new = backup_codes(visitor), backup_codes(visitor)
    sign_out(visitor)
    sign_in(visitor)
    page = visitor.open("/account/sign-in/backup-code")
    page = visitor.send(page, {"code": old[0]}, button="Go on", status=400)
    assert visitor.send(page, {"code": new[0]}, button="Go on").heading == "Your account"


def test_a_new_key_reads_what_the_last_one_sealed(
    visitor: Visitor, make_app: object, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-03-03 10:00")
    sign_up(visitor)
    totp = add_app(visitor)
    old = "a key for tests, of no use to anyone"
    with make_app(secret_key="next", secret_key_before=old).app_context():  # type: ignore[operator]  # the fixture
        assert locks.renew() == Renewed(1, 0)
    later = make_app(secret_key="next")  # type: ignore[operator]  # the fixture
    set_clock.move(minutes=1)
    person = Visitor(later.test_client())
    page = sign_in(person)
    assert person.send(page, {"code": code_of(totp)}, button="Go on").heading == "Your account"
    with make_app(secret_key="lost").app_context():  # type: ignore[operator]  # the fixture
        assert locks.renew() == Renewed(0, 1)
