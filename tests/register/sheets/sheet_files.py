"""Sheets for the tests, as an office would make them. Everybody in them is made up."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from foundation.references import register_number

DATA = Path(__file__).with_name("data")
HEADINGS = (
    "Reg No", "Title", "Forenames", "Surname", "Known as", "Previous names", "Email", "Town", "Postcode area",
    "Practice settings", "Works with", "Languages", "Organisation", "Other registration", "First registered",
    "Period from", "Period to", "Status", "Insurance to",
)  # fmt: skip
#: The tests' clock stands on this day.
TODAY = "2026-06-15"
PLAIN = {
    "Reg No": register_number(1),
    "Title": "Ms",
    "Forenames": "Ada",
    "Surname": "Holm",
    "Known as": "",
    "Previous names": "",
    "Email": "ada.holm@example.org",
    "Town": "Leeds",
    "Postcode area": "LS6",
    "Practice settings": "Health; Housing",
    "Works with": "Adults",
    "Languages": "",
    "Organisation": "",
    "Other registration": "",
    "First registered": "01/03/2024",
    "Period from": "01/03/2026",
    "Period to": "28/02/2027",
    "Status": "Registered",
    "Insurance to": "30/04/2027",
}


def row(digits: int = 1, **changes: Any) -> dict[str, Any]:
    """A good row, with cells changed: `row(2, Surname="Ek", Period_to="31/12/2026")`."""
    named = {name.replace("_", " "): value for name, value in changes.items()}
    assert set(named) <= set(PLAIN), named
    return {**PLAIN, "Reg No": register_number(digits), **named}


def csv_file(
    path: Path,
    rows: Iterable[dict[str, Any]],
    *,
    headings: Sequence[str] = HEADINGS,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    """The rows as a CSV file."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, headings, delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def xlsx_file(path: Path, rows: Iterable[dict[str, Any]], *, headings: Sequence[str] = HEADINGS) -> Path:
    """The rows as a workbook. Values keep their kind: a date becomes a date cell."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(headings))
    for one in rows:
        sheet.append([one.get(heading) or None for heading in headings])
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)
    return path
