"""One cell through repair and through its column's reader: a value, or a problem, or a value and a remark.

What a cell means depends on its column and its text alone, so equal cells are read once. Refuses cells too long for the
register, dates the spreadsheet made of text, and formulas without a result.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from foundation.references import read_number
from foundation.words import say_day
from register.sheets import cells, dates, repair
from register.sheets.cells import Problem
from register.sheets.columns import column
from register.sheets.fingerprints import mark
from register.sheets.reading_xlsx import unescaped

#: So many different texts of a column are remembered.
REMEMBERED = 20_000


class Reading(NamedTuple):
    """What one cell says. `mark` is the fingerprint of the value."""

    value: Any
    mark: str = ""
    problem: str = ""
    remark: str = ""


#: What a field is when the sheet has no such column, or the cell is empty.
EMPTY: dict[str, Any] = {
    "previous_names": (),
    "shows_previous_names": False,
    "areas": (),
    "works_with": None,
    "languages": (),
    "other": (),
    "certificate": False,
    "first_registered": None,
    "period_from": None,
    "period_to": None,
    "insured_to": None,
}
_DAYS = frozenset({"first_registered", "period_from", "period_to", "insured_to"})
_TEXTS: dict[str, Callable[[str], str]] = {
    "title": repair.title,
    "forenames": lambda typed: repair.name(typed, given=True),
    "surname": repair.name,
    "known_as": repair.name,
    "town": repair.place,
    "organisation": repair.text,
}
_READERS: dict[str, Callable[[str], Any]] = {
    "previous_names": cells.names,
    "shows_previous_names": cells.yes_or_no,
    "email": cells.email,
    "areas": cells.areas,
    "works_with": cells.works_with,
    "languages": cells.names,
    "other": cells.other_registers,
    "certificate": cells.yes_or_no,
}
#: Few cells of these are equal.
_DIFFERENT = frozenset({"number", "email"})


class Reader:
    """Reads the cells of one column."""

    def __init__(self, field: str, *, days_begin: date) -> None:
        self.field = field
        self._days_begin = days_begin
        self._read = self._reader()
        self._known: dict[str, Reading] = {}
        self._remembers = field not in _DIFFERENT

    def __call__(self, typed: object) -> Reading:
        """What the cell says."""
        if type(typed) is not str:
            return self._other(typed)
        if not self._remembers:
            return self._read(typed)
        found = self._known.get(typed)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[typed] = self._read(typed)
        return found

    def _reader(self) -> Callable[[str], Reading]:
        if self.field == "number":
            return _number
        if self.field == "status":
            return _status
        if self.field == "outcode":
            return _outcode
        if self.field in _DAYS:
            return self._day
        return self._text if self.field in _TEXTS else self._list

    def _other(self, typed: object) -> Reading:
        """A cell that is no text: a date, a number, yes or no; or empty."""
        if typed is None:
            return self("")
        if self.field in _DAYS:
            if isinstance(typed, datetime | date):
                return _as_day(dates.from_cell(typed))
            if isinstance(typed, int | float) and not isinstance(typed, bool) and 0 < typed < 200_000:
                return _as_day(dates.serial(int(typed), begins=self._days_begin))
            return Reading(None, problem=dates.NOT_A_DATE)
        if isinstance(typed, datetime | date):
            problem = "The spreadsheet made a date of this cell. Type the text again."
            return Reading(EMPTY.get(self.field, ""), problem=problem)
        return self(as_text(typed))

    def _day(self, typed: str) -> Reading:
        text = repair.text(typed)
        if not text and self.field == "insured_to":
            return Reading(None, mark(""))
        if text in repair.BROKEN:
            return Reading(None, problem=_NO_RESULT)
        if len(text) > column(self.field).longest:
            return Reading(None, problem=dates.NOT_A_DATE)
        return _as_day(dates.read_day(text), tidy=text == typed)

    def _text(self, typed: str) -> Reading:
        if problem := _unfit(self.field, typed):
            return Reading("", problem=problem)
        plain = repair.unguarded(unescaped(typed))
        kept = _TEXTS[self.field](plain)
        return Reading(kept, mark(kept), remark=_kept(plain, kept))

    def _list(self, typed: str) -> Reading:
        empty = EMPTY.get(self.field, "")
        if problem := _unfit(self.field, typed):
            return Reading(empty, problem=problem)
        plain = repair.unguarded(unescaped(typed))
        text = repair.text(_lines_as_list(plain, self.field))
        if not text:
            return Reading(empty, mark(""))
        try:
            value = _READERS[self.field](text)
        except Problem as problem_:
            return Reading(empty, problem=str(problem_))
        remark = _kept(plain, text)
        if self.field == "previous_names":
            proper = tuple(repair.name(one) for one in value)
            remark = _kept("; ".join(value), "; ".join(proper)) or remark
            value = proper
        return Reading(value, mark(_said(value)), remark=remark)


_NO_RESULT = "A formula here has no result. Type the value itself."


def as_text(value: object) -> str:
    """A cell as text: whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _unfit(field: str, typed: str) -> str:
    """Why a text cannot be kept at all; empty when it can."""
    if typed in repair.BROKEN:
        return _NO_RESULT
    longest = column(field).longest
    if len(typed) > longest and len(repair.text(typed)) > longest:
        return f"This is too long: {len(typed):,} letters. At most {longest} fit."
    return ""


def _kept(typed: str, kept: str) -> str:
    if kept == typed:
        return ""
    return f"Kept as {kept} ({repair.what(typed, kept)})." if kept else "Nothing that can be read. Left out."


def _lines_as_list(typed: str, field: str) -> str:
    """Items on lines of their own are items of a list."""
    return ";".join(typed.splitlines()) if "\n" in typed and field != "email" else typed


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(" ".join(one) if isinstance(one, tuple) else str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value or "")


def _as_day(found: dates.Day, *, tidy: bool = True) -> Reading:
    if found.day is None:
        return Reading(None, problem=found.problem)
    remark = f"Read as {say_day(found.day)}." if found.unusual or not tidy else ""
    return Reading(found.day, mark(found.day.isoformat()), remark=remark)


def _number(typed: str) -> Reading:
    found = read_number(typed[:60])
    if found.number is None:
        return Reading(" ".join(typed.split())[:40], problem=found.problem or "This is not a registration number.")
    return Reading(found.number, remark=f"Read as {found.number}." if typed != found.number else "")


def _status(typed: str) -> Reading:
    if problem := _unfit("status", typed):
        return Reading(None, problem=problem)
    try:
        label, kind = cells.status(repair.text(typed))
    except Problem as problem_:
        return Reading(None, problem=str(problem_))
    return Reading(
        (label, kind), mark(kind.value if kind else ""), remark=f"Read as {label}." if typed != label else ""
    )


def _outcode(typed: str) -> Reading:
    if problem := _unfit("outcode", typed):
        return Reading("", problem=problem)
    found, remark = cells.outcode(repair.text(typed))
    return Reading(found, mark(found), remark=remark)
