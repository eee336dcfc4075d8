"""CSV into rows: any usual encoding and delimiter, as the spreadsheet program of the day wrote it.

Refuses binary files, files that mix encodings, and quotation marks that do not pair up.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from register.sheets import reading
from register.sheets.reading import Row, Sheet, Unreadable

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
_SAMPLE = 64 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_INSIDE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


@contextmanager
def open_csv(path: Path) -> Iterator[Sheet]:
    """The sheet in a CSV file.

    Raises:
        Unreadable: here, or while its rows are walked.
    """
    encoding, notes = _encoding(path)
    try:
        with path.open(encoding=encoding, newline="") as stream:
            sample = stream.read(_SAMPLE)
            told = _SEPARATOR_LINE.match(sample)
            begin = told.end() if told else 0
            delimiter = told[1] if told else _delimiter(path.name, sample)
            found = reading.find_heading(_first_rows(sample[begin:], delimiter))
            if found is None:
                raise reading.no_heading(path.name)
            heading, layout = found
            reading.check_layout(path.name, layout)
            if heading:
                notes.append(f"The headings are in row {heading + 1}. Rows above them were passed over.")
            stream.seek(0)
            if told:
                stream.readline()
            rows = _rows(path.name, stream, delimiter)
            yield Sheet(path.name, layout, heading + 1, islice(rows, heading + 1, None), notes)
    except UnicodeDecodeError:
        raise Unreadable(
            f"{path.name} is damaged: not all of it is text. Save it from the spreadsheet program as CSV (UTF-8)."
        ) from None


def _rows(name: str, stream: io.TextIOBase, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield Row(number, cells)
    except csv.Error:
        raise Unreadable(
            f"{name} cannot be read after row {number}: quotation marks there do not pair up. "
            "Look at that row and the next one in a text editor."
        ) from None


def _first_rows(sample: str, delimiter: str) -> list[list[str]]:
    """The first rows of a sample; its cut-off end does not matter."""
    found: list[list[str]] = []
    try:
        found.extend(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), reading.HEADING_WITHIN))
    except csv.Error:
        return found
    return found


def _delimiter(name: str, sample: str) -> str:
    """The sign between cells: the one under which most headings are known."""
    best, most = ",", 1
    for delimiter in _DELIMITERS:
        found = reading.find_heading(_first_rows(sample, delimiter))
        if found is not None and len(found[1].places) > most:
            best, most = delimiter, len(found[1].places)
    if most == 1:
        raise reading.no_heading(name)
    return best


def _encoding(path: Path) -> tuple[str, list[str]]:
    """How the file's letters are written, and what to say about it. Reads the whole file once, in pieces."""
    with path.open("rb") as stream:
        start = stream.read(4096)
        for bom, encoding in _BOMS:
            if start.startswith(bom):
                return encoding, []
        if b"\x00" in start:
            even, odd = start[0::2].count(0), start[1::2].count(0)
            if max(even, odd) > len(start) // 4 and min(even, odd) < len(start) // 20:
                return ("utf-16-be" if even > odd else "utf-16-le"), []
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        utf8, mixed = True, False
        while piece := stream.read(1 << 20):
            if b"\x00" in piece:
                raise Unreadable(f"{path.name} is not text. Save it from the spreadsheet program as CSV (UTF-8).")
            mixed = mixed or (not piece.isascii() and _UTF8_INSIDE.search(piece) is not None)
            utf8 = utf8 and _decodes(decoder, piece)
        utf8 = utf8 and _decodes(decoder, b"", final=True)
    if utf8:
        return "utf-8", []
    if mixed:
        raise Unreadable(
            f"{path.name} mixes two ways of writing letters, so names with accents cannot be trusted. "
            "Save it from the spreadsheet program as CSV (UTF-8)."
        )
    return "cp1252", ["The file is not UTF-8. It was read as Windows-1252: check a name with an accent in it."]


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True
