"""Leaving, time away and the plan in the browser of a registrant, and what staff see and do."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from accounts.models import Role
from cpd.leaving import queries
from cpd.leaving.operations import departures
from foundation.database import db
from tests.accounts.staff import hire, sit_down
from tests.cpd.member import hold, join
from tests.page import Visitor

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.one_database]
YEAR = (date(2027, 1, 1), date(2027, 12, 31))
PATH = "/staff/departures"


@pytest.fixture(autouse=True)
def _day(set_clock):
    set_clock("2027-03-03 11:00")


def at_desk(app: Flask, *roles: Role) -> Visitor:
    return Visitor(sit_down(app, hire(*roles)))


def test_leaving_now_is_checked_first(app):
    member = join(YEAR)
    visitor = member.visitor(app)
    check = visitor.send(visitor.open("/account/leaving"), {"when": "now"}, button="Go on")
    assert member.status == "registered"
    assert "from this moment" in check.text
    done = visitor.send(check, {}, button="Leave now")
    assert "You have left the register" in done.text
    assert member.status == "left"


def test_leaving_on_a_day_and_staying(app):
    member = join(YEAR)
    visitor = member.visitor(app)
    form = visitor.open("/account/leaving")
    wrong = visitor.send(form, {"when": "later", "leave_on": "1 March 2027"}, button="Go on", status=400)
    assert "today or a later day" in wrong.text
    check = visitor.send(form, {"when": "later", "leave_on": "31 March 2027"}, button="Go on")
    planned = visitor.send(check, {}, button="Leave on that day")
    assert "31 March 2027" in planned.text
    stays = visitor.send(planned, {}, button="I want to stay")
    assert "You stay on the register" in stays.text


def test_asking_for_time_away_and_the_answer(app):
    member = join(YEAR)
    visitor = member.visitor(app)
    values = {"starts_on": "1 April 2027", "ends_on": "30 June 2027", "reason": "caring", "words": "zzmother"}
    asked = visitor.send(visitor.open("/account/leave"), values, button="Ask for it")
    assert "10 March 2027" in asked.text
    officer = at_desk(app, Role.REGISTRATION_OFFICER)
    assert "zzmother" not in officer.open(f"{PATH}?show=leave").text
    held = queries.leaves(member.entry_id)[0].id
    assert "zzmother" in officer.open(f"{PATH}/leave/{held}").text
    officer.open(f"{PATH}/leave/{held}/refuse")
    done = officer.send(officer.open(f"{PATH}/leave/{held}/agree"), {}, button="Agree, and tell them")
    assert "It is agreed" in done.text
    assert "Agreed" in visitor.open("/account/leave").text
    assert "30 June 2027" in officer.open(f"{PATH}?show=away").text


def test_coming_back_sooner(app, set_clock):
    member = join(YEAR)
    visitor = member.visitor(app)
    values = {"starts_on": "3 March 2027", "ends_on": "30 June 2027", "reason": "parental"}
    visitor.send(visitor.open("/account/leave"), values, button="Ask for it")
    held = queries.leaves(member.entry_id)[0].id
    officer = at_desk(app, Role.REGISTRATION_OFFICER)
    officer.send(officer.open(f"{PATH}/leave/{held}/agree"), {}, button="Agree, and tell them")
    set_clock("2027-03-03 11:20")
    page = visitor.open(f"/account/leave/{held}/back")
    done = visitor.send(page, {"last_day": "20 March 2027"}, button="Change my last day away")
    assert "20 March 2027" in done.text


def test_the_plan_is_kept_and_shown_again(app):
    visitor = join(YEAR).visitor(app)
    values = {"words": "Call the firm.", "colleague": "Jo Nobody", "agrees": "yes"}
    wrong = visitor.send(visitor.open("/account/continuity"), values, button="Keep this plan", status=400)
    assert "phone number or their email" in wrong.text
    visitor.send(wrong, values | {"email": "jo@nobody.example"}, button="Keep this plan")
    assert "jo@nobody.example" in visitor.open("/account/continuity").html


def test_a_held_wish_to_leave_from_end_to_end(app):
    member = join(YEAR)
    hold(member.number)
    visitor = member.visitor(app)
    visitor.send(
        visitor.send(visitor.open("/account/leaving"), {"when": "now"}, button="Go on"), {}, button="Leave now"
    )
    held = queries.open_departure(member.entry_id).id
    editor, officer = at_desk(app, Role.PUBLICATION_EDITOR), at_desk(app, Role.REGISTRATION_OFFICER)
    assert member.number in officer.open(PATH).text
    form = editor.open(f"{PATH}/leaving/{held}/facts")
    editor.send(form, {"words": "zzfacts were admitted."}, button="Send them to the registrant")
    page = visitor.open("/account/leaving")
    assert "zzfacts" in page.text
    assert "You agreed" in visitor.send(page, {"go": "agree"}, button="I agree to these facts").text
    for one in [hire(Role.PANEL_MEMBER) for _ in range(3)]:
        officer.send(officer.open(f"{PATH}/leaving/{held}/seat"), {"member": str(one.id)}, button="List them")
        chair = Visitor(sit_down(app, one))
        chair.open(PATH)
        form = chair.open(f"{PATH}/leaving/{held}/vote")
        values = {"finding": "accept", "reasons": "Fair."}
        chair.send(form, values, button="Say it: it cannot be changed")
    registrar = at_desk(app, Role.REGISTRAR)
    registrar.send(registrar.open(f"{PATH}/leaving/{held}/publish"), {}, button="They leave now")
    assert member.status == "left"
    assert "zzfacts" in Visitor(app.test_client()).open(f"/register/{member.number}").text


def test_a_death_from_a_call_to_the_closed_entry(app):
    member = join(YEAR)
    officer, registrar = at_desk(app, Role.REGISTRATION_OFFICER), at_desk(app, Role.REGISTRAR)
    found = officer.send(officer.open(PATH), {"number": member.number.lower()}, button="Write it down")
    assert "Write down that they have died" in found.text
    form = officer.open(f"{PATH}/entry/{member.number}/died")
    values = {"died_on": "1 March 2027", "told_by": "Their partner", "seen": "The certificate"}
    officer.send(form, values, button="Pass it to a registrar")
    held = queries.death_of(member.entry_id).id
    assert "Their partner" in registrar.open(f"{PATH}/death/{held}").text
    registrar.send(registrar.open(f"{PATH}/death/{held}/confirm"), {}, button="Confirm it, and close the entry")
    Visitor(app.test_client()).open(f"/register/{member.number}", status=404)
    member.visitor(app).client.get("/account/leaving")


def test_leave_written_down_for_somebody_who_called(app):
    member = join(YEAR)
    officer = at_desk(app, Role.REGISTRATION_OFFICER)
    form = officer.open(f"{PATH}/entry/{member.number}/away")
    values = {"starts_on": "1 April 2027", "ends_on": "30 June 2027", "reason": "illness"}
    officer.send(form, values, button="Agree to it, and tell them")
    assert len(queries.leave_of([member.entry_id])[member.entry_id]) == 1


def test_who_may_not(app):
    member = join(YEAR)
    held = departures.ask_to_leave(leave_on=date(2027, 4, 1), by=member.actor).id
    for role in (Role.FINANCE, Role.ASSESSOR, Role.HEALTH_OFFICER, Role.ADMINISTRATOR):
        at_desk(app, role).open(PATH, status=403)
    at_desk(app, Role.PANEL_MEMBER).open(f"{PATH}/leaving/{held}", status=403)
    assert member.number not in at_desk(app, Role.PANEL_MEMBER).open(PATH).text
    db.session.rollback()
