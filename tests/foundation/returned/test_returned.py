"""Letters that come back: from the mail server of the tests, by hand-over and by folder, once, and only ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from accounts import letters
from foundation import clock, outbox
from foundation.database import db, operation
from foundation.outbox import CAME_BACK, Delivery, Letter, Standing
from foundation.returned import folder, traces
from foundation.returned.noting import WITHIN, Outcome, receive
from foundation.settings import Settings, SettingsRefused
from tests.accounts.staff import SHELL
from tests.conftest import StillClock
from tests.foundation.returned.bounces import EXCHANGE, FROM_A_PERSON, OUT_OF_OFFICE, bounce
from tests.frame.house import ROOT, SETTINGS
from tests.frame.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("database", "mailbox")
WORDS = {"number": "CM004271S", "name": "Zzmarker", "what": ["town"]}


def send(mailbox: Mailbox, to: str = "zzmarker@elsewhere.example") -> EmailMessage:
    """A letter as the mail server got it."""

    @operation
    def write() -> None:
        outbox.write("entry_changed", to=to, **WORDS)

    write()
    assert outbox.deliver() == Delivery(1, 0, 0)
    return mailbox.letters[-1]


def stands() -> list[tuple[Standing, str | None, int]]:
    db.session.rollback()
    db.session.expire_all()
    return [(one.standing, one.problem, one.returns) for one in db.session.scalars(select(Letter).order_by(Letter.id))]


BACK = (Standing.GIVEN_UP, CAME_BACK["address"], 1)


def test_a_letter_that_comes_back_says_so_once(mailbox: Mailbox, set_clock: StillClock) -> None:
    set_clock("2027-07-01 09:00")
    raw = bounce(send(mailbox))
    at = set_clock("2027-07-03 11:00")
    assert receive(bounce(mailbox.letters[0], action="delayed", status="4.4.1")) is Outcome.DELAYED
    assert receive(bounce(mailbox.letters[0], OUT_OF_OFFICE)) is Outcome.AUTOMATIC
    assert stands() == [(Standing.SENT, None, 0)]
    assert receive(raw) is Outcome.CAME_BACK
    held = db.session.scalars(select(Letter)).one()
    assert (stands(), held.returned_at, held.sent_at) == ([BACK], at, None)
    set_clock.move(days=1)
    assert receive(raw) is Outcome.KNOWN
    assert held.returned_at == at
    # Somebody has it sent again: what brought it back the first time does nothing any more, what does now counts.
    letters.try_again(held.id, by=SHELL)
    assert outbox.deliver() == Delivery(1, 0, 0)
    assert receive(raw) is Outcome.KNOWN
    assert stands() == [(Standing.SENT, None, 1)]
    assert receive(bounce(mailbox.letters[1], EXCHANGE)) is Outcome.CAME_BACK
    assert stands() == [(Standing.GIVEN_UP, CAME_BACK["address"], 2)]


def test_nobody_can_send_back_what_they_did_not_get(
    mailbox: Mailbox, make_app: Callable[..., Flask], set_clock: StillClock
) -> None:
    set_clock("2027-07-01 09:00")
    letter, other = send(mailbox), send(mailbox, "else@elsewhere.example")
    theirs = str(letter["Message-ID"])
    head, _, seal = theirs.partition("@")[0].rpartition("-")
    number = str(other["Message-ID"]).split("-")[1]
    with capture_logs() as noted:
        for forged in (
            f"{head}-{'a' * 16}@ircm.example>",
            f"{head}-{seal[:-1]}@ircm.example>",
            theirs.replace(f"letter-{theirs.split('-')[1]}-", f"letter-{number}-"),
            theirs.replace("-0-", "-1-"),
            "<letter-99999999999999999999-20270701090000-0-aaaaaaaaaaaaaaaa@ircm.example>",
            " ".join(["1-20270701090000-0-aaaaaaaaaaaaaaaa"] * 100),
            "",
        ):
            assert receive(bounce(letter, message_id=forged)) is Outcome.UNTRACED
    assert stands() == [(Standing.SENT, None, 0)] * 2
    # Counted, and nothing said of whom or what.
    assert [one["outcome"] for one in noted if one["event"] == "returned"] == [Outcome.UNTRACED.value] * 7
    assert "zzmarker" not in repr(noted).lower()
    # A server may change capitals; a key that was changed yesterday still seals what it sealed; another never did.
    for key, before, outcome in (
        ("another", "", Outcome.UNTRACED),
        ("another", SETTINGS.secret_key, Outcome.CAME_BACK),
    ):
        app = make_app(secret_key=key, secret_key_before=before)
        with app.app_context():
            assert receive(bounce(letter, message_id=theirs.upper())) is outcome
            db.engine.dispose()


def test_the_envelope_alone_says_which_letter_it_was(mailbox: Mailbox, make_app: Callable[..., Flask]) -> None:
    app = make_app(mail_return="returned@mail.ircm.example")
    with app.app_context():
        letter = send(mailbox)
        back_to = str(letter["Return-Path"]).strip("<>")
        local, _, domain = back_to.partition("@")
        assert (local.partition("+")[0], domain, len(local) <= 64) == ("returned", "mail.ircm.example", True)
        assert "zzmarker" not in f"{back_to} {letter['Message-ID']}".lower()
        assert letter["From"] == "Institute of Registered Case Managers <register@ircm.example>"
        assert receive(bounce(letter, message_id="")) is Outcome.CAME_BACK
        db.session.remove()
        db.engine.dispose()
    for wrong in ("returned", "a" * 17 + "@ircm.example", "a b@ircm.example", "returned@ircm.example\n"):
        with pytest.raises(SettingsRefused, match="MAIL_RETURN"):
            Settings(mail_return=wrong)


def test_a_letter_that_is_gone_or_long_past_is_left_alone(mailbox: Mailbox, set_clock: StillClock) -> None:
    set_clock("2027-07-01 09:00")
    raw = bounce(send(mailbox))
    set_clock.move(days=WITHIN.value(), seconds=1)
    assert receive(raw) is Outcome.OVER
    assert stands() == [(Standing.SENT, None, 0)]

    @operation
    def other_letter_of_that_number() -> None:
        db.session.scalars(select(Letter)).one().written_at += timedelta(seconds=1)

    other_letter_of_that_number()
    set_clock.move(days=-5)
    assert receive(raw) is Outcome.OVER

    @operation
    def forget() -> None:
        db.session.delete(db.session.scalars(select(Letter)).one())

    forget()
    assert receive(raw) is Outcome.OVER


def test_a_letter_in_a_workers_hand_is_asked_about_again(
    mailbox: Mailbox, runner: FlaskCliRunner, set_clock: StillClock
) -> None:
    set_clock("2027-07-01 09:00")
    raw = bounce(send(mailbox))

    @operation
    def take(standing: Standing, sent: bool) -> None:
        held = db.session.scalars(select(Letter)).one()
        held.standing, held.sent_at = standing, clock.now() if sent else None

    take(Standing.SENDING, False)
    assert runner.invoke(args=["mail", "returned"], input=raw).exit_code == os.EX_TEMPFAIL
    assert stands() == [(Standing.SENDING, None, 0)]
    # The server said nothing and had it all the same: it came back before it is tried again.
    take(Standing.WAITING, False)
    done = runner.invoke(args=["mail", "returned"], input=raw)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "came back")
    assert stands() == [BACK]
    for sample, code in ((OUT_OF_OFFICE, 0), (FROM_A_PERSON, os.EX_DATAERR)):
        done = runner.invoke(args=["mail", "returned"], input=bounce(mailbox.letters[0], sample))
        assert (done.exit_code, "zzmarker" in done.output.lower()) == (code, False)
    assert runner.invoke(args=["mail", "returned"], input=b"").exit_code == os.EX_DATAERR


@pytest.mark.one_database
def test_no_message_is_lost_while_the_database_is_away(mailbox: Mailbox) -> None:
    """In a process of its own, as a mail server starts it."""
    raw = bounce(send(mailbox))
    away = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", "SECRET_KEY": SETTINGS.secret_key}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "mail", "returned"],
        cwd=ROOT,
        env={**os.environ, **away, "RATE_LIMITS": "off"},
        input=raw + b"more\n" * 200_000,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == os.EX_TEMPFAIL, done.stderr.decode()
    assert b"zzmarker" not in (done.stdout + done.stderr).lower()
    assert traces.find([str(mailbox.letters[0]["Message-ID"])]) is not None


# --------------------------------------------------------------------------------------------------------- the folder


def test_a_folder_is_read_and_emptied_but_for_what_a_person_has_to_read(
    mailbox: Mailbox, make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    place = tmp_path / "Maildir"
    app = make_app(mail_returned_folder=str(place))
    with app.app_context():
        assert "could not be read" in str(folder.read())
        assert folder.for_a_person() is None
        for part in ("tmp", "new", "cur"):
            (place / part).mkdir(parents=True)
        letter = send(mailbox)
        arrived = {
            "new/1.a.host": bounce(letter),
            "cur/2.b.host:2,S": bounce(letter, EXCHANGE),
            "new/3.c.host": bounce(letter, OUT_OF_OFFICE),
            "new/4.d.host": bounce(letter, FROM_A_PERSON),
            "cur/5.e.host:2,S": bounce(letter, message_id=""),
            "tmp/6.f.host": b"half",
        }
        for name, raw in arrived.items():
            (place / name).write_bytes(raw)
        assert str(folder.read()) == "1 letters came back, 2 messages said nothing new, 2 wait for a person."
        assert stands() == [BACK]
        left = {str(one.relative_to(place)) for one in place.rglob("*.host*")}
        assert left == {"cur/4.d.host:2,F", "cur/5.e.host:2,FS", "tmp/6.f.host"}
        again = folder.read()
        assert (again, folder.for_a_person()) == (folder.Reading(0, 0, 2), 2)
        done = app.test_cli_runner().invoke(args=["jobs", "hourly"])
        assert "0 letters came back, 0 messages said nothing new, 2 wait for a person." in done.output
        # Nobody's words are kept for ever.
        old = (clock.now() - timedelta(days=folder.KEPT.value(), hours=1)).timestamp()
        os.utime(place / "cur/4.d.host:2,F", (old, old))
        assert folder.read() == folder.Reading(0, 0, 1)
        db.session.remove()
        db.engine.dispose()
    assert folder.read() is None


@pytest.mark.one_database
def test_one_message_holds_up_neither_the_others_nor_the_job(
    mailbox: Mailbox,
    make_app: Callable[..., Flask],
    tmp_path: Path,
    set_clock: StillClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_clock("2027-07-01 09:00")
    place, long = tmp_path / "Maildir", f"5.{'e' * 253}"
    app = make_app(mail_returned_folder=str(place))
    with app.app_context():
        for part in ("new", "cur"):
            (place / part).mkdir(parents=True)
        raw, nobodys = bounce(send(mailbox)), bounce(send(mailbox), FROM_A_PERSON)
        # One whose name has no room for the mark of what a person has to read, before one that came back.
        (place / "new" / long).write_bytes(nobodys)
        (place / "new/6.f.host").write_bytes(raw)
        done = folder.read()
        assert done == folder.Reading(1, 0, 0, stuck=1)
        assert "1 could not be read or put aside" in str(done)
        assert {one.name for one in (place / "new").iterdir()} == {long}

        # The time is over: what is left over is read by the next job.
        def slow(_raw: bytes) -> Outcome:
            set_clock.move(minutes=1)
            return Outcome.AUTOMATIC

        (place / "new" / long).unlink()
        for name in "789":
            (place / f"new/{name}.host").write_bytes(raw)
        with monkeypatch.context() as held:
            held.setattr(folder, "receive", slow)
            assert folder.read() == folder.Reading(0, 2, 0)
        assert [one.name for one in (place / "new").iterdir()] == ["9.host"]

        # The database says no: the message stays, all else that the job does is done, and the job fails.
        def away(_raw: bytes) -> Outcome:
            raise OperationalError("select", {}, Exception())

        for job, last in (("hourly", "erased keys"), ("nightly", "entries do not show")):
            with monkeypatch.context() as held:
                held.setattr(folder, "receive", away)
                done = app.test_cli_runner().invoke(args=["jobs", job])
            assert (done.exit_code, last in done.output) == (1, True)
            assert "1 could not be read or put aside" in done.stderr
        assert folder.read() == folder.Reading(0, 1, 0)
        assert app.test_cli_runner().invoke(args=["jobs", "hourly"]).exit_code == 0
        db.session.remove()
        db.engine.dispose()
