"""Whether the service lives and can work: said to machines, without a word about anybody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from foundation import outbox
from foundation.database import db, operation


def test_alive_asks_nothing_of_the_database(
    client: FlaskClient, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with statements() as seen:
        assert client.get("/health").get_json() == {"status": "alive"}
    assert seen == []


def test_ready_says_what_waits_and_what_is_missing(client: FlaskClient, database: object) -> None:
    @operation
    def letter() -> None:
        outbox.write("entry_changed", to="zzmarker@example.com", number="CM004271S", name="Siân", what=["town"])

    letter()
    response = client.get("/ready")
    held = response.get_json()
    assert (response.status_code, held["status"], held["database"]) == (200, "ready", "answers")
    assert (held["mail"]["waiting"], held["mail"]["given_up"]) == (1, 0)
    assert "zzmarker" not in response.text


def test_not_ready_while_the_database_does_not_answer(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        engine: Engine = db.engine
        engine.dispose()

    def refuse(*_given: object) -> None:
        raise OperationalError("connect", {}, Exception("zzmarker at db.example is away"))

    event.listen(engine, "do_connect", refuse)
    try:
        response = client.get("/ready")
        alive = client.get("/health")
    finally:
        event.remove(engine, "do_connect", refuse)
    assert (response.status_code, response.get_json()) == (
        503,
        {"status": "not ready", "database": "does not answer"},
    )
    assert alive.status_code == 200
    assert client.get("/ready").status_code == 200


def test_a_service_without_a_mail_server_says_so(make_app: Callable[..., Flask]) -> None:
    app = make_app(mail_server="")
    assert app.test_client().get("/ready").get_json()["mail"]["server"].startswith("not set up")
    with app.app_context():
        db.engine.dispose()
