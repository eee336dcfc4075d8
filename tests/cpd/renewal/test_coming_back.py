"""Coming back: after leaving before the renewed year began, and while an officer still looks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from cpd.joining.operations.sending_in import send_in
from cpd.joining.vocabulary import Route
from cpd.joining.vocabulary import Stage as Application
from cpd.renewal.applying import CoverTold
from cpd.renewal.operations import nightly, returning
from cpd.renewal.policy import RENEWAL_FEE
from cpd.renewal.vocabulary import Band, Stage
from foundation import clock
from foundation.errors import Refused
from register import operations as register
from register.terms import last_day
from register.vocabulary import Status
from tests.accounts.staff import SHELL
from tests.cpd.joining.arrange import DETAILS, applying, case
from tests.cpd.renewal.arrange import fee, member
from tests.cpd.renewal.at_home import HOME, AtHome
from tests.frame.outbox import letters

pytestmark = pytest.mark.usefixtures("database")
START, END = date(2027, 1, 15), date(2028, 1, 14)
LONG = CoverTold("A mutual", "P-1", date(2031, 1, 1))
INSURED = replace(DETAILS, insured=replace(DETAILS.insured, ends_on=date(2031, 1, 1)))


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


# ---------------------------------------------------------------------------------------- one way back, not two at once


@pytest.mark.parametrize(("day", "band"), [("2028-01-20", Band.LATE), ("2028-06-01", Band.RETURN_A)])
def test_who_can_come_back_by_renewing_is_sent_there_and_cannot_apply(
    app: Flask, set_clock: Any, day: str, band: Band
) -> None:
    set_clock("2027-06-01 10:00")
    fee(RENEWAL_FEE, 10_000)
    one = member(START, END)
    set_clock(f"{day} 10:00")
    at_home = AtHome(app, one)
    page = at_home.visitor.open("/account/application")
    assert "There is a shorter way" in page.text
    assert page.links["Go there"] == HOME
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.html)
    assert token is not None
    answer = at_home.client.post("/account/application/begin", data={"csrf_token": token[1]})
    assert answer.location == HOME, "a page that was left open leads there as well"
    one.begin()
    with pytest.raises(Refused, match="You need not apply"):
        send_in(applying(one.account, route=Route.RETURN), reference="AP-2028-TESTED", by=one.account.actor)
    one.send().pay()
    assert (one.renewal.stage, one.renewal.band, len(one.periods)) == (Stage.RENEWED, band, 2)
    with pytest.raises(Refused, match="do not need to come back"):
        send_in(applying(one.account, route=Route.RETURN), reference="AP-2028-TESTED", by=one.account.actor)


def test_who_has_to_apply_comes_back_by_that_alone(set_clock: Any) -> None:
    """After two years, or sent on by the registrar: an application, and no second period or fee from a renewal."""
    set_clock("2029-06-01 10:00")
    late, sent_on = member(START, END, name="Ossian").begin(), member(START, END).renew(cover=LONG)
    with pytest.raises(Refused, match="an officer looks at what you sent"):
        send_in(applying(sent_on.account, route=Route.RETURN), reference="AP-2029-TESTED", by=sent_on.account.actor)
    returning.send_on(
        sent_on.renewal.reference,
        reasons="No evidence.",
        version=sent_on.renewal.version,
        by=sent_on.office.registrar.actor,
    )
    coming = case(applicant=sent_on.account, route=Route.RETURN, details=INSURED)
    with pytest.raises(Refused, match="application is open"):
        sent_on.begin()
    coming.to(Application.REGISTERED)
    set_clock("2030-02-20 10:00")
    with pytest.raises(Refused, match="Apply to come back"):
        late.begin()
    case(applicant=late.account, route=Route.RETURN, details=INSURED).to(Application.REGISTERED)
    nightly.run(shred=lambda _owner: None)
    for one, back in ((sent_on, date(2029, 6, 1)), (late, date(2030, 2, 20))):
        assert one.periods[1:] == [(back, last_day(back))]
        assert (one.status, one.renewal.stage.is_open) == (Status.REGISTERED, False)
