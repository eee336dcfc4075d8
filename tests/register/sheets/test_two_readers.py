"""Workbooks are read by a quick reader or by a thorough one. Nobody may be able to tell which from the cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from register.sheets import packed_workbook, reading_xlsx
from register.sheets.checking import Checked, Checker
from register.sheets.columns import letters
from register.sheets.loading import open_sheet
from register.sheets.packed_workbook import BEGINS_1904, look_inside
from register.sheets.reading import Unreadable
from tests.register.sheets.sheet_files import DATA, HEADINGS, row, xlsx_file

pytestmark = pytest.mark.one_database
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PREAMBLE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Style numbers of `_STYLES`: a day, a moment, a time of day, a span of hours, yyyy-mm-dd, text, CM000000.
DAY, MOMENT, TIME, SPAN, OTHER_DAY, TEXT, PADDED = range(1, 8)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd;@"/>'
    '<numFmt numFmtId="165" formatCode="[h]:mm:ss"/><numFmt numFmtId="166" formatCode="&quot;CM&quot;000000"/>'
    "</numFmts>"
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="8">'
    + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 21, 165, 164, 49, 166))
    + "</cellXfs></styleSheet>"
)


def packed(
    path: Path,
    rows: str,
    *,
    texts: str | None = None,
    head: str = "",
    styles: str = _STYLES,
    book: str = "",
    others: dict[str, str] | None = None,
) -> Path:
    """A workbook of one worksheet, part by part. `texts` are the shared ones."""
    types = f"{_PACKAGE}/content-types"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>'
        + (f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/>' if texts else "")
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{book}<sheets>'
        '<sheet name="Register" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/styles" '
        f'Target="styles.xml"/><Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": styles,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}" xmlns:x="{_MAIN}">{head}<sheetData>{rows}'
        "</sheetData></worksheet>",
    }
    if texts is not None:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{texts}</sst>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in (parts | (others or {})).items():
            made.writestr(name, _PREAMBLE + content)
    return path


def one_row(*cells: str) -> str:
    """The cells in row 1."""
    return f'<row r="1">{"".join(cells)}</row>'


def cell(place: str, value: object, kind: str = "", style: int | str = "") -> str:
    """A cell as the usual programs write it."""
    said = (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
    inside = f"<is>{value}</is>" if kind == "inlineStr" else f"<v>{value}</v>"
    return f'<c r="{place}"{said}>{inside}</c>'


def headed(rows: str) -> str:
    """Rows under the headings in row 1."""
    return one_row(*(cell(f"{letters(at)}1", f"<t>{one}</t>", "inlineStr") for at, one in enumerate(HEADINGS))) + rows


# ----------------------------------------------------------------------------------------------- what each reader gives


def alike(value: object) -> object:
    """A cell as the rest of the house takes it: a whole number is one, a midnight is a day, nothing is nothing."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return None if value == "" else value


def even(rows: Iterator[reading_xlsx.Cells]) -> list[list[object]]:
    """Rows without the blanks at their ends and after the last of them."""
    found = []
    for cells in rows:
        plain = [alike(one) for one in cells]
        while plain and plain[-1] is None:
            plain.pop()
        found.append(plain)
    while found and not found[-1]:
        found.pop()
    return found


def quick(path: Path) -> list[list[object]]:
    with CalamineWorkbook.from_path(path) as book:
        return even(reading_xlsx._whole(book, book.sheet_names[0]))


def thorough(path: Path) -> list[list[object]]:
    with reading_xlsx._workbook(path, results=True) as book:
        return even(map(reading_xlsx._by_letters, reading_xlsx._walk(path.name, book.worksheets[0])))


