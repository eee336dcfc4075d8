"""The nightly check: quiet when the page says what is in force, loud when it does not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from foundation import clock
from register import operations, publication
from register.reconciliation import check_public_view
from register.vocabulary import OrderKind, Status
from tests.conftest import StillClock
from tests.register import arrange
from tests.register.arrange import SECOND, WHY, london


@pytest.fixture(autouse=True)
def _summer(set_clock: StillClock, database: SQLAlchemy) -> None:
    set_clock("2026-07-01 12:00")


@pytest.mark.parametrize("then", ["stays", "lapses", "leaves", "is taken off", "dies"])
def test_no_life_under_an_order_makes_a_false_alarm(then: str, set_clock: StillClock) -> None:
    numbers = []
    for kind in OrderKind:
        numbers.append(arrange.admit())
        ends = None if kind is OrderKind.REMOVAL else london("2031-01-01")
        arrange.impose(numbers[-1], kind, london("2026-09-01"), ends)
    set_clock("2026-08-01 12:00")
    verbs = {
        "leaves": operations.record_leaving,
        "is taken off": operations.remove_administratively,
        "dies": operations.record_death,
    }
    for kind, number in zip(OrderKind, numbers, strict=True):
        if then in verbs:
            verbs[then](number, at=clock.now(), **WHY)
        elif then == "stays" and kind is not OrderKind.REMOVAL:
            operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2032, 4, 30), **WHY)
    # Long after a lapse or a leaving would have taken the entry off the page by itself.
    for at in ("2026-08-01 12:00", "2026-09-01 00:00", "2027-04-30 23:59", "2028-12-01 12:00", "2029-06-01 12:00"):
        set_clock(at)
        assert check_public_view() == [], at


def test_a_return_after_a_removal_and_a_merged_entry_are_no_alarm(set_clock: StillClock) -> None:
    number, twin = arrange.admit(), arrange.admit()
    arrange.impose(number, OrderKind.REMOVAL, london("2026-06-01"))
    operations.restore(number, starts_on=date(2031, 6, 2), ends_on=date(2032, 6, 1), **WHY)
    operations.merge_duplicate(twin, into=arrange.admit(), agreed_by=SECOND, **WHY)
    for at in ("2031-06-01 23:00", "2031-06-02 00:00", "2036-12-01 12:00"):
        set_clock(at)
        assert check_public_view() == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (None, "the suspension in force cannot be seen"),
        ({"restrictions": ()}, "the suspension in force is not listed"),
        ({"status": Status.REGISTERED, "status_label": "Registered"}, "the page says Registered although"),
        ({"status": Status.LAPSED, "status_label": "Lapsed"}, "the page says Lapsed although"),
    ],
)
def test_a_page_that_hides_a_suspension_is_named(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any] | None, problem: str
) -> None:
    number, other = arrange.admit(), arrange.admit()
    arrange.impose(number, OrderKind.SUSPENSION, london("2026-06-01"), london("2027-06-01"))
    arrange.impose(other, OrderKind.WARNING, london("2026-06-01"), london("2027-06-01"))
    real = publication.public_entries

    def wrong(ids: Any, **named: Any) -> Any:
        held = real(ids, **named)
        mine = arrange.entry_id(number)
        if change is None:
            held.pop(mine, None)
        elif mine in held:
            held[mine] = replace(held[mine], **change)
        return held

    assert check_public_view() == []
    monkeypatch.setattr(publication, "public_entries", wrong)
    found = check_public_view()
    assert [one.number for one in found] == [number]
    assert found[0].problem.startswith(problem)


def test_many_orders_are_looked_at_in_portions(
    statements: Callable[[], AbstractContextManager[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("register.reconciliation._AT_A_TIME", 3)
    numbers = [arrange.admit() for _ in range(7)]
    for number in numbers:
        arrange.impose(number, OrderKind.WARNING, london("2026-06-01"), london("2027-06-01"))
    looked: list[int] = []
    real = publication.public_entries

    def count(ids: Any, **named: Any) -> Any:
        looked.append(len(ids))
        return real(ids, **named)

    monkeypatch.setattr(publication, "public_entries", count)
    assert check_public_view() == []
    # Once for what must be shown, and once for what may not be.
    assert looked == [3, 3, 1, 3, 3, 1]


def test_a_page_that_shows_what_it_may_not_is_named(monkeypatch: pytest.MonkeyPatch, set_clock: StillClock) -> None:
    over, back, held, still = arrange.admit(), arrange.admit(), arrange.admit(), arrange.admit()
    arrange.impose(over, OrderKind.WARNING, london("2026-06-01"), london("2026-06-20"))
    taken = arrange.impose(back, OrderKind.CONDITIONS, london("2026-06-01"), london("2027-06-01"))
    shown = publication.public_entry(back)
    assert shown is not None
    [order] = shown.restrictions
    operations.take_back_restriction(back, restriction_id=taken, **WHY)
    operations.place_hold(held, source="CN-2026-7K3M9X", **WHY)
    arrange.impose(still, OrderKind.WARNING, london("2026-06-01"), london("2026-08-01"))
    assert check_public_view() == []
    real = publication.public_entries

    def wrong(ids: Any, **named: Any) -> Any:
        found = real(ids, **named)
        for number in (over, back):
            if arrange.entry_id(number) in found:
                mine = arrange.entry_id(number)
                found[mine] = replace(found[mine], restrictions=(order,))
        if arrange.entry_id(held) in found:
            mine = arrange.entry_id(held)
            found[mine] = replace(found[mine], status_sentence="We look into CN-2026-7K3M9X.")
        return found

    monkeypatch.setattr(publication, "public_entries", wrong)
    found = {one.number: one.problem for one in check_public_view()}
    assert set(found) == {over, back, held}
    assert found[back] == "the page shows conditions that may not be read now"
    assert "only looked into" in found[held]
