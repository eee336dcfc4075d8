"""Opens kept files. Each opening is in the audit trail before the first byte goes out.

The copy for looking at and the sealed original are two doors with two lines in the trail. Bytes that are not what was
kept are never handed on. Somebody without a name who opens their own file is not recorded: `by` is None for them alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Literal

import structlog
from sqlalchemy import select

from foundation import audit
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.evidence import refusals
from foundation.evidence.models import SHUT, FileStanding, StoredFile
from foundation.evidence.names import disposition, name_to_save
from foundation.evidence.refusals import FileGone
from foundation.evidence.sealing import CHUNK, Damaged, FileSeal
from foundation.evidence.store import ObjectMissing, store
from foundation.evidence.types import FileType

log = structlog.get_logger()
Copy = Literal["original", "view"]


class Chunks(Iterator[bytes]):
    """The bytes of an opened file. A web server calls `close`, also when nobody reads them."""

    def __init__(self, plain: IO[bytes]) -> None:
        self._plain = plain

    def __next__(self) -> bytes:
        chunk = b"" if self._plain.closed else self._plain.read(CHUNK)
        if not chunk:
            self.close()
            raise StopIteration
        return chunk

    def close(self) -> None:
        """Let go of the bytes."""
        self._plain.close()


@dataclass(frozen=True)
class Opened:
    """A file on its way out: `chunks` may be read once, and is closed by whoever does not read it to its end."""

    name: str
    type: str
    size: int
    inline: bool
    chunks: Chunks

    def headers(self) -> dict[str, str]:
        """What the answer says of it: save it, do not guess what it is, and keep no copy on the way."""
        return {
            "Content-Type": self.type,
            "Content-Length": str(self.size),
            "Content-Disposition": disposition(self.name, inline=self.inline),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            # Should a browser open it all the same, it may do nothing.
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }


def find(token: str) -> StoredFile:
    """The file that an address names.

    Raises:
        FileGone: there is none, or it is not there yet or any more.
    """
    # What cannot be a token is not asked for: PostgreSQL takes no NUL.
    known = select(StoredFile).where(StoredFile.token == token)
    row = db.session.scalar(known) if token.isascii() and token.isalnum() else None
    if row is None or row.standing in (FileStanding.ARRIVING, FileStanding.SHREDDED):
        raise FileGone(refusals.GONE)
    return row


def open_original(file_id: int, *, by: Actor | None) -> Opened:
    """The very bytes that were sent.

    Raises:
        Refused: it still waits for the virus check.
        FileGone: it was deleted.
        Damaged: the store does not hold what was kept.
    """
    return _open(file_id, "original", by)


def open_view(file_id: int, *, by: Actor | None) -> Opened:
    """The copy of a picture for looking at, shown in the browser. Raises what `open_original` raises."""
    return _open(file_id, "view", by)


def open_to_make(file_id: int, *, view: bool = False) -> IO[bytes]:
    """The bytes, to make something of them. Whoever makes it writes down that it was made, and of what.

    Raises what `open_original` raises.
    """
    row = db.session.get(StoredFile, file_id)
    check_readable(row)
    assert row is not None
    return plain_bytes(row, "view" if view else "original")


def _open(file_id: int, copy: Copy, by: Actor | None) -> Opened:
    row = db.session.get(StoredFile, file_id)
    check_readable(row)
    assert row is not None
    if copy == "view" and not row.has_view:
        raise FileGone("There is no copy of this file to look at. You can open the original.")
    kind = FileType(row.kind, row.media_type, row.ending)
    name, size, media_type = row.name or "", row.size, row.media_type
    if copy == "view":
        ending = "png" if row.view_type == "image/png" else "jpg"
        kind, size, media_type = FileType(row.kind, "", ending), row.view_size or 0, row.view_type or ""
    plain = plain_bytes(row, copy)
    try:
        _record(file_id, copy, by)
    except BaseException:
        plain.close()
        raise
    return Opened(name_to_save(name, kind), media_type, size, copy == "view", Chunks(plain))


def check_readable(row: StoredFile | None) -> None:
    """Whether a file may be opened now."""
    if row is None or row.standing in SHUT:
        raise FileGone(refusals.GONE)
    if not row.is_readable:
        raise Refused(refusals.STILL_CHECKED)


def plain_bytes(row: StoredFile, copy: Copy) -> IO[bytes]:
    """The decrypted bytes in a file without a name, checked against the hash that was kept. No opening: for checks.

    Ends the transaction that reading began: the store may take its time.

    Raises:
        Damaged: they are not there, or not what was kept.
    """
    if row.wrapped_key is None:
        raise FileGone(refusals.GONE)
    file_id, seal = row.id, FileSeal.unwrap(row.wrapped_key)
    key, size, sha256 = row.object_key, row.size, row.sha256
    if copy == "view":
        key, size, sha256 = row.view_key, row.view_size or 0, row.view_sha256 or ""
    db.session.rollback()
    try:
        return seal.open(store().get(key or "none"), size=size, sha256=sha256)
    except (Damaged, ObjectMissing) as error:
        log.error("file damaged", file=file_id, copy=copy, problem=type(error).__name__)
        raise Damaged(f"file {file_id} is not what was kept") from error


@operation
def _record(file_id: int, copy: Copy, by: Actor | None) -> None:
    """Write the opening down; somebody may have deleted the file in the meantime."""
    check_readable(db.session.get(StoredFile, file_id))
    if by is not None:
        action = "evidence.original_opened" if copy == "original" else "evidence.opened"
        audit.record(action=action, subject=("file", file_id), by=by)
