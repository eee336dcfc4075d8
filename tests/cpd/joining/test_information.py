"""Asking for more: one list at a time, the clock stands still, and late is better than never."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from cpd.joining import queries
from cpd.joining.findings import AssessmentFinding, CloseReason
from cpd.joining.operations import checking, information, nightly
from cpd.joining.vocabulary import Stage
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from foundation.outbox import Letter
from tests.cpd.joining.arrange import Case, case
from tests.cpd.joining.clock_model import ENGLAND, due

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


def ask(held: Case, *items: str) -> int:
    return information.ask(
        held.reference,
        topics=["insurance", "nonsense"],
        items=items or ("Your certificate", " ", "Why there is a gap"),
        version=held.version,
        by=held.office.officer.actor,
    )


def test_the_clock_stands_still_until_it_comes(set_clock) -> None:
    held = case()
    assert held.application.due_on == date(2026, 11, 30)
    set_clock("2026-11-25 10:00")
    request = ask(held)
    application = held.application
    assert (application.due_on, application.paused_on) == (None, date(2026, 11, 25))
    set_clock("2026-12-09 18:00")
    information.answer(request, ["Here it is", "I was ill"], by=held.applicant.actor)
    expected = due(date(2026, 11, 23), 5, ENGLAND, [(date(2026, 11, 25), date(2026, 12, 9))])
    assert (held.application.due_on, held.application.paused_on) == (expected, None)
    assert expected == date(2026, 12, 14)
    held.complete()
    assert held.application.due_on == due(date(2026, 12, 9), 15, ENGLAND)


def test_the_letter_names_no_item_and_the_list_is_clear() -> None:
    held = case()
    ask(held)
    letter = db.session.scalars(select(Letter).where(Letter.template == "application_information")).one()
    assert "2 things" in letter.body
    assert "certificate" not in letter.body
    assert queries.open_information(held.application.id).topics == ["insurance"]


def test_one_list_at_a_time_and_never_an_empty_one() -> None:
    held = case()
    with pytest.raises(Refused, match="Write down what we need"):
        ask(held, "  ")
    ask(held)
    with pytest.raises(Refused, match="waits for the applicant already"):
        ask(held)
    with pytest.raises(Refused, match="still wait for something"):
        held.complete()


def test_each_thing_is_answered_by_the_applicant_once() -> None:
    held = case()
    request = ask(held)
    for words in (["Here it is"], ["Here it is", ""], ["a", "b", "c"]):
        with pytest.raises(Refused, match="Answer each thing"):
            information.answer(request, words, by=held.applicant.actor)
    with pytest.raises(NotAllowed):
        information.answer(request, ["a", "b"], by=held.office.officer.actor)
    information.answer(request, ["a", "b"], by=held.applicant.actor)
    with pytest.raises(Refused, match="have this already"):
        information.answer(request, ["c", "d"], by=held.applicant.actor)


def test_a_stale_tab_is_refused_with_a_sentence() -> None:
    held = case()
    old = held.version
    checking.take_on(held.reference, by=held.office.officer.actor)
    with pytest.raises(Refused, match="Somebody else changed this application"):
        checking.confirm_complete(held.reference, version=old, by=held.office.officer.actor)


def test_reminders_then_overdue_then_still_taken(set_clock) -> None:
    held = case()
    request = ask(held)
    set_clock("2026-12-07 03:00")
    assert (nightly.remind_applicants(), nightly.remind_applicants()) == (1, 0)
    set_clock("2026-12-14 03:00")
    assert (nightly.remind_applicants(), nightly.remind_applicants()) == (1, 0)
    with pytest.raises(Refused, match="still has time"):
        checking.close(
            held.reference, reason=CloseReason.NOT_COMPLETED, version=held.version, by=held.office.officer.actor
        )
    set_clock("2026-12-22 03:00")
    assert (nightly.remind_applicants(), nightly.expire_links() > 0) == (0, True)
    information.answer(request, ["a", "b"], by=held.applicant.actor)
    assert held.application.paused_on is None


def test_what_never_comes_is_closed_and_can_be_begun_anew(set_clock) -> None:
    held = case()
    ask(held)
    set_clock("2026-12-22 10:00")
    checking.close(held.reference, reason=CloseReason.NOT_COMPLETED, version=held.version, by=held.office.officer.actor)
    assert (held.stage, held.application.due_on, held.application.paused_on) == (Stage.CLOSED, None, None)
    assert case(applicant=held.applicant).stage is Stage.COMPLETENESS


def test_nobody_writes_to_somebody_who_died() -> None:
    held = case()
    checking.close(held.reference, reason=CloseReason.DIED, version=held.version, by=held.office.officer.actor)
    assert db.session.scalars(select(Letter).where(Letter.template == "application_closed")).all() == []


def test_more_time_and_calling_off(set_clock) -> None:
    held = case()
    request = ask(held)
    officer = held.office.officer.actor
    with pytest.raises(Refused, match="later day"):
        information.more_time(request, until=date(2026, 12, 1), by=officer)
    information.more_time(request, until=date(2027, 1, 29), by=officer)
    set_clock("2027-01-29 12:00")
    information.call_off(request, by=officer)
    assert held.application.paused_on is None
    with pytest.raises(Refused, match="settled"):
        information.more_time(request, until=date(2027, 3, 1), by=officer)
    ask(held)


def test_an_assessor_asks_for_more_evidence_and_then_finds(set_clock) -> None:
    held = case().to(Stage.ASSESSMENT).give_assessor()
    held.assess(AssessmentFinding.MORE_EVIDENCE)
    assert held.stage is Stage.ASSESSMENT
    with pytest.raises(Refused, match="still wait"):
        held.assess()
    [request, *_] = queries.information(held.application.id)
    information.answer(request.id, ["My plan"], by=held.applicant.actor)
    assert held.assess().stage is Stage.DECISION
    with pytest.raises(Refused, match="not possible"):
        held.assess()
