"""The doors of the rooms that the people of a town go through: each is the real operation, with sound answers."""

from __future__ import annotations

from datetime import date

import pytest

from cpd import registrants
from cpd.declarations import Asked, Declaration, asked_at
from cpd.disclosures import queries as disclosures
from cpd.disclosures.operations import reviewing
from cpd.disclosures.telling import HEALTH, Said
from cpd.disclosures.vocabulary import Finding
from cpd.disclosures.vocabulary import Stage as DisclosureStage
from cpd.leaving import queries as leaving
from cpd.leaving.operations import deaths, departures
from cpd.leaving.operations import leave as leaves
from cpd.leaving.telling import News, WhyAway
from cpd.leaving.vocabulary import DepartureStage, LeaveReason
from cpd.money import operations as money
from cpd.money.vocabulary import PaidBy
from cpd.record import progress
from cpd.record.operations import keeping
from cpd.record.vocabulary import Company
from cpd.record.words import Told, Words
from cpd.renewal import fees
from cpd.renewal import policy as prices
from cpd.renewal import queries as renewals
from cpd.renewal.applying import CheckTold, CoverTold, Renewing
from cpd.renewal.models import Renewal
from cpd.renewal.operations import beginning, insuring, returning, sending
from cpd.renewal.vocabulary import Stage
from cpd.requirements.policy import HOURS
from cpd.requirements.spans import Span
from cpd.requirements.vocabulary import ActivityKind, LineCode
from foundation import clock, policy
from foundation.database import db
from foundation.errors import Refused
from register import operations as register
from tests.accounts.staff import SHELL, Person
from tests.cpd.joining.arrange import Office


def renew(person: Person, *, insured_to: date, check: date | None = None, worry: str = "") -> Renewal:
    """Go through renewal from its first page to its last; says what became of it."""
    hand = beginning.begin(content={}, by=person.actor)
    return sending.send(
        beginning.reference_of(hand), renewing(insured_to=insured_to, check=check, worry=worry), by=person.actor
    )


def renewing(*, insured_to: date, check: date | None = None, worry: str = "") -> Renewing:
    """What somebody sends; `worry` is the code of a declaration that somebody will have to look at."""
    asked = {one.code: one for one in asked_at(Asked.RENEWAL, clock.today())}
    health = asked.pop(HEALTH)
    wanted = sending.asked_on_renewal()
    return Renewing(
        answers=tuple(_said(one, worry) for code, one in asked.items() if code in wanted),
        health=_said(health, worry),
        cover=CoverTold("A mutual", "P-2", insured_to),
        statement=[],
        evidence_files=("a-log-of-cpd",),
        record_check=CheckTold("DBS", "enhanced", check) if check is not None else None,
    )


def _said(one: Declaration, worry: str) -> Said:
    fine = "no" if one.worrying == "yes" else "yes"
    said = one.worrying if one.code == worry and one.worrying else fine
    return Said(one.code, one.version, said, "What happened." if one.code == worry else "", one.branch)


def set_fees(by: Person) -> None:
    """The institute sets what renewing costs, being late again, and coming back."""
    for fee, pence in ((prices.RENEWAL_FEE, 12000), (prices.LATE_FEE, 3000), (prices.RETURN_FEE, 2500)):
        policy.decide(fee, value=pence, effective_from=clock.today(), reason="a life", by=by.actor)


def pay(entry_id: int, office: Office, *, paid_on: date | None = None) -> list[str]:
    """Pay all that is asked for, until nothing is; says for what."""
    paid: list[str] = []
    while invoice := fees.standing(renewals.of_entry(entry_id)[0]).waits_for:
        paid.append(invoice.purpose)
        money.record_payment(
            invoice.reference,
            amount=invoice.amount,
            way=PaidBy.BANK_TRANSFER,
            paid_on=paid_on or clock.today(),
            bank_reference=f"bank {invoice.reference}",
            by=office.finance.actor,
        )
        db.session.rollback()
    return paid


def fail_to_pay(entry_id: int, office: Office) -> None:
    """A payment does not go through."""
    invoice = fees.standing(renewals.of_entry(entry_id)[0]).waits_for
    assert invoice is not None
    money.record_failed_payment(invoice.reference, failed_on=clock.today(), tried_on=None, by=office.finance.actor)


