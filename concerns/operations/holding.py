"""Nobody leaves the register while a concern about them is open (rules 6.4): a hold on the entry.

The hold says nothing of what it is about. It is placed and released through the register's own operations.
"""

from __future__ import annotations

from sqlalchemy import select

from concerns.models import Concern, Subject
from concerns.vocabulary import HOLDING, Stage
from foundation.audit import Actor
from foundation.database import db
from foundation.errors import Refused
from register import operations as register
from register import queries

_WHY = "Something has to be settled before this person can leave."
_OVER = "What had to be settled is settled."


def keep_hold(concern: Concern, *, before: Stage, by: Actor) -> None:
    """Place or release the holds of a concern that has just come to another stage."""
    if concern.stage in HOLDING:
        hold_linked(concern, by=by)
    elif before in HOLDING:
        for entry_id in _linked(concern):
            release_entry(concern, entry_id, by=by)


def hold_linked(concern: Concern, *, by: Actor) -> None:
    """Hold everybody on the register whom a concern is about, while it stands at a stage that holds."""
    if concern.stage not in HOLDING:
        return
    for record in queries.records(_linked(concern)).values():
        register.place_hold(record.number, source=concern.reference, reason=_WHY, by=by)


def release_entry(concern: Concern, entry_id: int, *, by: Actor) -> None:
    """Release what this concern holds of one entry, if it holds anything."""
    for record in queries.records([entry_id]).values():
        try:
            register.release_hold(record.number, source=concern.reference, reason=_OVER, by=by)
        except Refused:
            continue  # it was never held


def _linked(concern: Concern) -> list[int]:
    statement = select(Subject.entry_id).where(Subject.concern_id == concern.id, Subject.entry_id.is_not(None))
    return [one for one in db.session.scalars(statement) if one is not None]
