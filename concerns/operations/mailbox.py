"""What a reporter does in their mailbox: writes to us, sees what we wrote, changes the secret.

Whoever stays anonymous leaves a day and nothing else. The same page sent twice is one message. Refuses nothing because
a concern is closed: people may always write.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from concerns import correspondence, emails, queries, rules
from concerns.models import Concern, Message
from concerns.operations.steps import rate_within_a_day, touch
from concerns.rules import REPORTER
from concerns.vocabulary import Direction
from foundation import audit, clock, locks
from foundation.database import db, operation
from foundation.errors import Refused


@dataclass(frozen=True)
class Written:
    """A message that we have, and whether the same page had brought it before."""

    id: int
    again: bool


@operation
def write_to_us(reference: str, words: str, *, once: str) -> Written:
    """Take a message from the reporter. `once` names the page it comes from.

    Raises:
        Refused: there are no words in it.
    """
    if not words.strip():
        raise Refused("Write your message. A few words are enough.")
    audit.take_turn()
    concern = queries.get(reference)
    once = _of_this_mailbox(concern, once)
    before = correspondence.message_of_page(concern.id, once)
    if before is not None:
        return Written(before.id, again=True)
    nameless = rules.is_anonymous(concern)
    message = Message(
        concern_id=concern.id,
        direction=Direction.TO_US,
        words_sealed=locks.box_of(concern.lock_id).seal(words),
        sent_on=clock.today(),
        sent_at=None if nameless else clock.now(),
        once=once,
    )
    db.session.add(message)
    db.session.flush()
    concern.heard_on = clock.today()
    touch(concern)
    rate_within_a_day(concern)
    _note(concern, "concern.message_to_us")
    return Written(message.id, again=False)


@operation
def note_reading(reference: str) -> int:
    """Note on which day the reporter saw what we wrote; says how many messages were new."""
    found = correspondence.unread_from_us(queries.get(reference).id)
    for message in found:
        message.read_on = clock.today()
    return len(found)


@operation
def change_secret(reference: str, *, old: str, new: str) -> None:
    """Put a new secret, which its owner has written down already, in the place of the old one that they show.

    So nobody is locked out by an answer that was lost on its way. Doing it twice changes nothing more.

    Raises:
        Refused: that is not the secret.
    """
    audit.take_turn()
    concern = queries.get(reference)
    if locks.is_secret(concern.secret_hash, new):
        return
    if not locks.is_secret(concern.secret_hash, old):
        raise Refused("That is not the secret you have now.")
    concern.secret_hash = locks.secret_hash(new)
    _note(concern, "concern.secret_changed")
    tell_of_new_secret(concern)


def tell_of_new_secret(concern: Concern) -> None:
    """Write to a reporter we may write to, in case it was not them who asked."""
    if not rules.is_anonymous(concern):
        emails.secret_changed(concern, correspondence.reach_of(concern, locks.box_of(concern.lock_id)))


def _of_this_mailbox(concern: Concern, once: str) -> str:
    """A page's own sign, made so that it can only meet signs of the same mailbox."""
    return hashlib.sha256(f"{concern.id} {once}".encode()).hexdigest()[:40]


def _note(concern: Concern, action: str) -> None:
    audit.record(
        action=action,
        subject=(rules.MATTER, concern.id),
        by=REPORTER,
        day_only=rules.is_anonymous(concern),
    )
