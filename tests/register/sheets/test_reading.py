"""Files as offices save them, and files that are no sheet at all."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from register.sheets import packed_workbook
from register.sheets.checking import Checked, Checker
from register.sheets.loading import open_sheet
from register.sheets.reading import Unreadable
from tests.register.sheets.sheet_files import DATA, HEADINGS, csv_file, row, xlsx_file


def read(path: Path) -> tuple[list[Checked], list[str]]:
    """Every row of a sheet, checked, and the notes on the file."""
    with open_sheet(path) as sheet:
        checker = Checker(sheet)
        return [done for one in sheet.rows if (done := checker.check(one)) is not None], sheet.notes


def refused(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Unreadable) as caught:
        read(path)
    return caught.value.sentence


def names(path: Path) -> list[str]:
    """The surnames in a sheet of good rows."""
    found, _ = read(path)
    assert [one.problems for one in found] == [[]] * len(found)
    return [one.admission.particulars.surname for one in found if one.admission]


# ------------------------------------------------------------------------------------------------------------ encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_unicode_is_read(tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1, Surname="Núñez"), row(2, Surname="Ó Briain")], encoding=encoding)
    assert names(path) == ["Núñez", "Ó Briain"]
    assert read(path)[1] == []


def test_windows_letters_are_read_with_a_note(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(Surname="Zoë’s")], encoding="cp1252")
    assert names(path) == ["Zoë's"]
    assert "Windows-1252" in read(path)[1][0]


def test_a_file_in_two_encodings_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(Surname="Núñez")])
    path.write_bytes(path.read_bytes() + path.read_bytes().split(b"\n")[1].decode().encode("cp1252"))
    assert "mixes two ways of writing letters" in refused(path)


def test_non_latin_names_go_through(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "a.csv", [row(1, Surname="王", Forenames="小明"), row(2, Surname="محمد"), row(3, Surname="Нина")]
    )
    assert names(path) == ["王", "محمد", "Нина"]


# -------------------------------------------------------------------------------------------------- shapes of CSV files


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [row(1, Practice_settings="Health; Housing", Organisation="Holm, Ek & Co"), row(2)]
    found, _ = read(csv_file(tmp_path / "a.csv", rows, delimiter=delimiter))
    assert [one.problems for one in found] == [[], []]
    assert found[0].admission is not None
    assert found[0].admission.particulars.organisation == "Holm, Ek & Co"


def test_a_line_that_names_the_delimiter_is_not_a_row(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row()], delimiter=";")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    assert [one.row for one in read(path)[0]] == [2]


def test_a_line_end_inside_quotation_marks_is_part_of_the_cell(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1, Organisation="Holm\r\nand Ek"), row(2)])
    found, _ = read(path)
    assert [one.row for one in found] == [2, 3]
    assert found[0].admission is not None
    assert found[0].admission.particulars.organisation == "Holm and Ek"


def test_blank_rows_and_columns_are_passed_over_and_still_counted(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1)], headings=[*HEADINGS, "", " "])
    path.write_text(
        f"{path.read_text()}\n,,,\n , \n{path.read_text().splitlines()[1].replace('CM000001B', 'CM000002C')}\n,,\n\n"
    )
    assert [one.row for one in read(path)[0]] == [2, 6]


def test_old_mac_line_ends_are_line_ends(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1), row(2)])
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\r"))
    assert [one.row for one in read(path)[0]] == [2, 3]


def test_rows_above_the_headings_are_passed_over_with_a_note(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row()])
    path.write_text(f"Register of case managers\n\n{path.read_text()}")
    found, notes = read(path)
    assert [one.row for one in found] == [4]
    assert notes == ["The headings are in row 3. Rows above them were passed over."]


def test_columns_come_in_any_order_and_spelling(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row()], headings=HEADINGS[::-1])
    text = path.read_text().replace("Reg No", "REGISTRATION NUMBER").replace("Forenames", "First name(s)")
    path.write_text(text.replace("Period to", "Expiry date"))
    assert names(path) == ["Holm"]


def test_a_row_that_slipped_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(), row(2)])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1] + ",more", lines[2]]))
    found, _ = read(path)
    assert [one.column for one in found[0].problems] == ["T"]
    assert "more cells than the heading" in found[0].problems[0].problem
    assert found[1].problems == []


def test_quotation_marks_that_do_not_pair_up_refuse_the_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1), row(2), row(3)])
    path.write_text(path.read_text().replace("CM000002C,Ms", 'CM000002C,"Ms'))
    assert "after row 2" in refused(path)
    assert "quotation marks" in refused(path)


def test_a_cell_without_end_refuses_the_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1, Organisation="x" * 200_000)])
    assert "quotation marks" in refused(path)


# ------------------------------------------------------------------------------------------------------------ workbooks


def test_a_workbook_gives_dates_numbers_and_texts_as_meant(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path / "a.xlsx",
        [
            row(
                First_registered=datetime(2024, 3, 1, tzinfo=UTC).replace(tzinfo=None),
                Period_from=date(2026, 3, 1),
                Period_to=46446,
                Organisation=1984,
                Town="Two_x000D_\nlines",
            )
        ],
    )
    found, _ = read(path)
    assert found[0].problems == []
    assert found[0].admission is not None
    facts = found[0].admission.particulars
    assert (facts.first_registered_on, facts.organisation, facts.town) == (date(2024, 3, 1), "1984", "Two lines")
    assert found[0].admission.periods[0] == (date(2026, 3, 1), date(2027, 2, 28))


def test_a_date_where_a_name_belongs_is_refused(tmp_path: Path) -> None:
    found, _ = read(xlsx_file(tmp_path / "a.xlsx", [row(Surname=date(2026, 5, 1))]))
    assert [(one.column, one.found) for one in found[0].problems] == [("Surname", "2026-05-01")]
    assert "made a date of this cell" in found[0].problems[0].problem


def test_a_formula_counts_by_its_result_and_is_refused_without_one(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [row()])
    book = load_workbook(path)
    assert book.active is not None
    book.active["D2"] = '=UPPER("holm")'
    book.save(path)
    found, _ = read(path)
    assert [(one.column, one.problem) for one in found[0].problems] == [
        ("Surname", "A formula here has no result. Type the value itself.")
    ]


@pytest.mark.parametrize("mark", ["#REF!", "#N/A", "#VALUE!"])
def test_a_broken_formula_is_refused(tmp_path: Path, mark: str) -> None:
    found, _ = read(csv_file(tmp_path / "a.csv", [row(Surname=mark, Period_from=mark)]))
    assert [one.column for one in found[0].problems] == ["Surname", "Period from"]


def test_the_worksheet_with_the_headings_is_read_and_the_others_named(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [row()])
    book = load_workbook(path)
    book.create_sheet("Read me", 0).append(["This is the register"])
    book.create_sheet("Old")
    book.save(path)
    found, notes = read(path)
    assert len(found) == 1
    assert notes == ["Only the worksheet Sheet was read. The file also has: Read me, Old."]


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [row(1), row(2)])
    lying = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(lying, "w") as new:
        for one in old.infolist():
            content = old.read(one)
            new.writestr(one, content.replace(b'<dimension ref="A1:S3" />', b'<dimension ref="A1" />'))
    assert len(read(lying)[0]) == 2


def test_a_remark_beside_the_table_is_left_out_and_named(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [row(1), row(2)])
    book = load_workbook(path)
    assert book.active is not None
    book.active["W3"] = "ask Sue"
    book.save(path)
    with open_sheet(path) as sheet:
        checker = Checker(sheet)
        found = [checker.check(one) for one in sheet.rows]
    assert [one.problems for one in found if one] == [[], []]
    assert checker.nameless == {"W"}


# ----------------------------------------------------------------------------------------------------- what is no sheet


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n\r\n", "is empty"),
        ("a.csv", b"%PDF-1.7\n", "is a PDF"),
        ("a.xlsx", b"%PDF-1.7\n", "is a PDF"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        ("a.csv", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("a.csv", b"<!DOCTYPE html><table>", "web page"),
        ("a.xls", b"<?xml version='1.0'?><Workbook>", "web page or XML"),
        ("a.csv", b"\x00\x01\x02\x03" * 50, "not text"),
        ("a.csv", b"Reg No,Surname\n\x81\x8d\x8f\n", "not all of it is text"),
        ("a.csv", b"some,other,table\n1,2,3\n", "no heading row"),
        ("a.csv", b"just words\n", "no heading row"),
        ("a.ods", b"Reg No,Surname\n", "neither CSV nor XLSX"),
        ("a.xlsx", b"Reg No,Surname\n", "is not what its name says: it is not an XLSX file"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
    ],
)
def test_what_is_no_sheet_is_refused_in_a_sentence(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    sentence = refused(path)
    assert words in sentence
    assert sentence.startswith(name)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refused(tmp_path / "none.csv")
    assert "cannot be opened" in refused(tmp_path)


def test_a_workbook_under_the_name_of_a_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((DATA / "registrants.xlsx").read_bytes())
    assert "not what its name says" in refused(path)


@pytest.mark.parametrize(
    ("part", "words"),
    [("word/document.xml", "Word document"), ("xl/workbook.bin", "XLSB"), ("a.txt", "no Excel workbook")],
)
def test_other_packed_files_are_refused(tmp_path: Path, part: str, words: str) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(part, "x")
    assert words in refused(path)


def test_a_damaged_worksheet_is_refused_when_it_is_reached(tmp_path: Path) -> None:
    path, broken = xlsx_file(tmp_path / "a.xlsx", [row(1), row(2)]), tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for one in old.infolist():
            content = old.read(one)
            cut = len(content) - 200 if one.filename.startswith("xl/worksheets") else len(content)
            new.writestr(one, content[:cut])
    assert "damaged" in refused(broken)


def test_a_file_that_unpacks_to_too_much_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [row()])
    monkeypatch.setattr(packed_workbook, "MOST_UNPACKED", 1000)
    assert "unpacks to more than a register could be" in refused(path)


def test_needed_columns_are_missed_by_name(tmp_path: Path) -> None:
    headings = [heading for heading in HEADINGS if heading not in {"Period to", "Status"}]
    for path in (
        csv_file(tmp_path / "a.csv", [row()], headings=headings),
        xlsx_file(tmp_path / "a.xlsx", [row()], headings=headings),
    ):
        assert "has no column for: Period to, Status. Its headings are: Reg No, Title" in refused(path)


def test_two_columns_of_one_meaning_refuse_the_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row()], headings=[*HEADINGS, "Surname"])
    assert "more than one column for: Surname" in refused(path)


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    Workbook().save(path)
    assert "no heading row" in refused(path)
