"""Opening an audit: who may, and a line in the trail for each time. Who marks second never reads the first mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.permissions import Permission
from cpd import folders
from cpd.audit import copying, queries, rules
from cpd.audit.copying import Copied
from cpd.audit.matters import matter, registrant_of
from cpd.audit.models import Audit, Mark, Submission, Worry
from cpd.audit.vocabulary import Stage
from cpd.registrants import Registrant
from foundation import audit as trail
from foundation.audit import Actor
from foundation.database import operation
from foundation.locks import Box


@dataclass(frozen=True)
class Opened:
    """An audit, opened for somebody."""

    audit: Audit
    who: Registrant
    box: Box
    sent: Sequence[tuple[Submission, Copied]]
    #: The marks that this reader may see.
    marks: Sequence[Mark]
    worries: Sequence[Worry]
    sees_all: bool


@operation
def open_audit(reference: str, *, by: Actor) -> Opened:
    """Open an audit for staff whose work it is.

    Raises:
        NotAllowed: their work is elsewhere, or they have a tie to the registrant.
    """
    held = queries.get(reference)
    who = registrant_of(held)
    rules.check_may_read(held, by, matter(held, who))
    box = folders.box_for(held.entry_id)
    permissions = rules.held_by(by)
    sees_all = rules.sees_all(permissions)
    sent = [(one, copying.opened(one, box)) for one in queries.submissions(held.id)]
    marks = [one for one in queries.marks(held.id) if _may_see(held, one, by, sees_all=sees_all)]
    reads_worries = sees_all or Permission.TAKE_IN_CONCERNS in permissions
    worries = [one for one in queries.worries(held.id) if reads_worries or one.raised_by_id == by.id]
    trail.record(action="cpd_audit.opened", subject=rules.key(held), by=by)
    return Opened(held, who, box, sent, marks, worries, sees_all)


def _may_see(held: Audit, mark: Mark, by: Actor, *, sees_all: bool) -> bool:
    """Their own; those of others once they cannot sway anybody who still has to mark."""
    if mark.marked_by_id == by.id:
        return True
    if by.id == held.second_id and held.stage is Stage.SECOND_MARK:
        return False
    heard = any(by.id in queries.seats(one.id) for one in queries.appeals(held.id))
    return sees_all or heard
