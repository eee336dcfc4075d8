"""The mailbox: who can open it, what stands there, and messages both ways."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from concerns.intake.pages import NAME
from concerns.models import Message
from concerns.operations import answering, following_up, sending
from concerns.vocabulary import Answer, Direction
from foundation import locks
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.evidence.models import StoredFile
from foundation.journey import drafts
from foundation.outbox import Letter
from tests.concerns.arrange import EMAIL, WORDS, anonymous, telling
from tests.concerns.mailboxes import answer, held, officer, opened, read, somebody, taken
from tests.concerns.test_receiving import everything
from tests.conftest import StillClock
from tests.foundation.evidence.specimens import picture
from tests.page import Visitor

HELLO = "I have the letters of that spring."
PNG = picture("PNG")


def test_reference_and_secret_open_it_in_any_spelling(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    page = visitor.open("/concerns/mailbox")
    assert page.heading == "Open your mailbox"
    typed = {"reference": mine.reference.lower().replace("-", " "), "secret_code": mine.secret.lower().replace("-", "")}
    page = visitor.send(page, typed, button="Open it")
    assert page.heading == "Your mailbox"
    assert mine.reference in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    cookie = visitor.client.get_cookie("register_forms")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.expires is None
    assert mine.secret not in str(cookie.decoded_value)


def test_whatever_is_wrong_the_sentence_is_the_same(database: SQLAlchemy, app: Flask, visitor: Visitor) -> None:
    mine, other = held(), held()
    said = set()
    for reference, secret in (
        (mine.reference, locks.new_secret()),
        (mine.reference, other.secret),
        ("CN-2026-ZZZZZZ", mine.secret),
        ("DP-2026-ZZZZZZ", mine.secret),
        ("nonsense", "nonsense"),
        (mine.reference, "x" * 5000),
        ("' OR 1=1 --", "<script>alert(1)</script>"),
    ):
        page = visitor.open("/concerns/mailbox")
        page = visitor.send(page, {"reference": reference, "secret_code": secret}, button="Open it", status=400)
        said.add(tuple(page.problems))
        assert page.heading == "Open your mailbox"
    assert len(said) == 1
    assert visitor.open("/concerns/mailbox").heading == "Open your mailbox"


def test_what_was_left_out_is_said(database: SQLAlchemy, visitor: Visitor) -> None:
    page = visitor.send(visitor.open("/concerns/mailbox"), {}, button="Open it", status=400)
    assert page.problems == ["Type your reference", "Type your secret"]


def test_guessing_is_slowed_and_the_owner_never_kept_out(database: SQLAlchemy, make_app: Callable[..., Flask]) -> None:
    mine = held()
    visitor = Visitor(make_app(rate_limits=True).test_client())
    answers = []
    for _ in range(12):
        page = visitor.open("/concerns/mailbox")
        response = visitor.client.post(
            "/concerns/mailbox",
            data={
                "csrf_token": page.form(button="Open it").find(".//input[@name='csrf_token']").get("value"),
                "reference": mine.reference,
                "secret_code": locks.new_secret(),
            },
        )
        answers.append(response.status_code)
    assert answers == [400] * 10 + [429] * 2
    assert opened(visitor, mine).heading == "Your mailbox"


def test_a_mailbox_is_open_in_one_browser_only_and_can_be_closed(
    database: SQLAlchemy, app: Flask, visitor: Visitor
) -> None:
    mine = held()
    page = opened(visitor, mine)
    assert somebody(app).open("/concerns/mailbox").heading == "Open your mailbox"
    assert visitor.send(page, {}, button="Close the mailbox").heading == "The mailbox is closed"
    assert visitor.open("/concerns/mailbox").heading == "Open your mailbox"
    assert visitor.open("/concerns/mailbox/told").heading == "Open your mailbox"


def test_an_unsent_draft_opened_here_leads_to_the_draft(database: SQLAlchemy, visitor: Visitor) -> None:
    hand = drafts.start(NAME, reference=sending.new_reference(2026))
    page = visitor.open("/concerns/mailbox")
    page = visitor.send(page, {"reference": hand.reference, "secret_code": hand.secret or ""}, button="Open it")
    assert page.address.endswith("/concerns/report/tasks")
    assert visitor.open("/concerns/mailbox").heading == "Open your mailbox"


def test_leaving_quickly_closes_it(database: SQLAlchemy, visitor: Visitor) -> None:
    opened(visitor, held())
    assert visitor.client.get("/concerns/leave").status_code == 303
    assert visitor.open("/concerns/mailbox").heading == "Open your mailbox"


def test_a_message_reaches_us_and_stands_there(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    page = visitor.send(opened(visitor, mine), {"words": HELLO}, button="Send the message")
    assert "We have your message." in page.text
    assert HELLO in page.text
    message = db.session.scalars(select(Message)).one()
    assert message.direction is Direction.TO_US
    assert locks.box_of(read(mine).lock_id).open(message.words_sealed) == HELLO
    assert HELLO not in everything(database)
    assert "We have your message." not in visitor.open("/concerns/mailbox").text


def test_the_same_page_sent_twice_is_one_message(database: SQLAlchemy, visitor: Visitor) -> None:
    page = opened(visitor, held())
    for _ in range(3):
        visitor.send(page, {"words": HELLO, "files": (io.BytesIO(PNG), "door.png")}, button="Send the message")
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1
    visitor.send(visitor.open("/concerns/mailbox"), {"words": HELLO}, button="Send the message")
    assert db.session.scalar(select(func.count()).select_from(Message)) == 2


def test_the_sign_of_a_page_means_nothing_in_another_mailbox(database: SQLAlchemy, app: Flask) -> None:
    sign = "0" * 32
    for _ in range(2):
        visitor = somebody(app)
        visitor.send(opened(visitor, held()), {"words": HELLO, "once": sign}, button="Send the message")
    assert db.session.scalar(select(func.count()).select_from(Message)) == 2


def test_an_officer_answers_and_is_known_by_first_name_and_role(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    answer(mine, "Which spring was it?\n\nTake your time.", officer())
    page = opened(visitor, mine)
    assert "Sam, concerns officer" in page.text
    assert "Penrose" not in page.html
    assert "Which spring was it?" in page.text
    assert db.session.scalars(select(Message.read_on)).one() is not None
    assert db.session.scalars(select(Letter.template)).all() == ["concern_received", "concern_message"]
    assert db.session.scalars(select(Letter.recipient).distinct()).all() == [EMAIL]


def test_what_comes_while_it_is_open_is_shown_when_asked_for(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    opened(visitor, mine)
    answer(mine, "Which spring was it?", officer())
    page = visitor.open("/concerns/mailbox")
    assert "There is a new message for you" in page.text
    assert "Which spring" not in page.text
    assert db.session.scalars(select(Message.read_on)).one() is None
    page = visitor.send(page, {}, button="Read it")
    assert "Which spring was it?" in page.text
    assert db.session.scalars(select(Message.read_on)).one() is not None


def test_what_we_opened_says_so(database: SQLAlchemy, visitor: Visitor, set_clock: StillClock) -> None:
    set_clock("2026-11-24 10:00")
    mine = held()
    visitor.send(opened(visitor, mine), {"words": HELLO}, button="Send the message")
    set_clock("2026-11-25 10:00")
    answer(mine, "Thank you.", officer())
    assert "we opened it on 25 November 2026" in opened(visitor, mine).text


@pytest.mark.parametrize("words", ["", "   \n ", "x" * 20_001])
def test_a_message_that_cannot_be_sent_is_kept_in_its_field(database: SQLAlchemy, visitor: Visitor, words: str) -> None:
    page = visitor.send(opened(visitor, held()), {"words": words}, button="Send the message", status=400)
    assert len(page.problems) == 1
    [field] = page.all("textarea", id="words")
    assert (field.text or "").strip() == words.strip()
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_hostile_words_are_shown_as_words(database: SQLAlchemy, visitor: Visitor) -> None:
    words = "<script>alert(1)</script> {7 * 7} '; DROP TABLE concern; -- \x00\x1b[31m \u202eabc 👩🏽‍⚕️"
    page = visitor.send(opened(visitor, held()), {"words": words}, button="Send the message")
    assert "<script>alert" not in page.html
    assert "DROP TABLE concern" in page.text
    assert "\u202e" not in page.html
    assert "👩🏽‍⚕️" in page.text


def test_forty_megabytes_of_words_are_refused_with_a_page(database: SQLAlchemy, visitor: Visitor) -> None:
    page = opened(visitor, held())
    assert visitor.send(page, {"words": "x" * 40_000_000}, button="Send the message", status=413).heading
    body = b"--b\r\nContent-Disposition: form-data; name=words\r\n\r\n" + b"x" * 40_000_000 + b"\r\n--b--\r\n"
    response = visitor.client.post(
        "/concerns/mailbox/messages", data=body, content_type="multipart/form-data; boundary=b"
    )
    assert response.status_code == 413
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_files_go_both_ways_and_to_nobody_else(database: SQLAlchemy, app: Flask, visitor: Visitor) -> None:
    mine = held()
    page = visitor.send(
        opened(visitor, mine),
        {"words": HELLO, "files": (io.BytesIO(PNG), "../../the door.png")},
        button="Send the message",
    )
    address = next(link for words, link in page.links.items() if words.endswith("the door.png"))
    response = visitor.client.get(address)
    assert response.data == PNG
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "no-store"
    looked_at = visitor.client.get(f"{address}/view")
    assert (looked_at.mimetype, len(looked_at.data) > 0) == ("image/jpeg", True)
    stranger = somebody(app)
    assert stranger.open(address).heading == "Open your mailbox"
    opened(stranger, held())
    assert stranger.client.get(address).status_code == 404


def test_a_file_that_is_refused_loses_nothing_else(database: SQLAlchemy, visitor: Visitor) -> None:
    page = opened(visitor, held())
    files = [(io.BytesIO(b""), "empty.pdf"), (io.BytesIO(PNG), "door.png"), (io.BytesIO(b"MZ\x90\x00" * 50), "run.exe")]
    page = visitor.send(page, {"words": HELLO, "files": files}, button="Send the message")
    assert "We have your message." in page.text
    assert "Not every file came through" in page.text
    assert "empty.pdf: This file is empty" in page.text
    assert "run.exe" in page.text
    assert HELLO in page.text
    assert [one.name for one in db.session.scalars(select(StoredFile))] == ["door.png"]


def test_what_was_typed_waits_while_the_mailbox_is_opened_again(
    database: SQLAlchemy, app: Flask, visitor: Visitor
) -> None:
    mine = held()
    page = opened(visitor, mine)
    elsewhere = somebody(app)
    elsewhere.send(opened(elsewhere, mine), {"words": "before"}, button="Send the message")
    visitor.client.get("/concerns/leave")
    page = visitor.send(page, {"words": HELLO}, button="Send the message", status=409)
    assert "not lost" in page.text
    page = visitor.send(page, {"reference": mine.reference, "secret_code": mine.secret}, button="Open it")
    [field] = page.all("textarea", id="words")
    assert (field.text or "").strip() == HELLO
    assert HELLO in visitor.send(page, {}, button="Send the message").text


def test_a_page_open_for_too_long_is_shown_again_with_what_was_typed(database: SQLAlchemy, visitor: Visitor) -> None:
    page = opened(visitor, held())
    response = visitor.client.post(
        "/concerns/mailbox/messages",
        data={"words": HELLO, "csrf_token": "stale"},
        headers={"Origin": "http://localhost"},
    )
    assert page.heading == "Your mailbox"
    assert response.status_code == 400
    assert HELLO in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_an_anonymous_exchange_leaves_no_hour_no_address_and_no_device(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 15:47:13")
    mine = held(anonymous())
    visitor.client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    visitor.client.environ_base["HTTP_USER_AGENT"] = "TellTale/9"
    page = visitor.send(
        opened(visitor, mine), {"words": HELLO, "files": (io.BytesIO(PNG), "door.png")}, button="Send the message"
    )
    assert visitor.client.get(page.links["door.png"]).data == PNG
    assert "You are anonymous here" in page.text
    set_clock("2026-11-26 09:00:00")
    sam = officer()
    taken(mine, sam)
    answer(mine, "Which spring was it?", sam)
    set_clock("2026-11-27 16:51:19")
    page = opened(visitor, mine)
    visitor.send(page, {"words": "The first one."}, button="Send the message")
    told = everything(database)
    for trace in ("15, 47", "15:47", "16, 51", "16:51", "203.0.113", "TellTale"):
        assert trace not in told
    by_reporter = db.session.scalars(select(AuditRecord).where(AuditRecord.actor_label == "the reporter")).all()
    assert len(by_reporter) == 3
    assert {line.at.strftime("%H:%M:%S.%f") for line in by_reporter} == {"00:00:00.000000"}
    sent = db.session.scalars(select(Message).order_by(Message.id)).all()
    assert [(one.sent_on, one.sent_at is None) for one in sent] == [
        (date(2026, 11, 24), True),
        (date(2026, 11, 26), False),
        (date(2026, 11, 27), True),
    ]
    assert sent[1].read_on == date(2026, 11, 27)
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0


def test_nothing_of_a_mailbox_reaches_a_log(
    database: SQLAlchemy,
    visitor: Visitor,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    mine, marker = held(anonymous()), "Zzyzxmarker"
    page = opened(visitor, mine)
    visitor.send(page, {"words": marker, "files": (io.BytesIO(b""), f"{marker}.pdf")}, button="Send the message")
    visitor.send(visitor.open("/concerns/mailbox/add"), {"words": marker}, button="Go on")
    visitor.client.get(f"/concerns/mailbox/files/{marker}")
    visitor.client.get("/concerns/leave")
    visitor.send(
        visitor.open("/concerns/mailbox"), {"reference": marker, "secret_code": marker}, button="Open it", status=400
    )
    visitor.send(visitor.open("/privacy/ask"), {"kind": "complaint", "words": marker, "name": marker}, button="Send it")
    shown = capfd.readouterr()
    heard = "\n".join([caplog.text, str([one.__dict__ for one in caplog.records]), shown.out, shown.err])
    for secret in (marker, mine.secret, mine.reference):
        assert secret.lower() not in heard.lower()


def test_our_answer_to_what_was_asked_stands_there_with_its_reasons(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    mine, sam = held(), officer()
    taken(mine, sam)
    following_up.take_back(mine.reference, "My brother asked me to.")
    db.session.rollback()
    answering.answer_withdrawal(
        mine.reference,
        Answer.CARRIED_ON,
        reasons="Others may be at risk.",
        version=read(mine).version,
        by=sam.actor,
    )
    db.session.rollback()
    page = opened(visitor, mine)
    assert "We have to carry on with the concern." in page.text
    assert "Others may be at risk." in page.text
    assert "We decided to carry on" in page.text
    assert "Take your concern back" in page.links


def test_what_was_told_can_be_read_again(database: SQLAlchemy, visitor: Visitor) -> None:
    opened(visitor, held(telling()))
    page = visitor.open("/concerns/mailbox/told")
    assert page.facts == {"What happened?": WORDS}


def test_a_new_secret_closes_every_other_browser_and_a_lost_answer_locks_nobody_out(
    database: SQLAlchemy, app: Flask, visitor: Visitor
) -> None:
    mine = held()
    elsewhere = somebody(app)
    opened(elsewhere, mine)
    opened(visitor, mine)
    page = visitor.open("/concerns/mailbox/secret")
    [new] = page.words("code")
    assert visitor.open("/concerns/mailbox/secret").words("code") == [new]
    visitor.send(page, {"secret_code": "wrong"}, button="I have written it down, use it", status=400)
    assert locks.is_secret(read(mine).secret_hash, mine.secret)
    for _ in range(2):
        visitor.send(page, {"secret_code": mine.secret}, button="I have written it down, use it")
        assert locks.is_secret(read(mine).secret_hash, new)
    assert elsewhere.open("/concerns/mailbox").heading == "Open your mailbox"
    assert visitor.open("/concerns/mailbox").heading == "Your mailbox"
    assert db.session.scalars(select(Letter.template).order_by(Letter.id)).all()[-1] == "concern_secret"
