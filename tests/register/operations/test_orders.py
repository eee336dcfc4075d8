"""Orders: how long they hold, how long they are shown, and what a review may do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from foundation.database import db
from foundation.errors import Refused
from register import operations, publication
from register.models import Restriction
from register.vocabulary import OrderKind, Status
from tests.conftest import StillClock
from tests.register import arrange
from tests.register.arrange import WHY, london, status


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": OrderKind.WARNING, "ends": "2026-06-01"}, "ends after it starts"),
        ({"kind": OrderKind.WARNING, "ends": "2026-05-31"}, "ends after it starts"),
        ({"kind": OrderKind.WARNING, "ends": None}, "needs the day on which it ends"),
        ({"kind": OrderKind.SUSPENSION, "ends": None}, "needs the day on which it ends"),
        ({"kind": OrderKind.CONDITIONS, "ends": "2027-06-01", "wording": " \n"}, "words that the public will read"),
        ({"kind": OrderKind.REMOVAL, "ends": "2027-06-01"}, "removal has no end"),
    ],
)
def test_an_order_that_cannot_be_is_refused(number: str, given: dict[str, Any], sentence: str) -> None:
    given = dict(given)  # the same case comes again for the other database
    kind, ends = given.pop("kind"), given.pop("ends")
    with pytest.raises(Refused, match=sentence):
        arrange.impose(number, kind, london("2026-06-01"), london(ends) if ends else None, **given)
    assert arrange.restrictions(number) == []


@pytest.mark.parametrize(
    ("kind", "about_health", "until"),
    [
        (OrderKind.WARNING, False, "2027-02-28T00:00"),
        (OrderKind.UNDERTAKINGS, False, "2027-08-28T23:59"),
        (OrderKind.CONDITIONS, False, "2028-02-28T23:59"),
        (OrderKind.SUSPENSION, False, "2032-02-28T23:59"),
        (OrderKind.INTERIM_CONDITIONS, False, "2027-02-28T00:00"),
        (OrderKind.INTERIM_SUSPENSION, False, "2027-02-28T00:00"),
        (OrderKind.UNDERTAKINGS, True, "2027-02-28T00:00"),
        (OrderKind.CONDITIONS, True, "2027-02-28T00:00"),
        (OrderKind.SUSPENSION, True, "2027-02-28T00:00"),
    ],
)
def test_how_long_an_order_is_shown_is_worked_out_and_kept(
    number: str, kind: OrderKind, until: str, *, about_health: bool, set_clock: StillClock
) -> None:
    arrange.impose(number, kind, london("2026-06-01"), london("2027-02-28"), about_health=about_health)
    assert arrange.restrictions(number)[0].published_until == london(until)
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2035, 4, 30), **WHY)
    set_clock(london(until) - timedelta(microseconds=1))
    entry = publication.public_entry(number)
    assert entry is not None
    assert [one.kind for one in entry.restrictions] == [kind]
    set_clock(london(until))
    for on in (None, date(2026, 6, 1), date(2027, 1, 1)):
        entry = publication.public_entry(number, on=on)
        assert entry is not None
        assert entry.restrictions == ()
        assert entry.status is Status.REGISTERED


def test_a_removal_is_shown_for_ten_years_and_says_when_to_return(number: str, set_clock: StillClock) -> None:
    arrange.impose(number, OrderKind.REMOVAL, london("2028-02-29T10:00"))
    held = arrange.restrictions(number)[0]
    assert held.published_until == london("2038-02-28T23:59")
    assert held.reapply_from == date(2033, 2, 28)
    set_clock("2038-02-28 23:58")
    assert status(number) is Status.REMOVED
    set_clock("2038-02-28 23:59")
    assert status(number) is None


def test_a_removal_that_starts_later_lets_them_stay_until_then(number: str, set_clock: StillClock) -> None:
    set_clock("2027-04-01 12:00")
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
    at, later = london("2027-04-20"), london("2027-05-04")
    held = arrange.impose(number, OrderKind.REMOVAL, at)
    with pytest.raises(Refused, match="not be later"):
        operations.start_later(number, restriction_id=held, starts_at=at, ends_at=None, **WHY)
    operations.start_later(number, restriction_id=held, starts_at=later, ends_at=None, **WHY)
    [stands] = arrange.restrictions(number)
    assert (stands.starts_at, stands.reapply_from) == (later, date(2032, 5, 4))
    assert stands.published_until == london("2037-05-04T23:59")
    set_clock("2027-05-03 23:59")
    assert status(number) is Status.REGISTERED
    set_clock("2027-05-04 00:00")
    assert status(number) is Status.REMOVED
    with pytest.raises(Refused, match="has started"):
        operations.start_later(number, restriction_id=stands.id, starts_at=london("2027-06-01"), ends_at=None, **WHY)


def test_an_extended_order_runs_on_and_is_shown_longer(number: str, set_clock: StillClock) -> None:
    order = arrange.impose(number, OrderKind.SUSPENSION, london("2026-06-01"), london("2026-12-01"))
    set_clock("2026-11-01 12:00")
    with pytest.raises(Refused, match="not be later"):
        operations.extend_restriction(number, restriction_id=order, until=london("2026-12-01"), **WHY)
    operations.extend_restriction(number, restriction_id=order, until=london("2027-03-01"), **WHY)
    held = arrange.restrictions(number)
    assert [(one.ends_at, one.published_until) for one in held] == [(london("2027-03-01"), london("2032-03-01T23:59"))]
    with pytest.raises(Refused, match="not on this entry any more"):
        operations.extend_restriction(number, restriction_id=order, until=london("2027-04-01"), **WHY)
    endless = arrange.impose(number, OrderKind.INTERIM_CONDITIONS, london("2026-06-01"))
    with pytest.raises(Refused, match="not be later"):
        operations.extend_restriction(number, restriction_id=endless, until=london("2027-04-01"), **WHY)
    set_clock("2026-12-15 12:00")
    assert status(number) is Status.SUSPENDED


def test_an_order_that_ended_before_its_review_cannot_be_woken(number: str, set_clock: StillClock) -> None:
    """The public was told that it was over: going back on that would change what the register said on those days."""
    order = arrange.impose(number, OrderKind.SUSPENSION, london("2026-06-01"), london("2026-12-01"))
    set_clock("2026-12-01 00:00")
    for verb, moment in ((operations.extend_restriction, "until"), (operations.end_restriction, "at")):
        at = london("2027-03-01") if moment == "until" else london("2026-11-01")
        with pytest.raises(Refused, match="over already"):
            verb(number, restriction_id=order, **{moment: at}, **WHY)


def test_an_order_ended_early_ends_then(number: str, set_clock: StillClock) -> None:
    order = arrange.impose(number, OrderKind.CONDITIONS, london("2026-06-01"), london("2027-06-01"))
    for at in ("2027-06-01", "2027-07-01"):
        with pytest.raises(Refused, match="not be earlier"):
            operations.end_restriction(number, restriction_id=order, at=london(at), **WHY)
    with pytest.raises(Refused, match="ends after it starts"):
        operations.end_restriction(number, restriction_id=order, at=london("2026-06-01"), **WHY)
    operations.end_restriction(number, restriction_id=order, at=london("2026-08-01"), **WHY)
    set_clock("2026-08-01 00:00")
    assert status(number) is Status.REGISTERED
    assert arrange.restrictions(number)[0].published_until == london("2027-08-01T23:59")


@pytest.mark.parametrize("kind", [OrderKind.SUSPENSION, OrderKind.REMOVAL])
def test_what_a_panel_ordered_to_be_shown_for_good_stays_so_whatever_happens_to_the_order(
    number: str, kind: OrderKind, set_clock: StillClock
) -> None:
    ends = None if kind is OrderKind.REMOVAL else london("2026-12-01")
    order = arrange.impose(number, kind, london("2026-06-01"), ends, shown_for_good=True)
    if kind is OrderKind.SUSPENSION:
        operations.extend_restriction(number, restriction_id=order, until=london("2027-01-01"), **WHY)
    else:
        operations.restore(number, starts_on=date(2031, 7, 1), ends_on=date(2032, 6, 30), **WHY)
    assert arrange.restrictions(number)[0].published_until is None
    set_clock("2080-01-01 12:00")
    entry = publication.public_entry(number)
    assert entry is not None
    assert [one.kind for one in entry.restrictions] == [kind]


def test_an_interim_order_without_an_end_that_ends_is_not_taken_for_one_shown_for_good(number: str) -> None:
    order = arrange.impose(number, OrderKind.INTERIM_SUSPENSION, london("2026-06-01"))
    assert arrange.restrictions(number)[0].published_until is None
    operations.end_restriction(number, restriction_id=order, at=london("2026-07-15"), **WHY)
    assert arrange.restrictions(number)[0].published_until == london("2026-07-15")


def test_an_order_on_the_wrong_person_is_gone_at_once_and_stays_on_record(number: str) -> None:
    order = arrange.impose(number, OrderKind.SUSPENSION, london("2026-06-01"), london("2026-12-01"))
    other = arrange.admit()
    with pytest.raises(Refused, match="not on this entry"):
        operations.take_back_restriction(other, restriction_id=order, **WHY)
    operations.take_back_restriction(number, restriction_id=order, **WHY)
    entry = publication.public_entry(number, on=date(2026, 6, 15))
    assert entry is not None
    assert (entry.status, entry.restrictions) == (Status.REGISTERED, ())
    with pytest.raises(Refused, match="not on this entry any more"):
        operations.take_back_restriction(number, restriction_id=order, **WHY)
    kept = db.session.scalars(select(Restriction).order_by(Restriction.id)).all()
    assert [(one.void, one.supersedes_id) for one in kept] == [(False, None), (True, order)]
