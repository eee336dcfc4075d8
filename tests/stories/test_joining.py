"""Joining in a real browser: the applicant on a small phone without script, from the door to the timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Realm
from cpd.joining import queries
from cpd.joining.intake.pages import journey
from cpd.joining.vocabulary import Stage
from foundation import clock
from foundation.database import db
from foundation.journey.pages import ListPage
from tests.accounts.staff import Person, cookie_for
from tests.cpd.joining.applicant import ANSWERS, FORM, HOME
from tests.cpd.joining.arrange import case, somebody, tokens
from tests.frame.browser import PHONE, Reader

pytestmark = [pytest.mark.story]
ON = "Save and go on"


def signed_in(reader: Reader, app: Flask, person: Person) -> None:
    """Let somebody sit at the browser signed in."""
    name, value = cookie_for(app, person, realm=Realm.PUBLIC)
    reader.page.context.add_cookies([{"name": name, "value": value, "url": reader.base}])


def fill(reader: Reader, values: dict[str, Any], button: str) -> None:
    """Fill in the fields of a page by their names, and press a button."""
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            picked = reader.page.locator(f'main [name="{name}"][value="{one}"]:is([type=radio], [type=checkbox])')
            if picked.count():
                picked.first.check()
            else:
                reader.page.locator(f'main [name="{name}"]').first.fill(one)
    reader.press(button)


def say(reader: Reader, slug: str, values: Any) -> None:
    """Answer one page, with a hard look at it first."""
    reader.open(f"{FORM}/{slug}")
    reader.look()
    if isinstance(values, list):
        for one in values:
            fill(reader, {f"{slug}_more": "yes"}, ON)
            reader.look()
            fill(reader, one, "Save this")
        values = {f"{slug}_more": "no"}
    fill(reader, values, ON)
    assert not reader.page.locator(".govuk-error-summary").count(), f"{slug}: {reader.text}"


def the_application(person: Person) -> Any:
    """The only one there is."""
    db.session.rollback()
    [found] = queries.all_of(person.id)
    return found


@pytest.mark.one_database
def test_somebody_applies_on_a_small_phone_without_script(
    readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy
) -> None:
    person = somebody()
    reader = readers(block_script=True, screen=PHONE)
    reader.open("/for-case-managers")
    reader.follow("Apply to join")
    assert reader.heading == "Apply to join the register"
    reader.look()
    signed_in(reader, sample, person)
    reader.follow("Start, or go on")
    assert reader.heading == "Your application"
    reader.look()
    reader.press("Begin")
    reader.look()
    said = ANSWERS | {"d03": {"D03_1": "yes", "D03_1_words": "A neighbour takes me to court over a hedge."}}
    held: dict[str, Any] = {}
    for section in journey(clock.today()).sections:
        for page in section.pages:
            if not page.applies(held):
                continue
            values = said.get(page.slug, {})
            say(reader, page.slug, values)
            held |= {page.items: values} if isinstance(page, ListPage) else values
    reader.open(f"{FORM}/tasks")
    reader.look()
    reader.follow("Check and send")
    reader.look()
    reader.page.locator("#true").check()
    reader.press("Send it now")
    assert reader.path == HOME
    assert "We have your application." in reader.text
    reader.look_at_every_size()
    application = the_application(person)
    assert application.stage is Stage.COMPLETENESS
    assert application.declared
    for path in ("copy", "told-in-error", "monitoring", "referees", "information", "withdraw"):
        reader.open(f"{HOME}/{path}")
        reader.look()


@pytest.mark.one_database
def test_a_referee_answers_on_a_small_phone_without_script(
    readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy
) -> None:
    reader = readers(block_script=True, screen=PHONE)
    case()
    token = tokens()[0]
    reader.open(f"/reference/{token}")
    reader.look_at_every_size()
    reader.size(PHONE)
    reader.expected |= {400}
    reader.press("Send it")
    reader.look()
    said = {
        "vouch": "yes",
        "tie": "manager",
        "known_since": "January 2020",
        "knows": "They plan well and keep their word.",
        "safe": "yes",
        "honest": "yes",
        "again": "yes",
        "may_confirm": "yes",
    }
    fill(reader, said, "Send it")
    assert reader.heading == "Thank you. We have your answer"
    reader.look()
    reader.open(f"/reference/{token}", status=404)
    reader.look()
