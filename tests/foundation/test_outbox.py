"""Letters: written with the change, sent once afterwards over a real mail server, and never lost on the way."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from foundation import outbox
from foundation.database import db, operation
from foundation.outbox import Delivery, Letter, Standing
from tests.conftest import StillClock
from tests.foundation.mail_server import WickedServer
from tests.frame.house import ROOT, House
from tests.frame.mailbox import Mailbox, free_port

pytestmark = pytest.mark.usefixtures("database", "mailbox")
WORDS = {"number": "CM004271S", "name": "Siân O’Sample", "what": ["town"]}


@operation
def write(to: str = "sian@example.com", **more: Any) -> Letter | None:
    return outbox.write("entry_changed", to=to, **{**WORDS, **more})


def only() -> Letter:
    """The one letter there is, as the database has it."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Letter)).one()


@pytest.fixture
def wicked(house: House) -> Iterator[Callable[..., WickedServer]]:
    """A server that misbehaves; the app sends its letters there while the test runs."""
    made: list[WickedServer] = []
    state = house.app.extensions["mail"]
    port = state.port

    def make(**answers: str) -> WickedServer:
        made.append(WickedServer(**answers))
        state.port = made[-1].port
        return made[-1]

    yield make
    state.port = port
    for server in made:
        server.stop()


# ------------------------------------------------------------------------------------------------- written and sent


def test_bad_news_waits_for_an_hour_at_which_somebody_can_be_asked(mailbox: Mailbox, set_clock: StillClock) -> None:
    set_clock("2027-06-03 16:00")  # a Thursday afternoon
    write(kindly="england-and-wales")
    assert outbox.deliver() == Delivery(0, 0, 0)
    set_clock("2027-06-04 10:00")
    assert outbox.deliver() == Delivery(0, 0, 0)
    # The job did not run on Monday before the afternoon: the letter waits for Tuesday.
    set_clock("2027-06-07 16:30")
    assert outbox.deliver() == Delivery(0, 0, 0)
    assert (only().standing, only().tries) == (Standing.WAITING, 0)
    write("another@example.com")
    assert outbox.deliver() == Delivery(1, 0, 0)
    set_clock("2027-06-08 09:00")
    assert outbox.deliver() == Delivery(1, 0, 0)
    assert [one["To"] for one in mailbox.letters] == ["another@example.com", "sian@example.com"]


def test_a_letter_arrives_as_it_was_written(mailbox: Mailbox, set_clock: StillClock) -> None:
    at = set_clock("2027-07-01 09:00")
    write()
    assert mailbox.letters == []
    assert outbox.waiting() == (1, 0)
    assert outbox.deliver() == Delivery(1, 0, 0)
    assert outbox.deliver() == Delivery(0, 0, 0)
    letter = mailbox.letters[0]
    assert letter["X-Envelope-To"] == letter["To"] == "sian@example.com"
    assert letter["Subject"] == "Your entry on the register has changed"
    assert letter["From"] == "Institute of Registered Case Managers <register@ircm.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(rf"<letter-{only().id}-{at:%Y%m%d%H%M%S}-0-[a-z2-7]{{16}}@ircm\.example>", letter["Message-ID"])
    assert letter["Return-Path"] == "<register@ircm.example>"
    assert "Dear Siân O’Sample" in letter.get_content()
    assert (only().standing, only().sent_at, only().tries) == (Standing.SENT, at, 1)


def test_the_words_are_not_escaped_as_if_they_were_a_page(mailbox: Mailbox) -> None:
    write(name="D’Arcy & <Sons>")
    outbox.deliver()
    assert "Dear D’Arcy & <Sons>\n" in mailbox.letters[0].get_content().replace("\r\n", "\n")


def test_a_letter_goes_back_with_the_change_it_speaks_of(mailbox: Mailbox) -> None:
    @operation
    def half_done() -> None:
        write()
        raise KeyError("something went wrong")

    with pytest.raises(KeyError):
        half_done()
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0
    assert outbox.deliver() == Delivery(0, 0, 0)


def test_no_letter_is_written_outside_an_operation() -> None:
    with pytest.raises(RuntimeError, match="inside the operation"):
        outbox.write("entry_changed", to="sian@example.com", **WORDS)


def test_without_a_mail_server_letters_wait(make_app: Callable[..., Flask]) -> None:
    write()
    app = make_app(mail_server="")
    with app.app_context():
        assert outbox.deliver() == Delivery(0, 0, 0)
        db.engine.dispose()
    assert (only().standing, only().tries) == (Standing.WAITING, 0)


def test_letters_go_in_the_order_in_which_they_were_written_and_no_more_than_asked(mailbox: Mailbox) -> None:
    for count in range(5):
        write(to=f"person{count}@example.com")
    assert outbox.deliver(at_most=2) == Delivery(2, 0, 0)
    assert outbox.deliver() == Delivery(3, 0, 0)
    assert [one["To"] for one in mailbox.letters] == [f"person{count}@example.com" for count in range(5)]


# ------------------------------------------------------------------------------------------------------------- once


