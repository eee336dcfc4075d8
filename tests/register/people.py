"""Made-up people for the tests of statements and of checking many numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from foundation import clock
from foundation.audit import Actor
from register import operations
from register.rules import ParticularsFact, PeriodFact
from register.vocabulary import WorksWith

OFFICER = Actor("shell", None, "Officer Test")
SECOND = Actor("shell", None, "Second Test")


def admit(
    number: str | None = None, *, starts_on: date = date(2026, 5, 1), ends_on: date = date(2027, 4, 30), **changes: Any
) -> str:
    """Put somebody on the register; says their number. `changes` are particulars, and `insured_to`."""
    insured_to = changes.pop("insured_to", None)
    other = changes.pop("other_registrations", ())
    facts = ParticularsFact(
        effective_from=clock.start_of_day(date(2024, 5, 1)),
        title="",
        forenames="Sian",
        surname="Sample",
        known_as="",
        previous_names=[],
        shows_previous_names=False,
        town="Leeds",
        outcode="LS6",
        areas=["health", "mental-health"],
        works_with=WorksWith.ADULTS,
        languages=["English", "Welsh"],
        organisation="Calder Test Ltd",
        holds_certificate=True,
        first_registered_on=date(2024, 5, 1),
    )._replace(**changes)
    return operations.admit(
        operations.Admission(
            particulars=facts,
            periods=[PeriodFact(starts_on, ends_on)],
            email="sample@example.com",
            number=number,
            insured_to=insured_to,
            other_registrations=other,
        ),
        reason="test",
        by=OFFICER,
    )
