"""The page of results: never a fault whatever is typed, and never more than may be shown."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.page import Visitor

TYPED = (
    "",
    " ",
    "o",
    "'",
    '"><script>alert(1)</script>',
    "Robert'); DROP TABLE entry;--",
    "%",
    "_",
    "\\",
    "\x00",
    "\x01\x02",
    "\u202egnihtemos",
    "\u200b",
    "🙂🙂",
    "a" * 5000,
    "é" * 300,
    "NULL",
    "* OR 1=1",
    "name:smith AND (x",
    'near("a b", 2)',
    "李 明",
    "محمد",
    "CM",
    "CM00427",
    "CM004271A",
    "-1",
    "{{7*7}}",
    "{% raw %}",
    "%s%n%x",
)


@pytest.mark.parametrize("field", ["q", "town", "near", "miles", "area", "works_with", "language", "status", "page"])
def test_whatever_is_typed_is_answered(sample: Flask, field: str) -> None:
    client = sample.test_client()
    for typed in TYPED:
        for path in ("/register", "/api/register"):
            response = client.get(f"{path}?{field}={quote(typed)}")
            assert response.status_code in {200, 400}, (path, field, typed[:40])
            assert "<script>alert" not in response.text
            assert "Traceback" not in response.text
        assert client.get(f"/register?{field}=%ff%fe&{field}=2").status_code in {200, 400}


@pytest.mark.parametrize("page", ["0", "-1", "1.5", "two", "999999", "9" * 30, "１", "", "1e3", "0x10", "NaN"])
def test_a_page_that_is_not_there_is_answered(sample: Flask, page: str) -> None:
    visitor = Visitor(sample.test_client())
    assert visitor.open(f"/register?q=a&town=&page={quote(page)}").heading
    held = sample.test_client().get(f"/api/register?town=leeds&page={quote(page)}").get_json()
    assert held["page"] >= 1
    assert held["results"] == [] or held["page"] <= held["pages"]


def test_a_page_of_results_costs_a_fixed_number_of_statements(
    sample: Flask, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    client = sample.test_client()
    counts: dict[str, set[int]] = {}
    for path in ("/register?area=health", "/register?area=health&page=2", "/register?area=justice&language=Welsh"):
        client.get(path)
        with statements() as seen:
            response = client.get(path)
        assert response.status_code == 200
        counts.setdefault("browse", set()).add(len(seen))
    assert max(counts["browse"]) <= 20, counts
    assert max(counts["browse"]) - min(counts["browse"]) <= 8, counts


def test_nobody_found_is_helped(client: FlaskClient) -> None:
    visitor = Visitor(client)
    page = visitor.open("/register?q=Xqzzyqvw")
    assert any("false-claim" in address for address in page.links.values())
    assert page.heading


def test_the_question_stands_in_the_box_again(client: FlaskClient) -> None:
    page = Visitor(client).open("/register?q=" + quote('o’brien & "sons" <x>'))
    assert 'o’brien & "sons" <x>' in [box.get("value") for box in page.all("input")]
