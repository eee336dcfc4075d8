"""The public register into a file: CSV, XLSX or JSON, with exactly what the public may see and nothing else.

Entries are read in portions, so memory does not grow with the register. The file appears whole or not at all. No cell
is ever taken for a formula. Refuses other kinds of file.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from foundation import clock
from foundation.database import as_json
from foundation.errors import Refused
from register import publication, queries
from register.publication import PublicEntry
from register.sheets.repair import guarded

AT_A_TIME = 500
Cell = str | date | None

COLUMNS: tuple[tuple[str, Callable[[PublicEntry], Cell]], ...] = (
    ("Reg No", lambda entry: entry.number),
    ("Name", lambda entry: entry.name),
    ("Status", lambda entry: entry.status_label),
    ("What it means", lambda entry: entry.status_sentence),
    ("May use the title", lambda entry: _yes_or_no(entry.may_use_title)),
    ("First registered", lambda entry: entry.first_registered),
    ("Period from", lambda entry: entry.period_from),
    ("Period to", lambda entry: entry.period_to),
    ("Breaks", lambda entry: "; ".join(f"{one.first} to {one.last}" for one in entry.breaks)),
    ("Town", lambda entry: entry.town),
    ("Practice areas", lambda entry: "; ".join(entry.areas)),
    ("Works with", lambda entry: entry.works_with),
    ("Languages", lambda entry: "; ".join(entry.languages)),
    ("Organisation", lambda entry: entry.organisation),
    ("Certificate of Proficiency", lambda entry: _yes_or_no(entry.certificate)),
    ("Other registrations", lambda entry: "; ".join(_other(one) for one in entry.other_registrations)),
    ("Insurance confirmed to", lambda entry: entry.insurance_to),
    ("Restrictions and decisions", lambda entry: "\n".join(_order(one) for one in entry.restrictions)),
    ("Previous names", lambda entry: "; ".join(entry.former_names)),
    ("Statement", lambda entry: entry.statement),
)


def _yes_or_no(value: bool) -> str:
    return "Yes" if value else "No"


def _other(one: publication.PublicRegistration) -> str:
    checked = f" (checked on {one.checked_on})" if one.checked_on else ""
    return f"{one.body} {one.number}{checked}"


def _order(one: publication.PublicOrder) -> str:
    return " ".join(part for part in (f"{one.label}.", one.sentence, one.text) if part)


def write(path: Path) -> int:
    """Write the register to a file whose ending says the kind; says how many entries.

    Raises:
        Refused: an ending that is none of .csv, .xlsx and .json.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise Refused("Choose a file that ends in .csv, .xlsx or .json.")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        count = writer(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count


def entries() -> Iterator[PublicEntry]:
    """Everybody who may be shown at this moment, in the order they came onto the register."""
    now, last = clock.now(), 0
    while ids := queries.entries_after(last, limit=AT_A_TIME):
        found = publication.public_entries(ids, now=now)
        yield from (found[entry_id] for entry_id in ids if entry_id in found)
        last = ids[-1]


def _to_csv(path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([heading for heading, _ in COLUMNS])
        for entry in entries():
            writer.writerow([_plain(cell(entry)) for _, cell in COLUMNS])
            count += 1
    return count


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return guarded(cell or "")


def _to_xlsx(path: Path) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Register")
    sheet.freeze_panes = "A2"
    sheet.append([heading for heading, _ in COLUMNS])
    count = 0
    for entry in entries():
        sheet.append([_cell(sheet, cell(entry)) for _, cell in COLUMNS])
        count += 1
    book.save(path)
    return count


def _cell(sheet: Any, value: Cell) -> Any:
    """A cell that stays text: a workbook can say so itself, so the text needs no guard."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if guarded(text) == text:
        return text or None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _to_json(path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write(f'{{"read_at":{json.dumps(clock.now().isoformat())},"entries":[')
        for entry in entries():
            stream.write(("," if count else "") + "\n" + as_json(entry.as_json()))
            count += 1
        stream.write(f'\n],"total":{count}}}\n')
    return count


_WRITERS = {".csv": _to_csv, ".xlsx": _to_xlsx, ".json": _to_json}
