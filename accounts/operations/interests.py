"""Declaring ties, so that nobody is given a matter that is too close to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.conflicts import Tie
from accounts.models import Interest
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused


@dataclass(frozen=True)
class About:
    """What a tie is to: an organisation, a person, their registration number; at least one of them."""

    organisation: str = ""
    person: str = ""
    number: str = ""


@operation
def declare_interest(kind: Tie, about: About, *, starts_on: date | None, ends_on: date | None, by: Actor) -> int:
    """Declare a tie of one's own. Says its number.

    Raises:
        Refused: it is about nobody, or ends before it starts.
    """
    if by.id is None:
        raise Refused("Only a person can declare an interest.")
    if not (about.organisation or about.person or about.number):
        raise Refused("Name the organisation or the person.")
    if kind is Tie.EMPLOYER and not about.organisation:
        raise Refused("Name the organisation you work for, or worked for.")
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("It cannot end before it starts.")
    interest = Interest(
        account_id=by.id,
        kind=kind,
        organisation=about.organisation,
        person=about.person,
        number=about.number,
        starts_on=starts_on,
        ends_on=ends_on,
        declared_at=clock.now(),
    )
    db.session.add(interest)
    db.session.flush()
    audit.record(action="interest.declare", subject=("account", by.id), by=by, detail={"interest": interest.id})
    return interest.id


def _own(interest_id: int, by: Actor) -> Interest:
    held = db.session.get(Interest, interest_id)
    if held is None or held.account_id != by.id or held.withdrawn_at is not None:
        raise Missing("There is no such interest of yours.")
    return held


@operation
def end_interest(interest_id: int, *, ends_on: date, by: Actor) -> None:
    """Say that a tie is over. It counts for some years more (policy `accounts.conflicts.years`)."""
    held = _own(interest_id, by)
    if ends_on > clock.today():
        raise Refused("Choose today or an earlier day.")
    if held.starts_on and ends_on < held.starts_on:
        raise Refused("It cannot end before it starts.")
    held.ends_on = ends_on
    audit.record(action="interest.end", subject=("account", held.account_id), by=by, detail={"interest": held.id})


@operation
def withdraw_interest(interest_id: int, *, by: Actor) -> None:
    """Take back a tie that was declared by mistake."""
    held = _own(interest_id, by)
    held.withdrawn_at = clock.now()
    audit.record(action="interest.withdraw", subject=("account", held.account_id), by=by, detail={"interest": held.id})
