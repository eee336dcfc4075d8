"""Personal data never reaches a log: a marker name goes through every door, and the log is searched for it."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog
from flask import Flask, request
from flask.testing import FlaskClient

from accounts import guard

MARKER = "Zzyzxmarker"
#: A number that is right in itself and stands for nobody.
NUMBER = "CM987654"


class Ear:
    """Hears whatever is logged, by Python's own logging or by the journal, or shown on the screen."""

    def __init__(self, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
        self._caplog, self._capfd, self._journal = caplog, capfd, io.StringIO()
        caplog.set_level(logging.DEBUG)
        # The journal keeps the screen it was set up with; here it writes where it can be read again.
        structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=self._journal))

    def heard(self) -> str:
        """Everything that was said."""
        shown = self._capfd.readouterr()
        records = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in self._caplog.records)
        return "\n".join([self._caplog.text, records, self._journal.getvalue(), shown.out, shown.err])


@pytest.fixture
def listen(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[], Ear]]:
    """Begin to listen; after every app is made, since making one sets up the journal."""
    before = structlog.get_config()
    yield lambda: Ear(caplog, capfd)
    structlog.configure(**before)


def type_it_everywhere(client: FlaskClient) -> None:
    """The marker in every place where a person may type."""
    for address in (
        f"/register?q={MARKER}",
        f"/register?q={MARKER}+Leeds&town={MARKER}&near={MARKER}&area={MARKER}&status={MARKER}&page={MARKER}",
        f"/register/{MARKER}",
        f"/register/{NUMBER}?on={MARKER}",
        f"/register/{MARKER}/statement.pdf",
        f"/verify?code={MARKER}",
        f"/verify/{MARKER}",
        f"/standards?q={MARKER}",
        f"/standards/{MARKER}",
        f"/api/register?q={MARKER}",
        f"/api/register/{MARKER}",
        f"/{MARKER}",
    ):
        client.get(address, headers={"Referer": f"http://localhost/register?q={MARKER}", "User-Agent": MARKER})
    client.post("/api/register/check", json={"numbers": [MARKER, NUMBER]})
    client.post("/api/register/check", data=f"not json {MARKER}", content_type="application/json")
    client.post("/register/check-many", data={"numbers": MARKER})
    client.post("/register/check-many", data={"file": (io.BytesIO(f"Number\n{MARKER}\n".encode()), f"{MARKER}.csv")})


def test_what_people_type_reaches_no_log(sample: Flask, client: FlaskClient, listen: Callable[[], Ear]) -> None:
    ear = listen()
    type_it_everywhere(client)
    assert MARKER.lower() not in ear.heard().lower()


def test_a_fault_of_ours_is_logged_without_what_was_typed(
    make_app: Callable[..., Flask], listen: Callable[[], Ear]
) -> None:
    app = make_app()
    app.testing = False

    @app.get("/breaks")
    @guard.public("A bad example.")
    def breaks() -> str:
        asked = request.args["q"]
        raise LookupError("the shelf is empty" if asked else "nothing asked")

    ear = listen()
    answer = app.test_client().get(f"/breaks?q={MARKER}", headers={"User-Agent": MARKER})
    heard = ear.heard()
    assert answer.status_code == 500
    assert "shelf" not in answer.text
    assert "LookupError" in heard, "a fault of ours is logged, or nobody can mend it"
    assert MARKER.lower() not in heard.lower()


def test_a_traceback_in_the_journal_says_where_and_not_with_what(app: Flask, listen: Callable[[], Ear]) -> None:
    ear = listen()
    try:
        _fail(MARKER)
    except LookupError:
        structlog.get_logger().error("could not look up", exc_info=True)
    heard = ear.heard()
    assert "LookupError" in heard
    assert MARKER.lower() not in heard.lower()


def _fail(asked: str) -> None:
    raise LookupError(f"{len(asked)} letters asked for")


def test_the_rule_hears_a_name(app: Flask, listen: Callable[[], Ear]) -> None:
    for say in (
        lambda: logging.getLogger("register").info("searched", extra={"asked": json.dumps({"q": MARKER})}),
        lambda: structlog.get_logger().info("searched", asked=MARKER),
        lambda: sys.stderr.write(MARKER),
    ):
        ear = listen()
        say()
        assert MARKER in ear.heard()
