"""An ending that should never have been recorded: one person says so, the registrar, somebody else, takes it back.

A death of somebody who is alive, or a leaving of the wrong person. The entry stands again as if nothing had been, the
mistake and its correction stay on record, and nobody is written to: who was told of it is told by a person.
"""

from __future__ import annotations

from accounts import authority
from accounts.models import Account
from accounts.permissions import Permission
from accounts.rules import check_may
from cpd import folders
from cpd.leaving import policy, queries, rules
from cpd.leaving.models import MistakenEnding
from cpd.leaving.vocabulary import DeathStanding
from cpd.registrants import Registrant
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from register import operations as register
from register.operations.corrections import ending_to_take_back
from register.vocabulary import EndingKind


@operation
def say_mistaken(entry_id: int, *, why: str, by: Actor) -> MistakenEnding:
    """Say that an ending is wrong, for a registrar to take back.

    Raises:
        NotAllowed: their roles do not give it.
        Refused: nothing of the kind is recorded, somebody said so already, or no reason.
    """
    check_may(by, Permission.LOOK_AFTER_REGISTRANTS)
    audit.take_turn()
    registrant = rules.registrant_of(entry_id)
    said = rules.check_said(why, "Write what happened, and how we know.")
    ending_to_take_back(registrant.number)
    if queries.open_mistake(entry_id) is not None:
        raise Refused("Somebody has said so already. It waits for a registrar.")
    held = MistakenEnding(
        entry_id=entry_id,
        sealed=folders.box_for(entry_id).seal(said),
        said_at=clock.now(),
        said_by_id=rules.check_person(by),
        due_on=clock.add_working_days(clock.today(), policy.CONFIRM_DEATH.value(), registrant.division),
    )
    db.session.add(held)
    db.session.flush()
    _note(held, "said", by)
    return held


@operation
def take_back(mistake_id: int, *, version: int, by: Actor) -> None:
    """Take the ending back, as the registrar and the second person.

    Raises:
        NotAllowed: their roles do not give it, or they said it themselves.
        Refused: it was settled already, or they have come back since.
    """
    held, registrant = _to_settle(mistake_id, version, by)
    if held.said_by_id == by.id:
        raise NotAllowed("Somebody else takes back what you said was wrong. Ask another registrar.")
    names = authority.names_of([held.said_by_id])
    kind = register.take_back_ending(
        registrant.number,
        agreed_by=Actor("account", held.said_by_id, names.get(held.said_by_id, "")),
        reason="Recorded by mistake, as two people found",
        by=by,
    )
    if kind is EndingKind.DECEASED:
        _bring_back(registrant)
    _settle(held, taken_back=True, by=by)


def _bring_back(registrant: Registrant) -> None:
    """The account that the news closed is open again; the news itself is known to be mistaken."""
    report = queries.death_of(registrant.entry_id)
    if report is None:
        return
    if registrant.account_id is not None:
        account = db.session.get_one(Account, registrant.account_id)
        if account.closed_at is not None and report.settled_at is not None and account.closed_at >= report.settled_at:
            account.closed_at = None
    report.standing = DeathStanding.MISTAKEN
    report.to_call, report.call_by_on = False, None


@operation
def leave_it(mistake_id: int, *, version: int, by: Actor) -> None:
    """Put on record that the ending was right.

    Raises:
        NotAllowed: their roles do not give it.
        Refused: it was settled already.
    """
    held, _ = _to_settle(mistake_id, version, by)
    _settle(held, taken_back=False, by=by)


@operation
def open_mistake(mistake_id: int, *, by: Actor) -> tuple[MistakenEnding, str]:
    """What was said, with its words. That it was opened stands in the trail.

    Raises:
        NotAllowed: their roles do not give it.
    """
    check_may(by, Permission.LOOK_AFTER_REGISTRANTS)
    held = queries.mistake(mistake_id)
    _note(held, "opened", by)
    return held, folders.box_of(held.entry_id).open(held.sealed)


def _to_settle(mistake_id: int, version: int, by: Actor) -> tuple[MistakenEnding, Registrant]:
    audit.take_turn()
    held = queries.mistake(mistake_id)
    db.session.refresh(held)
    registrant = rules.registrant_of(held.entry_id)
    rules.check_staff(held, registrant, Permission.DECIDE_REGISTER, by)
    rules.check_version(held, version)
    if held.settled_at is not None:
        raise Refused("This was settled already.")
    return held, registrant


def _settle(held: MistakenEnding, *, taken_back: bool, by: Actor) -> None:
    held.taken_back, held.settled_at, held.settled_by_id = taken_back, clock.now(), rules.check_person(by)
    _note(held, "taken_back" if taken_back else "left", by)


def _note(held: MistakenEnding, action: str, by: Actor) -> None:
    audit.record(action=f"ending.mistake_{action}", subject=rules.key(held), by=by, detail={"entry": held.entry_id})
