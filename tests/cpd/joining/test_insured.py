"""Nobody comes onto the register uninsured: a late fee counts, a won appeal counts, and the admission waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from cpd.joining import queries
from cpd.joining.findings import AppealGround, AppealOutcome, SeatKind
from cpd.joining.operations import appealing, checking, information, insuring, nightly, verifying
from cpd.joining.operations.verifying import Checked
from cpd.joining.vocabulary import CheckItem, CheckOutcome, Stage
from cpd.money import queries as bills
from foundation import clock
from foundation.errors import Refused
from register import publication
from tests.cpd.joining.arrange import DETAILS, Case, case
from tests.cpd.joining.test_money import pay, set_fees
from tests.cpd.joining.test_officer_pages import at
from tests.frame.outbox import letters

pytestmark = pytest.mark.usefixtures("database")
ENDS = replace(DETAILS, insured=replace(DETAILS.insured, ends_on=date(2026, 12, 10)))


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


def paid_after_the_insurance_ended(set_clock) -> Case:
    set_fees()
    held = case(details=ENDS).to(Stage.OFFER)
    set_clock("2026-12-11 10:00")
    [invoice] = bills.of_matter("application", held.reference)
    pay(held, invoice.reference)
    return held


def send_certificate(held: Case, *, until: date) -> None:
    request = queries.open_information(held.application.id)
    information.answer(request.id, ["Here it is."], by=held.applicant.actor)
    officer = held.office.officer.actor
    details = replace(ENDS, insured=replace(ENDS.insured, ends_on=until))
    checking.correct_details(held.reference, details, why="The new certificate.", version=held.version, by=officer)
    seen = Checked(CheckItem.INSURANCE, CheckOutcome.CONFIRMED, "Saw the new certificate.", clock.today())
    verifying.record_check(held.reference, seen, by=officer)


def test_a_fee_that_comes_after_the_insurance_ended_is_kept_and_the_admission_waits(set_clock) -> None:
    held = paid_after_the_insurance_ended(set_clock)
    assert (held.stage, held.application.number) == (Stage.INSURANCE, None)
    [invoice] = bills.of_matter("application", held.reference)
    assert invoice.settled_on == date(2026, 12, 11)
    [letter] = letters("application_insurance")
    assert "What you have paid stays paid" in letter.body
    assert "8 January 2027" in letter.body
    assert queries.open_information(held.application.id).topics == ["insurance"]
    set_clock("2027-02-01 03:00")  # an offer would have run out long ago
    nightly.expire_offers()
    assert held.stage is Stage.INSURANCE


def test_with_the_new_certificate_they_are_on_the_register(set_clock) -> None:
    held = paid_after_the_insurance_ended(set_clock)
    officer = held.office.officer.actor
    with pytest.raises(Refused, match="wait"):
        insuring.admit(held.reference, version=held.version, by=officer)
    send_certificate(held, until=date(2027, 12, 10))
    # An officer has five working days from the day on which it came.
    assert held.application.due_on == date(2026, 12, 18)
    insuring.admit(held.reference, version=held.version, by=officer)
    assert held.stage is Stage.REGISTERED
    entry = publication.public_entry(held.application.number)
    assert (entry.may_use_title, entry.insurance_to) == (True, date(2027, 12, 10))


def test_a_certificate_that_has_ended_too_admits_nobody(set_clock) -> None:
    held = paid_after_the_insurance_ended(set_clock)
    request = queries.open_information(held.application.id)
    information.answer(request.id, ["It is the old one."], by=held.applicant.actor)
    with pytest.raises(Refused, match="no insurance that still runs"):
        insuring.admit(held.reference, version=held.version, by=held.office.officer.actor)
    asked = {"topics": ["insurance"], "items": ["The one that runs"], "version": held.version}
    assert information.ask(held.reference, **asked, by=held.office.officer.actor)


def test_an_appeal_that_is_won_after_the_insurance_ended_admits_nobody_yet(set_clock) -> None:
    held = case(details=ENDS).to(Stage.REFUSED)
    appealing.appeal(held.reference, grounds=[AppealGround.PROCESS], words="Look.", by=held.applicant.actor)
    set_clock("2026-12-14 10:00")
    held.sit(SeatKind.APPEAL)
    for person in held.office.appeal_panel:
        appealing.vote(held.reference, outcome=AppealOutcome.OVERTURN, reasons="Sound.", by=person.actor)
    assert held.stage is Stage.INSURANCE
    send_certificate(held, until=date(2027, 12, 10))
    insuring.admit(held.reference, version=held.version, by=held.office.officer.actor)
    assert held.stage is Stage.REGISTERED


def test_money_in_time_for_an_offer_that_ran_out_waits_too(set_clock) -> None:
    set_fees()
    held = case(details=ENDS).to(Stage.OFFER)
    set_clock("2026-12-22 03:00")
    nightly.expire_offers()
    [invoice] = bills.of_matter("application", held.reference)
    pay(held, invoice.reference, paid_on=date(2026, 12, 21))
    assert held.stage is Stage.INSURANCE


def test_the_officer_reads_what_is_missing_and_presses_the_button(app: Flask, set_clock) -> None:
    held = paid_after_the_insurance_ended(set_clock)
    page = at(app, held.office.officer).open(f"/staff/applications/{held.reference}")
    assert "The applicant sends what we asked for" in page.text
    send_certificate(held, until=date(2027, 12, 10))
    officer = at(app, held.office.officer)
    page = officer.open(f"/staff/applications/{held.reference}")
    page = officer.send(page, {}, button="Put them on the register")
    assert held.stage is Stage.REGISTERED
