"""Letters about renewal and insurance that were posted: whoever they went to counts as reached, by post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from cpd import legal_holds
from cpd.renewal.models import Notice, Reached
from cpd.renewal.vocabulary import ReachedBy, Watch
from cpd.renewal.windows import AFTER, BY_HAND
from foundation import clock
from foundation.audit import Actor
from foundation.database import db
from register.post import batching, policy
from register.post.models import PostLetter


def note_posted(letters: Sequence[PostLetter], on: date, by: Actor) -> None:
    """Note whom the letters of a batch reach. Inside the operation that says that it was posted.

    The time to show new insurance begins when the letter counts as there.
    """
    for letter in letters:
        what, day = _about(letter)
        if what == "renewal_reminder" and by.id is not None:
            db.session.add(
                Reached(
                    entry_id=letter.entry_id,
                    day=day,
                    how=ReachedBy.POST,
                    recorded_at=clock.now(),
                    recorded_by_id=by.id,
                )
            )
        if what == "insurance_ended" and not _was_told(letter.entry_id, day):
            there = on + timedelta(days=policy.ARRIVES.value(on))
            db.session.add(
                Notice(
                    entry_id=letter.entry_id, watch=Watch.INSURANCE, day=day, number=BY_HAND, written_on=max(there, on)
                )
            )


def _about(letter: PostLetter) -> tuple[str, date]:
    """What it is, and the day that it is about: the last word of its matter (`cpd.renewal.emails`)."""
    if letter.template not in ("renewal_reminder", "insurance_ended"):
        return "", date.min
    return letter.template, date.fromisoformat(letter.matter.rpartition(" ")[2])


def _was_told(entry_id: int, day: date) -> bool:
    """Whether a person told them already, or there was no notice of it."""
    numbers = set(
        db.session.scalars(
            select(Notice.number).where(Notice.entry_id == entry_id, Notice.watch == Watch.INSURANCE, Notice.day == day)
        )
    )
    return BY_HAND in numbers or not any(number >= AFTER for number in numbers)


batching.declare(note_posted)
batching.keep(legal_holds.held)
