"""Who prints which letters on paper. What says that there is a concern is printed by those who may know of it.

Such a letter never stands on the list of the office, nor in one of its batches: a registration officer has no part in
concerns (rules 6.10), and the envelope is filled by somebody who has. Of those again nobody reads, prints or posts a
letter in whose matter somebody is tied to them: for them it is not there, and another officer prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from accounts.permissions import Permission
from foundation.audit import Actor
from foundation.database import db, read_once
from register.post.models import PostBatch, PostLetter

#: The letters that say that there is a concern about their reader.
PRIVATE = ("registrant_concern",)


@dataclass(frozen=True)
class Desk:
    """A list of letters with batches of its own."""

    path: str
    may: Permission
    private: bool


OFFICE = Desk("/staff/post", Permission.LOOK_AFTER_REGISTRANTS, private=False)
CONCERNS = Desk("/staff/private-post", Permission.TAKE_IN_CONCERNS, private=True)


def letters_at(desk: Desk) -> ColumnElement[bool]:
    """Whether a letter is printed there, in a statement about letters."""
    private = PostLetter.template.in_(PRIVATE)
    return private if desk.private else ~private


def batches_at(desk: Desk) -> ColumnElement[bool]:
    """Whether a batch was made there, in a statement about batches. All letters of one are of one desk."""
    return PostBatch.private.is_(desk.private)


def desk_of(batch: PostBatch) -> Desk:
    """Where a batch was made."""
    return CONCERNS if batch.private else OFFICE


# --------------------------------------------------------------------------------------------- what one does not see

#: Of some entries, those whose private letters an account may not see.
Gate = Callable[[int, Collection[int]], Collection[int]]
_gates: list[Gate] = []
_UNPOSTED = or_(
    PostLetter.batch_id.is_(None), PostLetter.batch_id.in_(select(PostBatch.id).where(PostBatch.posted_on.is_(None)))
)


def declare(gate: Gate) -> None:
    """Add whom a domain keeps from private letters. Each once."""
    if gate not in _gates:
        _gates.append(gate)


def kept_from(by: Actor | None, entry_ids: Collection[int]) -> frozenset[int]:
    """Of these entries, those whose private letters somebody may not see."""
    if by is None or by.kind != "account" or by.id is None or not entry_ids:
        return frozenset()
    return frozenset(one for gate in _gates for one in gate(by.id, entry_ids))


def unseen(desk: Desk, by: Actor | None) -> frozenset[int]:
    """The entries whose letters that are still to be posted from a desk somebody may not see."""
    if not desk.private:
        return frozenset()
    entries = select(PostLetter.entry_id).where(_UNPOSTED, letters_at(desk)).distinct()
    key = (unseen.__name__, desk.path, by.id if by is not None else None)
    return read_once(key, lambda: kept_from(by, db.session.scalars(entries).all()))


def batches_unseen(desk: Desk, by: Actor | None, batch_ids: Collection[int]) -> frozenset[int]:
    """Of these batches of a desk, those with a letter in them that is not for somebody to see or post."""
    if not desk.private:
        return frozenset()
    held = PostLetter.batch_id.in_(batch_ids)
    hidden = kept_from(by, db.session.scalars(select(PostLetter.entry_id).where(held).distinct()).all())
    if not hidden:
        return frozenset()
    found = select(PostLetter.batch_id).where(held, PostLetter.entry_id.in_(hidden)).distinct()
    return frozenset(one for one in db.session.scalars(found) if one is not None)
