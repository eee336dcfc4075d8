"""Telling us of a concern in a browser: with a name and files, without one, for a child, about oneself, at the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from PIL import Image
from sqlalchemy import select

from accounts.models import Realm, Role
from concerns.models import Affected, Concern, Reporter
from concerns.vocabulary import Channel, Naming, Relation, Speaking
from foundation import clock, locks
from foundation.database import db, transaction
from register import queries as register
from register.models import Holder
from tests.accounts.staff import Person, cookie_for, hire
from tests.frame import cast
from tests.frame.browser import PHONE, Reader
from tests.stories import tell

pytestmark = [pytest.mark.story]
FIND = "Who is the case manager?"


def the_concern() -> Concern:
    """The only one there is."""
    db.session.rollback()
    return db.session.scalars(select(Concern)).one()


def signed_in(reader: Reader, app: Flask, person: Person, realm: Realm) -> None:
    """Let somebody sit at the browser signed in."""
    name, value = cookie_for(app, person, realm=realm)
    path = "/staff" if realm is Realm.STAFF else "/"
    reader.page.context.add_cookies([{"name": name, "value": value, "url": reader.base + path}])


def with_entry(number: str) -> Person:
    """Somebody whose account holds an entry of the register."""
    person = hire(realm=Realm.PUBLIC, name="Siobhán Nic Gearailt")
    entry_id = register.entry_ids([number])[number]
    with transaction("a test gives somebody their entry"):
        db.session.add(Holder(entry_id=entry_id, account_id=person.id, since_at=clock.now(), proof="a test"))
    return person


def find_siobhan(reader: Reader) -> None:
    """Find somebody on the register with the same search as everywhere, and go on."""
    reader.type("Name or registration number", "shivawn")
    reader.press("Search the register")
    assert reader.heading == "Is it one of these people?"
    reader.look()
    reader.leave(reader.page.locator("li.person", has_text=cast.SIOBHAN).get_by_role("button").click)
    assert cast.SIOBHAN in reader.text
    reader.look()
    reader.press(tell.ON)


@pytest.mark.one_database
def test_a_named_reporter_sends_files(reader: Reader, sample: Flask, database: SQLAlchemy, tmp_path: Path) -> None:
    letter = tmp_path / "letter from the company.txt"
    letter.write_text("We will send the plan in April.")
    program = tmp_path / "holiday.jpg"
    program.write_bytes(b"MZ" + bytes(5000))
    tell.begin(reader)
    answers = {**tell.WHO_UNKNOWN, **tell.WHAT, **tell.OTHERS, **tell.NAMED}
    tell.go_through(reader, answers, stop=FIND)
    find_siobhan(reader)
    tell.go_through(reader, answers, stop="Do you have anything that shows it?")
    reader.expected |= {400}
    reader.page.locator("#files").set_input_files([letter])
    reader.press("Send these files")
    assert reader.page.get_by_role("button", name="Take out letter from the company.txt").is_visible()
    reader.look_at_every_size()
    # One of two is refused: the other is kept, once, and nothing stands in the way of going on.
    photo = tmp_path / "the empty desk.png"
    Image.new("RGB", (40, 30), "teal").save(photo)
    reader.page.locator("#files").set_input_files([program, photo])
    reader.push("Send these files")
    reader.read("This is a program")
    assert reader.page.locator(".ways li").count() == 2
    reader.look()
    reader.look_at_every_size()
    tell.go_through(reader, answers)
    assert tell.STORY in reader.text
    assert "the empty desk.png" in reader.text
    assert "letter from the company.txt" in reader.text
    reader.look_at_every_size()
    reader.press("Send it now")
    assert reader.page.title().startswith("Error: ")
    reader.look_at_every_size()
    reference, _ = tell.send(reader)
    reader.look_at_every_size()
    concern = the_concern()
    assert concern.reference == reference
    assert concern.naming is Naming.NAMED
    reader.follow("See it as a page, to read or print")
    assert "letter from the company.txt" in reader.text
    reader.look()
    reader.page.go_back()
    got = reader.download(reader.page.get_by_role("link", name="Download it as a PDF").click)
    assert got.suggested_filename == f"{reference}.pdf"
    reader.open("/concerns/report/check")
    assert reader.heading == "We have your concern"


def test_somebody_without_a_name_on_a_phone_without_script(
    readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy
) -> None:
    reader = readers(script=False, screen=PHONE)
    tell.begin(reader, look=False)
    answers = {**tell.WHO_UNKNOWN, **tell.WHAT, **tell.OTHERS, **tell.UNNAMED}
    met = tell.go_through(reader, answers, axe=False)
    assert "What is your name?" not in met
    assert "How may we reach you?" not in met
    reader.look(axe=False)
    reference, secret = tell.send(reader)
    reader.look(axe=False)
    concern = the_concern()
    assert (concern.reference, concern.naming, concern.received_at) == (reference, Naming.ANONYMOUS, None)
    assert locks.is_secret(concern.secret_hash, secret)


@pytest.mark.one_database
def test_a_parent_for_a_child(reader: Reader, sample: Flask, database: SQLAlchemy) -> None:
    reader.size(PHONE)
    tell.begin(reader, look=False)
    answers = {
        **tell.WHO_UNKNOWN,
        "What is your part in this?": (("Family or partner of the person they work for",), {}),
        "Who did it happen to?": (("One other person",), {}),
        "What is that person’s name?": ((), {"What is that person’s name?": "Quentin"}),
        "Are they under 18?": (("Yes",), {}),
        "May you speak for them?": (("I am the parent or guardian of a child",), {}),
        "Where do they live?": (("Scotland",), {}),
        "Do they know that you are telling us?": (
            ("No",),
            {"Is there a reason not to tell them?": "It would frighten him."},
        ),
        **tell.WHAT,
        "Is someone at risk of harm now?": (("Yes",), {}),
        "Get help now": (("A doctor or nurse",), {}),
        **tell.OTHERS,
        **tell.NAMED,
    }
    met = tell.go_through(reader, answers)
    assert "Can they decide about this for themselves?" not in met
    tell.send(reader)
    assert "Call" in reader.text
    reader.look()
    the_concern()
    held = db.session.scalars(select(Affected)).one()
    assert (held.is_child, held.speaking, held.knows) == (True, Speaking.PARENT, False)
    assert held.nation is not None
    assert held.nation.capacity_law == "Adults with Incapacity (Scotland) Act 2000"


@pytest.mark.one_database
def test_a_registrant_about_themself(reader: Reader, sample: Flask, database: SQLAlchemy) -> None:
    person = with_entry(cast.SIOBHAN)
    signed_in(reader, sample, person, Realm.PUBLIC)
    reader.open("/account/concerns")
    reader.look()
    reader.follow("tell us now")
    reader.press("Begin")
    assert reader.heading == "What is your registration number?"
    assert reader.field("What is your registration number?").input_value() == cast.SIOBHAN
    what = {**tell.WHAT, "What do you want to tell us?": ((), {"What do you want to tell us?": tell.STORY})}
    answers = {
        "What is your registration number?": ((), {}),
        "Was anyone affected?": (("Nobody, as far as I know",), {}),
        **what,
        **tell.OTHERS,
        **tell.NAMED,
    }
    met = tell.go_through(reader, answers)
    assert "May we know who you are?" not in met
    tell.send(reader)
    concern = the_concern()
    assert concern.relation is Relation.ONESELF
    assert db.session.scalars(select(Reporter.account_id)).one() == person.id
    reader.open("/account/concerns")
    assert concern.reference in reader.text
    reader.look_at_every_size()
    reader.leave(reader.page.get_by_role("button", name="Open its mailbox").click)
    assert reader.heading == "Your mailbox"
    reader.look()


@pytest.mark.one_database
def test_a_member_of_staff_types_up_a_call(reader: Reader, sample: Flask, database: SQLAlchemy) -> None:
    signed_in(reader, sample, hire(Role.CONCERNS_OFFICER), Realm.STAFF)
    reader.open("/staff/concerns/new")
    reader.look_at_every_size()
    reader.press("Begin a new one")
    today = clock.today()
    answers = {
        "How did it reach us?": (("Telephone call",), {"On which day?": today.strftime("%d/%m/%Y")}),
        **tell.WHO_UNKNOWN,
        **tell.WHAT,
        **tell.OTHERS,
        **tell.NAMED,
    }
    tell.go_through(reader, answers)
    reader.look()
    _, secret = tell.send(reader)
    reader.look_at_every_size()
    concern = the_concern()
    assert concern.channel is Channel.PHONE
    assert concern.taken_by_id is not None
    reader.press("They have the secret")
    assert secret not in reader.page.content()
    reader.open("/staff/concerns/new")
    assert secret not in reader.page.content()


@pytest.mark.one_database
def test_save_come_back_and_throw_away(readers: Callable[..., Reader], sample: Flask) -> None:
    reader = readers(screen=PHONE)
    tell.begin(reader, look=False)
    tell.go_through(reader, tell.WHO_UNKNOWN, look=False, stop="What happened?")
    tell.answer(reader, tell.WHAT["What happened?"], button="Save and come back")
    assert reader.heading == "What you wrote is saved"
    reader.look_at_every_size()
    held = tell.shown(reader)
    reader.type("Where should the reminder go?", "not an address")
    reader.expected |= {400}
    reader.press("Save this")
    reader.look()
    reader.press("Close it on this device")
    other = readers()
    other.expected |= {400}
    other.open("/concerns/report/return")
    other.look_at_every_size()
    other.type("Reference", held[0])
    other.type("Secret", held[1][:-1])
    other.press("Open it")
    other.look_at_every_size()
    other.type("Secret", held[1].lower().replace("-", " "))
    other.press("Open it")
    assert other.heading == "What you told us so far"
    other.look_at_every_size()
    other.open("/concerns/report/what")
    assert other.field("What happened?").input_value() == tell.STORY
    other.open("/concerns/report/throw-away")
    other.look()
    other.press("Throw it away")
    assert other.heading == "It is gone"
    other.look()
