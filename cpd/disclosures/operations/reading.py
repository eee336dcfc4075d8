"""Opening what somebody told us: who may, and a line in the trail for each time."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.operations.breaking_glass import read_through_glass
from accounts.permissions import Permission
from cpd.disclosures import queries, rules
from cpd.disclosures.models import Disclosure
from cpd.disclosures.telling import Told
from cpd.disclosures.vocabulary import Stage
from cpd.registrants import Registrant
from foundation import audit, locks
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Missing
from foundation.locks import Box


@dataclass(frozen=True)
class Opened:
    """What somebody told us, opened for one reader. `told` is None when only what follows from it is theirs to read."""

    disclosure: Disclosure
    registrant: Registrant
    told: Told | None
    box: Box
    permissions: frozenset[Permission]


def open_own(reference: str, *, by: Actor) -> Opened:
    """One's own, which is no line in the trail.

    Raises:
        Missing: it is somebody else's, or was taken back.
    """
    disclosure = queries.get(reference)
    rules.check_own(disclosure, by)
    if disclosure.sealed is None or disclosure.stage is Stage.TAKEN_BACK:
        raise Missing("This was told in error and taken back, so nobody can read it.")
    box = locks.box_of(disclosure.lock_id)
    told = Told.from_plain(box.open_json(disclosure.sealed))
    return Opened(disclosure, rules.registrant_of(disclosure), told, box, frozenset())


@operation
def open_disclosure(reference: str, *, by: Actor) -> Opened:
    """Open it, as a member of staff whose work it is.

    Raises:
        NotAllowed: their work is elsewhere, or they have a tie to the person.
        Missing: there is none, or it was taken back.
    """
    disclosure = queries.get(reference)
    registrant = rules.registrant_of(disclosure)
    held = rules.permissions_of(by)
    glass = rules.through_glass(disclosure, by)
    if not glass:
        account_id = rules.check_person(by)
        rules.check_has_business(disclosure, held, account_id)
        rules.check_no_tie(disclosure, registrant, account_id)
    box = locks.box_of(disclosure.lock_id)
    told = Told.from_plain(box.open_json(disclosure.sealed)) if disclosure.sealed else None
    if not rules.reads_words(disclosure, held):
        told = None
    # Last of all: whoever writes a line in the trail holds up everybody else who wants to.
    if glass:
        read_through_glass(rules.key(disclosure), rules.key(disclosure), by=by)
    audit.record(action="disclosure.opened", subject=rules.key(disclosure), by=by)
    return Opened(disclosure, registrant, told, box, held)
