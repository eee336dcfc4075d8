"""The life of an audit, step by step, from the text of rules 6.5, 6.9 and 6.10."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import update

from accounts.conflicts import Tie
from accounts.models import Realm, Role
from accounts.operations.interests import About, declare_interest
from cpd import folders
from cpd.audit import copying, queries
from cpd.audit.models import Audit
from cpd.audit.models.judged import Marker
from cpd.audit.operations import appealing, assessing, giving, opening_files, sending, worrying
from cpd.audit.operations.choosing import add_by_hand
from cpd.audit.vocabulary import AppealOutcome, Cause, Finding, Stage, Why
from cpd.joining.findings import AppealGround
from cpd.leaving import queries as leaving
from cpd.panels.models import PanelFound
from cpd.record.operations import keeping, nightly
from cpd.renewal import policy as renewal
from cpd.renewal.operations import holding
from foundation import clock, evidence
from foundation.database import db, transaction
from foundation.errors import NotAllowed, Refused
from foundation.policy import decide
from register.operations import place_hold, record_leaving
from register.vocabulary import Status
from tests.accounts.staff import SHELL, Person, hire, sit_down
from tests.conftest import StillClock
from tests.cpd.audit import arrange
from tests.cpd.audit.arrange import Crew
from tests.frame.outbox import letters
from tests.page import Visitor
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


def _second_share(share: int) -> None:
    with transaction("a test sets how many are marked twice"):
        for held in db.session.query(Audit):
            held.targets = {**held.targets, "second_share": share}


def test_told_and_reminded_and_run_out(team: Crew, number: str, person: Person, set_clock: StillClock) -> None:
    """Told, 42 days, reminders at 21, 35, 40; then the registrar. No letter twice, however often the job runs."""
    held = arrange.asked(team, number)
    told = date(2027, 6, 1)
    assert (held.stage, held.told_on, held.due_on) == (Stage.ASKED, told, told + timedelta(days=42))
    assert len(letters("cpd_audit_told")) == 1
    assert arrange.SECRET_WHY not in letters("cpd_audit_told")[0].body
    seen = {}
    for day in range(1, 45):
        set_clock(arrange.in_days(told, day))
        arrange.night()
        arrange.night()
        seen[day] = len(letters("cpd_audit_reminder"))
    assert [day for day in seen if seen[day] != seen.get(day - 1, 0)] == [21, 35, 40]
    held = arrange.audit_of(number)
    assert (held.stage, held.cause, held.since_on) == (Stage.REGISTRAR, Cause.NOTHING_SENT, told + timedelta(days=43))
    assert len(letters("cpd_audit_overdue")) == 1
    assert len(letters("cpd_audit_told")) == 1
    sending.send(held.reference, statement="Sorry, late.", by=person.actor)
    assert arrange.audit_of(number).stage is Stage.ASSESSMENT


def test_a_month_without_the_job_is_made_up_for_without_a_heap(team: Crew, number: str, set_clock: StillClock) -> None:
    arrange.asked(team, number)
    set_clock("2027-07-12 09:00")  # day 41
    arrange.night()
    assert len(letters("cpd_audit_reminder")) == 1


def test_what_is_sent_is_frozen(team: Crew, number: str, person: Person, set_clock: StillClock) -> None:
    arrange.record(number, person, title="zzbefore")
    held = arrange.asked(team, number)
    sent = sending.send(held.reference, statement="Here it is.", by=person.actor)
    again = sending.send(held.reference, statement="Pressed twice.", by=person.actor)
    assert sent.id == again.id
    arrange.record(number, person, title="zzafter", on=date(2026, 10, 1))
    db.session.rollback()
    kept = queries.submission(held.id)
    assert kept is not None

    copied = copying.opened(kept, folders.box_of(held.entry_id))
    assert [one["title"] for one in copied.activities] == ["zzbefore"]
    assert copied.activities[0]["learned"] == arrange.LEARNED
    assert copied.judgement["verdict"] == "not_met"
    assert copied.statement == "Here it is."
    assert arrange.LEARNED not in kept.sealed


def test_evidence_that_was_sent_stays_until_the_audit_is_over(
    app: Flask, team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    """Neither its owner nor the clock takes away what an assessor was given; what was not sent is free."""
    entry_id = register.entry_id(number)
    sent, other = arrange.record(number, person), arrange.record(number, person, on=date(2027, 5, 20))
    files = {
        one: evidence.keep(io.BytesIO(b"%PDF-1.4\n"), name="a.pdf", owner=("activity", str(one)), by=person.actor)
        for one in (sent, other)
    }
    ids, token = {one: file.id for one, file in files.items()}, files[sent].token
    held = arrange.sent(team, number, person)
    keeping.take_out(entry_id, other, ids[other], by=person.actor)
    own = Visitor(sit_down(app, person, realm=Realm.PUBLIC))
    page = own.open(f"/account/cpd/activity/{sent}")
    page = own.send(page, {}, button="Delete the file a.pdf", status=409)
    assert "It stays until the audit is over." in page.text
    set_clock("2032-06-01 02:00")
    night = nightly.run(shred=evidence.destroy_all)
    assert night.activities == 0, "years later, and the audit is still not over"
    assert opening_files.open_file(held.reference, token, by=team.first.actor) == ids[sent]
    with transaction("a test ends the audit"):
        ended = queries.get(held.reference)
        ended.stage, ended.closed_on = Stage.STOPPED, clock.today()
    keeping.take_out(entry_id, sent, ids[sent], by=person.actor)
    assert nightly.run(shred=evidence.destroy_all).activities == 2


def test_met(team: Crew, number: str, person: Person) -> None:
    arrange.sent(team, number, person)
    _second_share(0)
    assert arrange.mark(number, team.first, Finding.MET_WITH_ADVICE).stage is Stage.MET
    letter = letters("cpd_audit_met")[0]
    assert arrange.TOLD not in letter.body
    assert arrange.REASONS not in letter.body


def test_some_that_are_met_are_marked_twice_blind(team: Crew, number: str, person: Person) -> None:
    arrange.sent(team, number, person)
    _second_share(100)
    held = arrange.mark(number, team.first, Finding.MET)
    assert held.stage is Stage.SECOND_MARK
    assert not letters("cpd_audit_met")
    arrange.give(team, number, team.second, Marker.SECOND)
    assert arrange.mark(number, team.second, Finding.MET).stage is Stage.MET


def test_the_quota_counts_what_was_marked_before_it(team: Crew) -> None:
    """The first, then one of the next two; a fail takes nobody's turn, and who stops before it gives theirs away."""
    people = [arrange.registrant(name) for name in ("Ada", "Bea", "Cai", "Dee", "Eva")]
    for number in people:
        arrange.sent(team, number, arrange.account_of(number))
    _second_share(50)
    fails, stops, *others = people
    arrange.mark(fails, team.first, Finding.NOT_MET)
    assert arrange.mark(stops, team.first, Finding.MET).stage is Stage.SECOND_MARK
    held = arrange.audit_of(stops)
    giving.stop(held.reference, why="zz", version=held.version, by=team.officer.actor)
    assert arrange.mark(others[0], team.first, Finding.MET).stage is Stage.SECOND_MARK
    stages = [arrange.mark(one, team.first, Finding.MET).stage for one in others[1:]]
    assert queries.met_at_first(arrange.audit_of(others[2])) == (4, 1 + stages.count(Stage.SECOND_MARK))
    assert stages.count(Stage.SECOND_MARK) == 1


