"""What comes down: each kind on its day at midnight in London, in a hurry, and always with proof; and loudly if not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from foundation import clock
from foundation.database import db
from register import coming_down, decisions, operations, publication
from register.models import DownBecause, TakenDown
from register.vocabulary import OrderKind
from tests.conftest import StillClock
from tests.register import arrange
from tests.register.arrange import SECOND, WHY, london

pytestmark = pytest.mark.usefixtures("database")


def proofs() -> list[TakenDown]:
    db.session.expire_all()
    return list(db.session.scalars(select(TakenDown).order_by(TakenDown.id)))


class Goes(NamedTuple):
    """An order, its end, and the last minute and the first without it."""

    kind: OrderKind
    ends: str
    last: str
    gone: str


@pytest.mark.parametrize(
    "case",
    [
        # A summer day in London ends an hour before it does in UTC; the last one is the night the clocks go back.
        Goes(OrderKind.CONDITIONS, "2027-01-15 23:59", "2028-01-15 23:58", "2028-01-15 23:59"),
        Goes(OrderKind.UNDERTAKINGS, "2027-01-15 23:59", "2027-07-15 23:58", "2027-07-15 23:59"),
        Goes(OrderKind.SUSPENSION, "2027-03-28 23:59", "2032-03-28 23:58", "2032-03-28 23:59"),
        Goes(OrderKind.WARNING, "2027-10-31 23:59", "2027-10-31 23:58", "2027-10-31 23:59"),
    ],
)
def test_it_goes_on_its_day_and_the_night_after_proves_it(
    client: FlaskClient, set_clock: StillClock, case: Goes
) -> None:
    set_clock("2026-07-01 12:00")
    number = arrange.admit()
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2037, 4, 30), **WHY)
    arrange.impose(number, case.kind, london("2026-07-01 12:00"), london(case.ends))
    [address] = [one.address for one in decisions.listed(1).decisions]
    set_clock(case.last)
    assert client.get(address).status_code == client.get(f"{address}.pdf").status_code == 200
    assert coming_down.run() == coming_down.Proved(0, ())
    set_clock(case.gone)
    assert client.get(address).status_code == client.get(f"{address}.pdf").status_code == 404
    # The job missed three nights: it makes up for them, once.
    set_clock(f"{clock.today() + timedelta(days=3)} 02:00")
    assert coming_down.run().gone == 1
    assert coming_down.run().gone == 0
    [row] = proofs()
    assert (row.address, row.because, row.gone) == (address, DownBecause.DAY, True)
    assert row.due_at == london(case.gone)
    assert set(row.answers) == {"page", "pdf", "search engines are told to drop both", "entry", "list"}


def test_what_is_taken_back_in_a_hurry_is_proved_at_once(client: FlaskClient, set_clock: StillClock) -> None:
    set_clock("2026-07-01 12:00")
    number, other = arrange.admit(), arrange.admit()
    wrong = arrange.impose(number, OrderKind.SUSPENSION, london("2026-07-01"), london("2027-07-01"))
    arrange.impose(other, OrderKind.SUSPENSION, london("2026-07-01"), london("2027-07-01"))
    assert coming_down.prove_urgent() == ()
    assert proofs() == []
    operations.take_back_restriction(number, restriction_id=wrong, **WHY)
    assert coming_down.prove_urgent() == ()
    assert [(one.because, one.gone) for one in proofs()] == [(DownBecause.URGENT, True)]
    assert number in proofs()[0].address


def test_what_still_stands_somewhere_is_named_and_asked_again(
    client: FlaskClient, set_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock("2026-07-01 12:00")
    number = arrange.admit()
    arrange.impose(number, OrderKind.WARNING, london("2026-07-01"), london("2026-08-01"))
    [address] = [one.address for one in decisions.listed(1).decisions]
    set_clock("2026-08-02 02:00")
    real = publication.rules.RestrictionFact.may_be_shown
    monkeypatch.setattr(publication.rules.RestrictionFact, "may_be_shown", lambda _order, _now: True)
    assert coming_down.run() == coming_down.Proved(0, (address,))
    monkeypatch.setattr(publication.rules.RestrictionFact, "may_be_shown", real)
    assert coming_down.run().gone == 1
    assert [one.gone for one in proofs()] == [False, True]


def test_an_agreed_statement_and_a_closed_entry_leave_nothing(client: FlaskClient, set_clock: StillClock) -> None:
    set_clock("2026-07-01 12:00")
    number, twin = arrange.admit(), arrange.admit()
    operations.record_agreed_leaving(number, at=clock.now(), statement="She admits it.", **WHY)
    operations.merge_duplicate(twin, into=arrange.admit(), agreed_by=SECOND, **WHY)
    address = f"/decisions/{number}/left-by-agreement"
    set_clock("2036-07-01 23:58")
    assert client.get(address).status_code == 200
    set_clock("2036-07-02 02:00")
    assert client.get(address).status_code == 404
    assert coming_down.run().gone == 1
    assert proofs()[0].ending_id is not None
