"""The mailbox in a real browser: somebody anonymous answers a question; every page of it, and of asking about data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from concerns.models import Message
from concerns.vocabulary import Direction
from foundation import locks
from foundation.database import db
from tests.concerns.arrange import anonymous
from tests.concerns.mailboxes import Held, answer, held, officer, read
from tests.foundation.evidence.specimens import picture
from tests.frame.browser import PHONE, Reader

pytestmark = [pytest.mark.story, pytest.mark.one_database]
RIGHTS = ("add", "put-right", "take-back", "name", "reach", "feedback", "secret", "told")


def enter(reader: Reader, mine: Held) -> None:
    """Open the mailbox."""
    reader.open("/concerns/mailbox")
    reader.type("Reference", mine.reference)
    reader.type("Secret", mine.secret)
    reader.press("Open it")
    assert reader.heading == "Your mailbox"


def test_somebody_anonymous_answers_a_question_on_a_phone_without_script(
    readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy, tmp_path: Path
) -> None:
    mine = held(anonymous())
    answer(mine, "Which spring was it?", officer())
    reader = readers(block_script=True, screen=PHONE)
    enter(reader, mine)
    reader.look()
    assert "Which spring was it?" in reader.text
    photo = tmp_path / "calendar.jpg"
    photo.write_bytes(picture())
    reader.type("Your message", "Last spring. Here is the calendar.")
    reader.page.locator("#files").set_input_files(photo)
    reader.press("Send the message")
    assert "We have your message." in reader.text
    assert "calendar.jpg" in reader.text
    reader.look()
    db.session.rollback()
    said = db.session.scalars(select(Message).where(Message.direction == Direction.TO_US)).one()
    assert said.sent_at is None
    assert locks.box_of(read(mine).lock_id).open(said.words_sealed).startswith("Last spring.")
    reader.press("Close the mailbox")
    assert reader.heading == "The mailbox is closed"
    reader.look()


def test_every_page_of_the_mailbox_is_sound(reader: Reader, sample: Flask, database: SQLAlchemy) -> None:
    mine = held(anonymous())
    answer(mine, "Which spring was it?", officer())
    reader.open("/concerns/mailbox")
    reader.look_at_every_size()
    enter(reader, mine)
    reader.look_at_every_size()
    for slug in RIGHTS:
        reader.open(f"/concerns/mailbox/{slug}")
        reader.look_at_every_size()
    reader.open("/concerns/mailbox/add")
    reader.type("What would you like to add?", "One thing more.")
    reader.press("Go on")
    assert reader.heading == "Is this right?"
    reader.look_at_every_size()
    reader.press("Add this")
    assert "We have what you added." in reader.text


def test_the_mailbox_says_what_is_wrong(reader: Reader, sample: Flask, database: SQLAlchemy) -> None:
    mine = held()
    reader.expected.update({400, 409})
    reader.open("/concerns/mailbox")
    reader.type("Reference", mine.reference)
    reader.type("Secret", locks.new_secret())
    reader.press("Open it")
    assert "do not fit together" in reader.text
    reader.look()
    enter(reader, mine)
    reader.press("Send the message")
    assert "Write your message" in reader.text
    reader.look()
    for slug in ("add", "take-back", "put-right"):
        reader.open(f"/concerns/mailbox/{slug}")
        reader.press("Go on")
        assert "There is a problem" in reader.text
        reader.look()
    reader.open("/concerns/mailbox/look-again", status=409)
    reader.look()


def test_asking_about_ones_data_is_sound(reader: Reader, sample: Flask) -> None:
    reader.expected.add(400)
    reader.open("/privacy/ask")
    reader.look_at_every_size()
    reader.press("Send it")
    assert "Choose what you would like to do" in reader.text
    reader.look()
    reader.page.get_by_label("I want to complain about how you use my data").check()
    reader.type("Tell us more", "You called my old number.")
    reader.press("Send it")
    assert reader.heading == "We have it"
    reader.look_at_every_size()
    reader.press("I have written it down")
    assert reader.heading == "What you asked us"
    reader.look_at_every_size()
