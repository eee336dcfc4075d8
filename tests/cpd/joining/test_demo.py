"""The demo's applications: one for each thing that may wait, by nobody real, the same ones from the same seed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from cpd.joining import demo
from cpd.joining.models import Application
from cpd.joining.operations.reading import lookalikes
from cpd.joining.views import officer_list
from cpd.joining.vocabulary import Stage
from foundation import audit, clock
from foundation.database import db


def test_the_demo_has_an_application_for_everything_that_may_wait(runner: FlaskCliRunner, database: SQLAlchemy) -> None:
    said = runner.invoke(args=["demo", "--registrants", "1"])
    assert said.exit_code == 0, said.output
    assert "/staff/applications" in said.output
    held = db.session.scalars(select(Application)).all()
    assert len(held) == len(demo.STORIES)
    waiting = {Stage.COMPLETENESS, Stage.VERIFICATION, Stage.DECLARATIONS, Stage.DECLARATION_PANEL}
    judged = {Stage.ASSESSMENT, Stage.DECISION, Stage.REGISTERED, Stage.REFUSED, Stage.APPEAL, Stage.WITHDRAWN}
    assert {one.stage for one in held} == waiting | judged
    assert officer_list.count_late(0) >= 2
    assert officer_list.count_health(0) == 1
    assert any(one.paused_on is not None for one in held)
    assert {one.nation.value for one in held} == {"england_wales", "scotland", "northern_ireland"}
    assert any(one.same_birth for two in held for one in lookalikes(two))
    assert all(one.received_on <= clock.today() for one in held)
    assert audit.verify().broken is None


@pytest.mark.one_database
def test_the_same_seed_gives_the_same_references_and_a_second_run_adds_none(
    runner: FlaskCliRunner, database: SQLAlchemy
) -> None:
    runner.invoke(args=["demo", "--registrants", "1", "--seed", "7"])
    first = set(db.session.scalars(select(Application.reference)))
    again = runner.invoke(args=["demo", "--registrants", "1", "--seed", "7", "--anyway"])
    assert again.exit_code == 0
    db.session.rollback()
    assert set(db.session.scalars(select(Application.reference))) == first
