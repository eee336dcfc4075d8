"""XLSX into rows, one at a time: real dates as dates, formulas by the result the spreadsheet saved.

Refuses packed files that are something else, that are damaged, or that unpack to far more than a register could be.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any

from register.sheets import reading
from register.sheets.columns import Layout
from register.sheets.reading import Row, Sheet, Unreadable
from register.sheets.workbook import Book

MOST_UNPACKED = 1024 * 1024 * 1024
#: The list of all texts has to be held in memory.
MOST_SHARED_TEXT = 150 * 1024 * 1024
_ESCAPED = re.compile(r"_x00(?:0[9ADad]|A0|a0)_")


@contextmanager
def open_xlsx(path: Path) -> Iterator[Sheet]:
    """The first sheet of a workbook that has the register's headings.

    Raises:
        Unreadable: here, or while its rows are walked.
    """
    with _unpacked(path) as packed:
        book = _book(path.name, packed)
        found = _heading(path.name, book)
        if found is None:
            raise reading.no_heading(path.name)
        title, heading, layout = found
        reading.check_layout(path.name, layout)
        notes = []
        others = [name for name in book.worksheets if name != title]
        if others:
            notes.append(f"Only the worksheet {title} was read. The file also has: {', '.join(others)}.")
        if heading > 1:
            notes.append(f"The headings are in row {heading}. Rows above them were passed over.")
        rows = dropwhile(lambda row: row.number <= heading, _walk(path.name, book, title))
        yield Sheet(path.name, layout, heading, rows, notes, book.begins, rows_may_be_wider=True)


@contextmanager
def _unpacked(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        packed = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged(path.name) from error
    with packed:
        held = {one.filename: one.file_size for one in packed.infolist()}
        if any(name.startswith("word/") for name in held):
            raise Unreadable(f"{path.name} is a Word document, not a spreadsheet.")
        if "xl/workbook.bin" in held:
            raise Unreadable(f"{path.name} is a binary workbook (XLSB). Save it as XLSX.")
        if "[Content_Types].xml" not in held or not any(name.startswith("xl/") for name in held):
            raise Unreadable(f"{path.name} is not what its name says: inside it is no Excel workbook.")
        texts = sum(size for name, size in held.items() if name.lower().endswith("sharedstrings.xml"))
        if sum(held.values()) > MOST_UNPACKED or texts > MOST_SHARED_TEXT:
            raise Unreadable(f"{path.name} unpacks to more than a register could be. It was not opened.")
        yield packed


def _damaged(name: str) -> Unreadable:
    return Unreadable(f"{name} is damaged and cannot be read. Open it in the spreadsheet program and save it again.")


def _book(name: str, packed: zipfile.ZipFile) -> Book:
    try:
        return Book(packed)
    except Exception as error:  # whatever is wrong inside a packed file, the person hears one sentence
        raise _damaged(name) from error


def _heading(name: str, book: Book) -> tuple[str, int, Layout] | None:
    """The first worksheet with a full heading row and that row's number; failing that, the one that comes nearest."""
    best: tuple[str, int, Layout] | None = None
    for title in book.worksheets:
        rows = list(takewhile(lambda row: row.number <= reading.HEADING_WITHIN, _walk(name, book, title)))
        found = reading.find_heading([[_text(cell) for cell in row.cells] for row in rows])
        if found is None:
            continue
        place, layout = found
        if best is None or not layout.missing or len(layout.places) > len(best[2].places):
            best = title, rows[place].number, layout
        if not layout.missing:
            break
    return best


def _walk(name: str, book: Book, title: str) -> Iterator[Row]:
    """The rows of a worksheet."""
    try:
        for number, cells in book.rows(book.worksheets[title]):
            yield Row(number, cells)
    except Exception as error:  # as above: a damaged part shows itself only when it is reached
        raise _damaged(name) from error


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def unescaped(cell: str) -> str:
    """A text as typed: XLSX writes some spaces and line ends by their numbers."""
    return _ESCAPED.sub(" ", cell) if "_x00" in cell else cell
