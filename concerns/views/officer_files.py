"""Files as staff pages show them: what each is, and how it stands with the virus check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.evidence import FileStanding, StoredFile

_SCANNED = {
    FileStanding.CLEAN: "The virus check found nothing",
    FileStanding.UNSCANNED: "Not checked for viruses: this machine has no check",
    FileStanding.HELD: "Waits for the virus check; nobody can open it yet",
    FileStanding.INFECTED: "The virus check found something harmful; it was shredded",
}


@dataclass(frozen=True)
class ShownFile:
    """A file, and how it stands with the virus check."""

    token: str
    name: str
    size: int
    kind: str
    standing: str
    readable: bool
    has_view: bool


def shown_files(held: Sequence[StoredFile]) -> tuple[ShownFile, ...]:
    """Files as staff pages show them."""
    return tuple(
        ShownFile(
            token=one.token,
            name=one.name or "A file that was shredded",
            size=one.size,
            kind=one.kind.value.capitalize(),
            standing=_SCANNED.get(one.standing, ""),
            readable=one.is_readable,
            has_view=one.has_view and one.is_readable,
        )
        for one in held
    )
