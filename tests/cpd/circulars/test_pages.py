"""The pages of circulars: from the empty form to the release, as two members of staff see them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from cpd.circulars.operations import sending
from tests.accounts.staff import sit_down
from tests.conftest import StillClock
from tests.cpd.circulars.arrange import counts, drafted, letters, offered, second, writer
from tests.page import Visitor
from tests.register.arrange import admit


@pytest.fixture
def people(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 10:00")
    for number in range(7):
        admit(email=f"p{number}@people.example", known_as=f"Person{number}")


def test_one_writes_it_and_another_releases_it(app: Flask, people: None) -> None:
    first, other = Visitor(sit_down(app, writer())), Visitor(sit_down(app, second()))
    page = first.open("/staff/circulars")
    assert "Nothing is being written." in page.text
    page = first.open("/staff/circulars/new")
    page = first.send(page, {"subject": "A new form", "body": "Dear [nmae]"}, status=400)
    assert page.problems == ["Choose who gets it"]
    values = {"people": "registered", "subject": "A new form", "body": "Dear [nmae]"}
    page = first.send(page, values, status=409)
    assert "We do not know [nmae]" in page.problems[0]
    page = first.send(page, {**values, "body": "Dear [name]\n\nFrom May there is a new form, [number]."})
    assert page.heading == "A new form"
    page = first.send(page, {}, button="See who gets it")
    assert page.facts["By email, still to be written"] == "7"
    assert "Dear Person0 O’Sample" in page.text
    assert "Dear Person2 O’Sample" in page.text
    assert "Dear Person4 O’Sample" in page.text
    assert "p0@people.example" not in page.html
    page = first.open(page.links["Look at others on the list"])
    assert "Dear Person1 O’Sample" in page.text
    page = first.send(page, {}, button="Ask a second person to release it")
    assert "somebody else has to release it" in page.text
    assert "Release it" not in page.html
    assert "1 letter to many" in other.open("/staff").text
    page = other.send(other.open("/staff/circulars/1"), {}, button="Release it to 7 people")
    assert page.facts["How it stands"] == "Going out"
    assert sending.run() == 7
    page = first.open("/staff/circulars?show=over")
    assert "Sent" in page.text
    assert len(letters()) == 7


def test_a_refused_press_says_why_and_changes_nothing(app: Flask, people: None) -> None:
    mine = writer()
    circular_id = offered(mine)
    first, other = Visitor(sit_down(app, mine)), Visitor(sit_down(app, second()))
    stale = other.open(f"/staff/circulars/{circular_id}")
    first.send(first.open(f"/staff/circulars/{circular_id}"), {}, button="Send it back to be changed")
    page = other.send(stale, {}, button="Release it to 7 people", status=409)
    assert "changed this letter meanwhile" in page.problems[0]
    assert letters() == []


def test_a_draft_is_changed_and_thrown_away(app: Flask, people: None) -> None:
    mine = writer()
    circular_id = drafted(mine)
    first = Visitor(sit_down(app, mine))
    page = first.open(f"/staff/circulars/{circular_id}/change")
    page = first.send(page, {"people": "nation", "nation": "scotland"})
    assert page.facts["To"] == "Everybody on the register in one nation: Scotland"
    page = first.send(page, {}, button="Throw it away")
    assert page.facts["How it stands"] == "Thrown away"
    assert counts(circular_id) == {}


def test_the_pages_cost_the_same_however_many_people_there_are(app: Flask, people: None, statements: object) -> None:
    mine = writer()
    visitor = Visitor(sit_down(app, mine))

    def asked(address: str) -> int:
        visitor.open(address)
        with statements() as seen:  # type: ignore[operator]  # the fixture's own type is long
            visitor.open(address)
        return len(seen)

    first = drafted(mine)
    few, listed = asked(f"/staff/circulars/{first}"), asked("/staff/circulars")
    for number in range(7, 40):
        admit(email=f"p{number}@people.example", known_as=f"Person{number}")
    for _ in range(5):
        second_one = drafted(mine)
    assert asked(f"/staff/circulars/{second_one}") == few
    assert asked("/staff/circulars") == listed
