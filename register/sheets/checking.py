"""One row of the sheet into an admission, or into everything that is wrong with it.

Refuses: a wrong check letter, a number that stands in the sheet twice, no name, days that cannot be read, an end before
its start, an unknown status, practice area or group of people, a bad email address, cells longer than the register
keeps, and cells in which the spreadsheet itself reports an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from foundation import clock
from foundation.words import say_day
from register.operations import Admission
from register.operations.departures import ending_fact
from register.rules import EndingFact, ParticularsFact, PeriodFact
from register.sheets.cell_reading import EMPTY, Reader, as_text
from register.sheets.columns import FIELDS, letters
from register.sheets.fingerprints import fingerprint, mark
from register.sheets.reading import Row, Sheet
from register.vocabulary import EndingKind

#: Longer than this a period is taken for a slip of the year.
LONGEST_PERIOD_YEARS = 5
READS_AS_LAPSED = "The entry reads as lapsed"
_LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about one cell: the heading of its column, the cell as typed, and the sentence."""

    column: str
    found: str
    problem: str


@dataclass(slots=True)
class Checked:
    """A row after checking. Refused when it has problems; else `admission` is there."""

    row: int
    number: str
    problems: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    admission: Admission | None = None
    #: What the row says, in marks; for telling whether it changed.
    fingerprint: str = ""


