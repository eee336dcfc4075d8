"""A sheet of activities, as people keep them in a spreadsheet, read into activities and into what is wrong with a row.

Headings are known in several spellings; columns that are not ours are passed over and named. Every row is judged by
itself: the good ones can be loaded without the others. What this service exported is read back as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from cpd.record import naming, rules
from cpd.record.times import read_time
from cpd.record.vocabulary import Company
from cpd.record.words import Told, Words
from cpd.requirements.vocabulary import ActivityKind
from foundation.errors import Refused
from foundation.journey import reading
from register.sheets import dates
from register.sheets.repair import unguarded

#: The columns of our own sheet: the field, its heading, and how else people call it.
COLUMNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("date", "Date", ("day", "done on", "activity date", "date of activity", "date completed", "when")),
    ("kind", "Type", ("kind", "type of activity", "activity type", "category", "type of cpd", "cpd type")),
    ("title", "Title", ("activity", "name", "topic", "subject", "course", "what")),
    ("hours", "Hours", ("time", "duration", "length", "hours spent", "time spent", "cpd hours", "number of hours")),
    ("minutes", "Minutes", ("mins", "time in minutes", "duration in minutes")),
    (
        "company",
        "With others",
        ("alone or with others", "participatory", "who with", "learning with others", "company"),
    ),
    ("learned", "What I learned", ("learned", "learning", "what did you learn", "reflection", "notes", "description")),
    ("changed", "What changed", ("changed", "change", "impact on practice", "what i do differently", "applied")),
    ("benefit", "Benefit", ("how service users or safety benefited", "benefit to service users", "benefits", "impact")),
    ("standards", "Standards", ("standard", "standards touched", "ircm standards", "standard numbers")),
)
HEADINGS = tuple(heading for _, heading, _ in COLUMNS)
_HEADING_WITHIN = 10


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", heading)).casefold()


_BY_HEADING = {_plain(name): column for column, heading, others in COLUMNS for name in (heading, column, *others)}
_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}")
_COMPANIES = {
    **{_plain(one.label): one for one in Company},
    **{one.value: one for one in Company},
    **dict.fromkeys(["yes", "y", "withothers", "others", "group", "participatory", "inperson"], Company.LIVE),
    **dict.fromkeys(["no", "n", "alone", "onmyown", "self", "individual", "solo"], Company.ALONE),
    **dict.fromkeys(["email", "onlineforum", "forum", "inwriting"], Company.WRITING),
}  # fmt: skip
_KINDS: dict[str, ActivityKind] = {
    **{_plain(one.label): one for one in ActivityKind},
    **{_plain(one.value): one for one in ActivityKind},
    **dict.fromkeys(["training", "workshop", "course", "seminarworkshop", "shortcourse"], ActivityKind.COURSE),
    **dict.fromkeys(["webinar", "seminar", "conference", "lecture"], ActivityKind.CONFERENCE),
    **dict.fromkeys(["elearning", "onlinecourse", "onlinelearning", "podcast", "video"], ActivityKind.ONLINE),
    **dict.fromkeys(["article", "book", "journal", "selfstudy"], ActivityKind.READING),
    **dict.fromkeys(["peerdiscussion", "peersupervision", "peersupport", "peerreview"], ActivityKind.PEER_DISCUSSION),
    **dict.fromkeys(["reflection", "casereview", "reflectiveaccount"], ActivityKind.CASE_REVIEW),
    **dict.fromkeys(["presentation", "lecturing", "trainingothers"], ActivityKind.TEACHING),
}


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet counts, what it says, and what is wrong with it."""

    number: int
    told: Told
    #: Why it cannot be loaded, in sentences; empty when it can.
    problems: tuple[str, ...] = ()
    #: What its owner should look at once more.
    notes: tuple[str, ...] = ()
    #: It is in the record already, as far as one can see.
    there: bool = False

    @property
    def good(self) -> bool:
        """Whether it can be loaded."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be sealed."""
        return {
            "number": self.number,
            "told": self.told.as_json(),
            "problems": list(self.problems),
            "notes": list(self.notes),
            "there": self.there,
        }

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Row:
        """What `as_json` made."""
        told = Told.from_json(held["told"])
        return cls(held["number"], told, tuple(held["problems"]), tuple(held["notes"]), held["there"])


