"""What the reporter's mailbox says of the later stages: hearings and decisions, and never what is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from concerns.operations import writing
from concerns.panels import hearings, orders
from concerns.panels import queries as panels
from concerns.publishing import releasing
from concerns.views import hearing_list, own_due, reporter_view
from concerns.vocabulary import AppealGround, HearingKind, Sanction
from foundation import clock, locks
from foundation.database import db, transaction
from tests.accounts.staff import hire
from tests.concerns import looking, officers
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_panels import at_panel, decide, decided, interim, listed, reached, released
from tests.conftest import StillClock
from tests.page import Visitor

Opens = Callable[[Looking], str]
SECRET = "Only officers read this note."


def mailbox(held: Looking, visitor: Visitor) -> str:
    """The page of the mailbox, opened with a secret made for it."""
    secret = locks.new_secret()
    with transaction("a test gives a secret"):
        officers.now(held.reference).secret_hash = locks.secret_hash(secret)
    page = visitor.open("/concerns/mailbox")
    if page.heading == "Open your mailbox":
        page = visitor.send(page, {"reference": held.reference, "secret_code": secret}, button="Open it")
    return page.text


@pytest.fixture
def open_as(sample: Flask) -> Opens:
    return lambda held: mailbox(held, Visitor(sample.test_client()))


def test_they_read_the_day_of_the_hearing_and_the_decision_once_it_is_released(
    database: SQLAlchemy, set_clock: StillClock, open_as: Opens
) -> None:
    held = at_panel(set_clock)
    writing.write_note(held.reference, SECRET, once="b" * 32, by=held.officer.actor)
    assert "A panel hears it on" not in open_as(held)
    listed(held, set_clock)
    assert "A panel hears it on" in open_as(held)
    [hearing] = panels.hearings(concern_id(held))
    decide(held, hearing.id, reached(held))
    page = open_as(held)
    assert "It was decided" in page
    assert "What the public reads." not in page
    released(held)
    assert "Suspension" not in open_as(held), "before the letter"
    looking.letters_go(set_clock)
    page = open_as(held)
    for words in ("Suspension, 6 months", "She took money.", "It will be on the register from", "can appeal until"):
        assert words in page
    for words in ("I never did.", "The bank shows it.", SECRET, "About suspension.", "Lena", "Petra"):
        assert words not in page


def test_no_side_reads_of_a_hearing_before_the_letter(
    database: SQLAlchemy, set_clock: StillClock, open_as: Opens
) -> None:
    held = at_panel(set_clock)
    assert held.siobhan is not None
    set_clock("2026-11-24 22:00")
    hearing_id = hearings.list_hearing(
        held.reference,
        held.subject_id,
        HearingKind.FINAL,
        on=date(2027, 1, 12),
        version=held.version,
        by=held.manager.actor,
    )
    looking.panel(held, hearing_id)
    hearings.give_notice(held.reference, hearing_id, version=held.version, by=held.manager.actor)
    for now, out in (("2026-11-25 00:30", False), ("2026-11-25 12:00", True)):
        set_clock(now)
        assert ("A panel hears it on" in open_as(held)) is out
        assert any("the panel meets" in one.words for one in own_due.due(held.siobhan.id)) is out


@pytest.mark.parametrize("sanction", [Sanction.ADVICE, Sanction.NONE])
def test_what_reaches_no_page_is_told_without_its_words(
    database: SQLAlchemy, set_clock: StillClock, open_as: Opens, sanction: Sanction
) -> None:
    held = decided(set_clock, sanction, None)
    order_id = panels.orders(concern_id(held))[-1].id
    registrar = hire(Role.REGISTRAR)
    releasing.release(held.reference, order_id, version=held.version, by=registrar.actor)
    looking.letters_go(set_clock)
    page = open_as(held)
    assert "nothing is on the register" in page
    assert "What the public reads." not in page


def test_of_health_they_only_read_that_it_is_private(
    database: SQLAlchemy, set_clock: StillClock, open_as: Opens
) -> None:
    held = decided(set_clock)
    with transaction("a test makes it about health"):
        panels.orders(concern_id(held))[-1].about_health = True
    released(held)
    looking.letters_go(set_clock)
    page = open_as(held)
    assert "The reasons are private." in page
    assert "She took money." not in page


def test_an_appeal_makes_it_wait(database: SQLAlchemy, set_clock: StillClock, open_as: Opens) -> None:
    held = decided(set_clock)
    order_id = released(held)
    assert held.siobhan is not None
    orders.lodge_appeal(
        held.reference,
        order_id,
        account_id=held.siobhan.id,
        grounds=[AppealGround.PROCESS],
        words="Nobody heard my witness.",
        by=held.siobhan.actor,
    )
    [waits] = hearing_list.hearings().to_list
    assert (waits.reference, waits.words) == (held.reference, "An appeal has to be heard: set a day")
    page = open_as(held)
    assert "The decision waits until that is answered." in page
    assert "Nobody heard my witness." not in page
    assert "She took money." not in page


def test_a_temporary_measure_says_that_nothing_was_found(database: SQLAlchemy, set_clock: StillClock, open_as) -> None:
    held, _ = interim(set_clock)
    page = open_as(held)
    assert "Interim suspension" in page
    assert "Nothing has been found." in page


def test_it_costs_the_same_with_more_decisions(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, statements: object
) -> None:
    held = decided(set_clock)

    def cost() -> int:
        db.session.expire_all()
        concern = officers.now(held.reference)
        with statements() as seen:  # type: ignore[operator]  # the fixture's own type is long
            reporter_view.mailbox(concern)
        return len(seen)

    before = cost()
    released(held)
    assert cost() == before
    assert clock.today() > looking.happened()
