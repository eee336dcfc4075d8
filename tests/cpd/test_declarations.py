"""The declarations: held against the table of rules 6.3, their law, and how they read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cpd.declarations import Asked, Eligibility, GoesTo, Reader, asked_at, eligibility, get, in_force, worries, worrying
from cpd.declarations.asking import check
from cpd.declarations.monitoring import QUESTIONS, RATHER_NOT, tidy
from cpd.declarations.records import CHECKERS, ROLES
from cpd.declarations.wording import WORDING
from cpd.vocabulary import Nation
from foundation.standards.outline import first_edition
from tests.rules.test_reading_age import Sentence, grade

TODAY = date(2026, 11, 22)
#: Rules 6.3, column by column: standards, asked (A, R, T), where a worrying answer goes.
TABLE = {
    "D01": ("4.1 3", "AR", GoesTo.REGISTRATION),
    "D02": ("3.2", "ART", GoesTo.PANEL),
    "D03": ("3.2", "ART", GoesTo.RISK_RATING),
    "D04": ("3.3", "ART", GoesTo.PANEL_AND_REGISTER),
    "D05": ("3.1 3.4", "ART", GoesTo.PANEL),
    "D06": ("1.2 3.2", "ART", GoesTo.INTERIM),
    "D07": ("4.4", "ART", GoesTo.HEALTH),
    "D08": ("1.3", "AR", GoesTo.HOLD),
    "D09": ("1.4", "AR", GoesTo.REGISTRATION),
    "D10": ("2.3 2.4 13.4", "ART", GoesTo.NOTE),
    "D11": ("16.3", "AR", GoesTo.AUDIT),
    "D12": ("16.4", "AR", GoesTo.AUDIT),
    "D13": ("19.1 19.2 19.3", "R", GoesTo.CPD),
    "D14": ("18.1 22.2", "AR", GoesTo.CPD),
    "D15": ("14.2 11.7", "AR", GoesTo.AUDIT),
    "D16": ("4.1 4.2 5.1", "AR", GoesTo.RETURN_ROUTE),
    "D17": ("13.1 13.2 13.3", "R", GoesTo.CLAIMS),
    "D18": ("3.5 16.5", "R", GoesTo.LEARNING),
    "D19": ("3.4 16.1 16.2 16.3 3.1", "RT", GoesTo.CONCERNS_OFFICER),
    "D20": ("1.2", "A", GoesTo.REGISTRATION),
    "D21": ("1.1 1.2", "AR", GoesTo.CPD),
    "D22": ("", "AR", GoesTo.STATISTICS),
}
LETTERS = {"A": Asked.APPLICATION, "R": Asked.RENEWAL, "T": Asked.TELL_US_NOW}


def test_all_twenty_two_are_there() -> None:
    assert sorted({one.code for one in in_force(TODAY)}) == sorted(TABLE)


@pytest.mark.parametrize("declaration", WORDING, ids=lambda one: f"{one.code}{one.branch}")
def test_each_is_what_the_rules_say(declaration) -> None:
    standards, asked, goes_to = TABLE[declaration.code]
    assert set(declaration.standards) == set(standards.split())
    assert declaration.asked == {LETTERS[one] for one in asked}
    assert declaration.goes_to is goes_to
    assert declaration.worrying in ("yes", "no", "")
    assert declaration.readers


def test_each_standard_is_one_of_the_institutes() -> None:
    known = {part.reference for part in first_edition().parts}
    assert {number for one in WORDING for number in one.standards} <= known


@pytest.mark.parametrize("declaration", WORDING, ids=lambda one: f"{one.code}{one.branch}")
def test_the_words_are_plain(declaration) -> None:
    said = [declaration.words, declaration.hint, declaration.starts, declaration.further]
    sentences = [Sentence(one) for text in said for one in text.replace("?", ".").split(".") if len(one.split()) >= 5]
    assert grade(sentences) <= 7.5, [f"{one.grade:.1f} {one.text}" for one in sentences]
    assert all(len(one.words) <= 25 for one in sentences)


def test_no_question_about_records_asks_for_what_is_protected() -> None:
    everyone, exempt = get("D02", 1), get("D02", 1, "exempt")
    assert "not spent" in everyone.words
    assert "not protected" in exempt.words
    assert "spent or not" in exempt.words
    assert "never have to tell" in exempt.hint
    assert "do not have to tell us of anything that is spent" in everyone.hint


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, Eligibility.UNSURE),
        ({"personal_care": "yes"}, Eligibility.EXEMPT),
        ({"asked_before": "yes"}, Eligibility.UNSURE),
        ({"personal_care": "no", "health_care": "no", "money": "no", "children": "no"}, Eligibility.NOT_EXEMPT),
        (
            {"personal_care": "no", "health_care": "no", "money": "no", "children": "no", "asked_before": "yes"},
            Eligibility.NOT_EXEMPT,
        ),
        ({"personal_care": "no", "health_care": "no", "money": "unsure", "children": "no"}, Eligibility.UNSURE),
    ],
)
def test_only_a_role_that_the_law_names_is_asked_more(said, found: Eligibility) -> None:
    assert eligibility(said) is found
    asked = {one.code: one for one in asked_at(Asked.APPLICATION, TODAY, branch=found.branch)}
    assert asked["D02"].branch == ("exempt" if found is Eligibility.EXEMPT else "")
    assert set(CHECKERS) == set(Nation)
    assert len(ROLES) == 5


def test_health_is_read_by_the_health_officer_and_monitoring_by_nobody() -> None:
    assert get("D07", 1).readers == {Reader.HEALTH_OFFICER}
    assert get("D22", 1).readers == {Reader.NOBODY}
    private = {one.code for one in WORDING if Reader.ASSESSOR not in one.readers}
    assert private == {"D02", "D03", "D04", "D05", "D06", "D07", "D19", "D22"}


def test_what_starts_a_review() -> None:
    asked = asked_at(Asked.APPLICATION, TODAY)
    starting = {one.code for one in asked if one.worrying and worries([(one, one.worrying)])}
    assert starting == {"D02", "D03", "D04", "D05", "D06"}
    assert not worries([(get("D02", 1), "no")])
    assert not worrying(get("D18", 1), "yes")


def test_a_list_that_does_not_count_is_refused() -> None:
    first = get("D03", 1)
    later = first.__class__(**{**first.__dict__, "version": 2, "from_on": first.from_on + timedelta(days=1)})
    check([first, later])
    for wrong in ([later], [first, first], [later, first]):
        with pytest.raises(ValueError):
            check(wrong)
    same_day = first.__class__(**{**first.__dict__, "version": 2})
    with pytest.raises(ValueError, match="one day"):
        check([first, same_day])
    with pytest.raises(ValueError, match="everyone"):
        check([first.__class__(**{**first.__dict__, "branch": "exempt"})])


def test_monitoring_can_be_left_unsaid_and_keeps_no_typed_words() -> None:
    assert all(question.options[-1][0] == RATHER_NOT for question in QUESTIONS)
    assert tidy({"age": "40_49", "sex": "<b>x</b>", "name": "Perpetua"}) == {"age": "40_49"}
