"""The parts of an XLSX file: its worksheets by name, its list of texts, which cells are dates, and rows as a stream.

Written for sheets of hundreds of thousands of rows: nothing of a worksheet is held but the row at hand, and it reads
several times as fast as a general library, which has to know about everything else a workbook can hold. Refuses
document types (no entity is ever expanded), cells beyond what a spreadsheet can hold, and parts that are not well
formed.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

#: What stands for a formula whose result was never saved.
NO_RESULT = "#CALC!"
_PIECE = 1 << 16
_LONGEST_CELL = 100_000
_MOST_COLUMNS = 16_384
_OFFICE_DOCUMENT, _WORKSHEET = "/officeDocument", "/worksheet"
_BEGINS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
Start = Callable[[str, dict[str, str]], None]


class NotWellFormedError(Exception):
    """A part of the file is not what it has to be."""


class Book:
    """An open workbook."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._parts = frozenset(packed.namelist())
        main = next(iter(self._related("", _OFFICE_DOCUMENT).values()), "xl/workbook.xml")
        sheets: list[tuple[str, str]] = []
        self.counts_from_1904 = False

        def start(name: str, held: dict[str, str]) -> None:
            if name == "sheet":
                sheets.append((held.get("name", ""), _by_local_name(held, "id")))
            elif name == "workbookPr":
                self.counts_from_1904 = held.get("date1904", "").lower() in {"1", "true"}

        self._parse(main, start)
        parts = self._related(main, _WORKSHEET)
        #: The part of each worksheet, by its name, in order. Charts are no worksheets.
        self.worksheets = {name: parts[key] for name, key in sheets if key in parts}
        self.begins = _BEGINS[self.counts_from_1904]
        folder = posixpath.dirname(main)
        self._texts = self._shared_texts(posixpath.join(folder, "sharedStrings.xml"))
        self._date_styles = self._styles_of_dates(posixpath.join(folder, "styles.xml"))

    def rows(self, part: str) -> Iterator[tuple[int, list[Any]]]:
        """The rows of a worksheet with their numbers, as values: text, number, yes or no, day, or None."""
        reader = _RowReader(self._texts, self._date_styles, self.begins)
        parser = _parser(reader.start)
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        with self._packed.open(part) as stream:
            while piece := stream.read(_PIECE):
                parser.Parse(piece, False)
                yield from reader.done
                reader.done.clear()
            parser.Parse(b"", True)
            yield from reader.done

    def _related(self, part: str, kind: str) -> dict[str, str]:
        """The parts of a kind that a part points to, by the key it uses."""
        folder, name = posixpath.split(part)
        found: dict[str, str] = {}

        def start(element: str, held: dict[str, str]) -> None:
            if element == "Relationship" and held.get("Type", "").endswith(kind):
                target = posixpath.normpath(posixpath.join("/", folder, held.get("Target", "")))
                found[held.get("Id", "")] = target.lstrip("/")

        self._parse(posixpath.join(folder, "_rels", f"{name}.rels"), start)
        return found

    def _parse(self, part: str, start: Start) -> None:
        """Walk a small part; a part that is not there has nothing in it."""
        if part in self._parts:
            parser = _parser(start)
            with self._packed.open(part) as stream:
                while piece := stream.read(_PIECE):
                    parser.Parse(piece, False)
                parser.Parse(b"", True)

    def _shared_texts(self, part: str) -> list[str]:
        """The list that cells point into: each text once."""
        if part not in self._parts:
            return []
        reader = _TextReader()
        parser = _parser(reader.start)
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        with self._packed.open(part) as stream:
            while piece := stream.read(_PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        return reader.done

    def _styles_of_dates(self, part: str) -> frozenset[str]:
        """The numbers of the cell styles that show a number as a date."""
        formats: dict[str, str] = {str(number): text for number, text in BUILTIN_FORMATS.items()}
        found: list[str] = []
        inside: list[bool] = [False]

        def start(name: str, held: dict[str, str]) -> None:
            if name == "numFmt":
                formats[held.get("numFmtId", "")] = held.get("formatCode", "")
            elif name in {"cellStyleXfs", "cellXfs", "cellStyles"}:
                inside[0] = name == "cellXfs"
            elif name == "xf" and inside[0]:
                found.append(formats.get(held.get("numFmtId", ""), ""))

        self._parse(part, start)
        return frozenset(str(number) for number, text in enumerate(found) if text and is_date_format(text))


class _TextReader:
    """Gathers the texts of the shared list. How a text is to be pronounced is left out."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._parts: list[str] = []
        self._inside = self._aside = False
        self._length = 0

    def start(self, name: str, _held: dict[str, str]) -> None:
        """An element begins."""
        if name == "t":
            self._inside = not self._aside
        elif name == "si":
            self._parts, self._length = [], 0
        elif name == "rPh":
            self._aside = True

    def end(self, name: str) -> None:
        """An element ends."""
        name = _local(name)
        if name == "t":
            self._inside = False
        elif name == "si":
            self.done.append("".join(self._parts))
        elif name == "rPh":
            self._aside = False

    def text(self, data: str) -> None:
        """Text inside an element."""
        if self._inside:
            self._parts.append(data)
            self._length += len(data)
            if self._length > _LONGEST_CELL:
                raise NotWellFormedError


class _RowReader:
    """Gathers the rows of a worksheet as their elements go by."""

    def __init__(self, texts: list[str], date_styles: frozenset[str], begins: date) -> None:
        self.done: list[tuple[int, list[Any]]] = []
        self._texts, self._date_styles, self._begins = texts, date_styles, begins
        self._number = 0
        self._cells: list[Any] = []
        self._column = 0
        self._kind = self._style = ""
        self._parts: list[str] = []
        self._length = 0
        self._inside = self._aside = self._formula = False

    def start(self, name: str, held: dict[str, str]) -> None:
        """An element begins."""
        if name == "c":
            place = held.get("r")
            self._column = _column(place) if place else len(self._cells)
            self._kind, self._style = held.get("t", "n"), held.get("s", "")
            self._parts, self._length, self._formula = [], 0, False
        elif name in {"v", "t"}:
            self._inside = not self._aside
        elif name == "row":
            stated = int(held.get("r", "0"))
            self._number = max(stated, self._number + 1)
            self._cells = []
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aside = True

    def end(self, name: str) -> None:
        """An element ends."""
        name = _local(name)
        if name in {"v", "t"}:
            self._inside = False
        elif name == "c":
            missing = self._column - len(self._cells)
            if missing:
                if missing < 0 or self._column >= _MOST_COLUMNS:
                    raise NotWellFormedError
                self._cells.extend([None] * missing)
            self._cells.append(self._value())
        elif name == "row":
            self.done.append((self._number, self._cells))
        elif name == "rPh":
            self._aside = False

    def text(self, data: str) -> None:
        """Text inside an element."""
        if self._inside:
            self._parts.append(data)
            self._length += len(data)
            if self._length > _LONGEST_CELL:
                raise NotWellFormedError

    def _value(self) -> Any:
        text = "".join(self._parts)
        if not text:
            return NO_RESULT if self._formula and self._kind != "str" else None
        if self._kind == "s":
            return self._texts[int(text)]
        if self._kind == "n":
            return self._as_number(text)
        if self._kind == "b":
            return text == "1"
        if self._kind == "d":
            return datetime.fromisoformat(text).date()
        return text

    def _as_number(self, text: str) -> Any:
        number = float(text)
        if self._style in self._date_styles and 1 <= number < 2_958_466:
            return self._begins + timedelta(days=int(number))
        return int(number) if number.is_integer() else number


def _parser(start: Start) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, held: start(_local(name), held)
    return parser


def _refuse(*_anything: Any) -> None:
    raise NotWellFormedError


def _local(name: str) -> str:
    """A name without the prefix of its namespace."""
    return name.rpartition(":")[2] if ":" in name else name


def _by_local_name(held: dict[str, str], wanted: str) -> str:
    return next((value for name, value in held.items() if _local(name) == wanted), "")


_COLUMNS: dict[str, int] = {}


def _column(place: str) -> int:
    """The column of a place such as `AB12`, counted from 0."""
    letters = place.rstrip("0123456789")
    found = _COLUMNS.get(letters)
    if found is None:
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            raise NotWellFormedError
        found = 0
        for letter in letters.upper():
            found = found * 26 + ord(letter) - 64
        found -= 1
        _COLUMNS[letters] = found
    return found
