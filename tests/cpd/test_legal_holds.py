"""What the registrant's side keeps, to the last row (rules 6.11): worrying ones, and a legal hold over all of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Role
from cpd.disclosures.models import Disclosure
from cpd.disclosures.operations import sweeping
from cpd.disclosures.telling import HEALTH, Said
from cpd.legal_holds import RegistrantHold
from cpd.renewal.models import RenewalAnswer, RenewalHealth, RenewalStatement
from cpd.renewal.operations import holding, nightly
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from foundation.locks import Lock
from tests.accounts.staff import hire, sit_down
from tests.cpd.renewal.arrange import ILL, answers, member
from tests.frame.outbox import letters
from tests.page import Visitor

pytestmark = pytest.mark.usefixtures("database")
START, END = date(2027, 1, 15), date(2028, 1, 14)


def _count(table: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _nothing(_owner: tuple[str, str]) -> None:
    """No files here."""


def _night() -> None:
    nightly.run(shred=_nothing)
    sweeping.run(shred=_nothing)


def _closed() -> None:
    """As if somebody had found something in all that was told: advice."""
    for held in db.session.scalars(select(Disclosure)):
        held.stage, held.outcome, held.closed_on, held.due_on = "closed", "advice", date(2027, 12, 20), None
    db.session.commit()


def test_what_led_to_advice_goes_six_years_after_the_register_and_its_keys_with_it(set_clock: Any) -> None:
    set_clock("2027-12-01 10:00")
    member(START, END).renew(answers=answers(D02="yes"), health=Said(HEALTH, 1, "yes", ILL))
    _closed()
    keys = [*db.session.scalars(select(Disclosure.lock_id)), *db.session.scalars(select(RenewalHealth.lock_id))]
    assert (_count(Disclosure), _count(RenewalHealth)) == (2, 1)
    set_clock("2035-01-14 02:00")
    _night()
    assert _count(Disclosure) == 2, "their last day was 14 January 2029"
    set_clock("2035-01-16 02:00")
    _night()
    assert (_count(Disclosure), _count(RenewalAnswer), _count(RenewalHealth)) == (0, 0, 0)
    left = db.session.scalars(select(Lock.id).where(Lock.id.in_(keys))).all()
    assert (len(keys), left) == (3, []), "no copy of the database elsewhere opens what they told us"


def test_nothing_goes_while_a_legal_hold_stands_and_its_owner_looks_again(app: Flask, set_clock: Any) -> None:
    set_clock("2027-12-01 10:00")
    held, free = (member(START, END, name=name) for name in ("Ada", "Bea"))
    for one in (held, free):
        one.renew(answers=answers(D02="yes"), health=Said(HEALTH, 1, "yes", ILL))
    _closed()
    registrar, next_one = hire(Role.REGISTRAR), hire(Role.REGISTRAR)
    desk = Visitor(sit_down(app, registrar))
    page = desk.open(f"/staff/renewals/{held.number}")
    page = desk.send(page, {"hold_why": "zza court asks"}, button="Keep it from being deleted")
    assert "zza court asks" in page.text
    assert "looks at it again on 1 June 2028" in page.text
    [row] = db.session.scalars(select(RegistrantHold))
    assert "zza court" not in row.why_sealed
    db.session.rollback()
    with pytest.raises(Refused, match="already"):
        holding.place(held.number, why="zz", by=registrar.actor)
    with pytest.raises(NotAllowed):
        holding.lift(held.number, version=1, by=hire(Role.REGISTRATION_OFFICER).actor)

    set_clock("2028-06-01 02:00")
    _night()
    _night()
    assert [one.recipient for one in letters("staff_registrant_hold")] == [registrar.email]
    holding.review(held.number, version=1, by=next_one.actor)
    with pytest.raises(Refused, match="changed this meanwhile"):
        holding.lift(held.number, version=1, by=registrar.actor)
    set_clock("2028-12-01 02:00")
    _night()
    assert [one.recipient for one in letters("staff_registrant_hold")] == [registrar.email, next_one.email]

    set_clock("2035-01-16 02:00")
    _night()
    for table, of_each in ((Disclosure, 2), (RenewalHealth, 1), (RenewalStatement, 1)):
        assert _count(table) == of_each, "of the one who is kept all, of the other one nothing"
    assert _count(RenewalAnswer) > 1, "clear answers as well"
    holding.lift(held.number, version=2, by=registrar.actor)
    _night()
    assert [_count(one) for one in (Disclosure, RenewalHealth, RenewalStatement, RenewalAnswer)] == [0, 0, 0, 0]
