"""What came of a sheet: a report file with a line a finding, and a summary for the screen.

The report keeps the shape scripts rely on: `row,number,verdict,column,found,problem`, UTF-8. A row is `refused`; a cell
is `repaired` (also: something about it that the office should know); something on the register is `changed`.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from register.sheets.checking import READS_AS_LAPSED, Finding
from register.sheets.repair import guarded

HEADINGS = ("row", "number", "verdict", "column", "found", "problem")
Verdict = Literal["refused", "repaired", "changed"]
#: So many lines of a kind are told on the screen; the file has all.
TOLD = 40


class Told(NamedTuple):
    """One line of the report."""

    row: int
    number: str
    verdict: Verdict
    finding: Finding


@dataclass
class Report:
    """Counts what came of a sheet, and writes each line to `writer` as it comes."""

    writer: Any = None
    rows: int = 0
    refused: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    reads_as_lapsed: int = 0
    without_email: int = 0
    repaired: Counter[str] = field(default_factory=Counter)
    told: dict[str, list[Told]] = field(default_factory=lambda: {"refused": [], "changed": []})
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> int:
        """How many rows can be loaded."""
        return self.rows - self.refused

    def say(self, row: int, number: str, verdict: Verdict, findings: Iterable[Finding]) -> None:
        """Write down what was found in a row."""
        for finding in findings:
            if verdict == "repaired" and finding.problem.startswith(READS_AS_LAPSED):
                self.reads_as_lapsed += 1
            elif verdict == "repaired":
                self.repaired[finding.column] += 1
            elif len(self.told[verdict]) < TOLD:
                self.told[verdict].append(Told(row, number, verdict, finding))
            if self.writer is not None:
                cells = (finding.column, finding.found, finding.problem)
                self.writer.writerow((row, guarded(number), verdict, *(guarded(_one_line(cell)) for cell in cells)))

    def note(self, row: int, finding: Finding) -> None:
        """Write down something about the whole sheet."""
        self.notes.append(finding.problem)
        if self.writer is not None:
            self.writer.writerow(
                (row, "", "repaired", guarded(finding.column), guarded(finding.found), finding.problem)
            )


def _one_line(cell: str) -> str:
    return " ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell


@contextmanager
def writing(path: Path | None) -> Iterator[Report]:
    """A report that lands at `path`, whole, when the work is done; an error leaves what was there before."""
    if path is None:
        yield Report()
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow(HEADINGS)
            yield Report(writer)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


# -------------------------------------------------------------------------------------------------------- the screen


def summary(report: Report, *, name: str, loaded: bool, tried: bool) -> Iterator[str]:
    """What the person at the screen should know. `tried` says that loading was asked for."""
    yield f"{name}: {_many(report.rows, 'row')}. {report.good:,} good, {report.refused:,} refused."
    new, changed = ("put on the register", "changed") if loaded else ("new", "would change")
    yield f"  {report.new:,} {new}, {report.changed:,} {changed}, {report.unchanged:,} unchanged on the register."
    if report.repaired:
        columns = ", ".join(f"{column} {count:,}" for column, count in sorted(report.repaired.items()))
        yield f"  Repaired or worth a look, by column: {columns}."
    if report.reads_as_lapsed:
        yield (
            f"  {_many(report.reads_as_lapsed, 'entry', 'entries')} whose Status says registered will read as lapsed, "
            "because the period has ended."
        )
    if report.without_email:
        people = _many(report.without_email, "person", "people")
        yield f"  {people} without an email address: the institute cannot write to them."
    for note in report.notes:
        yield f"  {printable(note)}"
    yield from _listed("Refused", report.told["refused"], report.refused)
    yield from _listed("Changed" if loaded else "Would change", report.told["changed"], report.changed)
    yield _last(report, loaded=loaded, tried=tried)


def _last(report: Report, *, loaded: bool, tried: bool) -> str:
    if loaded:
        if report.new or report.changed:
            return f"Loaded: {report.new:,} new, {report.changed:,} changed."
        return "Nothing to change: the register says all this already."
    if tried:
        return (
            "Nothing was loaded, because some rows were refused. Put them right, or load the others with "
            "--accept-good-rows."
        )
    return "This was a trial: nothing was changed. Add --commit to load the sheet."


def _listed(heading: str, lines: list[Told], rows: int) -> Iterator[str]:
    if not lines:
        return
    yield f"{heading}:"
    for row, number, _, finding in lines:
        found = f" “{printable(finding.found)}”" if finding.found.strip() else ""
        who = printable(number) or "no number"
        yield f"  Row {row}, {who}, {printable(finding.column)}{found}: {printable(finding.problem)}"
    shown = len({line.row for line in lines})
    if rows > shown:
        yield f"  … and {_many(rows - shown, 'row')} more. All of them are in the report (--report OUT.csv)."


def _many(count: int, one: str, more: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def printable(text: str) -> str:
    """Text without what could move the cursor or change the screen."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
