"""Telling us: the duty and its clocks, the receipt, who reads it, and taking back (rules 6.3)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text

from accounts.conflicts import Tie
from accounts.models import Role
from accounts.operations.interests import About, declare_interest
from cpd.declarations import Asked, asked_at
from cpd.disclosures import queries, rules, staff_view, views
from cpd.disclosures.models import Disclosure
from cpd.disclosures.operations import adding, open_from_renewal, reading, reviewing, sweeping, tell
from cpd.disclosures.telling import Said
from cpd.disclosures.vocabulary import ConcernsFinding, Finding, HealthFinding, Outcome, Stage
from foundation import clock, evidence
from foundation.database import db
from foundation.errors import Missing, NotAllowed, Refused
from register import queries as register
from tests.accounts.staff import hire
from tests.cpd.member import Member, join
from tests.frame.outbox import kinds_of_letters

pytestmark = pytest.mark.usefixtures("database")
CONVICTION = "zzconviction at the county court"


@pytest.fixture(autouse=True)
def _day(set_clock):
    set_clock("2027-03-03 11:00")  # a Wednesday


def told(member: Member, code: str = "D02", *, known_on: date | None = None, charged: bool = False, press: str = "a"):
    return tell(
        Said(code, 1, "yes", CONVICTION),
        known_on=known_on or clock.today(),
        charged=charged,
        pressed=f"{code} {press}",
        by=member.actor,
    ).reference


def fresh(reference: str) -> Disclosure:
    db.session.rollback()
    return queries.get(reference)


def review(reference: str, finding: Finding, by, **more):
    reviewing.review(
        reference, finding=finding, reasons="It is long ago.", version=fresh(reference).version, by=by, **more
    )


@pytest.mark.parametrize(
    ("code", "charged", "duty", "due"),
    [
        ("D02", False, date(2027, 3, 17), date(2027, 3, 17)),
        ("D03", False, date(2027, 3, 17), date(2027, 3, 4)),
        ("D03", True, date(2027, 3, 5), date(2027, 3, 4)),
        ("D06", False, date(2027, 3, 5), date(2027, 3, 4)),
        ("D19", False, date(2027, 3, 17), date(2027, 3, 17)),
        ("D07", False, date(2027, 3, 17), date(2027, 3, 17)),
    ],
)
def test_the_duty_and_our_clock(code, charged, duty, due):
    held = fresh(told(join(), code, charged=charged))
    assert (held.duty_on, held.due_on, held.late) == (duty, due, False)


def test_everything_with_a_t_in_the_table_can_be_told():
    member = join()
    codes = {one.code for one in asked_at(Asked.TELL_US_NOW, clock.today())}
    assert codes == {"D02", "D03", "D04", "D05", "D06", "D07", "D10", "D19"}
    for code in sorted(codes):
        told(member, code)
    assert len(queries.of_entry(member.entry_id)) == 8


def test_late_telling_is_recorded_and_taken_all_the_same():
    held = fresh(told(join(), known_on=date(2027, 1, 4)))
    assert held.late
    assert held.stage is Stage.OFFICER


def test_bank_holidays_of_their_own_nation_count():
    # 17 March 2027 is a bank holiday in Northern Ireland only.
    held = fresh(told(join(town="Belfast", outcode="BT1")))
    assert held.duty_on == date(2027, 3, 18)


def test_a_second_press_tells_once_and_writes_one_receipt():
    member = join()
    assert told(member) == told(member)
    assert kinds_of_letters(member.person.email) == ["disclosure_received"]


def test_no_day_to_come_and_no_empty_words():
    member = join()
    with pytest.raises(Refused, match="yet to come"):
        told(member, known_on=date(2027, 3, 4))
    with pytest.raises(Refused, match="few words"):
        tell(Said("D02", 1, "yes", "  "), known_on=clock.today(), pressed="x", by=member.actor)
    with pytest.raises(Refused, match="Choose"):
        tell(Said("D13", 1, "no", "x"), known_on=clock.today(), pressed="y", by=member.actor)


def test_no_column_says_what_it_was_about():
    told(join())
    for table in ("disclosure", "disclosure_step", "audit_record", "letter"):
        rows = str(db.session.execute(text(f"SELECT * FROM {table}")).mappings().all())
        assert CONVICTION not in rows
        assert "D02" not in rows.replace("DC-", "")


def test_a_charge_is_told_to_officers_and_complaints_to_concerns_officers():
    officer, concerns = hire(Role.REGISTRATION_OFFICER), hire(Role.CONCERNS_OFFICER)
    health = hire(Role.HEALTH_OFFICER)
    member = join()
    told(member, "D03"), told(member, "D19"), told(member, "D07"), told(member, "D04")
    assert kinds_of_letters(officer.email) == ["staff_disclosure_urgent"]
    assert kinds_of_letters(concerns.email) == ["staff_disclosure_passed"]
    assert kinds_of_letters(health.email) == ["staff_disclosure_health"]


def test_who_reads_what():
    member, other = join(), join()
    officer, concerns, health, finance = (
        hire(Role.REGISTRATION_OFFICER),
        hire(Role.CONCERNS_OFFICER),
        hire(Role.HEALTH_OFFICER),
        hire(Role.FINANCE),
    )
    usual, ill, complaint = told(member), told(member, "D07"), told(member, "D19")
    assert reading.open_disclosure(usual, by=officer.actor).told.words == CONVICTION
    assert reading.open_disclosure(ill, by=health.actor).told.words == CONVICTION
    assert reading.open_disclosure(complaint, by=concerns.actor).told.words == CONVICTION
    for reference, person in [(ill, officer), (ill, concerns), (usual, concerns), (usual, health), (usual, finance)]:
        with pytest.raises(NotAllowed):
            reading.open_disclosure(reference, by=person.actor)
    with pytest.raises(Missing):
        reading.open_own(usual, by=other.actor)
    assert reading.open_own(usual, by=member.actor).told.words == CONVICTION


def test_an_officer_clears_it_and_the_registrant_is_told_once():
    member, officer = join(), hire(Role.REGISTRATION_OFFICER)
    reference = told(member)
    review(reference, Finding.CLEAR, officer.actor)
    held = fresh(reference)
    assert (held.stage, held.outcome, held.due_on) == (Stage.CLOSED, Outcome.CLEAR, None)
    assert kinds_of_letters(member.person.email) == ["disclosure_received", "disclosure_closed"]
    with pytest.raises(Refused, match="closed"):
        review(reference, Finding.CLEAR, officer.actor)


def test_a_stale_page_is_refused():
    member, officer = join(), hire(Role.REGISTRATION_OFFICER)
    reference = told(member)
    version = fresh(reference).version
    reviewing.take_on(reference, by=officer.actor)
    with pytest.raises(Refused, match="Somebody else changed"):
        reviewing.review(reference, finding=Finding.CLEAR, reasons="x", version=version, by=officer.actor)


def test_somebody_of_the_same_firm_is_kept_away():
    member = join(organisation="Calder Case Management Ltd")
    officer = hire(Role.REGISTRATION_OFFICER)
    about = About(organisation="Calder Case Management")
    declare_interest(Tie.EMPLOYER, about, starts_on=None, ends_on=None, by=officer.actor)
    with pytest.raises(NotAllowed, match="conflict"):
        reading.open_disclosure(told(member), by=officer.actor)


def sitting(reference: str, officer) -> tuple:
    first, second = hire(Role.PANEL_MEMBER), hire(Role.PANEL_MEMBER)
    for one in (first, second):
        reviewing.seat(reference, account_id=one.id, by=officer.actor)
    return first, second


def test_two_of_the_panel_each_say_what_they_find_before_they_compare():
    member, officer = join(), hire(Role.REGISTRATION_OFFICER)
    reference = told(member)
    review(reference, Finding.PANEL, officer.actor)
    first, second = sitting(reference, officer)
    with pytest.raises(NotAllowed):
        reviewing.vote(reference, finding=Finding.CLEAR, reasons="x", by=officer.actor)
    assert not reviewing.vote(reference, finding=Finding.CLEAR, reasons="Minor", by=first.actor)
    with pytest.raises(Refused, match="cannot be changed"):
        reviewing.vote(reference, finding=Finding.CLEAR, reasons="Minor", by=first.actor)
    assert reviewing.vote(reference, finding=Finding.ADVICE, reasons="Minor", advice="Take care.", by=second.actor)
    assert fresh(reference).outcome is Outcome.ADVICE
    assert kinds_of_letters(member.person.email)[-2:] == ["disclosure_panel", "disclosure_closed"]


def test_the_officer_who_asked_the_panel_does_not_sit_on_it():
    member = join()
    both = hire(Role.REGISTRATION_OFFICER, Role.PANEL_MEMBER)
    reference = told(member)
    review(reference, Finding.PANEL, both.actor)
    with pytest.raises(NotAllowed, match="earlier part"):
        reviewing.seat(reference, account_id=both.id, by=both.actor)


def test_what_cannot_wait_goes_to_the_concerns_officer_with_a_hold_until_it_was_read():
    member, officer, concerns = join(), hire(Role.REGISTRATION_OFFICER), hire(Role.CONCERNS_OFFICER)
    reference = told(member, "D06")
    review(reference, Finding.CONCERN, officer.actor, at_once=True)
    held = fresh(reference)
    assert (held.stage, held.at_once, held.due_on) == (Stage.CONCERNS, True, date(2027, 3, 4))
    assert register.is_held(member.entry_id)
    assert "staff_disclosure_passed" in kinds_of_letters(concerns.email)
    with pytest.raises(Refused, match="reference"):
        reviewing.settle(
            reference, finding=ConcernsFinding.TAKEN_ON, reasons="Opened", version=held.version, by=concerns.actor
        )
    reviewing.settle(
        reference,
        finding=ConcernsFinding.TAKEN_ON,
        reasons="Opened",
        concern="CN-2027-7K3M9X",
        version=fresh(reference).version,
        by=concerns.actor,
    )
    assert fresh(reference).outcome is Outcome.CONCERN
    assert not register.is_held(member.entry_id)


def test_of_health_the_concerns_officer_reads_only_what_was_written_for_them():
    member, health, concerns = join(), hire(Role.HEALTH_OFFICER), hire(Role.CONCERNS_OFFICER)
    reference = told(member, "D07")
    reviewing.find_health(
        reference,
        finding=HealthFinding.CONCERN,
        words="Seen",
        shared="They should not drive people.",
        version=fresh(reference).version,
        by=health.actor,
    )
    assert fresh(reference).stage is Stage.CONCERNS
    assert reading.open_disclosure(reference, by=concerns.actor).told is None
    assert reading.open_disclosure(reference, by=health.actor).told.words == CONVICTION


def own(reference: str, member: Member):
    db.session.rollback()
    return views.own_page(reference, by=member.actor)


def found_of_health(reference: str, finding: HealthFinding, by, **more):
    reviewing.find_health(reference, finding=finding, words="Seen", version=fresh(reference).version, by=by, **more)


def test_of_what_staff_wrote_the_registrant_reads_only_the_advice_that_closed_it(set_clock):
    member, health, concerns = join(), hire(Role.HEALTH_OFFICER), hire(Role.CONCERNS_OFFICER)
    reference = told(member, "D07")
    found_of_health(reference, HealthFinding.CONCERN, health.actor, shared="zzshared They should not drive.")
    reviewing.settle(
        reference,
        finding=ConcernsFinding.ADVICE,
        reasons="Read",
        advice="zzadvice Ask your doctor.",
        version=fresh(reference).version,
        by=concerns.actor,
    )
    assert own(reference, member).advice == ["zzadvice Ask your doctor."]


def test_advice_of_a_panel_that_passed_it_on_is_not_the_advice(set_clock):
    member, officer, concerns = join(), hire(Role.REGISTRATION_OFFICER), hire(Role.CONCERNS_OFFICER)
    for finding, advice in ((Finding.ADVICE, ["Take care.", "Take care."]), (Finding.CONCERN, ["Keep records."])):
        reference = told(member, press=finding.value)
        review(reference, Finding.PANEL, officer.actor)
        for one, said in ((hire(Role.PANEL_MEMBER), Finding.ADVICE), (hire(Role.PANEL_MEMBER), finding)):
            reviewing.seat(reference, account_id=one.id, by=officer.actor)
            words = "Take care." if said is Finding.ADVICE else ""
            reviewing.vote(reference, finding=said, reasons="Minor", advice=words, by=one.actor)
        if finding is Finding.CONCERN:
            reviewing.settle(
                reference,
                finding=ConcernsFinding.ADVICE,
                reasons="Read",
                advice="Keep records.",
                version=fresh(reference).version,
                by=concerns.actor,
            )
        assert own(reference, member).advice == advice


def test_support_that_was_agreed_is_read_by_the_registrant_and_by_no_other_staff():
    member, health, concerns = join(), hire(Role.HEALTH_OFFICER), hire(Role.CONCERNS_OFFICER)
    reference = told(member, "D07")
    with pytest.raises(Refused, match="what you agreed"):
        found_of_health(reference, HealthFinding.SUPPORT_AGREED, health.actor)
    with pytest.raises(Refused, match="did not choose"):
        found_of_health(reference, HealthFinding.NOTHING_FOLLOWS, health.actor, advice="zzagreed")
    found_of_health(reference, HealthFinding.SUPPORT_AGREED, health.actor, advice="zzagreed Four days a week.")
    page = own(reference, member)
    assert page.advice == ["zzagreed Four days a week."]
    assert "some advice for you" in page.ended
    for reader, sees in ((health, True), (concerns, False)):
        opened = reading.open_disclosure(reference, by=reader.actor)
        shown = staff_view.page_of(opened, account_id=reader.id, path="/staff/disclosures")
        assert ("zzagreed" in str(shown.found)) is sees


@pytest.mark.parametrize(("code", "due"), [("D03", date(2027, 3, 4)), ("D02", date(2027, 3, 19))])
def test_a_charge_that_is_passed_on_keeps_the_clock_of_the_telling(set_clock, code: str, due: date):
    member, officer = join(), hire(Role.REGISTRATION_OFFICER)
    reference = told(member, code)
    set_clock("2027-03-05 11:00")
    review(reference, Finding.CONCERN, officer.actor)
    held = fresh(reference)
    assert (held.stage, held.due_on) == (Stage.CONCERNS, due)


def test_what_was_told_in_error_is_hidden_at_once_and_deleted_in_a_week(set_clock):
    member, officer = join(), hire(Role.REGISTRATION_OFFICER)
    reference = told(member)
    lock_id = fresh(reference).lock_id
    adding.take_back(reference, by=member.actor)
    with pytest.raises(Missing):
        reading.open_disclosure(reference, by=officer.actor)
    sweeping.run(shred=evidence.destroy_all)
    assert fresh(reference).sealed is not None
    set_clock.move(days=7)
    sweeping.run(shred=evidence.destroy_all)
    sweeping.run(shred=evidence.destroy_all)
    held = fresh(reference)
    assert (held.stage, held.sealed, held.lock_id) == (Stage.TAKEN_BACK, None, None)
    assert db.session.scalar(select(text("count(*)")).select_from(text("lock")).where(text(f"id = {lock_id}"))) == 0
    assert kinds_of_letters(member.person.email).count("disclosure_words_deleted") == 1


def test_a_charge_cannot_be_taken_back_by_the_registrant():
    member = join()
    reference = told(member, "D03")
    with pytest.raises(Refused, match="cautions and convictions"):
        adding.take_back(reference, by=member.actor)


def test_questions_and_answers():
    member, officer = join(), hire(Role.REGISTRATION_OFFICER)
    reference = told(member)
    adding.ask(reference, "Which court?", by=officer.actor)
    adding.add(reference, "The one in Leeds", by=member.actor)
    held = fresh(reference)
    assert [one.from_us for one in queries.messages(held.id)] == [True, False]
    assert "disclosure_question" in kinds_of_letters(member.person.email)
    with pytest.raises(NotAllowed):
        adding.ask(reference, "And?", by=hire(Role.CONCERNS_OFFICER).actor)


def test_a_renewal_opens_each_worrying_answer_once_and_is_provisional_until_they_are_closed():
    member, officer = join(), hire(Role.REGISTRATION_OFFICER)
    answers = [Said("D02", 1, "yes", CONVICTION), Said("D05", 1, "no"), Said("D10", 1, "yes", "A firm")]
    for _ in range(2):
        found = open_from_renewal(member.entry_id, answers, renewal="RN-2027-7K3M9X", by=member.actor)
    assert len(found) == 1
    assert queries.in_doubt([member.entry_id]) == {member.entry_id}
    review(found[0], Finding.CLEAR, officer.actor)
    assert queries.in_doubt([member.entry_id]) == frozenset()


def test_what_came_to_nothing_is_deleted_after_three_years_and_advice_is_kept(set_clock):
    member, officer = join(), hire(Role.REGISTRATION_OFFICER)
    nothing, advised = told(member), told(member, "D05")
    review(nothing, Finding.CLEAR, officer.actor)
    review(advised, Finding.ADVICE, officer.actor, advice="Take care.")
    set_clock("2030-03-04 02:00")
    sweeping.run(shred=evidence.destroy_all)
    assert queries.find(nothing) is None
    assert queries.find(advised) is not None


def test_rows_are_found_by_their_matter():
    held = fresh(told(join()))
    assert rules.key(held) == ("disclosure", str(held.id))
