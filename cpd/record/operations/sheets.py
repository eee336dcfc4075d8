"""A sheet on its way into the record: read and reported first, loaded when its owner says so."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete

from cpd import folders
from cpd.record import queries, rules
from cpd.record.models import ActivityKept, Sheet
from cpd.record.operations import keeping
from cpd.record.sheet import Row, SheetRead
from cpd.record.words import Told
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing
from foundation.locks import Box


@dataclass(frozen=True)
class Waiting:
    """The sheet that waits, opened."""

    token: str
    rows: tuple[Row, ...]
    passed_over: tuple[str, ...]

    @property
    def good(self) -> list[Row]:
        """What will be loaded."""
        return [one for one in self.rows if one.good and not one.there]

    @property
    def there(self) -> list[Row]:
        """What seems to be in the record already."""
        return [one for one in self.rows if one.good and one.there]

    @property
    def refused(self) -> list[Row]:
        """What cannot be loaded as it stands."""
        return [one for one in self.rows if not one.good]


@operation
def bring(entry_id: int, found: SheetRead, *, by: Actor) -> None:
    """Keep a sheet that was read until its owner loads it. A new one takes the place of the one before."""
    audit.take_turn()
    rules.check_own(entry_id, by)
    box = folders.box_for(entry_id)
    marked = _mark_what_is_there(entry_id, found.rows, box)
    db.session.execute(delete(Sheet).where(Sheet.entry_id == entry_id))
    held = {"rows": [one.as_json() for one in marked], "passed_over": list(found.passed_over)}
    db.session.add(
        Sheet(entry_id=entry_id, token=secrets.token_hex(16), sealed=box.seal_json(held), read_at=clock.now())
    )
    audit.record(action="cpd.sheet_read", subject=("entry", entry_id), by=by, detail={"rows": len(found.rows)})


def waiting(entry_id: int) -> Waiting:
    """The sheet that waits.

    Raises:
        Missing: there is none, or it was loaded or thrown away.
    """
    held = queries.sheet_of(entry_id)
    if held is None:
        raise Missing("There is no sheet to load. You may have loaded it already.")
    said = folders.box_of(entry_id).open_json(held.sealed)
    return Waiting(held.token, tuple(Row.from_json(one) for one in said["rows"]), tuple(said["passed_over"]))


@operation
def load(entry_id: int, token: str, *, also_there: bool, by: Actor) -> int:
    """Load the good rows of the sheet that waits; says how many. A second press loads nothing.

    Raises:
        Missing: another sheet was read since, or this one was loaded.
    """
    audit.take_turn()
    rules.check_own(entry_id, by)
    held = waiting(entry_id)
    if held.token != token:
        raise Missing("You have read another sheet since. Look at that one first.")
    chosen = [one.told for one in (*held.good, *(held.there if also_there else ()))]
    count = keeping.load(entry_id, chosen, once=token, by=by)
    db.session.execute(delete(Sheet).where(Sheet.entry_id == entry_id))
    return count


@operation
def throw_away(entry_id: int, *, by: Actor) -> None:
    """Load nothing of it."""
    audit.take_turn()
    rules.check_own(entry_id, by)
    db.session.execute(delete(Sheet).where(Sheet.entry_id == entry_id))


def _mark_what_is_there(entry_id: int, rows: Sequence[Row], box: Box) -> list[Row]:
    """Rows that are in the record already, or further up in the sheet, are marked. Two statements."""
    good = [one for one in rows if one.good]
    days = [one.told.done_on for one in good if one.told.done_on is not None]
    known = {_same(keeping.told_of(row, box)) for row in _held_between(entry_id, days)}
    found = []
    for one in rows:
        same = _same(one.told)
        found.append(replace(one, there=one.good and same in known))
        if one.good:
            known.add(same)
    return found


def _held_between(entry_id: int, days: Sequence[object]) -> list[ActivityKept]:
    if not days:
        return []
    wanted = set(days)
    return [row for row in queries.kept_in(entry_id) if row.done_on in wanted]


def _same(told: Told) -> tuple[object, ...]:
    return told.done_on, told.minutes, told.kind, told.words.same_title
