"""Opening a closed record in an emergency: a reason, a few hours, an alert, and a line for each record read.

It ends by itself. Without a data-protection lead to alert, nothing opens.
"""

from __future__ import annotations

from datetime import timedelta

from accounts import authority, notices, policy, sealed
from accounts.models import BrokenGlass, Role
from accounts.permissions import Permission
from accounts.rules import check_may
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, one_at_a_time, operation
from foundation.errors import Missing, NotAllowed, Refused

SHORTEST_REASON = 15


@operation
def break_glass(kind: str, reference: str, *, reason: str, by: Actor) -> int:
    """Open a closed record for as long as policy says, and alert every data-protection lead. Says its number.

    Raises:
        Refused: no such record, no reason to speak of, nobody to alert, or it is open already.
    """
    check_may(by, Permission.BREAK_GLASS)
    if by.id is None:
        raise NotAllowed("Only a person can open a closed record.")
    known = sealed.kind(kind)
    found = known.find(reference) if known is not None else None
    if known is None or found is None:
        raise Refused("There is no closed record with that reference.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("Say why it cannot wait, in a sentence. The data-protection lead reads it.")
    one_at_a_time(f"glass of {by.id}")
    now = clock.now()
    if authority.glass_open(by.id, (kind, found), now) is not None:
        raise Refused("You have opened it already. It is still open.")
    leads = authority.holders(Role.DATA_PROTECTION_LEAD)
    if not leads:
        raise Refused("Nobody is the data-protection lead, so nobody would be alerted. It stays closed.")
    until = now + timedelta(hours=policy.GLASS_LASTS.value())
    glass = BrokenGlass(
        account_id=by.id, matter_kind=kind, matter_id=found, reason=reason.strip(), broken_at=now, until=until
    )
    db.session.add(glass)
    db.session.flush()
    notices.glass_broken(leads, who=by.label, what=f"{known.label} {reference}", reason=reason.strip(), until=until)
    audit.record(
        action="glass.break", subject=(kind, found), by=by, detail={"glass": glass.id, "until": until.isoformat()}
    )
    return glass.id


@operation
def read_through_glass(matter: tuple[str, str], record: tuple[str, object], *, by: Actor) -> None:
    """Note that somebody reads one record of an opened matter; call it before showing anything.

    Raises:
        NotAllowed: it is not open, or no longer.
    """
    glass = authority.glass_open(by.id, matter, clock.now()) if by.id is not None else None
    if glass is None:
        raise NotAllowed("This record is closed. In an emergency you can open it, with a reason.")
    audit.record(action="glass.read", subject=record, by=by, detail={"glass": glass.id, "matter": list(matter)})


@operation
def give_back(glass_id: int, *, by: Actor) -> None:
    """Close an opened record before its time.

    Raises:
        Refused: it is closed already.
    """
    glass = db.session.get(BrokenGlass, glass_id)
    if glass is None or glass.account_id != by.id:
        raise Missing("You have not opened such a record.")
    now = clock.now()
    if glass.closed_at is not None or glass.until <= now:
        raise Refused("It is closed already.")
    glass.closed_at = now
    audit.record(
        action="glass.give_back", subject=(glass.matter_kind, glass.matter_id), by=by, detail={"glass": glass.id}
    )


@operation
def look_at_glass(glass_id: int, *, finding: str, by: Actor) -> None:
    """Say, as the data-protection lead, what an emergency came to.

    Raises:
        Refused: nothing is said, or somebody looked already.
    """
    check_may(by, Permission.LOOK_AT_GLASS)
    glass = db.session.get(BrokenGlass, glass_id)
    if glass is None:
        raise Missing("There is no such emergency.")
    if glass.looked_at is not None:
        raise Refused(f"{glass.looked_by} has looked at this already.")
    if not finding.strip():
        raise Refused("Say what you found.")
    glass.looked_at, glass.looked_by, glass.finding = clock.now(), by.label, finding.strip()
    audit.record(action="glass.look", subject=(glass.matter_kind, glass.matter_id), by=by, detail={"glass": glass.id})
