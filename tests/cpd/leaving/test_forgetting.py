"""How somebody left or died, and their record checks, go when their time is over (rules 6.11), unless kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from accounts.models import Role
from cpd import record_checks
from cpd.leaving import queries
from cpd.leaving.models import DeathReport, Departure, DepartureStep, MistakenEnding
from cpd.leaving.operations import deaths, departures, mistakes, nightly
from cpd.leaving.telling import News
from cpd.record_checks import RecordCheckSeen
from cpd.renewal.operations import forgetting, holding
from foundation.audit import AuditRecord
from foundation.database import db, transaction
from tests.accounts.staff import hire
from tests.cpd.member import join

pytestmark = pytest.mark.usefixtures("database")
YEAR = (date(2027, 1, 1), date(2027, 12, 31))
NEWS = News("Their partner", "01632 960 500", "A copy of the certificate")


def night() -> None:
    nightly.run(shred=lambda _owner: None)
    db.session.rollback()


def who(table: Any) -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(table.entry_id).order_by(table.entry_id)))


def test_what_came_to_nothing_goes_after_a_year_and_the_rest_ten_after_the_register(set_clock: Any) -> None:
    set_clock("2027-03-03 11:00")
    stays, leaves, dies, alive, kept, late = (join(YEAR) for _ in range(6))
    officer, registrar = hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    for one in (stays, kept):
        held = departures.ask_to_leave(leave_on=date(2027, 4, 1), by=one.actor).id
        departures.change_mind(held, by=one.actor)
    departures.ask_to_leave(leave_on=None, by=leaves.actor)
    departures.ask_to_leave(leave_on=date(2027, 12, 31), by=late.actor)
    for one, verb in ((dies, deaths.confirm_death), (alive, deaths.not_so)):
        held = deaths.report_death(one.entry_id, NEWS, died_on=date(2027, 3, 1), by=officer.actor).id
        db.session.rollback()
        verb(held, version=queries.death(held).version, by=registrar.actor)
    holding.place(kept.number, why="zza court asks", by=registrar.actor)

    set_clock("2028-03-03 02:00")
    night()
    assert stays.entry_id in who(Departure), "a year to the day"
    assert alive.entry_id in who(DeathReport)
    set_clock("2028-03-04 02:00")
    night()
    night()
    assert who(Departure) == sorted([leaves.entry_id, kept.entry_id, late.entry_id])
    assert who(DeathReport) == [dies.entry_id]
    # Their last day on the register was 31 December 2027.
    set_clock("2037-12-31 02:00")
    night()
    assert leaves.entry_id in who(Departure)
    assert who(DeathReport) == [dies.entry_id]
    set_clock("2038-01-01 02:00")
    night()
    assert who(Departure) == [kept.entry_id, late.entry_id], "one of them was closed in the night to 3 March 2028"
    assert who(DeathReport) == []
    steps = select(func.count(DepartureStep.id)).where(DepartureStep.departure_id.not_in(select(Departure.id)))
    assert db.session.scalar(steps) == 0
    lines = db.session.scalars(select(AuditRecord.action).where(AuditRecord.action.endswith(".deleted"))).all()
    assert sorted(lines) == ["death_report.deleted"] * 2 + ["departure.deleted"] * 2
    db.session.rollback()
    holding.lift(kept.number, version=1, by=registrar.actor)
    night()
    assert who(Departure) == [late.entry_id]


def test_a_mistaken_ending_goes_with_the_register(set_clock: Any) -> None:
    set_clock("2027-03-03 11:00")
    one = join(YEAR)
    departures.ask_to_leave(leave_on=None, by=one.actor)
    officer, registrar = hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    held = mistakes.say_mistaken(one.entry_id, why="zzit was not so", by=officer.actor).id
    db.session.rollback()
    set_clock("2037-12-31 02:00")
    mistakes.leave_it(held, version=queries.mistake(held).version, by=registrar.actor)
    set_clock("2038-01-02 02:00")
    night()
    assert who(MistakenEnding) == [one.entry_id], "it was settled not long ago"
    set_clock("2048-01-02 02:00")
    night()
    assert who(MistakenEnding) == []


def test_record_checks_go_three_years_after_a_newer_one_and_six_after_the_register(set_clock: Any) -> None:
    set_clock("2027-03-03 11:00")
    one, kept = join(YEAR), join(YEAR)
    registrar = hire(Role.REGISTRAR)
    holding.place(kept.number, why="zza court asks", by=registrar.actor)

    def tell(day: date) -> None:
        with transaction("a test notes a check"):
            for each in (one, kept):
                record_checks.note(each.entry_id, scheme="DBS", level="enhanced", from_on=day)

    def left() -> list[int]:
        forgetting.run(shred=lambda _owner: None)
        return who(RecordCheckSeen)

    tell(date(2027, 3, 1))
    set_clock("2027-06-03 11:00")
    tell(date(2027, 6, 1))
    both = sorted([one.entry_id, kept.entry_id])
    set_clock("2030-03-03 02:00")
    assert left() == sorted(both * 2)
    set_clock("2030-03-04 02:00")
    assert left() == sorted([*both, kept.entry_id])
    assert record_checks.newest([one.entry_id])[one.entry_id].from_on == date(2027, 6, 1)
    set_clock("2033-12-31 02:00")
    assert one.entry_id in left()
    set_clock("2034-01-01 02:00")
    assert left() == [kept.entry_id] * 2
