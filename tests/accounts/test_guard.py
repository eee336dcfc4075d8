"""The guard: a page that does not say who may open it is refused to everyone, whatever way it was made."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from flask import Flask
from flask.views import MethodView

from accounts import guard


@pytest.fixture
def door() -> Flask:
    """An app with nothing but the guard."""
    app = Flask("door", static_folder=None)
    guard.install(app)
    return app


def secret() -> str:
    return "secret"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
def test_an_undeclared_page_is_refused_by_every_method(door: Flask, method: str) -> None:
    door.add_url_rule("/secret", view_func=secret, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    response = door.test_client().open("/secret", method=method)
    assert response.status_code == 403
    assert b"secret" not in response.data


def test_a_declared_page_opens() -> None:
    door = Flask("door", static_folder=None)
    guard.install(door)
    door.add_url_rule("/open", view_func=guard.public("Anyone may.")(lambda: "hello"), endpoint="open")
    assert door.test_client().get("/open").text == "hello"


def test_no_code_of_an_undeclared_page_runs(door: Flask) -> None:
    ran: list[str] = []
    door.add_url_rule("/secret", view_func=lambda: ran.append("x") or "secret", endpoint="secret")
    assert door.test_client().get("/secret").status_code == 403
    assert ran == []


def test_an_address_that_is_not_there_is_not_found_rather_than_refused(door: Flask) -> None:
    assert door.test_client().get("/nothing").status_code == 404


def test_a_declaration_on_a_class_of_views_counts(door: Flask) -> None:
    class Open(MethodView):
        def get(self) -> str:
            return "hello"

    class Closed(Open):
        pass

    guard.public("Anyone may.")(Open)  # type: ignore[arg-type]  # a class is called as a view is
    door.add_url_rule("/open", view_func=Open.as_view("open"))
    assert door.test_client().get("/open").text == "hello"


def test_a_declared_view_wrapped_by_another_keeps_its_declaration(door: Flask) -> None:
    def counted(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def inner(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        return inner

    door.add_url_rule("/open", view_func=counted(guard.public("Anyone may.")(lambda: "hello")), endpoint="open")
    assert door.test_client().get("/open").text == "hello"


def test_something_else_under_the_same_name_is_no_declaration(door: Flask) -> None:
    def view() -> str:
        return "secret"

    view.__access__ = "everyone"  # type: ignore[attr-defined]  # what the test is about
    door.add_url_rule("/secret", view_func=view)
    assert door.test_client().get("/secret").status_code == 403


def test_a_librarys_view_is_declared_by_its_endpoint(door: Flask) -> None:
    door.add_url_rule("/made", view_func=secret, endpoint="made")
    guard.declare(door, "made", guard.Access(guard.Audience.EVERYONE, "Made elsewhere."))
    assert door.test_client().get("/made").text == "secret"


def test_declaring_an_endpoint_that_is_not_there_fails_at_once(door: Flask) -> None:
    with pytest.raises(KeyError):
        guard.declare(door, "typing error", guard.Access(guard.Audience.EVERYONE, "…"))


def test_the_table_says_who_opens_what_and_why(door: Flask) -> None:
    door.add_url_rule("/b", view_func=guard.public("Anyone may.")(lambda: "b"), endpoint="b")
    door.add_url_rule("/a", view_func=lambda: "a", endpoint="a", methods=["POST"])
    assert [(row.rule, row.methods, row.access is not None) for row in guard.table(door)] == [
        ("/a", ("POST",), False),
        ("/b", ("GET",), True),
    ]
    page = guard.as_markdown(door)
    assert "| `/a` | POST | nobody | not declared |" in page
    assert "| `/b` | GET | everyone | Anyone may. |" in page
