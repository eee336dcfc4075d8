"""The list of hashes that says whether a backup is whole, in the form that `sha256sum -c` reads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

LIST = "SHA256SUMS"
_CHUNK = 1024 * 1024


class Unusable(Exception):
    """No backup was made, or this one cannot be used: the message says why and what to do."""


def digest(path: Path) -> str:
    """The SHA-256 of a file, in bounded memory."""
    with path.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def write(folder: Path, hashes: dict[str, str]) -> None:
    """Write the list, sorted by name."""
    lines = "".join(f"{held}  {name}\n" for name, held in sorted(hashes.items()))
    (folder / LIST).write_text(lines, encoding="utf-8")


def read(folder: Path) -> dict[str, str]:
    """The hash of each file by its name.

    Raises:
        Unusable: there is no list, or it leads out of the folder.
    """
    try:
        text = (folder / LIST).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{folder} is no backup: it has no {LIST}.") from error
    found = {name: held for held, _, name in (line.partition("  ") for line in text.splitlines())}
    if any(not name or ".." in Path(name).parts or Path(name).is_absolute() for name in found):
        raise Unusable(f"{LIST} names a file outside the backup.")
    return found


def wrong(folder: Path, hashes: dict[str, str]) -> Iterable[str]:
    """Read every file back, and name those that are missing or other than they were written."""
    for name, held in sorted(hashes.items()):
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing."
        elif digest(path) != held:
            yield f"{name} is not as it was written."


def make_last(folder: Path) -> None:
    """See to it that everything in a folder survives a power cut."""
    for path in [*folder.rglob("*"), folder]:
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
