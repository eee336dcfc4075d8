"""Legal holds on a registrant: the registrar keeps what they told us from being deleted, and looks again in time.

Refused without a reason, twice, by who has a tie, and from a page that somebody has changed meanwhile.
"""

from __future__ import annotations

from accounts import authority
from accounts.permissions import Permission
from cpd import folders, legal_holds, registrants
from cpd.legal_holds import RegistrantHold
from cpd.registrants import Registrant
from cpd.renewal import emails, rules
from foundation import audit, clock
from foundation.audit import Actor
from foundation.batches import NO_MORE
from foundation.database import db, operation
from foundation.errors import Missing, Refused

#: How many owners are reminded in one operation.
BATCH = 100


@operation
def place(number: str, *, why: str, by: Actor) -> None:
    """Keep all that this side has of somebody until the hold is lifted. Whoever places it owns it.

    Raises:
        Missing: there is no such entry.
        Refused: no reason, or it is kept already.
    """
    registrant, owner_id = _begin(number, by)
    said = rules.check_said(why, "Say why it has to be kept.")
    if legal_holds.standing(registrant.entry_id) is not None:
        raise Refused("It is kept already.")
    today = clock.today()
    db.session.add(
        RegistrantHold(
            entry_id=registrant.entry_id,
            why_sealed=folders.box_for(registrant.entry_id).seal(said),
            owner_id=owner_id,
            placed_at=clock.now(),
            placed_by_id=owner_id,
            review_on=clock.add_months(today, legal_holds.REVIEW.value(today)),
        )
    )
    _note(registrant, "placed", by)


@operation
def review(number: str, *, version: int, by: Actor) -> None:
    """Say that it still has to be kept; whoever says so owns the hold from now on.

    Raises:
        Refused: there is no hold, or somebody changed it meanwhile.
    """
    registrant, owner_id = _begin(number, by)
    held, today = _standing(registrant, version), clock.today()
    held.owner_id = owner_id
    held.review_on = clock.add_months(today, legal_holds.REVIEW.value(today))
    db.session.flush()
    _note(registrant, "reviewed", by)


@operation
def lift(number: str, *, version: int, by: Actor) -> None:
    """Let the usual times hold again.

    Raises:
        Refused: there is no hold, or somebody changed it meanwhile.
    """
    registrant, account_id = _begin(number, by)
    held = _standing(registrant, version)
    held.lifted_at, held.lifted_by_id = clock.now(), account_id
    db.session.flush()
    _note(registrant, "lifted", by)


def _begin(number: str, by: Actor) -> tuple[Registrant, int]:
    audit.take_turn()
    registrant = registrants.of_number(number)
    if registrant is None:
        raise Missing("There is no entry with that number.")
    return registrant, rules.check_staff(registrant, Permission.DECIDE_REGISTER, by=by)


def _standing(registrant: Registrant, version: int) -> RegistrantHold:
    held = legal_holds.standing(registrant.entry_id)
    if held is None:
        raise Refused("Nothing keeps this from being deleted.")
    rules.check_version(held.version, version)
    return held


def _note(registrant: Registrant, did: str, by: Actor) -> None:
    audit.record(action=f"registrant_hold.{did}", subject=("entry", str(registrant.entry_id)), by=by)


@operation
def remind(after: int) -> tuple[int, int]:
    """One batch: write to the owners of holds that are to be looked at again, once for each day."""
    audit.take_turn()
    rows = legal_holds.due(clock.today(), after=after, limit=BATCH)
    people = registrants.many([one.entry_id for one in rows])
    wrote = 0
    for held in rows:
        owner, who = authority.staff_account(held.owner_id), people.get(held.entry_id)
        if owner is not None and who is not None:
            wrote += emails.hold_review(held, owner, who.number) is not None
    return wrote, rows[-1].id if len(rows) == BATCH else NO_MORE
