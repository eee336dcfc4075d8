"""After a backup was restored: what was deleted since is in it again, and has to go again.

The list of tombstones is written out every night by whoever looks after the machine, and kept where the backups are
not. `erase_again` reads it, and does once more what was agreed then: no new decision, so nobody agrees anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from concerns.models import Tombstone
from concerns.retention import records
from concerns.retention.erasing import erase
from concerns.vocabulary.retention import Disposal, RetentionRule
from foundation import audit
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused

_DAYS = ("received_on", "closed_on", "due_on", "done_on")
_TIMES = ("proposed_at", "agreed_at")
_WORDS = ("reference", "secret_hash", "proposed_by", "agreed_by")


def stones() -> Iterator[dict[str, str]]:
    """Every tombstone as plain words, in the order in which they came."""
    for one in db.session.scalars(select(Tombstone).order_by(Tombstone.id)):
        plain = {name: str(getattr(one, name)) for name in _WORDS}
        plain |= {name: getattr(one, name).isoformat() for name in (*_DAYS, *_TIMES)}
        yield plain | {"rule": one.rule.value, "how": one.how.value}


def erase_again(lines: Iterable[Mapping[str, Any]], *, by: Actor) -> int:
    """Do again whatever of a list is not done in this database; says how many.

    Raises:
        Refused: a line is none of ours, or speaks of another record than the one that has its reference here.
    """
    return sum(_again(_read(line), by=by) for line in lines)


@operation
def _again(stone: Tombstone, *, by: Actor) -> bool:
    audit.take_turn()
    if db.session.scalar(select(Tombstone.id).where(Tombstone.reference == stone.reference)) is not None:
        return False
    record = records.find(stone.reference)
    if record is None:
        db.session.add(stone)
        return False
    if record.received_on != stone.received_on:
        raise Refused(f"{stone.reference} came on another day than the list says. Nothing was done about it.")
    erase(record, stone, by=by)
    return True


def _read(line: Mapping[str, Any]) -> Tombstone:
    try:
        return Tombstone(
            **{name: str(line[name]) for name in _WORDS},
            **{name: date.fromisoformat(line[name]) for name in _DAYS},
            **{name: datetime.fromisoformat(line[name]) for name in _TIMES},
            rule=RetentionRule(line["rule"]),
            how=Disposal(line["how"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("A line of the list cannot be read. Nothing of it was done.") from error
