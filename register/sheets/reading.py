"""A file into rows: what kind of file it really is, then its heading row and the rows under it, one at a time.

Refuses, with a sentence, what is not a sheet: files that are not what their name says, empty or damaged ones, ones that
unpack to far more than a register could be, and sheets without the columns that are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from foundation.errors import DomainError
from register.sheets.columns import Layout, column, layout

MOST_BYTES = 300 * 1024 * 1024
#: The heading is looked for in so many rows.
HEADING_WITHIN = 10
ZIP = b"PK\x03\x04"
_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls), or one with a password"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"SQLite format 3", "a database"),
)
_SAVE = "Save it from the spreadsheet program as XLSX or as CSV (UTF-8), and load that file."


class Unreadable(DomainError):
    """The file cannot be read as a register sheet at all. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet counts, and its cells. Cells of a CSV are all text."""

    number: int
    cells: Sequence[Any]


@dataclass
class Sheet:
    """An open sheet. `rows` can be walked once."""

    name: str
    layout: Layout
    heading_row: int
    rows: Iterator[Row]
    #: What the person should know about how the file was read.
    notes: list[str] = field(default_factory=list)
    #: From where a spreadsheet counts its bare day numbers.
    days_begin: date = date(1899, 12, 30)
    #: In a workbook a cell far to the right is a remark; in a CSV the row has slipped.
    rows_may_be_wider: bool = False


def look_at(path: Path) -> bytes:
    """The first bytes of a file that may be a sheet.

    Raises:
        Unreadable: it cannot be opened, is empty or too large, or is another kind of file.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be opened: {error.strerror}.") from None
    if not start.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(f"{path.name} is empty.")
    if size > MOST_BYTES:
        raise Unreadable(f"{path.name} is larger than {MOST_BYTES // 1024 // 1024} MB. Load it in parts.")
    for magic, kind in _OTHER_KINDS:
        if start.startswith(magic):
            raise Unreadable(f"{path.name} is {kind}, not a sheet. {_SAVE}")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise Unreadable(f"{path.name} is a web page or XML, not a sheet. {_SAVE}")
    ending = path.suffix.lower()
    if start.startswith(ZIP) and ending not in {".xlsx", ".xlsm"}:
        raise Unreadable(f"{path.name} is not what its name says: inside it is a spreadsheet or a packed file. {_SAVE}")
    if not start.startswith(ZIP) and ending in {".xlsx", ".xlsm"}:
        raise Unreadable(f"{path.name} is not what its name says: it is not an XLSX file inside. {_SAVE}")
    if ending not in {".xlsx", ".xlsm", ".csv", ".txt", ".tsv", ".tab"}:
        raise Unreadable(f"{path.name} is neither CSV nor XLSX. {_SAVE}")
    return start


def find_heading(rows: Sequence[Sequence[str]]) -> tuple[int, Layout] | None:
    """The heading row among the first rows of a sheet, counted from 0, and its layout; None when there is none."""
    best: tuple[int, Layout] | None = None
    for number, cells in enumerate(rows[:HEADING_WITHIN]):
        found = layout(cells)
        if len(found.places) >= 2 and (best is None or len(found.places) > len(best[1].places)):
            best = number, found
    return best


def check_layout(name: str, found: Layout) -> None:
    """Refuse a sheet that lacks a needed column or has one twice.

    Raises:
        Unreadable: with the headings by name.
    """
    if found.twice:
        headings = ", ".join(column(field).heading for field in found.twice)
        raise Unreadable(f"{name} has more than one column for: {headings}. Keep one of each.")
    if found.missing:
        there = ", ".join(" ".join(heading.split()) for heading in found.headings if heading.strip())
        raise Unreadable(f"{name} has no column for: {', '.join(found.missing)}. Its headings are: {there[:500]}.")


def no_heading(name: str) -> Unreadable:
    """The refusal of a file in which no row looks like headings."""
    return Unreadable(
        f"{name} has no heading row that we know. It should name its columns: Reg No, Forenames, Surname, "
        "First registered, Period from, Period to, Status and so on."
    )