@dataclass(frozen=True)
class SheetRead:
    """A sheet that was read."""

    rows: tuple[Row, ...]
    #: Headings that are none of ours.
    passed_over: tuple[str, ...] = field(default_factory=tuple)


def read(tables: Sequence[Sequence[Sequence[str]]], *, known: Collection[str], most: int) -> SheetRead:
    """The rows of the first worksheet whose headings are known. `known` are the Standards there are.

    Raises:
        Refused: no worksheet has them, or there are too many rows, or none.
    """
    for table in tables:
        found = _find_heading(table)
        if found is None:
            continue
        place, columns, unknown = found
        cells = [(number, row) for number, row in enumerate(table[place + 1 :], place + 2) if any(map(str.strip, row))]
        if not cells:
            raise Refused("There are headings and no rows under them.")
        if len(cells) > most:
            raise Refused(f"There are {len(cells):,} rows. Send up to {most:,} at once.")
        return SheetRead(tuple(_row(number, row, columns, known) for number, row in cells), unknown)
    raise Refused(
        "We found no row of headings. Name the columns like this: " + ", ".join(HEADINGS) + ". Only Date, Type, Hours "
        "and What I learned are needed."
    )


def _find_heading(table: Sequence[Sequence[str]]) -> tuple[int, dict[str, int], tuple[str, ...]] | None:
    for place, row in enumerate(table[:_HEADING_WITHIN]):
        columns: dict[str, int] = {}
        unknown: list[str] = []
        for at, cell in enumerate(row):
            column = _BY_HEADING.get(_plain(cell))
            if column is not None:
                columns.setdefault(column, at)
            elif cell.strip():
                unknown.append(reading.tame_line(cell)[:60])
        if "date" in columns and len(columns) >= 3:
            return place, columns, tuple(unknown)
    return None


def _row(number: int, cells: Sequence[str], columns: dict[str, int], known: Collection[str]) -> Row:
    said = {name: _cell(cells, at) for name, at in columns.items()}
    problems: list[str] = []
    notes: list[str] = []
    day = dates.read_day(" ".join(said.get("date", "").split()))
    if day.day is None:
        problems.append(day.problem)
    minutes = _minutes(said, problems)
    kind = _kind(said.get("kind", ""), notes)
    standards = tuple(dict.fromkeys(_NUMBER.findall(said.get("standards", ""))))
    strange = [one for one in standards if one not in known]
    if strange:
        notes.append(f"There is no Standard {', '.join(strange)}. We leave it out.")
    words = Words(
        reading.tame_line(said.get("title", ""))[: rules.LONGEST_TITLE],
        said.get("learned", ""),
        said.get("changed", ""),
        said.get("benefit", ""),
    )
    told = Told(
        day.day,
        minutes,
        kind,
        _company(said.get("company", "")),
        tuple(one for one in standards if one in known),
        None,
        words,
    )
    if not problems:
        problems = [f"{sentence}." for _, sentence in rules.problems(told)]
    notes += [one.sentence for one in naming.look(words.as_json())]
    return Row(number, told, tuple(problems), tuple(notes))


def _cell(cells: Sequence[str], at: int) -> str:
    return reading.tame(unguarded(cells[at])).strip()[: rules.LONGEST_WORDS * 2] if at < len(cells) else ""


def _minutes(said: dict[str, str], problems: list[str]) -> int | None:
    hours, only = said.get("hours", ""), said.get("minutes", "")
    minutes = read_time(hours) if hours else None
    rest = read_time(f"{only.removesuffix('.0')} min") if only and only.removesuffix(".0") != "0" else None
    if (hours and hours not in ("0", "0.0") and minutes is None) or (only.strip("0.") and rest is None):
        problems.append("We cannot read the time. Write it like 1.5 or 1:30.")
        return None
    return (minutes or 0) + (rest or 0) or None


def _kind(text: str, notes: list[str]) -> ActivityKind | None:
    if not text:
        return None
    found = _KINDS.get(_plain(text))
    if found is None:
        notes.append(f"We do not know the type “{text[:60]}”. We take it as “{ActivityKind.OTHER.label}”.")
        return ActivityKind.OTHER
    return found


def _company(text: str) -> Company | None:
    return _COMPANIES.get(_plain(text)) if text else None
