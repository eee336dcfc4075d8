"""One's own data as one zip: the page to read, the JSON, and the files as they were sent.

It is made while it goes out, a piece at a time: however many files somebody has, the service holds one piece of one of
them. Each file that goes into it is opened by its own door, with its line in the trail.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import structlog

from cpd.held import Papers
from foundation.errors import Refused
from foundation.evidence import FileGone, Opened, StoredFile, belonging
from foundation.evidence.names import name_to_save, tidy_name
from foundation.evidence.sealing import Damaged
from foundation.evidence.types import FileType

#: Opens a file by its id, with its line in the trail.
OpenFile = Callable[[int], Opened]
log = structlog.get_logger()
#: Names that Windows keeps for devices, whatever follows the dot.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{place}" for name in ("com", "lpt") for place in range(10))}
)
#: Read and write for whoever unpacks it, as a plain file.
_PLAIN_FILE = 0o100600 << 16
_NOT_HERE = "files that could not be packed.txt"


@dataclass(frozen=True)
class Packed:
    """One file of theirs: what it belongs to, its name, and its place in the zip; no place when it cannot be opened."""

    file_id: int
    called: str
    name: str
    size: int
    kept_on: date
    path: str


def files_of(papers: Sequence[Papers]) -> list[Packed]:
    """All files that belong to these, with a place each. One statement."""
    found = belonging.files_of_many([one.owner for one in papers])
    taken: set[str] = set()
    return [_packed(one.called, row, taken) for one in papers for row in found.get(one.owner, [])]


def _packed(called: str, row: StoredFile, taken: set[str]) -> Packed:
    name = name_to_save(row.name or "a file", FileType(row.kind, row.media_type, row.ending))
    path = _place(called, name, taken) if row.is_readable else ""
    return Packed(row.id, called, name, row.size, row.kept_on, path)


def _place(called: str, name: str, taken: set[str]) -> str:
    """A place of its own, in a folder with the name of what it belongs to; one that is taken gets a number."""
    folder, wanted = safe(called), safe(name)
    stem, dot, ending = wanted.rpartition(".")
    path, number = f"files/{folder}/{wanted}", 2
    # To some systems "A.pdf" and "a.pdf" are the same file.
    while path.casefold() in taken:
        numbered = f"{stem} ({number}).{ending}" if dot else f"{wanted} ({number})"
        path, number = f"files/{folder}/{numbered}", number + 1
    taken.add(path.casefold())
    return path


def safe(name: str) -> str:
    """A name that leads into no folder and that every system can write."""
    tidy = tidy_name(name.replace("/", "-"))
    return f"_{tidy}" if tidy.partition(".")[0].strip().casefold() in _DEVICES else tidy


class _Sink(io.RawIOBase):
    """Takes what the zip writes, until it is handed on."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        """Written to, and never gone back in."""
        return True

    def write(self, piece: object) -> int:
        """Keep a piece."""
        held = bytes(piece)  # type: ignore[call-overload]  # whatever holds bytes
        self._held.append(held)
        return len(held)

    def take(self) -> bytes:
        """All that was written since the last time."""
        held, self._held = b"".join(self._held), []
        return held


def chunks(pages: Mapping[str, str], files: Sequence[Packed], *, day: date, open_file: OpenFile) -> Iterator[bytes]:
    """The bytes of the zip, piece by piece. What cannot be opened now is named in a file of its own."""
    sink, lost = _Sink(), []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in pages.items():
            packed.writestr(_entry(name, day, zipfile.ZIP_DEFLATED), text)
            yield sink.take()
        for one in files:
            if not one.path:
                continue
            try:
                opened = open_file(one.file_id)
            except (Refused, FileGone, Damaged) as error:
                log.warning("file not packed", file=one.file_id, problem=type(error).__name__)
                lost.append(one.path)
                continue
            # What people send is packed already: pictures, PDFs, sheets.
            entry = _entry(one.path, one.kept_on, zipfile.ZIP_STORED)
            entry.file_size = one.size
            with closing(opened.chunks), packed.open(entry, "w") as into:
                for piece in opened.chunks:
                    into.write(piece)
                    yield sink.take()
        if lost:
            words = "These files could not be opened when this was made. Ask us for them.\n\n" + "\n".join(lost) + "\n"
            packed.writestr(_entry(_NOT_HERE, day, zipfile.ZIP_DEFLATED), words)
    yield sink.take()


def _entry(path: str, day: date, how: int) -> zipfile.ZipInfo:
    # A zip knows no day before 1980.
    entry = zipfile.ZipInfo(path, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    entry.compress_type = how
    entry.external_attr = _PLAIN_FILE
    return entry
