"""The log: one line for a page that failed, by its rule, and nothing of what anybody typed."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask
from sqlalchemy import text

from accounts import guard
from foundation import journal
from foundation.database import db
from foundation.outbox import Letter
from tests.frame.house import House

MARKER = "Zzmarker"


@pytest.fixture
def failing(house: House) -> Iterator[Flask]:
    """The application with a page that fails in the database, on what was typed."""
    app = house.make()

    @app.get("/fails/<name>")
    @guard.public("A bad example.")
    def fails(name: str) -> str:
        db.session.execute(text("SELECT nothing FROM nowhere WHERE name = :name"), {"name": name})
        raise AssertionError

    @app.get("/row/<name>")
    @guard.public("A bad example.")
    def row(name: str) -> str:
        db.session.add(Letter(template="t", recipient=name, subject=name, body=name))
        db.session.flush()
        raise AssertionError

    app.testing = False
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("path", [f"/fails/{MARKER}?q={MARKER}", f"/row/{MARKER}"])
def test_a_page_that_fails_is_told_by_its_rule_without_what_was_typed(
    failing: Flask, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    logging.getLogger().addHandler(handler)
    try:
        with structlog.testing.capture_logs() as noted:
            response = failing.test_client().get(path, headers={"User-Agent": MARKER, "Referer": MARKER})
    finally:
        logging.getLogger().removeHandler(handler)
    assert response.status_code == 500
    assert MARKER not in response.text
    lines = [one for one in noted if one["event"] == "answer"]
    assert [(one["rule"], one["method"], one["status"]) for one in lines] == [
        (path.split(MARKER, maxsplit=1)[0] + "<name>", "GET", 500)
    ]
    fault = next(one for one in noted if one["event"] == "fault")
    assert fault["rule"] == path.split(MARKER, maxsplit=1)[0] + "<name>"
    assert {"OperationalError", "IntegrityError", "ProgrammingError"} & {one["error"] for one in fault["causes"]}
    assert any("test_journal.py" in line for one in fault["causes"] for line in one["through"])
    assert MARKER not in repr(noted) + heard.getvalue() + caplog.text


def test_a_page_that_does_not_fail_is_not_told(house: House) -> None:
    with structlog.testing.capture_logs() as noted:
        house.app.test_client().get("/register/nobody")
    assert noted == []


def test_a_line_is_json_with_its_time_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = io.StringIO()
    held: dict[str, Any] = structlog.get_config()
    monkeypatch.setattr("sys.stderr", heard)
    try:
        journal.install(Flask("quiet"))
        structlog.get_logger().info("letter", letter=7)
    finally:
        structlog.configure(**held)
    line = json.loads(heard.getvalue())
    assert (line["event"], line["letter"], line["level"]) == ("letter", 7, "info")
    assert line["timestamp"].endswith("Z")


class OnAFullDisk(io.TextIOBase):
    """A log whose disk has no room."""

    def write(self, line: str) -> int:
        """Fail as the disk does."""
        with Path("/dev/full").open("wb", buffering=0) as full:
            return full.write(line.encode())


def test_a_log_that_cannot_be_written_costs_nobody_their_page(failing: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", OnAFullDisk())
    failing.testing = False
    answer = failing.test_client().get(f"/fails/{MARKER}")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
