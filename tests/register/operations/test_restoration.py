"""Coming back after a removal."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.errors import Refused
from register import operations, publication
from register.vocabulary import OrderKind, Status
from tests.conftest import StillClock
from tests.register import arrange
from tests.register.arrange import WHY, london, status


def removed(number: str) -> None:
    arrange.impose(number, OrderKind.REMOVAL, london("2026-06-01T10:00"))


def test_nobody_is_restored_before_the_day_on_which_they_may_apply_again(number: str) -> None:
    removed(number)
    assert arrange.restrictions(number)[0].reapply_from == date(2031, 6, 1)
    with pytest.raises(Refused, match="1 June 2031"):
        operations.restore(number, starts_on=date(2031, 5, 31), ends_on=date(2032, 5, 30), **WHY)
    operations.restore(number, starts_on=date(2031, 6, 1), ends_on=date(2032, 5, 31), **WHY)


def test_a_removal_is_shown_as_history_for_five_years_after_the_return(number: str, set_clock: StillClock) -> None:
    removed(number)
    operations.restore(number, starts_on=date(2031, 9, 1), ends_on=date(2040, 8, 31), **WHY)
    set_clock("2031-08-31 23:59")
    assert status(number) is Status.REMOVED
    set_clock("2031-09-01 00:00")
    entry = publication.public_entry(number)
    assert entry is not None
    assert entry.status is Status.REGISTERED
    assert [(one.kind, one.in_force) for one in entry.restrictions] == [(OrderKind.REMOVAL, False)]
    assert entry.restrictions[0].sentence == "Was removed by a panel on 1 June 2026 and later restored."
    assert [tuple(one) for one in entry.breaks] == [(date(2026, 6, 2), date(2031, 8, 31))]
    set_clock("2036-09-01 23:58")
    assert len(getattr(publication.public_entry(number), "restrictions", ())) == 1
    set_clock("2036-09-01 23:59")
    assert getattr(publication.public_entry(number), "restrictions", None) == ()


def test_coming_back_a_second_time_does_not_bring_an_old_removal_back(number: str, set_clock: StillClock) -> None:
    removed(number)
    operations.restore(number, starts_on=date(2031, 9, 1), ends_on=date(2040, 8, 31), **WHY)
    operations.record_leaving(number, at=london("2039-01-01T12:00"), **WHY)
    operations.restore(number, starts_on=date(2039, 6, 1), ends_on=date(2040, 5, 31), **WHY)
    assert arrange.restrictions(number)[0].published_until == london("2036-09-01T23:59")
    set_clock("2039-06-02 12:00")
    assert getattr(publication.public_entry(number), "restrictions", None) == ()


def test_a_removal_for_health_alone_is_not_kept_on_show_after_the_return(number: str, set_clock: StillClock) -> None:
    arrange.impose(number, OrderKind.REMOVAL, london("2026-06-01T10:00"), about_health=True)
    operations.restore(number, starts_on=date(2031, 9, 1), ends_on=date(2032, 8, 31), **WHY)
    set_clock("2031-08-31 12:00")
    assert status(number) is Status.REMOVED
    set_clock("2031-09-01 00:00")
    assert getattr(publication.public_entry(number), "restrictions", None) == ()


def test_a_removal_overturned_on_appeal_gives_the_place_back(number: str) -> None:
    removed(number)
    order = arrange.restrictions(number)[0].id
    operations.take_back_restriction(number, restriction_id=order, **WHY)
    assert status(number) is Status.REGISTERED
