"""Who prints which letters on paper. What says that there is a concern is printed by those who may know of it.

Such a letter never stands on the list of the office, nor in one of its batches: a registration officer has no part in
concerns (rules 6.10), and the envelope is filled by somebody who has.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from accounts.permissions import Permission
from foundation.database import db
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
    private = select(PostLetter.id).where(PostLetter.batch_id == PostBatch.id, letters_at(CONCERNS)).exists()
    return private if desk.private else ~private


def desk_of(batch: PostBatch) -> Desk:
    """Where a batch was made."""
    found = db.session.scalar(select(PostBatch.id).where(PostBatch.id == batch.id, batches_at(CONCERNS)))
    return CONCERNS if found is not None else OFFICE
