"""Opening a concern to read it: checked, and in the audit trail before anything of it is shown."""

from __future__ import annotations

from sqlalchemy import bindparam, or_, select

from accounts import authority
from accounts.operations.breaking_glass import read_through_glass
from concerns import correspondence, kept, parties, queries, rules
from concerns.models import Concern, Note, Request
from concerns.parties import Parties
from concerns.vocabulary import Job, RequestKind
from foundation import audit, clock, evidence
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing
from foundation.evidence import StoredFile


@operation
def open_file(reference: str, token: str, *, by: Actor) -> int:
    """Check that somebody may open a file of a concern; says which it is. `foundation.evidence` records the opening.

    Raises:
        Missing: no such file in this concern.
        NotAllowed: not with these roles, ties or earlier parts, or no longer.
    """
    concern = queries.get(reference)
    file = evidence.find(token)
    if not (correspondence.passes_here(concern.id, file) or _of_a_note(concern.id, file)):
        raise Missing("There is no such file in this concern.")
    check_may_open(concern, parties.of_one(concern), by=by)
    if glass_of(concern.id, by):
        read_through_glass((rules.MATTER, str(concern.id)), ("file", file.id), by=by)
    return file.id


def _of_a_note(concern_id: int, file: StoredFile) -> bool:
    if file.owner_kind != "note" or not file.owner_id.isdecimal():
        return False
    note = select(Note.id).where(Note.id == int(file.owner_id), Note.concern_id == concern_id)
    return db.session.scalar(note) is not None


@operation
def open_concern(reference: str, *, by: Actor) -> None:
    """Note that somebody opens a concern; call it before showing anything of it.

    Raises:
        Missing: there is none, or it was deleted.
        NotAllowed: not with these roles, ties or earlier parts, or no longer.
    """
    audit.take_turn()
    concern = queries.get(reference)
    check_may_open(concern, parties.of_one(concern), by=by)
    note_opened(concern.id, by=by)


def note_opened(concern_id: int, *, by: Actor) -> None:
    """Write down that somebody opens a concern which they may open."""
    through_glass = glass_of(concern_id, by)
    if through_glass:
        matter = (rules.MATTER, str(concern_id))
        read_through_glass(matter, matter, by=by)
    audit.record(
        action="concern.opened",
        subject=(rules.MATTER, concern_id),
        by=by,
        detail={"glass": True} if through_glass else None,
    )


def check_may_open(concern: Concern, people: Parties, *, by: Actor) -> None:
    """Refuse somebody who may not read this concern now."""
    seated = by.id is not None and Job.INVESTIGATOR in queries.seated(concern.id, by.id)
    rules.check_may_read(by, people.matter, review_asked=review_asked(concern.id, by), seated=seated)


def glass_of(concern_id: int, by: Actor) -> bool:
    """Whether somebody has this concern open in an emergency."""
    if by.id is None:
        return False
    return authority.glass_open(by.id, (rules.MATTER, str(concern_id)), clock.now()) is not None


def review_asked(concern_id: int, by: Actor) -> bool:
    """Whether a closing waits for another look, or this very person has given it."""
    if not kept.may_have(Request, concern_id):
        return False
    return db.session.scalar(_REVIEW_ASKED, {"concern_id": concern_id, "account_id": by.id}) is not None


#: A statement made once.
_REVIEW_ASKED = (
    select(Request.id)
    .where(
        Request.concern_id == kept.CONCERN,
        Request.kind == RequestKind.CLOSURE_REVIEW,
        or_(Request.answered_at.is_(None), Request.answered_by_id == bindparam("account_id")),
    )
    .limit(1)
)
