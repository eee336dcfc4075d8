"""Lists as people give them, and files that are not what they say."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register import lists
from register.lists import NotAList, TooMuch, WrongKind
from tests.register.workbooks import packed, repacked, workbook

A, B, C = "CM004271S", "CM000002C", "CM000003D"


# --------------------------------------------------------------------------------------------------------------- pasted


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{A}\n{B}", [A, B]),
        (f"{A}\r\n\r\n{B}\r\n", [A, "", B]),
        (f"{A}, {B};{C}", [A, B, C]),
        (f"{A}\t{B}", [A, B]),
        (f"{A} {B}", [A, B]),
        ("cm 004271 s cm 000002 c", ["cm 004271 s", "cm 000002 c"]),
        (f"{A}, Sian Sample, Leeds", [f"{A}, Sian Sample, Leeds"]),
        (f"{A}, Sian Sample, CM00002C", [A, "CM00002C"]),
        ("hello, world", ["hello, world"]),
        ("", []),
    ],
)
def test_pasted_text_becomes_lines(text: str, lines: list[str]) -> None:
    assert lists.from_text(text) == lines


@given(st.text())
def test_pasted_text_of_any_kind_is_read(text: str) -> None:
    assert all("\n" not in line for line in lists.from_text(lists.printable(text)))


# ---------------------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["csv", "txt"])
def test_text_files_in_many_encodings(encoding: str, ending: str) -> None:
    content = f"{A}\n{B}\nZoë {C}\n".encode(encoding)
    assert lists.from_file(f"numbers.{ending}", content) == [A, B, f"Zoë {C}"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_column_with_most_numbers_is_read(delimiter: str) -> None:
    rows = [["Name", "Phone", "Reg No"], ["Ann", "01632 960 001", A], ["Bob", "960002", "CM00000C"], ["", "", ""]]
    content = "\n".join(delimiter.join(row) for row in rows)
    assert lists.from_file("list.csv", content.encode()) == ["", A, "CM00000C", ""]


def test_cells_with_quotes_and_line_ends() -> None:
    content = f'Note,Number\n"a, ""b""\nc",{A}\n'
    assert lists.from_file("list.csv", content.encode()) == ["", A]


def test_a_spreadsheet_keeps_the_places_of_its_rows() -> None:
    content = workbook([["Ours"], [], ["Name", "Number"], ["Ann", A], [], ["Bob", B]])
    assert lists.from_file("LIST.XLSX", content) == ["", "", "", A, "", B]


def test_the_sheet_with_most_numbers_is_read() -> None:
    assert lists.from_file("list.xlsx", workbook([["About this list"], [A]], [[A], [B], [C]])) == [A, B, C]


def test_cells_of_other_kinds_are_read_as_text() -> None:
    assert lists.from_file("list.xlsx", workbook([["Reg No"], [A], [4271], [True], [None], [1.5]])) == [
        "",
        A,
        "4271",
        "True",
        "",
        "1.5",
    ]


def test_a_formula_is_never_worked_out() -> None:
    lines = lists.from_file("list.xlsx", workbook([[A], ['=HYPERLINK("http://example.com","CM000002C")'], [B]]))
    assert lines == [A, "", B]
    assert lists.from_file("list.csv", f"{A}\n=1+1\n{B}\n".encode()) == [A, "=1+1", B]


def test_a_known_heading_is_enough() -> None:
    assert lists.from_file("list.csv", b"Name,Registration number\nAnn,unknown\n") == ["", "unknown"]


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("list.txt", b"", NotAList, "empty"),
        ("list.csv", b"\xef\xbb\xbf \r\n", NotAList, "empty"),
        ("list.xlsx", b"", NotAList, "empty"),
        ("list.xlsx", b"\x00" * 5000, NotAList, "empty"),
        ("list.csv", b"Name,Town\nAnn,Leeds\n", NotAList, "no registration numbers"),
        ("list.xlsx", b"CM004271S\n", WrongKind, "no XLSX inside"),
        ("list.csv", b"PK\x03\x04 and so on", WrongKind, "packed"),
        ("list.csv", b"CM004271S\x00\n", WrongKind, "not text"),
        ("list.txt", b"\xff\xfe\x00\xd8\x00\xd8", WrongKind, "not text"),
        ("list.pdf", b"%PDF-1.7", WrongKind, "a PDF"),
        ("list.csv", b"%PDF-1.7", WrongKind, "a PDF"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WrongKind, "old Excel"),
        ("list.csv", b"<!DOCTYPE html><p>CM004271S", WrongKind, "a web page"),
        ("list.xlsx", b"<?xml version='1.0'?><a/>", WrongKind, "an XML file"),
        ("list.exe", b"CM004271S", WrongKind, "cannot read this kind"),
        ("list", b"CM004271S", WrongKind, "cannot read this kind"),
        ("list.xlsx", b"PK\x03\x04 broken", NotAList, "damaged"),
        ("list.xlsx", workbook([[A]])[:-40], NotAList, "damaged"),
        ("list.xlsx", packed({"word/document.xml": "<w/>", "[Content_Types].xml": ""}), WrongKind, "no spreadsheet"),
        ("list.xlsx", packed({"[Content_Types].xml": "", "xl/workbook.xml": "<x"}), NotAList, "damaged"),
        ("list.csv", f"{A}\n".encode() * 5001, TooMuch, "more than 5000 rows"),
        ("list.xlsx", workbook([[A]] * 5001), TooMuch, "more than 5000 rows"),
    ],
)
def test_what_is_not_a_list_is_told_why(name: str, content: bytes, kind: type[NotAList], words: str) -> None:
    with pytest.raises(NotAList, match=words) as caught:
        lists.from_file(name, content)
    assert type(caught.value) is kind


def test_a_file_that_unpacks_without_end_is_not_opened() -> None:
    bomb = packed({"[Content_Types].xml": "", "xl/worksheets/sheet1.xml": b"0" * (lists.MOST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    with pytest.raises(TooMuch):
        lists.from_file("list.xlsx", bomb)
    with pytest.raises(TooMuch):
        lists.from_file("list.xlsx", packed({f"xl/{place}": "" for place in range(lists.MOST_PARTS + 1)}))


def test_a_part_that_lies_about_its_size_is_damaged() -> None:
    content = bytearray(packed({"[Content_Types].xml": "", "xl/worksheets/sheet1.xml": b"0" * 30_000_000}))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        at = content.rindex(b"PK\x01\x02", 0, file.start_dir + 200)
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(NotAList, match="damaged"):
        lists.from_file("list.xlsx", bytes(content))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_entities_are_refused(encoding: str) -> None:
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'.encode(encoding)
    with pytest.raises(WrongKind, match="no spreadsheet needs"):
        lists.from_file("list.xlsx", repacked(workbook([[A]]), {"xl/worksheets/sheet1.xml": doctype}))


def test_a_row_at_the_end_of_the_world_costs_nothing() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/><sheetData>'
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{A}</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData></worksheet>'
    )
    content = repacked(workbook([[A]]), {"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(TooMuch, match="rows"):
        lists.from_file("list.xlsx", content)


def test_one_cell_of_a_megabyte_is_read() -> None:
    written = io.StringIO()
    csv.writer(written).writerows([[A], ["x" * 1_000_000]])
    with pytest.raises(NotAList, match="cannot be read as CSV"):
        lists.from_file("list.csv", written.getvalue().encode())


@given(st.binary(max_size=400), st.sampled_from(["csv", "txt", "xlsx"]))
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes, ending: str) -> None:
    try:
        found = lists.from_file(f"list.{ending}", content)
    except NotAList as problem:
        found = [problem.sentence]
        assert problem.status in (400, 413, 415)  # noqa: PT017  # most bytes are refused, some are read: both are right
    assert all(isinstance(line, str) for line in found)
