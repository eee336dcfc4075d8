"""Lists of registration numbers as people give them: pasted, or as a text file or a spreadsheet. Each becomes lines.

Small spreadsheets of other things are read by the same door (`tables`).

A file is read in memory and not kept. Refuses, with a sentence, what is not a list: other kinds of file, files that are
not what their name says, damaged ones, and ones that unpack to far more than a list of numbers could be.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from foundation.errors import DomainError
from foundation.references import tidy_number
from register.checking import AMONG_WORDS

MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 1000
MOST_ROWS = 5000
MOST_COLUMNS = 50
MOST_SHEETS = 20
_ZIP = b"PK\x03\x04"
_DELIMITERS = ",;\t|"
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (XLS), or one with a password"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"{\\rtf", "a text document with layout (RTF)"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_INSTEAD = "Choose a text file, or a spreadsheet saved as CSV or XLSX."
_HEADINGS = frozenset({"regno", "regnumber", "registrationnumber", "registrationno", "number", "ircmnumber", "ircmno"})
_ATTEMPT = re.compile(r"CM[0-9OQIL]|[A-Z]{0,2}\d{5,7}[A-Z]?$")
#: A document type in a spreadsheet part is never meant well: it can make a small file grow without end.
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


class NotAList(DomainError):
    """The file is not a list of numbers as it should be (HTTP 400)."""


class WrongKind(NotAList):
    """The file is of a kind that we do not read, or not what its name says (HTTP 415)."""

    status = 415


class TooMuch(NotAList):
    """The file holds too much (HTTP 413)."""

    status = 413


def printable(text: str) -> str:
    """A pasted text without what has no place in one; line ends and tabs stay."""
    return "".join(sign if sign.isprintable() or sign in "\r\n\t" else " " for sign in text)


def from_text(text: str) -> list[str]:
    """The lines of a pasted text. A line with several numbers becomes as many lines."""
    return [part for line in text.splitlines() for part in _parts(line)]


def _parts(line: str) -> list[str]:
    pieces = [piece.strip() for piece in re.split(r"[,;\t]", line) if _is_attempt(piece)]
    pieces = [one for piece in pieces for one in (_several(piece) or [piece])]
    return pieces if len(pieces) > 1 else [line]


def _several(piece: str) -> list[str]:
    found = AMONG_WORDS.findall(piece)
    return found if len(found) > 1 else []


def _is_attempt(text: str) -> bool:
    """Whether somebody may have meant a registration number."""
    return bool(_ATTEMPT.match(tidy_number(text[:200]))) or bool(AMONG_WORDS.search(text[:200]))


def from_file(name: str, content: bytes) -> list[str]:
    """The lines of an uploaded file; those of a spreadsheet keep the places of its rows.

    Raises:
        NotAList: it cannot be read; the message says why and what to do.
    """
    if _ending(name) == "txt":
        return from_text(_decoded(_looked_at(name, content)))
    return _from_rows(tables(name, content))


def tables(name: str, content: bytes) -> list[list[list[str]]]:
    """The worksheets of an uploaded spreadsheet, as rows of texts; one for a CSV. Days stand as 2027-03-03 00:00:00.

    Raises:
        NotAList: it cannot be read; the message says why and what to do.
    """
    _looked_at(name, content)
    return _workbook(content) if _ending(name) == "xlsx" else [_delimited(_decoded(content))]


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _looked_at(name: str, content: bytes) -> bytes:
    """The content, once it is clear that it is of a kind that we read."""
    ending = _ending(name)
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise NotAList("The file is empty.")
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in _KINDS:
        if start[: len(magic)].lower() == magic.lower():
            raise WrongKind(f"The file is {kind}. {_INSTEAD}")
    packed = content.startswith(_ZIP)
    if ending == "xlsx":
        if not packed:
            raise WrongKind(f"The file is not what its name says: it is no XLSX inside. {_INSTEAD}")
        return content
    if packed:
        raise WrongKind(f"The file is not what its name says: it is packed, not text. {_INSTEAD}")
    if ending not in {"csv", "txt", "tsv"}:
        raise WrongKind(f"We cannot read this kind of file. {_INSTEAD}")
    return content


# ---------------------------------------------------------------------------------------------------------------- text


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\x00" in content:
        raise WrongKind(f"The file is not text. {_INSTEAD}")
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise WrongKind(f"The file is not text. {_INSTEAD}")


def _delimited(text: str) -> list[list[str]]:
    # Above the headings there may be a line of words alone.
    first = next((line for line in text.splitlines() if any(sign in line for sign in _DELIMITERS)), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), MOST_ROWS + 1))
    except csv.Error:
        raise NotAList("The file cannot be read as CSV. Save it from the spreadsheet program again.") from None
    return rows


# --------------------------------------------------------------------------------------------------------- spreadsheet


def _workbook(content: bytes) -> list[list[list[str]]]:
    """The worksheets of a workbook, as texts."""
    _look_inside(content)
    try:
        with warnings.catch_warnings():
            # Its remarks on extensions that it passes over lose nothing of a cell's value.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                return [list(_rows(sheet)) for sheet in book.worksheets[:MOST_SHEETS]]
            finally:
                book.close()
    except NotAList:
        raise
    except Exception as error:  # whatever is wrong inside a packed file, the person reads one sentence
        raise _damaged() from error


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True):
        yield ["" if cell is None else str(cell) for cell in cells[:MOST_COLUMNS]]


def _look_inside(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise TooMuch("The file unpacks to far more than a list of numbers. We did not open it.")
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise WrongKind(f"The file is not what its name says: it is no spreadsheet inside. {_INSTEAD}")
            for part in parts:
                whole = packed.read(part)
                if part.filename.endswith((".xml", ".rels")) and any(one in whole for one in _DOCTYPES):
                    raise WrongKind("The file holds something that no spreadsheet needs. We did not open it.")
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError):
        raise _damaged() from None


def _damaged() -> NotAList:
    return NotAList("The file is damaged. Open it in the spreadsheet program and save it again.")


# ------------------------------------------------------------------------------------------------------------- columns


def _from_rows(sheets: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """The lines of the column that holds most numbers; failing that, of the one with a heading that we know."""
    best: tuple[int, list[str]] = (0, [])
    for rows in sheets:
        if len(rows) > MOST_ROWS:
            raise TooMuch(f"The file has more than {MOST_ROWS} rows.")
        for place in range(max((len(row) for row in rows[:MOST_ROWS]), default=0)):
            cells = [row[place] if place < len(row) else "" for row in rows]
            score = 10 * sum(_is_attempt(cell) for cell in cells) + _has_heading(cells)
            if score > best[0]:
                best = score, cells
    if not best[0]:
        raise NotAList("We found no registration numbers in the file. Put them in one column, such as CM004271S.")
    return list(_without_heading(best[1]))


def _has_heading(cells: Sequence[str]) -> bool:
    return any(tidy_number(cell).lower() in _HEADINGS for cell in cells[:10])


def _without_heading(cells: Sequence[str]) -> Iterator[str]:
    """The cells of a column, with what stands above the first number left blank."""
    started = not any(_is_attempt(cell) for cell in cells)
    for cell in cells:
        started = started or _is_attempt(cell)
        known = tidy_number(cell).lower() in _HEADINGS
        yield cell.replace("\n", " ") if started and not known else ""
