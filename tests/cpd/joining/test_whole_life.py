"""Whole applications: from sending in to the register, and all the other ends."""

from __future__ import annotations

import pytest

from cpd.joining.findings import Outcome, PanelFinding
from cpd.joining.vocabulary import Stage
from register import publication
from register import queries as register
from tests.cpd.joining.arrange import case, declared

pytestmark = pytest.mark.usefixtures("database")


def test_a_sound_application_ends_on_the_register() -> None:
    held = case().to(Stage.REGISTERED)
    application = held.application
    assert application.stage is Stage.REGISTERED
    assert application.number is not None
    entry = publication.public_entry(application.number)
    assert entry is not None
    assert entry.name == "Pippa Oakenshaw"
    assert register.entry_of_account(held.applicant.id) == application.number


def test_a_declared_one_goes_through_the_panel() -> None:
    held = declared().to(Stage.DECLARATION_PANEL).sit()
    held.panel_votes(PanelFinding.CLEAR, PanelFinding.CLEAR_WITH_ADVICE)
    assert held.stage is Stage.ASSESSMENT
    held.give_assessor().assess().decide(Outcome.REFUSE)
    assert held.stage is Stage.REFUSED
