"""The home of an account: for somebody on the register, for an applicant, and for somebody who is neither."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.due import Due, DueKind
from cpd import registrants
from cpd.home import overview as home
from cpd.joining import queries
from cpd.joining.operations import information
from cpd.record.operations import keeping
from cpd.record.vocabulary import Company
from cpd.record.words import Told, Words
from cpd.requirements.vocabulary import ActivityKind
from foundation import clock
from tests.conftest import StillClock
from tests.cpd.home.arrange import at_home, registrant
from tests.cpd.joining.arrange import Office, case, somebody


def test_somebody_with_nothing_is_shown_the_ways_on(app: Flask, database: SQLAlchemy) -> None:
    page = at_home(app, somebody()).open("/account")
    assert page.heading == "Your account"
    assert page.links["See what it takes"] == "/apply"
    assert page.links["Link your entry"] == "/account/claim"
    assert "What you have to do" not in page.text
    assert page.links["Your application"] == "/account/application"


def test_a_registrant_sees_their_entry_and_their_own_rooms(sample: Flask, database: SQLAlchemy) -> None:
    page = at_home(sample, registrant()).open("/account")
    assert page.facts["Registration number"] == "CM004271S"
    assert "On the register" in page.text
    assert "What you have to do" in page.text
    assert "Your application" not in page.links
    assert "Link your entry" not in page.links


def test_an_applicant_reads_what_we_do_and_then_what_they_have_to_do(
    app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    person, office = somebody(), Office()
    reference = case(office, applicant=person).reference
    page = at_home(app, person).open("/account")
    assert "What we do for you now" in page.text
    assert "What you have to do" not in page.text
    version = queries.get(reference).version
    information.ask(
        reference, topics=["work"], items=["Where you worked in 2024"], version=version, by=office.officer.actor
    )
    page = at_home(app, person).open("/account")
    assert "Send what we asked you for" in page.text
    assert "One thing is missing." in page.text
    assert page.links["See the list: Send what we asked you for"] == "/account/application/information"
    assert "Where you worked in 2024" not in page.text


def test_the_list_is_sorted_by_day_and_says_what_is_late(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock("2026-11-24 10:00")
    lines = [
        Due(None, "Name somebody", "/account/a"),
        Due(date(2026, 12, 1), "Renew", "/account/b", button="Renew now"),
        Due(date(2026, 11, 23), "Send the certificate", "/account/c"),
        Due(date(2026, 12, 1), "Renew", "/account/b", button="Renew now"),
        Due(date(2026, 11, 30), "We read it", "/account/d", DueKind.OURS),
        Due(date(2027, 2, 1), "Renewal opens", "/account/e", DueKind.COMING),
    ]
    monkeypatch.setattr(home, "_OF_REGISTRANTS", (lambda _registrant: lines,))
    person = registrant()
    shown = home.overview(person.id)
    assert [(one.due.words, one.late) for one in shown.yours] == [
        ("Send the certificate", True),
        ("Renew", False),
        ("Name somebody", False),
    ]
    assert [one.due.words for one in shown.ours] == ["We read it"]
    assert [one.due.words for one in shown.coming] == ["Renewal opens"]
    page = at_home(sample, person).open("/account")
    assert "The day has passed:" in page.text
    assert page.links["Renew now: Renew"] == "/account/b"
    assert page.links["Send the certificate"] == "/account/c"


def test_nobody_else_gets_in(app: Flask, database: SQLAlchemy, visitor: Any) -> None:
    for address in ("/account", "/account/letters", "/account/data", "/account/letters/1"):
        assert visitor.client.get(address).status_code == 303


def test_home_costs_the_same_however_much_somebody_has_done(
    sample: Flask, database: SQLAlchemy, statements: Any
) -> None:
    person = registrant()
    mine = registrants.of_account(person.id)
    assert mine is not None

    def keep(how_many: int) -> None:
        told = [
            Told(clock.today(), 30 + place, ActivityKind.READING, Company.ALONE, ("7.1",), words=Words("A", "B"))
            for place in range(how_many)
        ]
        keeping.load(mine.entry_id, told, once=f"load-{how_many}", by=person.actor)

    def asked() -> int:
        visitor = at_home(sample, person)
        visitor.open("/account")
        with statements() as seen:
            visitor.open("/account")
        return len(seen)

    keep(3)
    few = asked()
    keep(120)
    assert asked() == few
    assert few < 60
