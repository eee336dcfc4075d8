"""The export: what the public may see, in three kinds of file, and nothing a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook

from foundation.audit import Actor
from register.demo import SHOWPIECES, fill
from register.sheets import export
from register.sheets.repair import unguarded
from tests.conftest import StillClock
from tests.register.sheets.loads import load
from tests.register.sheets.sheet_files import TODAY, csv_file, row

FORMULA = '=HYPERLINK("http://example.org","Acme")'


@pytest.fixture(autouse=True)
def _today(set_clock: StillClock) -> None:
    set_clock(f"{TODAY} 12:00")


@pytest.fixture
def demo(database: SQLAlchemy) -> None:
    fill(registrants=40, seed=3, by=Actor("system", None, "the demo"))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.usefixtures("demo")
def test_the_three_kinds_say_the_same(tmp_path: Path) -> None:
    written = {ending: export.write(tmp_path / f"register{ending}") for ending in (".csv", ".xlsx", ".json")}
    rows = table(tmp_path / "register.csv")
    sheet = load_workbook(tmp_path / "register.xlsx").active
    assert sheet is not None
    cells = list(sheet.iter_rows(values_only=True))
    entries = json.loads((tmp_path / "register.json").read_text(encoding="utf-8"))
    assert set(written.values()) == {len(rows), len(cells) - 1, len(entries["entries"]), entries["total"]}
    assert list(cells[0]) == list(rows[0])
    for line, cell, entry in zip(rows, cells[1:], entries["entries"], strict=True):
        assert line["Reg No"] == cell[0] == entry["number"]
        assert line["What it means"] == cell[3] == entry["status_sentence"]
        assert line["Town"] == (cell[9] or "") == (entry["town"] or "")
        assert (
            date.fromisoformat(line["First registered"])
            == _day(cell[5])
            == date.fromisoformat(entry["first_registered"])
        )


def _day(value: object) -> date:
    assert isinstance(value, datetime)
    return value.date()


@pytest.mark.usefixtures("demo")
def test_only_what_the_public_may_see_is_in_it(tmp_path: Path) -> None:
    export.write(tmp_path / "a.csv")
    export.write(tmp_path / "a.json")
    rows = {line["Reg No"]: line for line in table(tmp_path / "a.csv")}
    assert SHOWPIECES["deceased"].number not in rows
    assert SHOWPIECES["no_longer_shown"].number not in rows
    assert SHOWPIECES["starts_later"].number not in rows
    withheld = rows[SHOWPIECES["withheld_place"].number]
    assert (withheld["Town"], withheld["Organisation"]) == ("", "")
    assert rows[SHOWPIECES["previous_name_hidden"].number]["Previous names"] == ""
    assert rows[SHOWPIECES["previous_name_shown"].number]["Previous names"] == "Shah"
    text = (tmp_path / "a.csv").read_text(encoding="utf-8") + (tmp_path / "a.json").read_text(encoding="utf-8")
    for private in ("@demo.example", "Penrose", "Inverness", "outcode", "IV2"):
        assert private not in text


@pytest.mark.usefixtures("database")
def test_a_formula_goes_in_and_out_as_data(tmp_path: Path) -> None:
    load(csv_file(tmp_path / "in.csv", [row(1, Organisation=FORMULA, Surname="=1+1", Forenames="-2")]))
    for ending in (".csv", ".xlsx", ".json"):
        export.write(tmp_path / f"out{ending}")
    [line] = table(tmp_path / "out.csv")
    assert (line["Name"], line["Organisation"]) == ("'-2 =1+1", f"'{FORMULA}")
    assert unguarded(line["Organisation"]) == FORMULA
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    cell = sheet.cell(2, 14)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)
    assert json.loads((tmp_path / "out.json").read_text())["entries"][0]["organisation"] == FORMULA


@pytest.mark.usefixtures("demo")
def test_a_longer_register_takes_no_more_questions_a_portion(
    tmp_path: Path, statements: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with statements() as together:
        export.write(tmp_path / "a.csv")
    monkeypatch.setattr(export, "AT_A_TIME", 20)
    with statements() as apart:
        export.write(tmp_path / "b.csv")
    assert len(apart) <= 2 * len(together)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.usefixtures("demo")
def test_an_export_that_fails_leaves_the_file_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "register.csv"
    path.write_text("yesterday")

    def failing() -> Any:
        yield from ()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "entries", failing)
    with pytest.raises(OSError, match="No space"):
        export.write(path)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("register.csv", "yesterday")]


def test_an_empty_register_is_a_heading(runner: FlaskCliRunner, tmp_path: Path) -> None:
    done = runner.invoke(args=["register", "export", str(tmp_path / "a.csv")])
    assert (done.exit_code, table(tmp_path / "a.csv")) == (0, [])
    assert done.stdout.startswith("0 entries written")
    runner.invoke(args=["register", "export", str(tmp_path / "a.json")])
    assert json.loads((tmp_path / "a.json").read_text())["entries"] == []


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.ods"])
def test_another_kind_of_file_is_refused(runner: FlaskCliRunner, tmp_path: Path, name: str) -> None:
    done = runner.invoke(args=["register", "export", str(tmp_path / name)])
    assert done.exit_code == 1
    assert "ends in .csv, .xlsx or .json" in done.stderr
    assert list(tmp_path.iterdir()) == []
