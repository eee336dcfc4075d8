"""Fees: none set means none asked; with one set, every way to settle it, and no way to lose a place by accident."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cpd.joining.findings import AppealGround, AppealOutcome, Outcome, SeatKind
from cpd.joining.operations import appealing, nightly, offering, withdrawing
from cpd.joining.policy import APPLICATION_FEE, REGISTRATION_FEE, RESTORATION_FEE
from cpd.joining.vocabulary import Route, Stage
from cpd.money import operations as money
from cpd.money import queries as bills
from cpd.money.models import Invoice
from cpd.money.vocabulary import PaidBy, Payer
from foundation import clock, policy
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from register import publication
from register import queries as register
from register.operations import claiming
from register.terms import last_day
from tests.accounts.staff import SHELL
from tests.cpd.joining.arrange import DETAILS, Case, case, somebody
from tests.frame.outbox import letters
from tests.register.arrange import admit

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


def set_fees(application: int = 1000, registration: int = 9050) -> None:
    for name, value in ((APPLICATION_FEE, application), (REGISTRATION_FEE, registration)):
        policy.decide(name, value=value, effective_from=clock.today(), reason="A test", by=SHELL)


def offered() -> tuple[Case, str]:
    set_fees()
    held = case().to(Stage.OFFER)
    return held, invoice(held).reference


def invoice(held: Case) -> Invoice:
    db.session.rollback()
    [found] = bills.of_matter("application", held.reference)
    return found


def pay(held: Case, reference: str, amount: int = 10050, paid_on: date | None = None, called: str = "B1"):
    return money.record_payment(
        reference,
        amount=amount,
        way=PaidBy.BANK_TRANSFER,
        paid_on=paid_on or clock.today(),
        bank_reference=called,
        by=held.office.finance.actor,
    )


def test_no_fee_is_set_so_nobody_is_asked_for_money() -> None:
    assert (APPLICATION_FEE.starting, REGISTRATION_FEE.starting, RESTORATION_FEE.starting) == (0, 0, 0)
    held = case().to(Stage.REGISTERED)
    assert bills.of_matter("application", held.reference) == []
    assert letters("application_offer") == []
    assert letters("application_admitted")[0].recipient == held.applicant.email


def test_a_place_is_kept_for_28_days_and_the_entry_begins_on_the_day_of_the_fee(set_clock) -> None:
    held, reference = offered()
    application = held.application
    assert (application.offer_until, application.due_on) == (date(2026, 12, 21), date(2026, 12, 21))
    assert application.number is None
    assert "£100.50" in letters("application_offer")[0].body
    set_clock("2026-12-21 23:00")
    assert pay(held, reference).left == 0
    number = held.application.number
    record = register.records([register.entry_ids([number])[number]]).popitem()[1]
    assert record.periods == [(date(2026, 12, 21), date(2027, 12, 20))]
    assert record.particulars[0].first_registered_on == date(2026, 12, 21)
    assert record.other_registrations[0].checked_on == date(2026, 11, 23)
    assert publication.public_entry(number).may_use_title


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 5, 1), date(2028, 4, 30)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_first_period_is_a_year(first: date, last: date) -> None:
    assert last_day(first) == last


def test_the_next_number_is_given() -> None:
    before = admit()
    held = case().to(Stage.REGISTERED)
    assert int(held.application.number[2:8]) == int(before[2:8]) + 1


def test_parts_of_a_fee_add_up() -> None:
    held, reference = offered()
    assert pay(held, reference, 5000, called="B1").left == 5050
    assert held.stage is Stage.OFFER
    with pytest.raises(Refused, match="on record already"):
        pay(held, reference, 5000, called=" B1 ")
    pay(held, reference, 5050, called="B2")
    assert held.stage is Stage.REGISTERED
    assert [("left to pay" in one.body, "Nothing is left" in one.body) for one in letters("fee_receipt")] == [
        (True, False),
        (True, True),
    ]


def test_money_in_time_counts_when_it_is_written_down_late(set_clock) -> None:
    held, reference = offered()
    other = case().to(Stage.OFFER)
    set_clock("2026-12-22 03:00")
    assert (nightly.expire_offers(), nightly.expire_offers()) == (2, 0)
    assert held.stage is Stage.EXPIRED
    set_clock("2026-12-24 10:00")
    pay(held, reference, paid_on=date(2026, 12, 21))
    assert held.stage is Stage.REGISTERED
    pay(other, invoice(other).reference, paid_on=date(2026, 12, 22))
    assert other.stage is Stage.EXPIRED
    assert bills.balance(invoice(other)).held == 10050


def test_a_payment_that_fails_gives_more_time_and_takes_nothing(set_clock) -> None:
    held, reference = offered()
    set_clock("2026-12-20 10:00")
    money.record_failed_payment(reference, failed_on=date(2026, 12, 20), by=held.office.finance.actor)
    assert (held.stage, held.application.offer_until) == (Stage.OFFER, date(2027, 1, 3))
    set_clock("2027-01-04 03:00")
    nightly.expire_offers()
    assert held.stage is Stage.EXPIRED
    # The bank tells us late that it failed in time: the place is kept again.
    money.record_failed_payment(reference, failed_on=date(2027, 1, 3), by=held.office.finance.actor)
    assert (held.stage, held.application.offer_until) == (Stage.OFFER, date(2027, 1, 18))
    pay(held, reference)
    assert held.stage is Stage.REGISTERED
    with pytest.raises(Refused, match="settled"):
        money.record_failed_payment(reference, failed_on=clock.today(), by=held.office.finance.actor)
    assert held.stage is Stage.REGISTERED


def test_an_early_failure_does_not_shorten_the_time() -> None:
    held, reference = offered()
    money.record_failed_payment(reference, failed_on=clock.today(), by=held.office.finance.actor)
    assert held.application.offer_until == date(2026, 12, 21)


def test_reminders_of_the_fee_come_on_days_7_and_21_once(set_clock) -> None:
    offered()
    for day, written in (("2026-11-29", 0), ("2026-11-30", 1), ("2026-11-30", 0), ("2026-12-14", 1), ("2026-12-22", 0)):
        set_clock(f"{day} 03:00")
        assert nightly.remind_of_fees() == written
    assert len(letters("application_offer_reminder")) == 2


def test_a_waiver_needs_a_reason_and_settles() -> None:
    held, reference = offered()
    by = held.office.finance.actor
    with pytest.raises(Refused, match="Say why"):
        money.waive(reference, amount=1, why=" ", by=by)
    with pytest.raises(Refused, match="more than is left"):
        money.waive(reference, amount=10051, why="Hardship", by=by)
    money.waive(reference, amount=10050, why="Hardship", by=by)
    assert held.stage is Stage.REGISTERED


def test_a_refund_is_no_more_than_was_paid_and_takes_nobody_off() -> None:
    held, reference = offered()
    by = held.office.finance.actor
    with pytest.raises(Refused, match="more than they paid"):
        money.refund(reference, amount=1, why="Mistake", refunded_on=clock.today(), by=by)
    pay(held, reference, 20000)
    assert bills.balance(invoice(held)).left == -9950
    money.refund(reference, amount=9950, why="Paid twice", refunded_on=clock.today(), by=by)
    assert bills.balance(invoice(held)).left == 0
    money.refund(reference, amount=10050, why="Goodwill", refunded_on=clock.today(), by=by)
    assert held.stage is Stage.REGISTERED
    assert publication.public_entry(held.application.number).may_use_title


def test_days_to_come_and_sums_beyond_reason_are_refused() -> None:
    held, reference = offered()
    by = held.office.finance.actor
    for amount in (0, -1, 10**12):
        with pytest.raises(Refused, match="more than nothing"):
            pay(held, reference, amount)
    with pytest.raises(Refused, match="still to come"):
        pay(held, reference, paid_on=date(2026, 11, 24))
    with pytest.raises(Refused, match="still to come"):
        money.record_failed_payment(reference, failed_on=date(2026, 11, 24), by=by)
    with pytest.raises(Refused, match="what the bank calls"):
        pay(held, reference, called=" ")
    pay(held, reference)
    with pytest.raises(Refused, match="still to come"):
        money.refund(reference, amount=1, why="x", refunded_on=date(2026, 11, 24), by=by)


def test_an_employer_can_pay() -> None:
    held, reference = offered()
    with pytest.raises(Refused, match="employer’s name"):
        money.bill_employer(reference, name=" ", email="x", address="", by=held.applicant.actor)
    with pytest.raises(NotAllowed):
        money.bill_employer(reference, name="Calder", email="pay@calder.example", address="", by=somebody().actor)
    money.bill_employer(
        reference, name="Calder", email="pay@calder.example", address="1 Street", by=held.applicant.actor
    )
    assert invoice(held).payer is Payer.EMPLOYER
    assert [one.recipient for one in letters("fee_invoice")] == ["pay@calder.example"]


@pytest.mark.parametrize("role", ["officer", "registrar", "assessor"])
def test_only_finance_touches_money(role: str) -> None:
    held, reference = offered()
    by = getattr(held.office, role).actor
    for verb in (
        lambda: money.record_payment(
            reference, amount=1, way=PaidBy.CARD, paid_on=clock.today(), bank_reference="x", by=by
        ),
        lambda: money.waive(reference, amount=1, why="x", by=by),
        lambda: money.refund(reference, amount=1, why="x", refunded_on=clock.today(), by=by),
        lambda: money.record_failed_payment(reference, failed_on=clock.today(), by=by),
        lambda: money.cancel_invoice(reference, by=by),
        lambda: offering.raise_invoice(held.reference, lines=[("x", 1)], due_on=clock.today(), by=by),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_an_invoice_can_be_cancelled_and_raised_again() -> None:
    held, reference = offered()
    by = held.office.finance.actor
    with pytest.raises(Refused, match="open already"):
        offering.raise_invoice(held.reference, lines=[("registration", 100)], due_on=date(2026, 12, 1), by=by)
    money.cancel_invoice(reference, by=by)
    with pytest.raises(Refused, match="cancelled"):
        pay(held, reference)
    raised = offering.raise_invoice(held.reference, lines=[("registration", 100)], due_on=date(2026, 12, 1), by=by)
    pay(held, raised.reference, 100)
    assert held.stage is Stage.REGISTERED


def test_a_fee_set_later_leaves_an_offer_alone_and_an_appeal_that_wins_leads_to_the_fee() -> None:
    held = case().to(Stage.REFUSED)
    set_fees(0, 5000)
    appealing.appeal(held.reference, grounds=[AppealGround.PROCESS], words="Look.", by=held.applicant.actor)
    held.sit(SeatKind.APPEAL)
    for person in held.office.appeal_panel:
        appealing.vote(held.reference, outcome=AppealOutcome.OVERTURN, reasons="Sound.", by=person.actor)
    assert held.stage is Stage.OFFER
    set_fees(0, 9000)
    assert invoice(held).amount == 5000
    pay(held, invoice(held).reference, 5000)
    assert held.stage is Stage.REGISTERED


def test_who_comes_back_keeps_their_number() -> None:
    person = somebody()
    number = admit((date(2022, 5, 1), date(2023, 4, 30)), surname="Before", first_registered_on=date(2022, 5, 1))
    claiming.hold(number, person.id, proof="a test")
    held = case(applicant=person, route=Route.RETURN).to(Stage.REGISTERED)
    assert held.application.number == number
    entry = publication.public_entry(number)
    assert entry.may_use_title
    assert entry.name == "Pippa Oakenshaw"
    assert entry.first_registered == date(2022, 5, 1)
    assert entry.insurance_to == DETAILS.insured.ends_on
    assert Outcome.GRANT.value == "grant"


def test_who_takes_an_application_back_owes_nothing_and_gets_back_what_they_paid() -> None:
    held, _ = offered()
    withdrawing.withdraw(held.reference, by=held.applicant.actor)
    assert invoice(held).cancelled_at is not None
    assert bills.unsettled() == []
    again, reference = offered()
    pay(again, reference, 100)
    withdrawing.withdraw(again.reference, by=again.applicant.actor)
    assert [one.reference for one in bills.to_send_back()] == [reference], "what was paid of it, a part or all"
    money.refund(reference, amount=100, why="Took it back", refunded_on=clock.today(), by=again.office.finance.actor)
    assert bills.to_send_back() == []


def test_the_public_is_told_of_a_certificate_only_when_an_officer_saw_it() -> None:
    seen = case(route=Route.CERTIFICATE).to(Stage.REGISTERED)
    assert publication.public_entry(seen.application.number).certificate
    unseen = case(route=Route.CERTIFICATE, details=replace(DETAILS, qualifications=())).to(Stage.REGISTERED)
    assert not publication.public_entry(unseen.application.number).certificate
