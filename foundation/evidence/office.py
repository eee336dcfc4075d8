"""Looks into Office documents without unpacking them: which kind it is, and whether it is what it says.

Only the directory of the ZIP is read, and one small part that lists the others. Refused are plain ZIPs, macros,
passwords, and everything that no word processor writes: parts that lie over each other, stand twice or climb out of
their folder, and sizes that only a bomb has.
"""

from __future__ import annotations

import struct
import zipfile
from typing import IO

from foundation.evidence import refusals
from foundation.evidence.models import FileKind
from foundation.evidence.refusals import FileRefused
from foundation.evidence.types import FileType

#: Far above what a report with many photos needs, far below what would hurt us.
MOST_PARTS, LARGEST_DIRECTORY, LARGEST_UNPACKED = 5_000, 2 * 1024**2, 600 * 1024**2
#: Text packs to a tenth, a sheet of zeros to a hundredth; what packs better than this, and is not small, is a bomb.
HIGHEST_RATIO, SMALL = 150, 20 * 1024**2
_LARGEST_LIST = 1024**2
_END = b"PK\x05\x06"
_ENCRYPTED = 0x1

_OPEN_XML = {
    "word/document.xml": FileType(
        FileKind.DOCUMENT, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"
    ),
    "xl/workbook.xml": FileType(
        FileKind.DOCUMENT, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
    ),
    "ppt/presentation.xml": FileType(
        FileKind.DOCUMENT, "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"
    ),
}
_OPEN_DOCUMENT = {
    f"application/vnd.oasis.opendocument.{word}": FileType(
        FileKind.DOCUMENT, f"application/vnd.oasis.opendocument.{word}", ending
    )
    for word, ending in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"))
}
_MACRO_PARTS = ("vbaproject", "vbadata", "macrosheets/", "activex/", "basic/", "scripts/")
#: Said of a part in the list of parts. A character written as a number (`&#`) could hide one, and nobody needs it.
_MACRO_WORDS = (b"macroenabled", b"vbaproject", b"vbadata", b"macrosheet", b"activex", b"&#", b"<!")


def read_zip(file: IO[bytes], size: int) -> FileType:
    """The kind of Office document that a ZIP is.

    Raises:
        FileRefused: it is none, or none that we take.
    """
    _check_directory(file, size)
    try:
        with zipfile.ZipFile(file) as held:
            parts = held.infolist()
            _check_parts(parts, size)
            return _kind(held, {part.filename: part for part in parts})
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        struct.error,
    ) as error:
        raise FileRefused(refusals.DAMAGED) from error


def _check_directory(file: IO[bytes], size: int) -> None:
    """How long the directory is, before Python reads the whole of it into memory."""
    reach = min(size, 22 + 65_535)
    file.seek(size - reach)
    tail = file.read(reach)
    place = tail.rfind(_END)
    if place < 0 or place + 22 > len(tail):
        raise FileRefused(refusals.DAMAGED)
    parts, length = struct.unpack_from("<HI", tail, place + 10)
    if parts > MOST_PARTS or length > LARGEST_DIRECTORY:
        raise FileRefused(refusals.BUNDLE)


def _check_parts(parts: list[zipfile.ZipInfo], size: int) -> None:
    names = [part.filename for part in parts]
    odd = any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names)
    if odd or not parts or len({name.lower() for name in names}) != len(names):
        raise FileRefused(refusals.DAMAGED)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise FileRefused(refusals.LOCKED)
    end = 0
    for part in sorted(parts, key=lambda one: one.header_offset):
        # The first stands at the very beginning, and none lies over another: a bomb counts the same bytes many times.
        if (end == 0) != (part.header_offset == 0) or part.header_offset < end:
            raise FileRefused(refusals.DAMAGED)
        end = part.header_offset + 30 + part.compress_size
    unpacked = sum(part.file_size for part in parts)
    if end > size or unpacked > LARGEST_UNPACKED or unpacked > max(SMALL, size * HIGHEST_RATIO):
        raise FileRefused(refusals.DAMAGED)


def _kind(held: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> FileType:
    kinds = [kind for name, kind in _OPEN_XML.items() if name in parts and "[Content_Types].xml" in parts]
    if len(kinds) == 1:
        said = _read(held, "[Content_Types].xml").replace(b"\0", b"").lower()
        if any(word in said for word in _MACRO_WORDS):
            raise FileRefused(refusals.MACROS)
    elif "mimetype" in parts and "content.xml" in parts:
        said = _read(held, "mimetype").strip()
        kinds = [kind for name, kind in _OPEN_DOCUMENT.items() if name.encode() == said]
    if len(kinds) != 1:
        raise FileRefused(refusals.BUNDLE)
    if any(word in f"{name.lower()}/" for name in parts for word in _MACRO_PARTS):
        raise FileRefused(refusals.MACROS)
    return kinds[0]


def _read(held: zipfile.ZipFile, name: str) -> bytes:
    with held.open(name) as part:
        words = part.read(_LARGEST_LIST + 1)
    if len(words) > _LARGEST_LIST:
        raise FileRefused(refusals.DAMAGED)
    return words
