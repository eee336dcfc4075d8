"""Writing the letters of a released circular, some at a time: safe to stop at any point and on two machines at once."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from cpd import registrants
from cpd.circulars import emails, groups, queries
from cpd.circulars.groups import Wanted
from cpd.circulars.models import Circular, Recipient
from cpd.circulars.operations.steps import move, note
from cpd.circulars.vocabulary import REACHED, TO_WRITE, Fate, Happened, Standing
from cpd.registrants import Registrant
from foundation import audit, clock
from foundation.audit import SYSTEM
from foundation.database import db, operation
from register.post import readers

#: How many letters are written in one transaction. A stop is heard between two.
BATCH = 100


def run() -> int:
    """Go on with every circular that is going out; says how many letters were written."""
    written = 0
    for circular_id in queries.going_out():
        while (some := _write_some(circular_id)) is not None:
            written += some
    return written


@operation
def _write_some(circular_id: int) -> int | None:
    """Write the next letters of one circular; None when there are none left, or it was stopped."""
    audit.take_turn()
    circular = queries.get(circular_id)
    if circular.standing is not Standing.SENDING:
        return None
    waiting = select(Recipient).where(Recipient.circular_id == circular.id, Recipient.fate.in_(TO_WRITE))
    batch = db.session.scalars(waiting.order_by(Recipient.id).limit(BATCH)).all()
    if not batch:
        move(circular, "finish")
        note(circular, Happened.SENT, by=SYSTEM)
        return None
    people = registrants.many([one.entry_id for one in batch])
    wanted = groups.wanted(circular)
    # As things stand now: somebody may have told us an address since the list was frozen.
    papered = readers.on_paper({entry_id: person.email for entry_id, person in people.items()})
    for one in batch:
        person = people.get(one.entry_id)
        one.fate = _write(circular, wanted, person, papered)
        if one.fate in REACHED and person is not None:
            by_email = one.fate is Fate.WRITTEN
            key = emails.key(circular, person.email) if by_email else emails.paper_key(circular, person)
            one.written_at, one.letter_key = clock.now(), key
    return sum(one.fate in REACHED for one in batch)


def _write(circular: Circular, wanted: Wanted, person: Registrant | None, papered: Collection[int]) -> Fate:
    if person is None or not wanted.has(person):
        return Fate.LEFT_GROUP
    letter = emails.filled(circular, person)
    if letter is None:
        return Fate.NOT_KNOWN
    if person.entry_id in papered:
        return Fate.ON_PAPER if emails.write_on_paper(circular, letter, person) else Fate.LEFT_GROUP
    return Fate.WRITTEN if emails.write(circular, letter, person) else Fate.SAME_ADDRESS
