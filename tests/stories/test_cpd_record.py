"""The CPD record in a real browser: a tired case manager with a small phone adds an activity, and makes it count."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import FilePayload

from accounts.models import Realm
from cpd.record import queries
from cpd.record.operations import planning
from cpd.record.words import GoalWords, Told
from foundation import clock
from foundation.database import db
from tests.accounts.staff import cookie_for
from tests.cpd.record.arrange import COURSE, HOME, Member, member
from tests.frame.browser import PHONE, Reader

pytestmark = [pytest.mark.story, pytest.mark.one_database]


@pytest.fixture
def somebody(sample: Flask, database: SQLAlchemy) -> Member:
    """A registrant in the middle of their year, with something in their record and a goal."""
    today = clock.today()
    made = member("Perpetua Oakenshaw", (today - timedelta(days=200), today + timedelta(days=164)))
    told = planning.GoalTold(GoalWords("Talk about money"))
    planning.set_goal(made.entry_id, told, once=secrets.token_hex(16), by=made.person.actor)
    for days in range(3):
        made.keep(COURSE, done_on=today - timedelta(days=days))
    made.keep(Told(), draft=True)
    return made


def at(reader: Reader, app: Flask, somebody: Member) -> Reader:
    """Let somebody sit at the browser signed in."""
    name, value = cookie_for(app, somebody.person, realm=Realm.PUBLIC)
    reader.page.context.add_cookies([{"name": name, "value": value, "url": reader.base}])
    return reader


def newest(somebody: Member) -> Any:
    """What was written down last."""
    db.session.rollback()
    return max(queries.kept_in(somebody.entry_id), key=lambda one: one.id)


@pytest.mark.parametrize("script", [True, False])
def test_four_answers_on_a_small_phone_and_then_it_counts(
    readers: Callable[..., Reader], sample: Flask, somebody: Member, script: bool
) -> None:
    reader = at(readers(block_script=not script, screen=PHONE), sample, somebody)
    reader.open(HOME)
    reader.look()
    reader.follow("Add an activity")
    reader.look()
    reader.field("What was it?").select_option("supervision")
    reader.field("1 hour").check()
    reader.type("What did you learn?", "Mrs Jones taught me to ask twice.")
    reader.press("Keep it")
    reader.look()
    assert "“Mrs Jones” looks like somebody’s name." in reader.text
    reader.type("What did you learn?", "Somebody taught me to ask twice.")
    reader.press("Keep it")
    reader.look()
    assert (newest(somebody).minutes, newest(somebody).reflected) == (60, False)
    assert "This does not count yet" in reader.text
    reader.follow("Add it now")
    reader.type("What changed in how you work?", "I ask twice.")
    reader.type("How did service users, or their safety, benefit?", "They say what they want.")
    reader.type("Find one by number or word", "consent")
    reader.press("Find")
    reader.look()
    reader.page.locator('main [name="standards"]').first.check()
    reader.page.locator('main [name="goal"]').select_option(index=1)
    reader.press("Keep it")
    reader.look()
    kept = newest(somebody)
    assert (kept.reflected, len(kept.standards), kept.plan_item_id is not None) == (True, 1, True)


def test_another_time_is_asked_for_once_it_is_chosen(reader: Reader, sample: Flask, somebody: Member) -> None:
    at(reader, sample, somebody).open(f"{HOME}/add")
    field = reader.field("Another time").last
    assert not field.is_visible()
    reader.page.locator('main [name="time"][value="other"]').check()
    reader.until("document.getElementById('other_time').checkVisibility()")
    reader.look()
    field.fill("2:15")
    reader.field("What was it?").select_option("reading")
    reader.type("What did you learn?", "To wait.")
    reader.press("Keep it")
    assert newest(somebody).minutes == 135


def test_every_page_is_sound_at_every_size_and_by_keyboard(reader: Reader, sample: Flask, somebody: Member) -> None:
    at(reader, sample, somebody)
    held = newest(somebody).id
    [goal] = queries.goals(somebody.entry_id)
    pages = ("", "/add", f"/activity/{held}", f"/activity/{held}/edit", f"/activity/{held}/delete")
    for path in (*pages, "/plan", "/plan/add", f"/plan/{goal.id}", "/deleted", "/import"):
        reader.open(HOME + path)
        reader.look_at_every_size()
    # Where nothing is chosen yet, arrow keys lead from one box to the next: so it is walked where something is.
    for path in ("", f"/activity/{held}", f"/activity/{held}/edit"):
        reader.open(HOME + path)
        reader.walk_by_keyboard()


def test_a_file_is_sent_and_a_sheet_is_read(reader: Reader, sample: Flask, somebody: Member) -> None:
    at(reader, sample, somebody).open(f"{HOME}/activity/{newest(somebody).id}")
    letter = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"
    pdf = FilePayload(name="certificate.pdf", mimeType="application/pdf", buffer=letter)
    reader.page.locator("main input[type=file]").set_input_files(pdf)
    reader.press("Send these files")
    reader.look()
    assert "certificate.pdf" in reader.text
    reader.open(f"{HOME}/import")
    day = clock.today().isoformat()
    text = f"Date,Type,Hours,What I learned\n{day},Reading,1.5,To wait\n{day},Reading,lots,x\n"
    sheet = FilePayload(name="cpd.csv", mimeType="text/csv", buffer=text.encode())
    reader.page.locator("main input[type=file]").set_input_files(sheet)
    reader.press("Read it")
    reader.look()
    reader.press("Load what is ready")
    assert "One activity is in your record." in reader.text
    reader.download(reader.page.get_by_role("link", name="a sheet (CSV)").click)
