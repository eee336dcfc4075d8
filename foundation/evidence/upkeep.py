"""What the clock does for files: asks the scanner again about those that wait, clears away leftovers, and looks that
all is still there. Each may run twice, at any time, on several machines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import structlog
from flask import current_app
from obstore.exceptions import BaseError as StoreError
from sqlalchemy import delete, or_, select

from foundation import audit, clock
from foundation.audit import SYSTEM
from foundation.database import db, operation
from foundation.errors import Missing
from foundation.evidence import scanning
from foundation.evidence.belonging import shred
from foundation.evidence.models import SHUT, WORKFLOW, FileStanding, StoredFile
from foundation.evidence.opening import Copy, plain_bytes
from foundation.evidence.scanning import Outcome, Verdict
from foundation.evidence.sealing import Damaged
from foundation.evidence.store import ERASED, store
from foundation.settings import Settings

log = structlog.get_logger()
ScannerStanding = Literal["answers", "does not answer", "not set up"]


def scanner_standing() -> ScannerStanding:
    """Whether there is a scanner, and whether it answers."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.clamd:
        return "not set up"
    return "answers" if scanning.answers(settings.clamd) else "does not answer"


@dataclass(frozen=True)
class Scanned:
    """What became of files that waited for the virus check; `refused` names the owners of those not kept."""

    clean: int
    refused: tuple[tuple[str, str], ...]
    waiting: int


def scan_waiting() -> Scanned:
    """Ask the scanner about every file that waits. What it finds harmful is shredded, and its owner's page says so."""
    settings: Settings = current_app.config["SETTINGS"]
    waiting = db.session.scalars(
        select(StoredFile.id).where(StoredFile.standing == FileStanding.HELD).order_by(StoredFile.id)
    ).all()
    if not settings.clamd or not waiting:
        db.session.rollback()
        return Scanned(0, (), len(waiting))
    clean, refused, silent = 0, list[tuple[str, str]](), 0
    for file_id in waiting:
        verdict = _ask(settings.clamd, file_id)
        if verdict is None or verdict.outcome is Outcome.SILENT:
            silent += 1
            continue
        owner = _settle(file_id, verdict)
        if owner is not None and verdict.outcome is Outcome.CLEAN:
            clean += 1
        elif owner is not None:
            refused.append(owner)
    return Scanned(clean, tuple(refused), silent)


def _ask(address: str, file_id: int) -> Verdict | None:
    row = db.session.get(StoredFile, file_id)
    if row is None or row.standing is not FileStanding.HELD:
        return Verdict(Outcome.SILENT)
    try:
        with plain_bytes(row, "original") as plain:
            return scanning.scan(address, plain)
    except (Damaged, Missing, StoreError, OSError) as error:
        log.error("file not scanned", file=file_id, problem=type(error).__name__)
        return None


@operation
def _settle(file_id: int, verdict: Verdict) -> tuple[str, str] | None:
    """Write down what the scanner said; None when somebody else did, or the file was removed."""
    row = db.session.get(StoredFile, file_id, with_for_update=True)
    if row is None or row.standing is not FileStanding.HELD:
        return None
    if verdict.outcome is Outcome.CLEAN:
        row.standing = FileStanding(WORKFLOW.after("keep", standing=row.standing.value))
    else:
        shred(row, "refuse")
        found = {"found": verdict.signature or verdict.outcome.value}
        audit.record(action="evidence.refused", subject=("file", file_id), by=SYSTEM, detail=found)
    return row.owner


def sweep() -> int:
    """Clear away what a killed server left on its way in, and the bytes of shredded files; says how many files."""
    _give_up_arriving()
    left = db.session.execute(
        select(StoredFile.id, StoredFile.object_key, StoredFile.view_key).where(
            StoredFile.standing.in_(SHUT),
            or_(
                StoredFile.standing == FileStanding.SHREDDED,
                StoredFile.object_key.is_not(None),
                StoredFile.view_key.is_not(None),
            ),
        )
    ).all()
    db.session.rollback()
    done = 0
    for file_id, *keys in left:
        try:
            for key in filter(None, keys):
                store().remove(key)
        except (StoreError, OSError) as error:
            log.error("file not cleared away", file=file_id, problem=type(error).__name__)
            continue
        _clear(file_id)
        done += 1
    return done


@operation
def _give_up_arriving() -> None:
    for row in db.session.scalars(
        select(StoredFile).where(StoredFile.standing == FileStanding.ARRIVING, StoredFile.arriving_until <= clock.now())
    ):
        shred(row)


@operation
def _clear(file_id: int) -> None:
    """The bytes are gone. The row goes too, but for a file that its owner still has to be told about."""
    db.session.execute(delete(StoredFile).where(StoredFile.id == file_id, StoredFile.standing == FileStanding.SHREDDED))
    row = db.session.get(StoredFile, file_id, populate_existing=True)
    if row is not None:
        row.object_key = row.view_key = row.view_type = row.view_size = row.view_sha256 = None


@dataclass(frozen=True)
class Broken:
    """A file that is not as it was kept, or an object that belongs to no file."""

    file_id: int | None
    problem: str


def verify() -> Iterator[int | Broken]:
    """Read every kept file. Yields the id of each that is as it was kept, and what is wrong with the others."""
    there = set(store().keys())
    rows = db.session.execute(
        select(StoredFile.id, StoredFile.object_key, StoredFile.view_key).order_by(StoredFile.id)
    ).all()
    db.session.rollback()
    known = {key for _, *keys in rows for key in keys if key}
    for file_id, _, view_key in rows:
        copies: tuple[Copy, ...] = ("original", "view") if view_key else ("original",)
        problem = None
        for copy in copies:
            row = db.session.get(StoredFile, file_id)
            if row is None or row.standing in SHUT or row.standing is FileStanding.ARRIVING:
                break
            try:
                plain_bytes(row, copy).close()
            except (Damaged, Missing, StoreError, OSError) as error:
                problem = f"the {copy} cannot be read as it was kept ({type(error).__name__})"
        else:
            yield Broken(file_id, problem) if problem else file_id
    for key in sorted(there - known):
        if not key.startswith(ERASED):
            yield Broken(None, f"object {key} belongs to no file")
