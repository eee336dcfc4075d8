"""The night of concerns: each reminder once, what runs out by itself, and one letter of what waits for whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts import authority
from concerns import nightly, queries
from concerns.examiners import lapsing, offering
from concerns.investigation import responding
from concerns.nightly.registrants import nearest
from concerns.operations import pausing, telling_registrants
from concerns.panels import hearings, orders
from concerns.panels import queries as panels
from concerns.panels.determining import Short
from concerns.vocabulary import (
    AppealGround,
    Decided,
    Finding,
    HearingKind,
    HeldBack,
    InterimGround,
    Job,
    PauseReason,
    Stage,
)
from foundation import clock
from foundation.database import db
from foundation.errors import Refused
from register.reconciliation import check_public_view
from tests.concerns import looking, officers
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id, public_status_at, writes
from tests.concerns.test_panels import decide, listed
from tests.conftest import StillClock
from tests.frame.outbox import letters

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(("left", "which"), [(8, None), (7, 7), (4, 7), (2, 2), (0, 2), (-1, None)])
def test_a_reminder_is_the_newest_of_those_that_are_due(left: int, which: int | None) -> None:
    assert nearest(TODAY + timedelta(days=left), TODAY) == which


def nights(set_clock: StillClock, until: date) -> None:
    """Every night up to a day, twice each."""
    while clock.today() < until:
        set_clock(f"{clock.today() + timedelta(days=1)} 02:00")
        nightly.run()
        nightly.run()


def bodies(template: str, to: str = "") -> list[str]:
    return [one.body for one in letters(template, to)]


def waits(account_id: int) -> str:
    """What the last letter to somebody says that waits for them."""
    account = authority.staff_account(account_id)
    assert account is not None
    return (bodies("staff_concerns_due", account.email) or [""])[-1]


def test_an_answer_is_reminded_of_twice_and_an_offer_lapses_to_a_panel(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.alleged()
    due = responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    before = len(bodies("registrant_concern"))
    nights(set_clock, due)
    assert [("have not answered yet" in one) for one in bodies("registrant_concern")[before:]] == [True, True]
    assert "did not come" not in waits(held.investigator.id)
    nights(set_clock, due + timedelta(days=1))
    assert "1 answer of a registrant that did not come" in waits(held.investigator.id)
    assert "to be rated" in waits(held.officer.id)
    count = len(bodies("staff_concerns_due"))
    nights(set_clock, due + timedelta(days=3))
    assert len(bodies("staff_concerns_due")) == count, "nothing is new, so nobody is told again"


def test_an_offer_that_nobody_answers_goes_to_a_panel_unless_the_clock_stands_still(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.examined()
    for who in (held.lay, held.peer):
        writes(held, who, Finding.WARNING, terms="Do not do it again.")
    offering.offer(
        held.reference,
        held.subject_id,
        terms="Warned.",
        facts="She took it.",
        months=12,
        about_health=False,
        version=held.version,
        by=held.lay.actor,
    )
    offering.read_offer(held.reference, agrees=True, version=held.version, by=held.peer.actor)
    due = offering.offers(concern_id(held))[-1].due_on
    assert due is not None
    again = pausing.pause(
        held.reference,
        reason=PauseReason.HEALTH,
        words="In hospital.",
        version=held.version,
        by=held.manager.actor,
    )
    set_clock(f"{due} 09:00")
    nights(set_clock, due + timedelta(days=1))
    assert again < due
    assert officers.now(held.reference).stage is Stage.EXAMINATION
    assert "clock that stands still" in waits(held.officer.id)
    pausing.resume(held.reference, words="Home again.", version=held.version, by=held.manager.actor)
    nights(set_clock, due + timedelta(days=2))
    assert officers.now(held.reference).stage is Stage.EXAMINATION, "who was ill has as many days left as before"
    later = offering.offers(concern_id(held))[-1].due_on
    assert later == due + timedelta(days=29)
    nights(set_clock, later + timedelta(days=1))
    assert officers.now(held.reference).stage is Stage.PANEL
    assert "A panel will hear it" in bodies("registrant_concern")[-1]
    assert lapsing.unanswered(clock.today()) == []


# ------------------------------------------------------------------------------------------------- temporary measures


def suspended(set_clock: StillClock) -> tuple[Looking, int]:
    """An interim suspension is in force while the concern is investigated."""
    set_clock("2026-11-24 09:00")
    held = looking.answered()
    officers.rated(held.officer, held.reference, likelihood=5, impact=5)
    hearings.decide_interim(
        held.reference, apply=True, reasons="It may go on.", version=held.version, by=held.manager.actor
    )
    hearing_id = listed(held, set_clock, HearingKind.INTERIM, days=8)
    decide(held, hearing_id, Short(Decided.INTERIM_SUSPENSION, 12, [InterimGround.PROTECT]))
    return held, panels.orders(concern_id(held))[-1].id


@pytest.mark.parametrize(
    ("decided", "after"),
    [(Decided.DISMISSED, "goes on"), (Decided.OVERTURNED, "ends"), (Decided.HEAR_AGAIN, "reviewed at once")],
)
def test_a_temporary_measure_is_appealed_while_it_goes_on(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, decided: Decided, after: str
) -> None:
    held, order_id = suspended(set_clock)
    assert held.siobhan is not None
    assert "It has been decided" in bodies("registrant_concern")[-1]
    who = {"account_id": held.siobhan.id, "by": held.siobhan.actor}
    orders.lodge_appeal(held.reference, order_id, grounds=[AppealGround.UNREASONABLE], words="Look again.", **who)
    assert officers.now(held.reference).stage is Stage.INVESTIGATION, "the concern is looked into all the same"
    assert "interim_suspension" in public_status_at(held)
    with pytest.raises(Refused):
        orders.lodge_appeal(held.reference, order_id, grounds=[AppealGround.UNREASONABLE], words="Again.", **who)
    db.session.rollback()
    nights(set_clock, clock.today() + timedelta(days=1))
    assert "1 appeal without a day" in waits(held.manager.id)
    first = {one.account_id for one in queries.seats(concern_id(held)) if one.job is Job.CHAIR}
    hearing_id = listed(held, set_clock, HearingKind.APPEAL, days=8, order_id=order_id)
    assert first.isdisjoint({one.id for one in held.panel.values()})
    decide(held, hearing_id, Short(decided))
    order = panels.order(concern_id(held), order_id)
    assert panels.in_force(order, clock.now()) is (after != "ends")
    assert (order.review_on == clock.today()) is (after == "reviewed at once")
    assert order.appeal_until is None
    assert officers.now(held.reference).stage is Stage.INVESTIGATION
    assert check_public_view() == []


def test_reviews_list_themselves_and_the_end_is_told(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id = suspended(set_clock)
    order = panels.order(concern_id(held), order_id)
    assert order.review_on is not None
    assert order.ends_at is not None
    review_on, ends_on = order.review_on, clock.day_of(order.ends_at)
    set_clock(f"{review_on - timedelta(days=30)} 02:00")
    nights(set_clock, review_on - timedelta(days=29))
    assert "order that a panel looks at again" not in waits(held.manager.id)
    nights(set_clock, review_on - timedelta(days=27))
    assert "1 order that a panel looks at again" in waits(held.manager.id)
    assert sum("look at your order again" in one for one in bodies("registrant_concern")) == 1
    set_clock(f"{ends_on - timedelta(days=1)} 02:00")
    nights(set_clock, ends_on + timedelta(days=3))
    assert sum("has ended" in one for one in bodies("registrant_concern")) == 1
    assert check_public_view() == []


def test_nobody_tells_a_registrant_while_the_police_ask_us_to_wait(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.investigated()
    nights(set_clock, clock.today() + timedelta(days=1))
    assert "1 registrant to be told of a concern" in waits(held.officer.id)

    def tells(**more: object) -> None:
        telling_registrants.record_told(
            held.reference,
            held.subject_id,
            on=clock.today(),
            how="By letter.",
            version=held.version,
            by=held.officer.actor,
            **more,
        )

    until = telling_registrants.hold_back(
        held.reference,
        held.subject_id,
        because=HeldBack.POLICE,
        reason="DC Webb asks.",
        version=held.version,
        by=held.officer.actor,
    )
    assert until == clock.today() + timedelta(days=14)
    with pytest.raises(Refused, match="police"):
        tells()
    db.session.rollback()
    tells(police_agree=True)
    assert officers.now(held.reference).subjects[0].told_on == clock.today()
