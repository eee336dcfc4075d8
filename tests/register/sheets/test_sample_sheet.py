"""The institute's own sheet, as an office keeps it: exactly the verdicts that were agreed, from CSV and from XLSX."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from register.sheets.checking import Checked, Checker
from register.sheets.loading import open_sheet
from tests.register.sheets.sheet_files import DATA

EXPECTED = json.loads((DATA / "registrants.expected.json").read_text(encoding="utf-8"))
SHEETS = ("registrants.csv", "registrants.xlsx")
#: The agreed reason of a refusal, and the column that has to be named for it.
COLUMNS = {
    "unknown status": "Status",
    "no name": "Surname",
    "unreadable date": "Period from",
    "period ends before it starts": "Period to",
    "bad email": "Email",
    "check letter": "Reg No",
    "duplicate number in file": "Reg No",
}


def read(path: Path) -> list[Checked]:
    with open_sheet(path) as sheet:
        checker = Checker(sheet)
        return [done for one in sheet.rows if (done := checker.check(one)) is not None]


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheet_gets_the_agreed_verdicts(name: str) -> None:
    found = read(DATA / name)
    assert len(found) == EXPECTED["rows"]
    assert sum(not one.problems for one in found) == EXPECTED["accept"]
    assert {one.row: [problem.column for problem in one.problems] for one in found if one.problems} == {
        one["row"]: [COLUMNS[one["why"]]] for one in EXPECTED["refuse"]
    }


def test_both_kinds_of_file_say_the_same() -> None:
    table, book = (read(DATA / name) for name in SHEETS)
    assert [one.admission for one in table] == [one.admission for one in book]
    assert [one.fingerprint for one in table] == [one.fingerprint for one in book]


def test_every_refusal_says_what_would_be_right() -> None:
    said = {problem.problem for one in read(DATA / "registrants.csv") for problem in one.problems}
    assert all(sentence.endswith(".") and " " in sentence for sentence in said)
