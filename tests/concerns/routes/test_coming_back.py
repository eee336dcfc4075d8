"""Save and come back: with the right secret always, with a wrong one never, and with what was typed in between."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from foundation.database import db
from foundation.evidence import StoredFile
from foundation.journey.drafts import Draft
from tests.concerns.teller import PREFIX, STORY, Teller


@pytest.fixture
def teller(app: Flask, database: SQLAlchemy) -> Teller:
    return Teller(app)


def forget(teller: Teller) -> None:
    with teller.client.session_transaction() as session:
        session.pop("draft", None)


def test_reference_and_secret_bring_everything_back(app: Flask, teller: Teller) -> None:
    teller.begin()
    teller.say("what", {"what": STORY})
    page = teller.visitor.open(f"{PREFIX}/save")
    reference, secret = teller.held()
    assert reference in page.text
    assert secret in page.text
    later = Teller(app)
    opened = later.visitor.open(f"{PREFIX}/return")
    back = later.visitor.send(
        opened, {"reference": reference.lower(), "secret": secret.lower().replace("-", " ")}, button="Open it"
    )
    assert back.heading == "What you told us so far"
    assert STORY in later.client.get(f"{PREFIX}/what").text


def test_saving_to_come_back_keeps_half_a_page(teller: Teller) -> None:
    teller.begin()
    answer = teller.post("kind", {"go": "save"})
    assert answer.headers["Location"].endswith("/save")
    answer = teller.post("what", {"what": "half a sent", "go": "save"})
    assert answer.headers["Location"].endswith("/save")
    assert "half a sent" in teller.client.get(f"{PREFIX}/what").text


@pytest.mark.parametrize(
    ("reference", "secret"),
    [("", ""), ("CN-2026-222222", ""), ("nonsense", "7K3M-9XWD-7K3M-9XWD-7K3M"), ("\x00", "\ud800"), ("x" * 9999, "y")],
)
def test_what_is_wrong_is_said_and_shown_again(teller: Teller, reference: str, secret: str) -> None:
    typed = {
        "reference": reference.encode("utf-8", "replace").decode(),
        "secret": "y" if "\ud800" in secret else secret,
    }
    answer = teller.post("return", typed)
    assert answer.status_code == 400
    assert "There is a problem" in answer.text


def test_wrong_secrets_are_slowed_and_the_right_one_always_opens(
    make_app: Callable[..., Flask], teller: Teller
) -> None:
    teller.begin()
    reference, secret = teller.held()
    guesser = Teller(make_app(rate_limits=True))
    wrong = {"reference": reference, "secret": "7K3M-9XWD-7K3M-9XWD-7K3M"}
    codes = [guesser.post("return", wrong, token=guesser.token(f"{PREFIX}/return")).status_code for _ in range(12)]
    assert codes == [400] * 10 + [429] * 2
    answer = guesser.post("return", {"reference": reference, "secret": secret})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/tasks")


def test_somebody_elses_reference_opens_nothing(app: Flask, teller: Teller) -> None:
    teller.begin()
    other = Teller(app)
    other.begin()
    reference, _ = teller.held()
    _, secret = other.held()
    assert other.post("return", {"reference": reference, "secret": secret}).status_code == 400
    with other.client.session_transaction() as session:
        session["draft"] = [reference, secret]
    assert other.client.get(f"{PREFIX}/what").headers["Location"].endswith("/return")


def test_a_page_sent_without_its_draft_waits_until_the_draft_is_open_again(teller: Teller) -> None:
    teller.begin()
    held = teller.held()
    token = teller.token()
    forget(teller)
    words = 'Line one\n\n  Line "two" <b>&amp; three'
    answer = teller.post("what", {"what": words, "go": "on"}, token=token)
    assert answer.status_code == 409
    assert "What you just typed is not lost" in answer.text
    form = {"action": "what", "typed-what": words, "reference": held[0], "secret": held[1]}
    assert 'name="typed-what"' in answer.text
    back = teller.post("return", form)
    assert back.headers["Location"] == f"{PREFIX}/what"
    [box] = teller.visitor.open(f"{PREFIX}/what").all("textarea")
    assert (box.text or "").strip("\n") == words


def test_signs_that_nobody_types_are_not_carried_over(teller: Teller) -> None:
    teller.begin()
    token = teller.token()
    forget(teller)
    answer = teller.post(
        "what", {"what": "One\x00 and\x1b[31m two\u202e", "wh\x07at": "three", "go": "on"}, token=token
    )
    assert answer.status_code == 409
    assert "One and[31m two<" in answer.text
    assert not any(sign in answer.text for sign in "\x00\x07\x1b\u202e")
    again = teller.post("return", {"action": "what", "typed-what": "Four\x00 five"})
    assert "Four five<" in again.text
    assert "\x00" not in again.text


def test_a_form_that_was_open_too_long_is_shown_to_be_sent_again(teller: Teller) -> None:
    teller.begin()
    headers = {"Origin": "http://localhost"}
    data = {"csrf_token": "stale", "what": STORY, "go": "on"}
    answer = teller.client.post(f"{PREFIX}/what", data=data, headers=headers)
    assert answer.status_code == 400
    assert STORY in answer.text
    assert 'href="/concerns/leave"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert (
        "sorry-secret"
        not in teller.client.post(
            f"{PREFIX}/return", data={"csrf_token": "stale", "secret": "sorry-secret"}, headers=headers
        ).text
    )


def test_beginning_again_does_not_lose_what_was_begun(teller: Teller) -> None:
    teller.begin()
    held = teller.held()
    answer = teller.post("start", {})
    assert "You have begun already" in answer.text
    assert teller.held() == held
    assert teller.post("start", {"again": "yes"}).status_code == 303
    assert teller.held() != held
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 2


def test_closing_on_this_device_keeps_the_draft(teller: Teller) -> None:
    teller.begin()
    held = teller.held()
    assert teller.post("close", {}).headers["Location"] == PREFIX
    assert teller.client.get(f"{PREFIX}/tasks").headers["Location"].endswith("/return")
    assert teller.post("return", {"reference": held[0], "secret": held[1]}).status_code == 303


def test_throwing_away_deletes_words_and_files(teller: Teller) -> None:
    teller.begin()
    teller.client.post(
        f"{PREFIX}/files",
        data={"csrf_token": teller.token(), "files": (io.BytesIO(b"a letter"), "letter.txt")},
    )
    assert teller.visitor.open(f"{PREFIX}/throw-away").heading == "Throw away what you wrote?"
    assert "It is gone" in teller.post("throw-away", {}).text
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
    assert {one.wrapped_key for one in db.session.scalars(select(StoredFile))} == {None}


def test_a_reminder_is_set_changed_and_taken_back(teller: Teller) -> None:
    teller.begin()
    assert teller.post("save", {"reminder": "not an address"}).status_code == 400
    assert "We will remind you" in teller.post("save", {"reminder": "jo@example.org"}).text
    assert "We will not remind you" in teller.post("save", {"reminder": ""}).text


def test_a_draft_that_was_sent_leads_to_the_mailbox(teller: Teller) -> None:
    teller.tell()
    held = teller.held()
    teller.send()
    answer = teller.post("return", {"reference": held[0], "secret": held[1]}, token=teller.token(f"{PREFIX}/return"))
    assert answer.headers["Location"] == "/concerns/mailbox"
