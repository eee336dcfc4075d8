"""Renewal cannot half-finish: four parts or nothing, in time or late, provisionally, over a failed payment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cpd.disclosures import queries as disclosures
from cpd.leaving.operations import leave
from cpd.leaving.telling import WhyAway
from cpd.leaving.vocabulary import LeaveReason
from cpd.renewal import fees, policy, queries, rules
from cpd.renewal.applying import CoverTold
from cpd.renewal.operations import beginning, insuring, nightly, sending
from cpd.renewal.vocabulary import Band, Place, Stage
from cpd.requirements.spans import Span
from foundation import clock
from foundation.errors import NotAllowed, Refused
from foundation.policy import decide
from register import operations as register
from register.policy import COMMON_DATE
from register.vocabulary import OrderKind, Status
from tests.accounts.staff import SHELL
from tests.cpd.renewal.arrange import CONVICTION, answers, fee, member, renewing
from tests.frame.outbox import letters

pytestmark = pytest.mark.usefixtures("database")
START, END = date(2027, 1, 15), date(2028, 1, 14)
NEXT = (date(2028, 1, 15), date(2029, 1, 14))


def test_before_its_window_it_says_when_renewal_opens(set_clock: Any) -> None:
    set_clock("2027-10-15 23:00")
    one = member(START, END)
    with pytest.raises(Refused, match="opens on 16 October 2027"):
        one.begin()
    set_clock("2027-10-16 00:01")
    assert one.begin().renewal.stage is Stage.OPEN


def test_without_a_fee_sending_renews_at_once(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END).renew()
    assert one.periods == [(START, END), NEXT]
    assert (one.renewal.stage, one.renewal.band, one.renewal.provisional) == (Stage.RENEWED, Band.IN_TIME, False)
    assert [letter.template for letter in letters(to=one.account.email)] == ["renewal_renewed"]


def test_two_presses_make_one(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END).begin()
    first = one.renewal.id
    one.begin()
    assert one.renewal.id == first
    one.send()
    with pytest.raises(Refused):
        sending.send(one.renewal.reference, renewing(), by=one.account.actor)
    with pytest.raises(Refused, match="opens on"):
        one.begin()


def test_money_without_declarations_renews_nobody(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2027-11-01 10:00")
    one = member(START, END).begin().pay()
    assert one.missing == ["declarations", "insurance", "cpd"]
    assert one.periods == [(START, END)]
    set_clock("2028-01-14 23:58")
    assert one.status is Status.REGISTERED
    set_clock("2028-01-14 23:59")
    assert one.status is Status.LAPSED


def test_declarations_without_money_renew_nobody_until_it_comes(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2027-11-01 10:00")
    one = member(START, END).renew()
    assert one.missing == ["fee"]
    assert one.renewal.stage is Stage.SENT
    set_clock("2028-01-10 10:00")
    one.pay()
    assert one.periods == [(START, END), NEXT]
    assert one.missing == []


def test_money_that_came_in_time_counts_when_it_is_written_down_late(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2028-01-13 10:00")
    one = member(START, END).renew()
    set_clock("2028-01-18 10:00")
    one.pay(paid_on=date(2028, 1, 14))
    assert one.renewal.band is Band.IN_TIME
    assert one.periods == [(START, END), NEXT]


def test_a_fee_that_changes_in_the_window_stays_as_it_was_on_its_first_day(set_clock: Any) -> None:
    set_clock("2027-10-01 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2027-11-01 10:00")
    fee(policy.RENEWAL_FEE, 15000)
    one = member(START, END)
    set_clock("2028-01-02 10:00")
    assert one.begin().invoice().amount == 12000


def test_a_worrying_answer_renews_on_time_provisionally_and_opens_a_matter(set_clock: Any) -> None:
    set_clock("2028-01-14 23:50")
    one = member(START, END).renew(answers=answers(D02="yes"))
    assert one.periods[-1] == NEXT
    assert one.renewal.provisional
    entry_id = one.entry.entry_id
    assert entry_id in disclosures.in_doubt([entry_id])
    assert [held.channel.value for held in disclosures.of_entry(entry_id)] == ["renewal"]
    assert not any(CONVICTION in letter.body for letter in letters())


def test_an_answer_about_health_goes_to_the_health_officer_alone(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END).renew()
    assert {held.code for held in queries.answers(one.renewal)}.isdisjoint({"D07", "D22", "D08"})
    held = queries.health(one.renewal)
    assert held is not None
    assert held.lock_id


def test_a_hold_and_a_suspension_stop_nobody(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END)
    register.place_hold(one.number, source="CN-2027-TESTED", reason="a concern", by=SHELL)
    register.impose_restriction(
        one.number,
        kind=OrderKind.SUSPENSION,
        starts_at=clock.now(),
        ends_at=clock.end_of_day(date(2028, 6, 1)),
        wording="May not practise.",
        source="P-1",
        reason="a panel",
        by=SHELL,
    )
    one.renew()
    assert one.periods[-1] == NEXT
    assert one.status is Status.SUSPENDED
    assert "Your suspension goes on" in letters("renewal_renewed")[-1].body


def test_who_is_late_keeps_continuity_and_it_is_recorded(set_clock: Any) -> None:
    set_clock("2028-02-03 10:00")  # 14 working days after 14 January
    one = member(START, END)
    assert one.status is Status.LAPSED
    one.renew()
    assert one.renewal.band is Band.LATE
    assert one.periods[-1] == NEXT
    assert one.status is Status.REGISTERED
    assert "lapsed" in [step.kind.value for step in queries.steps(one.renewal.id)]


def test_the_last_day_of_being_late_is_the_fifteenth_working_day(set_clock: Any) -> None:
    one = member(START, END)
    set_clock("2028-02-04 23:58")
    one.renew()
    assert one.renewal.band is Band.LATE
    other = member(START, END, name="Ossian")
    set_clock("2028-02-04 23:59")
    other.renew()
    assert other.renewal.band is Band.RETURN_A
    assert other.periods[-1] == (date(2028, 2, 4), date(2029, 2, 3))


def test_being_late_twice_in_five_years_costs_a_fee_and_once_does_not(set_clock: Any) -> None:
    set_clock("2028-01-20 10:00")
    fee(policy.LATE_FEE, 3000)
    one = member(START, END).renew()
    assert one.renewal.band is Band.LATE
    set_clock("2029-01-20 10:00")
    one.renew()
    assert one.missing == ["fee"]
    one.pay(fees.LATE)
    assert one.renewal.band is Band.LATE
    assert one.periods[-1] == (date(2029, 1, 15), date(2030, 1, 14))


def test_who_sent_in_time_and_pays_late_for_the_second_time_pays_that_too(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    fee(policy.LATE_FEE, 3000)
    set_clock("2028-01-20 10:00")
    one = member(START, END).renew().pay()
    assert one.renewal.band is Band.LATE
    set_clock("2029-01-10 10:00")
    one.renew()
    set_clock("2029-01-20 10:00")
    one.pay()
    assert one.missing == ["fee"]
    assert one.renewal.stage is Stage.SENT
    one.pay(fees.LATE)
    assert one.renewal.stage is Stage.RENEWED
    assert one.periods[-1] == (date(2029, 1, 15), date(2030, 1, 14))


def test_insurance_that_does_not_cover_case_management_is_refused(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END).begin()
    with pytest.raises(Refused, match="covers your work"):
        one.send(cover=CoverTold("A mutual", "P-1", date(2029, 1, 1), covers=False))


def test_a_fee_may_be_less_for_days_on_leave(set_clock: Any) -> None:
    """Rules 6.4, a setting: by the days away in the period that ends, whatever lies outside it."""
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 36500)
    decide(policy.ON_LEAVE, value=50, effective_from=clock.today(), reason="a test", by=SHELL)
    one = member(START, END)
    away = leave.ask_for_leave(
        Span(date(2027, 11, 1), date(2028, 2, 29)), WhyAway(LeaveReason.CARING), by=one.account.actor
    )
    leave.decide_leave(away.id, agree=True, words="", version=away.version, by=one.office.officer.actor)
    set_clock("2028-01-02 10:00")
    one.begin()
    assert one.invoice().amount == 36500 - 75 * 50
    assert one.invoice().lines == [["Your next year on the register, less for 75 days on leave", 32750]]


def test_a_common_date_makes_the_next_period_pro_rata_with_its_fee(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 36600)
    decide(COMMON_DATE, value="03-31", effective_from=date(2028, 1, 1), reason="a test", by=SHELL)
    set_clock("2028-01-02 10:00")
    one = member(START, END).begin()
    # From 15 January the next 31 March is 77 days on, less than a window: it runs to the one after, 442 days of 366.
    assert one.invoice().amount == 36600 * 442 // 366
    one.send().pay()
    assert one.periods[-1] == (date(2028, 1, 15), date(2029, 3, 31))


def test_within_a_year_one_comes_back_from_the_day_it_is_finished(set_clock: Any) -> None:
    set_clock("2028-06-01 10:00")
    fee(policy.RETURN_FEE, 5000)
    one = member(START, END).renew()
    assert one.status is Status.LAPSED
    set_clock("2028-06-09 10:00")
    one.pay(fees.RETURN)
    assert one.renewal.band is Band.RETURN_A
    assert one.periods[-1] == (date(2028, 6, 9), date(2029, 6, 8))


def test_a_year_to_the_day_is_the_first_band_and_two_years_the_second(set_clock: Any) -> None:
    one = member(START, END)
    set_clock("2029-01-14 12:00")
    assert one.renew().renewal.stage is Stage.RENEWED
    second = member(START, END, name="Ossian")
    set_clock("2029-01-14 23:59")
    assert second.renew().renewal.stage is Stage.LOOKED_AT
    third = member(START, END, name="Tertia")
    set_clock("2030-01-15 10:00")
    with pytest.raises(Refused, match="Apply to come back"):
        third.begin()


def test_a_failed_payment_is_bridged_for_fourteen_days(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2028-01-13 10:00")
    one = member(START, END).renew()
    set_clock("2028-01-14 16:00")
    one.fail()
    assert one.periods[-1] == (date(2028, 1, 15), date(2028, 1, 28))
    set_clock("2028-01-20 10:00")
    assert one.status is Status.REGISTERED
    one.pay()
    assert one.periods == [(START, END), (date(2028, 1, 15), date(2028, 1, 28)), (date(2028, 1, 29), NEXT[1])]
    assert one.renewal.band is Band.IN_TIME


def test_a_failed_payment_that_nobody_puts_right_ends_with_the_bridge(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2028-01-14 10:00")
    one = member(START, END).renew().fail()
    set_clock("2028-01-28 23:59")
    assert one.status is Status.LAPSED
    one.fail()
    assert one.status is Status.LAPSED
    set_clock("2028-02-10 10:00")
    one.pay()
    assert one.renewal.band is Band.LATE
    assert one.periods[-1] == (date(2028, 1, 29), NEXT[1])


def test_a_failed_payment_bridges_nothing_for_who_had_not_answered_in_time(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2028-01-14 10:00")
    one = member(START, END).begin().fail()
    assert one.periods == [(START, END)]


def test_a_failure_of_the_last_day_that_is_written_down_later_is_bridged_from_that_day_on(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2028-01-14 10:00")
    one = member(START, END).renew()
    set_clock("2028-01-17 10:00")
    assert one.status is Status.LAPSED
    one.fail(failed_on=date(2028, 1, 14))
    assert one.status is Status.REGISTERED
    assert one.periods[-1] == (date(2028, 1, 15), date(2028, 1, 31))


def test_who_paid_on_the_last_day_is_bridged_when_the_bank_says_days_later_that_it_failed(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2028-01-14 10:00")
    one, other = member(START, END).renew(), member(START, END, name="Ossian").renew()
    set_clock("2028-01-19 10:00")
    with pytest.raises(Refused, match="after the payment failed"):
        one.fail(failed_on=date(2028, 1, 18), tried_on=date(2028, 1, 19))
    one.fail(failed_on=date(2028, 1, 18), tried_on=END)
    other.fail(failed_on=date(2028, 1, 18), tried_on=date(2028, 1, 15))
    assert (one.status, other.status) == (Status.REGISTERED, Status.LAPSED)
    assert one.periods[-1] == (date(2028, 1, 15), date(2028, 2, 2))
    set_clock("2028-02-02 10:00")
    assert one.pay().renewal.band is Band.IN_TIME


def test_who_is_bridged_owes_nothing_for_being_late(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    fee(policy.LATE_FEE, 3000)
    set_clock("2028-01-20 10:00")
    one = member(START, END).renew().pay()
    set_clock("2029-01-14 10:00")
    one.renew()
    set_clock("2029-01-16 02:00")
    nightly.run(shred=lambda _owner: None)
    assert len(fees.standing(one.renewal).invoices) == 2
    set_clock("2029-01-17 10:00")
    one.fail(tried_on=date(2029, 1, 14))
    assert one.pay().renewal.band is Band.IN_TIME


def test_money_that_came_in_time_and_is_noted_later_owes_nothing_for_being_late(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    fee(policy.LATE_FEE, 3000)
    set_clock("2028-01-20 10:00")
    one = member(START, END).renew().pay()
    set_clock("2029-01-10 10:00")
    one.renew()
    set_clock("2029-01-16 02:00")
    nightly.run(shred=lambda _owner: None)
    assert len(fees.standing(one.renewal).invoices) == 2, "the night asks what being late again costs"
    set_clock("2029-01-17 10:00")
    assert one.pay(paid_on=date(2029, 1, 14)).renewal.band is Band.IN_TIME
    assert one.periods[-1] == (date(2029, 1, 15), date(2030, 1, 14))
    assert len(fees.standing(one.renewal).invoices) == 1


def test_a_change_alters_no_window_that_is_open_and_no_clock_that_follows_from_it(set_clock: Any) -> None:
    """Renewal of a period that ends on 14 January opened on 16 October; everything becomes shorter in November."""
    set_clock("2027-10-20 10:00")
    one, later = member(START, END), member(date(2027, 3, 1), date(2028, 2, 29), name="Ossian")
    for held, value in ((policy.WINDOW, 30), (policy.LATE, 1), (policy.RETURN_A, 1), (policy.RETURN_B, 2)):
        decide(held, value=value, effective_from=date(2027, 11, 1), reason="a test", by=SHELL)
    set_clock("2027-11-10 10:00")
    window = rules.window(one.entry)
    assert window is not None
    assert (window.opens_on, window.place(clock.now())) == (date(2027, 10, 16), Place.OPEN)
    assert (window.late_until, window.return_a_until) == (date(2028, 2, 4), date(2029, 1, 14))
    assert window.return_b_until == date(2030, 1, 14)
    shorter = rules.window(later.entry)
    assert shorter is not None
    assert (shorter.opens_on, shorter.return_a_until) == (date(2028, 1, 30), date(2028, 3, 29))
    set_clock("2028-02-04 10:00")
    assert one.renew().renewal.band is Band.LATE


def test_a_window_opens_at_once_when_a_longer_one_is_decided() -> None:
    assert policy.opened_on(date(2028, 1, 14)) == date(2027, 10, 16)
    decide(policy.WINDOW, value=120, effective_from=clock.today(), reason="a test", by=SHELL)
    near, far = clock.today() + timedelta(days=100), clock.today() + timedelta(days=200)
    assert (policy.opened_on(near), policy.opened_on(far)) == (clock.today(), far - timedelta(days=120))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "following"),
    [
        (date(2028, 2, 29), date(2029, 2, 28), (date(2029, 3, 1), date(2030, 2, 28))),
        (date(2027, 3, 1), date(2028, 2, 29), (date(2028, 3, 1), date(2029, 2, 28))),
        (date(2027, 3, 1), date(2028, 2, 28), (date(2028, 2, 29), date(2029, 2, 28))),
    ],
)
def test_the_last_of_february(set_clock: Any, starts_on: date, ends_on: date, following: tuple[date, date]) -> None:
    set_clock(f"{ends_on} 12:00")
    assert member(starts_on, ends_on).renew().periods[-1] == following


def test_old_answers_are_asked_once_more(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2028-01-10 10:00")
    one = member(START, END).renew()
    with pytest.raises(Refused, match="can still be used"):
        beginning.answer_again(one.renewal.reference, by=one.account.actor)
    set_clock("2028-07-11 10:00")
    one.pay()
    assert one.missing == ["declarations"]
    beginning.answer_again(one.renewal.reference, by=one.account.actor)
    one.begin().send()
    assert one.missing == ["fee"] or one.renewal.stage is Stage.RENEWED


def test_nobody_renews_for_somebody_else(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one, other = member(START, END).begin(), member(START, END, name="Ossian")
    with pytest.raises(NotAllowed):
        sending.send(one.renewal.reference, renewing(), by=other.account.actor)


def test_everything_has_to_be_answered(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END).begin()
    with pytest.raises(Refused, match="still missing"):
        one.send(answers=answers()[1:])
    with pytest.raises(Refused, match="if you agree"):
        one.send(answers=answers(D01="no"))
    assert one.periods == [(START, END)]


@pytest.mark.parametrize(("told", "purpose"), [("2029-01-17", fees.LATE), ("2029-03-15", fees.RETURN)])
def test_who_only_waited_for_insurance_pays_for_where_they_stand_by_now(
    set_clock: Any, told: str, purpose: str
) -> None:
    set_clock("2027-01-15 10:00")
    for policy_of, pence in ((policy.RENEWAL_FEE, 12000), (policy.LATE_FEE, 3000), (policy.RETURN_FEE, 5000)):
        fee(policy_of, pence)
    set_clock("2028-01-20 10:00")
    short = CoverTold("A mutual", "P-0", date(2028, 12, 31))
    one = member(START, END).renew(cover=short).pay()  # late for the first time
    set_clock("2028-12-20 10:00")
    one.begin().send(cover=CoverTold("A mutual", "P-1", date(2029, 1, 4)))
    set_clock("2029-01-10 10:00")
    one.pay()
    assert one.missing == ["insurance"]
    set_clock(f"{told} 10:00")
    insuring.tell(CoverTold("A mutual", "P-2", date(2030, 1, 4)), by=one.account.actor)
    assert one.renewal.stage is Stage.SENT
    assert one.invoice(purpose).settled_on is None
    one.pay(purpose)
    assert one.renewal.stage is Stage.RENEWED
