"""The JSON: what its OpenAPI document says, whatever is asked; and the same people as the pages show."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select

from foundation.database import db
from register import operations
from register.models import Entry
from register.vocabulary import OrderKind, Withheld
from tests.conftest import StillClock
from tests.page import Visitor
from tests.register import arrange
from tests.register.arrange import SECOND, WHY, london

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
QUICK = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_the_document_is_a_valid_one_and_names_every_address(client: FlaskClient) -> None:
    said = client.get("/api/openapi.json").get_json()
    validate(said)
    assert said["openapi"] == "3.1.0"
    assert {(path, verb) for path, held in said["paths"].items() for verb in held if verb in {"get", "post"}} == {
        ("/api/register", "get"),
        ("/api/register/{number}", "get"),
        ("/api/register/check", "post"),
    }


@pytest.mark.parametrize(
    ("path", "verb"),
    [("/api/register", "GET"), ("/api/register/{number}", "GET"), ("/api/register/check", "POST")],
)
def test_whatever_is_asked_the_answer_is_as_the_document_says(sample: Flask, path: str, verb: str) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", sample)
    with sample.app_context():
        numbers = list(db.session.scalars(select(Entry.number)))

    @QUICK
    @given(case=schema[path][verb].as_strategy(), number=st.none() | st.sampled_from(numbers))
    def ask(case: Any, number: str | None) -> None:
        if number is not None and "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = number
        if number is not None and isinstance(case.body, dict):
            case.body["numbers"] = [number, "cm004271a", ""]
        case.call_and_validate(checks=CHECKS)

    ask()


def test_every_entry_of_the_demo_is_told_alike_by_page_search_and_json(sample: Flask) -> None:
    client = sample.test_client()
    visitor = Visitor(client)
    with sample.app_context():
        numbers = list(db.session.scalars(select(Entry.number).limit(25)))
    shown = 0
    for number in numbers:
        answer = client.get(f"/api/register/{number}")
        assert client.get(f"/register/{number}").status_code == answer.status_code
        if answer.status_code == 404:
            continue
        entry, page = answer.get_json(), visitor.open(f"/register/{number}")
        assert (page.heading, entry["status_sentence"] in page.text) == (entry["name"], True)
        found = client.get("/api/register", query_string={"q": number}).get_json()["results"]
        assert [(one["number"], one["status"], one["town"]) for one in found] == [
            (number, entry["status"], entry["town"])
        ]
        shown += 1
    assert shown > 10


@pytest.mark.usefixtures("database")
def test_an_order_and_a_withheld_place_as_json(client: FlaskClient, set_clock: StillClock) -> None:
    set_clock("2026-07-01 12:00")
    number = arrange.admit()
    arrange.impose(number, OrderKind.CONDITIONS, london("2026-06-01"), london("2027-06-01"))
    operations.withhold(number, part=Withheld.PLACE, review_on=arrange.YEAR.ends_on, approved_by=SECOND, **WHY)
    held = client.get(f"/api/register/{number}").get_json()
    assert (held["town"], held["status"], held["breaks"]) == (None, "registered_conditions", [])
    assert held["restrictions"] == [
        {
            "kind": "conditions",
            "label": "Conditions",
            "sentence": "In force from 1 June 2026 to 31 May 2027.",
            "text": "The words of the conditions.",
            "starts": "2026-06-01",
            "ends": "2027-05-31",
            "in_force": True,
            "reference": "D-2026-1",
            "address": f"/decisions/{number}/conditions-2026-06-01",
            "not_met": False,
        }
    ]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/register/CM004271A", 404, "The last letter does not fit"),
        ("/api/register/CM777777K", 404, "that we may show"),
        ("/api/register/CM777777K?on=yesterday", 400, "We could not read that day"),
        ("/api/register/CM777777K?on=9999-01-01", 400, "has not come yet"),
        ("/api/nothing", 404, ""),
    ],
)
def test_what_cannot_be_answered_is_said_in_json(client: FlaskClient, path: str, status: int, said: str) -> None:
    response = client.get(path)
    body = response.get_json()
    assert (response.status_code, response.mimetype, body["code"]) == (status, "application/json", status)
    assert said in body["message"]


@pytest.mark.parametrize(
    ("body", "kind", "statuses"),
    [
        (b"{", "application/json", {400}),
        (b"null", "application/json", {400}),
        (b"{}", "application/json", {400}),
        (b'{"numbers": "CM004271S"}', "application/json", {400}),
        (b'{"numbers": [1, null, {}]}', "application/json", {400}),
        (b'{"numbers": ["' + b"9" * 300 + b'"]}', "application/json", {400}),
        (b"numbers=CM004271S", "application/x-www-form-urlencoded", {400, 415, 422}),
        (b"\xff\xfe\x00", "application/json", {400}),
        (b'{"numbers": [' + b'"CM004271S",' * 200 + b'"x"]}', "application/json", {400}),
        (b'{"numbers": ["' + b"x" * 3_000_000 + b'"]}', "application/json", {413}),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, "application/json", {400}),
    ],
)
def test_a_list_that_is_none_is_refused_and_nothing_breaks(
    client: FlaskClient, body: bytes, kind: str, statuses: set[int]
) -> None:
    response = client.post("/api/register/check", data=body, content_type=kind)
    assert response.status_code in statuses
    assert response.get_json()["code"] == response.status_code
