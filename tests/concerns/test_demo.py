"""The demo's concerns: one for each thing that may wait, told by nobody real, the same ones from the same seed."""

from __future__ import annotations

from collections import Counter

from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from concerns import demo, queries, standing, worklist
from concerns.demo import looked_into
from concerns.models import Concern, Order, Reporter, Request, Seat
from concerns.panels import queries as panels
from concerns.vocabulary import Queue, Stage
from concerns.worklist import Show
from foundation import audit, clock, locks
from foundation.database import db
from foundation.outbox import Letter
from register.reconciliation import check_public_view
from tests.concerns import watching


def test_the_demo_has_a_concern_for_everything_that_may_wait(runner: FlaskCliRunner, database: SQLAlchemy) -> None:
    said = runner.invoke(args=["demo", "--registrants", "1"])
    assert said.exit_code == 0, said.output
    stages = Counter(db.session.scalars(select(Concern.stage)))
    assert set(stages) >= {Stage.RECEIVED, Stage.TRIAGE, Stage.CLOSED}
    assert stages.total() == len(demo.STORIES)
    lists = worklist.lists(0)
    assert all(lists.on(show) for show in (Show.NOBODY, Show.LATE, Show.NEVER, Show.NEW))
    held = standing.standings_of(lists.on(Show.OPEN)).values()
    assert any(one.red for one in held)
    assert any(one.unread for one in held)
    assert {kind.value for kind in db.session.scalars(select(Request.kind))} == {"withdrawal", "closure_review"}
    assert Queue.NEVER_REGISTERED in set(db.session.scalars(select(Concern.queue)))
    assert audit.verify().broken is None
    assert all(one.received_on <= clock.today() for one in db.session.scalars(select(Concern)))


def test_a_larger_demo_has_concerns_at_every_stage(runner: FlaskCliRunner, database: SQLAlchemy) -> None:
    said = runner.invoke(args=["demo", "--registrants", "250"])
    assert said.exit_code == 0, said.output
    stages = Counter(db.session.scalars(select(Concern.stage)))
    assert set(stages) == set(Stage) - {Stage.LOCAL_RESOLUTION, Stage.MONITORING}
    assert stages.total() == len(demo.STORIES) + len(looked_into.STORIES)
    now, made = clock.now(), db.session.scalars(select(Order)).all()
    assert {one.kind for one in made if panels.in_force(one, now)} == {"suspension", "interim_suspension", "warning"}
    assert check_public_view() == []
    officers = db.session.scalars(select(Seat.account_id).where(Seat.left_at.is_(None)).order_by(Seat.id).limit(2))
    assert watching.agree(*officers) == stages.total()
    assert audit.verify().broken is None


def test_anybody_can_open_the_mailbox_that_the_demo_prints(runner: FlaskCliRunner, database: SQLAlchemy) -> None:
    said = runner.invoke(args=["demo", "--registrants", "1"]).output
    line = next(line for line in said.splitlines() if demo.OPEN_SECRET in line)
    reference = line.split("reference ")[1].split(",")[0]
    assert locks.is_secret(queries.get(reference).secret_hash, demo.OPEN_SECRET)


def test_no_reporter_of_the_demo_is_written_to(runner: FlaskCliRunner, database: SQLAlchemy) -> None:
    runner.invoke(args=["demo", "--registrants", "1"])
    to_reporters = ("concern_", "quiet_", "data_request_")
    written = {one for one in db.session.scalars(select(Letter.template)) if one.startswith(to_reporters)}
    assert written == set(), "nobody who told us of a concern in the demo is real"
    assert db.session.scalar(select(func.count()).where(Reporter.account_id.is_not(None))) == 0


def test_the_same_seed_gives_the_same_references_and_a_second_run_adds_none(
    runner: FlaskCliRunner, database: SQLAlchemy
) -> None:
    runner.invoke(args=["demo", "--registrants", "1", "--seed", "7"])
    first = set(db.session.scalars(select(Concern.reference)))
    again = runner.invoke(args=["demo", "--registrants", "1", "--seed", "7", "--anyway"])
    assert again.exit_code == 0
    db.session.rollback()
    assert set(db.session.scalars(select(Concern.reference))) == first
