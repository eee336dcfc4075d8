"""People of the concerns team, for tests, and concerns that lie on their desks."""

from __future__ import annotations

import secrets

from accounts.models import Role
from concerns import queries
from concerns.models import Concern
from concerns.operations import having, triaging, writing
from concerns.risk import rating
from concerns.telling import Telling
from foundation.database import db
from tests.accounts.staff import Person, hire
from tests.concerns.arrange import raised


def officer(name: str = "") -> Person:
    """A concerns officer."""
    return hire(Role.CONCERNS_OFFICER, name=name)


def manager(name: str = "") -> Person:
    """A concerns manager."""
    return hire(Role.CONCERNS_MANAGER, name=name)


def reviewer(name: str = "") -> Person:
    """Somebody who hears appeals."""
    return hire(Role.APPEAL_PANEL, name=name)


def now(reference: str) -> Concern:
    """A concern as it is at this moment."""
    db.session.rollback()
    return queries.get(reference)


def version(reference: str) -> int:
    """Which state of a concern a page would show now."""
    return now(reference).version


def taken(who: Person, told: Telling | None = None) -> str:
    """The reference of a concern that somebody has."""
    reference = raised(told).reference
    having.take(reference, version=version(reference), by=who.actor)
    return reference


def replied(who: Person, told: Telling | None = None) -> str:
    """The reference of a concern whose reporter has had a reply."""
    reference = taken(who, told)
    writing.write_message(reference, "Thank you. I read all of it today.", once=secrets.token_hex(16), by=who.actor)
    return reference


def rated(who: Person, reference: str, *, likelihood: int = 2, impact: int = 3) -> None:
    """The risk of a concern is rated."""
    rating.rate(
        reference,
        likelihood=likelihood,
        impact=impact,
        reasons="It may happen again, to one person.",
        version=version(reference),
        by=who.actor,
    )


def in_triage(who: Person, told: Telling | None = None) -> str:
    """The reference of a concern in triage."""
    reference = replied(who, told)
    rated(who, reference)
    triaging.begin_triage(reference, version=version(reference), by=who.actor)
    return reference


def investigator(name: str = "") -> Person:
    """An investigating officer."""
    return hire(Role.INVESTIGATING_OFFICER, name=name)


def examiner(name: str = "") -> Person:
    """A case examiner."""
    return hire(Role.CASE_EXAMINER, name=name)


def both_officer_and_manager() -> Person:
    """Somebody who holds both roles: what they may not do twice is for the matter to say."""
    return hire(Role.CONCERNS_OFFICER, Role.CONCERNS_MANAGER)
