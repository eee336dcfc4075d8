"""Extended leave: they stay on the register; days, reasons and what the CPD engine is given (rules 6.4, 6.5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from accounts.models import Role
from cpd.leaving import account, queries
from cpd.leaving.operations import leave, nightly
from cpd.leaving.telling import WhyAway
from cpd.leaving.vocabulary import LeaveReason, LeaveStanding
from cpd.requirements.spans import Span
from foundation import evidence
from foundation.database import db
from foundation.errors import Missing, NotAllowed, Refused
from tests.accounts.staff import hire
from tests.cpd.member import Member, join
from tests.frame.outbox import kinds_of_letters

pytestmark = pytest.mark.usefixtures("database")
YEAR = (date(2027, 1, 1), date(2027, 12, 31))
SPAN = Span(date(2027, 4, 1), date(2027, 9, 30))
ILL = WhyAway(LeaveReason.ILLNESS, "zzillness comes and goes")


@pytest.fixture(autouse=True)
def _day(set_clock):
    set_clock("2027-03-03 11:00")


def asked(member: Member, span: Span = SPAN) -> int:
    return leave.ask_for_leave(span, ILL, by=member.actor).id


def decide(held: int, officer, *, agree: bool = True, words: str = "") -> None:
    db.session.rollback()
    leave.decide_leave(held, agree=agree, words=words, version=queries.leave(held).version, by=officer.actor)


def test_agreed_leave_is_what_the_engine_is_given():
    member, officer = join(YEAR), hire(Role.REGISTRATION_OFFICER)
    held = asked(member)
    assert queries.leave(held).due_on == date(2027, 3, 10)
    assert queries.leave_of([member.entry_id]) == {}
    decide(held, officer)
    assert queries.leave_of([member.entry_id]) == {member.entry_id: [SPAN]}
    assert queries.on_leave([member.entry_id], date(2027, 9, 30)) == {member.entry_id}
    assert queries.on_leave([member.entry_id], date(2027, 10, 1)) == frozenset()
    assert member.status == "registered"
    assert kinds_of_letters(member.person.email) == ["leave_asked", "leave_agreed"]


def test_one_statement_however_many_are_asked_for(statements):
    members, officer = [join(YEAR) for _ in range(3)], hire(Role.REGISTRATION_OFFICER)
    for one in members:
        decide(asked(one), officer)
    ids = [one.entry_id for one in members]
    with statements() as seen:
        assert len(queries.leave_of(ids)) == 3
    assert len(seen) == 1


def test_no_column_says_who_is_ill():
    asked(join(YEAR))
    for table in ("extended_leave", "audit_record", "letter"):
        rows = str(db.session.execute(text(f"SELECT * FROM {table}")).mappings().all())
        assert "illness" not in rows


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        (Span(date(2027, 4, 10), date(2027, 4, 1)), "before the first"),
        (Span(date(2027, 4, 1), date(2027, 4, 27)), "28 days or more"),
        (Span(date(2027, 4, 1), date(2029, 4, 1)), "at most 24 months"),
        (Span(date(2026, 12, 2), date(2027, 4, 1)), "3 December 2026 or later"),
    ],
)
def test_days_that_cannot_be(span, sentence):
    with pytest.raises(Refused, match=sentence):
        asked(join(YEAR), span)


def test_days_that_just_can_be():
    member = join(YEAR)
    asked(member, Span(date(2026, 12, 3), date(2027, 1, 31)))
    asked(member, Span(date(2027, 4, 1), date(2027, 4, 28)))
    with pytest.raises(Refused, match="already"):
        asked(member, Span(date(2027, 4, 28), date(2027, 6, 30)))
    asked(member, Span(date(2027, 4, 29), date(2027, 6, 30)))


def test_a_second_press_asks_once():
    member = join(YEAR)
    assert asked(member) == asked(member)
    assert kinds_of_letters(member.person.email) == ["leave_asked"]


def test_a_refusal_says_why():
    member, officer = join(YEAR), hire(Role.REGISTRATION_OFFICER)
    held = asked(member)
    with pytest.raises(Refused, match="Write why"):
        decide(held, officer, agree=False)
    decide(held, officer, agree=False, words="Please ask for longer.")
    assert leave.own_answer(queries.leave(held)) == "Please ask for longer."
    with pytest.raises(Refused, match="was decided"):
        decide(held, officer)


def test_only_an_officer_without_a_tie_reads_why():
    member = join(YEAR)
    held = asked(member)
    assert leave.open_why(held, by=hire(Role.REGISTRATION_OFFICER).actor)[0] == ILL
    for role in (Role.FINANCE, Role.ASSESSOR, Role.CONCERNS_OFFICER):
        with pytest.raises(NotAllowed):
            leave.open_why(held, by=hire(role).actor)


def test_taking_back_and_coming_back(set_clock):
    member, other, officer = join(YEAR), join(YEAR), hire(Role.REGISTRATION_OFFICER)
    first = asked(member)
    with pytest.raises(Missing):
        leave.take_back_leave(first, by=other.actor)
    leave.take_back_leave(first, by=member.actor)
    assert queries.leave(first).standing is LeaveStanding.WITHDRAWN
    second = asked(member)
    decide(second, officer)
    set_clock("2027-06-01 10:00")
    with pytest.raises(Refused, match="has begun"):
        leave.take_back_leave(second, by=member.actor)
    leave.come_back(second, last_day=date(2027, 6, 6), by=member.actor)
    assert queries.leave_of([member.entry_id])[member.entry_id] == [Span(SPAN.starts_on, date(2027, 6, 6))]
    with pytest.raises(Refused, match="within your leave"):
        leave.come_back(second, last_day=date(2027, 6, 20), by=member.actor)


def test_one_reminder_of_the_end(set_clock):
    member, officer = join(YEAR), hire(Role.REGISTRATION_OFFICER)
    decide(asked(member), officer)
    for day in range(40):
        set_clock("2027-08-25 02:00")
        set_clock.move(days=day)
        nightly.run(shred=evidence.destroy_all)
    assert kinds_of_letters(member.person.email).count("leave_ends_soon") == 1


def test_an_officer_writes_it_down_for_somebody_who_called():
    member, officer = join(YEAR), hire(Role.REGISTRATION_OFFICER)
    leave.write_down_leave(member.entry_id, SPAN, ILL, by=officer.actor)
    assert queries.leave_of([member.entry_id])[member.entry_id] == [SPAN]
    with pytest.raises(NotAllowed):
        leave.write_down_leave(
            member.entry_id, Span(SPAN.ends_on + timedelta(1), date(2027, 12, 1)), ILL, by=hire().actor
        )
    assert len(queries.leaves(member.entry_id)) == 1


def test_old_leave_is_deleted_with_its_key(set_clock):
    member, officer = join(YEAR), hire(Role.REGISTRATION_OFFICER)
    held = asked(member)
    decide(held, officer)
    lock_id = queries.leave(held).lock_id
    days = queries.leave_of([member.entry_id])
    set_clock("2030-10-01 02:00")
    nightly.run(shred=evidence.destroy_all)
    assert queries.leave_of([member.entry_id]) == days, "an audit that waited may still be judged by its days"
    with pytest.raises(Missing, match="Why they were away is deleted"):
        leave.open_why(held, by=officer.actor)
    [kept] = account.held(member.registrant)[0].rows
    assert (kept["Why"], kept["Your words"], kept["Our answer"]) == ("Deleted", "", "")
    assert db.session.execute(text(f"SELECT count(*) FROM lock WHERE id = {lock_id}")).scalar() == 0
    set_clock("2034-10-01 02:00")
    nightly.run(shred=evidence.destroy_all)
    assert queries.leaves(member.entry_id) == []
