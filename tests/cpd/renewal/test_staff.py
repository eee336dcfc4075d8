"""Staff: the lists, certificates, suspension for want of insurance, coming back, and who may not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from accounts.models import Role
from cpd.money import operations as money
from cpd.money import queries as bills
from cpd.money import views as money_views
from cpd.renewal import fees, policy, queries, worklists
from cpd.renewal.applying import CoverTold
from cpd.renewal.operations import insuring, nightly, reaching, returning
from cpd.renewal.vocabulary import Band, ReachedBy, Stage
from cpd.renewal.worklists import Tab
from foundation import outbox
from foundation.database import db, transaction
from foundation.errors import NotAllowed, Refused
from foundation.outbox import Letter, Standing
from register.vocabulary import Status
from tests.accounts.staff import hire, sit_down
from tests.cpd.renewal.arrange import CONVICTION, ILL, Member, answers, fee, member, renewing
from tests.frame.outbox import letters
from tests.page import Visitor

pytestmark = pytest.mark.usefixtures("database", "mailbox")
START, END = date(2027, 1, 15), date(2028, 1, 14)
COVER = CoverTold("A mutual", "P-2", date(2028, 6, 30))


def on(tab: Tab) -> list[str]:
    """The numbers on a list."""
    return [line.number for line in worklists.listed(tab).lines]


def night() -> int:
    """The job of the night, and the post of the morning; says how many letters about insurance it wrote."""
    done = nightly.run(shred=lambda _owner: None)
    outbox.deliver()
    return done.insurance_notices


def told(one: Member) -> Any:
    """The newest certificate."""
    return queries.insurance(one.entry.entry_id)[0]


def test_the_public_reads_of_insurance_once_an_officer_has_seen_it(set_clock: Any) -> None:
    set_clock("2027-06-01 10:00")
    one = member(START, END)
    insuring.tell(COVER, by=one.account.actor)
    assert on(Tab.CERTIFICATES) == [one.number]
    with pytest.raises(NotAllowed):
        insuring.confirm(told(one).id, version=told(one).version, by=one.office.finance.actor)
    insuring.confirm(told(one).id, version=told(one).version, by=one.office.officer.actor)
    assert one.entry.insured_to == date(2028, 6, 30)
    assert on(Tab.CERTIFICATES) == []
    with pytest.raises(Refused, match="looked at this certificate already"):
        insuring.confirm(told(one).id, version=told(one).version, by=one.office.officer.actor)


def test_a_certificate_that_does_not_show_it_is_told_with_its_reason_in_the_account(set_clock: Any) -> None:
    set_clock("2027-06-01 10:00")
    one = member(START, END)
    insuring.tell(COVER, by=one.account.actor)
    insuring.turn_down(
        told(one).id, why="zzreason It names a firm only.", version=told(one).version, by=one.office.officer.actor
    )
    assert one.entry.insured_to is None
    [letter] = letters("insurance_not_confirmed")
    assert "zzreason" not in letter.body


def test_after_the_notice_the_registrar_may_suspend_and_a_certificate_ends_it(set_clock: Any) -> None:
    set_clock("2027-02-01 10:00")
    one = member(START, END, insured_to=date(2027, 6, 30))
    set_clock("2027-07-01 02:00")
    night()
    set_clock("2027-07-15 10:00")
    with pytest.raises(Refused, match="still have until 15 July 2027"):
        insuring.suspend(one.number, why="No insurance", by=one.office.registrar.actor)
    assert on(Tab.UNINSURED) == []
    set_clock("2027-07-16 10:00")
    assert on(Tab.UNINSURED) == [one.number]
    with pytest.raises(NotAllowed):
        insuring.suspend(one.number, why="No insurance", by=one.office.officer.actor)
    insuring.suspend(one.number, why="No insurance", by=one.office.registrar.actor)
    assert one.status is Status.INTERIM_SUSPENSION
    assert on(Tab.UNINSURED) == []
    set_clock("2027-07-19 10:00")
    insuring.tell(COVER, by=one.account.actor)
    assert one.status is Status.INTERIM_SUSPENSION
    insuring.confirm(told(one).id, version=told(one).version, by=one.office.officer.actor)
    set_clock("2027-07-19 10:01")
    assert one.status is Status.REGISTERED


def suspended(set_clock: Any) -> Member:
    """Somebody whose insurance ended on 30 June, suspended for it on 16 July 2027."""
    set_clock("2027-02-01 10:00")
    one = member(START, END, insured_to=date(2027, 6, 30))
    set_clock("2027-07-01 02:00")
    night()
    set_clock("2027-07-16 10:00")
    insuring.suspend(one.number, why="No insurance", by=one.office.registrar.actor)
    return one


def test_a_suspension_for_want_of_insurance_hides_no_lapse(set_clock: Any) -> None:
    one = suspended(set_clock)
    set_clock("2028-01-14 23:58")
    assert one.status is Status.INTERIM_SUSPENSION
    set_clock("2028-01-14 23:59")
    assert one.status is Status.LAPSED


def test_renewing_carries_the_suspension_on_until_a_certificate_is_seen(set_clock: Any) -> None:
    one = suspended(set_clock)
    set_clock("2028-01-02 10:00")
    one.renew()
    set_clock("2028-02-01 10:00")
    assert one.status is Status.INTERIM_SUSPENSION
    insuring.confirm(told(one).id, version=told(one).version, by=one.office.officer.actor)
    set_clock("2028-02-01 10:01")
    assert one.status is Status.REGISTERED


@pytest.mark.parametrize("back", ["2028-01-20", "2028-03-20"])
def test_who_lapsed_while_suspended_and_comes_back_stays_suspended_until_a_certificate_is_seen(
    set_clock: Any, back: str
) -> None:
    one = suspended(set_clock)
    set_clock(f"{back} 10:00")
    assert one.status is Status.LAPSED
    one.renew()
    assert one.renewal.stage is Stage.RENEWED
    assert "You stay suspended until somebody here has seen" in letters("renewal_renewed")[-1].body
    set_clock(f"{back} 10:01")
    assert one.status is Status.INTERIM_SUSPENSION
    insuring.confirm(told(one).id, version=told(one).version, by=one.office.officer.actor)
    set_clock(f"{back} 10:02")
    assert one.status is Status.REGISTERED


def test_who_showed_insurance_while_lapsed_comes_back_free(set_clock: Any) -> None:
    one = suspended(set_clock)
    set_clock("2028-01-18 10:00")
    one.begin()
    insuring.tell(COVER, by=one.account.actor)
    insuring.confirm(told(one).id, version=told(one).version, by=one.office.officer.actor)
    one.send()
    set_clock("2028-01-18 10:01")
    assert one.status is Status.REGISTERED


def test_coming_back_in_the_second_year_waits_for_an_officer(set_clock: Any) -> None:
    set_clock("2029-06-01 10:00")
    one = member(START, END).renew()
    assert on(Tab.RETURNS) == [one.number]
    assert one.status is Status.LAPSED
    with pytest.raises(Refused, match="Say why"):
        returning.bring_back(
            one.renewal.reference, reasons=" ", version=one.renewal.version, by=one.office.officer.actor
        )
    returning.bring_back(
        one.renewal.reference, reasons="All fine.", version=one.renewal.version, by=one.office.officer.actor
    )
    assert (one.renewal.stage, one.renewal.band) == (Stage.RENEWED, Band.RETURN_B)
    assert one.periods[-1] == (date(2029, 6, 1), date(2030, 5, 31))


def test_a_worrying_answer_of_somebody_who_comes_back_is_looked_at_first(set_clock: Any) -> None:
    set_clock("2028-06-01 10:00")
    one = member(START, END).renew(answers=answers(D02="yes"))
    assert one.renewal.stage is Stage.LOOKED_AT
    with pytest.raises(Refused, match="still looked at"):
        returning.bring_back(
            one.renewal.reference, reasons="Fine.", version=one.renewal.version, by=one.office.officer.actor
        )


def test_only_the_registrar_sends_somebody_on_to_an_application(set_clock: Any) -> None:
    set_clock("2029-06-01 10:00")
    one = member(START, END).renew()
    with pytest.raises(NotAllowed):
        returning.send_on(
            one.renewal.reference, reasons="No.", version=one.renewal.version, by=one.office.officer.actor
        )
    returning.send_on(
        one.renewal.reference, reasons="zzwhy No evidence.", version=one.renewal.version, by=one.office.registrar.actor
    )
    assert one.renewal.stage is Stage.SENT_ON
    assert returning.reasons_of(one.renewal) == "zzwhy No evidence."
    assert not any("zzwhy" in letter.body for letter in letters())
    with pytest.raises(Refused, match="apply to come back"):
        one.begin()


def test_the_lists_of_renewal(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    risk = member(START, END)
    doubt = member(START, END, name="Doubt").renew(answers=answers(D02="yes"))
    assert on(Tab.AT_RISK) == [risk.number]
    assert on(Tab.PROVISIONAL) == [doubt.number]
    set_clock("2028-01-20 10:00")
    assert on(Tab.LAPSED) == [risk.number]
    risk.renew()
    assert on(Tab.LATE) == [risk.number]
    assert on(Tab.LAPSED) == []


@pytest.mark.parametrize("bridged", [False, True])
def test_whom_no_letter_reached_is_telephoned_once(set_clock: Any, *, bridged: bool) -> None:
    if bridged:
        # A payment failed, and some days bridge it: the letters are about the end of those days.
        set_clock("2027-01-15 10:00")
        fee(policy.RENEWAL_FEE, 12000)
        set_clock("2028-01-14 10:00")
        one = member(START, END, insured_to=date(2029, 1, 14)).renew().fail()
        set_clock("2028-01-26 02:00")
    else:
        set_clock("2028-01-02 02:00")
        one = member(START, END, insured_to=date(2029, 1, 14))
    nightly.run(shred=lambda _owner: None)
    assert on(Tab.NOT_REACHED) == []
    with transaction("a test"):
        for letter in db.session.query(Letter):
            letter.standing, letter.problem = Standing.GIVEN_UP, "the address was refused"
    assert on(Tab.NOT_REACHED) == [one.number]
    reaching.note_reached(one.number, how=ReachedBy.PHONE, by=one.office.officer.actor)
    assert on(Tab.NOT_REACHED) == []


def test_staff_with_a_tie_see_nothing(set_clock: Any) -> None:
    from accounts.conflicts import Tie
    from accounts.operations.interests import About, declare_interest

    set_clock("2028-01-02 10:00")
    one = member(START, END)
    officer = hire(Role.REGISTRATION_OFFICER)
    declare_interest(Tie.FAMILY, About(number=one.number), starts_on=None, ends_on=None, by=officer.actor)
    with pytest.raises(NotAllowed, match="conflict of interest"):
        reaching.note_reached(one.number, how=ReachedBy.PHONE, by=officer.actor)


def test_the_page_of_one_person(app: Flask, set_clock: Any) -> None:
    set_clock("2029-06-01 10:00")
    one = member(START, END).renew(answers=answers(D11="no"), health=renewing().health.__class__("D07", 1, "no", ILL))
    visitor = Visitor(sit_down(app, one.office.officer))
    page = visitor.open("/staff/renewals?show=returns")
    assert one.number in page.text
    page = visitor.open(f"/staff/renewals/{one.number}")
    assert CONVICTION in page.text
    assert ILL not in page.text
    assert "They have to apply" not in page.text
    page = visitor.send(page, {"reasons": ""}, button="Let them come back", status=409)
    assert page.problems == ["Say why, in words that the person can follow."]
    visitor.send(page, {"reasons": "All fine."}, button="Let them come back")
    assert one.renewal.stage is Stage.RENEWED


def test_a_certificate_on_the_page(app: Flask, set_clock: Any) -> None:
    set_clock("2027-06-01 10:00")
    one = member(START, END)
    insuring.tell(COVER, by=one.account.actor)
    visitor = Visitor(sit_down(app, one.office.officer))
    page = visitor.open(f"/staff/renewals/{one.number}")
    visitor.send(page, {}, button="The certificate shows it")
    assert one.entry.insured_to == date(2028, 6, 30)


def test_the_lists_cost_the_same_for_more_people(app: Flask, set_clock: Any, statements: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END)
    client = sit_down(app, one.office.officer)
    client.get("/staff/renewals")
    with statements() as first:
        client.get("/staff/renewals")
    for number in range(4):
        member(START, END, name=f"Member {number}")
    with statements() as second:
        client.get("/staff/renewals")
    assert len(second) == len(first)


def test_an_old_notice_is_no_notice_of_insurance_that_ended_later(set_clock: Any) -> None:
    set_clock("2027-02-01 10:00")
    one = member(START, END, insured_to=date(2027, 6, 30))
    set_clock("2027-07-01 02:00")
    night()
    set_clock("2027-07-05 10:00")
    insuring.tell(CoverTold("A mutual", "P-2", date(2027, 9, 30)), by=one.account.actor)
    set_clock("2027-10-01 01:00")
    with pytest.raises(Refused, match="No notice has reached them"):
        insuring.suspend(one.number, why="No insurance", by=one.office.registrar.actor)
    assert on(Tab.UNINSURED) == []
    assert (night(), night()) == (1, 0)
    assert "30 September 2027" in letters("insurance_ended", one.account.email)[-1].body
    set_clock("2027-10-15 10:00")
    with pytest.raises(Refused, match="still have until 15 October 2027"):
        insuring.suspend(one.number, why="No insurance", by=one.office.registrar.actor)
    assert on(Tab.UNINSURED) == []
    set_clock("2027-10-16 10:00")
    assert on(Tab.UNINSURED) == [one.number]
    insuring.suspend(one.number, why="No insurance", by=one.office.registrar.actor)
    assert one.status is Status.INTERIM_SUSPENSION


def test_the_letter_of_a_suspension_says_how_to_end_it_and_promises_no_appeal(set_clock: Any) -> None:
    one = suspended(set_clock)
    [letter] = letters("insurance_suspended", one.account.email)
    assert "appeal" not in letter.body
    assert "/account/insurance" in letter.body


def test_what_somebody_paid_who_cannot_come_back_stands_on_the_list_to_send_back(set_clock: Any) -> None:
    set_clock("2029-05-01 10:00")
    fee(policy.RETURN_FEE, 5000)
    set_clock("2029-06-01 10:00")
    one = member(START, END).renew()
    invoice = one.invoice(fees.RETURN).reference
    one.pay(fees.RETURN)
    assert one.renewal.stage is Stage.LOOKED_AT
    assert bills.to_send_back() == []
    returning.send_on(
        one.renewal.reference, reasons="No evidence.", version=one.renewal.version, by=one.office.registrar.actor
    )
    assert [held.reference for held in bills.to_send_back()] == [invoice]
    assert [held.standing for held in money_views.listed()] == ["Cancelled, but money came: send it back"]
    money.refund(
        invoice, amount=5000, why="Nothing came of it", refunded_on=date(2029, 6, 1), by=one.office.finance.actor
    )
    assert bills.to_send_back() == []


@pytest.mark.parametrize("insured_to", [date(2027, 6, 30), None])
def test_nobody_is_suspended_whom_no_notice_reached_until_a_person_told_them(
    app: Flask, set_clock: Any, insured_to: date | None
) -> None:
    """An address that is refused, and one who was loaded without any insurance on record."""
    set_clock("2027-06-30 10:00")
    one = member(START, END, insured_to=insured_to)
    reached = member(START, END, insured_to=insured_to, name="Ossian")
    set_clock("2027-07-01 02:00")
    assert nightly.run(shred=lambda _owner: None).insurance_notices == 2
    [letter, _] = letters("insurance_ended")
    assert ("ended on 30 June" in letter.body) is (insured_to is not None)
    with transaction("a mail server refuses an address"):
        letter = db.session.merge(letter)
        letter.standing, letter.problem = Standing.GIVEN_UP, "the address was refused"
    outbox.deliver()
    assert night() == 0
    set_clock("2027-07-16 10:00")
    assert (on(Tab.UNINSURED), on(Tab.NOT_REACHED)) == ([reached.number], [one.number])
    with pytest.raises(Refused, match="No notice has reached them"):
        insuring.suspend(one.number, why="No insurance", by=one.office.registrar.actor)
    with pytest.raises(Refused, match="not reached this person"):
        reaching.note_told_of_insurance(reached.number, how=ReachedBy.PHONE, by=one.office.officer.actor)
    reaching.note_told_of_insurance(one.number, how=ReachedBy.NOT_REACHED, by=one.office.officer.actor)
    assert on(Tab.NOT_REACHED) == [one.number]
    visitor = Visitor(sit_down(app, one.office.officer))
    page = visitor.open(f"/staff/renewals/{one.number}")
    visitor.send(page, {"told_how": "post"}, button="Note that they were told")
    assert on(Tab.NOT_REACHED) == []
    set_clock("2027-07-30 10:00")
    with pytest.raises(Refused, match="still have until 30 July 2027"):
        insuring.suspend(one.number, why="No insurance", by=one.office.registrar.actor)
    assert on(Tab.UNINSURED) == [reached.number]
    set_clock("2027-07-31 10:00")
    assert sorted(on(Tab.UNINSURED)) == sorted([one.number, reached.number])
    insuring.suspend(one.number, why="No insurance", by=one.office.registrar.actor)
    assert on(Tab.UNINSURED) == [reached.number]


def test_a_letter_that_waited_for_the_mail_server_gives_its_days_from_when_it_went(set_clock: Any) -> None:
    set_clock("2027-02-01 10:00")
    one = member(START, END, insured_to=date(2027, 6, 30))
    set_clock("2027-07-01 02:00")
    nightly.run(shred=lambda _owner: None)
    set_clock("2027-07-20 10:00")
    assert on(Tab.UNINSURED) == []
    outbox.deliver()
    with pytest.raises(Refused, match="still have until 3 August 2027"):
        insuring.suspend(one.number, why="No insurance", by=one.office.registrar.actor)
