"""What a killed server may leave behind: uploads that never ended, bytes that nothing leads to, files of nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

import time_machine
from sqlalchemy import select

from bench.browser import Upload
from foundation import clock, evidence
from foundation.database import db
from foundation.evidence.models import READABLE, SHUT, FileStanding, StoredFile
from foundation.evidence.store import store


def clear_up() -> Iterator[str]:
    """What the clock does of itself, later: uploads that a dead server left are cleared away, twice to be sure."""
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        evidence.sweep()
        again = evidence.sweep()
    if again:
        yield f"sweeping files a second time found {again} more"


def files_of(name: str, owner: tuple[str, str], sent: Sequence[Upload]) -> Iterator[str]:
    """Whether exactly these files belong to something, each as it was sent."""
    kind, owner_id = owner
    found = db.session.scalars(
        select(StoredFile).where(StoredFile.owner_kind == kind, StoredFile.owner_id == owner_id)
    ).all()
    told = sorted((one.name, one.sha256) for one in sent)
    kept = sorted((one.name or "", one.sha256) for one in found)
    if told != kept:
        yield f"{name}: told of files {told}, and there are {kept}"
    for one in found:
        if one.standing not in READABLE:
            yield f"{name}: a file is {one.standing.value}"
            continue
        opened = evidence.open_original(one.id, by=None)
        if hashlib.sha256(b"".join(opened.chunks)).hexdigest() != one.sha256:
            yield f"{name}: a file does not open as it was sent"


def files(owners: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Whether every file belongs to one of these, by kind and id, and the store holds just the files' bytes."""
    rows = db.session.scalars(select(StoredFile)).all()
    arriving = [one for one in rows if one.standing is FileStanding.ARRIVING]
    if arriving:
        yield f"{len(arriving)} files are still arriving"
    wanted = {key for one in rows if one.standing not in SHUT for key in (one.object_key, one.view_key) if key}
    there = set(store().keys())
    if there - wanted:
        yield f"{len(there - wanted)} objects lie in the store that nothing leads to"
    if wanted - there:
        yield f"{len(wanted - there)} files have no bytes"
    lost = [one for one in rows if one.owner_id not in owners.get(one.owner_kind, ()) and one not in arriving]
    if lost:
        yield f"{len(lost)} files belong to nothing"
