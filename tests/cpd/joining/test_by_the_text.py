"""Held against the text of rules 6.2, 6.9, 6.10 and 6.11 and of law 11.3, where the easy case hid another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from cpd.joining import queries
from cpd.joining.applying import Answer
from cpd.joining.findings import AppealGround, AppealOutcome, Outcome, PanelFinding, ReviewFinding, SeatKind
from cpd.joining.models import Application, MonitoringSet
from cpd.joining.operations import (
    appealing,
    declaring,
    forgetting,
    information,
    nightly,
    reading,
    references,
    withdrawing,
)
from cpd.joining.vocabulary import Actor, RefereeTie, Route, Stage
from cpd.joining.worklist import Filter, worklist
from foundation import clock, locks
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from foundation.locks import Lock
from register.operations import claiming, impose_restriction
from register.vocabulary import OrderKind
from tests.accounts.staff import SHELL
from tests.cpd.joining.arrange import GIVEN, Case, case, declared, somebody, tokens
from tests.register.arrange import admit

pytestmark = pytest.mark.usefixtures("database")
OVERTURN, REDO, UPHOLD = AppealOutcome.OVERTURN, AppealOutcome.REDO, AppealOutcome.UPHOLD


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


def appealed(outcomes: Sequence[AppealOutcome]) -> Case:
    held = case().to(Stage.REFUSED)
    appealing.appeal(held.reference, grounds=[AppealGround.PROCESS], words="Again.", by=held.applicant.actor)
    held.sit(SeatKind.APPEAL)
    for number, (person, outcome) in enumerate(zip(held.office.appeal_panel, outcomes, strict=True), start=1):
        appealing.vote(held.reference, outcome=outcome, reasons=f"Reasons {number}.", by=person.actor)
    return held


def test_a_panel_that_has_voted_looks_again_when_something_new_is_declared() -> None:
    held = declared().to(Stage.DECLARATION_PANEL).sit()
    held.panel_votes(PanelFinding.CLEAR, PanelFinding.CLEAR)
    declaring.answer_anew(held.reference, Answer("D05", 1, "yes", "Dismissed."), by=held.applicant.actor)
    held.review(ReviewFinding.REFER)
    held.panel_votes(PanelFinding.REFUSE, PanelFinding.REFUSE)
    assert held.stage is Stage.DECISION
    assert [len(queries.votes(held.application.id, one)) for one in (1, 2)] == [2, 2]


@pytest.mark.parametrize(
    ("outcomes", "reasons"),
    [
        ((OVERTURN, OVERTURN, UPHOLD), "Reasons 1.\n\nReasons 2."),
        ((UPHOLD, OVERTURN, OVERTURN), "Reasons 2.\n\nReasons 3."),
    ],
)
def test_the_reasons_of_an_appeal_are_those_of_the_people_who_decided_it(outcomes, reasons: str) -> None:
    held = appealed(outcomes)
    last = queries.decisions(held.application.id)[-1]
    assert (last.on_appeal, last.outcome) == (True, Outcome.GRANT)
    assert locks.box_of(held.application.lock_id).open(last.reasons_sealed) == reasons


def test_whoever_heard_an_appeal_does_not_hear_the_next_one() -> None:
    held = appealed((REDO, REDO, REDO))
    second, registrar = held.office.second_assessor, held.office.second_registrar
    held.give_assessor(second).assess(by=second).decide(Outcome.REFUSE, by=registrar)
    appealing.appeal(held.reference, grounds=[AppealGround.PROCESS], words="Again.", by=held.applicant.actor)
    with pytest.raises(NotAllowed, match="You heard the one before it"):
        held.sit(SeatKind.APPEAL)


def test_a_referee_is_a_professional_by_what_they_say_themselves() -> None:
    held = case().complete()
    for token in tokens()[-2:]:
        references.give(token, replace(GIVEN, tie=RefereeTie.OTHER))
    with pytest.raises(Refused, match="one from a professional"):
        held.tick_everything().verify()


def test_the_papers_close_to_a_panel_28_days_after_the_end(set_clock) -> None:
    held = declared().to(Stage.DECLARATION_PANEL).sit()
    member = held.office.panel[0].actor
    held.panel_votes(PanelFinding.CLEAR, PanelFinding.CLEAR)
    held.give_assessor().assess().decide(Outcome.REFUSE)
    set_clock("2026-12-21 23:59")
    assert reading.open_application(held.reference, by=member)
    assert worklist(Filter(closed=True), by=member).total == 1
    set_clock("2026-12-22 00:01")
    with pytest.raises(NotAllowed, match="not given to you"):
        reading.open_application(held.reference, by=member)
    assert worklist(Filter(closed=True), by=member).total == 0


@pytest.mark.parametrize("stage", [Stage.REGISTERED, Stage.REFUSED])
def test_what_was_told_in_error_is_taken_back_after_the_decision_too(stage: Stage) -> None:
    held = declared(D02="yes").to(stage)
    declaring.told_in_error(held.reference, "D02", by=held.applicant.actor)
    found = {one.declaration.code: one for one in reading.open_answers(held.reference, by=held.office.officer.actor)}
    assert (found["D02"].said, found["D02"].words, held.stage) == ("no", "", stage)


# ------------------------------------------------------------------------------------------------------------- keeping


def _rows_of(application_id: int) -> dict[str, int]:
    found = {}
    for table in Application.metadata.sorted_tables:
        if "application_id" in table.c:
            statement = select(func.count()).select_from(table).where(table.c.application_id == application_id)
            found[table.name] = db.session.scalar(statement) or 0
    return {name: rows for name, rows in found.items() if rows}


@pytest.mark.parametrize(
    ("stage", "last_day", "over"),
    [
        (Stage.REFUSED, "2032-11-23 23:00", "2032-11-24 03:00"),
        (Stage.WITHDRAWN, "2027-11-23 23:00", "2027-11-24 03:00"),
    ],
)
def test_an_application_is_deleted_with_all_its_keys_once_its_time_is_over(set_clock, stage, last_day, over) -> None:
    held = declared().to(Stage.REFUSED) if stage is Stage.REFUSED else case()
    if stage is Stage.WITHDRAWN:
        withdrawing.withdraw(held.reference, by=held.applicant.actor)
    other = case()
    application_id, shredded = held.application.id, []
    assert held.stage is stage
    set_clock(last_day)
    assert forgetting.delete_over(shred=shredded.append) == 0
    set_clock(over)
    assert forgetting.delete_over(shred=shredded.append) == 1
    assert forgetting.delete_over(shred=shredded.append) == 0
    assert queries.find(held.reference) is None
    assert _rows_of(application_id) == {}
    assert shredded[:2] == [("application", str(application_id)), ("application_identity", str(application_id))]
    left = set(db.session.scalars(select(Lock.id)))
    monitored = set(db.session.scalars(select(MonitoringSet.lock_id)))
    health = queries.health_standing(other.application.id)
    assert left == {other.application.lock_id, health.lock_id} | monitored


def test_who_is_on_the_register_keeps_their_application(set_clock) -> None:
    held = case().to(Stage.REGISTERED)
    set_clock("2040-01-01 03:00")
    assert forgetting.delete_over(shred=lambda owner: None) == 0
    assert queries.find(held.reference) is not None


def test_pictures_of_identity_papers_that_we_asked_for_later_go_too(set_clock) -> None:
    held = case()
    office, reference = held.office, held.reference
    asked = {}
    for topic in ("identity", "insurance"):
        asked[topic] = information.ask(
            reference, topics=[topic], items=["It"], version=held.version, by=office.officer.actor
        )
        information.answer(asked[topic], ["Here."], by=held.applicant.actor)
    held.to(Stage.REGISTERED)
    shredded: list[tuple[str, str]] = []
    set_clock("2027-02-24 03:00")
    nightly.delete_identity_images(shred=shredded.append)
    assert shredded == [("application_identity", str(held.application.id)), ("information", str(asked["identity"]))]


# -------------------------------------------------------------------------------------------------------- coming back


def test_whoever_was_removed_asks_to_come_back_after_five_years_and_not_before(set_clock) -> None:
    person = somebody()
    number = admit((date(2019, 5, 1), date(2024, 4, 30)), surname="Early")
    claiming.hold(number, person.id, proof="a test")
    removed(number, date(2023, 1, 1))
    with pytest.raises(Refused, match="You can ask to come back from 1 January 2028"):
        case(applicant=person, route=Route.RESTORATION)
    set_clock("2028-01-01 09:00")
    assert case(applicant=person, route=Route.RESTORATION).application.declared, "a panel decides"


def removed(number: str, on: date) -> None:
    impose_restriction(
        number,
        kind=OrderKind.REMOVAL,
        starts_at=clock.start_of_day(on),
        ends_at=None,
        wording="Removed.",
        source="a panel",
        reason="A test",
        by=SHELL,
    )


def test_whoever_was_removed_does_not_come_back_as_if_after_a_break(set_clock) -> None:
    person = somebody()
    number = admit((date(2019, 5, 1), date(2020, 4, 30)), surname="Before")
    claiming.hold(number, person.id, proof="a test")
    with pytest.raises(Refused, match="No panel removed you"):
        case(applicant=person, route=Route.RESTORATION)
    removed(number, date(2020, 1, 1))
    with pytest.raises(Refused, match="A panel removed you"):
        case(applicant=person, route=Route.RETURN)
    assert case(applicant=person, route=Route.RESTORATION).application.declared


# ------------------------------------------------------------------------------------------------------- who acts next


def test_an_applicant_whose_days_are_over_is_late_and_is_found(set_clock) -> None:
    held = case()
    officer = held.office.officer.actor
    information.ask(held.reference, topics=[], items=["It"], version=held.version, by=officer)
    set_clock("2026-12-21 23:00")
    [line] = worklist(Filter(), by=officer).lines
    assert (line.next.who, line.next.due_on, line.next.is_late) == (Actor.APPLICANT, date(2026, 12, 21), False)
    assert worklist(Filter(late=True), by=officer).total == 0
    set_clock("2026-12-22 01:00")
    found = worklist(Filter(late=True), by=officer)
    assert (found.total, found.late, found.lines[0].next.days_late) == (1, 1, 1)