class Checker:
    """Checks the rows of one sheet, in order."""

    def __init__(self, sheet: Sheet) -> None:
        places = sheet.layout.places
        self._sheet = sheet
        self._places = places
        self._readers = [
            (name, places[name], Reader(name, days_begin=sheet.days_begin)) for name in FIELDS if name in places
        ]
        self._absent = {name: EMPTY.get(name, "") for name in FIELDS if name not in places}
        self._width = len(sheet.layout.headings)
        self._nameless = [place for place, heading in enumerate(sheet.layout.headings) if not heading.strip()]
        self._seen: dict[str, int] = {}
        self._now = clock.now()
        self._today = clock.day_of(self._now)
        self._headings = {name: sheet.layout.heading(name) for name in FIELDS}
        #: Columns with something in them and no heading, by their letters.
        self.nameless: set[str] = set()

    def check(self, row: Row) -> Checked | None:
        """The row checked; None when it is blank."""
        if _is_blank(row):
            return None
        done = Checked(row.number, "")
        cells, width = row.cells, len(row.cells)
        if self._nameless or width > self._width:
            self._beyond(row, done)
        values: dict[str, Any] = dict(self._absent)
        marks: dict[str, str] = {}
        for name, place, reader in self._readers:
            found = reader(cells[place] if place < width else "")
            values[name], marks[name] = found.value, found.mark
            if found.problem:
                self._refuse(done, name, row, found.problem)
            elif found.remark:
                self._remark(done, name, row, found.remark)
        done.number = values["number"]
        self._once(row, done)
        if not (values["surname"] or values["forenames"] or values["known_as"]):
            self._refuse_nameless(row, done)
        period = self._period(row, done, values)
        kind = self._ending_kind(row, done, values["status"], period)
        if done.problems or period is None:
            return done
        done.admission = self._admission(done.number, values, period, kind)
        marks["period"] = mark(f"{period.starts_on} {period.ends_on}")
        marks["ending"] = marks["status"]
        done.fingerprint = fingerprint(marks)
        return done

    def _admission(self, number: str, values: dict[str, Any], period: PeriodFact, kind: EndingKind | None) -> Admission:
        first = values["first_registered"]
        return Admission(
            ParticularsFact(
                effective_from=clock.start_of_day(min(first, period.starts_on, self._today)),
                title=values["title"],
                forenames=values["forenames"],
                surname=values["surname"],
                known_as=values["known_as"],
                previous_names=list(values["previous_names"]),
                shows_previous_names=values["shows_previous_names"],
                town=values["town"],
                outcode=values["outcode"],
                areas=[area.value for area in values["areas"]],
                works_with=values["works_with"],
                languages=list(values["languages"]),
                organisation=values["organisation"],
                holds_certificate=values["certificate"],
                first_registered_on=first,
            ),
            [period],
            values["email"],
            number,
            values["insured_to"],
            values["other"],
            _ending(kind, period),
        )

    # ----------------------------------------------------------------------------------------------------- findings

    def _typed(self, row: Row, name: str) -> object:
        place = self._places.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _refuse(self, done: Checked, name: str, row: Row, problem: str) -> None:
        done.problems.append(Finding(self._headings[name], _shown(self._typed(row, name)), problem))

    def _remark(self, done: Checked, name: str, row: Row, remark: str) -> None:
        done.remarks.append(Finding(self._headings[name], _shown(self._typed(row, name)), remark))

    # ------------------------------------------------------------------------------------------- cells that must agree

    def _beyond(self, row: Row, done: Checked) -> None:
        """Cells where no heading is: in a CSV a row too long has slipped; in a workbook they are left out and named."""
        for place in self._nameless:
            if place < len(row.cells) and as_text(row.cells[place]).strip():
                self.nameless.add(letters(place))
        for place in range(self._width, len(row.cells)):
            cell = row.cells[place]
            if not as_text(cell).strip():
                continue
            if not self._sheet.rows_may_be_wider:
                problem = "This row has more cells than the heading. Does one need quotation marks?"
                done.problems.append(Finding(letters(place), _shown(cell), problem))
                return
            self.nameless.add(letters(place))

    def _once(self, row: Row, done: Checked) -> None:
        """A number stands in the sheet once: the second row with it is refused, whatever became of the first."""
        if any(one.column == self._headings["number"] for one in done.problems):
            return
        before = self._seen.setdefault(done.number, row.number)
        if before != row.number:
            self._refuse(done, "number", row, f"Row {before} has this number already. Keep one of the two rows.")

    def _refuse_nameless(self, row: Row, done: Checked) -> None:
        names = [self._headings[name] for name in ("forenames", "surname", "known_as") if name in self._places]
        if any(one.column in names for one in done.problems):
            return
        either = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
        self._refuse(done, "surname", row, f"There is no name. Fill in {either}: one name is enough.")

    def _period(self, row: Row, done: Checked, values: dict[str, Any]) -> PeriodFact | None:
        first, starts, ends = values["first_registered"], values["period_from"], values["period_to"]
        if first is not None and starts is not None and first > starts:
            problem = f"The first registration cannot come after the start of this period, {say_day(starts)}."
            self._refuse(done, "first_registered", row, problem)
        if starts is None or ends is None:
            return None
        if ends < starts:
            self._refuse(done, "period_to", row, f"The period ends before it starts on {say_day(starts)}.")
            return None
        if ends.year - starts.year > LONGEST_PERIOD_YEARS:
            problem = f"The period is longer than {LONGEST_PERIOD_YEARS} years, from {say_day(starts)}. Check the year."
            self._refuse(done, "period_to", row, problem)
            return None
        return PeriodFact(starts, ends)

    def _ending_kind(
        self, row: Row, done: Checked, status: tuple[str, EndingKind | None] | None, period: PeriodFact | None
    ) -> EndingKind | None:
        """The ending that the status records. Says where status and period disagree: the period decides."""
        if status is None or period is None:
            return None
        label, kind = status
        over = period.ends_on <= self._today and self._now >= clock.end_of_day(period.ends_on)
        if label == "Registered" and over:
            self._remark(done, "status", row, f"{READS_AS_LAPSED}: the period ended on {say_day(period.ends_on)}.")
        elif label == "Registered" and period.starts_on > self._today:
            remark = f"The entry is shown from {say_day(period.starts_on)}, when the period begins."
            self._remark(done, "status", row, remark)
        elif label == "Lapsed" and not over:
            remark = f"The entry does not read as lapsed: the period runs until {say_day(period.ends_on)}. Check both."
            self._remark(done, "status", row, remark)
        elif kind is not None and not over:
            problem = (
                f"The period runs until {say_day(period.ends_on)}. Put the last day on the register into Period to."
            )
            self._refuse(done, "status", row, problem)
        return kind


def _ending(kind: EndingKind | None, period: PeriodFact) -> EndingFact | None:
    return ending_fact(kind, clock.last_moment_of(period.ends_on)) if kind is not None else None


def _is_blank(row: Row) -> bool:
    return next((False for cell in row.cells if cell and as_text(cell).strip()), True)


def _shown(value: object) -> str:
    """A cell as the report shows it: as typed, cut when very long."""
    text = value.date().isoformat() if isinstance(value, datetime) else as_text(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
