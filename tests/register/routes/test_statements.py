"""A statement over the web: a file to keep, made anew each time."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pikepdf
import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from foundation import clock
from register import operations
from tests.conftest import StillClock
from tests.page import Visitor
from tests.register.people import OFFICER, admit

NUMBER = "CM004271S"

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def somebody(database: SQLAlchemy, set_clock: StillClock) -> None:
    """Sian Sample is on the register, and it is half past five on 3 March 2027."""
    set_clock("2027-01-04 09:00")
    admit(NUMBER, insured_to=date(2027, 9, 30))
    set_clock("2027-03-03 17:30:20")


def test_a_statement_is_a_file_named_by_the_number_alone(client: FlaskClient) -> None:
    response = client.get(f"/register/{NUMBER}/statement.pdf")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f"inline; filename={NUMBER}.pdf"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.data.startswith(b"%PDF-")
    with pikepdf.open(io.BytesIO(response.data)) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.docinfo["/Title"]) == f"Verification statement: Sian Sample, {NUMBER}"


def test_asking_for_a_statement_writes_nothing(
    client: FlaskClient, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with statements() as seen:
        client.get(f"/register/{NUMBER}/statement.pdf")
    assert seen
    assert [one for one in seen if not one.upper().startswith("SELECT")] == []


def test_a_number_in_another_spelling_leads_to_its_own_address(client: FlaskClient) -> None:
    response = client.get("/register/cm 004271-s/statement.pdf")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/register/{NUMBER}/statement.pdf"


@pytest.mark.parametrize("number", ["CM000001B", "CM004271T", "hello", "CM004271"])
def test_there_is_no_statement_of_what_is_not_there(visitor: Visitor, number: str) -> None:
    visitor.open(f"/register/{number}/statement.pdf", status=404)


def test_there_is_no_statement_of_an_entry_that_is_not_shown(visitor: Visitor) -> None:
    operations.record_death(NUMBER, at=clock.now(), reason="test", by=OFFICER)
    page = visitor.open(f"/register/{NUMBER}/statement.pdf", status=404)
    assert "Sian" not in page.html
