"""The home of an account on a phone, one's data taken away, and a letter to many by two people at two desks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Realm
from cpd.circulars.operations import sending
from tests.accounts.staff import Person, cookie_for
from tests.cpd.circulars.arrange import second, writer
from tests.cpd.home.arrange import registrant
from tests.frame.browser import PHONE, Reader

pytestmark = [pytest.mark.story, pytest.mark.one_database]


def sit(app: Flask, reader: Reader, person: Person, realm: Realm) -> Reader:
    """Somebody at a browser of their own, signed in."""
    name, value = cookie_for(app, person, realm=realm)
    door = "/staff" if realm is Realm.STAFF else ""
    reader.page.context.add_cookies([{"name": name, "value": value, "url": f"{reader.base}{door}/"}])
    return reader


def test_a_letter_to_many_from_the_first_word_to_the_reader_at_home(
    sample: Flask, database: SQLAlchemy, readers: Callable[..., Reader]
) -> None:
    first = sit(sample, readers(), writer(), Realm.STAFF)
    first.open("/staff/circulars")
    first.look()
    first.follow("Write a letter to many")
    first.look_at_every_size()
    first.page.get_by_label("Everybody on the register", exact=True).check()
    first.type("What is it about?", "A new form for [name]")
    first.type("The letter", "Dear [name]\n\nFrom May there is a new form.")
    first.press("Keep it, and see who gets it")
    first.press("See who gets it")
    first.look_at_every_size()
    first.press("Ask a second person to release it")
    first.look()

    other = sit(sample, readers(screen=PHONE), second(), Realm.STAFF)
    other.open("/staff/circulars")
    other.follow("A new form for [name]")
    other.look()
    person = registrant()
    other.press(other.page.get_by_role("button", name="Release it to").inner_text())
    other.look()
    assert "It is released." in other.text
    assert sending.run() > 3

    home = sit(sample, readers(screen=PHONE), person, Realm.PUBLIC)
    home.open("/account")
    home.look_at_every_size()
    assert "What you have to do" in home.text
    home.walk_by_keyboard()
    home.follow("A new form for Siobhán O’Brien-Achebe")
    home.look()
    assert "From May there is a new form." in home.text
    home.open("/account/letters")
    home.look()
    home.open("/account/data")
    home.look()


def test_data_is_taken_away_after_the_password(
    sample: Flask, database: SQLAlchemy, readers: Callable[..., Reader]
) -> None:
    person = registrant()
    reader = sit(sample, readers(screen=PHONE), person, Realm.PUBLIC)
    reader.open("/account")
    reader.follow("Take your data away")
    reader.press("Download all of it, with your files (zip)")
    assert reader.path == "/account/security/confirm"
    reader.look()
