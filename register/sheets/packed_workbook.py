"""What a packed workbook holds, looked through before any reader opens it.

Refuses packed files that are something else, that are damaged, or that unpack to far more than a register could be. It
also says which of our two readers may have the file. The quick one holds a whole worksheet in memory, as a full
rectangle from the first cell to the last, every repeated text copied out; and it misses errors in cells and formulas
without a result. So it gets only workbooks that are written the usual way, have none of that, and fit.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from register.sheets.reading import Unreadable

MOST_UNPACKED = 1024 * 1024 * 1024
#: The list of all texts has to be held in memory, whoever reads.
MOST_SHARED_TEXT = 150 * 1024 * 1024
#: What the quick reader may hold of one worksheet, as we reckon it: a third more than it really takes.
MOST_HELD = 300 * 1024 * 1024
#: A part that only describes the workbook.
_MOST_DESCRIPTION = 16 * 1024 * 1024
_A_CELL = 72
_A_TEXT = 40
_PIECE = 1 << 20
_LAST_ROW_OF_FOUR_DIGITS, _LAST_ROW_OF_FIVE_DIGITS = 9_999, 99_999

BEGINS_1900 = date(1899, 12, 30)
BEGINS_1904 = date(1904, 1, 1)

_WORKBOOK, _STYLES, _TEXTS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedstrings.xml"
_SHEETS = "xl/worksheets/"
#: Tags of cells that are not as every spreadsheet program writes them. A cell with an error (t="e") is one of them.
_ODD_CELL = re.compile(
    rb'<c(?=[\s/>])(?! r="[A-Z]{1,3}[1-9]\d{0,6}"(?: s="\d{1,6}")?(?: t="(?:s|inlineStr|n|str|b)")? ?/?>)'
)
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})')
_FAR_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d{6,7})"')
_ROW_OF_FIVE_DIGITS = re.compile(rb'<c r="[A-Z]{1,3}\d{5}"')
_SHARED = re.compile(rb' t="s"><v>(\d{1,9})</v>')
_FORMULA = re.compile(rb"<f[\s/>]")
_SIGNS = (
    re.compile(rb"<!"),  # comments, and texts written in other ways than by their letters
    re.compile(rb":(?:worksheet|sheetData|row|c|v|is|t|f|sst|si|r)[\s/>]"),  # tags under a name of their own
    re.compile(rb"<t>(?:\s|[^<]*\s</t>)"),  # spaces at the ends that are kept by one reader only
    re.compile(rb'<t\s(?!xml:space="preserve">)'),
)
#: A number below nought, which a date's style makes a date before 1900; or one with a space before it.
_ODD_NUMBER = re.compile(rb"<v>[\s-]")
_EMPTY_TEXT = re.compile(rb"<si\s*/>")
_END_OF_TEXT = re.compile(rb"</si>")
#: Built-in date styles of East Asia, which the readers take differently.
_EAST_ASIAN = re.compile(rb'numFmtId="(?:2[7-9]|3[0-6]|5[0-8])"')
_EPOCH = re.compile(rb'\bdate1904\s*=\s*["\']([^"\']*)["\']')


@dataclass(frozen=True, slots=True)
class Contents:
    """What is inside."""

    formulas: bool
    #: Whether the quick reader gives the very cells that the thorough one gives, and takes little memory for it.
    plain: bool
    #: From where bare day numbers count. Known only of plain workbooks.
    days_begin: date = BEGINS_1900


def damaged(name: str) -> Unreadable:
    """The refusal of a file that is broken inside."""
    return Unreadable(f"{name} is damaged and cannot be read. Open it in the spreadsheet program and save it again.")


def look_inside(path: Path) -> Contents:
    """What the packed file holds.

    Raises:
        Unreadable: it is no workbook, is damaged, or unpacks to too much.
    """
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
            sheets = [name for name in held if name.startswith(_SHEETS) and name.endswith(".xml")]
            if any(_has_formula(packed, name) for name in sheets):
                return Contents(formulas=True, plain=False)
            begins = _plainly(packed)
            return Contents(formulas=False, plain=begins is not None, days_begin=begins or BEGINS_1900)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise damaged(path.name) from error


def _has_formula(packed: zipfile.ZipFile, name: str) -> bool:
    before = b""
    with packed.open(name) as stream:
        while piece := stream.read(_PIECE):
            joined = before + piece
            if _FORMULA.search(joined):
                return True
            before = piece[-3:]
    return False


def _plainly(packed: zipfile.ZipFile) -> date | None:
    """From where the days of a plain workbook count; None when it is not plain."""
    inside = _Parts(packed)
    book, styles, texts = (
        inside.read(_WORKBOOK, _MOST_DESCRIPTION),
        inside.read(_STYLES, _MOST_DESCRIPTION),
        inside.read(_TEXTS, MOST_HELD),
    )
    if inside.twice or not book or styles is None or texts is None:
        return None
    if b"<!" in book or b"<!" in styles or _EAST_ASIAN.search(styles):
        return None
    lengths = _text_lengths(texts)
    del texts
    if lengths is None:
        return None
    for name in inside.sheets:
        sheet = inside.read(name, MOST_HELD)
        if not sheet or not _is_plain_sheet(sheet, lengths):
            return None
    return _epoch(book)


class _Parts:
    """The parts of a packed file under their names in small letters, as the quick reader finds them."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._found = {one.filename.lower(): one for one in packed.infolist()}
        self.twice = len(self._found) < len(packed.infolist())
        self.sheets = [name for name in self._found if name.startswith(_SHEETS) and "/_rels/" not in name]

    def read(self, name: str, most: int) -> bytearray | None:
        """A part; empty when there is none, None when it is larger than that."""
        content = bytearray()
        found = self._found.get(name)
        if found is None:
            return content
        if found.file_size > most:
            return None
        with self._packed.open(found) as stream:
            while piece := stream.read(_PIECE):
                content += piece
        return content


