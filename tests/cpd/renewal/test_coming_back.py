"""Coming back: after leaving before the renewed year began, and while an officer still looks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cpd.renewal.applying import CoverTold
from cpd.renewal.operations import nightly, returning
from cpd.renewal.vocabulary import Band, Stage
from foundation import clock
from foundation.errors import Refused
from register import operations as register
from register.vocabulary import Status
from tests.accounts.staff import SHELL
from tests.cpd.renewal.arrange import letters, member

pytestmark = pytest.mark.usefixtures("database")
START, END = date(2027, 1, 15), date(2028, 1, 14)
LONG = CoverTold("A mutual", "P-1", date(2031, 1, 1))


def test_who_renewed_early_and_left_on_the_last_day_of_the_old_year_can_come_back(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END).renew()
    first = one.renewal.reference
    set_clock("2028-01-14 12:00")
    register.record_leaving(one.number, at=clock.end_of_day(END), reason="a test", by=SHELL)
    assert one.periods == [(START, END)]
    set_clock("2028-03-01 10:00")
    assert one.status is Status.LEFT
    one.begin()
    assert (one.renewal.stage, one.renewal.reference == first) == (Stage.OPEN, False)
    second = one.renewal.reference
    one.begin().send()
    assert (one.renewal.reference, one.renewal.stage, one.renewal.band) == (second, Stage.RENEWED, Band.RETURN_A)
    assert one.status is Status.REGISTERED
    assert one.periods[-1] == (date(2028, 3, 1), date(2029, 2, 28))


def test_who_sent_in_time_comes_back_however_long_our_officer_takes(set_clock: Any) -> None:
    set_clock("2030-01-14 10:00")
    one = member(START, END).renew(cover=LONG)
    late = member(START, END, name="Ossian").begin()
    assert one.renewal.stage is Stage.LOOKED_AT
    set_clock("2030-02-20 10:00")
    written = len(letters())
    assert nightly.run(shred=lambda _owner: None).closed == 1
    assert (one.renewal.stage, late.renewal.stage, len(letters())) == (Stage.LOOKED_AT, Stage.OVER, written)
    with pytest.raises(Refused, match="Apply to come back"):
        late.begin()
    returning.bring_back(
        one.renewal.reference, reasons="All fine.", version=one.renewal.version, by=one.office.officer.actor
    )
    assert (one.renewal.stage, one.renewal.band) == (Stage.RENEWED, Band.RETURN_B)
    assert one.periods[-1] == (date(2030, 2, 20), date(2031, 2, 19))
