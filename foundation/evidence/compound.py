"""Looks at the top folder of the older Microsoft container (OLE), to tell a saved Outlook mail from an Office file.

Follows the container's own chains with an end to each of them, so that no file can lead us in a circle.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO

from foundation.evidence import refusals
from foundation.evidence.models import FileKind
from foundation.evidence.refusals import FileRefused
from foundation.evidence.types import FileType

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIL = FileType(FileKind.MAIL, "application/vnd.ms-outlook", "msg")
#: Sectors of the directory that are looked at: thousands of names.
_MOST_SECTORS = 2_000
_ENTRY, _LAST = 128, 0xFFFFFFFA


def read_compound(file: IO[bytes]) -> FileType:
    """A saved Outlook mail.

    Raises:
        FileRefused: it is anything else that comes in such a container.
    """
    try:
        names = set(_top_names(file))
    except (struct.error, ValueError, IndexError) as error:
        raise FileRefused(refusals.DAMAGED) from error
    if "EncryptedPackage" in names:
        raise FileRefused(refusals.LOCKED)
    if "__properties_version1.0" in names and not names & {"WordDocument", "Workbook", "PowerPoint Document"}:
        return MAIL
    raise FileRefused(refusals.OLD_OFFICE)


def _top_names(file: IO[bytes]) -> Iterator[str]:
    """The names right under the root: a binary tree of brothers and sisters."""
    entries = _directory(file)
    todo, seen = [_links(entries, 0)[2]], set[int]()
    while todo:
        number = todo.pop()
        if number in seen or number * _ENTRY >= len(entries):
            continue
        seen.add(number)
        start = number * _ENTRY
        length = struct.unpack_from("<H", entries, start + 64)[0]
        yield entries[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        todo += _links(entries, number)[:2]


def _links(entries: bytes, number: int) -> tuple[int, int, int]:
    left, right, child = struct.unpack_from("<III", entries, number * _ENTRY + 68)
    return left, right, child


def _directory(file: IO[bytes]) -> bytes:
    file.seek(0)
    head = file.read(512)
    shift = struct.unpack_from("<H", head, 30)[0]
    if shift not in (9, 12):
        raise ValueError("sectors of no known size")
    sector_size = 1 << shift
    tables = [number for number in struct.unpack_from("<109I", head, 76) if number < _LAST]
    sector = struct.unpack_from("<I", head, 48)[0]
    found = bytearray()
    for _ in range(_MOST_SECTORS):
        if sector >= _LAST:
            return bytes(found)
        found += _sector(file, sector, sector_size)
        place, within = divmod(sector, sector_size // 4)
        sector = struct.unpack_from("<I", _sector(file, tables[place], sector_size), within * 4)[0]
    raise ValueError("a directory without an end")


def _sector(file: IO[bytes], number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    held = file.read(size)
    if len(held) != size:
        raise ValueError("a sector beyond the end")
    return held
