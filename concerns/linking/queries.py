"""Reading which concerns belong together: a fixed number of statements, however many there are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from concerns import kept
from concerns.kept import CONCERN
from concerns.models import Link, Relevance, Subject
from foundation.database import db, reads_once

#: Statements made once.
_LINKS = (
    select(Link)
    .where(or_(Link.concern_id == CONCERN, Link.other_id == CONCERN), Link.unlinked_at.is_(None))
    .order_by(Link.id)
)
_MINE = aliased(Subject)
_SAME = (
    select(Subject.concern_id)
    .join(_MINE, _MINE.entry_id == Subject.entry_id)
    .where(_MINE.concern_id == CONCERN, Subject.concern_id != CONCERN)
    .distinct()
    .order_by(Subject.concern_id)
)


@reads_once
def links(concern_id: int) -> Sequence[Link]:
    """The links of a concern that stand, whichever it was linked from, oldest first."""
    if not kept.may_have(Link, concern_id):
        return ()
    return db.session.scalars(_LINKS, {"concern_id": concern_id}).all()


def other_of(link: Link, concern_id: int) -> int:
    """The concern at the other end of a link."""
    return link.other_id if link.concern_id == concern_id else link.concern_id


@reads_once
def same_registrant(concern_id: int) -> list[int]:
    """The other concerns about somebody on the register whom this one is about, oldest first."""
    return list(db.session.scalars(_SAME, {"concern_id": concern_id}))


def belonging(concern_id: int) -> list[int]:
    """Every concern that belongs to this one, by a link or because it is about the same registrant."""
    return sorted({*same_registrant(concern_id), *(other_of(one, concern_id) for one in links(concern_id))})


def relevance(concern_id: int) -> dict[int, Relevance]:
    """What was decided last of each other concern: whether it matters to what is decided in this one."""
    return {one.other_id: one for one in kept.of(Relevance, concern_id)}