@contextmanager
def without(reader: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The house with one of the two readers taken out."""

    def none(*_: object, **__: object) -> None:
        raise AssertionError(reader)

    with monkeypatch.context() as patch:
        patch.setattr(reading_xlsx, reader, none)
        yield


def read(path: Path) -> list[Checked]:
    with open_sheet(path) as sheet:
        checker = Checker(sheet)
        return [done for one in sheet.rows if (done := checker.check(one)) is not None]


# ------------------------------------------------------------------------------------------------------- the same cells


@pytest.mark.parametrize(
    ("kind", "style", "value", "meant"),
    [
        ("", "", "5", 5),
        ("n", "", "5.0", 5),
        ("", "", "5.25", 5.25),
        ("", "", "1E3", 1000),
        ("", PADDED, "4271", 4271),
        ("b", "", "1", True),
        ("b", "", "0", False),
        ("", DAY, "45756", date(2025, 4, 9)),
        ("", OTHER_DAY, "45756", date(2025, 4, 9)),
        ("", MOMENT, "45756.5", datetime(2025, 4, 9, 12)),  # noqa: DTZ001  # spreadsheets have no time zone
        ("", DAY, "59", date(1900, 2, 28)),
        ("", DAY, "61", date(1900, 3, 1)),
        ("", TIME, "0.75", time(18)),
        ("", SPAN, "1.25", timedelta(hours=30)),
        ("str", "", "Holm &amp; Ek", "Holm & Ek"),
        ("s", "", "0", "shared"),
        ("s", TEXT, "1", "two runs"),
        ("s", "", "2", None),
        ("s", "", "3", " kept "),
        ("s", "", "4", "Kanji"),
        ("inlineStr", "", "<t>plain</t>", "plain"),
        ("inlineStr", "", '<t xml:space="preserve"> kept </t>', " kept "),
        ("inlineStr", "", "<r><t>a</t></r><r><t>b</t></r>", "ab"),
        ("inlineStr", "", "<t>two\r\nlines</t>", "two\nlines"),
        ("inlineStr", "", "<t>a_x000D_\nb</t>", "a\r\nb"),
        ("inlineStr", "", "<t>_x0041_nn and _x00e9_</t>", "Ann and é"),
        ("inlineStr", "", "<t>_xD83D__xDE00_</t>", "_xD83D__xDE00_"),
        ("inlineStr", "", "<t>&lt;&#x41;&#233;\u00a0&gt;</t>", "<Aé\u00a0>"),
        ("inlineStr", "", "<t>#REF!</t>", "#REF!"),
    ],
)
def test_both_readers_give_a_cell_as_meant(
    tmp_path: Path, kind: str, style: int | str, value: str, meant: object
) -> None:
    texts = (
        "<si><t>shared</t></si>"
        '<si><r><rPr><b/></rPr><t>two</t></r><r><t xml:space="preserve"> runs</t></r></si>'
        "<si><t/></si>"
        '<si><t xml:space="preserve"> kept </t></si>'
        '<si><t>Kanji</t><rPh sb="0" eb="1"><t>how it sounds</t></rPh></si>'
    )
    path = packed(tmp_path / "a.xlsx", one_row(cell("A1", value, kind, style), cell("B1", 1)), texts=texts)
    assert look_inside(path).plain
    assert quick(path) == thorough(path) == [[meant, 1]]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ('<row r="3"><c r="C3"><v>1</v></c></row><row r="6"><c r="B6"><v>2</v></c></row>',
         [[], [], [None, None, 1], [], [], [None, 2]]),
        ('<row r="1"/><row r="2"><c r="A2" s="1"/><c r="B2"><v>3</v></c></row>', [[], [None, 3]]),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="40"><c r="D40" s="1"/></row>', [[1]]),
        ('<row r="2" spans="1:3" hidden="1"><c r="B2"><v>1</v></c></row>', [[], [None, 1]]),
        ("", []),
    ],
)  # fmt: skip
def test_both_readers_count_rows_and_columns_as_the_spreadsheet_does(
    tmp_path: Path, rows: str, found: list[list[object]]
) -> None:
    path = packed(tmp_path / "a.xlsx", rows, head='<dimension ref="A1"/>')
    assert look_inside(path).plain
    assert quick(path) == thorough(path) == found


def test_both_readers_count_from_1904_where_the_workbook_does(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", one_row(cell("A1", 100, style=DAY)), book='<workbookPr date1904="1"/>')
    assert look_inside(path) == packed_workbook.Contents(formulas=False, plain=True, days_begin=BEGINS_1904)
    assert quick(path) == thorough(path) == [[date(1904, 4, 10)]]


_TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12).filter(
    lambda text: "_x" not in text
)
_CELLS = st.one_of(
    st.tuples(st.just("text"), _TYPED),
    st.tuples(st.just("shared"), _TYPED),
    st.tuples(st.just("number"), st.integers(0, 10**15)),
    st.tuples(st.just("number"), st.floats(0, 1e15)),
    st.tuples(st.just("yes"), st.booleans()),
    st.tuples(st.sampled_from([DAY, MOMENT, OTHER_DAY]), st.floats(1, 2_957_000).map(lambda day: round(day, 3))),
    st.tuples(st.sampled_from([DAY, MOMENT]), st.integers(1, 2_957_000)),
    st.tuples(st.just(TIME), st.floats(0, 0.99).map(lambda part: round(part, 3))),
    st.tuples(st.just(SPAN), st.floats(0, 1000).map(lambda part: round(part, 3))),
    st.just(("blank", None)),
)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.tuples(st.integers(0, 30), st.integers(0, 60)), _CELLS, max_size=25), st.booleans())
def test_both_readers_give_the_same_cells(cells: dict[tuple[int, int], tuple[object, object]], from_1904: bool) -> None:
    texts: list[str] = []
    rows: dict[int, list[str]] = {}
    for (at, column), (kind, value) in sorted(cells.items()):
        place = f"{letters(column)}{at + 1}"
        if kind in {"text", "shared"}:
            text = f'<t xml:space="preserve">{escape(str(value))}</t>'
            written = cell(place, text, "inlineStr") if kind == "text" else cell(place, len(texts), "s")
            if kind == "shared":
                texts.append(f"<si>{text}</si>")
        elif kind == "blank":
            written = f'<c r="{place}" s="1"/>'
        elif kind == "yes":
            written = cell(place, int(bool(value)), "b")
        else:
            written = cell(place, value, style="" if kind == "number" else int(str(kind)))
        rows.setdefault(at + 1, []).append(written)
    sheet = "".join(f'<row r="{number}">{"".join(inside)}</row>' for number, inside in rows.items())
    book = '<workbookPr date1904="1"/>' if from_1904 else ""
    with TemporaryDirectory() as folder:
        path = packed(Path(folder, "a.xlsx"), sheet, texts="".join(texts), book=book)
        assert look_inside(path).plain
        assert quick(path) == thorough(path)


def test_a_number_beyond_all_dates_is_the_one_thing_they_see_differently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a date's style it is the number itself, or an error. Where a day belongs it is refused either way."""
    path = packed(tmp_path / "a.xlsx", headed(f'<row r="2">{cell("P2", 2_958_466, style=DAY)}</row>'))
    assert (quick(path)[1][15], thorough(path)[1][15]) == (2_958_466, "#VALUE!")
    found = [one.found for one in read(path)[0].problems if one.column == "Period from"]
    monkeypatch.setattr(packed_workbook, "MOST_HELD", 0)
    found += [one.found for one in read(path)[0].problems if one.column == "Period from"]
    assert found == ["2958466", "#VALUE!"]


def test_the_institutes_sheet_gets_the_same_verdicts_from_either(monkeypatch: pytest.MonkeyPatch) -> None:
    with without("load_workbook", monkeypatch):
        found = read(DATA / "registrants.xlsx")
    with without("_quickly", monkeypatch):
        monkeypatch.setattr(packed_workbook, "MOST_HELD", 0)
        assert read(DATA / "registrants.xlsx") == found


# ------------------------------------------------------------------------------ what only the thorough reader may have


@pytest.mark.parametrize(
    ("rows", "meant"),
    [
        (cell("A1", "#REF!", "e"), "#REF!"),
        (cell("A1", "#SPILL!", "e"), "#SPILL!"),
        ("<c r='A1' t='e'><v>#N/A</v></c>", "#N/A"),
        ('<c t="e" r="A1"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A1"><v>1<!-- two -->2</v></c>', 12),
        ("<x:c r=\"A1\" t=\"e\"><x:v>#NULL!</x:v></x:c>", "#NULL!"),
        (cell("A1", "<t>two </t>", "inlineStr"), "two "),
        (cell("A1", "<r><t>two</t></r><r><t> runs</t></r>", "inlineStr"), "two runs"),
        (cell("A1", "<t><![CDATA[a<b]]></t>", "inlineStr"), "a<b"),
        (cell("A1", -1, style=DAY), date(1899, 12, 29)),
        (cell("A1", "\n45756\n", style=DAY), date(2025, 4, 9)),
        (cell("A1", "2025-04-09T00:00:00Z", "d"), date(2025, 4, 9)),
    ],
)  # fmt: skip
def test_what_the_quick_reader_would_get_wrong_it_does_not_get(tmp_path: Path, rows: str, meant: object) -> None:
    path = packed(tmp_path / "a.xlsx", one_row(rows))
    assert not look_inside(path).plain
    assert thorough(path) == [[meant]]


@pytest.mark.parametrize(
    "texts", ["<si/>", "<si><t>two </t></si>", "<si><t><![CDATA[a]]></t></si>", "<x:si xmlns:x='a'/>"]
)
def test_unusual_shared_texts_are_for_the_thorough_reader(tmp_path: Path, texts: str) -> None:
    assert not look_inside(packed(tmp_path / "a.xlsx", one_row(cell("A1", 0, "s")), texts=texts)).plain


def test_east_asian_styles_are_for_the_thorough_reader(tmp_path: Path) -> None:
    styles = _STYLES.replace('numFmtId="14"', 'numFmtId="31"')
    assert not look_inside(packed(tmp_path / "a.xlsx", one_row(cell("A1", 1)), styles=styles)).plain


def test_parts_that_hide_behind_one_another_are_for_the_thorough_reader(tmp_path: Path) -> None:
    others = {"xl/worksheets/Sheet1.xml": "<worksheet><sheetData></sheetData></worksheet>"}
    assert not look_inside(packed(tmp_path / "a.xlsx", one_row(cell("A1", 1)), others=others)).plain


def test_signs_that_cannot_be_kept_leave_a_name_as_they_do_in_a_table(tmp_path: Path) -> None:
    path = _good(tmp_path / "a.xlsx", surname="Ho_x0000__x0007_lm_x000D_")
    assert look_inside(path).plain
    (done,) = read(path)
    assert done.admission is not None
    assert done.admission.particulars.surname == "Holm"


def test_an_error_in_a_cell_refuses_its_row(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", headed(f'<row r="2">{cell("D2", "#REF!", "e")}</row>'))
    assert "A formula here has no result. Type the value itself." in [
        one.problem for one in read(path)[0].problems if one.column == "Surname"
    ]


# ---------------------------------------------------------------------------------------------------- how much it holds


def _good(path: Path, far: str = "", surname: str = "Holm") -> Path:
    found = row(1, Surname=surname)
    cells = (
        cell(f"{letters(at)}2", f"<t>{found[one]}</t>", "inlineStr") for at, one in enumerate(HEADINGS) if found[one]
    )
    return packed(path, headed(f'<row r="2">{"".join(cells)}</row>{far}'))


@pytest.mark.parametrize(
    "far",
    [
        f'<row r="3">{cell("XFD3", 1)}</row>',
        f'<row r="900000">{cell("V900000", 1)}</row>',
        f'<row r="3">{cell("V1000000", 1)}</row>',
    ],
)
def test_a_sheet_that_spreads_far_never_reaches_the_reader_that_holds_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, far: str
) -> None:
    path = _good(tmp_path / "a.xlsx", far)
    with without("CalamineWorkbook", monkeypatch):
        assert [one.row for one in read(path) if not one.problems] == [2]
    assert not look_inside(path).plain


def test_a_remark_some_columns_to_the_right_is_no_reason_to_be_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _good(tmp_path / "a.xlsx", f'<row r="4">{cell("AC4", "<t>ask Sue</t>", "inlineStr")}</row>')
    with without("load_workbook", monkeypatch), open_sheet(path) as sheet:
        checker = Checker(sheet)
        assert [done.row for one in sheet.rows if (done := checker.check(one))] == [2, 4]
        assert checker.nameless == {"AC"}


def test_a_long_text_told_a_thousand_times_is_reckoned_as_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f'<row r="{number}">{cell(f"A{number}", 0, "s")}</row>' for number in range(1, 1001))
    path = packed(tmp_path / "a.xlsx", rows, texts=f"<si><t>{'x' * 10_000}</t></si>")
    assert look_inside(path).plain
    monkeypatch.setattr(packed_workbook, "MOST_HELD", 10_000_000)
    assert not look_inside(path).plain
    monkeypatch.setattr(packed_workbook, "MOST_HELD", 11_000_000)
    assert look_inside(path).plain


