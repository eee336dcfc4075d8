"""Reading entries and facts: a fixed number of statements, and the standing facts only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy

from foundation import clock
from register import operations, queries, rules
from register.models import Hold, Period
from register.rules import Record
from register.vocabulary import OrderKind
from tests.conftest import StillClock
from tests.register import arrange
from tests.register.arrange import WHY, YEAR, london


@pytest.fixture(autouse=True)
def _summer(set_clock: StillClock, database: SQLAlchemy) -> None:
    set_clock("2026-07-01 12:00")


def test_records_cost_the_same_statements_for_one_and_for_many_known_now_or_then(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    ids = [arrange.entry_id(arrange.admit()) for _ in range(12)]
    counts = []
    for many in (1, 5, 12):
        for known_at in (None, clock.now()):
            with statements() as seen:
                found = queries.records(ids[:many], known_at=known_at)
            assert set(found) == set(ids[:many])
            assert found[ids[0]] == queries.records(ids, known_at=known_at)[ids[0]]
            counts.append(len(seen))
    assert len(set(counts)) == 1


def test_how_somebody_stands_costs_fewer_statements_and_is_the_same(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    ids = [arrange.entry_id(arrange.admit()) for _ in range(3)]
    counts, whole = [], queries.records(ids)
    for some in (ids[:1], ids):
        with statements() as seen:
            found = queries.who_and_how(some)
        for one in some:
            assert register_standing(found[one]) == register_standing(whole[one])
            assert found[one].particulars == whole[one].particulars
            assert found[one].insured_to is None
        counts.append(len(seen))
    assert counts[0] < counts[1]


def register_standing(record: Record) -> object:
    return rules.standing(record, clock.now())


def test_numbers_that_nobody_has_are_left_out() -> None:
    number = arrange.admit()
    assert set(queries.entry_ids([number, "CM777777K", ""])) == {number}
    assert queries.entry_ids([]) == {}
    assert queries.entry("CM777777K") is None
    assert queries.records([999_999]) == {}


def test_only_standing_facts_are_given_and_history_keeps_all(set_clock: StillClock) -> None:
    number = arrange.admit()
    entry_id = arrange.entry_id(number)
    operations.correct_period(
        number, wrong_start=YEAR.starts_on, starts_on=date(2026, 5, 2), ends_on=YEAR.ends_on, **WHY
    )
    operations.place_hold(number, source="zzhold", **WHY)
    operations.release_hold(number, source="zzhold", **WHY)
    assert [one.starts_on for one in queries.live_facts(Period, entry_id)] == [date(2026, 5, 2)]
    assert queries.live_facts(Hold, entry_id) == []
    assert not queries.is_held(entry_id)
    assert len(queries.history(entry_id)) == 4


def test_the_address_is_the_one_that_stands() -> None:
    number = arrange.admit()
    operations.change_contact(number, email="zzmail2@example.com", **WHY)
    assert queries.email_of(arrange.entry_id(number)) == "zzmail2@example.com"
    assert queries.email_of(999_999) is None


def test_when_a_period_was_recorded(set_clock: StillClock) -> None:
    number = arrange.admit()
    at = set_clock("2027-03-01 09:00")
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
    entry_id = arrange.entry_id(number)
    assert queries.period_recorded_at(entry_id, date(2027, 5, 1)) == at
    assert queries.period_recorded_at(entry_id, date(2027, 5, 2)) is None


def test_walking_the_whole_register_in_portions() -> None:
    assert queries.is_empty()
    ids = [arrange.entry_id(arrange.admit()) for _ in range(5)]
    assert not queries.is_empty()
    first = queries.entries_after(0, limit=3)
    assert first + queries.entries_after(first[-1], limit=3) == ids
    assert queries.entries_after(ids[-1], limit=3) == []


def test_who_is_under_an_order_at_a_moment() -> None:
    number, other = arrange.admit(), arrange.admit()
    order = arrange.impose(number, OrderKind.WARNING, london("2026-06-01"), london("2026-08-01"))
    arrange.impose(other, OrderKind.SUSPENSION, london("2026-06-01"), london("2026-08-01"))
    warned, kinds = arrange.entry_id(number), (OrderKind.WARNING, OrderKind.CONDITIONS)
    for at, found in (
        ("2026-05-31T23:59:59", set()),
        ("2026-06-01T00:00", {warned}),
        ("2026-07-31T23:59:59", {warned}),
        ("2026-08-01T00:00", set()),
    ):
        assert queries.under_orders(kinds, london(at)) == found
    operations.take_back_restriction(number, restriction_id=order, **WHY)
    assert queries.under_orders(kinds, london("2026-06-15T00:00")) == frozenset()
    assert queries.under_orders((), clock.now()) == frozenset()
