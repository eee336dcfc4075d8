"""All one's data to take away: complete, one's own, and given only to whoever shows once more that it is they."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from cpd.joining import queries
from cpd.joining.applying import Answer
from cpd.joining.operations import checking
from foundation.audit import SYSTEM, AuditRecord
from foundation.database import db
from register.operations import place_hold
from tests.conftest import StillClock
from tests.cpd.home.arrange import at_home, confirm, registrant, take
from tests.cpd.joining.arrange import CONVICTION, HEALTHY, Office, answers, case, somebody
from tests.frame import cast


def test_whoever_signed_in_a_while_ago_shows_that_it_is_they(app: Flask, database: SQLAlchemy) -> None:
    visitor = at_home(app, somebody())
    answer: Any = take(visitor, visitor.open("/account/data"), "json")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/account/security/confirm"


def test_an_applicant_takes_away_what_they_told_us_and_nothing_of_officers(
    app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    person, other, office = somebody(), somebody("Somebody Else"), Office()
    health = Answer("D07", 1, "yes", HEALTHY)
    reference = case(office, applicant=person, answers=answers(D02="yes"), health=health).reference
    case(office, applicant=other)
    checking.write_note(reference, "zznote of an officer", by=office.officer.actor)
    visitor = at_home(app, person)
    page = visitor.open("/account/data")
    confirm(visitor, person)
    answer: Any = take(visitor, page, "json")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data-2026-11-24.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    held = json.loads(answer.text)
    assert held["parts"]["applications"]["rows"][0]["Reference"] == reference
    assert held["parts"]["application_details"]["rows"][0]["Born"] == "1980-02-29"
    assert CONVICTION in answer.text
    assert held["parts"]["application_health"]["rows"][0]["Your answer"] == f"Yes. {HEALTHY}"
    assert "zznote" not in answer.text
    assert other.email not in answer.text
    assert queries.latest_of(other.id).reference not in answer.text  # type: ignore[union-attr]  # it was sent above
    read: Any = take(visitor, page, "html")
    assert read.headers["Content-Type"] == "text/html; charset=utf-8"
    assert HEALTHY in read.text
    assert "29 February 1980" in read.text
    kept = select(AuditRecord.subject_id).where(AuditRecord.action == "account.data_given")
    assert list(db.session.scalars(kept)) == [str(person.id)] * 2


def test_a_registrant_takes_away_their_entry(sample: Flask, database: SQLAlchemy) -> None:
    person = registrant()
    # A concern places one before they may know of it.
    place_hold(cast.SIOBHAN, source="a concern", reason="a concern was raised", by=SYSTEM)
    visitor = at_home(sample, person)
    page = visitor.open("/account/data")
    confirm(visitor, person)
    answer: Any = take(visitor, page, "json")
    parts = json.loads(answer.text)["parts"]
    assert parts["entry"]["rows"][0]["Registration number"] == cast.SIOBHAN
    assert parts["entry_periods"]["rows"]
    assert [one["Surname"] for one in parts["entry_names"]["rows"]] == ["O’Brien-Achebe"]
    assert parts["entry_history"]["rows"]
    assert " hold" not in answer.text.lower()
    assert '"held"' not in answer.text.lower()


def test_what_was_typed_cannot_become_a_page(app: Flask, database: SQLAlchemy) -> None:
    person = somebody("<script>alert(1)</script>")
    visitor = at_home(app, person)
    page = visitor.open("/account/data")
    confirm(visitor, person)
    answer: Any = take(visitor, page, "html")
    assert "<script>" not in answer.text
