"""Letters about concerns that were posted: what somebody has days for counts from when the letter is there.

It was reckoned when the letter was written. Posted in time, nothing changes; posted later, they have as many days more.
A hearing whose notice comes too late for its day was not announced: somebody sets a later day, or says why it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from sqlalchemy import select

from concerns import emails, policy, reached, rules
from concerns.models import Concern, Hearing, Offer, Order, Proof, Response
from concerns.operations.steps import touch
from concerns.reached import Days
from foundation import audit, clock
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.outbox import Letter
from register.post.desks import PRIVATE
from register.post.models import PostLetter

_WAITS: dict[Days, type[Response] | type[Offer] | type[Proof]] = {
    Days.ANSWER: Response,
    Days.OFFER: Offer,
    Days.PROOF: Proof,
}
_ROWS: dict[Days, type[Response] | type[Offer] | type[Proof] | type[Hearing] | type[Order]] = {
    **_WAITS,
    Days.NOTICE: Hearing,
    Days.APPEAL: Order,
}


def note_posted(letters: Sequence[PostLetter], on: date, by: Actor) -> None:
    """Let the days of the letters of a batch count from when they are there. Inside the operation that says so."""
    for letter in letters:
        found = reached.matter_of(letter.matter) if letter.template in PRIVATE else None
        if found is not None and (concern_id := _count(*found, reached.there_on(on))) is not None:
            _changed(concern_id, found, "concern.posted_late", on, by)


def write_anew(failed: Letter, found: tuple[Days, int]) -> tuple[tuple[str, str], date] | None:
    """Write an email that failed anew for paper, with days that count from when that is there. By night."""
    today = clock.working_day_from(clock.day_of(failed.written_at))
    at_once = failed.paper_posted_until is not None and failed.paper_posted_until <= today
    post_by = reached.posted_by(at_once=at_once)
    concern_id = _count(*found, reached.there_on(post_by))
    if concern_id is not None:
        _changed(concern_id, found, "concern.came_back", post_by, SYSTEM)
    days, number = found
    row = cast("Response | Offer | Proof | Hearing | Order | None", db.session.get(_ROWS[days], number))
    if row is None:
        return None
    due = row.appeal_until if isinstance(row, Order) else None if isinstance(row, Hearing) else row.due_on
    concern = db.session.get_one(Concern, row.concern_id)
    from_day = reached.there_on(post_by) if due is not None or days is Days.NOTICE else None
    said = emails.anew(failed.body, concern, due=due, from_day=from_day)
    return (said, post_by) if said is not None else None


@operation
def keep_open() -> int:
    """At night: what would have run out while its letter lies counts as if it were posted today. Says how many.

    So somebody who reads it in their account can still answer, and no page says that their time is over.
    """
    audit.take_turn()
    today, changed = clock.today(), 0
    for days, table in _WAITS.items():
        over = (
            select(table.id)
            .join(Concern, Concern.id == table.concern_id)
            .where(table.id.in_(reached.unposted(days)), table.due_on < today, Concern.closed_on.is_(None))
        )
        for number in db.session.scalars(over.order_by(table.id)).all():
            concern_id = _count(days, number, reached.there_on(today))
            if concern_id is not None:
                _changed(concern_id, (days, number), "concern.not_posted", today, SYSTEM)
                changed += 1
    return changed


def _changed(concern_id: int, found: tuple[Days, int], action: str, on: date, by: Actor) -> None:
    detail = {"days": found[0].value, "row": found[1], "posted": on.isoformat()}
    audit.record(action=action, subject=(rules.MATTER, concern_id), by=by, detail=detail)
    touch(db.session.get_one(Concern, concern_id))


def _count(days: Days, number: int, there: date) -> int | None:
    """Says in which concern something changed."""
    if days is Days.NOTICE:
        return _notice(number, there)
    if days is Days.APPEAL:
        return _appeal(number, there)
    row = cast("Response | Offer | Proof | None", db.session.get(_WAITS[days], number))
    if row is None or row.asked_on is None or row.due_on is None or there <= row.asked_on:
        return None
    if any((row.received_on, row.declined_on, row.called_off_on, row.expired_on)):
        return None
    row.asked_on, row.due_on = there, row.due_on + (there - row.asked_on)
    return row.concern_id


def _notice(number: int, there: date) -> int | None:
    row = db.session.get(Hearing, number)
    if row is None or row.notice_on is None or there <= row.notice_on:
        return None
    if row.called_off_at is not None or row.decided_on is not None:
        return None
    needed = timedelta(days=reached.notice_needed(row, there) if row.shortened_sealed is None else 0)
    if row.on < there + needed:
        row.notice_on = row.notice_by_id = None
    else:
        row.notice_on = there
    return row.concern_id


def _appeal(number: int, there: date) -> int | None:
    row = db.session.get(Order, number)
    until = there + timedelta(days=policy.APPEAL_LODGED.value(there))
    if row is None or row.appeal_until is None or until <= row.appeal_until:
        return None
    row.appeal_until = until
    return row.concern_id
