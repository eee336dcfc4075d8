"""The letters about what registrants tell us, one function each. None says what it was about: the account does."""

from __future__ import annotations

from typing import Any

from accounts import authority
from accounts.models import Account, Role
from cpd.disclosures.models import Disclosure
from cpd.disclosures.vocabulary import Stage, Track
from cpd.registrants import Registrant
from foundation import outbox
from register.post.writing import write


def _whose(registrant: Registrant) -> dict[str, Any]:
    return {"entry_id": registrant.entry_id, "to": registrant.email, "name": registrant.name}


def received(disclosure: Disclosure, registrant: Registrant) -> None:
    """We have it: the receipt, at once, with the day by which somebody has looked."""
    write(
        "disclosure_received",
        **_whose(registrant),
        once=f"disclosure {disclosure.id} received",
        reference=disclosure.reference,
        told_at=disclosure.told_at,
        due=disclosure.due_on,
    )


def panel(disclosure: Disclosure, registrant: Registrant) -> None:
    """Two people look at it."""
    write("disclosure_panel", **_whose(registrant), reference=disclosure.reference)


def question(disclosure: Disclosure, registrant: Registrant) -> None:
    """We ask something about it. What, stands in the account."""
    write("disclosure_question", **_whose(registrant), reference=disclosure.reference)


def closed(disclosure: Disclosure, registrant: Registrant) -> None:
    """It is closed. What came of it stands in the account."""
    write(
        "disclosure_closed",
        **_whose(registrant),
        kindly=registrant.division,
        reference=disclosure.reference,
    )


def words_deleted(disclosure: Disclosure, registrant: Registrant) -> None:
    """What was told in error is gone."""
    write(
        "disclosure_words_deleted",
        **_whose(registrant),
        once=f"disclosure {disclosure.id} words deleted",
        reference=disclosure.reference,
    )


def tell_staff(disclosure: Disclosure) -> None:
    """Something came that cannot wait for somebody to look at a list: officers are told, with its reference only."""
    if disclosure.track is Track.URGENT:
        for officer in authority.holders(Role.REGISTRATION_OFFICER):
            outbox.write("staff_disclosure_urgent", **_to(disclosure, officer, "urgent"))
    elif disclosure.stage is Stage.CONCERNS:
        passed_on(disclosure)
    elif disclosure.stage is Stage.HEALTH:
        for officer in authority.holders(Role.HEALTH_OFFICER):
            outbox.write("staff_disclosure_health", **_to(disclosure, officer, "health"))


def passed_on(disclosure: Disclosure) -> None:
    """It waits for a concerns officer."""
    for officer in authority.holders(Role.CONCERNS_OFFICER):
        outbox.write("staff_disclosure_passed", at_once=disclosure.at_once, **_to(disclosure, officer, "passed on"))


def _to(disclosure: Disclosure, officer: Account, what: str) -> dict[str, Any]:
    return {
        "to": officer.email,
        "once": f"disclosure {disclosure.id} {what} to {officer.id}",
        "name": officer.name,
        "reference": disclosure.reference,
        "due": disclosure.due_on,
    }
