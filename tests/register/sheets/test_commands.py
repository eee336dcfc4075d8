"""`flask register import` and `export` as scripts and people run them: exit codes, the report file, the words."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner

from foundation.references import register_number
from register.sheets import loading
from tests.conftest import StillClock
from tests.register.sheets.sheet_files import DATA, HEADINGS, TODAY, csv_file, row


@pytest.fixture(autouse=True)
def _today(set_clock: StillClock) -> None:
    set_clock(f"{TODAY} 12:00")


def run(runner: FlaskCliRunner, *words: str | Path) -> Result:
    return runner.invoke(args=["register", "import", *map(str, words)])


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_good_rows_alone_are_exit_0(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1), row(2)])
    tried = run(runner, path)
    assert tried.exit_code == 0
    assert "2 rows. 2 good, 0 refused." in tried.stdout
    assert "2 new" in tried.stdout
    assert "This was a trial: nothing was changed." in tried.stdout
    loaded = run(runner, path, "--commit")
    assert loaded.exit_code == 0
    assert loaded.stdout.endswith("Loaded: 2 new, 0 changed.\n")
    assert loaded.stderr == ""
    again = run(runner, path, "--commit")
    assert again.stdout.endswith("Nothing to change: the register says all this already.\n")


def test_refused_rows_are_exit_1_and_nothing_is_loaded(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1), row(2, Email="x")])
    refused = run(runner, path, "--commit")
    assert refused.exit_code == 1
    assert "Nothing was loaded, because some rows were refused." in refused.stdout
    assert "Row 3, CM000002C, Email “x”: This is not an email address." in refused.stdout
    assert "1 new" in run(runner, path).stdout


def test_the_good_rows_are_loaded_when_asked_for(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1), row(2, Email="x")])
    loaded = run(runner, path, "--commit", "--accept-good-rows")
    assert loaded.exit_code == 1
    assert loaded.stdout.endswith("Loaded: 1 new, 0 changed.\n")
    assert "0 new, 0 would change, 1 unchanged" in run(runner, path).stdout


@pytest.mark.parametrize("content", ["", "some,other,table\n1,2,3\n", "Reg No,Surname\n"])
def test_an_unreadable_file_is_exit_2(runner: FlaskCliRunner, tmp_path: Path, content: str) -> None:
    path, report = tmp_path / "a.csv", tmp_path / "report.csv"
    path.write_text(content)
    unreadable = run(runner, path, "--commit", "--report", report)
    assert unreadable.exit_code == 2
    assert unreadable.stderr.startswith("a.csv ")
    assert unreadable.stdout == ""
    assert not report.exists()


def test_a_file_that_breaks_off_is_exit_2_and_leaves_nothing(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(digits) for digits in range(1, 2500)])
    path.write_text(path.read_text().replace(f"{register_number(2400)},Ms", f'{register_number(2400)},"Ms'))
    assert run(runner, path, "--commit", "--accept-good-rows").exit_code == 2
    path = csv_file(tmp_path / "a.csv", [row(1)])
    assert "1 new" in run(runner, path).stdout


def test_a_missing_file_is_exit_2(runner: FlaskCliRunner, tmp_path: Path) -> None:
    assert run(runner, tmp_path / "none.csv").exit_code == 2


def test_a_report_that_cannot_be_written_is_said(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1)])
    refused = run(runner, path, "--commit", "--report", tmp_path / "none" / "report.csv")
    assert refused.exit_code == 2
    assert "cannot be read or written" in refused.stderr
    assert "1 new" in run(runner, path).stdout


def test_a_report_never_takes_the_place_of_the_sheet(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1)])
    before = path.read_bytes()
    assert run(runner, path, "--report", path).exit_code == 2
    assert path.read_bytes() == before


def test_the_report_keeps_its_shape(runner: FlaskCliRunner, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    assert run(runner, DATA / "registrants.csv", "--report", report).exit_code == 1
    found = lines(report)
    assert list(found[0]) == ["row", "number", "verdict", "column", "found", "problem"]
    assert {line["verdict"] for line in found} == {"refused", "repaired"}
    assert len({line["row"] for line in found if line["verdict"] == "refused"}) == 38
    assert {"row": "20", "number": "CM971767T", "verdict": "refused", "column": "Status"}.items() <= found[
        [line["row"] for line in found].index("20")
    ].items()
    assert sum("reads as lapsed" in line["problem"] for line in found) > 0
    assert report.read_bytes().startswith(b"row,number,verdict,column,found,problem\r\n")
    assert [path.name for path in tmp_path.iterdir()] == ["report.csv"]


def test_the_report_tells_what_changes(runner: FlaskCliRunner, tmp_path: Path) -> None:
    run(runner, csv_file(tmp_path / "a.csv", [row(1)]), "--commit")
    changed, report = csv_file(tmp_path / "b.csv", [row(1, Town="York")]), tmp_path / "report.csv"
    tried = run(runner, changed, "--report", report)
    assert tried.exit_code == 0
    assert "Would change:\n  Row 2, CM000001B, Town “York”: Leeds becomes York.\n" in tried.stdout
    assert lines(report) == [
        {
            "row": "2",
            "number": "CM000001B",
            "verdict": "changed",
            "column": "Town",
            "found": "York",
            "problem": "Leeds becomes York.",
        }
    ]
    assert "Changed:\n" in run(runner, changed, "--commit").stdout


def test_what_is_no_column_is_named_on_the_screen_and_in_the_report(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [{**row(1), "Notes": "ask Sue", "": "x"}], headings=[*HEADINGS, "Notes", ""])
    report = tmp_path / "report.csv"
    tried = run(runner, path, "--report", report)
    assert tried.exit_code == 0
    assert "Notes is not a column of the register sheet. What is in it was left out." in tried.stdout
    assert "Column U has no heading. What is in it was left out." in tried.stdout
    assert [(line["row"], line["verdict"], line["column"]) for line in lines(report)] == [
        ("1", "repaired", "Notes"),
        ("1", "repaired", "U"),
    ]


def test_nothing_in_a_report_is_a_formula(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path, report = csv_file(tmp_path / "a.csv", [row(1, Email="=1+1", Reg_No="=2+2")]), tmp_path / "report.csv"
    run(runner, path, "--report", report)
    for line in lines(report):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in line.values())
    assert [line["found"] for line in lines(report)] == ["'=2+2", "'=1+1"]


def test_nothing_in_a_sheet_moves_the_screen(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1, Email="\x1b[2J\x1b]0;x\x07", Reg_No="\x1b[31mCM")])
    assert "\x1b" not in run(runner, path).stdout


def test_only_so_many_rows_are_told_on_the_screen(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(digits, Email="x") for digits in range(1, 101)])
    assert "… and 60 rows more." in run(runner, path).stdout


def test_progress_is_shown_on_a_screen_only(
    runner: FlaskCliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "PORTION", 2)
    path = csv_file(tmp_path / "a.csv", [row(digits) for digits in range(1, 6)])
    assert run(runner, path).stderr == ""
    monkeypatch.setattr("register.commands.sheets._on_a_screen", lambda: True)
    shown = run(runner, path).stderr
    assert "\r2 rows checked …\r4 rows checked …\r5 rows checked …" in shown


def test_people_without_an_address_are_counted(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(1, Email=""), row(2)])
    assert "1 person without an email address" in run(runner, path).stdout
