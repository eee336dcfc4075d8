"""Making a backup: one moment of the database, the files it knows, and everything read back before it counts."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from obstore.exceptions import BaseError as StoreError
from sqlalchemy import Connection, select, text

from foundation import clock
from foundation.audit import AuditRecord
from foundation.backup import databases, sums
from foundation.backup.sums import Unusable
from foundation.database import db
from foundation.evidence.models import FileStanding, StoredFile
from foundation.evidence.store import ObjectMissing, store

ABOUT = "about.json"
_OWN = stat.S_IRWXU


@dataclass(frozen=True)
class Made:
    """What a backup holds. `missing` names objects that the database knows and the store did not have."""

    files: int
    bytes: int
    head: str
    missing: tuple[str, ...]


def make(folder: Path) -> Made:
    """Write a backup into a folder that is not there yet, read it back, and only then give it its name.

    Raises:
        Unusable: the folder is there, the disk is full, a tool is missing, or what was written cannot be read back.
    """
    if folder.exists():
        raise Unusable(f"{folder} is there already. A backup is never written over another.")
    draft = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(mode=_OWN, parents=True)
        made = _fill(draft)
        sums.make_last(draft)
        draft.rename(folder)
    except OSError as error:
        raise Unusable(f"The backup could not be written: {os.strerror(error.errno or 0)}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return made


def _fill(draft: Path) -> Made:
    with databases.copied(db.engine, draft) as state:
        keys = list(_keys(state))
        head = state.scalar(select(AuditRecord.hash).order_by(AuditRecord.id.desc()).limit(1)) or ""
        schema = state.scalar(text("SELECT version_num FROM alembic_version"))
    name = databases.file_of(db.engine)
    hashes = {name: sums.digest(draft / name)}
    missing = []
    for key in keys:
        place = f"evidence/{key[:2]}/{key}"
        try:
            hashes[place] = _copy(key, draft / place)
        except ObjectMissing:
            missing.append(key)
        except StoreError as error:
            raise Unusable("The store of files does not answer.") from error
    about = {"made_at": clock.now().isoformat(), "database": name, "schema": schema, "audit_head": head}
    (draft / ABOUT).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    hashes[ABOUT] = sums.digest(draft / ABOUT)
    sums.write(draft, hashes)
    if found := [*sums.wrong(draft, hashes), *databases.problems(draft / name)]:
        raise Unusable(f"What was written could not be read back: {found[0]}")
    size = sum((draft / place).stat().st_size for place in hashes)
    return Made(len(keys) - len(missing), size, head, tuple(_still_known(missing)))


def _keys(state: Connection) -> Iterator[str]:
    """The objects that the copied database knows. One that was just arriving belongs to nobody yet."""
    statement = select(StoredFile.object_key, StoredFile.view_key).where(
        StoredFile.wrapped_key.is_not(None), StoredFile.standing != FileStanding.ARRIVING
    )
    for row in state.execute(statement.order_by(StoredFile.id)):
        yield from filter(None, row)


def _still_known(keys: list[str]) -> list[str]:
    """Of these, what the database knows now as well: the others were erased while the backup was made."""
    if not keys:
        return []
    with db.engine.connect() as now:
        known = set(_keys(now))
    return [key for key in keys if key in known]


def _copy(key: str, target: Path) -> str:
    """Copy an object and say its hash. Nothing is left of one that is not there."""
    chunks = store().get(key)
    hashed = hashlib.sha256()
    target.parent.mkdir(mode=_OWN, parents=True, exist_ok=True)
    with target.open("xb") as held:
        for chunk in chunks:
            hashed.update(chunk)
            held.write(chunk)
    return hashed.hexdigest()
