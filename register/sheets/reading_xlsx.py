"""XLSX into rows, one at a time: real dates as dates, formulas by the result the spreadsheet saved.

Two readers do it. The quick one takes a whole worksheet at once and is ten times as fast; it gets plain workbooks that
fit into memory. The thorough one goes row by row and takes everything else: formulas, cells with errors, sheets that
spread far, unusual ways of writing a workbook; and whatever the quick one gives up on. Only a workbook that neither can
read is refused as damaged.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook, SheetTypeEnum

from register.sheets import reading
from register.sheets.columns import Layout
from register.sheets.packed_workbook import damaged, look_inside
from register.sheets.reading import Row, Sheet

Cells = Sequence[Any]
_AT_A_TIME = 500
_ESCAPED = re.compile(r"_x00(?:0[9ADad]|A0|a0)_")
#: A letter by its number. Halves of letters stay as they are.
_BY_NUMBER = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
#: What stands for a formula whose result was never saved.
NO_RESULT = "#CALC!"


@contextmanager
def open_xlsx(path: Path) -> Iterator[Sheet]:
    """The first sheet of a workbook that has the register's headings.

    Raises:
        Unreadable: here, or while its rows are walked.
    """
    contents = look_inside(path)
    quick = _quickly(path) if contents.plain else None
    if quick is not None:
        yield _sheet(path.name, quick, quick.rows, contents.days_begin)
        return
    with _workbook(path, results=True) as book:
        chosen = _choose([_Worksheet(one.title, partial(_walk, path.name, one)) for one in book.worksheets])
        if chosen is None:
            raise reading.no_heading(path.name)
        begins = book.epoch.date()
        if contents.formulas:
            with _workbook(path, results=False) as unworked:
                rows = _with_results(chosen.rows, _walk(path.name, unworked[chosen.title]))
                yield _sheet(path.name, chosen, map(_by_letters, rows), begins)
        else:
            yield _sheet(path.name, chosen, map(_by_letters, chosen.rows), begins)


@dataclass(frozen=True, slots=True)
class _Worksheet:
    title: str
    #: Walks its rows from the first one on.
    walk: Callable[[], Iterator[Cells]]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The worksheet with the headings, and its rows from the first one on."""

    title: str
    heading: int
    layout: Layout
    others: list[str]
    rows: Iterator[Cells]


def _choose(worksheets: Sequence[_Worksheet]) -> _Chosen | None:
    """The first worksheet with a full heading row; failing that, the one that comes nearest."""
    best: tuple[_Worksheet, int, Layout] | None = None
    for sheet in worksheets:
        rows = sheet.walk()
        first = list(islice(rows, reading.HEADING_WITHIN))
        found = reading.find_heading([[_text(cell) for cell in cells] for cells in first])
        if found is not None and not found[1].missing:
            return _Chosen(sheet.title, *found, _others(worksheets, sheet), chain(first, rows))
        if found is not None and (best is None or len(found[1].places) > len(best[2].places)):
            best = sheet, *found
    if best is None:
        return None
    return _Chosen(best[0].title, *best[1:], _others(worksheets, best[0]), best[0].walk())


def _others(worksheets: Iterable[_Worksheet], chosen: _Worksheet) -> list[str]:
    return [sheet.title for sheet in worksheets if sheet is not chosen]


def _sheet(name: str, chosen: _Chosen, rows: Iterable[Cells], begins: date) -> Sheet:
    reading.check_layout(name, chosen.layout)
    notes = []
    if chosen.others:
        others = ", ".join(chosen.others)
        notes.append(f"Only the worksheet {chosen.title} was read. The file also has: {others}.")
    heading = chosen.heading + 1
    if heading > 1:
        notes.append(f"The headings are in row {heading}. Rows above them were passed over.")
    numbered = (Row(number, cells) for number, cells in enumerate(rows, 1))
    return Sheet(name, chosen.layout, heading, islice(numbered, heading, None), notes, begins, rows_may_be_wider=True)


def _text(cell: Any) -> str:
    """A heading as text, the same from either reader: one has 2026 as 2026.0 and a day as a moment."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return str(cell.date())
    return "" if cell is None else _letters(str(cell))


def unescaped(cell: str) -> str:
    """A text as typed: XLSX writes some spaces and line ends by their numbers."""
    return _ESCAPED.sub(" ", cell) if "_x00" in cell else cell


# ----------------------------------------------------------------------------------------------------- the quick reader


def _quickly(path: Path) -> _Chosen | None:
    """The worksheet with all headings a register needs; None when there is none or the reader gives up."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            titles = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
            chosen = _choose([_Worksheet(title, partial(_whole, book, title)) for title in titles])
    except Exception:  # whatever it stumbles over, the thorough reader decides
        return None
    except BaseException as error:
        # What is a bug in the reader arrives outside of Exception, as a kind that cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        return None
    return None if chosen is None or chosen.layout.missing else chosen


def _whole(book: CalamineWorkbook, title: str) -> Iterator[Cells]:
    """The rows of a worksheet, read at once. They begin in the first row and the first column, wherever cells do."""
    sheet = book.get_sheet_by_name(title)
    if sheet.start is None:
        return iter(())
    above, before = sheet.start
    rows = islice(sheet.iter_rows(), above, None)
    blank: list[Any] = [""] * before
    return chain(repeat((), above), (blank + row for row in rows) if before else rows)


# -------------------------------------------------------------------------------------------------- the thorough reader


@contextmanager
def _workbook(path: Path, *, results: bool) -> Iterator[Any]:
    try:
        with _quiet():
            book = load_workbook(path, read_only=True, data_only=results, keep_links=False)
    except Exception as error:  # whatever is wrong inside a packed file, the person hears one sentence
        raise damaged(path.name) from error
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


def _walk(name: str, sheet: Any) -> Iterator[Cells]:
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
        raise damaged(name) from error


def _with_results(worked: Iterator[Cells], unworked: Iterator[Cells]) -> Iterator[Cells]:
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


def _by_letters(cells: Cells) -> Cells:
    """A row in which letters that are written by their numbers are letters, as the quick reader has them."""
    if any(type(cell) is str and "_x" in cell for cell in cells):
        return [_letters(cell) if type(cell) is str else cell for cell in cells]
    return cells


def _letters(cell: str) -> str:
    return _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), cell) if "_x" in cell else cell
