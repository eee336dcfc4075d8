"""Takes a file in, or leaves nothing of it.

In this order: read it through once (length, hash), look what it is, ask the scanner, draw the copy for looking at; then
a row that says a file is arriving, then the bytes, then the row is finished in one transaction with whatever the caller
does about it. Whenever a server dies in between, what lies in the store has a row that leads to it, and `sweep` clears
both away. Nothing slow happens while a transaction is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

import structlog
from flask import current_app
from obstore.exceptions import BaseError as StoreError
from sqlalchemy import func, or_, select

from foundation import audit, clock
from foundation.audit import SYSTEM, Actor
from foundation.database import db, in_operation, one_at_a_time, operation
from foundation.evidence import refusals, scanning
from foundation.evidence.models import SHOWN, WORKFLOW, FileKind, FileStanding, StoredFile, new_token
from foundation.evidence.names import tidy_name
from foundation.evidence.pictures import draw_again
from foundation.evidence.refusals import FileRefused
from foundation.evidence.scanning import Outcome
from foundation.evidence.sealing import CHUNK, FileSeal, Tally, spool
from foundation.evidence.sniffing import sniff
from foundation.evidence.store import store
from foundation.evidence.types import FileType
from foundation.policy import Policy, declare
from foundation.settings import Settings

MEGABYTE = 1_000_000
#: How long an upload may take from its row to its last byte before it counts as left by a dead server.
ARRIVES_WITHIN = timedelta(hours=1)
LARGEST = declare(
    Policy(
        "evidence.file.largest",
        100,
        "MB",
        "The largest file that people can send",
        "house default",
        lambda megabytes: 0 < megabytes <= 2000,
    )
)
MOST = declare(
    Policy(
        "evidence.files.most",
        40,
        "files",
        "How many files can belong to one concern or application",
        "house default",
        lambda files: 0 < files <= 1000,
    )
)
log = structlog.get_logger()

Owner = tuple[str, str]
Then = Callable[[StoredFile], object]


@dataclass(frozen=True)
class Limits:
    """How large a file may be, in bytes, and how many one owner may have."""

    largest: int
    most: int


def usual_limits() -> Limits:
    """What the institute's policies say today."""
    return Limits(LARGEST.value() * MEGABYTE, MOST.value())


def keep(
    stream: IO[bytes],
    *,
    name: str,
    owner: Owner,
    by: Actor | None,
    limits: Limits | None = None,
    then: Then | None = None,
    made_here: bool = False,
) -> StoredFile:
    """Take a file in. `then` is called with it inside the transaction that finishes it; if it raises, nothing is kept.

    A file that the owner has already, with the same name and bytes, is the same file: somebody pressed twice, or loaded
    the page again because the answer got lost.

    `by` is who sent it, for the audit trail; None for somebody who gave no name: then nothing says at what time it was.
    What was `made_here` of files that the scanner has passed is not asked about again: it may be larger than it takes.

    Raises:
        FileRefused: with the sentence for the person. Nothing of the file is left.
    """
    if in_operation():
        raise RuntimeError("files are taken in outside any operation, since scanning and storing take their time")
    allowed = limits or usual_limits()
    _check_room(owner, allowed)
    _let_go()
    with ExitStack() as held:
        try:
            file, tally = _read_through(stream, allowed.largest, held)
            tidy = tidy_name(name)
            twin = _twin(owner, tidy, tally.sha256)
            twin_id = twin.id if twin is not None else None
            _let_go()
            if twin_id is not None:
                return _again(twin_id, then)
            kind = sniff(file, tally.size, tidy)
            standing = _standing_of_ours() if made_here else _standing_after_scan(file, tally, by)
            return _store(_Arrival(file, tally, tidy, kind, standing, owner, allowed, by), then, held)
        except (OSError, StoreError) as error:
            log.error("file not kept", problem=type(error).__name__, number=getattr(error, "errno", None))
            raise FileRefused(refusals.NO_ROOM) from error