def open_concern(number: str) -> None:
    """Somebody raises a concern: nobody leaves before it is settled."""
    register.place_hold(number, source="a concern", reason="a life", by=SHELL)


def settle_concern(number: str) -> None:
    """The concern is settled."""
    register.release_hold(number, source="a concern", reason="a life", by=SHELL)


def let_back(renewal: Renewal, office: Office) -> None:
    """An officer looks at a return and lets them back."""
    returning.bring_back(renewal.reference, reasons="All is there.", version=renewal.version, by=office.officer.actor)


def show_insurance(person: Person, ends_on: date) -> None:
    """Tell of new insurance on the page for it."""
    insuring.tell(CoverTold("A mutual", "P-3", ends_on), by=person.actor)


def confirm_insurance(entry_id: int, office: Office) -> bool:
    """An officer looks at what was told of insurance and waits to be seen."""
    db.session.rollback()
    for told in renewals.insurance(entry_id):
        if told.seen is None and told.ends_on >= clock.today():
            insuring.confirm(told.id, version=told.version, by=office.officer.actor)
            return True
    return False


def suspend(number: str, office: Office) -> None:
    """The registrar suspends somebody without insurance."""
    insuring.suspend(number, why="No insurance was shown.", by=office.registrar.actor)


def may_not_suspend(number: str, office: Office) -> str:
    """The registrar tries to suspend somebody who still has time; gives the sentence of the refusal."""
    with pytest.raises(Refused) as refused:
        suspend(number, office)
    db.session.rollback()
    return refused.value.sentence


def stands(entry_id: int) -> Stage | None:
    """Where the newest renewal of somebody stands."""
    held = renewals.of_entry(entry_id)
    return held[0].stage if held else None


def look_at_disclosures(entry_id: int, office: Office) -> None:
    """An officer looks at what somebody told, and finds nothing in it."""
    db.session.rollback()
    for one in disclosures.of_entry(entry_id):
        if one.stage is DisclosureStage.OFFICER:
            reviewing.review(
                one.reference,
                finding=Finding.CLEAR,
                reasons="Nothing follows from it.",
                version=one.version,
                by=office.officer.actor,
            )


def learn(person: Person, entry_id: int, on: date, minutes: int) -> None:
    """Record something that they did to learn."""
    words = Words("A course", "How to write a plan.", "I ask first.", "Plans are kept.")
    told = Told(on, minutes, ActivityKind.COURSE, Company.LIVE, ("2.1",), None, words)
    keeping.write(entry_id, told, once=f"{entry_id}-{on}-{minutes}", draft=False, by=person.actor)


def hours(entry_id: int, first: date, last: date) -> tuple[int, int]:
    """What the engine says of the time that somebody recorded: minutes that there are, and that are needed."""
    db.session.rollback()
    who = registrants.many([entry_id])[entry_id]
    line = progress.judge(who, Span(first, last)).line(LineCode.HOURS)
    assert line is not None
    return line.have, line.need


def ask_for_hours(hours: int, effective_from: date, by: Person) -> None:
    """The institute asks for more CPD from a day on, in the middle of most people's year."""
    policy.decide(HOURS, value=hours, effective_from=effective_from, reason="a life", by=by.actor)


def leave(person: Person, leave_on: date | None) -> bool:
    """Leave the register, at once or at the end of a day; says whether it has to wait for something else."""
    return departures.ask_to_leave(leave_on=leave_on, by=person.actor).stage is DepartureStage.PANEL


def be_away(person: Person, first: date, last: date, office: Office) -> None:
    """Ask for extended leave, and get it."""
    asked = leaves.ask_for_leave(Span(first, last), WhyAway(LeaveReason.CARING), by=person.actor)
    leaves.decide_leave(asked.id, agree=True, words="", version=asked.version, by=office.officer.actor)


def report_death(entry_id: int, office: Office) -> int:
    """An officer writes down that somebody has died."""
    news = News("A cousin", "01632 960 113", "A certificate")
    return deaths.report_death(entry_id, news, died_on=None, by=office.officer.actor).id


def confirm_death(death_id: int, office: Office) -> None:
    """The registrar confirms it."""
    db.session.rollback()
    version = leaving.death(death_id).version
    deaths.confirm_death(death_id, version=version, by=office.registrar.actor)
