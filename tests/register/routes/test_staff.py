"""The register for staff: found, read with its history, put right, and never over somebody else's change."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts.models import Role
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.outbox import Letter
from register import operations, queries
from tests.accounts.staff import SHELL, Person, hire, sit_down
from tests.frame.cast import SIOBHAN
from tests.page import Visitor

ENTRY = f"/staff/register/{SIOBHAN}"


@pytest.fixture
def officer(sample: Flask, database: SQLAlchemy) -> tuple[Visitor, Person]:
    person = hire(Role.REGISTRATION_OFFICER, name="Ola Reed")
    return Visitor(sit_down(sample, person)), person


def test_an_entry_is_found_by_name_and_by_number(officer: tuple[Visitor, Person]) -> None:
    visitor, _ = officer
    name = visitor.open(ENTRY).heading
    surname = name.split()[-1]
    page = visitor.open(f"/staff/register?q={surname.upper()}")
    assert f"/staff/register/{SIOBHAN}" in page.links.values()
    assert visitor.open(f"/staff/register?q={SIOBHAN.lower()}").heading == name
    assert "No entry has all of these words" in visitor.open("/staff/register?q=zzzz+%25").text


@pytest.mark.parametrize(
    "typed", ["o'brien", "O’BRIEN achebe", "Синицына", "синицына Ольга", "siobh", "penhallow leeds"]
)
def test_names_of_every_kind_are_found(officer: tuple[Visitor, Person], typed: str) -> None:
    visitor, _ = officer
    page = visitor.open(f"/staff/register?q={quote(typed)}")
    assert page.words("th", scope="row")


def test_an_entry_shows_what_happened_and_who_recorded_it(officer: tuple[Visitor, Person]) -> None:
    visitor, _ = officer
    operations.place_hold(SIOBHAN, source="CN-2027-AAAAAA", reason="A concern about money", by=SHELL)
    page = visitor.open(ENTRY)
    assert "Something has to be settled before this person can leave" in page.text
    assert "May not leave for now" in page.words("h3")
    assert "concern about money" not in page.html
    assert "CN-2027" not in page.html
    assert "Recorded by the shell" in page.text


def test_a_name_is_corrected_with_its_reason(officer: tuple[Visitor, Person]) -> None:
    visitor, person = officer
    page = visitor.open(visitor.open(ENTRY).links["Change name, place or work"])
    page = visitor.send(
        page, {"surname": "Newname", "reason": "Seen: marriage certificate", "areas": ["housing", "justice"]}
    )
    assert page.heading.endswith("Newname")
    assert "It is on record." in page.text
    assert "Changed" in page.words("h3")
    assert f"Recorded by {person.name}" in page.text
    record = queries.records([queries.entry_ids([SIOBHAN])[SIOBHAN]])
    [held] = record.values()
    assert sorted(max(held.particulars, key=lambda one: one.effective_from).areas) == ["housing", "justice"]
    lines = db.session.scalars(select(AuditRecord).where(AuditRecord.actor_id == person.id)).all()
    assert [line.action for line in lines] == ["register.changed"]


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("email", {"email": "new@example.org"}, "new@example.org"),
        ("insurance", {"confirmed_to": "1 May 2031"}, "1 May 2031"),
        ("other-register", {"body": "HCPC", "other_number": "PH12345", "checked_on": "2 March 2026"}, "PH12345"),
    ],
)
def test_other_things_are_noted(officer: tuple[Visitor, Person], kind: str, typed: dict[str, str], shown: str) -> None:
    visitor, _ = officer
    page = visitor.open(f"{ENTRY}/{kind}")
    page = visitor.send(page, {**typed, "reason": "Seen today"})
    assert shown in page.text
    assert "Seen today" in page.text


@pytest.mark.parametrize(
    ("kind", "typed", "problem"),
    [
        ("particulars", {"forenames": "", "surname": "", "known_as": ""}, "An entry needs a name"),
        ("particulars", {"outcode": "LS6 3AB"}, "Type only the first half of the postcode, such as LS6"),
        ("email", {"email": "nowhere"}, "Type an address like name@example.org"),
        ("email", {"email": ""}, "Type the new address"),
        ("insurance", {"confirmed_to": "soon"}, "Type the day like 3 March 2027"),
        ("other-register", {"body": "", "other_number": "1", "checked_on": "2 March 2026"}, "Choose the register"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    officer: tuple[Visitor, Person], kind: str, typed: dict[str, str], problem: str
) -> None:
    visitor, _ = officer
    page = visitor.send(visitor.open(f"{ENTRY}/{kind}"), {**typed, "reason": "x"}, status=400)
    assert page.problems == [problem]


def test_a_reason_is_needed_and_nothing_changes_without_one(officer: tuple[Visitor, Person]) -> None:
    visitor, _ = officer
    page = visitor.send(visitor.open(f"{ENTRY}/email"), {"email": "new@example.org", "reason": ""}, status=400)
    assert page.problems == ["Say why, so that somebody can follow it later"]
    assert [field.get("value") for field in page.all("input", id="email")] == ["new@example.org"]
    assert db.session.scalars(select(Letter).where(Letter.recipient == "new@example.org")).all() == []


def test_a_page_left_open_does_not_overwrite_a_newer_change(officer: tuple[Visitor, Person]) -> None:
    visitor, _ = officer
    page = visitor.open(f"{ENTRY}/email")
    operations.change_contact(SIOBHAN, email="meanwhile@example.org", reason="They rang", by=SHELL)
    page = visitor.send(page, {"email": "late@example.org", "reason": "They wrote"}, status=409)
    assert page.problems[0].startswith("Somebody changed this entry since you opened the page.")
    assert queries.email_of(queries.entry_ids([SIOBHAN])[SIOBHAN]) == "meanwhile@example.org"
    page = visitor.send(page, {"reason": "They wrote"})
    assert "late@example.org" in page.text


def test_an_auditor_reads_and_cannot_change(sample: Flask, database: SQLAlchemy) -> None:
    visitor = Visitor(sit_down(sample, hire(Role.AUDITOR)))
    page = visitor.open(ENTRY)
    assert "Change name, place or work" not in page.links
    assert visitor.open(f"{ENTRY}/email", status=403).heading
    read = db.session.scalars(select(AuditRecord.subject_id).where(AuditRecord.action == "auditor.read")).all()
    assert read == [ENTRY]


def test_reading_an_entry_asks_the_same_whatever_its_history(
    sample: Flask, database: SQLAlchemy, statements: Callable[..., object]
) -> None:
    client = sit_down(sample, hire(Role.REGISTRAR))
    counts = []
    for number in range(2):
        with statements() as seen:  # type: ignore[attr-defined]  # the fixture is a context manager
            assert client.get(ENTRY).status_code == 200
        counts.append(len(seen))
        for more in range(4):
            address = f"a{number}{more}@example.org"
            operations.change_contact(SIOBHAN, email=address, reason="x", by=SHELL, tell=False)
    assert counts[0] == counts[1]


def test_an_entry_that_is_not_there(officer: tuple[Visitor, Person]) -> None:
    visitor, _ = officer
    assert visitor.open("/staff/register/CM999999Z", status=404).heading
