"""The institute's own numbers: from a day on, with a reason, and nothing overwritten."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from foundation import audit, policy
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.policy import Policy, PolicyValue, decide
from tests.conftest import StillClock

CLERK = Actor("account", 7, "Clerk Sample")
WHY = {"reason": "The board decided it.", "by": CLERK}
DAYS: Policy[int] = Policy("test.days", 28, "days", "How long to wait", "the test", lambda days: 0 < days < 100)
SHARE: Policy[float] = Policy("test.share", 2.5, "%", "How many to look at", "the test")
OPEN: Policy[bool] = Policy("test.open", True, "", "Whether it is open", "the test")
WORD: Policy[str] = Policy("test.word", "first", "", "Which way", "the test")


@pytest.fixture(autouse=True)
def _new_year(set_clock: StillClock, database: object) -> None:
    set_clock("2027-01-01 09:00")


def test_nothing_decided_means_the_starting_value() -> None:
    assert (DAYS.value(), DAYS.value(date(1990, 1, 1)), DAYS.value(date(2090, 1, 1))) == (28, 28, 28)


def test_outside_an_application_the_starting_value_holds() -> None:
    from_elsewhere: list[int] = []
    thread = threading.Thread(target=lambda: from_elsewhere.append(DAYS.value(date(2027, 1, 1))))
    thread.start()
    thread.join()
    assert from_elsewhere == [28]


def test_a_value_holds_from_its_day_until_the_next_one(set_clock: StillClock) -> None:
    decide(DAYS, value=42, effective_from=date(2027, 6, 1), **WHY)
    decide(DAYS, value=14, effective_from=date(2027, 3, 1), **WHY)
    asked = [date(2027, 2, 28), date(2027, 3, 1), date(2027, 5, 31), date(2027, 6, 1), date(2040, 1, 1)]
    assert [DAYS.value(day) for day in asked] == [28, 14, 14, 42, 42]
    for at, value in (("2027-02-28 23:59", 28), ("2027-03-01 00:00", 14), ("2027-06-01 00:00", 42)):
        set_clock(at)
        assert DAYS.value() == value


def test_a_second_decision_for_the_same_day_holds_and_the_first_stays_on_record() -> None:
    for value in (42, 14, 56):
        decide(DAYS, value=value, effective_from=date(2027, 1, 1), **WHY)
    assert DAYS.value() == 56
    rows = db.session.scalars(select(PolicyValue).order_by(PolicyValue.version)).all()
    assert [(one.version, one.value, one.recorded_by) for one in rows] == [
        (1, 42, "Clerk Sample"),
        (2, 14, "Clerk Sample"),
        (3, 56, "Clerk Sample"),
    ]
    assert audit.verify().lines == 3


def test_two_who_decide_at_once_both_stand_one_after_the_other(app: Flask) -> None:
    db.session.rollback()
    ready = threading.Barrier(4)
    errors: list[Exception] = []

    def work(value: int) -> None:
        with app.app_context():
            ready.wait()
            try:
                decide(DAYS, value=value, effective_from=date(2027, 2, 1), **WHY)
            except Exception as error:  # the test wants to see whatever it is
                errors.append(error)

    threads = [threading.Thread(target=work, args=(value,)) for value in (10, 20, 30, 40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sorted(db.session.scalars(select(PolicyValue.version))) == [1, 2, 3, 4]


@pytest.mark.parametrize("value", [0, -1, 100, 28.0, "28", True, None])
def test_a_value_of_the_wrong_kind_or_size_is_refused(value: object) -> None:
    with pytest.raises(Refused, match="How long to wait: that value cannot be used"):
        decide(DAYS, value=value, effective_from=date(2027, 2, 1), **WHY)  # type: ignore[arg-type]  # on purpose
    assert db.session.scalars(select(PolicyValue)).all() == []


def test_values_of_every_kind_come_back_as_they_were() -> None:
    decide(SHARE, value=3.0, effective_from=date(2027, 1, 1), **WHY)
    decide(OPEN, value=False, effective_from=date(2027, 1, 1), **WHY)
    decide(WORD, value="second “way”", effective_from=date(2027, 1, 1), **WHY)
    assert [SHARE.value(), OPEN.value(), WORD.value()] == [3.0, False, "second “way”"]
    assert [type(one) for one in (SHARE.value(), OPEN.value())] == [float, bool]


def test_the_past_cannot_be_decided_and_a_reason_is_wanted() -> None:
    with pytest.raises(Refused, match="not for the past"):
        decide(DAYS, value=42, effective_from=date(2026, 12, 31), **WHY)
    with pytest.raises(Refused, match="Say why"):
        decide(DAYS, value=42, effective_from=date(2027, 1, 1), reason=" ", by=CLERK)
    assert DAYS.value() == 28


def test_a_decision_that_was_rolled_back_is_forgotten_at_once() -> None:
    @operation
    def half_done() -> None:
        decide(DAYS, value=42, effective_from=date(2027, 1, 1), **WHY)
        assert DAYS.value() == 42
        raise KeyError("something went wrong")

    with pytest.raises(KeyError):
        half_done()
    assert DAYS.value() == 28


def test_a_name_is_declared_once() -> None:
    held = policy.declared()[0]
    with pytest.raises(ValueError, match="declared twice"):
        policy.declare(held)


def test_every_policy_of_the_house_says_what_it_is() -> None:
    held = policy.declared()
    assert [one.name for one in held] == sorted(one.name for one in held)
    for one in held:
        assert one.about
        assert one.unit
        assert one.source
        assert one.allowed(one.starting)
        if type(one.starting) is int:
            assert not one.allowed(-1), one.name


def test_no_number_of_months_can_lead_out_of_the_calendar() -> None:
    for one in policy.declared():
        if one.unit == "months":
            assert not one.allowed(12_000), one.name


def test_the_command_lists_what_is_in_force_today(runner: FlaskCliRunner) -> None:
    held = {one.name: one for one in policy.declared()}["register.lapsed.shown"]
    decide(held, value=36, effective_from=date(2027, 1, 1), **WHY)
    output = runner.invoke(args=["policy", "list"]).output
    assert "register.lapsed.shown: 36 months (How long a lapsed entry is found)\n" in output
    assert output.count("\n") == len(policy.declared())
