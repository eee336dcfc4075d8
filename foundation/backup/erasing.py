"""What was erased leaves the database as numbers, into the store, and is erased again when a backup came back.

A database put back knows what had been erased when it was copied; whatever else the store tells of was erased since.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress

from obstore.exceptions import BaseError as StoreError
from sqlalchemy import select, update

from foundation import audit, clock, locks
from foundation.audit import SYSTEM
from foundation.backup.sums import Unusable
from foundation.database import count_on, db, operation
from foundation.erasures import Erased, ErasedKind
from foundation.evidence.belonging import shut
from foundation.evidence.models import SHUT, StoredFile
from foundation.evidence.store import ERASED, store

_AT_ONCE = 1000


def carry_out() -> int:
    """Tell the store of keys that were destroyed since the last time; says how many. Safe to run twice and anywhere."""
    rows = db.session.execute(
        select(Erased.id, Erased.kind, Erased.of).where(Erased.carried.is_(False)).order_by(Erased.id).limit(_AT_ONCE)
    ).all()
    db.session.rollback()
    if not rows:
        return 0
    said = "".join(f"{number} {kind.value} {of}\n" for number, kind, of in rows).encode("ascii")
    name = f"{ERASED}{rows[0].id:012d}{rows[-1].id:012d}"
    # It is there already when another machine was quicker, or this one was stopped before it wrote that down.
    with suppress(FileExistsError):
        store().put(name, io.BytesIO(said), len(said))
    _carried([row.id for row in rows])
    return len(rows)


@operation
def _carried(numbers: list[int]) -> None:
    db.session.execute(update(Erased).where(Erased.id.in_(numbers)).values(carried=True))


def play_again() -> int:
    """Erase again what the store says was erased after this database had been copied; says how many keys.

    Raises:
        Unusable: the store does not answer.
    """
    known = set(db.session.scalars(select(Erased.id)))
    db.session.rollback()
    try:
        told = sorted(set(_told()))
    except StoreError as error:
        raise Unusable("The store of files does not answer.") from error
    since = [one for one in told if one[0] not in known]
    for start in range(0, len(since), _AT_ONCE):
        _erase(since[start : start + _AT_ONCE])
    return len(since)


def _told() -> Iterator[tuple[int, str, int]]:
    names = store().keys()
    for name in filter(lambda one: one.startswith(ERASED), names):
        for line in b"".join(store().get(name)).decode("ascii").splitlines():
            number, kind, of = line.split(" ")
            yield int(number), kind, int(of)


@operation
def _erase(told: list[tuple[int, str, int]]) -> None:
    """Shut each again. Rows may still point at a lock, so it keeps its number and gets a key that opens nothing."""
    for number, kind, of in told:
        if kind == ErasedKind.LOCK:
            locks.shut(of)
        else:
            row = db.session.get(StoredFile, of)
            if row is not None and row.standing not in SHUT:
                shut(row)
        db.session.add(Erased(id=number, kind=ErasedKind(kind), of=of, on=clock.today(), carried=True))
    db.session.flush()
    count_on(Erased.__tablename__)
    audit.record(action="backup.erased_again", subject=("backup", "restore"), by=SYSTEM, detail={"keys": len(told)})