@dataclass(frozen=True)
class _Arrival:
    """A file that was looked at and may be kept."""

    file: IO[bytes]
    tally: Tally
    name: str
    kind: FileType
    standing: FileStanding
    owner: Owner
    limits: Limits
    by: Actor | None


def _let_go() -> None:
    """End the transaction that reading began, so that the database waits for nobody's upload."""
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("something was changed outside any operation")
    db.session.rollback()


def _check_room(owner: Owner, limits: Limits) -> None:
    there = db.session.scalar(
        select(func.count())
        .select_from(StoredFile)
        .where(
            StoredFile.owner_kind == owner[0],
            StoredFile.owner_id == owner[1],
            or_(
                StoredFile.standing.in_(SHOWN - {FileStanding.INFECTED}),
                (StoredFile.standing == FileStanding.ARRIVING) & (StoredFile.arriving_until > clock.now()),
            ),
        )
    )
    if (there or 0) >= limits.most:
        raise FileRefused(refusals.too_many(limits.most))


def _read_through(stream: IO[bytes], largest: int, held: ExitStack) -> tuple[IO[bytes], Tally]:
    """The whole file where one can go back to its start, with its length and hash."""
    if stream.seekable():
        stream.seek(0)
        file, tally = stream, Tally()
    else:
        file = held.enter_context(spool())
        tally = Tally(file)
    while chunk := stream.read(CHUNK):
        if tally.size + len(chunk) > largest:
            raise FileRefused(refusals.too_big(largest // MEGABYTE))
        tally.write(chunk)
    if not tally.size:
        raise FileRefused(refusals.EMPTY)
    return file, tally


def _standing_of_ours() -> FileStanding:
    settings: Settings = current_app.config["SETTINGS"]
    return FileStanding.CLEAN if settings.clamd else FileStanding.UNSCANNED


def _standing_after_scan(file: IO[bytes], tally: Tally, by: Actor | None) -> FileStanding:
    """Where the file will stand, once the scanner was asked."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.clamd:
        if settings.production:
            raise FileRefused(refusals.NOT_NOW)
        return FileStanding.UNSCANNED
    verdict = scanning.scan(settings.clamd, file)
    if verdict.outcome is Outcome.CLEAN:
        return FileStanding.CLEAN
    if verdict.outcome is Outcome.SILENT:
        if settings.production:
            raise FileRefused(refusals.NOT_NOW)
        return FileStanding.HELD
    _note_refusal(tally.sha256, verdict.signature or verdict.outcome.value, by)
    raise FileRefused(refusals.HARMFUL if verdict.outcome is Outcome.FOUND else refusals.TOO_DEEP)


@operation
def _note_refusal(sha256: str, signature: str, by: Actor | None) -> None:
    """What the scanner found, and the beginning of the hash: enough to know the file again, nothing about a person."""
    audit.record(
        action="evidence.refused",
        subject=("file", sha256[:16]),
        by=by or SYSTEM,
        detail={"found": signature},
        day_only=by is None,
    )


def _store(arrival: _Arrival, then: Then | None, held: ExitStack) -> StoredFile:
    seal = FileSeal()
    sealed = held.enter_context(seal.seal(arrival.file))
    drawn = draw_again(arrival.file, arrival.kind.media_type, spool) if arrival.kind.kind is FileKind.PICTURE else None
    objects: dict[str, IO[bytes]] = {new_token(): sealed}
    row = _row(arrival, seal, next(iter(objects)))
    if drawn is not None:
        view, row.view_type = held.enter_context(drawn[0]), drawn[1]
        tally = Tally()
        view.seek(0)
        while chunk := view.read(CHUNK):
            tally.write(chunk)
        row.view_key, row.view_size, row.view_sha256 = new_token(), tally.size, tally.sha256
        objects[row.view_key] = held.enter_context(seal.seal(view))
    file_id = _expect(row, arrival)
    try:
        for key, bytes_of in objects.items():
            size = bytes_of.tell()
            bytes_of.seek(0)
            store().put(key, bytes_of, size)
        kept = _settle(file_id, arrival, then)
    except BaseException:
        # What fails here as well is found by `sweep`: the row still says that a file is arriving.
        with suppress(Exception):
            _clear_away(file_id, objects)
        raise
    if kept.id != file_id:
        _clear_away(file_id, objects)
    return kept


def _clear_away(file_id: int, keys: Iterable[str]) -> None:
    """Leave nothing of a file that is not kept. One whose commit came through although its answer was lost stays."""
    if not _is_arriving(file_id):
        return
    for key in keys:
        store().remove(key)
    _forget(file_id)


def _row(arrival: _Arrival, seal: FileSeal, key: str) -> StoredFile:
    return StoredFile(
        owner_kind=arrival.owner[0],
        owner_id=arrival.owner[1],
        sealed_name=seal.seal_name(arrival.name),
        kind=arrival.kind.kind,
        media_type=arrival.kind.media_type,
        ending=arrival.kind.ending,
        size=arrival.tally.size,
        sha256=arrival.tally.sha256,
        standing=FileStanding(WORKFLOW.start.name),
        kept_on=clock.today(),
        arriving_until=clock.now() + ARRIVES_WITHIN,
        wrapped_key=seal.wrapped(),
        object_key=key,
    )


@operation
def _expect(row: StoredFile, arrival: _Arrival) -> int:
    one_at_a_time(f"files of {arrival.owner}")
    _check_room(arrival.owner, arrival.limits)
    db.session.add(row)
    db.session.flush()
    return row.id


_MOVES = {FileStanding.CLEAN: "keep", FileStanding.HELD: "hold", FileStanding.UNSCANNED: "keep_unscanned"}


@operation
def _settle(file_id: int, arrival: _Arrival, then: Then | None) -> StoredFile:
    """The bytes are safe: the file is there from now on. Gives its twin when that was quicker."""
    one_at_a_time(f"files of {arrival.owner}")
    if (twin := _twin(arrival.owner, arrival.name, arrival.tally.sha256)) is not None:
        if then is not None:
            then(twin)
        return twin
    row = db.session.get(StoredFile, file_id, with_for_update=True)
    if row is None or row.standing is not FileStanding.ARRIVING:
        raise FileRefused(refusals.NO_ROOM)
    row.standing = FileStanding(WORKFLOW.after(_MOVES[arrival.standing], standing=row.standing.value))
    row.arriving_until = None
    db.session.flush()
    if arrival.by is not None:
        audit.record(
            action="evidence.kept",
            subject=("file", row.id),
            by=arrival.by,
            detail={"owner": " ".join(row.owner), "kind": row.kind.value, "size": row.size, "sha256": row.sha256},
        )
    if then is not None:
        then(row)
    return row


def _twin(owner: Owner, name: str, sha256: str) -> StoredFile | None:
    """The file of that name with the same bytes that the owner has already."""
    same = db.session.scalars(
        select(StoredFile)
        .where(
            StoredFile.owner_kind == owner[0],
            StoredFile.owner_id == owner[1],
            StoredFile.sha256 == sha256,
            StoredFile.standing.in_(SHOWN - {FileStanding.INFECTED}),
        )
        .order_by(StoredFile.id)
    )
    return next((row for row in same if row.name == name), None)


@operation
def _again(file_id: int, then: Then | None) -> StoredFile:
    """The same file once more: nothing is written but what the caller does about it."""
    row = db.session.get(StoredFile, file_id, with_for_update=True)
    if row is None or row.standing not in SHOWN:
        raise FileRefused(refusals.NO_ROOM)
    if then is not None:
        then(row)
    return row


@operation
def _is_arriving(file_id: int) -> bool:
    """Whether a file is on its way still, once whoever else holds its row has finished."""
    row = db.session.get(StoredFile, file_id, with_for_update=True)
    return row is not None and row.standing is FileStanding.ARRIVING


@operation
def _forget(file_id: int) -> None:
    row = db.session.get(StoredFile, file_id)
    if row is not None and row.standing is FileStanding.ARRIVING:
        db.session.delete(row)
