"""The audit trail: who did what to which record, append-only and hash-chained. No feature reads it.

Each line carries the hash of the line before, so a changed, removed or inserted line breaks the chain from there on;
the database itself refuses UPDATE and DELETE (see the first migration). There are no foreign keys: the trail outlives
what it speaks of. Details hold what changed by name, never the words of private records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Index, String, Text, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.append_only import append_only
from foundation.database import Key, Model, Moment, as_json, db, in_operation, one_at_a_time

_START = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who is acting: the system itself, somebody at the shell of the machine, or an account."""

    kind: Literal["system", "shell", "account"]
    id: int | None
    label: str

    def is_same_as(self, other: Actor) -> bool:
        """Whether both are one person; an account stays the same when its name changes."""
        if self.id is None or other.id is None:
            return self == other
        return (self.kind, self.id) == (other.kind, other.id)


SYSTEM = Actor("system", None, "the system")


class AuditRecord(Model):
    """One line of the trail."""

    __tablename__ = "audit_record"
    __table_args__ = (
        Index("ix_audit_record_subject", "subject_kind", "subject_id"),
        Index("ix_audit_record_at", "at"),
    )

    id: Mapped[Key]
    at: Mapped[Moment]
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_label: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[str] = mapped_column(String(80))
    detail: Mapped[str] = mapped_column(Text())
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


append_only(AuditRecord.__table__, and_delete=True)


@dataclass(frozen=True)
class Line:
    """What one line of the trail will say."""

    action: str
    subject_kind: str
    subject_id: str
    detail: Mapping[str, Any]


def record(
    *,
    action: str,
    subject: tuple[str, object],
    by: Actor,
    detail: Mapping[str, Any] | None = None,
    day_only: bool = False,
) -> None:
    """Add one line to the trail, inside the operation it speaks of.

    `subject` is the kind of record and its identity, such as `("entry", 17)`. With `day_only` the line says on which
    day it was and not at what time: for what people do who must not be found by the hour they did it.
    """
    record_many([Line(action, subject[0], str(subject[1]), detail or {})], by=by, day_only=day_only)


def take_turn() -> None:
    """Wait until nobody else is writing the trail; ours until the operation ends.

    An operation that is going to change a record takes its turn before it reads anything. So what a rule reads cannot
    change before it is written upon, and no two operations wait for each other in a circle. (SQLite has one writer.)
    """
    one_at_a_time("audit")


def record_many(lines: Iterable[Line], *, by: Actor, day_only: bool = False) -> None:
    """Add many lines at once.

    Raises:
        RuntimeError: no operation is running, so the line could outlive a change that is rolled back, or go missing.
    """
    if not in_operation():
        raise RuntimeError("the trail is written inside an operation")
    take_turn()
    connection = db.session.connection()
    previous = connection.execute(
        select(AuditRecord.hash).order_by(AuditRecord.id.desc()).limit(1)
    ).scalar_one_or_none()
    previous = previous or _START
    at = clock.start_of_day(clock.today()) if day_only else clock.now()
    rows = []
    for line in lines:
        row = {
            "at": at,
            "actor_kind": by.kind,
            "actor_id": by.id,
            "actor_label": by.label,
            "action": line.action,
            "subject_kind": line.subject_kind,
            "subject_id": line.subject_id,
            "detail": as_json(dict(line.detail)),
            "previous": previous,
        }
        previous = _hash(row)
        rows.append({**row, "hash": previous})
    if rows:
        connection.execute(insert(AuditRecord), rows)


def _hash(row: Mapping[str, Any]) -> str:
    at: datetime = row["at"]
    said: Sequence[object] = [
        at.isoformat(timespec="microseconds"),
        row["actor_kind"],
        row["actor_id"],
        row["actor_label"],
        row["action"],
        row["subject_kind"],
        row["subject_id"],
        row["detail"],
        row["previous"],
    ]
    return hashlib.sha256(as_json(said).encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What walking the chain found. `broken` is the first line that does not fit, or None."""

    lines: int
    head: str
    broken: int | None


def verify() -> Verdict:
    """Walk the whole chain in bounded memory.

    A trail cut short at its end still fits together: compare `head` with one noted earlier, outside this database.
    """
    table = AuditRecord.__table__
    statement = select(table).order_by(AuditRecord.id).execution_options(yield_per=2000)
    previous, lines = _START, 0
    with db.session.connection().execute(statement) as walk:
        for found in walk.mappings():
            if found["previous"] != previous or _hash(dict(found)) != found["hash"]:
                return Verdict(lines, previous, int(found["id"]))
            previous = found["hash"]
            lines += 1
    return Verdict(lines, previous, None)


def contains(digest: str) -> bool:
    """Whether a line with this hash is in the trail."""
    return db.session.scalar(select(AuditRecord.id).where(AuditRecord.hash == digest)) is not None
