"""Reading circulars: each question a fixed number of statements, however many people are on a list."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from accounts.models import Account
from cpd.circulars.models import Circular, CircularStep, Recipient
from cpd.circulars.vocabulary import HAND_IN_IT, OPEN, Fate, Standing
from foundation.database import db
from foundation.errors import Missing


def get(circular_id: int) -> Circular:
    """The circular of a number.

    Raises:
        Missing: there is none.
    """
    found = db.session.get(Circular, circular_id)
    if found is None:
        raise Missing("There is no such letter.")
    return found


def listed(*, is_open: bool, at_most: int = 200) -> Sequence[Circular]:
    """Circulars that are open, or over; the newest first."""
    statement = select(Circular).where(Circular.standing.in_(OPEN) if is_open else Circular.standing.not_in(OPEN))
    return db.session.scalars(statement.order_by(Circular.id.desc()).limit(at_most)).all()


def fates(circular_ids: Collection[int]) -> dict[int, dict[Fate, int]]:
    """What became of the people on each list, counted."""
    held: dict[int, dict[Fate, int]] = {one: {} for one in circular_ids}
    rows = db.session.execute(
        select(Recipient.circular_id, Recipient.fate, func.count())
        .where(Recipient.circular_id.in_(circular_ids))
        .group_by(Recipient.circular_id, Recipient.fate)
    )
    for circular_id, fate, count in rows:
        held[circular_id][fate] = count
    return held


def steps(circular_id: int) -> Sequence[CircularStep]:
    """What happened, oldest first."""
    statement = select(CircularStep).where(CircularStep.circular_id == circular_id)
    return db.session.scalars(statement.order_by(CircularStep.id)).all()


def hands_in(circular_id: int) -> frozenset[int]:
    """Whoever had a hand in a circular, so that they cannot be its second person."""
    statement = select(CircularStep.by_account_id).where(
        CircularStep.circular_id == circular_id, CircularStep.kind.in_(HAND_IN_IT)
    )
    return frozenset(one for one in db.session.scalars(statement) if one is not None)


def names(account_ids: Collection[int]) -> dict[int, str]:
    """The names of members of staff."""
    statement = select(Account.id, Account.name).where(Account.id.in_(account_ids))
    return {row[0]: row[1] for row in db.session.execute(statement)}


def some_of(circular_id: int, *, fate: Fate, places: Collection[int]) -> list[int]:
    """The entries at these places of the list, counted from 0."""
    found = []
    for place in sorted(set(places)):
        statement = select(Recipient.entry_id).where(Recipient.circular_id == circular_id, Recipient.fate == fate)
        entry_id = db.session.scalar(statement.order_by(Recipient.id).offset(place).limit(1))
        if entry_id is not None:
            found.append(entry_id)
    return found


def going_out() -> list[int]:
    """The circulars that are released and not finished."""
    return list(
        db.session.scalars(select(Circular.id).where(Circular.standing == Standing.SENDING).order_by(Circular.id))
    )


def offered_to(account_id: int) -> int:
    """How many circulars wait for a second person who is not this one's own hand in it."""
    mine = select(CircularStep.circular_id).where(
        CircularStep.by_account_id == account_id, CircularStep.kind.in_(HAND_IN_IT)
    )
    statement = select(func.count()).where(Circular.standing == Standing.OFFERED, Circular.id.not_in(mine))
    return db.session.scalar(statement) or 0
