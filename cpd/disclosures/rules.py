"""May this person, and is it possible now? Each raises with the sentence the person reads."""

from __future__ import annotations

from accounts import authority, roles
from accounts.permissions import Permission
from accounts.rules import check_no_conflict
from cpd import registrants
from cpd.disclosures import queries
from cpd.disclosures.models import Disclosure
from cpd.disclosures.vocabulary import Stage, Track
from cpd.panels import queries as panels
from cpd.panels.matters import matter_about
from cpd.registrants import Registrant
from foundation import clock
from foundation.audit import Actor
from foundation.errors import Missing, NotAllowed, Refused

MATTER = "disclosure"
CALLED = "this"
_CLOSED_BOOK = "Only the health officer reads this one."


def key(disclosure: Disclosure) -> tuple[str, str]:
    """It as a matter of `accounts`: parts, panels, files, audit."""
    return (MATTER, str(disclosure.id))


def registrant_of(disclosure: Disclosure) -> Registrant:
    """Whom it is about."""
    found = registrants.many([disclosure.entry_id]).get(disclosure.entry_id)
    if found is None:
        raise Missing("There is no such entry.")
    return found


def is_own(disclosure: Disclosure, by: Actor) -> bool:
    """Whether it is their own."""
    return by.kind == "account" and by.id is not None and by.id == disclosure.account_id


def check_own(disclosure: Disclosure, by: Actor) -> None:
    """Refuse everybody but the registrant, as if it were not there."""
    if not is_own(disclosure, by):
        raise Missing(queries.NONE)


def permissions_of(by: Actor) -> frozenset[Permission]:
    """What somebody's roles give them now."""
    if by.kind != "account" or by.id is None:
        return frozenset()
    return roles.permissions_of(authority.roles_held(by.id))


def check_has_business(disclosure: Disclosure, held: frozenset[Permission], account_id: int) -> None:
    """Refuse somebody whose roles and tasks do not lead here.

    What is for the health officer is read by the health officer; the concerns officer reads what was passed to them,
    and of health only what the health officer wrote for them.
    """
    if disclosure.stage is Stage.TAKEN_BACK:
        raise Missing("It was told in error and taken back.")
    if disclosure.track is Track.HEALTH:
        passed_on = disclosure.stage is not Stage.HEALTH and Permission.TAKE_IN_CONCERNS in held
        if Permission.READ_HEALTH not in held and not passed_on:
            raise NotAllowed(_CLOSED_BOOK)
        return
    if Permission.LOOK_AFTER_REGISTRANTS in held:
        return
    if Permission.TAKE_IN_CONCERNS in held and was_passed_on(disclosure):
        return
    if Permission.VOTE in held and panels.is_seated(key(disclosure), account_id):
        return
    raise NotAllowed("This was not given to you.")


def was_passed_on(disclosure: Disclosure) -> bool:
    """Whether it came to the concerns officer at some time."""
    return disclosure.stage is Stage.CONCERNS or any(
        one.stage is Stage.CONCERNS for one in queries.steps(disclosure.id)
    )


def reads_words(disclosure: Disclosure, held: frozenset[Permission]) -> bool:
    """Whether somebody who has business here reads what was told, and not only what follows from it."""
    return disclosure.track is not Track.HEALTH or Permission.READ_HEALTH in held


def check_no_tie(disclosure: Disclosure, registrant: Registrant, account_id: int) -> None:
    """Refuse somebody with a tie to the person it is about."""
    check_no_conflict(account_id, matter_about(key(disclosure), registrant), called=CALLED)


def through_glass(disclosure: Disclosure, by: Actor) -> bool:
    """Whether somebody opened it in an emergency. What is for the health officer alone is not opened so."""
    if by.id is None or disclosure.track is Track.HEALTH or disclosure.stage is Stage.TAKEN_BACK:
        return False
    return authority.glass_open(by.id, key(disclosure), clock.now()) is not None


def check_person(by: Actor) -> int:
    """Refuse what only a person can do; gives their account."""
    if by.kind != "account" or by.id is None:
        raise NotAllowed("Only a person can do this.")
    return by.id


def check_said(words: str, sentence: str) -> str:
    """Refuse when nothing was written where it is needed."""
    if not words.strip():
        raise Refused(sentence)
    return words.strip()
