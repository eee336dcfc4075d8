"""One part of a report: what the figures say in a sentence, the table, and the bars of its chart. Plain values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One cell: as people read it, and as a number where it has one."""

    words: str
    number: float | None = None


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: its name, its length as a part of the longest (none when it is not shown), and its words."""

    name: str
    part: float | None
    words: str


@dataclass(frozen=True)
class Section:
    """One part of a report."""

    slug: str
    title: str
    sentence: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    bars: tuple[Bar, ...] = ()
    #: What the bars measure.
    measure: str = ""
    #: Where a line across the bars stands, and what it says.
    line: float | None = None
    line_words: str = ""
    note: str = ""

    def as_plain(self) -> dict[str, Any]:
        """As plain values, for keeping and for JSON."""
        return asdict(self)


def section_of(plain: Mapping[str, Any]) -> Section:
    """A section that was kept as plain values."""
    held = dict(plain)
    held["headings"] = tuple(held["headings"])
    held["rows"] = tuple(Row(one["name"], tuple(Cell(**cell) for cell in one["cells"])) for one in held["rows"])
    held["bars"] = tuple(Bar(**one) for one in held["bars"])
    return Section(**held)


def median(numbers: Sequence[int]) -> float:
    """The middle one of some numbers."""
    return quantile(numbers, 0.5)


def quantile(numbers: Sequence[int], part: float) -> float:
    """So many of the numbers are not above this: between two, a straight line (as spreadsheets do)."""
    ordered = sorted(numbers)
    place = (len(ordered) - 1) * part
    low, high = math.floor(place), math.ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def days(number: float) -> Cell:
    """Some days, to the half."""
    half = round(number * 2) / 2
    said = f"{half:g}"
    return Cell(f"{said} day" if half == 1 else f"{said} days", half)


def percent(part: int, whole: int) -> Cell:
    """A share in whole percent, never rounded up to what it is not."""
    share = math.floor(100 * part / whole)
    return Cell(f"{share}\u00a0%", share)
