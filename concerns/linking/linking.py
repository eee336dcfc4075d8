"""Linking concerns with a reason, taking a link back, and deciding whether another concern matters to examiners.

Refuses whoever may not read both of them: a link tells of the other.
"""

from __future__ import annotations

from accounts.permissions import Permission
from concerns import parties, rules
from concerns import queries as concern_queries
from concerns.linking import queries
from concerns.models import Concern, Link, Relevance
from concerns.operations import reading
from concerns.operations.desk import Desk, sit_down
from concerns.vocabulary import Job, LinkKind, Stage
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused
from foundation.locks import Box
from foundation.references import read_concern_reference

LINKERS = (Permission.TAKE_IN_CONCERNS, Permission.THRESHOLD)
#: Who says whether a concern matters: the one who investigates it, or the manager.
DECIDERS = (Permission.INVESTIGATE, Permission.THRESHOLD)
_BEFORE_IT_IS_DECIDED = (Stage.THRESHOLD, Stage.INVESTIGATION, Stage.EXAMINATION)


@operation
def link(reference: str, *, other: str, kind: LinkKind, reasons: str, version: int, by: Actor) -> None:
    """Link a concern to another, by its reference.

    Raises:
        Refused: there is no such concern, it is the same, they are linked so already, or there are no reasons.
        NotAllowed: they may not read the other one.
    """
    desk = sit_down(reference, by=by, may=LINKERS, version=version)
    found = concern_queries.find(read_concern_reference(other) or "")
    if found is None:
        raise Refused("There is no concern with that reference.")
    if found.id == desk.concern.id:
        raise Refused("That is this concern. Type the reference of another.")
    reading.check_may_open(found, parties.of_one(found), by=by)
    for held in queries.links(desk.concern.id):
        if held.kind is kind and queries.other_of(held, desk.concern.id) == found.id:
            raise Refused("They are linked in this way already.")
    desk.needs(reasons, "Say why they belong together.")
    note_link(desk.concern, found, kind, reasons, box=desk.box, by=by)
    desk.touch()


def note_link(concern: Concern, other: Concern, kind: LinkKind, words: str, *, box: Box, by: Actor) -> None:
    """Link two concerns, inside the operation that has a reason to. `box` is that of the first."""
    assert by.id is not None
    db.session.add(
        Link(
            concern_id=concern.id,
            other_id=other.id,
            kind=kind,
            reasons_sealed=box.seal(words.strip()),
            linked_at=clock.now(),
            linked_by_id=by.id,
        )
    )
    for one, its_other in ((concern, other), (other, concern)):
        audit.record(
            action="concern.linked",
            subject=(rules.MATTER, one.id),
            by=by,
            detail={"kind": kind.value, "to": its_other.id},
        )


@operation
def unlink(reference: str, link_id: int, *, reasons: str, version: int, by: Actor) -> None:
    """Take a link back. That it stood stays on record.

    Raises:
        Missing: there is no such link.
        Refused: there are no reasons.
    """
    desk = sit_down(reference, by=by, may=LINKERS, version=version)
    held = next((one for one in queries.links(desk.concern.id) if one.id == link_id), None)
    if held is None:
        raise Missing("They are not linked any more.")
    desk.needs(reasons, "Say why they do not belong together.")
    first = db.session.get_one(Concern, held.concern_id)
    held.unlinked_sealed = locks.box_of(first.lock_id).seal(reasons.strip())
    held.unlinked_at, held.unlinked_by_id = clock.now(), desk.account_id
    other = queries.other_of(held, desk.concern.id)
    desk.record("unlinked", kind=held.kind.value, to=other)
    audit.record(
        action="concern.unlinked",
        subject=(rules.MATTER, other),
        by=by,
        detail={"kind": held.kind.value, "to": desk.concern.id},
    )
    desk.touch()


@operation
def decide_relevance(reference: str, other_id: int, *, relevant: bool, reasons: str, version: int, by: Actor) -> None:
    """Decide whether another concern matters to what is decided in this one. Only then do examiners hear of it.

    Raises:
        NotAllowed: neither its manager nor its investigating officer.
        Refused: that concern does not belong to this one, it is too late, or there are no reasons.
    """
    desk = _decide_at_desk(reference, version, by)
    rules.check_stage(desk.concern, *_BEFORE_IT_IS_DECIDED)
    if other_id not in queries.belonging(desk.concern.id):
        raise Refused("That concern does not belong to this one. Link it first, with a reason.")
    db.session.add(
        Relevance(
            concern_id=desk.concern.id,
            other_id=other_id,
            relevant=relevant,
            reasons_sealed=desk.needs(reasons, "Say why it matters to what is decided here, or why not."),
            decided_at=clock.now(),
            decided_by_id=desk.account_id,
        )
    )
    desk.record("relevance_decided", other=other_id, relevant=relevant)
    desk.touch()


def _decide_at_desk(reference: str, version: int, by: Actor) -> Desk:
    jobs = () if rules.may(by, Permission.THRESHOLD) else (Job.INVESTIGATOR,)
    return sit_down(reference, by=by, may=DECIDERS, version=version, jobs=jobs)
