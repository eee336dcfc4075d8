"""A record that may not be honest: that is a concern, never decided inside an audit. The audit stands still meanwhile.

What the concerns officer does with it is their room's: this side only knows when the audit may go on.
"""

from __future__ import annotations

from accounts.permissions import Permission
from accounts.rules import check_may
from cpd import folders
from cpd.audit import emails, queries, rules
from cpd.audit.matters import matter, registrant_of
from cpd.audit.models import Worry
from cpd.audit.operations.assessing import marker_of
from cpd.audit.operations.steps import note, to_change
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused


@operation
def raise_worry(reference: str, *, words: str, by: Actor) -> None:
    """Pass a record to the concerns officer. The registrant is not told of it here.

    Raises:
        NotAllowed: it was not given to them, or they have a tie to the registrant.
        Refused: it was passed on already, nothing was sent, or words are missing.
    """
    said = rules.check_said(words, "Say what makes you doubt it, so that the concerns officer can follow.")
    held = to_change(reference)
    rules.check_may_read(held, by, matter(held))
    rules.check_open(held)
    person = rules.check_person(by)
    if marker_of(held, person) is None:
        check_may(by, Permission.DECIDE_REGISTER)
    if queries.submission(held.id) is None:
        raise Refused("Nothing was sent yet.")
    if queries.open_worry(held.id) is not None:
        raise Refused("A concerns officer has been asked already.")
    kept = Worry(
        audit_id=held.id,
        sealed=folders.box_for(held.entry_id).seal(said),
        raised_at=clock.now(),
        raised_by_id=person,
    )
    db.session.add(kept)
    db.session.flush()
    note(held, "worry_raised", by=by)
    emails.worry(held, worry_id=kept.id)


@operation
def let_go_on(reference: str, *, words: str, by: Actor) -> None:
    """Say, as a concerns officer, that the audit may go on, and what was done with the worry."""
    check_may(by, Permission.TAKE_IN_CONCERNS)
    said = rules.check_said(words, "Say what you did with it: the reference of a concern, or why there is none.")
    held = to_change(reference)
    person = rules.check_person(by)
    rules.check_may_read(held, by, matter(held, registrant_of(held)))
    found = queries.open_worry(held.id)
    if found is None:
        raise Refused("Nothing waits for a concerns officer here.")
    if found.raised_by_id == person:
        raise Refused("Somebody else than the one who raised it looks at it.")
    found.found_sealed = folders.box_for(held.entry_id).seal(said)
    found.looked_at, found.looked_by_id = clock.now(), person
    db.session.flush()
    note(held, "worry_looked_at", by=by)
