"""Access: every address declares who may open it; one that does not is refused to everyone."""

from __future__ import annotations

from flask import Blueprint, Flask

from accounts import guard
from tests.page import Visitor


def undeclared(app: Flask) -> list[str]:
    return [f"{row.rule} ({row.endpoint})" for row in guard.table(app) if row.access is None]


def without_reason(app: Flask) -> list[str]:
    return [row.rule for row in guard.table(app) if row.access and not row.access.because.strip()]


def test_every_address_declares_who_may_open_it(app: Flask) -> None:
    assert len(guard.table(app)) > 10
    assert undeclared(app) == []
    assert without_reason(app) == []


def test_an_address_that_does_not_declare_is_refused_to_everyone() -> None:
    app = Flask("open door")
    guard.install(app)
    rooms = Blueprint("rooms", "rooms")

    @rooms.get("/forgotten")
    def forgotten() -> str:
        return "secret"

    @rooms.get("/declared")
    @guard.public("Anyone may read this.")
    def declared() -> str:
        return "hello"

    app.register_blueprint(rooms)
    app.add_url_rule("/nobody", "nobody", methods=["GET"])

    assert undeclared(app) == ["/forgotten (rooms.forgotten)", "/nobody (nobody)", "/static/<path:filename> (static)"]
    client = app.test_client()
    assert client.get("/forgotten").status_code == 403
    assert client.post("/forgotten").status_code == 405
    assert client.get("/nobody").status_code == 403
    assert client.get("/declared").text == "hello"


def test_an_address_that_is_not_there_has_its_page(visitor: Visitor) -> None:
    assert visitor.open("/no-such-page", status=404).heading
