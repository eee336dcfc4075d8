"""References: a link that works once and for 28 days, declining, calling back, reminders, naming somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from cpd.joining import queries
from cpd.joining.operations import information, nightly, references, verifying, withdrawing
from cpd.joining.operations.references import address_of
from cpd.joining.operations.verifying import Checked
from cpd.joining.vocabulary import Address, CheckItem, CheckOutcome, RefereeTie, Stage
from foundation import clock, locks
from foundation.database import db
from foundation.errors import Missing, NotAllowed, Refused
from foundation.outbox import Letter
from foundation.waiting import Standing
from tests.accounts.staff import Person
from tests.cpd.joining.arrange import GIVEN, REFEREES, Case, case, tokens
from tests.frame.outbox import letters

pytestmark = pytest.mark.usefixtures("database")
THIRD = replace(REFEREES[1], name="Cy Third", email="cy@other.example", organisation="Other Ltd")


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


def referee(held: Case, number: int = 1):
    db.session.rollback()
    return queries.referees(held.application.id)[number - 1]


def test_each_referee_gets_a_link_of_their_own() -> None:
    held = case()
    first, second = tokens()
    assert [one.recipient for one in letters("referee_invited")] == ["ada@calder.example", "bo@law.example"]
    seen = references.open_link(first)
    assert (seen.referee, seen.applicant) == ("Ada Manager", "Perpetua Oakenshaw")
    assert (seen.standing, seen.due_on) == (Standing.WAITING, date(2026, 12, 21))
    assert references.open_link(second.lower().replace("-", " ")).referee == "Bo Solicitor"
    assert first not in str(db.session.execute(select(references.Referee.token_hash)).all())
    assert held.stage is Stage.COMPLETENESS


def test_a_link_used_twice_gives_one_answer() -> None:
    held = case()
    first = tokens()[0]
    references.give(first, GIVEN)
    for again in (
        lambda: references.give(first, replace(GIVEN, worries="more")),
        lambda: references.decline(first, "x"),
    ):
        with pytest.raises(Refused, match="have this already"):
            again()
    assert references.open_link(first).standing is Standing.RECEIVED
    box = locks.box_of(held.application.lock_id)
    assert references.read_given(queries.reference_of(referee(held).id).sealed, box) == GIVEN
    assert [one.recipient for one in letters("referee_thanked")] == ["ada@calder.example"]


@pytest.mark.parametrize("token", ["", "x", "K7P2-9XWD-K7P2-9XWD-K7P2", "' OR 1=1 --", "\x00" * 20])
def test_a_link_that_is_none_of_ours_opens_nothing(token: str) -> None:
    case()
    for knock in (
        references.open_link,
        lambda one: references.give(one, GIVEN),
        lambda one: references.decline(one, "x"),
    ):
        with pytest.raises(Missing, match="does not work"):
            knock(token)


def test_a_link_works_for_28_days_and_not_longer_whether_the_night_ran_or_not(set_clock) -> None:
    held = case()
    first, second = tokens()
    set_clock("2026-12-21 23:58")
    references.give(first, GIVEN)
    set_clock("2026-12-22 00:01")
    with pytest.raises(Refused, match="time for this has passed"):
        references.give(second, GIVEN)
    assert references.open_link(second).standing is Standing.EXPIRED
    assert nightly.expire_links() == 1
    assert nightly.expire_links() == 0
    assert [one.recipient for one in letters("application_referee_expired")] == [held.applicant.email]
    references.resend(referee(held, 2).id, by=held.office.officer.actor)
    with pytest.raises(Missing):
        references.open_link(second)
    references.give(tokens()[-1], GIVEN)
    assert references.open_link(tokens()[-1]).standing is Standing.RECEIVED


def test_reminders_bring_a_new_link_and_come_once(set_clock) -> None:
    held = case()
    references.give(tokens()[0], GIVEN)
    old = tokens()[1]
    set_clock("2026-12-02 03:00")
    assert nightly.remind_referees() == 0
    set_clock("2026-12-03 03:00")
    assert (nightly.remind_referees(), nightly.remind_referees()) == (1, 0)
    with pytest.raises(Missing):
        references.open_link(old)
    assert referee(held, 2).due_on == date(2026, 12, 21)
    set_clock("2026-12-20 03:00")
    assert (nightly.remind_referees(), nightly.remind_referees()) == (1, 0)
    set_clock("2026-12-23 03:00")
    assert nightly.remind_referees() == 0


def test_declining_needs_a_reason_which_the_applicant_does_not_read() -> None:
    held = case()
    first = tokens()[0]
    with pytest.raises(Refused, match="few words why"):
        references.decline(first, "  ")
    references.decline(first, "We quarrelled, zzreason.")
    assert [one.recipient for one in letters("application_referee_declined")] == [held.applicant.email]
    bodies = db.session.scalars(select(Letter.body)).all()
    assert not any("zzreason" in body for body in bodies)
    with pytest.raises(Refused, match="cannot help"):
        references.give(first, GIVEN)


def test_somebody_else_is_named_when_one_cannot_help_and_not_before() -> None:
    held = case()
    with pytest.raises(Refused, match="named enough"):
        references.name_another(held.reference, THIRD, by=held.applicant.actor)
    references.decline(tokens()[0], "No time.")
    for wrong, sentence in (
        (REFEREES[1], "named this person already"),
        (replace(THIRD, tie=RefereeTie.FAMILY), "too close"),
        (replace(THIRD, email=held.applicant.email), "your own referee"),
    ):
        with pytest.raises(Refused, match=sentence):
            references.name_another(held.reference, wrong, by=held.applicant.actor)
    references.name_another(held.reference, THIRD, by=held.applicant.actor)
    assert [one.recipient for one in letters("referee_invited")][-1] == "cy@other.example"
    with pytest.raises(Refused, match="named enough"):
        references.name_another(held.reference, replace(THIRD, email="d@e.example"), by=held.applicant.actor)
    with pytest.raises(NotAllowed):
        references.name_another(held.reference, THIRD, by=held.office.officer.actor)


def test_an_officer_can_ask_for_a_third_referee() -> None:
    held = case()
    information.ask(
        held.reference,
        topics=["referee"],
        items=["Another referee"],
        version=held.version,
        by=held.office.officer.actor,
    )
    assert references.name_another(held.reference, THIRD, by=held.applicant.actor)


@pytest.mark.parametrize(
    ("email", "organisation", "found"),
    [
        ("ada@calder.example", "Calder", Address.ORGANISATION),
        ("ada@GMAIL.com", "Calder", Address.CALL_NEEDED),
        ("ada@calder.example", " ", Address.CALL_NEEDED),
    ],
)
def test_an_address_that_anybody_can_have_needs_a_call(email: str, organisation: str, found: Address) -> None:
    assert address_of(replace(REFEREES[0], email=email, organisation=organisation)) is found


def test_such_a_reference_counts_only_after_the_call() -> None:
    held = case(referees=(replace(REFEREES[0], email="ada@gmail.com"), REFEREES[1])).complete().referees_answer()
    held.tick_everything()
    with pytest.raises(Refused, match="Ring their organisation first"):
        held.verify()
    references.record_call(referee(held).id, words="The switchboard put me through.", by=held.office.officer.actor)
    held.tick_everything().verify()
    assert held.stage is Stage.ASSESSMENT


def test_what_is_said_on_the_telephone_is_written_down_after_a_call_to_the_organisation(set_clock) -> None:
    held = case()
    set_clock.move(days=40)
    nightly.expire_links()
    officer: Person = held.office.officer
    with pytest.raises(Refused, match="which number you rang"):
        references.write_down(referee(held).id, GIVEN, by=officer.actor)
    references.record_call(referee(held).id, words="Switchboard.", by=officer.actor)
    references.write_down(referee(held).id, GIVEN, by=officer.actor)
    kept = queries.reference_of(referee(held).id)
    assert kept.taken_by_id == officer.id
    with pytest.raises(Refused):
        references.write_down(referee(held).id, GIVEN, by=officer.actor)


@pytest.mark.parametrize(
    "given",
    [
        replace(GIVEN, tie=RefereeTie.FAMILY),
        replace(GIVEN, tie=RefereeTie.WORKS_FOR_APPLICANT),
        replace(GIVEN, known_since=date(2026, 6, 1)),
    ],
)
def test_a_referee_who_turns_out_to_be_too_close_or_too_new_does_not_count(given) -> None:
    held = case().complete()
    first, second = tokens()
    references.give(first, given)
    references.give(second, GIVEN)
    held.tick_everything()
    with pytest.raises(Refused, match="references that we can rely on"):
        held.verify()


def test_one_of_the_two_is_a_professional() -> None:
    held = case(referees=(REFEREES[0], replace(REFEREES[1], tie=RefereeTie.OTHER))).complete().referees_answer()
    held.tick_everything()
    verifying.record_check(
        held.reference,
        Checked(CheckItem.REFERENCE, CheckOutcome.NOT_CONFIRMED, "They never worked there.", clock.today(), 1),
        by=held.office.officer.actor,
    )
    with pytest.raises(Refused, match="one from a professional"):
        held.verify()


def test_nobody_is_asked_any_more_once_it_is_taken_back() -> None:
    held = case()
    first = tokens()[0]
    withdrawing.withdraw(held.reference, by=held.applicant.actor)
    with pytest.raises(Refused, match="do not need this"):
        references.give(first, GIVEN)
    assert references.open_link(first).standing is Standing.CALLED_OFF
    assert nightly.remind_referees() == 0
