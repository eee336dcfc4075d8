"""What was erased, by number: so that a database put back from a backup can be made to forget it again.

A key that was destroyed yesterday is still in the backup of the day before. Each destroyed key leaves its number here;
`foundation.backup.erasing` carries the numbers out of the database and plays them again after a restore. A number says
nothing of whose it was, and no hour is kept.
"""

from __future__ import annotations

import enum

from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.database import Day, Key, Model, db, text_enum


class ErasedKind(enum.StrEnum):
    """Whose key it was."""

    LOCK = "lock"
    FILE = "file"


class Erased(Model):
    """A key that was destroyed."""

    __tablename__ = "erased"

    id: Mapped[Key]
    kind: Mapped[ErasedKind] = mapped_column(text_enum(ErasedKind))
    #: The number of the lock or of the stored file, which is gone or empty.
    of: Mapped[int] = mapped_column("of_id")
    on: Mapped[Day] = mapped_column("erased_on")
    #: Whether the store knows of it as well.
    carried: Mapped[bool] = mapped_column(default=False, index=True)


def note(kind: ErasedKind, of: int) -> None:
    """Write down that a key was destroyed, inside the operation that does it."""
    db.session.add(Erased(kind=kind, of=of, on=clock.today()))
