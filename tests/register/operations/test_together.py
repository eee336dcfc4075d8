"""Two people at once: neither undoes the other, and neither waits for the other in a circle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from flask import Flask

from foundation import audit, clock
from foundation.database import db, operation
from foundation.errors import Refused
from register import operations, queries
from register.models import EventKind
from register.vocabulary import OrderKind
from tests.register import arrange
from tests.register.arrange import WHY, YEAR, london


def together(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """Do things at the same moment, each over its own connection; says what each gave or raised."""
    ready = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait()
            try:
                found[place] = act()
            except Exception as error:  # whatever it is, the test wants to see it
                found[place] = error

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return found


def refused(found: list[object]) -> list[str]:
    """The sentences of those that were refused; any other error fails the test."""
    errors = [one for one in found if isinstance(one, Exception)]
    assert all(isinstance(one, Refused) for one in errors), errors
    return [str(one) for one in errors]


def test_two_corrections_of_the_same_fact_cannot_both_stand(app: Flask, number: str) -> None:
    db.session.rollback()

    def correct(starts_on: date) -> Callable[[], object]:
        return lambda: operations.correct_period(
            number, wrong_start=YEAR.starts_on, starts_on=starts_on, ends_on=YEAR.ends_on, **WHY
        )

    found = together(app, correct(date(2026, 5, 10)), correct(date(2026, 5, 20)))
    assert len(refused(found)) == 1
    held = arrange.record(number).periods
    assert len(held) == 1
    assert held[0].starts_on in {date(2026, 5, 10), date(2026, 5, 20)}
    assert audit.verify().broken is None


def test_the_same_order_ended_twice_at_once_ends_once(app: Flask, number: str) -> None:
    order = arrange.impose(number, OrderKind.CONDITIONS, london("2026-06-01"), london("2027-06-01"))
    db.session.rollback()

    def end(at: str) -> Callable[[], object]:
        return lambda: operations.end_restriction(number, restriction_id=order, at=london(at), **WHY)

    assert len(refused(together(app, end("2026-08-01"), end("2026-09-01"), end("2026-10-01")))) == 2
    assert len(arrange.restrictions(number)) == 1


def test_two_renewals_at_once_make_one_period(app: Flask, number: str) -> None:
    db.session.rollback()

    def renew() -> object:
        return operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)

    assert len(refused(together(app, renew, renew))) == 1
    assert len(arrange.record(number).periods) == 2


def test_nobody_leaves_past_a_hold_that_is_placed_at_the_same_moment(app: Flask, number: str) -> None:
    db.session.rollback()
    found = together(
        app,
        lambda: operations.place_hold(number, source="zzhold", **WHY),
        lambda: operations.record_leaving(number, at=clock.now(), **WHY),
    )
    sentences = refused(found)
    left, held = bool(arrange.record(number).endings), queries.is_held(arrange.entry_id(number))
    # Whoever came first was done; the other saw it, or was told to look again.
    assert (left, held, len(sentences)) in {(True, True, 0), (False, True, 1), (True, False, 1)}
    if (left, held) == (True, True):
        kinds = [one.kind for one in queries.history(arrange.entry_id(number))]
        assert kinds.index(EventKind.HELD) < kinds.index(EventKind.LEFT), "left although the hold was there"


def test_many_people_admitted_at_once_get_numbers_of_their_own(app: Flask) -> None:
    db.session.rollback()
    found = together(app, *[arrange.admit] * 6)
    assert refused(found) == []
    assert len(set(map(str, found))) == 6
    assert audit.verify().lines == 6


def test_people_who_work_on_the_same_entries_in_another_order_do_not_block_each_other(app: Flask) -> None:
    one, other = arrange.admit(), arrange.admit()
    db.session.rollback()
    halfway = threading.Barrier(2)

    @operation
    def both(first: str, second: str) -> None:
        operations.confirm_insurance(first, confirmed_to=date(2027, 7, 1), **WHY)
        with suppress(threading.BrokenBarrierError):  # the other one waits for us: that is the point
            halfway.wait(0.5)
        operations.confirm_insurance(second, confirmed_to=date(2027, 7, 1), **WHY)

    assert refused(together(app, lambda: both(one, other), lambda: both(other, one))) == []
    assert audit.verify().broken is None


def test_a_long_load_and_a_change_to_one_entry_do_not_block_each_other(app: Flask) -> None:
    """The load holds the trail while it goes on; an officer who changes an entry meanwhile waits, and neither dies."""
    numbers = [arrange.admit() for _ in range(4)]
    db.session.rollback()
    begun, officer_waits = threading.Event(), threading.Event()

    @operation
    def load() -> None:
        operations.confirm_insurance(numbers[0], confirmed_to=date(2027, 8, 1), **WHY)
        begun.set()
        officer_waits.wait(0.5)
        for number in numbers[1:]:
            operations.confirm_insurance(number, confirmed_to=date(2027, 8, 1), **WHY)

    def officer() -> None:
        begun.wait(10)
        operations.place_hold(numbers[3], source="zzhold", **WHY)

    assert refused(together(app, load, officer)) == []
    assert queries.is_held(arrange.entry_id(numbers[3]))
    assert arrange.record(numbers[3]).insured_to == date(2027, 8, 1)
