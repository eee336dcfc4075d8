"""The numbered parts of the Standards of Proficiency, as plain values.

A part is a theme ("A"), a heading ("7") or a clause ("7.4"). The same shape carries what the repository knows (numbers,
titles and our own short labels, in `first_edition.json`) and what the reader finds in the institute's document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

_FIRST_EDITION = Path(__file__).parent / "first_edition.json"
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-"})

Kind = Literal["theme", "heading", "clause"]


@dataclass(frozen=True, slots=True)
class Part:
    """One theme, heading or clause: `words` are the institute's, `label` ours, `line` says where they stand."""

    reference: str
    title: str = ""
    label: str = ""
    words: str = ""
    line: int = 0

    @property
    def kind(self) -> Kind:
        """Which of the three it is, read from its reference."""
        if "." in self.reference:
            return "clause"
        return "heading" if self.reference.isdecimal() else "theme"

    @property
    def name(self) -> str:
        """How a sentence calls it."""
        return name_of(self.reference)


@dataclass(frozen=True, slots=True)
class FirstEdition:
    """What the repository itself knows of the first edition."""

    slug: str
    name: str
    in_force_from: date
    parts: tuple[Part, ...]


@lru_cache(maxsize=1)
def first_edition() -> FirstEdition:
    """The first edition: numbers, titles and our labels, without the institute's wording."""
    held = json.loads(_FIRST_EDITION.read_text(encoding="utf-8"))
    return FirstEdition(
        slug=held["slug"],
        name=held["name"],
        in_force_from=date.fromisoformat(held["in_force_from"]),
        parts=tuple(_parts(held["themes"])),
    )


def _parts(themes: Iterable[Mapping[str, Any]]) -> Iterator[Part]:
    for theme in themes:
        yield Part(theme["letter"], title=theme["title"])
        for heading in theme["headings"]:
            yield Part(str(heading["number"]), title=heading["title"])
            for number, label in heading["clauses"].items():
                yield Part(number, label=label)


def name_of(reference: str) -> str:
    """How a sentence calls a part: "theme A", "heading 7", "Standard 7.4"."""
    if "." in reference:
        return f"Standard {reference}"
    return f"heading {reference}" if reference.isdecimal() else f"theme {reference}"


def plain(text: str) -> str:
    """Words without what differs between two copies of one text: quotes, dashes and spacing."""
    return " ".join(text.translate(_STRAIGHT).split())


def title_key(title: str) -> str:
    """A title for comparing: case, final stop and a leading "Standards of" do not count."""
    key = plain(title).casefold().replace("&", "and").rstrip(" .:")
    return re.sub(r"^standards (?:of|for) ", "", key)


def in_sequence(references: Sequence[str]) -> list[str]:
    """The references a document should have, judged by its own highest numbers: no theme, heading or clause left out.

    Headings stay in the theme they were found in; a missing one is placed with the heading that follows it.
    """
    letters = [reference for reference in references if reference.isalpha()]
    if not letters:
        return []
    whole: list[str] = []
    last_heading = 0
    clauses: dict[int, int] = {}
    theme_of: dict[int, str] = {}
    theme = letters[0]
    for reference in references:
        if reference.isalpha():
            theme = reference
            continue
        heading, _, clause = reference.partition(".")
        last_heading = max(last_heading, int(heading))
        clauses[int(heading)] = max(clauses.get(int(heading), 1), int(clause or 1))
        theme_of.setdefault(int(heading), theme)
    numbers: dict[str, list[int]] = {}
    following = letters[-1]
    for number in range(last_heading, 0, -1):
        following = theme_of.get(number, following)
        numbers.setdefault(following, []).insert(0, number)
    for letter in (chr(code) for code in range(ord("A"), ord(max(letters)) + 1)):
        whole.append(letter)
        for number in numbers.get(letter, []):
            whole.append(str(number))
            whole += [f"{number}.{clause}" for clause in range(1, clauses.get(number, 1) + 1)]
    return whole
