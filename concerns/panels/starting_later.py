"""A sanction whose letter reached somebody late starts later: never while the time to appeal still runs.

It was put on the register for the day after that time. When the time moves, so does every order that has not started,
and a temporary measure that covers the time until then. What has started stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from concerns.models import Order
from concerns.operations import posted
from concerns.panels import effects
from concerns.reached import Days, matter_of
from foundation import clock
from foundation.audit import SYSTEM, Actor
from foundation.database import db
from foundation.outbox import Letter
from register import operations as register
from register.post.desks import PRIVATE
from register.post.models import PostLetter

_REASON = "The letter with the decision reached them later, so the time to appeal ends later."


def note_posted(letters: Sequence[PostLetter], on: date, by: Actor) -> None:
    """Let the days of the letters of a batch count from when they are there, and the orders start after them."""
    posted.note_posted(letters, on, by)
    for letter in letters:
        found = matter_of(letter.matter) if letter.template in PRIVATE else None
        if found is not None and found[0] is Days.APPEAL:
            follow(found[1], by)


def write_anew(failed: Letter) -> tuple[tuple[str, str], date] | None:
    """Write an email of days that failed anew for paper; an order that has not started starts after them."""
    found = matter_of((failed.once or "").rpartition(" ")[0])
    said = posted.write_anew(failed, found) if found is not None else None
    if found is not None and found[0] is Days.APPEAL:
        follow(found[1], SYSTEM)
    return said


def follow(order_id: int, by: Actor) -> None:
    """Let an order that has not started start on the day after the time to appeal; inside an operation."""
    row = db.session.get(Order, order_id)
    if row is None or row.appeal_until is None or row.starts_at is None or row.restriction_id is None:
        return
    after = clock.start_of_day(row.appeal_until + timedelta(days=1))
    before, now = row.starts_at, clock.now()
    if row.ended_on is not None or before <= now or after <= before:
        return
    covered = [one for one in effects.covers(row) if one.cut_from is not None]
    row.starts_at = after
    row.ends_at = effects.last_moment(after, row.months) if row.months is not None else None
    held = row.restriction_id
    register.start_later(
        effects.number_of(row.entry_id),
        restriction_id=held,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        reason=_REASON,
        by=by,
    )
    row.restriction_id = effects.live_restriction(row.entry_id, held)
    row.review_on = effects.next_review(row)
    effects.keep_days(row)
    if row.shown_again_on is not None:
        row.shown_again_on = register.look_again_on(after)
    for one in covered:
        effects.cover_longer(one, after, by=by)
