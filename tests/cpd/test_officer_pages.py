"""The pages of applications for staff: each role at each stage, what they show, and that the next thing stands first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from cpd.vocabulary import Stage
from tests.accounts.staff import Person, hire, sit_down
from tests.cpd.arrange import HEALTHY, Answer, Case, answers, case, declared
from tests.page import Page, Visitor

Counting = Callable[[], AbstractContextManager[list[str]]]
PATH = "/staff/applications"
SEES_ALL = {Role.REGISTRATION_OFFICER, Role.REGISTRAR}
LISTS = {*SEES_ALL, Role.ASSESSOR, Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.APPEAL_PANEL}
STAGES = [
    Stage.COMPLETENESS,
    Stage.VERIFICATION,
    Stage.DECLARATIONS,
    Stage.DECLARATION_PANEL,
    Stage.ASSESSMENT,
    Stage.DECISION,
    Stage.REFUSED,
    Stage.REGISTERED,
]


def references(page: Page) -> list[str]:
    """The references on a list, from top to bottom."""
    return [word for row in page.words("th", scope="row") for word in row.split() if word.startswith("AP-")]


def at(app: Flask, person: Person) -> Visitor:
    return Visitor(sit_down(app, person))


def anybody() -> Case:
    """One of each kind of answer that not everybody may read."""
    return case(answers=answers(D02="yes"), health=Answer("D07", 1, "yes", HEALTHY))


# --------------------------------------------------------------------------------------------------------- who opens


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", Role)
def test_each_role_at_each_stage(app: Flask, database: SQLAlchemy, role: Role, stage: Stage) -> None:
    held = declared().to(stage)
    page = at(app, hire(role)).open(f"{PATH}/{held.reference}", status=200 if role in SEES_ALL else 403)
    if role in SEES_ALL:
        assert page.heading == f"Application {held.reference}"
        assert "Perpetua Oakenshaw" in page.text
    else:
        assert "Oakenshaw" not in page.text
