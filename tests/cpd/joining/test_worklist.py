"""The work list and the nightly deletions: what waits for whom, in how many statements, and what may not be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from accounts.models import Role
from cpd.joining import queries
from cpd.joining.applying import Answer
from cpd.joining.models import Reference
from cpd.joining.operations import checking, information, nightly
from cpd.joining.vocabulary import Actor, Route, Stage
from cpd.joining.worklist import Filter, decided_in_time, worklist
from cpd.vocabulary import Nation
from foundation.database import db
from tests.accounts.staff import hire
from tests.cpd.joining.arrange import DETAILS, Office, case, declared

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


@pytest.fixture
def office() -> Office:
    return Office()


def found(office: Office, by=None, **wanted) -> list[str]:
    page = worklist(Filter(**wanted), by=(by or office.officer).actor)
    return [line.application.reference for line in page.lines]


def test_it_says_what_waits_for_whom(office: Office) -> None:
    fresh = case(office).reference
    asked = case(office, nation=Nation.SCOTLAND)
    information.ask(asked.reference, topics=[], items=["x"], version=asked.version, by=office.officer.actor)
    read = declared(office).to(Stage.DECLARATIONS).reference
    assessed = case(office, route=Route.CERTIFICATE).to(Stage.ASSESSMENT)
    assessed.give_assessor()
    over = case(office).to(Stage.REGISTERED).reference
    assert set(found(office)) == {fresh, asked.reference, read, assessed.reference}
    assert found(office, closed=True) == [over]
    assert found(office, stage=Stage.REGISTERED) == [over]
    assert found(office, waiting_for=Actor.APPLICANT) == [asked.reference]
    assert set(found(office, waiting_for=Actor.OFFICER)) == {fresh, read}
    assert found(office, waiting_for=Actor.ASSESSOR) == [assessed.reference]
    assert found(office, nation=Nation.SCOTLAND) == [asked.reference]
    assert found(office, route=Route.CERTIFICATE) == [assessed.reference]
    assert found(office, text=fresh.lower().replace("-", " ")) == [fresh]
    assert found(office, text="%") == found(office, text="zz") == []
    assert len(found(office, text="oaken perpetua")) == 4
    checking.take_on(fresh, by=office.second_officer.actor)
    assert found(office, of=office.second_officer.id) == [fresh]
    # Each of the others sees only what was given to them.
    assert found(office, by=office.assessor) == [assessed.reference]
    assert found(office, by=hire(Role.ASSESSOR)) == []
    assert found(office, by=hire(Role.FINANCE)) == []


def test_the_nearest_day_stands_first_and_late_is_late(office: Office, set_clock) -> None:
    first = case(office).reference
    set_clock("2026-11-24 10:00")
    second = case(office).reference
    verified = case(office).complete().reference
    assert found(office) == [first, second, verified]
    set_clock("2026-12-01 09:00")
    page = worklist(Filter(late=True), by=office.officer.actor)
    assert [(line.application.reference, line.next.days_late) for line in page.lines] == [(first, 1)]
    assert page.late == 1
    assert page.at_stage == {Stage.COMPLETENESS: 2, Stage.VERIFICATION: 1}


def test_the_number_of_statements_does_not_grow(office: Office, statements) -> None:
    def count() -> int:
        db.session.rollback()
        with statements() as seen:
            worklist(Filter(), by=office.officer.actor)
        return len(seen)

    case(office)
    count()  # what is read once only
    one = count()
    for _ in range(6):
        case(office)
    assert count() == one <= 12


def test_pages(office: Office) -> None:
    references = [case(office).reference for _ in range(27)]
    first = worklist(Filter(), page=1, by=office.officer.actor)
    last = worklist(Filter(), page=99, by=office.officer.actor)
    assert (first.total, first.pages, len(first.lines), last.page, len(last.lines)) == (27, 2, 25, 2, 2)
    assert {line.application.reference for line in (*first.lines, *last.lines)} == set(references)


def test_the_stored_day_is_what_the_facts_say(office: Office) -> None:
    held = [case(office), case(office).complete(), declared(office).to(Stage.DECLARATION_PANEL)]
    for line in worklist(Filter(), by=office.officer.actor).lines:
        assert line.application.due_on == line.next.due_on
    assert len(held) == 3


def test_the_share_decided_in_time_counts_only_what_was_complete_and_undisputed(office: Office, set_clock) -> None:
    case(office).to(Stage.REGISTERED)
    declared(office).to(Stage.REGISTERED)
    slow = case(office).to(Stage.DECISION)
    set_clock("2026-12-08 10:00")  # the eleventh working day
    slow.decide()
    assert decided_in_time(date(2026, 11, 1), date(2026, 12, 31)) == (2, 1)


# ------------------------------------------------------------------------------------------------------------ keeping


def test_pictures_of_identity_papers_go_three_months_after_the_decision(office: Office, set_clock) -> None:
    held, open_one = case(office).to(Stage.REGISTERED), case(office)
    shredded: list[tuple[str, str]] = []
    set_clock("2027-02-23 03:00")
    assert nightly.delete_identity_images(shred=shredded.append) == 1 or shredded == []
    set_clock("2027-02-24 03:00")
    nightly.delete_identity_images(shred=shredded.append)
    nightly.delete_identity_images(shred=shredded.append)
    assert shredded == [("application_identity", str(held.application.id))]
    assert queries.checks(held.application.id)
    assert open_one.application.images_deleted_on is None


def test_references_go_two_years_after_the_decision(office: Office, set_clock) -> None:
    case(office).to(Stage.REGISTERED)
    set_clock("2028-11-23 03:00")
    assert nightly.delete_references() == 0
    set_clock("2028-11-24 03:00")
    assert (nightly.delete_references(), nightly.delete_references()) == (2, 0)
    assert db.session.scalar(select(func.count()).select_from(Reference)) == 0


def test_a_whole_night_is_safe_to_run_twice(office: Office, set_clock) -> None:
    case(office, health=Answer("D07", 1, "yes", "x"))
    case(office, details=replace(DETAILS, surname="Other")).to(Stage.REGISTERED)
    set_clock("2027-06-01 03:00")
    first = nightly.run(shred=lambda owner: None)
    again = nightly.run(shred=lambda owner: None)
    assert first.monitoring_detached == 2
    assert first.links_expired == 2
    assert set(vars(again).values()) == {0}
