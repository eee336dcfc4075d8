"""The registrant's pages of renewal: begin, every part, send; what is missing; insurance and record checks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from cpd import folders, record_checks
from cpd.joining.models import MonitoringCount
from cpd.renewal import policy, queries
from cpd.renewal.models import RenewalStatement
from cpd.renewal.vocabulary import Stage
from foundation import clock
from foundation.database import Base, db
from foundation.errors import Refused
from foundation.evidence import belonging
from register import operations as register
from register.vocabulary import OrderKind
from tests.accounts.staff import SHELL
from tests.cpd.renewal.arrange import fee, member
from tests.cpd.renewal.at_home import ANSWERS, HOME, PDF, AtHome

pytestmark = pytest.mark.usefixtures("database")
START, END = date(2027, 1, 15), date(2028, 1, 14)


def test_a_whole_renewal_page_by_page(app: Flask, set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END)
    at = AtHome(app, one)
    page = at.open()
    assert page.heading == "Not renewed yet"
    assert "14 January 2028" in page.text
    assert "Was registered until 14 January 2028 and did not renew" in page.text
    page = at.fill_in().open("/form/tasks")
    assert page.text.count("Done") == 7
    page = at.send()
    assert page.heading == "You are renewed"
    assert one.periods[-1] == (date(2028, 1, 15), date(2029, 1, 14))
    [told] = queries.insurance(one.entry.entry_id)
    assert [file.name for file in belonging.files_of(("insurance", str(told.id)))] == ["certificate.pdf"]
    assert one.entry.insured_to is None
    seen = record_checks.newest([one.entry.entry_id])[one.entry.entry_id]
    assert (seen.scheme, seen.level, seen.from_on) == ("DBS", "enhanced", date(2027, 3, 3))
    assert one.entry.record.particulars_at(clock.now()).areas == ["health", "rehabilitation"]


def test_nothing_can_be_sent_before_all_of_it_is_there(app: Flask, set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END)
    at = AtHome(app, one)
    at.fill_in("d19")
    page = at.open("/form/check")
    assert "Some pages still need a look" in page.text
    assert "Send it now" not in page.text
    at.say("d19")
    assert at.send().heading == "You are renewed"


def test_the_certificate_is_needed(app: Flask, set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    at = AtHome(app, member(START, END))
    at.begin()
    page = at.visitor.send(at.open("/form/insurance-files"), {"go": "on"}, button="Save and go on", status=400)
    assert page.problems == ["Send the certificate of your insurance"]


def test_insurance_that_is_over_is_refused(app: Flask, set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    at = AtHome(app, member(START, END))
    at.begin()
    over = {"insurer": "A", "policy_number": "1", "insured_to": "1 January 2028", "covers": "yes"}
    assert at.say("insurance", over, status=400).problems == [
        "This insurance is over. We need insurance that still runs"
    ]


def test_with_a_fee_the_page_says_not_renewed_yet_until_it_is_paid(app: Flask, set_clock: Any) -> None:
    set_clock("2027-10-01 10:00")
    fee(policy.RENEWAL_FEE, 12000)
    set_clock("2028-01-02 10:00")
    one = member(START, END)
    at = AtHome(app, one)
    page = at.fill_in().send()
    assert page.heading == "Not renewed yet"
    assert "Only the fee is missing" in page.text
    assert one.invoice().reference in page.text
    assert page.facts["Still to pay"] == "£120"
    one.pay()
    assert at.open().heading == "You are renewed"


def test_a_second_press_and_a_page_that_came_too_late(app: Flask, set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END)
    at = AtHome(app, one)
    check = at.fill_in().open("/form/check")
    at.visitor.send(check, {"true": "yes"}, button="Send it now")
    page = at.visitor.send(check, {"true": "yes"}, button="Send it now", status=409)
    assert page.heading == "This page came too late"
    assert len(one.periods) == 2


def test_before_the_window_the_page_says_when(app: Flask, set_clock: Any) -> None:
    set_clock("2027-06-01 10:00")
    page = AtHome(app, member(START, END)).open()
    assert page.heading == "You are registered"
    assert "Renewal opens on 16 October 2027" in page.text


def test_after_the_end_it_says_so_and_how_to_come_back(app: Flask, set_clock: Any) -> None:
    set_clock("2028-01-20 10:00")
    one = member(START, END)
    at = AtHome(app, one)
    assert at.open().heading == "You are not on the register"
    at.begin("Renew late")
    set_clock("2028-03-20 10:00")
    assert "Last day to come back this way: 14 January 2029" in AtHome(app, one).open().text
    set_clock("2030-03-20 10:00")
    assert AtHome(app, one).open().links["Apply to come back"] == "/account/application"


def test_who_comes_back_in_the_second_year_sends_evidence_of_cpd(app: Flask, set_clock: Any) -> None:
    set_clock("2029-06-01 10:00")
    one = member(START, END)
    at = AtHome(app, one)
    at.begin("Come back to the register")
    assert at.open("/form/cpd-files").heading == "Evidence of your CPD"
    # From the day after the last one: 504 days, more than a year, and so no more than a year's.
    assert "Your record from 15 January 2028 to 1 June 2029" in at.open("/form/cpd").text
    assert (
        "off the register for 504 days. We ask for what we ask for in a whole year, and not for more: 30 hours."
        in at.open("/form/cpd").text
    )


def test_a_form_begun_in_the_first_year_and_sent_in_the_second_wants_evidence_as_well(
    app: Flask, set_clock: Any
) -> None:
    set_clock("2029-01-13 10:00")
    one = member(START, END)
    at = AtHome(app, one)
    at.begin("Come back to the register")
    said = ANSWERS | {"insurance": {**ANSWERS["insurance"], "insured_to": "31 December 2029"}}
    for slug, values in said.items():
        at.say(slug, values)
    at.attach("insurance-files")
    ready = at.open("/form/check")
    assert "Some pages still need a look" not in ready.text
    set_clock("2029-01-15 10:00")
    at = AtHome(app, one)
    assert "Some pages still need a look" in at.open("/form/check").text
    with pytest.raises(Refused, match="shows your CPD"):
        one.send(evidence_files=())
    at.attach("cpd-files")
    at.send()
    assert one.renewal.stage is Stage.LOOKED_AT


def test_somebody_without_an_entry_is_told_so(app: Flask, set_clock: Any) -> None:
    from tests.cpd.joining.applicant import Applicant
    from tests.cpd.joining.arrange import somebody

    page = Applicant(app, somebody()).visitor.open(HOME)
    assert "Link your entry" in page.text


def test_insurance_at_any_time(app: Flask, set_clock: Any) -> None:
    import io

    set_clock("2027-06-01 10:00")
    one = member(START, END, insured_to=date(2027, 5, 1))
    at = AtHome(app, one)
    page = at.visitor.open("/account/insurance")
    assert "confirmed to 1 May 2027" in page.text
    said = {"insurer": "A mutual", "policy_number": "P-2", "insured_to": "1 May 2028", "covers": "yes"}
    page = at.visitor.send(page, said, button="Send it", status=400)
    assert page.problems == ["Choose the file of your certificate"]
    page = at.visitor.send(page, {**said, "files": (io.BytesIO(PDF), "paper.pdf")}, button="Send it")
    assert "An officer looks at it by 15 June 2027. Sent" in page.text
    assert one.entry.insured_to == date(2027, 5, 1)


def test_a_record_check_at_any_time(app: Flask, set_clock: Any) -> None:
    set_clock("2027-06-01 10:00")
    at = AtHome(app, member(START, END))
    page = at.visitor.open("/account/record-check")
    page = at.visitor.send(page, {"check_scheme": "DBS", "check_level_DBS": "basic"}, button="Send it", status=400)
    assert page.problems == ["Type the day on the certificate"]
    page = at.visitor.send(
        page, {"check_scheme": "DBS", "check_level_DBS": "basic", "check_issued": "1 May 2027"}, button="Send it"
    )
    assert "1 May 2030" in page.text
    page = at.visitor.send(page, {"check_scheme": "not_eligible"}, button="Send it")
    assert "your role cannot have one" in page.text


def test_the_page_costs_the_same_however_much_has_happened(app: Flask, set_clock: Any, statements: Any) -> None:
    set_clock("2028-01-02 10:00")
    one = member(START, END).begin()
    at = AtHome(app, one)
    at.open()
    with statements() as first:
        at.open()
    register.impose_restriction(
        one.number,
        kind=OrderKind.WARNING,
        starts_at=clock.now(),
        ends_at=clock.end_of_day(date(2029, 1, 1)),
        wording="A warning.",
        source="P-1",
        reason="a test",
        by=SHELL,
    )
    with statements() as second:
        at.open()
    assert len(second) == len(first)
    assert one.renewal.stage is Stage.OPEN


def test_monitoring_on_renewal_never_blocks_and_leads_to_nobody(app: Flask, set_clock: Any) -> None:
    """Who leaves it out renews; of who answers only the count is left, in no row that says whose or when."""
    set_clock("2027-12-01 10:00")
    first, second = (AtHome(app, member(START, END, name=name)) for name in ("Ada", "Bea"))
    tasks = first.fill_in().open("/form/tasks")
    assert "Helping us to be fair Optional" in " ".join(tasks.text.split())
    first.send()
    second.fill_in()
    second.say("monitoring", {"monitoring_age": "40_49", "monitoring_religion": "buddhist"})
    assert "Buddhist" not in second.open("/form/check").text
    second.send()
    assert {first.member.renewal.stage, second.member.renewal.stage} == {Stage.RENEWED}
    with db.engine.connect() as connection:
        held = {
            table.name: str([tuple(row) for row in connection.execute(select(table))])
            for table in Base.metadata.sorted_tables
        }
    assert {name for name, rows in held.items() if "buddhist" in rows.casefold()} == {"monitoring_count"}
    counts = db.session.execute(select(MonitoringCount.year, MonitoringCount.question, MonitoringCount.people)).all()
    assert sorted(counts) == [(2027, "age", 1), (2027, "religion", 1)]
    [statement] = db.session.scalars(
        select(RenewalStatement).where(RenewalStatement.renewal_id == second.member.renewal.id)
    )
    box = folders.box_of(second.member.renewal.entry_id)
    assert "monitoring" not in box.open(statement.sealed)
