"""The letters about what registrants tell us, one function each. None says what it was about: the account does."""

from __future__ import annotations

from accounts import authority
from accounts.models import Role
from cpd.disclosures.models import Disclosure
from cpd.disclosures.vocabulary import Stage, Track
from cpd.registrants import Registrant
from foundation import outbox


def received(disclosure: Disclosure, registrant: Registrant) -> None:
    """We have it: the receipt, at once, with the day by which somebody has looked."""
    if registrant.email:
        outbox.write(
            "disclosure_received",
            to=registrant.email,
            once=f"disclosure {disclosure.id} received",
            name=registrant.name,
            reference=disclosure.reference,
            told_at=disclosure.told_at,
            due=disclosure.due_on,
        )


def panel(disclosure: Disclosure, registrant: Registrant) -> None:
    """Two people look at it."""
    if registrant.email:
        outbox.write("disclosure_panel", to=registrant.email, name=registrant.name, reference=disclosure.reference)


def question(disclosure: Disclosure, registrant: Registrant) -> None:
    """We ask something about it. What, stands in the account."""
    if registrant.email:
        outbox.write("disclosure_question", to=registrant.email, name=registrant.name, reference=disclosure.reference)


def closed(disclosure: Disclosure, registrant: Registrant) -> None:
    """It is closed. What came of it stands in the account."""
    if registrant.email:
        outbox.write("disclosure_closed", to=registrant.email, name=registrant.name, reference=disclosure.reference)


def words_deleted(disclosure: Disclosure, registrant: Registrant) -> None:
    """What was told in error is gone."""
    if registrant.email:
        outbox.write(
            "disclosure_words_deleted",
            to=registrant.email,
            once=f"disclosure {disclosure.id} words deleted",
            name=registrant.name,
            reference=disclosure.reference,
        )


def tell_staff(disclosure: Disclosure) -> None:
    """Something came that cannot wait for somebody to look at a list: officers are told, with its reference only."""
    if disclosure.track is Track.URGENT:
        _to_role(disclosure, Role.REGISTRATION_OFFICER, "staff_disclosure_urgent", "urgent")
    elif disclosure.stage is Stage.CONCERNS:
        passed_on(disclosure)
    elif disclosure.stage is Stage.HEALTH:
        _to_role(disclosure, Role.HEALTH_OFFICER, "staff_disclosure_health", "health")


def passed_on(disclosure: Disclosure) -> None:
    """It waits for a concerns officer."""
    _to_role(disclosure, Role.CONCERNS_OFFICER, "staff_disclosure_passed", "passed on")


def _to_role(disclosure: Disclosure, role: Role, letter: str, what: str) -> None:
    for officer in authority.holders(role):
        outbox.write(
            letter,
            to=officer.email,
            once=f"disclosure {disclosure.id} {what} to {officer.id}",
            name=officer.name,
            reference=disclosure.reference,
            due=disclosure.due_on,
            at_once=disclosure.at_once,
        )
