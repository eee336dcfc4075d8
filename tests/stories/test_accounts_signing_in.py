"""Signing up and in, in a real browser: with a passkey, with a password and an app, without script, on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import CDPSession

from accounts import passwords
from foundation import clock
from tests.accounts.keyboard import ANNA, OTHER_PASSWORD, PASSWORD, code_in, letters, link_in
from tests.frame.browser import PHONE, Reader

pytestmark = [pytest.mark.story]


@pytest.fixture(autouse=True, scope="module")
def _cheap_hashes() -> Iterator[None]:
    passwords.use(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    passwords.use(passwords.ARGON2ID)


@pytest.fixture
def letterbox(sample: Flask, database: SQLAlchemy) -> Callable[[], str]:
    """The newest code in Anna's letters."""
    return lambda: code_in(letters(ANNA)[-1])


def with_device(reader: Reader, *, verified: bool = True) -> CDPSession:
    """Give the browser a device that makes passkeys, and reach the register by a name: passkeys need one."""
    reader.base = f"http://localhost:{urlsplit(reader.base).port}"
    session = reader.page.context.new_cdp_session(reader.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verified,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def prove_address(reader: Reader, letterbox: Callable[[], str]) -> None:
    reader.open("/account/sign-up")
    reader.type("Email address", ANNA)
    reader.press("Send the code")
    assert reader.path.endswith("/sign-up/code")
    reader.type("Code", letterbox())
    reader.press("Go on")
    assert reader.path.endswith("/sign-up/details")


def sign_out(reader: Reader) -> None:
    reader.leave(reader.page.get_by_role("button", name="Sign out").click)
    assert reader.path.endswith("/sign-in")


@pytest.mark.one_database
def test_signing_up_and_in_with_a_passkey(reader: Reader, letterbox: Callable[[], str]) -> None:
    with_device(reader)
    prove_address(reader, letterbox)
    reader.type("Your full name", "Anna Smith")
    reader.press("Make my account with a passkey")
    assert reader.path == "/account"
    assert reader.heading == "Your account"
    reader.look()
    sign_out(reader)
    reader.press("Sign in with a passkey")
    assert reader.path == "/account"
    assert "You are signed in as Anna Smith." in reader.text
    reader.open("/account/security")
    assert "You have no password" in reader.text
    reader.look()
    reader.open("/account/security/backup-codes")
    reader.press("Make ten backup codes")
    assert reader.page.locator(".backup-codes li").count() == 10
    reader.look_at_every_size()


@pytest.mark.one_database
def test_a_passkey_after_the_password_and_a_second_passkey(reader: Reader, letterbox: Callable[[], str]) -> None:
    with_device(reader)
    prove_address(reader, letterbox)
    reader.type("Your full name", "Anna Smith")
    reader.type("New password", PASSWORD)
    reader.press("Make my account")
    reader.open("/account/security/passkey")
    reader.look()
    reader.type("A name for it (you may leave this out)", "Laptop")
    reader.press("Make a passkey")
    assert reader.path.endswith("/backup-codes")
    assert "Your passkey is added." in reader.text
    reader.open("/account/security/passkey")
    reader.push("Make a passkey")
    reader.read("This device has a passkey for your account already.")
    reader.look()
    sign_out(reader)
    reader.type("Email address", ANNA)
    reader.type("Password", PASSWORD)
    reader.press("Sign in")
    assert reader.heading == "Confirm that it is you"
    reader.look()
    reader.press("Use your passkey")
    assert reader.path == "/account"


@pytest.mark.one_database
def test_a_device_that_does_not_know_who_is_there(reader: Reader, letterbox: Callable[[], str]) -> None:
    with_device(reader, verified=False)
    reader.open("/account/sign-in")
    reader.push("Sign in with a passkey")
    reader.read("Your device did not confirm it")
    reader.look()


def test_a_whole_life_without_script(readers: Callable[..., Reader], letterbox: Callable[[], str]) -> None:
    reader = readers(script=False, screen=PHONE)
    prove_address(reader, letterbox)
    reader.type("Your full name", "Anna Smith")
    reader.type("New password", PASSWORD)
    reader.press("Make my account")
    assert reader.heading == "Your account"
    reader.look(axe=False)
    reader.open("/account/security/passkey")
    assert "Passkeys need JavaScript" in reader.text or "cannot be made at this address" in reader.text
    reader.open("/account/security/app")
    reader.touch(reader.page.get_by_text("I cannot use the camera"))
    app = pyotp.TOTP(reader.page.locator(".secret-key").inner_text().replace(" ", ""))
    reader.look(axe=False)
    reader.type("Code", app.at(clock.now()))
    reader.press("Add the app")
    assert reader.heading == "Backup codes"
    sign_out(reader)
    reader.follow("I do not know my password")
    reader.type("Email address", ANNA)
    reader.press("Send the link")
    reader.open(link_in(letters(ANNA)[-1]))
    reader.type("New password", OTHER_PASSWORD)
    reader.press("Save and sign in")
    assert reader.heading == "Confirm that it is you"
    reader.type("Code", app.at(clock.now(), counter_offset=1))
    reader.press("Go on")
    assert reader.heading == "Your account"


@pytest.mark.one_database
@pytest.mark.parametrize("door", ["/account", "/staff"])
@pytest.mark.parametrize("page", ["/sign-in", "/forgotten", "/forgotten/sent"])
def test_the_doors_are_sound(reader: Reader, door: str, page: str) -> None:
    reader.open(door + page)
    reader.look_at_every_size()
    reader.walk_by_keyboard()


@pytest.mark.one_database
def test_what_goes_wrong_is_as_sound(reader: Reader, letterbox: Callable[[], str]) -> None:
    reader.expected |= {400, 404}
    for address, button in (
        ("/account/sign-in", "Sign in"),
        ("/account/sign-up", "Send the code"),
        ("/account/forgotten", "Send the link"),
        ("/staff/sign-in", "Sign in"),
    ):
        reader.open(address)
        reader.press(button)
        assert reader.page.locator(".govuk-error-summary").is_visible()
        assert reader.page.title().startswith("Error: ")
        reader.look_at_every_size()
    reader.open("/account/new-password/nonsense", status=404)
    reader.look_at_every_size()
    prove_address(reader, letterbox)
    reader.press("Make my account")
    reader.look_at_every_size()
    reader.type("Your full name", "Anna Smith")
    reader.type("New password", PASSWORD)
    reader.press("Make my account")
    for address, button in (
        ("/account/security/app", "Add the app"),
        ("/account/security/password", "Save the new password"),
        ("/account/claim", "Send the code"),
    ):
        reader.open(address)
        reader.look_at_every_size()
        reader.press(button)
        reader.look_at_every_size()


@pytest.mark.one_database
def test_a_password_can_be_shown(reader: Reader) -> None:
    reader.open("/account/sign-in")
    reader.type("Password", PASSWORD)
    button = reader.page.get_by_role("button", name="Show what I type")
    reader.touch(button)
    assert reader.field("Password").get_attribute("type") == "text"
    assert button.get_attribute("aria-pressed") == "true"
    reader.look()