def _epoch(book: bytearray) -> date | None:
    said = {one.strip() for one in _EPOCH.findall(book)}
    if said <= {b"0", b"false"}:
        return BEGINS_1900
    return BEGINS_1904 if said <= {b"1", b"true"} else None


def _text_lengths(texts: bytearray) -> array[int] | None:
    """How long each of the shared texts is, at most; None when they are not written plainly."""
    if not texts:
        return array("l")
    if not _ends_with(texts, b"</sst>") or _EMPTY_TEXT.search(texts) or _has_signs(texts):
        return None
    ends = array("l", [0])
    ends.extend(found.end() for found in _END_OF_TEXT.finditer(texts))
    return array("l", (after - before for before, after in pairwise(ends)))


def _is_plain_sheet(sheet: bytearray, lengths: array[int]) -> bool:
    if b"<sheetData" not in sheet or not _ends_with(sheet, b"</worksheet>"):
        return False
    if _ODD_CELL.search(sheet) or _ODD_NUMBER.search(sheet) or _has_signs(sheet):
        return False
    columns = max(map(_column, {found[1] for found in _COLUMN.finditer(sheet)}), default=0)
    held = columns * _last_row(sheet) * _A_CELL + len(sheet) + sum(lengths) + len(lengths) * _A_TEXT
    return held <= MOST_HELD and held + _copied(sheet, lengths) <= MOST_HELD


def _last_row(sheet: bytearray) -> int:
    """The last row with a cell in it, or one after it."""
    least = _LAST_ROW_OF_FIVE_DIGITS if _ROW_OF_FIVE_DIGITS.search(sheet) else _LAST_ROW_OF_FOUR_DIGITS
    return max((int(found[1]) for found in _FAR_ROW.finditer(sheet)), default=least)


def _column(letters: bytes) -> int:
    """The place of a column, counted from 1."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def _copied(sheet: bytearray, lengths: array[int]) -> int:
    """How much the shared texts of a worksheet come to when every cell has its own."""
    copied = told = 0
    for found in _SHARED.finditer(sheet):
        index = int(found[1])
        copied += lengths[index] if index < len(lengths) else 0
        told += 1
    return copied + (sheet.count(b' t="s"') - told) * max(lengths, default=0)


def _has_signs(part: bytearray) -> bool:
    return any(sign.search(part) for sign in _SIGNS)


def _ends_with(part: bytearray, tag: bytes) -> bool:
    """Whether the part is there to its last tag: one that claims to be shorter than it is breaks off before."""
    return part[-200:].rstrip().endswith(tag)
