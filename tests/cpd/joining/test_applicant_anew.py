"""What applicants learn and may still do about their declarations after the decision."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from cpd.joining.findings import Outcome, PanelFinding, ReviewFinding
from cpd.joining.vocabulary import Stage
from foundation.database import db
from foundation.evidence import belonging, keep
from tests.cpd.joining.applicant import Applicant
from tests.cpd.joining.arrange import CONVICTION, declared

pytestmark = pytest.mark.usefixtures("database")


def test_what_was_told_in_error_can_be_taken_back_after_the_decision_with_its_files(app: Flask) -> None:
    held = declared(D02="yes").to(Stage.REGISTERED)
    owner = ("application", str(held.application.id))
    for name in ("court.txt", "diary.txt"):
        keep(io.BytesIO(name.encode()), name=name, owner=owner, by=held.applicant.actor)
    court = next(one for one in belonging.files_of(owner) if one.name == "court.txt").token
    db.session.rollback()
    someone = Applicant(app, held.applicant)
    page = someone.open("/told-in-error")
    assert CONVICTION in page.text
    button = "I told you this in error: Cautions and convictions"
    page = someone.visitor.send(page, {"file": court}, button=button)
    assert CONVICTION not in page.text
    assert [one.name for one in belonging.files_of(owner)] == ["diary.txt"]


def test_advice_of_those_who_read_the_declarations_is_told_with_the_decision(app: Flask) -> None:
    held = declared().to(Stage.DECLARATION_PANEL).sit()
    held.panel_votes(PanelFinding.CLEAR, PanelFinding.CLEAR_WITH_ADVICE)
    assert "Tell your employer." not in Applicant(app, held.applicant).open().text
    held.give_assessor().assess().decide(Outcome.REFUSE)
    assert "Tell your employer." in Applicant(app, held.applicant).open().text
    other = declared().to(Stage.DECLARATIONS).review(ReviewFinding.CLEAR_WITH_ADVICE)
    other.give_assessor().assess().decide()
    assert "Tell your employer." in Applicant(app, other.applicant).open().text
