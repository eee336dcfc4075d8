"""The numbers of CPD as the institute decides them, with the days from which they hold."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy

from cpd.requirements import policy
from cpd.requirements.engine import Numbers
from cpd.requirements.vocabulary import Mode
from foundation.audit import Actor
from foundation.errors import Refused
from foundation.policy import decide
from tests.conftest import StillClock

BOARD = Actor("shell", None, "the board")


def test_what_it_starts_with_is_what_the_rules_say(database: SQLAlchemy) -> None:
    """Rules 6.5, row by row."""
    held = policy.schedule()
    assert not held.later
    first = asdict(held.first)
    assert first.pop("rights_standards") == ("1.1", "1.2", "2", "5.3")
    assert first == {
        "mode": "hours",
        "minutes": 1800,
        "minutes_with_others": 600,
        "pieces": 2,
        "kinds": 2,
        "peer": 1,
        "planned": 2,
        "rights": 1,
        "theme_months": 36,
        "needs_reflection": True,
    }


def test_each_decision_begins_on_its_own_day(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-06-01 10:00")
    decide(policy.HOURS, value=35, effective_from=date(2026, 9, 1), reason="The board", by=BOARD)
    decide(policy.MODE, value="both", effective_from=date(2027, 1, 1), reason="The board", by=BOARD)
    held = policy.schedule()
    assert [day for day, _ in held.later] == [date(2026, 9, 1), date(2027, 1, 1)]
    assert held(date(2026, 8, 31)) == Numbers()
    assert held(date(2026, 9, 1)) == Numbers(minutes=35 * 60)
    assert held(date(2027, 1, 1)) == Numbers(minutes=35 * 60, mode=Mode.BOTH)


@pytest.mark.parametrize("value", ["", "weeks"])
def test_a_mode_that_there_is_not_is_refused(database: SQLAlchemy, value: str) -> None:
    with pytest.raises(Refused):
        decide(policy.MODE, value=value, effective_from=date(2099, 1, 1), reason="The board", by=BOARD)


@pytest.mark.parametrize("value", ["", "99.9", "2.1; 2.2"])
def test_standards_that_there_are_not_are_refused(database: SQLAlchemy, value: str) -> None:
    with pytest.raises(Refused):
        decide(policy.RIGHTS_STANDARDS, value=value, effective_from=date(2099, 1, 1), reason="The board", by=BOARD)
