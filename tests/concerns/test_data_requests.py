"""Asking about one's data and complaining: the form, the clock from receipt, the answer, and the lead's list."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts.models import Role
from concerns.data_requests import asking, clocks, handling, queries
from concerns.data_requests.asking import ASKER, Asked
from concerns.data_requests.models import DataMessage, DataRequest
from concerns.data_requests.vocabulary import DataKind, DataOutcome, DataStanding
from foundation import locks
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from foundation.outbox import Letter
from tests.accounts.staff import Person, hire, sit_down
from tests.concerns.mailboxes import somebody
from tests.concerns.test_mailbox import PNG
from tests.concerns.test_receiving import everything
from tests.conftest import StillClock
from tests.page import Page, Visitor

WORDS = "You called me on a number I asked you to delete."
NAME, EMAIL = "Ottoline Fairweather", "ottoline@askers.example"
FORM = {"kind": "complaint", "words": WORDS, "name": NAME, "email": EMAIL}


def lead(name: str = "Dee Hartnoll") -> Person:
    """The data-protection lead."""
    return hire(Role.DATA_PROTECTION_LEAD, name=name)


def asked(kind: DataKind = DataKind.ACCESS, *, email: str = "") -> tuple[str, str]:
    """A request on record: its reference and secret."""
    reference, secret = asking.new_reference(), locks.new_secret()
    asking.take_in(Asked(kind, WORDS, NAME, email), reference=reference, secret=secret, by=ASKER)
    db.session.rollback()
    return reference, secret


def version(reference: str) -> int:
    """The version of its page."""
    db.session.rollback()
    found = queries.get(reference).version
    db.session.rollback()
    return found


def enter(visitor: Visitor, reference: str, secret: str) -> Page:
    """Open it as whoever asked."""
    page = visitor.open("/concerns/mailbox")
    return visitor.send(page, {"reference": reference, "secret_code": secret}, button="Open it")


def test_a_complaint_is_taken_in_and_its_receipt_keeps_to_the_law(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    page = visitor.send(visitor.open("/privacy/ask"), FORM, button="Send it")
    assert page.heading == "We have it"
    assert "by 24 December 2026 at the latest" in page.text
    [reference], [secret] = page.words("p", class_="received__reference"), page.words("code")
    request = queries.get(reference)
    assert (request.kind, request.due_on, request.standing) == (
        DataKind.COMPLAINT,
        date(2026, 12, 24),
        DataStanding.RECEIVED,
    )
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.template, letter.recipient) == ("data_request_received", EMAIL)
    assert WORDS not in letter.body
    assert secret not in letter.body
    held = everything(database)
    for words in (WORDS, NAME, secret):
        assert words not in held
    page = visitor.send(page, {}, button="I have written it down")
    assert page.heading == "What you asked us"
    assert WORDS in page.text
    assert visitor.open("/privacy/ask/sent").heading == "Ask about your data"


def test_the_same_form_sent_twice_is_one_and_another_form_another(database: SQLAlchemy, visitor: Visitor) -> None:
    page = visitor.open("/privacy/ask")
    first, again = (visitor.send(page, FORM, button="Send it").words("code") for _ in range(2))
    assert first == again
    assert db.session.scalar(select(func.count()).select_from(DataRequest)) == 1
    other = visitor.send(page, {**FORM, "words": "Something else."}, button="Send it").words("code")
    assert other != first
    assert db.session.scalar(select(func.count()).select_from(DataRequest)) == 2


def test_what_was_typed_is_kept_when_something_is_missing(database: SQLAlchemy, visitor: Visitor) -> None:
    page = visitor.send(
        visitor.open("/privacy/ask"),
        {"kind": "access", "words": WORDS, "email": "nowhere"},
        button="Send it",
        status=400,
    )
    assert page.problems == [
        "Type an email address like name@example.com",
        "Type your name, so that we can find what we hold about you",
    ]
    assert (page.all("textarea", id="words")[0].text or "").strip() == WORDS
    assert visitor.send(page, {"kind": "complaint", "email": ""}, button="Send it").heading == "We have it"


@pytest.mark.parametrize(
    ("kind", "received", "due"),
    [
        (DataKind.COMPLAINT, date(2027, 1, 31), date(2027, 3, 2)),
        (DataKind.ACCESS, date(2027, 1, 31), date(2027, 2, 28)),
        (DataKind.ACCESS, date(2028, 1, 30), date(2028, 2, 29)),
        (DataKind.MOVE, date(2026, 12, 31), date(2027, 1, 31)),
        (DataKind.DELETE, date(2026, 11, 24), date(2026, 12, 24)),
    ],
)
def test_the_clock_counts_from_the_day_it_came(kind: DataKind, received: date, due: date) -> None:
    assert clocks.due_on(kind, received, days=30, months=1) == due


def test_it_opens_with_its_own_reference_and_secret_only(database: SQLAlchemy, app: Flask, visitor: Visitor) -> None:
    (mine, secret), (other, _) = asked(), asked()
    page = visitor.open("/concerns/mailbox")
    page = visitor.send(page, {"reference": other, "secret_code": secret}, button="Open it", status=400)
    assert page.heading == "Open your mailbox"
    assert enter(visitor, mine.lower(), secret).heading == "What you asked us"
    assert somebody(app).open("/privacy/request").heading == "Open your mailbox"
    assert visitor.client.get("/concerns/leave").status_code == 303
    assert visitor.open("/privacy/request").heading == "Open your mailbox"


def test_messages_and_files_go_both_ways(database: SQLAlchemy, app: Flask, visitor: Visitor) -> None:
    dee = lead()
    reference, secret = asked(email=EMAIL)
    page = enter(visitor, reference, secret)
    for _ in range(2):
        page = visitor.send(
            page, {"words": "Here is my letter.", "files": (io.BytesIO(PNG), "letter.png")}, button="Send the message"
        )
        page = visitor.open("/privacy/request")
    assert db.session.scalar(select(func.count()).select_from(DataMessage)) == 2
    assert visitor.client.get(page.links["letter.png"]).data == PNG
    desk = Visitor(sit_down(app, dee))
    shown = desk.open(f"/staff/data/{reference}")
    assert desk.client.get(shown.links["letter.png"]).data == PNG
    page = desk.send(
        shown, {"words": "Here is what we hold.", "files": (io.BytesIO(PNG), "held.png")}, button="Send it"
    )
    assert "Your message is sent." in page.text
    page = visitor.open("/privacy/request")
    assert "Here is what we hold" not in page.text
    page = visitor.send(page, {}, button="Read it")
    assert "Here is what we hold." in page.text
    assert "Dee, data-protection lead" in page.text
    assert "Hartnoll" not in page.html
    assert visitor.client.get(page.links["held.png"]).data == PNG
    stranger = somebody(app)
    enter(stranger, *asked())
    assert stranger.client.get(page.links["held.png"]).status_code == 404
    assert db.session.scalars(select(Letter.template)).all()[-1] == "data_request_message"


def test_a_complaint_is_acknowledged_looked_into_and_closed(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 10:00")
    dee = lead()
    reference, _ = asked(DataKind.COMPLAINT)
    due = clocks.deadline(queries.get(reference))
    assert due is not None
    assert (due.on, due.days_late(date(2026, 12, 24)), due.days_late(date(2026, 12, 26))) == (date(2026, 12, 24), 0, 2)
    stale = version(reference)
    handling.acknowledge(reference, "I am Dee and I look into it.", version=stale, by=dee.actor)
    with pytest.raises(Refused):
        handling.acknowledge(reference, "Again.", version=stale, by=dee.actor)
    request = queries.get(reference)
    assert (request.standing, request.acknowledged_on) == (DataStanding.ACKNOWLEDGED, date(2026, 11, 24))
    assert clocks.deadline(request) is None
    for refused in (
        lambda: handling.take_longer(reference, "Busy.", version=version(reference), by=dee.actor),
        lambda: handling.close(reference, DataOutcome.DONE, "Done.", version=version(reference), by=dee.actor),
        lambda: handling.close(reference, DataOutcome.UPHELD, " ", version=version(reference), by=dee.actor),
    ):
        with pytest.raises(Refused):
            refused()
    assert queries.get(reference).standing is DataStanding.ACKNOWLEDGED
    db.session.rollback()
    handling.close(
        reference, DataOutcome.UPHELD, "You were right. We deleted it.", version=version(reference), by=dee.actor
    )
    assert queries.get(reference).outcome is DataOutcome.UPHELD
    with pytest.raises(Refused):
        handling.close(reference, DataOutcome.UPHELD, "Again.", version=version(reference), by=dee.actor)


def test_a_hard_request_is_given_two_months_more_once_and_before_its_day(
    database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    dee = lead()
    (reference, _), (late, _) = asked(), asked()
    handling.take_longer(reference, "There are ten boxes.", version=version(reference), by=dee.actor)
    assert queries.get(reference).extended_to == date(2027, 2, 24)
    with pytest.raises(Refused):
        handling.take_longer(reference, "More boxes.", version=version(reference), by=dee.actor)
    set_clock("2026-12-25 00:10")
    with pytest.raises(Refused):
        handling.take_longer(late, "We forgot.", version=version(late), by=dee.actor)


def test_nothing_is_given_out_before_it_was_made_sure_whose_data_it_is(database: SQLAlchemy) -> None:
    dee = lead()
    reference, _ = asked()
    with pytest.raises(Refused):
        handling.close(reference, DataOutcome.DONE, "Here.", version=version(reference), by=dee.actor)
    handling.note_identity(reference, "They showed a passport.", version=version(reference), by=dee.actor)
    handling.close(reference, DataOutcome.DONE, "Here.", version=version(reference), by=dee.actor)
    assert "passport" not in everything(db)
    assert queries.get(reference).closed_on is not None


def test_one_that_came_another_way_counts_from_the_day_it_came(
    database: SQLAlchemy, app: Flask, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    desk = Visitor(sit_down(app, lead()))
    typed = {"channel": "social", "received": "20 November 2026", "kind": "complaint", "words": WORDS}
    page = desk.send(
        desk.open("/staff/data/new"), {**typed, "received": "25/11/2026"}, button="Put it on the list", status=409
    )
    assert "The day it reached us is yet to come." in page.problems
    page = desk.send(page, typed, button="Put it on the list")
    request = db.session.scalars(select(DataRequest)).one()
    assert (request.received_on, request.due_on) == (date(2026, 11, 20), date(2026, 12, 20))
    assert request.reference in page.text
    secret = page.words("strong", class_="number")[0]
    assert locks.is_secret(request.secret_hash, secret)
    assert secret not in desk.open("/staff/data").text


def test_the_list_shows_age_and_what_is_late(database: SQLAlchemy, app: Flask, set_clock: StillClock) -> None:
    set_clock("2026-11-24 10:00")
    (first, _), (second, _) = asked(DataKind.COMPLAINT), asked()
    dee = lead()
    set_clock("2026-12-26 10:00")
    page = Visitor(sit_down(app, dee)).open("/staff/data")
    assert "32 days ago" in page.text
    assert page.text.count("2 days late") == 2
    assert first in page.text
    assert second in page.text


def test_every_act_can_be_done_on_the_page_and_keeps_what_was_typed(database: SQLAlchemy, app: Flask) -> None:
    desk = Visitor(sit_down(app, lead()))
    reference, _ = asked()
    page = desk.open(f"/staff/data/{reference}")
    assert WORDS in page.text
    page = desk.send(page, {"words": "Here."}, button="Answer and close", status=409)
    assert page.problems == ["Choose how it ends."]
    assert (page.all("textarea", id="close-words")[0].text or "").strip() == "Here."
    for typed, button in (
        ({"words": "We have it."}, "Tell them"),
        ({"words": "A passport."}, "Note it"),
        ({"words": "Ten boxes."}, "Tell them that it takes longer"),
        ({"words": "Here.", "outcome": "done"}, "Answer and close"),
    ):
        page = desk.send(desk.open(f"/staff/data/{reference}"), typed, button=button)
    assert "Closed on" in page.text
    assert db.session.scalar(select(func.count()).select_from(AuditRecord).where(AuditRecord.action == "data.opened"))


@pytest.mark.parametrize("shown", ["", "9" * 5000, "٣", "-1"])
def test_a_page_that_does_not_say_what_it_showed_is_a_stale_one(database: SQLAlchemy, app: Flask, shown: str) -> None:
    desk = Visitor(sit_down(app, lead()))
    reference, _ = asked()
    page = desk.open(f"/staff/data/{reference}")
    page = desk.send(page, {"words": "We have it.", "version": shown}, button="Tell them", status=409)
    assert "Somebody else changed this request meanwhile" in page.problems[0]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CONCERNS_OFFICER, Role.REGISTRAR, Role.AUDITOR])
def test_nobody_else_sees_or_touches_them(database: SQLAlchemy, app: Flask, role: Role) -> None:
    reference, _ = asked()
    person = hire(role)
    client = sit_down(app, person)
    for address in ("/staff/data", "/staff/data/new", f"/staff/data/{reference}"):
        assert client.get(address).status_code == 403
    with pytest.raises(NotAllowed):
        handling.open_request(reference, by=person.actor)
    with pytest.raises(NotAllowed):
        handling.acknowledge(reference, "x", version=1, by=person.actor)
