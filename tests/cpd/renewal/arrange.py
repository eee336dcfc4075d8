"""Registrants for the tests of this room: on the register by its real door, with an account, renewing step by step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from accounts.models import Realm, Role
from cpd import registrants
from cpd.declarations import Asked, asked_at
from cpd.disclosures.telling import HEALTH, Said
from cpd.money import operations as money
from cpd.money.vocabulary import PaidBy
from cpd.registrants import Registrant
from cpd.renewal import fees, queries, rules
from cpd.renewal.applying import CoverTold, Renewing
from cpd.renewal.models import Renewal
from cpd.renewal.operations import beginning, sending
from foundation import clock
from foundation.journey.pages import Content
from foundation.policy import Policy, decide
from register import operations as register
from register.operations import Admission, claiming
from register.rules import ParticularsFact, PeriodFact
from register.vocabulary import Status, WorksWith
from tests.accounts.staff import SHELL, Person, hire

CONVICTION = "zzconviction was long ago"
ILL = "zzillness comes and goes"


def fee(policy: Policy[int], pence: int) -> None:
    """Set a fee from today."""
    decide(policy, value=pence, effective_from=clock.today(), reason="a test", by=SHELL)


def answers(**said: str) -> tuple[Said, ...]:
    """Answers in which nothing is worrying, but for the codes that are named: `answers(D02="yes")`."""
    found = []
    for one in asked_at(Asked.RENEWAL, clock.today()):
        if one.code in sending.asked_on_renewal():
            fine = "no" if one.worrying == "yes" else "yes"
            chosen = said.get(one.code, fine)
            found.append(Said(one.code, one.version, chosen, CONVICTION if chosen == one.worrying else "", one.branch))
    return tuple(found)


def renewing(**changes: Any) -> Renewing:
    """What somebody sends with whom nothing is wrong, insured for a year."""
    told = Renewing(
        answers=answers(),
        health=Said(HEALTH, 1, "no"),
        cover=CoverTold("A mutual", "P-1", clock.add_months(clock.today(), 12)),
        statement=[],
        evidence_files=("a-log-of-cpd",),
    )
    return replace(told, **changes)


@dataclass
class Member:
    """Somebody on the register, and what they do."""

    number: str
    account: Person
    office: Office = field(repr=False)

    @property
    def entry(self) -> Registrant:
        """Them as the register has them now."""
        found = registrants.of_number(self.number)
        assert found is not None
        return found

    @property
    def status(self) -> Status:
        """What the public reads now."""
        says = self.entry.standing()
        assert says is not None
        return says.status

    @property
    def periods(self) -> list[tuple[date, date]]:
        """Their periods, in order."""
        return [tuple(one) for one in sorted(self.entry.record.periods)]  # type: ignore[misc]  # pairs of days

    @property
    def renewal(self) -> Renewal:
        """Their newest renewal."""
        return queries.of_entry(self.entry.entry_id)[0]

    @property
    def missing(self) -> list[str]:
        """What is missing of it."""
        today = clock.today()
        held = rules.missing(
            self.renewal, insured=rules.insured_to(self.entry), money=fees.standing(self.renewal), today=today
        )
        return [part.value for part in held]

    def begin(self) -> Member:
        """Begin to renew."""
        beginning.begin(content=Content(), by=self.account.actor)
        return self

    def send(self, **changes: Any) -> Member:
        """Send the answers."""
        sending.send(self.renewal.reference, renewing(**changes), by=self.account.actor)
        return self

    def renew(self, **changes: Any) -> Member:
        """All of it."""
        return self.begin().send(**changes)

    def invoice(self, purpose: str = fees.YEAR) -> Any:
        """An invoice of their renewal."""
        return next(one for one, _ in fees.standing(self.renewal).invoices if one.purpose == purpose)

    def pay(self, purpose: str = fees.YEAR, *, paid_on: date | None = None) -> Member:
        """Money comes for an invoice."""
        invoice = self.invoice(purpose)
        money.record_payment(
            invoice.reference,
            amount=invoice.amount,
            way=PaidBy.BANK_TRANSFER,
            paid_on=paid_on or clock.today(),
            bank_reference=f"bank {invoice.reference}",
            by=self.office.finance.actor,
        )
        return self

    def fail(self, *, failed_on: date | None = None, tried_on: date | None = None) -> Member:
        """A payment does not go through."""
        money.record_failed_payment(
            self.invoice().reference,
            failed_on=failed_on or clock.today(),
            tried_on=tried_on,
            by=self.office.finance.actor,
        )
        return self


@dataclass
class Office:
    """The people of the institute who work on renewals."""

    @cached_property
    def officer(self) -> Person:
        return hire(Role.REGISTRATION_OFFICER, name="Olu Officer")

    @cached_property
    def registrar(self) -> Person:
        return hire(Role.REGISTRAR, name="Reg Istrar")

    @cached_property
    def finance(self) -> Person:
        return hire(Role.FINANCE, name="Fin Ance")


def member(
    starts_on: date, ends_on: date, *, insured_to: date | None = None, outcode: str = "LS1", name: str = "Perpetua"
) -> Member:
    """Somebody who is registered from a day to a day, with an account that looks after the entry."""
    account = hire(name=f"{name} Oakenshaw", realm=Realm.PUBLIC)
    facts = ParticularsFact(
        effective_from=clock.start_of_day(starts_on),
        title="",
        forenames=name,
        surname="Oakenshaw",
        known_as="",
        previous_names=[],
        shows_previous_names=False,
        town="Leeds",
        outcode=outcode,
        areas=["health"],
        works_with=WorksWith.ADULTS,
        languages=[],
        organisation="Calder Case Management Ltd",
        holds_certificate=False,
        first_registered_on=starts_on,
    )
    number = register.admit(
        Admission(facts, [PeriodFact(starts_on, ends_on)], account.email, insured_to=insured_to),
        reason="a test",
        by=SHELL,
    )
    claiming.hold(number, account.id, proof="a test")
    return Member(number, account, Office())
