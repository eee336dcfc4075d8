"""The registrant sends what shows that an order is kept, or says what stands in the way, through their own account.

What is late is still taken: it counts as sent, and stays late. Refuses what was accepted already, and anybody else.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from concerns import policy, rules
from concerns.compliance import queries
from concerns.compliance.queries import Occasion
from concerns.investigation.responding import mine
from concerns.models import Concern, Showing
from concerns.operations.steps import rate_within_a_day, touch
from concerns.panels import queries as panels
from foundation import audit, clock, evidence, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused
from foundation.evidence import Owner, StoredFile

_WAITING = "keeping"


def waiting_files(requirement_id: int, first: date) -> Owner:
    """Where files wait until they are sent: one place for each day of a requirement."""
    return _WAITING, f"{requirement_id}-{first.isoformat()}"


@operation
def sweep_waiting() -> int:
    """Shred files that were never sent; says how many."""
    before = clock.today() - timedelta(days=policy.KEEPING_FILES.value())
    statement = select(StoredFile.owner_id).where(StoredFile.owner_kind == _WAITING, StoredFile.kept_on < before)
    return sum(evidence.destroy_all((_WAITING, one)) for one in set(db.session.scalars(statement)))


@operation
def show(
    reference: str, requirement_id: int, first: date, *, account_id: int, hindered: bool, words: str, by: Actor
) -> int:
    """Send what shows it, with the files that wait, or say what stands in the way; gives its id.

    Raises:
        Missing: their order asks for nothing on that day.
        Refused: it was accepted or is looked into already, or there are no words.
    """
    audit.take_turn()
    concern, found = mine_to_show(reference, requirement_id, first, account_id=account_id, by=by)
    if found.stood.standing.over:
        raise Refused("This is settled. Nothing more has to be sent for it.")
    if not words.strip():
        raise Refused("Say in a few words what you send, or what stands in the way.")
    row = Showing(
        requirement_id=requirement_id,
        due_on=first,
        hindered=hindered,
        words_sealed=locks.box_of(concern.lock_id).seal(words.strip()),
        sent_on=clock.today(),
        sent_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    evidence.move(waiting_files(requirement_id, first), ("showing", str(row.id)))
    rate_within_a_day(concern)
    audit.record(
        action="concern.requirement_shown",
        subject=(rules.MATTER, concern.id),
        by=by,
        detail={"requirement": requirement_id, "hindered": hindered},
    )
    touch(concern)
    return row.id


def mine_to_show(
    reference: str, requirement_id: int, first: date, *, account_id: int, by: Actor
) -> tuple[Concern, Occasion]:
    """One day of a requirement of somebody's own order, while it is in force.

    Raises:
        Missing: it is not theirs, or the order is over or waits.
        NotAllowed: somebody else acts.
    """
    concern, about = mine(reference, account_id)
    if by.id != account_id:
        raise NotAllowed("Only the registrant sends this.")
    found = queries.occasion(concern.id, requirement_id, first)
    if found.order.subject_id != about.id or not panels.in_force(found.order, clock.now()):
        raise Missing("Your order asks for nothing on that day.")
    return concern, found
