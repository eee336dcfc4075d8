"""Something happens while we work: a new answer is a new row, is read again, and hurries us where it should."""

from __future__ import annotations

from datetime import date

import pytest

from cpd.joining import queries
from cpd.joining.applying import Answer
from cpd.joining.operations import declaring, reading
from cpd.joining.vocabulary import Stage
from foundation.errors import NotAllowed, Refused
from tests.cpd.joining.arrange import case, declared

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


def test_a_new_answer_is_a_new_row_and_is_read_again() -> None:
    held = case().to(Stage.DECISION)
    anew = Answer("D03", 1, "yes", "I was charged yesterday.")
    declaring.answer_anew(held.reference, anew, by=held.applicant.actor)
    assert (held.stage, held.application.declared) == (Stage.DECLARATIONS, True)
    read = {one.declaration.code: one for one in reading.open_answers(held.reference, by=held.office.officer.actor)}
    assert (read["D03"].said, read["D03"].words, read["D03"].worrying) == ("yes", "I was charged yesterday.", True)
    assert queries.last_number(held.application.id, "D03") == 2
    held.review().assess()
    assert held.decide().stage is Stage.REGISTERED
    with pytest.raises(Refused):
        declaring.answer_anew(held.reference, anew, by=held.applicant.actor)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer("D03", 1, "no"), "what you told us before"),
        (Answer("D07", 1, "yes", "x"), "not one of yours"),
        (Answer("D13", 1, "yes"), "not one of yours"),
        (Answer("D03", 7, "yes"), "not one of yours"),
        (Answer("D03", 1, "maybe"), "not one of yours"),
        (Answer("D01", 1, "no"), "take your application back"),
    ],
)
def test_a_new_answer_answers_a_question_that_was_asked(answer: Answer, sentence: str) -> None:
    held = case()
    with pytest.raises(Refused, match=sentence):
        declaring.answer_anew(held.reference, answer, by=held.applicant.actor)
    with pytest.raises(NotAllowed):
        declaring.answer_anew(held.reference, Answer("D03", 1, "yes"), by=held.office.officer.actor)


@pytest.mark.parametrize(("code", "due"), [("D03", 24), ("D06", 24), ("D02", 30), ("D05", 30)])
def test_a_charge_or_a_bar_is_looked_at_within_a_working_day(code: str, due: int) -> None:
    assert declared(**{code: "yes"}).application.due_on == date(2026, 11, due)


def test_a_charge_that_comes_later_is_looked_at_within_a_working_day_too(set_clock) -> None:
    first, later = case(), case().to(Stage.DECISION)
    set_clock("2026-11-26 10:00")
    for held in (first, later):
        declaring.answer_anew(held.reference, Answer("D03", 1, "yes", "Charged."), by=held.applicant.actor)
        assert held.application.due_on == date(2026, 11, 27)
    assert (first.stage, later.stage) == (Stage.COMPLETENESS, Stage.DECLARATIONS)
    # A stage that ends sooner anyway is not made longer.
    set_clock("2026-11-30 10:00")
    declaring.answer_anew(first.reference, Answer("D06", 1, "yes", "Barred."), by=first.applicant.actor)
    assert first.application.due_on == date(2026, 11, 27)


def test_what_does_not_worry_changes_no_stage() -> None:
    held = case().to(Stage.ASSESSMENT)
    declaring.answer_anew(held.reference, Answer("D10", 1, "yes", "My sister's firm."), by=held.applicant.actor)
    assert (held.stage, held.application.declared) == (Stage.ASSESSMENT, False)
