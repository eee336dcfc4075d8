"""Sets our own pages of a bundle: twice, since only what comes out says on which page everything stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from foundation import clock
from register.statements import typefaces

_UNKNOWN = "0000"
Paragraphs = list[list[str]]


@dataclass
class Leaf:
    """A file whose pages follow its sheet. `note` says what to do when it has none."""

    name: str
    kind: str
    file_id: int
    view: bool
    note: str
    pages: int = 0


@dataclass
class Sheet:
    """A page of ours, with the files that follow it."""

    id: str
    part: str
    heading: str
    what: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[tuple[str, Paragraphs]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    #: Why it is not in the bundle, or which of its files cannot be set.
    missing: list[str] = field(default_factory=list)

    @property
    def foreign(self) -> int:
        """How many foreign pages follow it."""
        return sum(one.pages for one in self.leaves)


@dataclass(frozen=True)
class Front:
    """What the cover says."""

    title: str
    foot: str
    institute: str
    made_at: datetime
    cover: list[tuple[str, str]]
    words: Paragraphs


@dataclass(frozen=True)
class Own:
    """Our pages, and on which of them each part begins."""

    starts: Mapping[str, int]
    count: int


class Press(Protocol):
    """Whoever sets pages: says where everything stands, then makes them."""

    def look(self, said: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Where each part begins; None when these words cannot be set."""

    def set(self, said: dict[str, Any]) -> bool:
        """Make our pages; whether that was possible."""


def set_pages(front: Front, sheets: list[Sheet], press: Press) -> Own | None:
    """Our pages as one tagged PDF. Words that cannot be set even so are written in Latin letters throughout."""
    return _set(front, sheets, press, typefaces.settable) or _set(front, sheets, press, typefaces.in_latin)


def paragraphs(text: str) -> Paragraphs:
    """Words in paragraphs of lines."""
    blocks = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return [block.strip("\n").split("\n") for block in blocks if block.strip()]


def _set(front: Front, sheets: list[Sheet], press: Press, turn: Callable[[str], str]) -> Own | None:
    foreign = sum(one.foreign for one in sheets)
    found = press.look(_ready(_said(front, sheets, {}, _UNKNOWN), turn))
    if found is None:
        return None
    starts = {one["id"]: one["page"] for one in found}
    count = starts.pop("end")
    done = press.set(_ready(_said(front, sheets, starts, str(count + foreign)), turn))
    return Own(starts, count) if done else None


def _ready(said: dict[str, Any], turn: Callable[[str], str]) -> dict[str, Any]:
    turned: dict[str, Any] = _each(said, turn)
    return turned | {"families": typefaces.FAMILIES}


def _said(front: Front, sheets: list[Sheet], starts: Mapping[str, int], pages: str) -> dict[str, Any]:
    made = front.made_at.astimezone(clock.LONDON)
    before = foreign_before(sheets)
    return {
        "title": front.title,
        "foot": front.foot,
        "institute": front.institute,
        "made": {"year": made.year, "month": made.month, "day": made.day}
        | {"hour": made.hour, "minute": made.minute, "second": made.second},
        "pages": pages,
        "cover": front.cover,
        "words": front.words,
        "index": [
            {
                "id": one.id,
                "part": one.part,
                "what": one.what,
                "page": str(starts[one.id] + before[one.id]) if starts else _UNKNOWN,
            }
            for one in sheets
        ],
        "missing": [(one.part, " ".join(one.missing)) for one in sheets if one.missing],
        "sheets": [
            {
                "id": one.id,
                "heading": one.heading,
                "before": before[one.id],
                "facts": one.facts,
                "blocks": [{"heading": heading, "words": words} for heading, words in one.blocks],
                "notes": one.notes,
            }
            for one in sheets
        ],
    }


def foreign_before(sheets: list[Sheet]) -> dict[str, int]:
    """How many foreign pages stand before each sheet."""
    found, so_far = {}, 0
    for one in sheets:
        found[one.id] = so_far
        so_far += one.foreign
    return found


def _each(value: Any, turn: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: held if key == "id" else _each(held, turn) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_each(held, turn) for held in value]
    return turn(value) if isinstance(value, str) else value
