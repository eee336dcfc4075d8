"""The pages of CPD audit, for registrants and for staff."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Realm, Role
from cpd.audit import drawing
from cpd.audit.models.judged import Marker
from cpd.audit.operations import drawing as draws
from cpd.audit.vocabulary import Finding, Stage
from tests.accounts.staff import Person, hire, sit_down
from tests.conftest import StillClock
from tests.cpd.audit import arrange
from tests.cpd.audit.arrange import Crew, draw
from tests.page import Page, Visitor


@pytest.fixture
def team(database: SQLAlchemy, set_clock: StillClock) -> Crew:
    set_clock(arrange.DRAW_DAY)
    return arrange.crew()


def _at_work(app: Flask, person: Person) -> Visitor:
    return Visitor(sit_down(app, person))


def _at_home(app: Flask, person: Person) -> Visitor:
    return Visitor(sit_down(app, person, realm=Realm.PUBLIC))


def _do(visitor: Visitor, address: str, button: str, **values: object) -> Page:
    """Open a form, fill it in, press its button."""
    return visitor.send(visitor.open(address), values, button=button)


def _text(page: Page) -> str:
    return " ".join(page.text.split())


def test_a_whole_audit_through_the_pages(app: Flask, team: Crew) -> None:
    number = arrange.registrant()
    person = arrange.account_of(number)
    arrange.record(number, person, title="zztitle")
    officer = _at_work(app, team.officer)
    assert "Draws so far" in _text(officer.open("/staff/cpd/draws"))
    waits = _do(officer, "/staff/cpd/draws", "Ask for a draw", reason="The yearly draw")
    assert "This page will show the draw when it is made" in _text(waits)
    assert "We are drawing" in _text(officer.open("/staff/cpd/draws"))
    draws.run()
    assert "it is as it was said" in _text(officer.open(waits.links["Look again"]))
    arrange.night()
    held = arrange.audit_of(number)
    own = _at_home(app, person)
    assert "You have until" in _text(own.open("/account/cpd/audit"))
    assert "as number 1 of 1" in _text(own.open("/account/cpd/audit/draw"))
    assert "1 activity" in _text(own.open("/account/cpd/audit/send"))
    sent = _do(own, "/account/cpd/audit/send", "Send my record", statement="zzmine")
    assert "We have your record" in _text(sent)
    assert "zztitle" in _text(own.open("/account/cpd/audit/copy"))
    path = f"/staff/cpd/{held.reference}"
    given = _do(officer, f"{path}/assessor", "Give it to them", assessor=str(team.first.id))
    assert "It is theirs now." in _text(given)
    assessor = _at_work(app, team.first)
    assert held.reference in _text(assessor.open("/staff/cpd"))
    page = _text(assessor.open(path))
    assert arrange.LEARNED in page
    assert "zzmine" in page
    words = {"reasons": arrange.REASONS, "told": arrange.TOLD}
    _do(assessor, f"{path}/mark", "Mark it", finding="more", **words)
    page = _text(own.open("/account/cpd/audit"))
    assert arrange.TOLD in page
    assert arrange.REASONS not in page


def test_the_second_assessor_reads_the_record_and_not_the_first_mark(app: Flask, team: Crew) -> None:
    number = arrange.registrant()
    person = arrange.account_of(number)
    arrange.record(number, person)
    arrange.sent(team, number, person)
    held = arrange.mark(number, team.first, Finding.NOT_MET)
    own = _at_home(app, person)
    page = _text(own.open("/account/cpd/audit"))
    assert arrange.TOLD not in page
    assert "second" not in page.casefold()
    arrange.give(team, number, team.second, Marker.SECOND)
    page = _text(_at_work(app, team.second).open(f"/staff/cpd/{held.reference}"))
    assert arrange.LEARNED in page
    assert arrange.REASONS not in page
    assert arrange.TOLD not in page
    assert "First assessor" not in page


def test_somebody_elses_audit_is_closed_to_assessors_and_registrants(app: Flask, team: Crew) -> None:
    number = arrange.registrant()
    person = arrange.account_of(number)
    held = arrange.sent(team, number, person)
    stranger = _at_work(app, team.second)
    assert stranger.client.get(f"/staff/cpd/{held.reference}").status_code == 403
    assert "No audit is open" not in _text(stranger.open("/staff/cpd"))
    assert held.reference not in _text(stranger.open("/staff/cpd"))
    other = arrange.account_of(arrange.registrant("Other"))
    assert "No audit of your record" in _text(_at_home(app, other).open("/account/cpd/audit"))
    concerns = _at_work(app, team.concerns)
    assert concerns.client.get(f"/staff/cpd/{held.reference}").status_code == 403


def test_a_doubt_goes_to_the_concerns_officer(app: Flask, team: Crew) -> None:
    number = arrange.registrant()
    person = arrange.account_of(number)
    held = arrange.sent(team, number, person)
    path = f"/staff/cpd/{held.reference}"
    _do(_at_work(app, team.first), f"{path}/worry", "Pass it on", words="zzcopied")
    concerns = _at_work(app, team.concerns)
    assert held.reference in _text(concerns.open("/staff/cpd/worries"))
    assert "zzcopied" in _text(concerns.open(path))
    assert "stands still" in _text(concerns.open(path))
    _do(concerns, f"{path}/go-on", "Let it go on", words="Nothing in it")
    page = _text(_at_home(app, person).open("/account/cpd/audit"))
    assert "zzcopied" not in page
    assert "honest" not in page


def test_more_time_through_the_pages(app: Flask, team: Crew) -> None:
    number = arrange.registrant()
    person = arrange.account_of(number)
    held = arrange.asked(team, number)
    own = _at_home(app, person)
    assert "An officer answers you soon" in _text(
        _do(own, "/account/cpd/audit/time", "Ask for more time", words="zzill")
    )
    officer = _at_work(app, team.officer)
    assert "zzill" in _text(officer.open(f"/staff/cpd/{held.reference}/time"))
    address = f"/staff/cpd/{held.reference}/time"
    _do(officer, address, "Tell them", until="2027-08-10", words="Of course")
    assert arrange.audit_of(number).due_on == date(2027, 8, 10)
    assert "Of course" in _text(own.open("/account/cpd/audit"))


def test_the_list_asks_as_much_for_many_as_for_few(
    app: Flask, team: Crew, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    names = ["Ada", "Bea", "Cai", "Dee", "Eva", "Fay"]
    numbers = [arrange.registrant(name) for name in names]
    arrange.chosen(team, numbers[0])
    officer = _at_work(app, team.officer)
    officer.open("/staff/cpd")
    counts = []
    for more in ((), numbers[1:]):
        for number in more:
            arrange.chosen(team, number)
        with statements() as seen:
            officer.open("/staff/cpd")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_file_of_a_draw_names_only_ones_own_ticket(app: Flask, team: Crew) -> None:
    names = [f"Name{one}" for one in "abcdefghijkl"]
    people = {number: arrange.account_of(number) for number in [arrange.registrant(name) for name in names]}
    draw(reason="The yearly draw", by=team.officer.actor)
    arrange.night()
    number = next(one for one in people if _has_audit(one))
    said = _at_home(app, people[number]).client.get("/account/cpd/audit/draw.json").get_json()
    assert len(said["tickets"]) == 12
    assert said["drawn"] == [arrange.audit_of(number).ticket]
    # The place on the page, for which only those drawn are read, is the one in the whole order.
    place = drawing.drawn(said["tickets"], seed=said["seed"], size=said["listed"]).index(said["drawn"][0]) + 1
    assert f"as number {place} of {said['listed']}," in _text(
        _at_home(app, people[number]).open("/account/cpd/audit/draw")
    )


def _has_audit(number: str) -> bool:
    try:
        return arrange.audit_of(number).stage is Stage.ASKED
    except IndexError:
        return False


def test_a_late_record_can_still_be_sent(app: Flask, team: Crew, set_clock: StillClock) -> None:
    number = arrange.registrant()
    person = arrange.account_of(number)
    arrange.asked(team, number)
    set_clock("2027-07-14 10:00")
    arrange.night()
    own = _at_home(app, person)
    assert "You can still send it" in _text(own.open("/account/cpd/audit"))
    _do(own, "/account/cpd/audit/send", "Send my record")
    assert arrange.audit_of(number).stage is Stage.ASSESSMENT


def test_a_registrar_decides_through_the_page(app: Flask, team: Crew) -> None:
    number = arrange.registrant()
    person = arrange.account_of(number)
    held = arrange.not_met(team, number, person)
    own = _at_home(app, person)
    page = _text(own.open("/account/cpd/audit"))
    assert "You can appeal until 29 June 2027" in page
    _do(own, "/account/cpd/audit/appeal", "Appeal now", grounds=["process"], words="zzunfair")
    assert arrange.audit_of(number).stage is Stage.APPEAL
    sitting = hire(Role.APPEAL_PANEL)
    assert _at_work(app, sitting).client.get(f"/staff/cpd/{held.reference}").status_code == 403
