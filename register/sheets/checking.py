"""One row of the sheet into an admission, or into everything that is wrong with it.

Refuses: a wrong check letter, a number that stands in the sheet twice, no name, days that cannot be read, an end before
its start, an unknown status, practice area or group of people, a bad e-mail address, cells longer than the register
keeps, and cells in which the spreadsheet itself reports an error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from foundation import clock
from foundation.references import read_number
from foundation.words import say_day as say
from register.operations import Admission, OtherPlace
from register.operations.departures import ending_fact
from register.rules import EndingFact, ParticularsFact, PeriodFact
from register.sheets import cells, dates, repair
from register.sheets.cells import Problem
from register.sheets.columns import column, letters
from register.sheets.reading import Row, Sheet
from register.sheets.reading_xlsx import unescaped
from register.vocabulary import EndingKind

#: Longer than this a period is taken for a slip of the year.
LONGEST_PERIOD_YEARS = 5
_TEXTS: dict[str, Callable[[str], str]] = {
    "title": repair.title,
    "forenames": lambda cell: repair.name(cell, given=True),
    "surname": repair.name,
    "known_as": repair.name,
    "town": repair.place,
}


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
    repairs: list[Finding] = field(default_factory=list)
    admission: Admission | None = None
    #: What the row says, field by field, in one spelling; for telling whether it changed.
    said: dict[str, str] = field(default_factory=dict)


class Checker:
    """Checks the rows of one sheet, in order."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._places = sheet.layout.places
        self._width = len(sheet.layout.headings)
        self._nameless = [place for place, heading in enumerate(sheet.layout.headings) if not heading.strip()]
        self._seen: dict[str, int] = {}
        self._now = clock.now()
        self._today = clock.day_of(self._now)
        self._headings = {name: sheet.layout.heading(name) for name in (*self._places, "surname")}
        #: Columns with something in them and no heading, by their letters.
        self.nameless: set[str] = set()

    def check(self, row: Row) -> Checked | None:
        """The row checked; None when it is blank."""
        if not any(cell is not None and str(cell).strip() for cell in row.cells):
            return None
        done = Checked(row.number, "")
        self._beyond(row, done)
        self._number(row, done)
        said = done.said
        texts = {name: self._text(row, done, name) for name in ("title", "forenames", "surname", "known_as", "town")}
        previous = self._read(row, done, "previous_names", cells.names, ())
        previous = self._proper(row, done, previous)
        if not (texts["forenames"] or texts["surname"] or texts["known_as"]):
            self._refuse_nameless(row, done)
        email = self._read(row, done, "email", lambda cell: cells.email(cell) if cell else "", "")
        outcode = self._outcode(row, done)
        areas = self._read(row, done, "areas", cells.areas, ())
        works = self._read(row, done, "works_with", cells.works_with, None)
        languages = self._read(row, done, "languages", cells.names, ())
        organisation = self._text(row, done, "organisation")
        others: tuple[OtherPlace, ...] = self._read(row, done, "other", cells.other_registers, ())
        certificate = self._read(row, done, "certificate", cells.yes_or_no, False)
        shows = self._read(row, done, "shows_previous_names", cells.yes_or_no, False)
        first = self._day(row, done, "first_registered")
        period = self._period(row, done, first)
        insured = self._day(row, done, "insured_to", may_be_empty=True)
        kind = self._status(row, done, period)
        if done.problems or first is None or period is None:
            return done
        ending = self._ending(kind, period)
        done.admission = Admission(
            ParticularsFact(
                effective_from=clock.start_of_day(min(first, period.starts_on, self._today)),
                title=texts["title"],
                forenames=texts["forenames"],
                surname=texts["surname"],
                known_as=texts["known_as"],
                previous_names=list(previous),
                shows_previous_names=shows,
                town=texts["town"],
                outcode=outcode,
                areas=[area.value for area in areas],
                works_with=works,
                languages=list(languages),
                organisation=organisation,
                holds_certificate=certificate,
                first_registered_on=first,
            ),
            [period],
            email,
            done.number,
            insured,
            others,
            ending,
        )
        for name, text in (
            *texts.items(),
            ("organisation", organisation),
            ("email", email),
            ("outcode", outcode),
            ("previous_names", "; ".join(previous)),
            ("languages", "; ".join(languages)),
            ("areas", "; ".join(areas)),
            ("works_with", works or ""),
            ("other", "; ".join([f"{one.body} {one.number}" for one in others])),
            ("certificate", "yes" if certificate else ""),
            ("shows_previous_names", "yes" if shows else ""),
            ("first_registered", first.isoformat()),
            ("insured_to", insured.isoformat() if insured else ""),
        ):
            if name in self._places:
                said[name] = text
        said["period"] = f"{period.starts_on} {period.ends_on}"
        said["ending"] = kind.value if kind else ""
        return done

    # ------------------------------------------------------------------------------------------------- single cells

    def _typed(self, row: Row, name: str) -> Any:
        place = self._places.get(name)
        if place is None or place >= len(row.cells):
            return ""
        value = row.cells[place]
        return "" if value is None else value

    def _refuse(self, done: Checked, name: str, found: object, problem: str) -> None:
        done.problems.append(Finding(self._headings[name], _shown(found), problem))

    def _repaired(self, done: Checked, name: str, found: object, problem: str) -> None:
        done.repairs.append(Finding(self._headings[name], _shown(found), problem))

    def _line(self, row: Row, done: Checked, name: str) -> str | None:
        """The cell as one line of text before repair; None when it was refused."""
        typed = self._typed(row, name)
        if type(typed) is not str:
            if isinstance(typed, date | datetime):
                self._refuse(done, name, typed, "The spreadsheet made a date of this cell. Type the text again.")
                return None
            typed = _as_text(typed)
        elif typed in repair.BROKEN:
            self._refuse(done, name, typed, "A formula here has no result. Type the value itself.")
            return None
        longest = column(name).longest
        if len(typed) > longest and len(repair.text(typed)) > longest:
            self._refuse(done, name, typed, f"This is too long: {len(typed)} letters. At most {longest} fit.")
            return None
        return repair.unguarded(unescaped(typed))

    def _text(self, row: Row, done: Checked, name: str) -> str:
        """A cell of text, repaired."""
        typed = self._line(row, done, name)
        if not typed:
            return ""
        kept = _TEXTS.get(name, repair.text)(typed)
        if kept != typed:
            self._repaired(
                done, name, typed, f"Kept as {kept} ({repair.what(typed, kept)})." if kept else "Nothing to keep."
            )
        return kept

    def _read(self, row: Row, done: Checked, name: str, reader: Callable[[str], Any], instead: Any) -> Any:
        """A cell through a reader that may refuse it."""
        typed = self._line(row, done, name)
        if not typed:
            return instead
        tidy = repair.text(typed)
        try:
            value = reader(tidy)
        except Problem as problem:
            self._refuse(done, name, typed, str(problem))
            return instead
        if tidy != typed:
            self._repaired(done, name, typed, f"Read as {tidy} ({repair.what(typed, tidy)}).")
        return value

    def _proper(self, row: Row, done: Checked, previous: Sequence[str]) -> tuple[str, ...]:
        kept = tuple(repair.name(one) for one in previous)
        if kept != tuple(previous):
            typed = self._typed(row, "previous_names")
            self._repaired(done, "previous_names", typed, f"Kept as {'; '.join(kept)} (capitals).")
        return kept

    def _outcode(self, row: Row, done: Checked) -> str:
        typed = self._line(row, done, "outcode")
        if not typed:
            return ""
        found, note = cells.outcode(repair.text(typed))
        if note:
            self._repaired(done, "outcode", typed, note)
        return found

    def _day(self, row: Row, done: Checked, name: str, *, may_be_empty: bool = False) -> date | None:
        if name not in self._places:
            return None
        typed = self._typed(row, name)
        if type(typed) is str:
            text = repair.text(typed) if not typed.isalnum() else typed
            if may_be_empty and not text:
                return None
            if text in repair.BROKEN:
                self._refuse(done, name, typed, "A formula here has no result. Type the date itself.")
                return None
            found = dates.read_day(text) if len(text) <= 40 else dates.Day(None, dates.NOT_A_DATE)
            tidy = text == typed
        elif isinstance(typed, datetime | date):
            found, tidy = dates.from_cell(typed), True
        elif isinstance(typed, int | float) and not isinstance(typed, bool) and typed == int(typed):
            found, tidy = dates.serial(int(typed), begins=self._sheet.days_begin), True
        else:
            found, tidy = dates.Day(None, dates.NOT_A_DATE), True
        if found.day is None:
            self._refuse(done, name, typed, found.problem)
        elif found.unusual or not tidy:
            self._repaired(done, name, typed, f"Read as {say(found.day)}.")
        return found.day

    # ------------------------------------------------------------------------------------------- cells that must agree

    def _beyond(self, row: Row, done: Checked) -> None:
        """Cells where no heading is: in a CSV a row too long has slipped; in a workbook they are left out and named."""
        for place in self._nameless:
            if place < len(row.cells) and row.cells[place] not in {None, ""}:
                self.nameless.add(letters(place))
        if len(row.cells) <= self._width:
            return
        for place in range(self._width, len(row.cells)):
            cell = row.cells[place]
            if cell is None or not str(cell).strip():
                continue
            if self._sheet.rows_may_be_wider:
                self.nameless.add(letters(place))
            else:
                problem = "This row has more cells than the heading. Does one need quotation marks?"
                done.problems.append(Finding(letters(place), _shown(cell), problem))
                return

    def _number(self, row: Row, done: Checked) -> None:
        typed = _as_text(self._typed(row, "number"))
        reading = read_number(typed[:40])
        if reading.number is None:
            done.number = " ".join(typed.split())[:40]
            self._refuse(done, "number", typed, reading.problem or "This is not a registration number.")
            return
        done.number = reading.number
        before = self._seen.setdefault(reading.number, row.number)
        if before != row.number:
            self._refuse(done, "number", typed, f"Row {before} has this number already. Keep one of the two rows.")
        elif typed != reading.number:
            self._repaired(done, "number", typed, f"Read as {reading.number}.")

    def _refuse_nameless(self, row: Row, done: Checked) -> None:
        names = [self._headings[name] for name in ("forenames", "surname", "known_as") if name in self._places]
        column_, found = self._headings["surname"], self._typed(row, "surname")
        if not any(one.column in names for one in done.problems):
            either = " or ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} or {names[-1]}"
            done.problems.append(
                Finding(column_, _shown(found), f"There is no name. Fill in {either}: one name is enough.")
            )

    def _period(self, row: Row, done: Checked, first: date | None) -> PeriodFact | None:
        starts, ends = self._day(row, done, "period_from"), self._day(row, done, "period_to")
        if first is not None and starts is not None and first > starts:
            found = self._typed(row, "first_registered")
            problem = f"The first registration cannot come after the start of this period, {say(starts)}."
            self._refuse(done, "first_registered", found, problem)
        if starts is None or ends is None:
            return None
        if ends < starts:
            problem = f"The period ends before it starts on {say(starts)}."
            self._refuse(done, "period_to", self._typed(row, "period_to"), problem)
            return None
        if ends.year - starts.year > LONGEST_PERIOD_YEARS:
            problem = f"The period is longer than {LONGEST_PERIOD_YEARS} years, from {say(starts)}. Check the year."
            self._refuse(done, "period_to", self._typed(row, "period_to"), problem)
            return None
        return PeriodFact(starts, ends)

    def _status(self, row: Row, done: Checked, period: PeriodFact | None) -> EndingKind | None:
        typed = self._line(row, done, "status")
        if typed is None:
            return None
        tidy = repair.text(typed)
        try:
            label, kind = cells.status(tidy)
        except Problem as problem:
            self._refuse(done, "status", typed, str(problem))
            return None
        if period is not None:
            self._compare(done, typed, label, kind, period)
        if typed != label:
            self._repaired(done, "status", typed, f"Read as {label}.")
        return kind

    def _compare(self, done: Checked, typed: str, label: str, kind: EndingKind | None, period: PeriodFact) -> None:
        """Say where the typed status and the period disagree. The period decides what the entry says."""
        over = self._now >= clock.end_of_day(period.ends_on) if period.ends_on <= self._today else False
        if label == "Registered" and over:
            self._repaired(done, "status", typed, f"{READS_AS_LAPSED}: the period ended on {say(period.ends_on)}.")
        elif label == "Registered" and period.starts_on > self._today:
            self._repaired(
                done, "status", typed, f"The entry is shown from {say(period.starts_on)}, when the period begins."
            )
        elif label == "Lapsed" and not over:
            problem = f"The entry reads as registered: the period runs until {say(period.ends_on)}. Check both."
            self._repaired(done, "status", typed, problem)
        elif kind is not None and not over:
            problem = f"The period runs until {say(period.ends_on)}. Put the last day on the register into Period to."
            self._refuse(done, "status", typed, problem)

    @staticmethod
    def _ending(kind: EndingKind | None, period: PeriodFact) -> EndingFact | None:
        return ending_fact(kind, clock.last_moment_of(period.ends_on)) if kind is not None else None


READS_AS_LAPSED = "The entry reads as lapsed"


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _shown(value: object) -> str:
    """A cell as the report shows it: as typed, on one line, cut when very long."""
    text = value.date().isoformat() if isinstance(value, datetime) else _as_text(value)
    return text if len(text) <= 200 else f"{text[:200]}…"
