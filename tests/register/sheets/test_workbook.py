"""The stream of rows from a workbook says what a general library says, and nothing in the file can trick it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from register.sheets.workbook import NO_RESULT, Book, NotWellFormedError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(book: Workbook) -> Book:
    stream = io.BytesIO()
    book.save(stream)
    return Book(zipfile.ZipFile(stream))


def rows(book: Book) -> list[tuple[int, list[Any]]]:
    return list(book.rows(next(iter(book.worksheets.values()))))


def by_hand(sheet: str, **parts: str) -> Book:
    """A workbook with a worksheet written by hand."""
    held: Mapping[str, str] = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>'
        '<sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="rId1" Type="{RELATED}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **parts,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in held.items():
            packed.writestr(name, content)
    return Book(zipfile.ZipFile(stream))


def data(cells: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'


texts = st.text(max_size=20).map(lambda text: ILLEGAL_CHARACTERS_RE.sub("", text).replace("\r", "")).filter(
    lambda text: not any(0xD800 <= ord(letter) < 0xE000 or ord(letter) in {0xFFFE, 0xFFFF} for letter in text)
)  # fmt: skip
values = (
    st.none()
    | texts
    | st.integers(-(10**9), 10**9)
    | st.booleans()
    | st.dates(date(1900, 3, 1), date(2099, 12, 31))
    | st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(values, min_size=1, max_size=5), min_size=1, max_size=5))
def test_rows_are_what_a_general_library_reads(table: list[list[Any]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, line in enumerate(table, 1):
        for place, value in enumerate(line, 1):
            cell = sheet.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    theirs = load_workbook(stream, data_only=True).active
    assert theirs is not None
    expected = {
        (number, place): cell.date() if isinstance(cell, datetime) else cell
        for number, line in enumerate(theirs.iter_rows(values_only=True), 1)
        for place, cell in enumerate(line)
        if cell is not None and cell != ""
    }
    ours = {
        (number, place): cell
        for number, line in rows(Book(zipfile.ZipFile(stream)))
        for place, cell in enumerate(line)
        if cell is not None
    }
    assert ours == expected


def test_worksheets_come_by_name_and_in_order() -> None:
    book = Workbook()
    book.create_sheet("Second & last")
    book.create_chartsheet("A chart")
    assert list(saved(book).worksheets) == ["Sheet", "Second & last"]


def test_days_are_counted_as_the_workbook_counts_them() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append([date(2026, 3, 1), 46081])
    read = saved(book)
    assert read.begins == date(1904, 1, 1)
    assert rows(read) == [(1, [date(2026, 3, 1), 46081])]


def test_a_time_of_day_is_no_day() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append([0.5])
    book.active["A1"].number_format = "hh:mm"
    assert rows(saved(book)) == [(1, [0.5])]


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        ('<row r="2"><c r="B2"><v>1</v></c></row>', [(2, [None, 1])]),
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", [(1, [1, 2]), (2, [3])]),
        ('<row r="1"><c r="A1" t="inlineStr"><is><r><t>O</t></r><r><t>ne</t></r></is></c></row>', [(1, ["One"])]),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>王</t><rPh><t>Wang</t></rPh></is></c></row>', [(1, ["王"])]),
        ('<row r="1"><c r="A1" t="d"><v>2026-03-01</v></c></row>', [(1, [date(2026, 3, 1)])]),
        ('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c></row>', [(1, [2, NO_RESULT])]),
        ('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>', [(1, [None])]),
        ('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>', [(1, ["#REF!"])]),
        ('<row r="1"><c r="A1" t="b"><v>1</v></c></row>', [(1, [True])]),
        ('<row r="1"><c r="A1"/></row>', [(1, [None])]),
    ],
)
def test_cells_of_every_kind(cells: str, read: list[tuple[int, list[Any]]]) -> None:
    assert rows(by_hand(data(cells))) == read


def test_prefixes_do_not_matter() -> None:
    cells = '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{cells}</x:sheetData></x:worksheet>'
    assert rows(by_hand(sheet)) == [(1, [7])]


@pytest.mark.parametrize(
    "sheet",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>' + data('<row r="1"><c r="A1" t="str"><v>&a;</v></c></row>'),
        data('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'),
        data('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
        data('<row r="1"><c r="?1"><v>1</v></c></row>'),
        data(f'<row r="1"><c r="A1" t="str"><v>{"x" * 200_000}</v></c></row>'),
    ],
)
def test_what_no_spreadsheet_writes_is_refused(sheet: str) -> None:
    with pytest.raises(NotWellFormedError):
        rows(by_hand(sheet))


def test_an_entity_in_the_list_of_texts_is_refused() -> None:
    with pytest.raises(NotWellFormedError):
        by_hand(data(""), **{"xl/sharedStrings.xml": '<!DOCTYPE x [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>'})
