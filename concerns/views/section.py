"""The shape of what stands on a concern's page under one heading."""

from __future__ import annotations

from dataclasses import dataclass

from concerns.views.officer_files import ShownFile


@dataclass(frozen=True)
class Line:
    """One thing in a section: what it is, its words, and a quiet word on when or how it stands."""

    term: str
    words: str
    quiet: str = ""
    files: tuple[ShownFile, ...] = ()
    #: A page of its own, where the reader may open it.
    address: str = ""


@dataclass(frozen=True)
class Section:
    """One heading with its lines."""

    heading: str
    lines: tuple[Line, ...]

    @property
    def slug(self) -> str:
        """Where it stands on its page."""
        return "-".join("".join(sign if sign.isalnum() else " " for sign in self.heading.lower()).split())
