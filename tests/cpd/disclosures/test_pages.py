"""Tell us now in the browser of a registrant, and what staff see and do."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from accounts.models import Realm, Role
from cpd.disclosures import queries
from cpd.disclosures.operations import adding, tell
from cpd.disclosures.telling import Said
from cpd.renewal import rules as renewals
from cpd.renewal.applying import CoverTold
from cpd.renewal.operations import insuring
from cpd.renewal.operations import nightly as renewal
from foundation import clock
from foundation.database import db, transaction
from register import operations as register
from tests.accounts.staff import SHELL, hire, sit_down
from tests.cpd.member import join
from tests.frame.outbox import kinds_of_letters
from tests.page import Visitor

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.one_database]
HOME = "/account/tell-us"
TOLD = "zzcaution in Leeds"


@pytest.fixture(autouse=True)
def _day(set_clock):
    set_clock("2027-03-03 11:00")


def at_desk(app: Flask, *roles: Role) -> Visitor:
    return Visitor(sit_down(app, hire(*roles)))


def told(member, code: str = "D02") -> str:
    said = Said(code, 1, "yes", TOLD)
    return tell(said, known_on=clock.today(), pressed=code, by=member.actor).reference


def test_one_page_a_receipt_and_a_copy(app):
    member = join()
    visitor = member.visitor(app)
    page = visitor.open(HOME)
    values = {"about": "D02_1", "known_on": "1 March 2027", "words": TOLD}
    receipt = visitor.send(page, values, button="Tell us")
    assert "Thank you for telling us" in receipt.text
    assert TOLD in receipt.text
    assert "17 March 2027" in receipt.text
    assert kinds_of_letters(member.person.email) == ["disclosure_received"]
    assert "Cautions and convictions" in visitor.open(HOME).text
    added = visitor.send(receipt, {"words": "The court date is set."}, button="Add this")
    assert "The court date is set." in added.text


def test_my_insurer_cancelled_today(app, set_clock):
    """The entry says it at once, whatever had been seen or told, and the notice goes out in the night after."""
    member = join()
    with transaction("a test"):
        register.confirm_insurance(member.number, confirmed_to=date(2027, 9, 30), reason="seen", by=SHELL)
    insuring.tell(CoverTold("A mutual", "P-2", date(2028, 9, 30)), by=member.actor)
    visitor = member.visitor(app)
    values = {"about": "D08_1", "known_on": "3 March 2027", "words": "zzcancelled"}
    page = visitor.send(visitor.open(HOME), values, button="Tell us", status=400)
    assert "Type the day on which your insurance ends" in page.text
    receipt = visitor.send(page, {"ends_on": "3 March 2027"}, button="Tell us")
    assert "It ends on 3 March 2027." in receipt.text
    assert renewals.insured_to(member.registrant) == member.registrant.insured_to == date(2027, 3, 3)
    set_clock("2027-03-04 02:00")
    renewal.run(shred=lambda _owner: None)
    assert [one for one in kinds_of_letters(member.person.email) if one.startswith("insurance")] == ["insurance_ended"]
    insuring.tell(CoverTold("Another", "P-3", date(2028, 3, 1)), by=member.actor)
    assert renewals.insured_to(member.registrant) == date(2028, 3, 1)


def test_what_is_wrong_is_said_and_nothing_is_lost(app):
    visitor = join().visitor(app)
    page = visitor.send(visitor.open(HOME), {"words": TOLD, "known_on": "4 March 2027"}, button="Tell us", status=400)
    assert "Choose what it is about" in page.text
    assert "Type today or an earlier day" in page.text
    assert TOLD in page.text


def test_the_same_page_sent_twice_tells_once(app):
    member = join()
    visitor = member.visitor(app)
    page = visitor.open(HOME)
    for _ in range(2):
        visitor.send(page, {"about": "D10_1", "known_on": "3 March 2027", "words": TOLD}, button="Tell us")
    assert len(queries.of_entry(member.entry_id)) == 1


def test_taking_back(app):
    member = join()
    visitor, reference = member.visitor(app), told(member)
    page = visitor.open(f"{HOME}/{reference}/take-back")
    gone = visitor.send(page, {}, button="Take it back")
    assert "You took it back" in gone.text
    assert TOLD not in gone.text
    visitor.open(f"{HOME}/{reference}", status=404)


def test_nobody_elses(app):
    reference = told(join())
    other = join().visitor(app)
    for path in ("", "/take-back"):
        other.open(f"{HOME}/{reference}{path}", status=404)


def test_without_an_entry_it_says_how_to_get_one(app):
    person = hire(realm=Realm.PUBLIC)
    page = Visitor(sit_down(app, person, realm=Realm.PUBLIC)).open(HOME)
    assert "Link your entry" in page.text


def test_the_list_says_nothing_of_what_it_is_about(app):
    told(join()), told(join(), "D06")
    page = at_desk(app, Role.REGISTRATION_OFFICER).open("/staff/disclosures")
    assert TOLD not in page.text
    assert "Barred" not in page.text
    assert "Urgent" in page.text


def test_the_list_costs_the_same_for_one_and_for_many(app, statements):
    visitor = at_desk(app, Role.REGISTRATION_OFFICER)
    told(join())
    visitor.open("/staff/disclosures")
    with statements() as one:
        visitor.open("/staff/disclosures")
    for _ in range(4):
        told(join())
    with statements() as many:
        visitor.open("/staff/disclosures")
    assert len(many) == len(one)


def test_an_officer_reviews_it_and_it_is_closed(app):
    member = join()
    reference = told(member)
    visitor = at_desk(app, Role.REGISTRATION_OFFICER)
    page = visitor.open(f"/staff/disclosures/{reference}")
    assert TOLD in page.text
    form = visitor.open(f"/staff/disclosures/{reference}/review")
    again = visitor.send(form, {"finding": "advice", "reasons": "Long ago."}, button="Put it on record", status=409)
    assert "Write the advice" in again.text
    closed = visitor.send(
        again, {"finding": "advice", "reasons": "Long ago.", "advice": "Take care."}, button="Put it on record"
    )
    assert "It is on record" in closed.text
    assert "Take care." in member.visitor(app).open(f"{HOME}/{reference}").text


def test_every_form_opens_for_whom_it_is(app):
    member = join()
    usual, complaint, ill = told(member), told(member, "D19"), told(member, "D07")
    officer = at_desk(app, Role.REGISTRATION_OFFICER)
    for name in ("review", "take-on", "ask", "told-in-error"):
        officer.open(f"/staff/disclosures/{usual}/{name}")
    concerns, health = at_desk(app, Role.CONCERNS_OFFICER), at_desk(app, Role.HEALTH_OFFICER)
    for name in ("settle", "ask"):
        concerns.open(f"/staff/disclosures/{complaint}/{name}")
    for name in ("health", "ask"):
        health.open(f"/staff/disclosures/{ill}/{name}")
    officer.open(f"/staff/disclosures/{ill}", status=403)
    concerns.open(f"/staff/disclosures/{usual}", status=403)
    health.open("/staff/disclosures")


def test_the_panel_is_listed_and_finds(app):
    member = join()
    reference = told(member)
    officer = at_desk(app, Role.REGISTRATION_OFFICER)
    form = officer.open(f"/staff/disclosures/{reference}/review")
    officer.send(form, {"finding": "panel", "reasons": "Not clearly minor."}, button="Put it on record")
    members = [hire(Role.PANEL_MEMBER) for _ in range(2)]
    for one in members:
        form = officer.open(f"/staff/disclosures/{reference}/seat")
        officer.send(form, {"member": str(one.id)}, button="List them")
    officer.open(f"/staff/disclosures/{reference}/unseat")
    for one in members:
        visitor = Visitor(sit_down(app, one))
        assert reference in visitor.open("/staff/disclosures?show=mine").text
        form = visitor.open(f"/staff/disclosures/{reference}/vote")
        visitor.send(form, {"finding": "clear", "reasons": "Minor."}, button="Say it: it cannot be changed")
    db.session.rollback()
    assert queries.get(reference).outcome == "clear"


def test_told_in_error_by_the_officer_comes_back_to_the_list(app):
    reference = told(join())
    visitor = at_desk(app, Role.REGISTRATION_OFFICER)
    page = visitor.send(
        visitor.open(f"/staff/disclosures/{reference}/told-in-error"), {}, button="Take it back for them"
    )
    assert "hidden from everybody" in page.text
    visitor.open(f"/staff/disclosures/{reference}", status=404)


def test_a_question_stands_on_their_page_and_on_the_home(app):
    member = join()
    reference = told(member)
    adding.ask(reference, "Which court was it?", by=hire(Role.REGISTRATION_OFFICER).actor)
    page = member.visitor(app).open(f"{HOME}/{reference}")
    assert "Which court was it?" in page.text
    assert re.search(r"Send your answer", page.text)
