"""What every act here begins with: the turn, the record, and who may touch it.

A concern is put on a desk as for any act in it, so that whoever has a tie to somebody in it does not act. What people
complain of or ask about their data is handled by a role alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified

from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.separation import Part
from concerns import rules
from concerns.operations import desk
from concerns.retention import records
from concerns.retention.records import CONCERNS, Kind, Row
from foundation import audit, locks
from foundation.audit import Actor
from foundation.errors import NotAllowed, Refused
from foundation.locks import Box

CALLED = "this record"


@dataclass(frozen=True)
class Bench:
    """A record on the bench of somebody who decides for how long it is kept."""

    row: Row
    kind: Kind
    box: Box
    by: Actor

    @property
    def account_id(self) -> int:
        """Whose bench it is."""
        assert self.by.id is not None
        return self.by.id

    def needs(self, words: str, sentence: str) -> str:
        """Words that have to be there, sealed."""
        if not words.strip():
            raise Refused(sentence)
        return self.box.seal(words.strip())

    def take_part(self, part: Part) -> None:
        """Record a part, unless an earlier one excludes it."""
        take_part((self.kind.matter, str(self.row.id)), part, called=CALLED, by=self.by)

    def touch(self) -> None:
        """Count this as a change of the record, so that pages made before are stale."""
        flag_modified(self.row, "reference")

    def record(self, action: str, **detail: object) -> None:
        """A line of the audit trail; never with words of the record."""
        subject = (self.kind.matter, self.row.id)
        audit.record(action=f"{self.kind.trail}.{action}", subject=subject, by=self.by, detail=detail)


def sit_down(reference: str, *, by: Actor, may: Sequence[Permission], version: int | None = None) -> Bench:
    """Put a record on somebody's bench, inside the operation that changes it.

    Raises:
        Missing: there is none, or it was deleted.
        NotAllowed: not with these roles or ties.
        Refused: somebody changed it since the page with that version was made.
    """
    if CONCERNS.read(reference) is not None:
        found = desk.sit_down(reference, by=by, may=may, version=version)
        return Bench(found.concern, CONCERNS, found.box, by)
    audit.take_turn()
    if by.kind != "account" or by.id is None:
        raise NotAllowed("Only a person can do this.")
    rules.check_any(by, may)
    row = records.get(reference)
    if version is not None and row.version != version:
        raise Refused("Somebody else changed this record meanwhile. Look at it again, then try once more.")
    return Bench(row, records.kind_of(row), locks.box_of(row.lock_id), by)