def test_a_letter_of_its_kind_is_written_once() -> None:
    assert write(once="reminder 7 of 2027") is not None
    assert write(once="reminder 7 of 2027") is None
    assert write(once="reminder 8 of 2027") is not None
    assert outbox.waiting() == (2, 0)


def test_a_letter_of_its_kind_is_written_once_by_many_at_once(app: Flask) -> None:
    db.session.rollback()
    ready = threading.Barrier(4)
    found: list[object] = []

    def run() -> None:
        with app.app_context():
            ready.wait()
            try:
                found.append(write(once="reminder") is not None)
            except Exception as error:  # the test wants to see whatever it is
                found.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(map(str, found)) == ["False", "False", "False", "True"]


# ------------------------------------------------------------------------------------------------------ what goes wrong


def test_a_server_that_is_down_is_tried_again_after_longer_and_longer_waits(
    house: House, set_clock: StillClock, mailbox: Mailbox
) -> None:
    state = house.app.extensions["mail"]
    port, state.port = state.port, free_port()
    at = set_clock("2027-07-01 09:00")
    write()
    try:
        for minutes in (1, 4, 9, 16, 25, 36, 49):
            assert outbox.deliver() == Delivery(0, 1, 0)
            assert outbox.deliver() == Delivery(0, 0, 0), "tried again before its time"
            letter = only()
            assert (letter.standing, letter.problem) == (Standing.WAITING, "ConnectionRefusedError")
            assert letter.due_at == at + timedelta(minutes=minutes)
            set_clock(letter.due_at - timedelta(seconds=1))
            assert outbox.deliver() == Delivery(0, 0, 0)
            at = set_clock(letter.due_at)
        assert outbox.deliver() == Delivery(0, 0, 1)
    finally:
        state.port = port
    letter = only()
    assert (letter.standing, letter.tries, letter.problem) == (Standing.GIVEN_UP, 8, "ConnectionRefusedError")
    assert outbox.waiting() == (0, 1)
    set_clock.move(days=30)
    assert outbox.deliver() == Delivery(0, 0, 0)
    assert mailbox.letters == []


def test_a_server_that_comes_back_gets_the_letter(wicked: Callable[..., WickedServer], set_clock: StillClock) -> None:
    set_clock("2027-07-01 09:00")
    server = wicked(MAIL="451 try later")
    write()
    assert outbox.deliver() == Delivery(0, 1, 0)
    server.answers["MAIL"] = "250 ok"
    set_clock.move(minutes=1)
    assert outbox.deliver() == Delivery(1, 0, 0)
    assert len(server.taken) == 1
    assert (only().problem, only().taken_until) == (None, None)


def test_an_address_that_does_not_exist_is_given_up_at_once(mailbox: Mailbox) -> None:
    mailbox.refused.add("nobody@example.com")
    write(to="nobody@example.com")
    write(to="sian@example.com")
    assert outbox.deliver() == Delivery(1, 0, 1)
    problems = db.session.execute(select(Letter.standing, Letter.problem).order_by(Letter.id)).all()
    assert [tuple(one) for one in problems] == [(Standing.GIVEN_UP, "the address was refused"), (Standing.SENT, None)]


@pytest.mark.parametrize("answer", ["450 greylisted, come back", "451 later", "452 mailbox full"])
def test_a_server_that_says_not_now_to_the_address_is_asked_again(
    wicked: Callable[..., WickedServer], answer: str
) -> None:
    wicked(RCPT=answer)
    write()
    assert outbox.deliver() == Delivery(0, 1, 0)
    assert only().problem == "SMTPRecipientsRefused"


def test_a_server_that_hangs_up_after_taking_the_letter_has_it(wicked: Callable[..., WickedServer]) -> None:
    server = wicked(QUIT="")
    write()
    assert outbox.deliver() == Delivery(1, 0, 0)
    assert len(server.taken) == 1
    assert only().standing is Standing.SENT