def test_every_fail_is_marked_twice_and_goes_to_the_registrar(team: Crew, number: str, person: Person) -> None:
    arrange.sent(team, number, person)
    assert arrange.mark(number, team.first, Finding.NOT_MET).stage is Stage.SECOND_MARK
    with pytest.raises(NotAllowed):
        arrange.give(team, number, team.first, Marker.SECOND)
    arrange.give(team, number, team.second, Marker.SECOND)
    held = arrange.mark(number, team.second, Finding.NOT_MET)
    assert (held.stage, held.cause) == (Stage.REGISTRAR, Cause.BOTH_NOT_MET)
    held = arrange.decide(team, number, Finding.NOT_MET)
    assert (held.stage, held.due_on) == (Stage.NOTICE, date(2027, 6, 29))
    assert register.status(number) is Status.REGISTERED


def test_two_who_do_not_agree(team: Crew, number: str, person: Person) -> None:
    arrange.sent(team, number, person)
    arrange.mark(number, team.first, Finding.NOT_MET)
    arrange.give(team, number, team.second, Marker.SECOND)
    held = arrange.mark(number, team.second, Finding.MET)
    assert (held.stage, held.cause) == (Stage.REGISTRAR, Cause.DISAGREED)
    assert arrange.decide(team, number, Finding.MET).stage is Stage.MET


