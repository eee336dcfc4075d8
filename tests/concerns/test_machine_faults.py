"""What happens to a reporter when the machine fails under them: a full disk, a locked database.

For real: the disk is a small one that is filled to its last byte, the lock is held by another connection. Each time the
page says what happened, what was acknowledged before is there, and what was typed is shown again to be sent once more.
"""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from app import create_app
from concerns.models import Concern
from foundation import evidence
from foundation.database import db
from tests.concerns.teller import PREFIX, STORY, Teller
from tests.frame.house import SETTINGS, ApartClient, House, let_go
from tests.page import faults

pytestmark = [pytest.mark.one_database]
LATER = "What they said on the second day, which nobody should have to type again."


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes, where this machine lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if made.returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def on_it(house: House, small_disk: Path) -> Iterator[Flask]:
    """The application with its database and its files on the small disk."""
    if not house.store.url.startswith("sqlite"):
        pytest.skip("a server has its own disk")
    database = small_disk / "register.sqlite"
    shutil.copyfile(house.store.url.removeprefix("sqlite:///"), database)
    settings = replace(SETTINGS, database_url=f"sqlite:///{database}", evidence_url=str(small_disk / "evidence"))
    app = create_app(settings)
    app.testing = False
    app.test_client_class = ApartClient
    yield app
    let_go(app)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Not a byte of room."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        size = 1024 * 1024
        while size:
            try:
                file.write(b"x" * size)
            except OSError:
                size //= 2
    yield
    filler.unlink()


def shows_again(answer: TestResponse, words: str) -> None:
    """A clear page that has what was typed, with a way to send it once more and the way out."""
    assert answer.status_code == 503
    assert not faults(answer.text), faults(answer.text)
    assert words in answer.text
    assert "/concerns/leave" in answer.text
    assert "saved" in answer.text


def test_a_full_disk_loses_nothing_that_was_saved_and_nothing_that_was_typed(on_it: Flask, small_disk: Path) -> None:
    teller = Teller(on_it)
    teller.tell()
    token = teller.token()
    with full(small_disk):
        answers = [
            teller.post("where", {"where": f"{LATER} {number}" + "y" * 150_000}, token=token) for number in range(9)
        ]
        refused = [answer for answer in answers if answer.status_code != 400]
        assert refused, "the disk was not full"
        for answer in refused:
            shows_again(answer, LATER)
        assert STORY in teller.client.get(f"{PREFIX}/check").text
        sent = teller.post("send", {"true": "yes"}, token=token)
        assert sent.status_code in (303, 503)
    assert STORY in teller.client.get(f"{PREFIX}/check", follow_redirects=True).text or sent.status_code == 303
    if sent.status_code == 503:
        teller.send()
    with on_it.app_context():
        assert db.session.scalar(select(func.count()).select_from(Concern)) == 1


def test_a_full_disk_keeps_no_half_of_a_file(on_it: Flask, small_disk: Path) -> None:
    teller = Teller(on_it)
    teller.tell()
    token = teller.token()
    kept = send_file(teller.client, token, b"A plain text, kept before.", "before.txt")
    assert kept.status_code == 303
    with full(small_disk):
        answer = send_file(teller.client, token, b"A longer text. " * 25_000, "after.txt")
        assert answer.status_code in (400, 503)
        assert not faults(answer.text), faults(answer.text)
        assert "after.txt" in answer.text
    shown = teller.client.get(f"{PREFIX}/files").text
    assert "before.txt" in shown
    assert "after.txt" not in shown
    with on_it.app_context():
        evidence.sweep()
        objects = [path for path in (small_disk / "evidence").rglob("*") if path.is_file()]
        assert len(objects) == 1
    assert send_file(teller.client, token, b"A longer text. " * 25_000, "after.txt").status_code == 303
    teller.send()


def send_file(client: FlaskClient, token: str, content: bytes, name: str) -> TestResponse:
    """Send one file."""
    data = {"csrf_token": token, "files": (io.BytesIO(content), name), "go": "send"}
    return client.post(f"{PREFIX}/files", data=data)


def test_a_locked_database_shows_again_what_was_typed(app: Flask, dialect: str) -> None:
    if dialect != "sqlite":
        pytest.skip("a server waits for rows, not for the whole database")
    teller = Teller(app)
    teller.tell()
    token = teller.token()
    app.testing = False
    with app.app_context():
        event.listen(db.engine, "connect", impatient)
        db.engine.dispose()
    other = sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"), isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        shows_again(teller.post("where", {"where": LATER}, token=token), LATER)
        shows_again(teller.post("witnesses/ab", {"name": "A nurse", "saw": LATER}, token=token), LATER)
        shows_again(teller.post("who/described/ab", {"name": "Jo", "more": LATER}, token=token), LATER)
        assert teller.post("send", {"true": "yes"}, token=token).status_code == 503
        assert STORY in teller.client.get(f"{PREFIX}/check").text
    finally:
        other.close()
        app.testing = True
        with app.app_context():
            event.remove(db.engine, "connect", impatient)
            db.engine.dispose()
    assert teller.post("where", {"where": LATER}, token=token).status_code == 303
    assert LATER in teller.client.get(f"{PREFIX}/check").text
    teller.send()


def impatient(connection: sqlite3.Connection, _record: object) -> None:
    """Wait a tenth of a second, not half a minute."""
    connection.execute("PRAGMA busy_timeout = 100")
