"""XLSX into rows, one at a time: real dates as dates, formulas by the result the spreadsheet saved.

Refuses packed files that are something else, that are damaged, or that unpack to far more than a register could be.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from register.sheets import reading
from register.sheets.columns import Layout
from register.sheets.reading import Row, Sheet, Unreadable

MOST_UNPACKED = 1024 * 1024 * 1024
#: The list of all texts has to be held in memory.
MOST_SHARED_TEXT = 150 * 1024 * 1024
_AT_A_TIME = 500
_ESCAPED = re.compile(r"_x00(?:0[9ADad]|A0|a0)_")
#: What stands for a formula whose result was never saved.
NO_RESULT = "#CALC!"


@contextmanager
def open_xlsx(path: Path) -> Iterator[Sheet]:
    """The first sheet of a workbook that has the register's headings.

    Raises:
        Unreadable: here, or while its rows are walked.
    """
    formulas = _look_inside(path)
    with _workbook(path, results=True) as book:
        found = _heading(path, book)
        if found is None:
            raise reading.no_heading(path.name)
        sheet, heading, layout, others = found
        reading.check_layout(path.name, layout)
        notes = []
        if others:
            notes.append(f"Only the worksheet {sheet.title} was read. The file also has: {', '.join(others)}.")
        if heading:
            notes.append(f"The headings are in row {heading + 1}. Rows above them were passed over.")
        begins = book.epoch.date()
        if formulas:
            with _workbook(path, results=False) as unworked:
                rows = _with_results(_walk(path.name, sheet), _walk(path.name, unworked[sheet.title]))
                numbered = (Row(number, cells) for number, cells in enumerate(rows, 1))
                yield Sheet(
                    path.name,
                    layout,
                    heading + 1,
                    islice(numbered, heading + 1, None),
                    notes,
                    begins,
                    rows_may_be_wider=True,
                )
        else:
            numbered = (Row(number, cells) for number, cells in enumerate(_walk(path.name, sheet), 1))
            yield Sheet(
                path.name,
                layout,
                heading + 1,
                islice(numbered, heading + 1, None),
                notes,
                begins,
                rows_may_be_wider=True,
            )


def _look_inside(path: Path) -> bool:
    """Whether any worksheet has formulas. Refuses what is not a workbook or unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as packed:
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
            sheets = [name for name in held if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            return any(_has_formula(packed, name) for name in sheets)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged(path.name) from error


def _has_formula(packed: zipfile.ZipFile, name: str) -> bool:
    before = b""
    with packed.open(name) as stream:
        while piece := stream.read(1 << 20):
            joined = before + piece
            if b"<f>" in joined or b"<f " in joined or b"<f/" in joined:
                return True
            before = piece[-3:]
    return False


def _damaged(name: str) -> Unreadable:
    return Unreadable(f"{name} is damaged and cannot be read. Open it in the spreadsheet program and save it again.")


@contextmanager
def _workbook(path: Path, *, results: bool) -> Iterator[Any]:
    try:
        with _quiet():
            book = load_workbook(path, read_only=True, data_only=results, keep_links=False)
    except Exception as error:  # whatever is wrong inside a packed file, the person hears one sentence
        raise _damaged(path.name) from error
    try:
        yield book
    finally:
        book.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the reader's remarks on extensions it passes over, which lose nothing of a cell's value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def _heading(path: Path, book: Any) -> tuple[Any, int, Layout, list[str]] | None:
    """The first worksheet with a full heading row; failing that, the one that comes nearest."""
    best: tuple[Any, int, Layout] | None = None
    for sheet in book.worksheets:
        rows = [[_text(cell) for cell in cells] for cells in islice(_walk(path.name, sheet), reading.HEADING_WITHIN)]
        found = reading.find_heading(rows)
        if found is None:
            continue
        if best is None or len(found[1].places) > len(best[2].places):
            best = sheet, *found
        if not found[1].missing:
            best = sheet, *found
            break
    if best is None:
        return None
    return *best, [sheet.title for sheet in book.worksheets if sheet is not best[0]]


def _walk(name: str, sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a worksheet as values, however wrong the size it claims to have."""
    try:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        while True:
            with _quiet():
                portion = list(islice(rows, _AT_A_TIME))
            if not portion:
                return
            yield from portion
    except Exception as error:  # as above: a damaged part shows itself only when it is reached
        raise _damaged(name) from error


def _with_results(worked: Iterator[tuple[Any, ...]], unworked: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Rows of results, with a mark where a formula has none."""
    for results, formulas in zip(worked, unworked, strict=True):
        if None in results:
            yield tuple(
                NO_RESULT if result is None and _is_formula(formula) else result
                for result, formula in zip(results, formulas, strict=True)
            )
        else:
            yield results


def _is_formula(value: Any) -> bool:
    return value is not None and not (isinstance(value, str) and not value.startswith("="))


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def unescaped(cell: str) -> str:
    """A text as typed: XLSX writes some spaces and line ends by their numbers."""
    return _ESCAPED.sub(" ", cell) if "_x00" in cell else cell
