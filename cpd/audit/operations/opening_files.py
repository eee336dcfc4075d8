"""Opening evidence that stands beside an activity of a record that was sent, for staff who may read the audit."""

from __future__ import annotations

from cpd.audit import queries, rules
from cpd.audit.matters import matter, registrant_of
from cpd.audit.operations.holding import sent_ids
from cpd.record.models import FILES
from foundation import evidence
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Missing


@operation
def open_file(reference: str, token: str, *, by: Actor) -> int:
    """Check that somebody may open a file of what was sent; says which it is. `foundation.evidence` records it.

    Raises:
        Missing: no such file with an activity that was sent.
        NotAllowed: the audit was not given to them, or they have a tie to the registrant.
    """
    held, file = queries.get(reference), evidence.find(token)
    rules.check_may_read(held, by, matter(held, registrant_of(held)))
    sent = sent_ids(held.id, held.entry_id)
    if file.owner_kind != FILES or file.owner_id not in {str(one) for one in sent}:
        raise Missing("There is no such file in this audit.")
    return file.id
