"""That a concern ended without a finding is public no longer: it was opened again, or somebody stopped it."""

from __future__ import annotations

from sqlalchemy import select

from concerns.models import Concern, NoFindingAsked
from foundation import clock
from foundation.audit import Actor
from foundation.database import db
from register import operations as register
from register import queries as register_queries

_REASON = "It is looked into again, or should not stand there."


def take_back_all(concern: Concern, *, by: Actor) -> None:
    """Take back what was asked for or released, in the operation that opens a concern again."""
    statement = select(NoFindingAsked).where(
        NoFindingAsked.concern_id == concern.id, NoFindingAsked.taken_back_on.is_(None)
    )
    for row in db.session.scalars(statement):
        take_back(row, by=by)


def take_back(row: NoFindingAsked, *, by: Actor) -> bool:
    """Take back one of them; what its page answers is proved by the next look at what came down.

    Says whether it was public until now: it may not have been released, or its time may be over.
    """
    row.taken_back_on = clock.today()
    was_public = row.restriction_id is not None and row.shown_until is not None and row.shown_until > clock.now()
    if was_public:
        assert row.restriction_id is not None
        number = register_queries.numbers_of({row.entry_id})[row.entry_id]
        register.take_back_restriction(number, restriction_id=row.restriction_id, reason=_REASON, by=by)
    return was_public