def test_further_time_for_fifty_six_days_and_what_is_done_in_it_counts(
    team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    arrange.sent(team, number, person)
    held = arrange.mark(number, team.first, Finding.FURTHER_TIME)
    assert (held.stage, held.due_on) == (Stage.FURTHER_TIME, date(2027, 7, 27))
    set_clock("2027-07-01 10:00")
    arrange.record(number, person, on=date(2027, 6, 20), title="zzmade good", minutes=300)
    arrange.record(number, person, on=date(2027, 5, 20), title="zzin between", minutes=300)
    sending.send(held.reference, statement="I made it good.", by=person.actor)

    kept = queries.submission(held.id)
    assert kept is not None
    copied = copying.opened(kept, folders.box_of(held.entry_id))
    assert [one["title"] for one in copied.activities] == ["zzmade good"]
    assert copied.judgement["lines"][0]["have"] == 300
    with pytest.raises(Refused, match="before"):
        arrange.mark(number, team.first, Finding.FURTHER_TIME)


def test_removal_after_the_notice_and_not_a_day_before(
    team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    arrange.not_met(team, number, person)
    set_clock("2027-06-29 23:30")
    arrange.night()
    assert register.status(number) is Status.REGISTERED
    set_clock("2027-06-30 00:30")
    arrange.night()
    arrange.night()
    assert register.status(number) is Status.ADMINISTRATIVE_REMOVAL
    assert arrange.audit_of(number).stage is Stage.REMOVED
    assert len(letters("cpd_audit_removed")) == 1


def test_something_else_that_is_open_is_settled_first(
    team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    arrange.not_met(team, number, person)
    place_hold(number, source="CN-2027-AAAAAA", reason="Something is open", by=team.registrar.actor)
    set_clock("2027-07-10 00:30")
    arrange.night()
    assert register.status(number) is Status.REGISTERED
    assert arrange.audit_of(number).stage is Stage.NOTICE


@pytest.mark.parametrize(
    ("votes", "ends"),
    [
        ("uphold uphold overturn", (Stage.NOTICE, Status.REGISTERED)),
        ("overturn uphold overturn", (Stage.MET, Status.REGISTERED)),
        ("redo redo uphold", (Stage.ASSESSMENT, Status.REGISTERED)),
        ("redo overturn uphold", (Stage.ASSESSMENT, Status.REGISTERED)),
    ],
)
def test_an_appeal_keeps_the_entry_until_three_others_decide(
    team: Crew, number: str, set_clock: StillClock, votes: str, ends: tuple[Stage, Status]
) -> None:
    person = arrange.account_of(number)
    held = arrange.not_met(team, number, person)
    appealing.appeal(held.reference, grounds=[AppealGround.UNREASONABLE], words="zzunfair", by=person.actor)
    set_clock("2027-08-01 10:00")
    arrange.night()
    assert register.status(number) is Status.REGISTERED
    for one in team.appeal[:3]:
        appealing.seat(held.reference, account_id=one.id, by=team.officer.actor)
    with pytest.raises(Refused, match="has its 3"):
        appealing.seat(held.reference, account_id=team.appeal[3].id, by=team.officer.actor)
    for one, vote in zip(team.appeal, votes.split(), strict=False):
        appealing.vote(held.reference, outcome=AppealOutcome(vote), reasons="zzreasons", by=one.actor)
    assert (arrange.audit_of(number).stage, register.status(number)) == ends


def test_an_appeal_in_time_by_the_person_and_heard_by_nobody_with_a_part(
    team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    held = arrange.not_met(team, number, person)
    given = {"grounds": [AppealGround.PROCESS], "words": "zzunfair"}
    with pytest.raises(NotAllowed):
        appealing.appeal(held.reference, by=hire().actor, **given)  # type: ignore[arg-type]  # given as a bundle
    set_clock("2027-06-30 00:10")
    with pytest.raises(Refused, match="over"):
        appealing.appeal(held.reference, by=person.actor, **given)  # type: ignore[arg-type]  # given as a bundle
    set_clock("2027-06-29 23:00")
    appealing.appeal(held.reference, by=person.actor, **given)  # type: ignore[arg-type]  # given as a bundle
    with pytest.raises(Refused):
        appealing.seat(held.reference, account_id=team.second.id, by=team.officer.actor)
    both = hire(Role.APPEAL_PANEL)
    with pytest.raises(NotAllowed):
        appealing.vote(held.reference, outcome=AppealOutcome.UPHOLD, reasons="zz", by=both.actor)


def test_after_an_appeal_others_assess(team: Crew, number: str, person: Person) -> None:
    held = arrange.not_met(team, number, person)
    appealing.appeal(held.reference, grounds=[AppealGround.PROCESS], words="zzunfair", by=person.actor)
    for one in team.appeal[:3]:
        appealing.seat(held.reference, account_id=one.id, by=team.officer.actor)
    for one in team.appeal[:3]:
        appealing.vote(held.reference, outcome=AppealOutcome.REDO, reasons="zz", by=one.actor)
    assert arrange.audit_of(number).round == 2
    for one in (team.first, team.second):
        with pytest.raises(NotAllowed):
            arrange.give(team, number, one)
    third = hire(Role.ASSESSOR)
    arrange.give(team, number, third)
    _second_share(0)
    assert arrange.mark(number, third, Finding.MET).stage is Stage.MET
    assert db.session.query(PanelFound).count() == 3


def test_leave_defers_and_does_not_drop(
    team: Crew, number: str, set_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = frozenset([register.entry_id(number)])
    monkeypatch.setattr(leaving, "on_leave", lambda _ids, day: away if day < date(2027, 9, 1) else frozenset())
    arrange.chosen(team, number)
    arrange.night()
    arrange.night()
    assert arrange.audit_of(number).stage is Stage.DEFERRED
    assert len(letters("cpd_audit_deferred")) == 1
    set_clock("2027-09-01 01:00")
    arrange.night()
    held = arrange.audit_of(number)
    assert (held.stage, held.due_on) == (Stage.ASKED, date(2027, 10, 13))


def test_deferred_then_leaves(team: Crew, number: str, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "on_leave", lambda ids, _day: frozenset(ids))
    arrange.chosen(team, number)
    arrange.night()
    record_leaving(number, at=clock.now(), reason="They wish to", by=team.registrar.actor)
    arrange.night()
    assert arrange.audit_of(number).stage is Stage.STOPPED


def test_more_time(team: Crew, number: str, person: Person, set_clock: StillClock) -> None:
    held = arrange.asked(team, number)
    sending.ask_for_time(held.reference, words="zzill", by=person.actor)
    with pytest.raises(Refused, match="already"):
        sending.ask_for_time(held.reference, words="zzill", by=person.actor)
    give = {"words": "Of course.", "by": team.officer.actor}
    with pytest.raises(Refused, match="later"):
        giving.answer_time(held.reference, until=date(2027, 7, 13), **give)  # type: ignore[arg-type]  # given as a bundle
    with pytest.raises(Refused, match="at most"):
        giving.answer_time(held.reference, until=date(2027, 12, 1), **give)  # type: ignore[arg-type]  # given as a bundle
    giving.answer_time(held.reference, until=date(2027, 8, 10), **give)  # type: ignore[arg-type]  # given as a bundle
    assert arrange.audit_of(number).due_on == date(2027, 8, 10)
    set_clock("2027-07-14 01:00")
    arrange.night()
    assert arrange.audit_of(number).stage is Stage.ASKED
    assert not letters("cpd_audit_reminder")
    set_clock("2027-07-20 01:00")
    arrange.night()
    assert len(letters("cpd_audit_reminder")) == 1


def test_nobody_assesses_their_own_firms_people(team: Crew, number: str, person: Person) -> None:
    tie = About(organisation="Calder Test Limited")
    declare_interest(Tie.EMPLOYER, tie, starts_on=None, ends_on=None, by=team.first.actor)
    with pytest.raises(NotAllowed, match="worked for"):
        arrange.sent(team, number, person)


def test_the_same_assessor_does_not_look_twice_running(
    team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    arrange.sent(team, number, person)
    _second_share(0)
    arrange.mark(number, team.first, Finding.MET)
    set_clock("2027-08-03 10:00")
    arrange.asked(team, number)
    with pytest.raises(NotAllowed, match="twice running"):
        arrange.give(team, number, team.first)
    arrange.give(team, number, team.second)


def test_nobody_else_marks_and_who_marked_does_not_decide(team: Crew, number: str, person: Person) -> None:
    arrange.sent(team, number, person)
    with pytest.raises(NotAllowed):
        arrange.mark(number, team.second, Finding.MET)
    both = hire(Role.ASSESSOR, Role.REGISTRATION_OFFICER)
    arrange.mark(number, team.first, Finding.NOT_MET)
    with pytest.raises(NotAllowed, match="blind"):
        arrange.give(team, number, both, Marker.SECOND)


def test_a_stale_page_is_refused(team: Crew, number: str, person: Person) -> None:
    held = arrange.sent(team, number, person)
    version = held.version - 1
    with pytest.raises(Refused, match="Somebody else"):
        assessing.mark(held.reference, finding=Finding.MET, reasons="zz", told="", version=version, by=team.first.actor)


def test_a_doubt_about_honesty_stops_the_audit_and_is_never_decided_here(
    team: Crew, number: str, person: Person
) -> None:
    held = arrange.sent(team, number, person)
    worrying.raise_worry(held.reference, words="zzcopied", by=team.first.actor)
    letter = letters("staff_cpd_worry")
    assert [one.recipient for one in letter] == [team.concerns.email]
    assert "zzcopied" not in letter[0].body
    with pytest.raises(Refused, match="stands still"):
        arrange.mark(number, team.first, Finding.MET)
    with pytest.raises(NotAllowed):
        worrying.let_go_on(held.reference, words="All is well", by=team.officer.actor)
    worrying.let_go_on(held.reference, words="CN-2027-AAAAAA", by=team.concerns.actor)
    _second_share(0)
    assert arrange.mark(number, team.first, Finding.MET).stage is Stage.MET


def test_papers_go_after_two_years(team: Crew, number: str, person: Person, set_clock: StillClock) -> None:
    arrange.sent(team, number, person)
    _second_share(0)
    held = arrange.mark(number, team.first, Finding.MET)
    set_clock("2029-06-01 01:00")
    arrange.night()
    assert queries.submissions(held.id)
    set_clock("2029-06-02 01:00")
    holding.place(number, why="A court asks for it", by=team.registrar.actor)
    assert arrange.night().papers == 0
    holding.lift(number, version=1, by=team.registrar.actor)
    assert arrange.night().papers == 1
    assert arrange.night().papers == 0
    assert not queries.submissions(held.id)


def test_worries_decisions_and_appeals_go_with_the_papers(
    team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    held = arrange.not_met(team, number, person)
    appealing.appeal(held.reference, grounds=[AppealGround.PROCESS], words="zzunfair", by=person.actor)
    for one in team.appeal[:3]:
        appealing.seat(held.reference, account_id=one.id, by=team.officer.actor)
    for one in team.appeal[:3]:
        appealing.vote(held.reference, outcome=AppealOutcome.OVERTURN, reasons="zz", by=one.actor)
    assert arrange.audit_of(number).stage is Stage.MET
    [appeal] = queries.appeals(held.id)
    assert (len(queries.decisions(held.id)), len(queries.votes(appeal.id))) == (1, 3)
    set_clock(arrange.in_days(date(2029, 6, 2), 30))
    assert arrange.night().papers == 1
    assert not queries.decisions(held.id)
    assert not queries.appeals(held.id)
    assert not queries.votes(appeal.id)
    assert not queries.seats(appeal.id)
    assert arrange.audit_of(number).why_sealed is None
    assert queries.steps(held.id)


def test_one_audit_at_a_time(team: Crew, number: str) -> None:
    arrange.chosen(team, number)
    with pytest.raises(Refused, match="under way"):
        arrange.chosen(team, number)


def test_a_number_that_is_nobodys(team: Crew) -> None:
    with pytest.raises(Refused, match="Nobody"):
        add_by_hand("CM999999X", why=Why.OTHER, words="zz", by=team.officer.actor)


def test_a_chosen_audit_keeps_its_numbers(team: Crew, number: str) -> None:
    held = arrange.chosen(team, number)
    db.session.execute(update(Audit).where(Audit.id == held.id).values(targets={**held.targets, "days": 10}))
    db.session.commit()
    arrange.night()
    assert arrange.audit_of(number).due_on == date(2027, 6, 11)


def test_bad_news_waits_for_the_morning_and_the_time_to_appeal_with_it(
    team: Crew, number: str, person: Person, set_clock: StillClock
) -> None:
    arrange.sent(team, number, person)
    arrange.mark(number, team.first, Finding.NOT_MET)
    arrange.give(team, number, team.second, Marker.SECOND)
    arrange.mark(number, team.second, Finding.NOT_MET)
    set_clock("2027-06-04 17:30")  # a Friday
    held = arrange.decide(team, number, Finding.NOT_MET)
    monday = date(2027, 6, 7)
    assert clock.day_of(letters("cpd_audit_not_met")[0].due_at) == monday
    assert (held.since_on, held.due_on) == (monday, monday + timedelta(days=28))


def test_an_audit_waits_as_long_as_being_late_keeps_continuity(team: Crew, number: str, set_clock: StillClock) -> None:
    decide(renewal.LATE, value=30, effective_from=clock.today(), reason="a test", by=SHELL)
    set_clock("2028-04-20 10:00")
    arrange.chosen(team, number)
    set_clock("2028-05-26 10:00")  # the 18th working day after the last one on the register
    assert arrange.night().stopped == 0
    set_clock("2028-06-20 10:00")
    assert arrange.night().stopped == 1
