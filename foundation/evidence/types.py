"""What a file is, once somebody has looked inside it."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.evidence.models import FileKind


@dataclass(frozen=True)
class FileType:
    """What a file turned out to be, and the ending that belongs to that."""

    kind: FileKind
    media_type: str
    ending: str
    #: Other endings that people know it by.
    also: frozenset[str] = frozenset()
