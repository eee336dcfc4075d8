"""Money that came for a cancelled invoice, years that are over, the old address, and whose invoice it is."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from accounts.models import Role
from cpd.money import forgetting
from cpd.money import operations as money
from cpd.money import queries as bills
from cpd.money.vocabulary import PaidBy
from cpd.renewal.operations import holding
from foundation import clock
from foundation.database import db
from foundation.errors import Missing, Refused
from tests.accounts.staff import hire
from tests.cpd.joining.applicant import Applicant
from tests.cpd.joining.arrange import Case, somebody
from tests.cpd.joining.test_money import offered, pay
from tests.cpd.joining.test_officer_pages import at
from tests.frame.outbox import letters

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


def came_anyway(held: Case, reference: str, amount: int = 10050) -> None:
    money.record_unasked_payment(
        reference,
        amount=amount,
        way=PaidBy.BANK_TRANSFER,
        paid_on=clock.today(),
        bank_reference="B9",
        by=held.office.finance.actor,
    )


def test_money_for_a_cancelled_invoice_is_written_down_settles_nothing_and_goes_back() -> None:
    held, reference = offered()
    by = held.office.finance.actor
    with pytest.raises(Refused, match="was not cancelled"):
        came_anyway(held, reference)
    money.cancel_invoice(reference, by=by)
    came_anyway(held, reference)
    db.session.rollback()
    assert held.application.number is None
    assert [one.reference for one in bills.to_send_back()] == [reference]
    assert "We will send the money back" in letters("fee_unasked")[0].body
    money.refund(reference, amount=10050, why="It was cancelled", refunded_on=clock.today(), by=by)
    assert bills.to_send_back() == []


def test_invoices_go_when_the_years_of_the_tax_law_are_over(set_clock) -> None:
    held, reference = offered()
    money.bill_employer(reference, name="A firm", email="a@firm.example", address="", by=held.applicant.actor)
    set_clock("2026-12-01 10:00")
    pay(held, reference)
    set_clock("2033-12-01 03:00")
    assert forgetting.delete_over() == 0
    set_clock("2033-12-02 03:00")
    # A legal hold on the registrant keeps what they paid to join as well: it names no entry, but their account.
    number, registrar = str(held.application.number), hire(Role.REGISTRAR)
    holding.place(number, why="zza court asks", by=registrar.actor)
    assert forgetting.delete_over() == 0
    holding.lift(number, version=1, by=registrar.actor)
    assert (forgetting.delete_over(), forgetting.delete_over()) == (1, 0)
    with pytest.raises(Missing):
        bills.find(reference)


def test_a_person_reads_their_own_invoice_and_nobody_elses(app: Flask) -> None:
    held, reference = offered()
    page = Applicant(app, held.applicant).visitor.open(f"/account/fees/{reference}")
    assert "£100.50" in page.text
    assert bills.find(reference).due_on == date(2026, 12, 21)
    assert Applicant(app, somebody("Somebody Else")).client.get(f"/account/fees/{reference}").status_code == 404


def test_the_old_address_leads_on(app: Flask) -> None:
    held, reference = offered()
    finance = at(app, held.office.finance)
    assert finance.open(f"/staff/applications/money/{reference}").address.endswith(f"/staff/money/{reference}")
    assert finance.open("/staff/applications/money").address.endswith("/staff/money")
