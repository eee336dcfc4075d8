"""Putting a backup back into an empty database and a store, checking it, and erasing again what was erased since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from obstore.exceptions import BaseError as StoreError
from sqlalchemy import select

from foundation import audit, locks
from foundation.backup import databases, erasing, sums
from foundation.backup.making import ABOUT
from foundation.backup.sums import Unusable
from foundation.database import db
from foundation.errors import Missing
from foundation.evidence.store import store
from foundation.locks import Lock


@dataclass(frozen=True)
class Restored:
    """What came back, and whether it is right. `erased` keys were destroyed again; `problems` need a person."""

    made_at: str
    schema: str
    files: int
    erased: int
    problems: tuple[str, ...]


def restore(folder: Path) -> Restored:
    """Put a backup back. The schema stays that of the backup: `flask db upgrade` brings it on.

    Raises:
        Unusable: it is damaged or no backup, of another kind of database, or the database is not empty.
    """
    hashes = sums.read(folder)
    if found := list(sums.wrong(folder, hashes)):
        raise Unusable(f"This backup is damaged: {found[0]}")
    if ABOUT not in hashes:
        raise Unusable(f"{folder} is no backup: it has no {ABOUT}.")
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    databases.put_back(db.engine, folder)
    objects = [name for name in hashes if name.startswith("evidence/")]
    problems = [problem for name in objects if (problem := _put(folder / name))]
    verdict = audit.verify()
    if verdict.broken is not None:
        problems.append(f"The audit trail does not fit together at record {verdict.broken}.")
    elif verdict.head != about["audit_head"] and about["audit_head"]:
        problems.append("The audit trail does not end where it did.")
    if not _opens():
        problems.append("The keys do not open private records. Set DATA_KEY as it was when the backup was made.")
    erased = erasing.play_again()
    return Restored(about["made_at"], about["schema"], len(objects), erased, tuple(problems))


def _put(path: Path) -> str | None:
    """Give an object to the store; what is wrong when it has another one of that name."""
    try:
        with path.open("rb") as held:
            store().put(path.name, held, path.stat().st_size)
    except FileExistsError:
        with path.open("rb") as held:
            if b"".join(store().get(path.name)) != held.read():
                return f"The store has another object {path.name}."
    except StoreError as error:
        raise Unusable("The store of files does not answer.") from error
    return None


def _opens() -> bool:
    """Whether the newest key of a record can be read with the service's own."""
    newest = db.session.scalar(select(Lock.id).order_by(Lock.id.desc()).limit(1))
    try:
        return newest is None or bool(locks.box_of(newest))
    except Missing:
        return False
