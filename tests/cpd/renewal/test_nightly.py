"""The night: reminders on their days and none twice, watchers of insurance and record checks, and stopping anywhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cpd import record_checks
from cpd.leaving.operations import departures
from cpd.money import queries as bills
from cpd.renewal import account, fees, policy, watching, worklists
from cpd.renewal.applying import CoverTold
from cpd.renewal.operations import insuring, nightly
from cpd.renewal.vocabulary import Stage
from cpd.renewal.worklists import Tab
from foundation import clock
from foundation.database import transaction
from register import operations as register
from register.vocabulary import OrderKind, Status
from tests.accounts.staff import SHELL
from tests.cpd.renewal.arrange import Member, answers, fee, member
from tests.frame.outbox import letters

pytestmark = pytest.mark.usefixtures("database")
START, END, FAR = date(2027, 1, 15), date(2028, 1, 14), date(2035, 1, 1)


def nights(set_clock: Any, first: str, last: str) -> dict[str, list[str]]:
    """Run the job every night from a day to another; the letters by day."""
    day, end, written = date.fromisoformat(first), date.fromisoformat(last), 0
    found: dict[str, list[str]] = {}
    while day <= end:
        set_clock(f"{day} 02:00")
        nightly.run(shred=lambda _owner: None)
        new = letters()[written:]
        written += len(new)
        if new:
            found[day.isoformat()] = [letter.template for letter in new]
        day += timedelta(days=1)
    return found


def test_reminders_on_the_days_of_the_rules_and_on_no_other(set_clock: Any) -> None:
    set_clock("2027-02-01 10:00")
    member(START, END, insured_to=FAR)
    found = nights(set_clock, "2027-10-14", "2028-02-20")
    # 14 January is a Friday: ten working days after it is the 28th.
    days = ["2027-10-16", "2027-11-15", "2027-12-15", "2027-12-31", "2028-01-07", "2028-01-12", "2028-01-15"]
    assert found == {day: ["renewal_reminder"] for day in [*days, "2028-01-28"]}


def test_the_last_reminder_counts_the_working_days_of_their_nation(set_clock: Any) -> None:
    set_clock("2027-02-01 10:00")
    end = date(2027, 12, 30)  # 3 and 4 January are both bank holidays in Scotland, in England only the 3rd
    member(START, end, outcode="EH1")
    member(START, end, outcode="LS1", name="Ossian")
    found = nights(set_clock, "2028-01-12", "2028-01-18")
    assert len(found["2028-01-12"]) == 2  # the missed first one after the end
    assert sorted(day for day in found if day != "2028-01-12") == ["2028-01-14", "2028-01-17"]


def test_reminders_stop_when_it_is_done(set_clock: Any) -> None:
    set_clock("2027-10-20 10:00")
    one = member(START, END, insured_to=FAR)
    assert nights(set_clock, "2027-10-20", "2027-10-21") == {"2027-10-20": ["renewal_reminder"]}
    set_clock("2027-11-01 10:00")
    one.renew()
    written = len(letters())
    nights(set_clock, "2027-11-02", "2028-02-20")
    assert len(letters()) == written


def test_a_reminder_says_what_is_missing(set_clock: Any) -> None:
    set_clock("2027-10-01 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2027-11-01 10:00")
    one = member(START, END).renew()
    set_clock("2028-01-12 02:00")
    nightly.run(shred=lambda _owner: None)
    body = letters("renewal_reminder", one.account.email)[-1].body
    assert "We still need:\n\n- The fee\n\nRenew" in body
    assert "declarations" not in body


def test_nights_that_were_missed_bring_one_letter_and_not_a_heap(set_clock: Any) -> None:
    set_clock("2027-02-01 10:00")
    member(START, END)
    set_clock("2028-01-08 02:00")
    assert nightly.run(shred=lambda _owner: None).renewal_notices == 1
    assert nightly.run(shred=lambda _owner: None).renewal_notices == 0
    nights(set_clock, "2028-01-09", "2028-01-13")
    assert [letter.written_at.day for letter in letters("renewal_reminder")] == [8, 12]


def test_nobody_who_left_was_removed_or_died_is_written_to(set_clock: Any) -> None:
    set_clock("2027-06-01 10:00")
    left, removed, dead = member(START, END), member(START, END, name="Rem"), member(START, END, name="Ded")
    register.record_leaving(left.number, at=clock.now(), reason="a test", by=SHELL)
    register.impose_restriction(
        removed.number,
        kind=OrderKind.REMOVAL,
        starts_at=clock.now(),
        ends_at=None,
        wording="Removed.",
        source="P-1",
        reason="a test",
        by=SHELL,
    )
    register.record_death(dead.number, at=clock.now(), reason="a test", by=SHELL)
    set_clock("2028-01-08 02:00")
    assert nightly.run(shred=lambda _owner: None).renewal_notices == 0


def test_a_bridge_is_reminded_of_by_its_own_end(set_clock: Any) -> None:
    set_clock("2027-01-15 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2028-01-14 10:00")
    one = member(START, END).renew().fail()
    found = nights(set_clock, "2028-01-15", "2028-01-29")
    assert found["2028-01-26"] == ["renewal_reminder"]
    assert "28 January 2028" in letters("renewal_reminder", one.account.email)[0].body


def insured(ends_on: date | None) -> Member:
    return member(date(2027, 1, 15), date(2029, 1, 14), insured_to=ends_on)


def test_insurance_is_watched_and_its_end_gives_fourteen_days(set_clock: Any) -> None:
    set_clock("2027-02-01 10:00")
    insured(date(2027, 6, 30))
    found = nights(set_clock, "2027-04-25", "2027-07-10")
    assert found == {
        "2027-05-01": ["insurance_reminder"],
        "2027-05-31": ["insurance_reminder"],
        "2027-06-16": ["insurance_reminder"],
        "2027-06-28": ["insurance_reminder"],
        "2027-07-01": ["insurance_ended"],
    }
    assert "by 15 July 2027" in letters("insurance_ended")[0].body


def test_who_told_of_new_insurance_is_left_alone_before_anybody_has_seen_it(set_clock: Any) -> None:
    set_clock("2027-05-20 10:00")
    one = insured(date(2027, 6, 30))
    insuring.tell(CoverTold("A mutual", "P-2", date(2028, 6, 30)), by=one.account.actor)
    assert nights(set_clock, "2027-05-21", "2027-07-10") == {}
    assert one.entry.insured_to == date(2027, 6, 30)


def test_insurance_that_was_told_and_that_nobody_looked_at_is_watched_over_all_the_same(set_clock: Any) -> None:
    set_clock("2027-02-01 10:00")
    one = insured(date(2027, 3, 31))
    insuring.tell(CoverTold("A mutual", "P-2", date(2027, 6, 30)), by=one.account.actor)
    found = nights(set_clock, "2027-04-25", "2027-07-10")
    days = ("2027-05-01", "2027-05-31", "2027-06-16", "2027-06-28")
    assert found == {day: ["insurance_reminder"] for day in days} | {"2027-07-01": ["insurance_ended"]}


def test_who_is_on_the_register_without_insurance_is_asked_for_it_however_long_ago_it_ended(set_clock: Any) -> None:
    set_clock("2027-02-01 10:00")
    none, old = insured(None), insured(date(2024, 6, 30))
    left = insured(None)
    register.record_leaving(left.number, at=clock.now(), reason="a test", by=SHELL)
    assert nights(set_clock, "2027-02-02", "2027-03-30") == {"2027-02-02": ["insurance_ended"] * 2}
    to = {letter.recipient: letter.body for letter in letters("insurance_ended")}
    assert "We have not seen any insurance of yours." in to[none.account.email]
    assert "ended on 30 June 2024" in to[old.account.email]
    assert [one.words for one in account.due(none.entry) if "insurance" in one.words] == ["Show us your insurance"]


def test_record_checks_are_asked_for_again_after_three_years(set_clock: Any) -> None:
    set_clock("2027-02-01 10:00")
    one = member(date(2027, 1, 15), date(2031, 1, 14), insured_to=FAR)
    with transaction("a test"):
        record_checks.note(one.entry.entry_id, scheme="DBS", level="enhanced", from_on=date(2027, 2, 28))
    found = nights(set_clock, "2029-12-28", "2030-03-05")
    assert found == {
        day: ["record_check_reminder"] for day in ("2029-12-30", "2030-01-29", "2030-02-14", "2030-02-26", "2030-03-01")
    }


def test_the_night_may_stop_anywhere_and_go_on_in_small_batches(set_clock: Any, monkeypatch: Any) -> None:
    set_clock("2027-02-01 10:00")
    for number in range(5):
        member(START, END, name=f"Member {number}")
    monkeypatch.setattr(watching, "AT_A_TIME", 2)
    set_clock("2028-01-08 02:00")
    assert nightly.remind_of_renewal(0)[0] == 2
    assert nightly.run(shred=lambda _owner: None).renewal_notices == 3
    assert nightly.run(shred=lambda _owner: None).renewal_notices == 0


def test_a_night_costs_no_more_statements_for_more_people(set_clock: Any, statements: Any) -> None:
    set_clock("2027-02-01 10:00")
    member(START, END)
    set_clock("2028-01-08 02:00")
    nightly.run(shred=lambda _owner: None)
    with statements() as none_due:
        nightly.run(shred=lambda _owner: None)
    for number in range(4):
        member(START, END, name=f"Member {number}")
    nightly.run(shred=lambda _owner: None)
    with statements() as again:
        nightly.run(shred=lambda _owner: None)
    assert len(again) == len(none_due)


def test_what_can_no_longer_be_finished_is_closed(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    fee(policy.RETURN_FEE, 5000)
    fee(policy.RENEWAL_FEE, 12000)
    one = member(START, END).begin()
    set_clock("2028-02-20 10:00")
    one.begin()
    one.pay(fees.RETURN)
    set_clock("2030-01-14 23:00")
    assert nightly.run(shred=lambda _owner: None).closed == 0
    assert bills.to_send_back() == []
    set_clock("2030-01-15 02:00")
    assert nightly.run(shred=lambda _owner: None).closed == 1
    assert one.renewal.stage is Stage.OVER
    assert [(held.purpose, bills.balance(held).held) for held in bills.to_send_back()] == [(fees.RETURN, 5000)]
    assert one.status is Status.LAPSED or one.entry.standing() is not None


def test_who_comes_back_and_waits_for_us_is_not_reminded(set_clock: Any) -> None:
    set_clock("2028-01-18 10:00")
    one = member(START, END)
    set_clock("2028-02-07 10:00")
    one.renew(answers=answers(D02="yes"))
    assert one.renewal.stage is Stage.LOOKED_AT
    written = len(letters())
    nights(set_clock, "2028-02-08", "2028-02-12")
    assert len(letters()) == written


def test_who_has_chosen_a_day_to_leave_is_neither_reminded_nor_at_risk(set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one, stays = member(START, END), member(START, END, name="Ossian")
    departures.ask_to_leave(leave_on=END, by=one.account.actor)
    assert [line.number for line in worklists.listed(Tab.AT_RISK).lines] == [stays.number]
    nightly.run(shred=lambda _owner: None)
    assert [letter.recipient for letter in letters("renewal_reminder")] == [stays.account.email]
