"""Loading a sheet: all of it or nothing, unless the good rows are asked for; the same sheet twice changes nothing.

`examine` says what loading would do and writes nothing. `load_sheet` is one operation: a process that dies on the way
leaves no trace. Rows are worked through in portions, so memory does not grow with the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from foundation import clock
from foundation.audit import SYSTEM, Actor
from foundation.database import db, in_operation, operation
from foundation.errors import DomainError, Refused
from register import operations, queries
from register.models import Entry
from register.rules import Record
from register.search import index
from register.sheets import changes, fingerprints, reading
from register.sheets.changes import Plan
from register.sheets.checking import Checked, Checker, Finding
from register.sheets.models import SheetRow
from register.sheets.reading import Sheet, Unreadable
from register.sheets.reading_csv import open_csv
from register.sheets.reading_xlsx import open_xlsx
from register.sheets.report import Report

PORTION = 1000
#: From so many new entries on, search counts its rows anew.
MANY = 2000
Progress = Callable[[int], None]


class RowsRefused(DomainError):
    """Some rows were refused, so nothing was loaded."""

    status = 409


@contextmanager
def open_sheet(path: Path) -> Iterator[Sheet]:
    """The register sheet in a file, CSV or XLSX.

    Raises:
        Unreadable: it is not one.
    """
    start = reading.look_at(path)
    with (open_xlsx if start.startswith(reading.ZIP) else open_csv)(path) as sheet:
        yield sheet


def examine(sheet: Sheet, report: Report, *, progress: Progress | None = None) -> None:
    """Say what loading the sheet would do; write nothing.

    Raises:
        Unreadable: it has no rows, or is damaged further down.
    """
    _Work(sheet, report, progress).run()


@operation
def load_sheet(
    sheet: Sheet, report: Report, *, accept_good_rows: bool, by: Actor, progress: Progress | None = None
) -> None:
    """Load the sheet. Nobody is written to: it tells the register what these people already know.

    Raises:
        RowsRefused: some rows were refused and `accept_good_rows` is False. The report is complete all the same.
        Unreadable: it has no rows, or is damaged further down.
        Refused: somebody else worked on the same entries at this moment.
    """
    work = _Work(sheet, report, progress, writer=_Writer(f"Loaded from {sheet.name}", by), all_=not accept_good_rows)
    try:
        work.run()
    except IntegrityError as error:
        raise Refused(
            "Somebody else put one of these people on the register just now. Nothing was loaded: load the sheet again."
        ) from error
    if report.refused and not accept_good_rows:
        raise RowsRefused("Some rows were refused, so nothing was loaded.")
    if report.new >= MANY:
        index.freshen(db.session.connection())


@dataclass
class _Writer:
    """Who writes, and why."""

    reason: str
    by: Actor


@dataclass(slots=True)
class _Known:
    """What the register has of a number already."""

    entry_id: int
    fingerprint: str | None


class _Work:
    """One walk through a sheet."""

    def __init__(
        self,
        sheet: Sheet,
        report: Report,
        progress: Progress | None,
        *,
        writer: _Writer | None = None,
        all_: bool = False,
    ) -> None:
        self._sheet = sheet
        self._report = report
        self._progress = progress
        #: None once nothing may be written (any more).
        self._writer = writer
        self._all = all_
        self._checker = Checker(sheet)

    def run(self) -> None:
        """Check every row, and write what may be written."""
        self._say_layout()
        rows = filter(None, map(self._checker.check, self._sheet.rows))
        while portion := list(islice(rows, PORTION)):
            self._portion(portion)
            if self._progress is not None:
                self._progress(self._report.rows)
        if not self._report.rows:
            raise Unreadable(f"{self._sheet.name} has headings and no rows under them.")
        for place in sorted(self._checker.nameless, key=lambda letters: (len(letters), letters)):
            problem = f"Column {place} has no heading. What is in it was left out."
            self._report.note(self._sheet.heading_row, Finding(place, "", problem))

    def _say_layout(self) -> None:
        row = self._sheet.heading_row
        for note in self._sheet.notes:
            self._report.note(row, Finding("", "", note))
        for heading in self._sheet.layout.unknown:
            problem = f"{heading} is not a column of the register sheet. What is in it was left out."
            self._report.note(row, Finding(heading, heading, problem))
        if absent := self._sheet.layout.absent:
            self._report.note(row, Finding("", "", f"The sheet has no column for: {', '.join(absent)}."))

    def _portion(self, portion: list[Checked]) -> None:
        good = [one for one in portion if one.admission is not None and not one.problems]
        known = _known([one.number for one in good])
        marks = {one.number: one.fingerprint for one in good}
        differing = {
            one.number: said
            for one in good
            if one.number in known and (said := fingerprints.changed(known[one.number].fingerprint, marks[one.number]))
        }
        plans = self._plans(good, known, differing)
        for one in good:
            if one.number in plans:
                one.problems.extend(plans[one.number].problems)
        if self._all and any(one.problems for one in portion):
            self._writer = None
        if self._writer is not None:
            self._write(self._writer, [one for one in good if not one.problems], known, marks, plans)
            if self._all and any(one.problems for one in good):
                self._writer = None
        elif plans and not in_operation():
            with suppress(_Rehearsed):
                rehearse([one for one in good if not one.problems], plans)
        self._tell(portion, known, plans)

    def _plans(
        self, good: list[Checked], known: dict[str, _Known], differing: dict[str, tuple[str, ...]]
    ) -> dict[str, Plan]:
        if not differing:
            return {}
        held: dict[int, Record] = queries.records([known[number].entry_id for number in differing])
        now = clock.now()
        heading = self._sheet.layout.heading
        return {
            one.number: changes.plan(
                held[known[one.number].entry_id],
                one.admission,
                differing[one.number],
                never_loaded=known[one.number].fingerprint is None,
                heading=heading,
                now=now,
            )
            for one in good
            if one.number in differing and one.admission is not None
        }

    def _write(
        self,
        writer: _Writer,
        rows: list[Checked],
        known: dict[str, _Known],
        marks: dict[str, str],
        plans: dict[str, Plan],
    ) -> None:
        fresh = [one for one in rows if one.number not in known]
        operations.load([one.admission for one in fresh if one.admission], reason=writer.reason, by=writer.by)
        now = clock.now()
        ids = queries.entry_ids([one.number for one in fresh])
        if ids:
            values = [
                {"entry_id": ids[one.number], "fingerprint": marks[one.number], "loaded_at": now} for one in fresh
            ]
            db.session.connection().execute(insert(SheetRow), values)
        for one in rows:
            if one.number in plans and _change(writer, one, plans[one.number]):
                held = known[one.number]
                mark = fingerprints.merged(held.fingerprint, marks[one.number])
                db.session.merge(SheetRow(entry_id=held.entry_id, fingerprint=mark, loaded_at=now))
        db.session.flush()
        db.session.expunge_all()

    def _tell(self, portion: list[Checked], known: dict[str, _Known], plans: dict[str, Plan]) -> None:
        report = self._report
        for one in portion:
            report.rows += 1
            if one.problems:
                report.refused += 1
                report.say(one.row, one.number, "refused", one.problems)
                continue
            report.say(one.row, one.number, "repaired", one.remarks)
            if one.admission is not None and not one.admission.email:
                report.without_email += 1
            if one.number not in known:
                report.new += 1
                continue
            plan = plans.get(one.number)
            if plan is not None and plan.calls:
                report.changed += 1
            else:
                report.unchanged += 1
            if plan is not None:
                report.say(one.row, one.number, "changed", plan.findings)


@operation
def rehearse(rows: list[Checked], plans: dict[str, Plan]) -> None:
    """Try the changes of these rows to learn which the register would refuse, and take every one of them back.

    Raises:
        _Rehearsed: always, so that nothing stays.
    """
    trying = _Writer("A trial of a sheet", SYSTEM)
    for one in rows:
        if one.number in plans:
            _change(trying, one, plans[one.number])
    raise _Rehearsed


class _Rehearsed(Exception):
    """The trial is over."""


def _change(writer: _Writer, row: Checked, plan: Plan) -> bool:
    """Run the operations of one row, all or none of them; says whether they went through."""
    try:
        with db.session.begin_nested():
            for verb, values in plan.calls:
                verb(row.number, **values, reason=writer.reason, by=writer.by)
    except Refused as refused:
        row.problems.append(Finding("", "", refused.sentence))
        return False
    return True


def _known(numbers: list[str]) -> dict[str, _Known]:
    """What the register has of these numbers, in one question."""
    if not numbers:
        return {}
    statement = (
        select(Entry.number, Entry.id, SheetRow.fingerprint)
        .outerjoin(SheetRow, SheetRow.entry_id == Entry.id)
        .where(Entry.number.in_(numbers))
    )
    return {row[0]: _Known(row[1], row[2]) for row in db.session.connection().execute(statement)}
