"""A year renewed in a real browser: from the reminder on a phone to the fee and the new last day on the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Realm
from bench.uploads import photo
from cpd.renewal import policy
from cpd.renewal.operations import nightly
from foundation import clock
from foundation.database import db
from foundation.policy import decide
from foundation.words import say_day
from register.terms import last_day
from tests.accounts.staff import SHELL, cookie_for
from tests.conftest import StillClock
from tests.cpd.renewal.arrange import Member, member
from tests.cpd.renewal.at_home import ANSWERS, FORM, HOME
from tests.frame.browser import Reader
from tests.frame.outbox import letters
from tests.stories.test_joining import fill

pytestmark = [pytest.mark.story, pytest.mark.one_database]
PHONE = (390, 844)


def signed_in(reader: Reader, app: Flask, person: Any, realm: Realm = Realm.PUBLIC) -> Reader:
    """Let somebody sit at the browser signed in."""
    name, value = cookie_for(app, person, realm=realm)
    there = f"{reader.base}/staff" if realm is Realm.STAFF else reader.base
    reader.page.context.add_cookies([{"name": name, "value": value, "url": there}])
    return reader


def add_cpd(phone: Reader) -> None:
    """Add what is missing, and come back."""
    assert "not yet" in phone.text
    phone.follow("add to your record")
    phone.look()
    phone.follow("Add an activity")
    phone.field("What was it?").select_option("supervision")
    phone.field("1 hour").check()
    phone.type("What did you learn?", "To ask twice.")
    phone.press("Keep it")
    phone.follow("Add it now")
    phone.type("What changed in how you work?", "I ask twice.")
    phone.type("How did service users, or their safety, benefit?", "They say what they want.")
    phone.press("Keep it")
    phone.look()
    phone.open(f"{FORM}/cpd")
    phone.look()
    assert "1 hour (30 hours needed)" in phone.text


def go_through(phone: Reader, certificate: Path) -> None:
    """Answer page by page, as each leads to the next, and each part back to the list of them."""
    today = say_day(clock.today())
    said: dict[str, dict[str, Any]] = ANSWERS | {
        "insurance": ANSWERS["insurance"] | {"insured_to": say_day(clock.today() + timedelta(days=500))},
        "record-check": ANSWERS["record-check"] | {"check_issued": today},
        "support": ANSWERS["support"] | {"safeguarded_on": today},
    }
    seen = []
    while (slug := phone.path.removeprefix(f"{FORM}/")) != "check":
        phone.look()
        if slug == "tasks":
            phone.leave(phone.page.locator("main .onward a").click)
            continue
        assert slug not in seen, f"{slug} does not lead on: {phone.text}"
        seen.append(slug)
        if slug == "insurance-files":
            phone.page.locator("#files").set_input_files([certificate])
            phone.press("Save and go on")
            continue
        if slug == "cpd":
            add_cpd(phone)
        # The monitoring questions may all be left.
        fill(phone, {} if slug.startswith("monitoring") else said[slug], "Save and go on")
    assert {"hours", "insurance-files", "cpd", "agreement"} <= set(seen)


def pay(finance: Reader, one: Member) -> None:
    """Finance records what came."""
    finance.open("/staff/money")
    finance.follow(one.invoice().reference)
    finance.follow("Record a payment")
    finance.look()
    fill(finance, {"amount": "100", "way": "bank_transfer", "bank_reference": "FP 0001"}, "Record it")
    assert "The payment is on record" in finance.text


def test_a_registrant_renews_on_a_phone(
    readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy, tmp_path: Path, set_clock: StillClock
) -> None:
    today = clock.today()
    decide(policy.RENEWAL_FEE, value=10_000, effective_from=today, reason="a story", by=SHELL)
    ends_on = today + timedelta(days=policy.WINDOW.value())
    one = member(clock.add_months(ends_on + timedelta(days=1), -12), ends_on, name="Perpetua")
    nightly.run(shred=lambda _owner: None)
    [letter] = letters("renewal_reminder", one.account.email)
    assert f"Your registration ends on {say_day(ends_on)}." in letter.body
    [address] = [line for line in letter.body.splitlines() if line.endswith("/account/renewal")]
    phone = signed_in(readers(screen=PHONE), sample, one.account)
    phone.open(address[address.index("/account") :])
    phone.look()
    assert phone.heading == "Not renewed yet"
    assert "your entry will say: Lapsed" in phone.text
    phone.press("Begin to renew")
    certificate = tmp_path / "certificate.jpg"
    certificate.write_bytes(photo(40_000, shape=(400, 300)).content)
    go_through(phone, certificate)
    phone.look()
    assert certificate.name in phone.text
    phone.page.locator("#true").check()
    phone.press("Send it now")
    phone.look()
    assert phone.heading == "Not renewed yet"
    assert "Only the fee is missing" in phone.text
    pay(signed_in(readers(), sample, one.office.finance, Realm.STAFF), one)
    phone.open(HOME)
    phone.look()
    new = last_day(ends_on + timedelta(days=1))
    db.session.rollback()
    assert (phone.heading, one.periods[-1][1]) == ("You are renewed", new)
    assert say_day(new) in phone.text
    assert [each.template for each in letters(to=one.account.email)][-1] == "renewal_renewed"
    phone.open(f"/register/{one.number}")
    assert say_day(ends_on) in phone.text, "the period that runs"
    set_clock(f"{ends_on + timedelta(days=1)} 10:00")
    phone.open(f"/register/{one.number}")
    phone.look()
    assert f"{say_day(ends_on + timedelta(days=1))} to {say_day(new)}" in phone.text
