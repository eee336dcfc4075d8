"""The shape of what stands on a concern's page under one heading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One thing in a section: what it is, its words, and a quiet word on when or how it stands."""

    term: str
    words: str
    quiet: str = ""


@dataclass(frozen=True)
class Section:
    """One heading with its lines."""

    heading: str
    lines: tuple[Line, ...]
