"""The demo of staying on the register: something in every room, of nobody real, and the same on a second run."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts.models import Realm
from cpd import registrants
from cpd.audit.models import Audit
from cpd.audit.vocabulary import Stage as AuditStage
from cpd.circulars.models import Circular
from cpd.circulars.vocabulary import Standing
from cpd.demo.cast import find_cast
from cpd.disclosures.models import Disclosure
from cpd.home import download
from cpd.home.overview import overview
from cpd.leaving.models import Departure, ExtendedLeave
from cpd.record.models import ActivityKept
from cpd.renewal.models import Renewal
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db
from register.models import Holder
from register.reconciliation import check_public_view
from tests.accounts.staff import Person, sit_down
from tests.conftest import StillClock
from tests.page import Visitor

TABLES: tuple[Any, ...] = (ActivityKept, Renewal, Disclosure, ExtendedLeave, Departure, Audit, Circular)


def counts() -> dict[str, int]:
    db.session.rollback()
    return {one.__tablename__: db.session.scalar(select(func.count()).select_from(one)) or 0 for one in TABLES}


def test_every_room_has_something_and_a_second_run_adds_nothing(
    app: Flask, runner: FlaskCliRunner, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    said = runner.invoke(args=["demo", "--registrants", "120"])
    assert said.exit_code == 0, said.output
    assert "/account/cpd" in said.output
    first = counts()
    assert all(first.values()), first
    stages = set(db.session.scalars(select(Audit.stage)))
    assert stages >= {AuditStage.ASKED, AuditStage.ASSESSMENT}
    assert set(db.session.scalars(select(Circular.standing))) == {Standing.SENT, Standing.OFFERED}
    assert audit.verify().broken is None
    assert not check_public_view()
    again = runner.invoke(args=["demo", "--registrants", "1", "--anyway"])
    assert again.exit_code == 0, again.output
    assert counts() == first
    _everybody_has_a_home(app)


def _everybody_has_a_home(app: Flask) -> None:
    """Home and the data download of everybody with an account hold together."""
    held = db.session.execute(select(Holder.account_id, Holder.entry_id)).all()
    assert len(held) > 10
    duties = set()
    for account_id, entry_id in held:
        shown = overview(account_id)
        duties |= {one.due.address.split("/")[2] for one in (*shown.yours, *shown.ours, *shown.coming)}
        one = registrants.many([entry_id])[entry_id]
        person = Person(account_id, one.name, one.email)
        page = Visitor(sit_down(app, person, realm=Realm.PUBLIC)).open("/account")
        assert page.heading == "Your account"
        everything = download.put_together(account_id, by=person.actor)
        assert one.number in download.as_json(everything)
    assert duties >= {"cpd", "renewal"}


@pytest.mark.one_database
def test_a_demo_of_one_person_still_has_its_record(runner: FlaskCliRunner, database: SQLAlchemy) -> None:
    said = runner.invoke(args=["demo", "--registrants", "1"])
    assert said.exit_code == 0, said.output
    assert counts()[ActivityKept.__tablename__] > 20


def test_without_people_there_is_no_cast(database: SQLAlchemy) -> None:
    assert find_cast(random.Random(1), clock.today(), Actor("system", None, "the demo")) is None
