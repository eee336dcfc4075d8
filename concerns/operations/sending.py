"""Sending a draft: what it says becomes a concern, its files move over, the draft is emptied, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from concerns import queries
from concerns.models import Statement
from concerns.operations.receiving import receive
from concerns.telling import Telling
from foundation import locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.evidence import belonging
from foundation.journey import drafts
from foundation.journey.drafts import Hand, Opened
from foundation.references import concern_reference


@dataclass(frozen=True)
class Sent:
    """A concern that we have: what opens its mailbox. A second press is told no secret that is not its own."""

    reference: str
    secret: str | None


def new_reference(year: int) -> str:
    """A reference that neither a draft nor a concern has."""
    while True:
        reference = concern_reference(year)
        if not drafts.is_taken(reference) and not queries.reference_taken(reference):
            return reference


@operation
def send(hand: Hand, *, read: Callable[[Opened], Telling], by: Actor) -> Sent:
    """Take a draft in as a concern. A draft that was sent before gives the same concern again.

    The secret of a draft opens the mailbox from now on; for one that staff typed up a new secret is made.

    Raises:
        Missing: the draft cannot be opened.
        Refused: something in it is missing.
    """
    draft = drafts.open_to_send(hand)
    if draft.sent_as is not None:
        return Sent(draft.sent_as, hand.secret)
    secret = (locks.read_secret(hand.secret) if hand.secret else None) or locks.new_secret()
    concern = receive(read(draft), reference=hand.reference, secret_hash=locks.secret_hash(secret), by=by)
    first = db.session.scalars(select(Statement.id).where(Statement.concern_id == concern.id)).one()
    belonging.move(draft.files, ("statement", str(first)))
    drafts.finish(draft.id, sent_as=concern.reference)
    return Sent(concern.reference, secret)
