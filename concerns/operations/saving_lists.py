"""Lists of concerns that somebody names and comes back to: their own, seen by nobody else."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from concerns import rules
from concerns.models import SavedList
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused

LONGEST_NAME = 60
MOST = 20


@operation
def save(name: str, asked: Mapping[str, str], *, by: Actor) -> None:
    """Keep what was asked for under a name; a name that is there already stands for the new list from now on.

    Raises:
        Refused: there is no name, it is too long, or there are too many lists.
    """
    audit.take_turn()
    rules.check_any(by, rules.READERS)
    account_id, said = _id(by), " ".join(name.split())
    if not said:
        raise Refused("Give the list a name.")
    if len(said) > LONGEST_NAME:
        raise Refused(f"Make the name shorter than {LONGEST_NAME + 1} characters.")
    same = next((one for one, held, _ in saved(account_id) if held == said), None)
    if same is not None:
        row = db.session.get(SavedList, same)
        assert row is not None
        row.asked = dict(asked)
        return
    count = db.session.scalar(select(func.count()).where(SavedList.account_id == account_id)) or 0
    if count >= MOST:
        raise Refused(f"You have {MOST} lists. Forget one first.")
    lock, box = locks.new_lock()
    db.session.add(
        SavedList(
            account_id=account_id,
            lock_id=lock.id,
            name_sealed=box.seal(said),
            asked=dict(asked),
            made_at=clock.now(),
        )
    )


@operation
def forget(list_id: int, *, by: Actor) -> None:
    """Forget a list of one's own.

    Raises:
        Missing: they have no such list.
    """
    row = db.session.get(SavedList, list_id)
    if row is None or row.account_id != _id(by):
        raise Missing("You have no such list.")
    lock_id = row.lock_id
    db.session.delete(row)
    db.session.flush()
    locks.destroy_lock(lock_id)


def saved(account_id: int) -> list[tuple[int, str, dict[str, str]]]:
    """Somebody's lists by name: id, name, and what is asked for; in two statements."""
    rows = db.session.scalars(select(SavedList).where(SavedList.account_id == account_id)).all()
    boxes = locks.boxes_of([one.lock_id for one in rows]) if rows else {}
    found = [
        (one.id, boxes[one.lock_id].open(one.name_sealed), dict(one.asked)) for one in rows if one.lock_id in boxes
    ]
    return sorted(found, key=lambda one: one[1].casefold())


def _id(by: Actor) -> int:
    if by.id is None:
        raise NotAllowed("Only a member of staff keeps lists.")
    return by.id