def test_a_part_that_claims_to_be_shorter_than_it_is_never_reaches_the_quick_reader(tmp_path: Path) -> None:
    """Its sum is that of its beginning, so only its missing end gives it away."""
    start = f'<worksheet xmlns="{_MAIN}"><sheetData>{one_row(cell("A1", 1))}'
    path = packed(tmp_path / "a.xlsx", "", others={"xl/worksheets/sheet1.xml": start})
    assert not look_inside(path).plain
    with pytest.raises(Unreadable, match=r"damaged|no heading"):
        read(path)


# ------------------------------------------------------------------------------------------ when the quick one gives up


class PanicException(BaseException):  # as the quick reader's own kind is called
    pass


@pytest.mark.parametrize("fault", [ValueError("no"), PanicException("no")])
def test_what_the_quick_reader_stumbles_over_the_thorough_one_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def stumbles(*_: object) -> None:
        raise fault

    path = xlsx_file(tmp_path / "a.xlsx", [row(1), row(2)])
    monkeypatch.setattr(reading_xlsx, "_whole", stumbles)
    assert [one.row for one in read(path)] == [2, 3]


def test_being_stopped_is_not_stumbling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    path = xlsx_file(tmp_path / "a.xlsx", [row(1)])
    monkeypatch.setattr(reading_xlsx, "_whole", stopped)
    with pytest.raises(KeyboardInterrupt):
        read(path)


def test_headings_and_notes_are_the_same_from_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = headed("").replace('r="1"', 'r="3"').replace('1" t=', '3" t=')
    more = f'<row r="1">{cell("C1", 45756, style=DAY)}{cell("D1", 2026)}</row>'
    path = packed(tmp_path / "a.xlsx", more + rows)
    found = []
    for absent in ("load_workbook", "_quickly"):
        with without(absent, monkeypatch), monkeypatch.context() as patch:
            if absent == "_quickly":
                patch.setattr(packed_workbook, "MOST_HELD", 0)
            with open_sheet(path) as sheet:
                found.append((sheet.notes, sheet.heading_row, sheet.layout, sheet.days_begin, list(sheet.rows)))
    assert found[0] == found[1]
    assert found[0][0] == ["The headings are in row 3. Rows above them were passed over."]


@pytest.mark.parametrize("name", ["a.XLSX", "a b é.xlsx", "a.xlsm"])
def test_the_name_of_the_file_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [row(1)]).rename(tmp_path / name)
    with without("load_workbook", monkeypatch):
        assert [one.problems for one in read(path)] == [[]]
