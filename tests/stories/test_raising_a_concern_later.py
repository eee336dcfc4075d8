"""After a concern was told, in a browser: questions and answers without a name, closing, another look, leaving quickly.

Also what goes wrong on the way: every page of the form sent empty, and the whole form by keyboard alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts.models import Realm, Role
from concerns.models import Concern, Message
from concerns.vocabulary import Stage
from foundation import locks
from foundation.database import db
from foundation.outbox import Letter
from tests.accounts.staff import Person, cookie_for, hire
from tests.concerns.arrange import anonymous, raised, telling
from tests.conftest import StillClock
from tests.frame.browser import PHONE, Reader
from tests.stories import tell

pytestmark = [pytest.mark.story]
QUESTION = "Thank you for telling us. Do you remember the month?"
REPLY = "It was in May."
WHY = "We looked at all you sent. The plan was sent to the wrong address, and has been put right."
Readers = Callable[..., Reader]
ELSEWHERE = "https://www.bbc.co.uk/weather"


def at_work(reader: Reader, app: Flask, person: Person) -> Reader:
    """A member of staff at the browser, signed in."""
    name, value = cookie_for(app, person, realm=Realm.STAFF)
    reader.page.context.add_cookies([{"name": name, "value": value, "url": f"{reader.base}/staff"}])
    return reader


def told(*, named: bool) -> tuple[str, str]:
    """A concern on record; what its reporter wrote down."""
    secret = locks.new_secret()
    return raised(telling() if named else anonymous(), secret=secret).reference, secret


@pytest.mark.parametrize("script", [True, False])
def test_somebody_without_a_name_answers_a_question(
    readers: Readers, sample: Flask, database: SQLAlchemy, tmp_path: Path, script: bool
) -> None:
    held = told(named=False)
    officer = at_work(readers(), sample, hire(Role.CONCERNS_OFFICER, name="Sam Penrose"))
    officer.open("/staff/concerns?show=nobody")
    officer.look_at_every_size()
    officer.follow(held[0], exact=False)
    officer.look_at_every_size()
    officer.press("Take it")
    officer.type("Write to the reporter", QUESTION)
    officer.press("Send to the reporter")
    assert QUESTION in officer.text
    officer.look()

    reporter = readers(script=script, screen=PHONE)
    tell.open_mailbox(reporter, held)
    assert QUESTION in reporter.text
    assert "Sam, concerns officer" in reporter.text
    assert "Penrose" not in reporter.text
    reporter.look(axe=script)
    photo = tmp_path / "letter.txt"
    photo.write_text("Dear family, the plan will come in May.")
    reporter.type("Your message", REPLY)
    reporter.page.locator('input[type="file"]').first.set_input_files([photo])
    reporter.press("Send the message")
    assert "We have your message." in reporter.text
    reporter.look(axe=script)
    reporter.press("Close the mailbox")
    assert reporter.heading == "The mailbox is closed"
    reporter.look(axe=script)
    reporter.page.go_back()
    assert REPLY not in reporter.page.content()

    officer.page.reload()
    assert REPLY in officer.text
    assert "letter.txt" in officer.text
    officer.look_at_every_size()
    db.session.rollback()
    assert db.session.scalars(select(Message.sent_at).where(Message.by_account_id.is_(None))).all() == [None]
    assert db.session.scalars(select(Letter)).all() == []


def close_with_reasons(officer: Reader) -> None:
    """From the page of a concern: first with nothing filled in, then with reasons."""
    officer.follow("Close it with reasons")
    officer.look_at_every_size()
    officer.leave(officer.page.locator('form[action$="/close"] button').click)
    officer.look_at_every_size()
    officer.page.get_by_label("It is about an organisation, not a person").check()
    officer.type("Your words to the reporter", WHY)
    for box in officer.page.locator('input[name="kind"]').all():
        box.check()
    officer.leave(officer.page.locator('form[action$="/close"] button').click)
    assert "It is closed." in officer.text
    officer.look()


@pytest.mark.one_database
def test_it_is_closed_and_somebody_else_looks_again(
    readers: Readers, sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    # A closing is bad news: it is read in the hours of a working day before another.
    set_clock("2026-11-24 10:00")
    held = told(named=True)
    officer = at_work(readers(), sample, hire(Role.CONCERNS_OFFICER, name="Sam Penrose"))
    officer.expected |= {400}
    officer.open(f"/staff/concerns/{held[0]}")
    officer.press("Take it")
    officer.type("Write to the reporter", QUESTION)
    officer.press("Send to the reporter")
    officer.follow("Rate the risk")
    officer.page.locator('input[name="likelihood"][value="2"]').check()
    officer.page.locator('input[name="impact"][value="2"]').check()
    officer.type("Your reasons", "It is about one letter.")
    officer.look()
    officer.press("Keep this rating")
    officer.press("Begin triage")
    close_with_reasons(officer)

    reporter = readers(screen=PHONE)
    reporter.expected |= {400}
    tell.open_mailbox(reporter, held)
    assert WHY in reporter.text
    reporter.look_at_every_size()
    reporter.follow("Ask for another look", exact=False)
    reporter.look()
    reporter.press("Go on")
    assert reporter.page.title().startswith("Error: ")
    reporter.look()
    reporter.type("What should we look at again?", "The letter that you did not read.")
    reporter.press("Go on")
    assert reporter.heading == "Is this right?"
    reporter.look()
    reporter.press("Ask for another look")
    assert "Somebody who had no part in the closing will answer you here." in reporter.text
    reporter.look()

    reviewer = at_work(readers(), sample, hire(Role.APPEAL_PANEL, name="Lay Person"))
    reviewer.open("/staff/concerns/reviews")
    reviewer.look_at_every_size()
    reviewer.follow(held[0], exact=False)
    reviewer.look()
    reviewer.open(f"/staff/concerns/{held[0]}/review")
    reviewer.look_at_every_size()
    reviewer.page.locator('input[type="radio"][value="sent_back"]').check()
    form = reviewer.page.locator('form[action$="/review"]')
    form.locator("textarea").fill("The letter was not read. It has to be.")
    reviewer.leave(form.get_by_role("button").click)
    reporter.open("/concerns/mailbox")
    assert "The letter was not read. It has to be." in reporter.text
    assert "We opened it again" in reporter.text
    reporter.look()
    db.session.rollback()
    assert db.session.scalars(select(Concern.stage)).one() is Stage.TRIAGE


@pytest.mark.one_database
def test_leaving_quickly_leaves_nothing_open(readers: Readers, sample: Flask) -> None:
    reader, plain = readers(), readers(script=False)
    tell.begin(reader, look=False)
    tell.go_through(reader, tell.WHO_UNKNOWN, look=False, stop="What happened?")
    reader.type("What happened?", tell.STORY)
    with reader.page.expect_request(ELSEWHERE) as asked:
        for _ in range(60):  # three within three seconds, which a busy machine may be too slow for at first
            if not asked.is_done():
                reader.page.keyboard.press("Escape")
    tell.begin(plain, look=False)
    with plain.page.expect_request(ELSEWHERE):
        plain.touch(plain.page.get_by_role("link", name="Leave this site now"))
    for one in (reader, plain):
        # No other site can be reached from here, so the browser stands on a page of its own.
        one.page.wait_for_url("chrome-error://**")
        one.open("/concerns/report/what")
        assert one.heading == "Come back to what you were writing"
        assert tell.STORY not in one.page.content()


@pytest.mark.one_database
def test_every_page_sent_empty_says_what_is_missing(reader: Reader, sample: Flask) -> None:
    """Each page once with nothing in it, as it looks when that is wrong."""
    reader.expected |= {400}
    reader.size(PHONE)
    answers = {
        **tell.WHO_UNKNOWN,
        "Who did it happen to?": (("One other person",), {}),
        "What is that person’s name?": ((), {}),
        "Are they under 18?": (("No",), {}),
        "May you speak for them?": (("None of these",), {}),
        "Can they decide about this for themselves?": (("Yes",), {}),
        "Where do they live?": (("England or Wales",), {}),
        "Do they know that you are telling us?": (("Yes", "Not sure"), {}),
        **tell.WHAT,
        **tell.OTHERS,
        **tell.NAMED,
    }
    tell.begin(reader, look=False)
    wrong = 0
    for _ in range(60):
        heading = reader.heading
        if heading == "Check what you are telling us":
            break
        if heading == "What you told us so far":
            reader.leave(reader.page.locator(".onward a").first.click)
            continue
        if heading == "Who is the case manager?":
            reader.press("Search the register")
            reader.look()
            reader.follow("I cannot find them, or they are not on the register")
            reader.press("Save this person")
            reader.look()
            reader.open("/concerns/report/who")
            reader.leave(reader.page.get_by_role("button", name="Take out").first.click)
            tell.describe(reader)
            continue
        before = reader.path
        reader.press(tell.ON)
        if reader.page.title().startswith("Error: "):
            wrong += 1
            assert reader.page.locator(".govuk-error-summary a").count() >= 1
            reader.look()
        else:
            # Nothing is asked for here.
            reader.open(before)
        tell.answer(reader, answers[heading])
    assert wrong >= 12
    reader.open("/concerns/mailbox")
    reader.press("Open it")
    reader.look_at_every_size()


@pytest.mark.one_database
def test_the_whole_form_by_keyboard_alone(reader: Reader, sample: Flask, database: SQLAlchemy) -> None:
    reader.open("/concerns/report")
    press(reader, "Tell us now")
    press(reader, "Begin")
    answers = {**tell.WHO_UNKNOWN, **tell.WHAT, **tell.OTHERS, **tell.UNNAMED}
    for _ in range(40):
        heading = reader.heading
        if heading == "Check what you are telling us":
            break
        if heading == "What you told us so far":
            button = reader.page.locator(".onward a").first.inner_text()
            press(reader, button)
        elif heading == "Who is the case manager?":
            press(reader, "I cannot find them, or they are not on the register")
            type_into(reader, "What is their name?", "Jo Nobody")
            choose(reader, "I am not sure")
            press(reader, "Save this person")
            press(reader, tell.ON)
        else:
            chosen, typed = answers[heading]
            for words in chosen:
                choose(reader, words)
            for label, words in typed.items():
                type_into(reader, label, words)
            press(reader, tell.ON)
    choose(reader, "What I have told you is true as far as I know.")
    press(reader, "Send it now")
    assert reader.path.endswith("/receipt")
    db.session.rollback()
    assert db.session.scalars(select(Concern.reference)).one() in reader.text
    reader.walk_by_keyboard()


LABELLED = "[...(one.labels ?? [])].some(label => label.innerText.trim() === {words!r})"


def press(reader: Reader, words: str) -> None:
    """Come to a link or a button by Tab, and press Enter."""
    reader.tab_to(f"one.matches('a, button') && one.innerText.trim() === {words!r}")
    reader.key("Enter")


def type_into(reader: Reader, label: str, words: str) -> None:
    """Come to a field by Tab, and type."""
    reader.tab_to(LABELLED.format(words=label))
    reader.page.keyboard.type(words)


def choose(reader: Reader, words: str) -> None:
    """Come to an answer by Tab, and among radios by the arrow keys, and choose it."""
    here = f"() => {{ const one = document.activeElement; return {LABELLED.format(words=words)}; }}"
    group = f"[...document.getElementsByName(one.name)].some(one => {LABELLED.format(words=words)})"
    reader.tab_to(f"one.name && {group}")
    if reader.page.evaluate("() => document.activeElement.type === 'checkbox'"):
        reader.tab_to(LABELLED.format(words=words))
        reader.page.keyboard.press("Space")
        return
    reader.page.keyboard.press("Space")
    for _ in range(20):
        if reader.page.evaluate(here):
            return
        reader.page.keyboard.press("ArrowDown")
    raise AssertionError(f"no answer {words!r}")
