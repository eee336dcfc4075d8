"""Death: two people, the entry closes, letters stop, the continuity contact is told once (rules 6.1, 6.4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import Account, Role
from cpd.joining.vocabulary import Stage
from cpd.leaving import queries
from cpd.leaving.operations import continuity, deaths, departures, mistakes, nightly
from cpd.leaving.telling import News, Plan
from cpd.leaving.vocabulary import DeathStanding
from foundation import clock, evidence, outbox
from foundation.database import db, transaction
from foundation.errors import NotAllowed, Refused
from register import publication
from register import queries as register
from register.operations import change_contact, record_leaving, renew, restore
from register.vocabulary import OrderKind
from tests.accounts.staff import SHELL, hire, sit_down
from tests.cpd.joining.arrange import case
from tests.cpd.member import Member, join
from tests.frame.outbox import kinds_of_letters
from tests.page import Visitor
from tests.register.arrange import impose

pytestmark = pytest.mark.usefixtures("database")
YEAR = (date(2027, 1, 1), date(2027, 12, 31))
NEWS = News("Their partner", "01632 960 500", "A copy of the certificate")
CONTACT = Plan("Call the firm.", "Jo Nobody", "01632 960 112", "jo@nobody.example", True)


@pytest.fixture(autouse=True)
def _day(set_clock):
    set_clock("2027-03-03 11:00")


def reported(member: Member, officer, died_on: date | None = date(2027, 3, 1)) -> int:
    return deaths.report_death(member.entry_id, NEWS, died_on=died_on, by=officer.actor).id


def settle(verb, held: int, by) -> None:
    db.session.rollback()
    verb(held, version=queries.death(held).version, by=by.actor)


def test_nothing_changes_until_a_second_person_confirms():
    member, officer, registrar = join(YEAR), hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    held = reported(member, officer)
    assert queries.death(held).due_on == date(2027, 3, 5)
    assert member.status == "registered"
    settle(deaths.confirm_death, held, registrar)
    assert publication.public_entry(member.number) is None
    assert member.status is None


def test_the_registrar_who_wrote_it_down_does_not_confirm_it():
    member, registrar = join(YEAR), hire(Role.REGISTRAR)
    held = reported(member, registrar)
    with pytest.raises(NotAllowed, match="Somebody else"):
        settle(deaths.confirm_death, held, registrar)
    with pytest.raises(NotAllowed):
        settle(deaths.confirm_death, held, hire(Role.REGISTRATION_OFFICER))


def test_letters_that_wait_are_called_off_and_the_account_closes():
    member, officer, registrar = join(YEAR), hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    departures.ask_to_leave(leave_on=date(2027, 6, 1), by=member.actor)
    assert kinds_of_letters(member.person.email) == ["leaving_planned"]
    settle(deaths.confirm_death, reported(member, officer), registrar)
    assert kinds_of_letters(member.person.email) == []
    assert db.session.get(Account, member.person.id).closed_at is not None
    for _ in range(2):
        nightly.run(shred=evidence.destroy_all)
    assert kinds_of_letters(member.person.email) == []


def test_letters_to_an_address_that_others_use_are_left_alone():
    officer, registrar = hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    alone, colleague = join(YEAR), join(YEAR)
    with transaction("a test writes to a firm"):
        for number in (alone.number, colleague.number):
            change_contact(number, email="Office@firm.example", reason="a test", by=SHELL)
    with transaction("a test writes letters"):
        for one in ("office@firm.example", alone.person.email):
            outbox.write("disclosure_panel", to=one, name="A", reference="DC-1")
    settle(deaths.confirm_death, reported(alone, officer), registrar)
    assert kinds_of_letters(alone.person.email) == []
    assert "disclosure_panel" in kinds_of_letters("office@firm.example")


def test_letters_to_the_address_of_another_account_are_left_alone():
    officer, registrar = hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    dead, other = join(YEAR), join(YEAR)
    with transaction("a test changes addresses"):
        change_contact(other.number, email="away@firm.example", reason="a test", by=SHELL)
        change_contact(dead.number, email=other.person.email, reason="a test", by=SHELL)
    with transaction("a test writes a letter"):
        outbox.write("disclosure_panel", to=other.person.email, name="A", reference="DC-1")
    settle(deaths.confirm_death, reported(dead, officer), registrar)
    assert "disclosure_panel" in kinds_of_letters(other.person.email)


def test_the_contact_is_written_to_once():
    member, officer, registrar = join(YEAR), hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    continuity.keep_plan(member.entry_id, Plan("Old", "Old Name", "", "old@nobody.example"), by=member.actor)
    continuity.keep_plan(member.entry_id, CONTACT, by=member.actor)
    held = reported(member, officer)
    settle(deaths.confirm_death, held, registrar)
    assert kinds_of_letters(CONTACT.email) == ["continuity_contact"]
    assert kinds_of_letters("old@nobody.example") == []
    assert queries.death(held).contact_told_on == date(2027, 3, 3)
    with pytest.raises(Refused, match="settled already"):
        settle(deaths.confirm_death, held, registrar)


def test_a_contact_without_email_is_called_by_a_person():
    member, officer, registrar = join(YEAR), hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    continuity.keep_plan(member.entry_id, Plan("Call", "Jo Nobody", "01632 960 112"), by=member.actor)
    held = reported(member, officer)
    settle(deaths.confirm_death, held, registrar)
    assert (queries.death(held).to_call, queries.death(held).call_by_on) == (True, date(2027, 3, 5))
    settle(deaths.contact_called, held, officer)
    assert not queries.death(held).to_call
    with pytest.raises(Refused, match="Nobody has to be called"):
        settle(deaths.contact_called, held, officer)


def test_a_mistake_changes_nothing_and_it_can_be_reported_again():
    member, officer, registrar = join(YEAR), hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    held = reported(member, officer)
    with pytest.raises(Refused, match="already"):
        reported(member, officer)
    settle(deaths.not_so, held, registrar)
    assert queries.death(held).standing is DeathStanding.MISTAKEN
    assert member.status == "registered"
    assert reported(member, officer) != held


def test_somebody_who_died_under_conditions_is_not_shown(set_clock):
    member, officer, registrar = join(YEAR), hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    impose(member.number, OrderKind.CONDITIONS, clock.now() - timedelta(days=1), clock.now() + timedelta(days=300))
    settle(deaths.confirm_death, reported(member, officer, None), registrar)
    assert publication.public_entry(member.number) is None


def test_a_wish_to_leave_is_overtaken():
    member, officer, registrar = join(YEAR), hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    departures.ask_to_leave(leave_on=date(2027, 3, 3), by=member.actor)
    settle(deaths.confirm_death, reported(member, officer), registrar)
    nightly.run(shred=evidence.destroy_all)
    assert queries.open_departure(member.entry_id) is None


def test_no_day_to_come_and_not_without_a_source():
    member, officer = join(YEAR), hire(Role.REGISTRATION_OFFICER)
    with pytest.raises(Refused, match="yet to come"):
        reported(member, officer, date(2027, 3, 4))
    with pytest.raises(Refused, match="what we know it from"):
        deaths.report_death(member.entry_id, News("Somebody", "", ""), died_on=None, by=officer.actor)
    with pytest.raises(NotAllowed):
        reported(member, hire(Role.FINANCE))


def test_the_plan_told_on_joining_is_kept():
    held = case().to(Stage.REGISTERED)
    entry_id = register.entry_ids([held.application.number])[held.application.number]
    plan = queries.plan_of(entry_id)
    assert (plan.colleague, plan.phone, plan.agrees) == ("Jo Nobody", "01632 960 112", True)


# --------------------------------------------------------------------------------------------------------- by mistake


def say_mistaken(member: Member, by) -> int:
    return mistakes.say_mistaken(member.entry_id, why="They rang us, alive.", by=by.actor).id


def look_at(verb, held: int, by) -> None:
    db.session.rollback()
    verb(held, version=queries.mistake(held).version, by=by.actor)


def test_a_death_recorded_by_mistake_is_taken_back_by_two_and_nobody_is_written_to(set_clock):
    """The entry as before, the account open, a year that was renewed early there again, and the mistake on record."""
    member, officer, registrar = join(YEAR), hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    renew(member.number, starts_on=date(2028, 1, 1), ends_on=date(2028, 12, 31), reason="early", by=SHELL)
    with pytest.raises(Refused, match="No death or leaving"):
        say_mistaken(member, officer)
    settle(deaths.confirm_death, reported(member, officer), registrar)
    assert member.registrant.record.periods == [YEAR]
    set_clock("2027-03-09 10:00")
    before = kinds_of_letters()
    held = say_mistaken(member, registrar)
    with pytest.raises(Refused, match="already"):
        say_mistaken(member, officer)
    with pytest.raises(NotAllowed, match="Somebody else takes back"):
        look_at(mistakes.take_back, held, registrar)
    with pytest.raises(NotAllowed):
        look_at(mistakes.take_back, held, officer)
    look_at(mistakes.take_back, held, hire(Role.REGISTRAR))
    assert member.status == "registered"
    assert member.registrant.record.periods == [YEAR, (date(2028, 1, 1), date(2028, 12, 31))]
    assert db.session.get(Account, member.person.id).closed_at is None
    assert kinds_of_letters() == before
    assert queries.death_of(member.entry_id) is None, "if they die, somebody can write it down"
    assert nightly.run(shred=evidence.destroy_all)


def test_a_leaving_of_the_wrong_person_is_taken_back_and_one_that_was_right_is_left(set_clock):
    officer, registrar = hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    wrong, right = join(YEAR), join(YEAR)
    for one in (wrong, right):
        record_leaving(one.number, at=clock.now(), reason="a test", by=SHELL)
    set_clock("2027-03-04 10:00")
    look_at(mistakes.take_back, say_mistaken(wrong, officer), registrar)
    look_at(mistakes.leave_it, say_mistaken(right, officer), registrar)
    assert (wrong.status, right.status) == ("registered", "left")
    with pytest.raises(Refused, match="settled already"):
        look_at(mistakes.take_back, 2, registrar)
    restore(right.number, starts_on=date(2027, 3, 6), ends_on=date(2028, 3, 5), reason="back", by=SHELL)
    with pytest.raises(Refused, match="come back since"):
        say_mistaken(right, officer)


@pytest.mark.one_database
def test_a_mistake_on_the_pages(app):
    member, officer, registrar = join(YEAR), hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    settle(deaths.confirm_death, reported(member, officer), registrar)
    desk, other = Visitor(sit_down(app, officer)), Visitor(sit_down(app, registrar))
    page = desk.open(f"/staff/departures/entry/{member.number}/mistaken")
    page = desk.send(page, {"words": "They rang us, alive."}, button="Pass it to a registrar")
    assert "It waits for a registrar." in page.text
    page = other.open("/staff/departures?show=mistake")
    page = other.open(next(link for link in page.links.values() if "/mistake/" in link))
    assert "They rang us, alive." in page.text
    page = other.send(other.open(page.links["Take the ending back"]), {}, button="Take it back")
    assert "The entry stands as it did before." in page.text
    assert member.status == "registered"
