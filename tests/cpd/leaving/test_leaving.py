"""Leaving by one's own wish, with and without a hold (rules 6.4), and what the register says at midnight."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import Role
from cpd.leaving import queries
from cpd.leaving.operations import departures, nightly
from cpd.leaving.vocabulary import DepartureStage, LeavingFinding
from foundation import clock, evidence
from foundation.database import db
from foundation.errors import Missing, NotAllowed, Refused
from register import publication
from register.operations import renew
from register.vocabulary import OrderKind
from tests.accounts.staff import SHELL, hire
from tests.cpd.member import Member, hold, join, let_go
from tests.frame.outbox import kinds_of_letters
from tests.register.arrange import impose

pytestmark = pytest.mark.usefixtures("database")
YEAR = (date(2027, 1, 1), date(2027, 12, 31))
FACTS = "They left while we looked into their records, and agree that some were missing."


@pytest.fixture(autouse=True)
def _day(set_clock):
    set_clock("2027-03-03 11:00")


def night() -> None:
    nightly.run(shred=evidence.destroy_all)
    db.session.rollback()


def stage(member: Member) -> DepartureStage:
    db.session.rollback()
    return queries.latest_departure(member.entry_id).stage


def test_leaving_at_once(set_clock):
    member = join(YEAR)
    departures.ask_to_leave(leave_on=None, by=member.actor)
    assert member.status == "left"
    assert kinds_of_letters(member.person.email) == ["leaving_done"]
    set_clock.move(days=365 * 2 + 5)
    assert publication.public_entry(member.number) is None


def test_two_presses_are_one_wish():
    member = join(YEAR)
    first = departures.ask_to_leave(leave_on=date(2027, 4, 1), by=member.actor).id
    assert departures.ask_to_leave(leave_on=date(2027, 4, 1), by=member.actor).id == first
    assert kinds_of_letters(member.person.email) == ["leaving_planned"]


@pytest.mark.parametrize("runs", ["every night", "a night too late"])
def test_on_a_chosen_day_they_are_on_the_register_until_its_end(set_clock, runs):
    member = join(YEAR)
    departures.ask_to_leave(leave_on=date(2027, 3, 31), by=member.actor)
    if runs == "every night":
        for moment in ("2027-03-30 02:00", "2027-03-31 02:00"):
            set_clock(moment)
            night()
            assert member.status == "registered"
        set_clock("2027-03-31 23:58")
        assert member.status == "registered"
    set_clock("2027-04-01 02:00")
    night()
    night()
    assert member.status == "left"
    assert kinds_of_letters(member.person.email) == ["leaving_planned", "leaving_done"]
    # The last day was the chosen one, whenever the clock came round.
    entry = publication.public_entry(member.number)
    assert "31 March 2027" in entry.status_sentence


def test_leaving_on_the_last_day_of_the_period_is_no_lapse(set_clock):
    member = join(YEAR)
    departures.ask_to_leave(leave_on=date(2027, 12, 31), by=member.actor)
    set_clock("2027-12-31 02:00")
    night()
    set_clock("2028-01-01 00:00")
    assert member.status == "left"


def test_a_period_renewed_early_does_not_bring_them_back(set_clock):
    member = join(YEAR)
    renew(member.number, starts_on=date(2028, 1, 1), ends_on=date(2028, 12, 31), reason="a test", by=SHELL)
    departures.ask_to_leave(leave_on=date(2027, 12, 31), by=member.actor)
    set_clock("2028-01-01 02:00")
    night()
    assert member.status == "left"


def test_days_that_cannot_be():
    member = join(YEAR)
    with pytest.raises(Refused, match="today or a later"):
        departures.ask_to_leave(leave_on=date(2027, 3, 2), by=member.actor)
    with pytest.raises(Refused, match="ends on 31 December 2027"):
        departures.ask_to_leave(leave_on=date(2028, 1, 1), by=member.actor)
    with pytest.raises(NotAllowed):
        departures.ask_to_leave(leave_on=None, by=hire().actor)


def test_changing_ones_mind():
    member, other = join(YEAR), join(YEAR)
    held = departures.ask_to_leave(leave_on=date(2027, 4, 1), by=member.actor).id
    with pytest.raises(Missing):
        departures.change_mind(held, by=other.actor)
    departures.change_mind(held, by=member.actor)
    assert stage(member) is DepartureStage.WITHDRAWN
    assert kinds_of_letters(member.person.email) == ["leaving_planned", "leaving_withdrawn"]
    departures.ask_to_leave(leave_on=None, by=member.actor)
    assert member.status == "left"


def test_a_hold_that_comes_before_the_day_stops_it(set_clock):
    member = join(YEAR)
    departures.ask_to_leave(leave_on=date(2027, 3, 31), by=member.actor)
    hold(member.number)
    set_clock("2027-03-31 02:00")
    night()
    set_clock("2027-04-01 02:00")
    assert stage(member) is DepartureStage.PANEL
    assert member.status == "registered"
    assert kinds_of_letters(member.person.email) == ["leaving_planned", "leaving_held"]


def test_a_hold_that_is_released_lets_them_go(set_clock):
    member = join(YEAR)
    hold(member.number)
    departures.ask_to_leave(leave_on=None, by=member.actor)
    assert stage(member) is DepartureStage.PANEL
    let_go(member.number)
    set_clock("2027-03-10 02:00")
    night()
    assert stage(member) is DepartureStage.LEFT
    set_clock("2027-03-11 00:00")
    assert member.status == "left"


def held_member() -> tuple[Member, int, list]:
    member, officer = join(YEAR), hire(Role.REGISTRATION_OFFICER)
    hold(member.number)
    held = departures.ask_to_leave(leave_on=None, by=member.actor).id
    panel = [hire(Role.PANEL_MEMBER) for _ in range(3)]
    for one in panel:
        departures.seat(held, account_id=one.id, by=officer.actor)
    return member, held, panel


def version(held: int) -> int:
    db.session.rollback()
    return queries.departure(held).version


def test_a_panel_accepts_only_with_facts_that_were_agreed_and_another_person_publishes():
    member, held, panel = held_member()
    editor, registrar = hire(Role.PUBLICATION_EDITOR), hire(Role.REGISTRAR)
    with pytest.raises(Refused, match="agreed to"):
        departures.vote(held, finding=LeavingFinding.ACCEPT, reasons="Fair", by=panel[0].actor)
    departures.propose_facts(held, "Wrong facts", version=version(held), by=editor.actor)
    departures.answer_facts(held, number=1, agree=False, words="Not so", by=member.actor)
    departures.propose_facts(held, FACTS, version=version(held), by=editor.actor)
    with pytest.raises(Refused, match="written anew"):
        departures.answer_facts(held, number=1, agree=True, by=member.actor)
    departures.answer_facts(held, number=2, agree=True, by=member.actor)
    assert not departures.vote(held, finding=LeavingFinding.ACCEPT, reasons="Fair", by=panel[0].actor)
    assert not departures.vote(held, finding=LeavingFinding.REFUSE, reasons="Not yet", by=panel[1].actor)
    assert departures.vote(held, finding=LeavingFinding.ACCEPT, reasons="Fair", by=panel[2].actor)
    assert (stage(member), member.status) == (DepartureStage.TO_PUBLISH, "registered")
    departures.publish(held, version=version(held), by=registrar.actor)
    assert (stage(member), member.status) == (DepartureStage.AGREED, "left")
    assert FACTS in str(publication.public_entry(member.number).as_json())
    assert kinds_of_letters(member.person.email)[-1] == "leaving_agreed"


def test_a_panel_refuses_and_they_stay():
    member, held, panel = held_member()
    for one in panel:
        departures.vote(held, finding=LeavingFinding.REFUSE, reasons="Not yet", by=one.actor)
    assert (stage(member), member.status) == (DepartureStage.REFUSED, "registered")
    assert kinds_of_letters(member.person.email)[-1] == "leaving_refused"


def test_the_registrar_does_not_sit_and_the_writer_does_not_publish():
    _, held, panel = held_member()
    officer = hire(Role.REGISTRATION_OFFICER)
    departures.unseat(held, account_id=panel[2].id, by=officer.actor)
    with pytest.raises(Refused, match="role is to sit"):
        departures.seat(held, account_id=hire(Role.REGISTRAR).id, by=officer.actor)
    both = hire(Role.PUBLICATION_EDITOR, Role.PANEL_MEMBER)
    departures.propose_facts(held, FACTS, version=version(held), by=both.actor)
    with pytest.raises(NotAllowed):
        departures.seat(held, account_id=both.id, by=officer.actor)


def test_whoever_lapses_meanwhile_needs_no_decision(set_clock):
    member, _, _ = held_member()
    set_clock("2028-01-02 02:00")
    night()
    assert (stage(member), member.status) == (DepartureStage.OVERTAKEN, "lapsed")


def test_a_suspended_person_may_leave(set_clock):
    member = join(YEAR)
    impose(member.number, OrderKind.SUSPENSION, clock.now() - timedelta(days=1), clock.now() + timedelta(days=90))
    assert member.status == "suspended"
    departures.ask_to_leave(leave_on=None, by=member.actor)
    assert member.status == "left"


def test_who_chooses_today_is_on_the_register_until_its_end_and_not_at_midnight(set_clock):
    member = join(YEAR)
    departures.ask_to_leave(leave_on=date(2027, 3, 3), by=member.actor)
    assert member.status == "registered"
    set_clock("2027-03-03 23:58")
    assert member.status == "registered"
    set_clock("2027-03-04 00:00")
    assert member.status == "left"
    night()
    assert kinds_of_letters(member.person.email) == ["leaving_done"]
