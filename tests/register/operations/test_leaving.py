"""Renewing, leaving, dying, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from foundation import clock
from foundation.errors import Refused
from register import operations, publication
from register.vocabulary import OrderKind, Status
from tests.conftest import StillClock
from tests.register import arrange
from tests.register.arrange import WHY, YEAR, london, status


def test_a_renewal_follows_on(number: str, set_clock: StillClock) -> None:
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
    for at in ("2027-04-30 23:58", "2027-04-30 23:59", "2027-05-01 00:00"):
        set_clock(at)
        assert status(number) is Status.REGISTERED, at


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2027, 4, 30), date(2028, 4, 29)),
        (date(2026, 1, 1), date(2026, 5, 1)),
        (date(2026, 6, 1), date(2026, 6, 30)),
        (date(2026, 1, 1), date(2028, 1, 1)),
        (date(2027, 6, 1), date(2027, 5, 31)),
    ],
)
def test_a_period_that_overlaps_or_runs_backwards_is_refused(number: str, starts_on: date, ends_on: date) -> None:
    for verb in (operations.renew, operations.restore):
        with pytest.raises(Refused):
            verb(number, starts_on=starts_on, ends_on=ends_on, **WHY)
    assert arrange.record(number).periods == [YEAR]


@pytest.mark.parametrize("verb", [operations.record_leaving, operations.remove_administratively])
def test_who_has_gone_cannot_renew_but_can_come_back_at_any_later_day(
    number: str, verb: Callable[..., None], set_clock: StillClock
) -> None:
    verb(number, at=clock.now(), **WHY)
    assert status(number) in {Status.LEFT, Status.ADMINISTRATIVE_REMOVAL}
    with pytest.raises(Refused, match="restoration"):
        operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
    with pytest.raises(Refused, match="after the day the person left"):
        operations.restore(number, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30), **WHY)
    # Weeks later, long before the period they had would have ended.
    operations.restore(number, starts_on=date(2026, 8, 1), ends_on=date(2027, 7, 31), **WHY)
    set_clock("2026-08-01 00:00")
    entry = publication.public_entry(number)
    assert entry is not None
    assert entry.status is Status.REGISTERED
    assert [tuple(one) for one in entry.breaks] == [(date(2026, 7, 2), date(2026, 7, 31))]


@pytest.mark.parametrize("how", ["left", "administrative", "agreed", "removed"])
def test_who_renewed_early_and_then_went_does_not_come_back_by_themselves(
    number: str, how: str, set_clock: StillClock
) -> None:
    set_clock("2027-04-01 12:00")
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
    if how == "left":
        operations.record_leaving(number, at=clock.now(), **WHY)
    elif how == "administrative":
        operations.remove_administratively(number, at=clock.now(), **WHY)
    elif how == "agreed":
        operations.record_agreed_leaving(number, at=clock.now(), statement="We agree.", **WHY)
    else:
        arrange.impose(number, OrderKind.REMOVAL, clock.now())
    gone = status(number)
    set_clock("2027-05-01 00:00")
    assert status(number) is gone
    assert not getattr(publication.public_entry(number), "may_use_title", None)
    assert arrange.record(number).periods == [YEAR]


def test_who_renewed_early_may_leave_at_the_end_of_the_old_period(number: str, set_clock: StillClock) -> None:
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
    operations.record_leaving(number, at=london("2027-04-30T23:59"), **WHY)
    set_clock("2027-05-01 00:00")
    assert status(number) is Status.LEFT


def test_somebody_who_has_gone_cannot_go_again(number: str) -> None:
    operations.record_leaving(number, at=clock.now(), **WHY)
    for verb in (operations.record_leaving, operations.remove_administratively):
        with pytest.raises(Refused, match="not on the register"):
            verb(number, at=clock.now() + timedelta(days=10), **WHY)


def test_somebody_who_was_removed_cannot_leave(number: str) -> None:
    arrange.impose(number, OrderKind.REMOVAL, london("2026-06-15"))
    with pytest.raises(Refused, match="not on the register"):
        operations.record_leaving(number, at=clock.now(), **WHY)
    assert status(number) is Status.REMOVED


@pytest.mark.parametrize("at", ["2026-04-30T23:59", "2027-04-30T23:59", "2030-01-01T00:00"])
def test_nobody_leaves_while_they_are_not_on_the_register(number: str, at: str) -> None:
    with pytest.raises(Refused, match="not on the register"):
        operations.record_leaving(number, at=london(at), **WHY)


def test_a_hold_stops_leaving_until_it_is_released(number: str) -> None:
    operations.place_hold(number, source="zzhold-a", **WHY)
    operations.place_hold(number, source="zzhold-a", **WHY)
    operations.place_hold(number, source="zzhold-b", **WHY)
    operations.release_hold(number, source="zzhold-a", **WHY)
    with pytest.raises(Refused, match="no such hold"):
        operations.release_hold(number, source="zzhold-a", **WHY)
    with pytest.raises(Refused, match="settled first"):
        operations.record_leaving(number, at=clock.now(), **WHY)
    operations.release_hold(number, source="zzhold-b", **WHY)
    operations.record_leaving(number, at=clock.now(), **WHY)
    assert status(number) is Status.LEFT


def test_leaving_by_agreement_goes_ahead_with_its_statement(number: str) -> None:
    operations.place_hold(number, source="zzhold", **WHY)
    with pytest.raises(Refused, match="statement"):
        operations.record_agreed_leaving(number, at=clock.now(), statement="  ", **WHY)
    operations.record_agreed_leaving(number, at=clock.now(), statement="We agree that…", **WHY)
    entry = publication.public_entry(number)
    assert entry is not None
    assert (entry.status, entry.statement) == (Status.LEFT, "We agree that…")


@pytest.mark.parametrize(
    ("verb", "more", "months"),
    [
        (operations.record_leaving, {}, 24),
        (operations.remove_administratively, {}, 24),
        (operations.record_agreed_leaving, {"statement": "We agree."}, 120),
    ],
)
def test_who_has_gone_is_found_as_long_as_the_rules_say(
    number: str, verb: Callable[..., None], more: dict[str, str], months: int, set_clock: StillClock
) -> None:
    verb(number, at=clock.now(), **more, **WHY)
    gone = london(f"{2026 + months // 12}-07-01T23:59")
    set_clock(gone - timedelta(microseconds=1))
    assert status(number) is not None
    set_clock(gone)
    assert status(number) is None
    assert status(number, date(2026, 6, 1)) is None


def test_nothing_happens_to_somebody_after_their_death(number: str) -> None:
    operations.record_death(number, at=london("2026-06-20T08:00"), **WHY)
    assert status(number) is None
    assert status(number, date(2026, 6, 1)) is None
    later = {"starts_on": date(2027, 5, 1), "ends_on": date(2028, 4, 30)}
    for act in (
        lambda: operations.record_leaving(number, at=clock.now(), **WHY),
        lambda: operations.record_death(number, at=clock.now(), **WHY),
        lambda: operations.renew(number, **later, **WHY),
        lambda: operations.restore(number, **later, **WHY),
    ):
        with pytest.raises(Refused):
            act()


def test_somebody_dies_under_conditions(number: str) -> None:
    arrange.impose(number, OrderKind.CONDITIONS, london("2026-06-01"), london("2027-06-01"))
    operations.record_death(number, at=clock.now(), **WHY)
    assert status(number) is None