@pytest.mark.parametrize("step", ["EHLO", "RCPT", "."])
def test_a_server_that_says_nothing_is_not_waited_for_for_ever(
    wicked: Callable[..., WickedServer], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(outbox, "PATIENCE", 0.2)
    wicked(**{step: "…"})
    write()
    assert outbox.deliver() == Delivery(0, 1, 0)
    assert timedelta(seconds=10 * 30) < outbox.HANDED_OVER_FOR


@pytest.mark.parametrize(
    "to",
    [
        "sian@example.com\nBcc: everyone@example.com",
        "sian@example.com\r\nBcc: everyone@example.com\r\n\r\nBuy!",
        "",
        "\ud800@example.com",
        "a" * 300 + "@example.com",
        "@",
        "sian@example.com, second@example.com",
    ],
)
def test_an_address_cannot_bring_headers_or_readers_of_its_own_nor_stop_the_post(
    mailbox: Mailbox, to: str, dialect: str
) -> None:
    if "\ud800" in to and dialect == "postgresql":
        pytest.skip("PostgreSQL keeps no such text at all")
    with db.session.no_autoflush:
        try:
            write(to=to)
        except (UnicodeError, ValueError):
            assert "\ud800" in to  # refused before it is even kept
    write(to="last@example.com")
    outbox.deliver()
    readers = [one["X-Envelope-To"] for one in mailbox.letters]
    assert "last@example.com" in readers
    assert not [one for one in readers if "everyone" in one or "second" in one]
    assert not [one for one in mailbox.letters if one["Bcc"]]


def test_words_cannot_bring_headers_of_their_own(mailbox: Mailbox) -> None:
    write(name="x\nBcc: everyone@example.com", number="CM004271S\r\nBcc: everyone@example.com")
    outbox.deliver()
    assert mailbox.letters[0]["Bcc"] is None
    assert mailbox.letters[0]["X-Envelope-To"] == "sian@example.com"


# --------------------------------------------------------------------------------------------------------- many workers


def test_many_workers_never_send_a_letter_twice(app: Flask, mailbox: Mailbox) -> None:
    for count in range(24):
        write(to=f"person{count}@example.com")
    db.session.rollback()
    found: list[object] = []

    def work() -> None:
        with app.app_context():
            try:
                found.append(outbox.deliver().sent)
            except Exception as error:  # the test wants to see whatever it is
                found.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(one for one in found if isinstance(one, int)) == 24, found
    assert sorted(one["To"] for one in mailbox.letters) == sorted(f"person{count}@example.com" for count in range(24))


WORKER = """
import json, sys
from app import create_app
from foundation import outbox
from foundation.settings import Settings
app = create_app(Settings(**json.loads(sys.argv[1])))
with app.app_context():
    outbox.deliver()
"""


def test_the_letter_of_a_worker_that_was_killed_is_taken_again_after_ten_minutes(
    house: House, set_clock: StillClock, mailbox: Mailbox
) -> None:
    write()
    db.session.rollback()
    server = WickedServer(**{".": "…"})
    settings = replace(house.app.config["SETTINGS"], mail_port=server.port)
    given = json.dumps({name: getattr(settings, name) for name in ("database_url", "secret_key", "mail_server")})
    given = given.removesuffix("}") + f', "mail_port": {server.port}, "rate_limits": false}}'
    worker = subprocess.Popen([sys.executable, "-c", WORKER, given], cwd=ROOT, env={**os.environ})
    try:
        assert server.asked.wait(120), "the worker never got to the mail server"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(120)
        server.stop()
    letter = only()
    assert (letter.standing, letter.tries) == (Standing.SENDING, 1)
    assert letter.taken_until is not None
    assert outbox.deliver() == Delivery(0, 0, 0)
    set_clock(letter.taken_until - timedelta(seconds=1))
    assert outbox.deliver() == Delivery(0, 0, 0)
    set_clock(letter.taken_until)
    assert outbox.deliver() == Delivery(1, 0, 0)
    assert [one["To"] for one in mailbox.letters] == ["sian@example.com"]


def test_a_worker_that_is_later_than_ten_minutes_does_not_undo_what_another_did(
    wicked: Callable[..., WickedServer], monkeypatch: pytest.MonkeyPatch, set_clock: StillClock
) -> None:
    """The first worker's server answers so late that a second worker has taken and sent the letter meanwhile."""
    set_clock("2027-07-01 09:00")
    write()
    hand_over = outbox._hand_over

    def slow(letter_id: int) -> str | None:
        monkeypatch.setattr(outbox, "_hand_over", hand_over)
        set_clock.move(minutes=11)
        assert outbox.deliver() == Delivery(1, 0, 0)
        return "TimeoutError"

    monkeypatch.setattr(outbox, "_hand_over", slow)
    wicked()
    assert outbox.deliver() == Delivery(0, 0, 0)
    assert only().standing is Standing.SENT


# ----------------------------------------------------------------------------------------------------------------- logs


def test_the_log_names_no_person(
    caplog: pytest.LogCaptureFixture, mailbox: Mailbox, wicked: Callable[..., WickedServer]
) -> None:
    caplog.set_level(logging.DEBUG)
    mailbox.refused.add("zzmarker@example.com")
    with capture_logs() as noted:
        write(to="zzmarker@example.com", name="Zzmarker")
        outbox.deliver()
        wicked(MAIL="550 zzmarker is not welcome")
        write(to="zzmarker2@example.com", name="Zzmarker")
        outbox.deliver()
    assert [one["outcome"] for one in noted if one["event"] == "letter"] == ["give_up", "put_back"]
    ours = [one.getMessage() for one in caplog.records if one.name != "mail.log"]  # that is the mail server's own
    assert "zzmarker" not in repr((noted, ours)).lower()


def test_the_table_refuses_a_letter_that_is_sent_without_its_time() -> None:
    @operation
    def wrong() -> None:
        letter = outbox.write("entry_changed", to="sian@example.com", **WORDS)
        assert letter is not None
        letter.standing = Standing.SENT

    with pytest.raises(IntegrityError, match="sent_has_its_time"):
        wrong()
