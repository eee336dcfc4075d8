"""Telling us at once, being away and leaving in a real browser: the registrant on a phone, the officer at a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Realm, Role
from cpd.disclosures import queries
from cpd.leaving import queries as leaving
from foundation import clock
from foundation.database import db
from foundation.words import say_day
from tests.accounts.staff import Person, cookie_for, hire
from tests.cpd.member import join
from tests.frame.browser import PHONE, Reader

pytestmark = [pytest.mark.story, pytest.mark.one_database]
WORDS = "I was cautioned after a row with a neighbour. It is over."


def sit(app: Flask, readers: Callable[..., Reader], person: Person, realm: Realm) -> Reader:
    """Somebody signed in: a registrant at a small phone, staff at a screen."""
    reader = readers(screen=PHONE) if realm is Realm.PUBLIC else readers()
    name, value = cookie_for(app, person, realm=realm)
    there = f"{reader.base}/staff" if realm is Realm.STAFF else reader.base
    reader.page.context.add_cookies([{"name": name, "value": value, "url": there}])
    return reader


def test_telling_us_and_what_comes_of_it(readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy) -> None:
    member, officer = join(), hire(Role.REGISTRATION_OFFICER)
    phone = sit(sample, readers, member.person, Realm.PUBLIC)
    phone.open("/account/tell-us")
    phone.look()
    phone.page.get_by_label("Cautions and convictions", exact=True).check()
    phone.type("On which day did you know of it?", say_day(clock.today()))
    phone.type("What happened?", WORDS)
    phone.press("Tell us")
    phone.look()
    assert "This page is your receipt" in phone.text
    reference = queries.of_entry(member.entry_id)[0].reference
    db.session.rollback()
    desk = sit(sample, readers, officer, Realm.STAFF)
    desk.open("/staff/disclosures")
    desk.look()
    desk.follow(reference)
    desk.look()
    desk.follow("Say what follows from it")
    desk.page.get_by_label("Nothing follows from it", exact=True).check()
    desk.type("Your reasons", "Minor, and over.")
    desk.look()
    desk.press("Put it on record")
    assert "It is on record" in desk.text
    phone.open(f"/account/tell-us/{reference}")
    phone.look()
    assert "We looked at it, and nothing follows from it." in phone.text


def test_time_away_and_then_leaving(readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy) -> None:
    member = join()
    today = clock.today()
    phone = sit(sample, readers, member.person, Realm.PUBLIC)
    phone.open("/account/leave")
    phone.type("First day away", say_day(today))
    phone.type("Last day away", say_day(clock.add_months(today, 3)))
    phone.page.get_by_label("I care for somebody").check()
    phone.press("Ask for it")
    phone.look()
    assert "We are looking at it" in phone.text
    phone.open("/account/continuity")
    phone.look()
    phone.open("/account/leaving")
    phone.look()
    phone.page.get_by_label("Today, at once").check()
    phone.press("Go on")
    phone.look()
    phone.press("Leave now")
    phone.look()
    assert "You have left the register" in phone.text
    assert leaving.open_departure(member.entry_id) is None
    phone.open(f"/register/{member.number}")
    assert "Left" in phone.text
