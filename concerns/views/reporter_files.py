"""Files as reporters and registrants see them: what can be opened, and in a sentence why the rest cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.evidence.models import FileStanding, StoredFile

_NOT_READY = {
    FileStanding.HELD: "It waits for our virus check. You can open it after that.",
    FileStanding.INFECTED: "Our virus check found something harmful in it. We did not keep it.",
}


@dataclass(frozen=True)
class ShownFile:
    """A file beside what it came with."""

    name: str
    size: int
    token: str
    #: Why it cannot be opened; empty when it can.
    problem: str
    has_view: bool


def shown_files(held: Sequence[StoredFile]) -> tuple[ShownFile, ...]:
    """Files as pages show them."""
    return tuple(
        ShownFile(
            file.name or "A file that was deleted",
            file.size,
            file.token,
            "" if file.is_readable else _NOT_READY.get(file.standing, "It was deleted."),
            file.has_view and file.is_readable,
        )
        for file in held
    )
