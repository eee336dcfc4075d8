"""Appeals and worries: nothing of a notice is taken away, and nothing goes on while honesty is asked about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy

from accounts.conflicts import Tie
from accounts.models import Role
from accounts.operations.interests import About, declare_interest
from accounts.operations.parts import take_part
from accounts.separation import Part
from cpd.audit import queries, rules
from cpd.audit.models.judged import Marker
from cpd.audit.operations import appealing, reading, worrying
from cpd.audit.views import staff
from cpd.audit.vocabulary import AppealOutcome, Finding, Stage
from cpd.joining.findings import AppealGround
from foundation.database import transaction
from foundation.errors import NotAllowed, Refused
from register.vocabulary import Status
from tests.accounts.staff import Person, hire
from tests.conftest import StillClock
from tests.cpd.audit import arrange
from tests.cpd.audit.arrange import Crew
from tests.frame.outbox import letters
from tests.register import arrange as register


@pytest.fixture
def team(database: SQLAlchemy, set_clock: StillClock) -> Crew:
    set_clock(arrange.DRAW_DAY)
    return arrange.crew()


@pytest.fixture
def number(team: Crew) -> str:
    return arrange.registrant()


@pytest.fixture
def person(number: str) -> Person:
    return arrange.account_of(number)


def appealed(team: Crew, number: str, person: Person) -> str:
    """Somebody who appealed on the day of the decision, with three who hear it; gives the reference."""
    held = arrange.not_met(team, number, person)
    appealing.appeal(held.reference, grounds=[AppealGround.PROCESS], words="zzunfair", by=person.actor)
    for one in team.appeal[:3]:
        appealing.seat(held.reference, account_id=one.id, by=team.officer.actor)
    return held.reference


def vote(team: Crew, reference: str, outcome: AppealOutcome) -> None:
    """All three decide alike."""
    for one in team.appeal[:3]:
        appealing.vote(reference, outcome=outcome, reasons="zzthe panel", by=one.actor)


def test_an_appeal_takes_nothing_of_the_notice_away(
    team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    reference = appealed(team, number, person)
    set_clock("2027-06-03 10:00")
    vote(team, reference, AppealOutcome.UPHOLD)
    held = arrange.audit_of(number)
    assert (held.stage, held.due_on) == (Stage.NOTICE, date(2027, 6, 29))
    assert "ends after 29 June 2027" in letters("cpd_audit_appeal_upheld")[0].body
    with pytest.raises(Refused, match="stands"):
        appealing.check_may_appeal(held)
    set_clock("2027-06-29 23:30")
    arrange.night()
    assert register.status(number) is Status.REGISTERED
    set_clock("2027-06-30 00:30")
    arrange.night()
    assert register.status(number) is Status.ADMINISTRATIVE_REMOVAL


def test_who_lost_an_appeal_after_the_notice_reads_it_before_the_end(
    team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    reference = appealed(team, number, person)
    set_clock("2027-08-06 17:00")  # a Friday: the letter goes on Monday
    vote(team, reference, AppealOutcome.UPHOLD)
    assert arrange.audit_of(number).due_on == date(2027, 8, 9)


def test_nothing_is_judged_or_carried_out_while_honesty_is_asked_about(
    team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    """Marking, deciding, hearing an appeal and the night each wait for the concerns officer."""

    def waits(held: str, raised_by: Person, *acts: Callable[[], object]) -> None:
        worrying.raise_worry(held, words="zzcopied", by=raised_by.actor)
        for act in acts:
            with pytest.raises(Refused, match="stands still"):
                act()
        worrying.let_go_on(held, words="No concern", by=team.concerns.actor)

    reference = arrange.sent(team, number, person).reference
    waits(reference, team.first, lambda: arrange.mark(number, team.first, Finding.NOT_MET))
    arrange.mark(number, team.first, Finding.NOT_MET)
    arrange.give(team, number, team.second, Marker.SECOND)
    arrange.mark(number, team.second, Finding.NOT_MET)
    waits(reference, team.registrar, lambda: arrange.decide(team, number, Finding.NOT_MET))
    arrange.decide(team, number, Finding.NOT_MET)
    appealing.appeal(reference, grounds=[AppealGround.PROCESS], words="zzunfair", by=person.actor)
    for one in team.appeal[:3]:
        appealing.seat(reference, account_id=one.id, by=team.officer.actor)
    waits(reference, team.registrar, lambda: vote(team, reference, AppealOutcome.UPHOLD))
    vote(team, reference, AppealOutcome.UPHOLD)

    worrying.raise_worry(reference, words="zzcopied", by=team.registrar.actor)
    set_clock("2027-07-10 00:30")
    assert arrange.night().removed == 0
    assert register.status(number) is Status.REGISTERED
    worrying.let_go_on(reference, words="No concern", by=team.concerns.actor)
    assert arrange.night().removed == 1


def test_a_tie_or_an_earlier_part_that_comes_after_the_seat_keeps_somebody_from_voting(
    team: Crew, number: str, person: Person
) -> None:
    reference = appealed(team, number, person)
    tied, had_a_part, _ = team.appeal[:3]
    tie = About(organisation="Calder Test Limited")
    declare_interest(Tie.EMPLOYER, tie, starts_on=None, ends_on=None, by=tied.actor)
    held = arrange.audit_of(number)
    with transaction("a test gives somebody an earlier part"):
        take_part(
            rules.key(held),
            Part.ASSESSED,
            called=rules.CALLED,
            about_entry_id=held.entry_id,
            by=had_a_part.actor,
        )
    for one in (tied, had_a_part):
        with pytest.raises(NotAllowed):
            appealing.vote(reference, outcome=AppealOutcome.UPHOLD, reasons="zz", by=one.actor)
    assert not queries.votes(queries.appeals(held.id)[0].id)


def test_who_marks_again_after_an_appeal_reads_nothing_of_what_was_decided(
    team: Crew, number: str, person: Person
) -> None:
    reference = appealed(team, number, person)
    vote(team, reference, AppealOutcome.REDO)
    third, fourth = hire(Role.ASSESSOR), hire(Role.ASSESSOR)
    arrange.give(team, number, third)
    arrange.mark(number, third, Finding.NOT_MET)
    arrange.give(team, number, fourth, Marker.SECOND)
    page = staff.view(reading.open_audit(reference, by=fourth.actor), fourth.actor)
    assert page.said == ()
    assert not [line for _, line in page.steps if "decided" in line or "appeal" in line.lower()]
    told = staff.view(reading.open_audit(reference, by=team.registrar.actor), team.registrar.actor)
    assert {"The registrar: Not met", "Appeal"} <= {one.heading for one in told.said}
