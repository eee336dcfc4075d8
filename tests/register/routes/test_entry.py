"""The entry's page: any spelling of its number, any shape of a day, and a sentence for whatever is not there."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from foundation.references import register_number
from register import operations
from register.vocabulary import OrderKind
from tests.conftest import StillClock
from tests.page import Visitor
from tests.register import arrange
from tests.register.arrange import WHY, london

NUMBER = "CM004271S"
HOSTILE = (
    "%00",
    "%0a%0dSet-Cookie:x=1",
    "%ff%fe",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "'%20OR%201=1--",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "{{7*7}}",
    "..%2f..%2fetc%2fpasswd",
    "CM" + "0" * 4000,
    "%",
    "%zz",
    "CM00427%31S%00",
    "-",
    "null",
    "a" * 3000,
)


@pytest.fixture(autouse=True)
def number(set_clock: StillClock, database: SQLAlchemy) -> str:
    """Somebody on the register from 1 May 2026 to 30 April 2027."""
    set_clock("2026-07-01 12:00")
    return arrange.admit(number=NUMBER)


def test_the_page_says_who_it_is_and_when_it_was_read(visitor: Visitor) -> None:
    page = visitor.open(f"/register/{NUMBER}")
    assert page.heading == "Siân O’Sample"
    for said in ("On the register. No restrictions.", "midday", "1 July 2026", "30 April 2027", "Leeds"):
        assert said in page.text, said
    assert page.response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    "typed",
    ["cm004271s", "CM 004271 S", "cm-004271-s", "%20CM004271S", "CM%C2%A0004271S", "ＣＭ００４２７１Ｓ", "CM.004271.S"],
)
@pytest.mark.parametrize("query", ["", "?on=2026-06-01"])
def test_another_spelling_leads_to_the_address_of_the_entry(client: FlaskClient, typed: str, query: str) -> None:
    response = client.get(f"/register/{typed}{query}")
    assert (response.status_code, response.headers["Location"]) == (301, f"/register/{NUMBER}{query}")


@pytest.mark.parametrize(
    "query",
    [
        "number=CM000001B",
        "endpoint=search.results",
        "_external=1&_scheme=javascript",
        "_anchor=x",
        "_method=POST",
        "values=1&self=2",
        "on=%0d%0aX-Evil:1",
        "on=1&on=2",
    ],
)
def test_nothing_in_the_query_steers_the_redirect(client: FlaskClient, query: str) -> None:
    response = client.get(f"/register/cm004271s?{query}")
    assert response.status_code == 301
    assert response.headers["Location"].startswith(f"/register/{NUMBER}")
    assert "X-Evil" not in response.headers
    assert client.get(response.headers["Location"]).status_code in {200, 400}


def test_a_wrong_check_letter_is_explained(visitor: Visitor) -> None:
    page = visitor.open("/register/CM004271A", status=404)
    assert "The last letter does not fit: CM004271 ends in S, not A. Check the number, or search by name." in page.text


def test_a_number_that_nobody_has_is_not_found(visitor: Visitor) -> None:
    page = visitor.open("/register/CM777777K", status=404)
    assert "There is no entry with this number that we may show." in page.text


@pytest.mark.parametrize("path", HOSTILE)
def test_whatever_stands_for_the_number_is_answered_and_not_repeated_as_code(client: FlaskClient, path: str) -> None:
    for address in (f"/register/{path}", f"/api/register/{path}", f"/register/{NUMBER}?on={path}"):
        response = client.get(address)
        assert response.status_code in {200, 301, 308, 400, 404}, address
        assert "<script>alert" not in response.text
        assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "typed",
    [
        "2026-06-01",
        "2026-6-1",
        "01/06/2026",
        "1.6.2026",
        "1-6-2026",
        "1 June 2026",
        "1 jun 2026",
        "%201%20%20June%202026",
    ],
)
def test_a_past_day_is_read_in_the_shapes_in_which_people_type_it(visitor: Visitor, typed: str) -> None:
    page = visitor.open(f"/register/{NUMBER}?on={typed}")
    assert page.heading == "Siân O’Sample on 1 June 2026"
    assert "This is not today’s entry" in page.text
    assert "Was on the register on that day. No restrictions that we may still show." in page.text


@pytest.mark.parametrize("typed", ["2026-07-01", "", "%20"])
def test_today_or_no_day_is_the_entry_as_it_is_now(visitor: Visitor, typed: str) -> None:
    page = visitor.open(f"/register/{NUMBER}?on={typed}")
    assert page.heading == "Siân O’Sample"
    assert "This is not today’s entry" not in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-07-02", "That day has not come yet."),
        ("9999-12-31", "That day has not come yet."),
        ("1989-12-31", "That is before there was a register."),
        ("0001-01-01", "That is before there was a register."),
        ("2026-02-29", "We could not read that day."),
        ("31/04/2026", "We could not read that day."),
        ("yesterday", "We could not read that day."),
        ("2026-06-01T10:00", "We could not read that day."),
        ("99999-01-01", "We could not read that day."),
        ("1/2/26", "We could not read that day."),
        ("%00" * 50, "We could not read that day."),
        ("-" * 2000, "We could not read that day."),
        ("<b>2026</b>", "We could not read that day."),
    ],
)
def test_a_day_that_cannot_be_is_told_so_beside_the_entry(visitor: Visitor, typed: str, sentence: str) -> None:
    if typed.startswith("%00"):
        assert "Siân" in visitor.open(f"/register/{NUMBER}?on={typed}").text  # nothing but unseen signs is no day
        return
    page = visitor.open(f"/register/{NUMBER}?on={typed}", status=400)
    assert sentence in page.text
    assert "On the register. No restrictions." in page.text


def test_a_past_day_under_an_order_is_told_in_the_past(visitor: Visitor) -> None:
    arrange.impose(NUMBER, OrderKind.SUSPENSION, london("2026-05-10"), london("2026-06-10"))
    page = visitor.open(f"/register/{NUMBER}?on=2026-05-20")
    assert "Was not allowed to practise as an IRCM registered case manager until 9 June 2026." in page.text
    assert "They may not call themselves" not in page.text


def test_who_may_not_use_the_title_is_said_to(visitor: Visitor) -> None:
    operations.record_leaving(NUMBER, at=london("2026-06-20T10:00"), **WHY)
    page = visitor.open(f"/register/{NUMBER}")
    assert "Not on the register. Left the register on 20 June 2026." in page.text
    assert "They may not call themselves an IRCM registered case manager." in page.text


@pytest.mark.parametrize("path", [f"/register/{NUMBER}", "/register", "/", f"/api/register/{NUMBER}", "/health"])
def test_pages_to_read_can_be_asked_for_their_head_and_take_nothing_else(client: FlaskClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
        assert client.open(path, method=method).status_code == 405, method


def test_a_script_in_a_name_stays_a_name(visitor: Visitor) -> None:
    evil = "<script>alert(1)</script>"
    number = arrange.admit(surname=evil, known_as="", town="<b>Leeds</b>", organisation='" onload="x')
    page = visitor.open(f"/register/{number}")
    assert evil in page.text
    assert "<script>alert" not in page.html
    assert "<b>Leeds" not in page.html


def test_counting_numbers_up_is_limited_over_pages_and_json_together(limited: Flask) -> None:
    visitor = limited.test_client()
    numbers = [register_number(digits) for digits in range(1, 62)]
    codes = [
        visitor.get(f"{path}{number}").status_code for number in numbers for path in ("/register/", "/api/register/")
    ]
    assert codes[:120] == [404] * 120
    assert codes[120:] == [429, 429]
    assert visitor.get("/register?q=smith").status_code == 200
