"""Closing a second entry of the same person."""

from __future__ import annotations

import pytest

from foundation.errors import Refused
from register import operations
from register.vocabulary import OrderKind, Status
from tests.register import arrange
from tests.register.arrange import CLERK, SECOND, WHY, london, status


def test_a_duplicate_is_closed_by_two_people_and_its_number_stays_taken(number: str) -> None:
    twin = arrange.admit()
    with pytest.raises(Refused, match="second person"):
        operations.merge_duplicate(twin, into=number, agreed_by=CLERK, **WHY)
    with pytest.raises(Refused, match="same entry"):
        operations.merge_duplicate(twin, into=twin, agreed_by=SECOND, **WHY)
    operations.merge_duplicate(twin, into=number, agreed_by=SECOND, **WHY)
    assert (status(twin), status(number)) == (None, Status.REGISTERED)
    with pytest.raises(Refused, match="already"):
        arrange.admit(number=twin)


def test_two_entries_cannot_be_merged_into_each_other(number: str) -> None:
    twin = arrange.admit()
    operations.merge_duplicate(twin, into=number, agreed_by=SECOND, **WHY)
    for one, other in ((number, twin), (twin, number)):
        with pytest.raises(Refused, match="closed"):
            operations.merge_duplicate(one, into=other, agreed_by=SECOND, **WHY)
    assert status(number) is Status.REGISTERED


def test_an_entry_with_an_order_or_a_hold_is_not_merged_away(number: str) -> None:
    twin, third = arrange.admit(), arrange.admit()
    arrange.impose(twin, OrderKind.WARNING, london("2026-06-01"), london("2027-06-01"))
    operations.place_hold(third, source="zzhold", **WHY)
    with pytest.raises(Refused, match="carries an order"):
        operations.merge_duplicate(twin, into=number, agreed_by=SECOND, **WHY)
    with pytest.raises(Refused, match="settled first"):
        operations.merge_duplicate(third, into=number, agreed_by=SECOND, **WHY)
