"""A registrant's folder: the one key with which all that is typed on their side of the house is sealed.

Health is not in it: each answer about health has a key of its own. Deleting a folder's key shreds what it sealed.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ForeignKey, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from foundation import locks
from foundation.database import Key, Model, db
from foundation.errors import Missing
from foundation.locks import Box


class Folder(Model):
    """Which key is whose."""

    __tablename__ = "registrant_folder"

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))


def lock_of(entry_id: int) -> int | None:
    """The lock of a registrant's folder, if there is one yet."""
    return db.session.scalar(select(Folder.lock_id).where(Folder.entry_id == entry_id))


def box_of(entry_id: int) -> Box:
    """What opens a registrant's folder.

    Raises:
        Missing: nothing was ever kept for them, or it was deleted.
    """
    lock_id = lock_of(entry_id)
    if lock_id is None:
        raise Missing("Nothing is kept here for this person.")
    return locks.box_of(lock_id)


def boxes_of(entry_ids: Collection[int]) -> dict[int, Box]:
    """The boxes of many registrants by entry, in two statements; those without a folder are left out."""
    if not entry_ids:
        return {}
    statement = select(Folder.entry_id, Folder.lock_id).where(Folder.entry_id.in_(entry_ids))
    held: dict[int, int] = {row[0]: row[1] for row in db.session.execute(statement)}
    boxes = locks.boxes_of(held.values())
    return {entry_id: boxes[lock_id] for entry_id, lock_id in held.items() if lock_id in boxes}


def box_for(entry_id: int) -> Box:
    """What seals in a registrant's folder, which is made when it is not there. Inside an operation."""
    lock_id = lock_of(entry_id)
    if lock_id is not None:
        return locks.box_of(lock_id)
    try:
        # Two first words at once: one of them makes the folder, the other one takes it.
        with db.session.begin_nested():
            lock, box = locks.new_lock()
            db.session.add(Folder(entry_id=entry_id, lock_id=lock.id))
        return box
    except IntegrityError:
        return box_of(entry_id)


def boxes_for(entry_ids: Collection[int]) -> dict[int, Box]:
    """What seals in the folders of many registrants, which are made where they are not there. Inside an operation."""
    held = boxes_of(entry_ids)
    missing = [one for one in entry_ids if one not in held]
    try:
        with db.session.begin_nested():
            made = locks.new_locks(len(missing))
            new = [Folder(entry_id=one, lock_id=lock.id) for one, (lock, _) in zip(missing, made, strict=True)]
            db.session.add_all(new)
    except IntegrityError:
        # Somebody made one of them at the same moment.
        return held | {one: box_for(one) for one in missing}
    return held | {one: box for one, (_, box) in zip(missing, made, strict=True)}
