"""Waiting on somebody: each day has one standing, and it ends one way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import Refused
from foundation.waiting import Standing, Waited, Waiting

DAY = date(2027, 3, 1)


class Row(Waiting):
    """A row that waits, without a database."""

    def __init__(self) -> None:
        self.asked_on = self.due_on = self.received_on = self.declined_on = None
        self.expired_on = self.called_off_on = None
        self.reminders = 0


def asked(days: int = 28) -> Row:
    row = Row()
    row.ask(DAY, days=days)
    return row


def test_its_last_day_counts() -> None:
    row = asked(28)
    assert row.waited.standing(DAY + timedelta(days=28)) is Standing.WAITING
    assert row.waited.standing(DAY + timedelta(days=29)) is Standing.EXPIRED
    assert row.waited.days_left(DAY) == 28
    assert row.waited.days_left(DAY + timedelta(days=30)) == 0


def test_nobody_was_asked_yet() -> None:
    row = Row()
    assert row.waited.standing(DAY) is Standing.NOT_ASKED
    with pytest.raises(Refused, match="Nobody has asked"):
        row.receive(DAY)


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (lambda row: row.receive(DAY), "have this already"),
        (lambda row: row.decline(DAY), "cannot help"),
        (lambda row: row.call_off(DAY), "do not need"),
    ],
)
def test_it_ends_once(end, sentence: str) -> None:
    row = asked()
    end(row)
    for again in (row.receive, row.decline):
        with pytest.raises(Refused, match=sentence):
            again(DAY)


def test_too_late_is_too_late_whether_a_job_ran_or_not() -> None:
    row = asked(1)
    late = DAY + timedelta(days=2)
    with pytest.raises(Refused, match="The time for this has passed"):
        row.receive(late)
    row.expire(late)
    with pytest.raises(Refused, match="The time for this has passed"):
        row.receive(late)


def test_it_does_not_end_early() -> None:
    with pytest.raises(Refused, match="still time"):
        asked().expire(DAY)


def test_asking_again_begins_anew() -> None:
    row = asked(1)
    row.expire(DAY + timedelta(days=5))
    row.ask(DAY + timedelta(days=6), days=28)
    assert row.waited.standing(DAY + timedelta(days=7)) is Standing.WAITING
    row.receive(DAY + timedelta(days=7))
    with pytest.raises(Refused):
        row.ask(DAY, days=1)
    with pytest.raises(Refused, match="come already"):
        row.call_off(DAY)


@given(st.integers(0, 60), st.integers(0, 3))
def test_missed_reminders_come_as_one(day: int, written: int) -> None:
    waited = Waited(DAY, DAY + timedelta(days=28), reminders=written)
    due = waited.reminder_due(DAY + timedelta(days=day), after=(10, 21))
    reached = (day >= 10) + (day >= 21)
    expected = reached if day <= 28 and reached > written else None
    assert due == expected
