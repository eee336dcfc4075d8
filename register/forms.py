"""What the public may type into the register's pages, read into plain values with the words for what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from wtforms import StringField, ValidationError

from accounts.forms import Form
from foundation import clock
from foundation.references import read_number
from foundation.words import read_typed_day
from register.vocabulary import PracticeArea, Status, WorksWith

LONGEST_TEXT = 200
MILES = (5, 10, 20, 40, 80)
LANGUAGES = (
    "Arabic",
    "Bengali",
    "BSL",
    "Cantonese",
    "French",
    "German",
    "Gujarati",
    "Hindi",
    "Irish",
    "Italian",
    "Polish",
    "Portuguese",
    "Punjabi",
    "Romanian",
    "Scottish Gaelic",
    "Spanish",
    "Turkish",
    "Urdu",
    "Welsh",
)
#: Statuses to choose from: groups that a visitor understands. A single status is read as its group.
STATUS_GROUPS = (
    ("registered", "Registered"),
    ("restricted", "Registered with restrictions"),
    ("suspended", "Suspended"),
    ("removed", "Removed by a panel"),
    ("ended", "Lapsed or left"),
)
_GROUP_OF = {
    Status.REGISTERED: "registered",
    Status.REGISTERED_WARNING: "restricted",
    Status.REGISTERED_CONDITIONS: "restricted",
    Status.REGISTERED_UNDERTAKINGS: "restricted",
    Status.INTERIM_CONDITIONS: "restricted",
    Status.INTERIM_SUSPENSION: "suspended",
    Status.SUSPENDED: "suspended",
    Status.REMOVED: "removed",
    Status.LAPSED: "ended",
    Status.LEFT: "ended",
    Status.ADMINISTRATIVE_REMOVAL: "ended",
}
CHOICES = {
    "areas": [(area.value, area.label) for area in PracticeArea],
    "works_with": [
        (WorksWith.ADULTS.value, "Adults"),
        (WorksWith.CHILDREN.value, "Children"),
    ],
    "languages": [(language, language) for language in LANGUAGES],
    "statuses": list(STATUS_GROUPS),
}
_FIELDS = ("q", "town", "near", "miles", "area", "works_with", "language", "status")
_OUTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")


@dataclass(frozen=True)
class Asked:
    """A search as it was typed, and what is wrong with it. Everything is text, as it goes back into the form."""

    text: str = ""
    town: str = ""
    near: str = ""
    miles: str = ""
    area: str = ""
    works_with: str = ""
    language: str = ""
    status: str = ""
    page: int = 1
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def distance(self) -> tuple[str, int] | None:
        """The postcode area and the miles around it, when both make sense."""
        if not self.near or any(name == "near" for name, _ in self.problems):
            return None
        return self.near.upper().replace(" ", ""), int(self.miles or 20)

    def address(self, path: str, *, page: int | None = None, without: str | None = None) -> str:
        """The address of this search: another page of it, or the same without one filter."""
        held = {"q": self.text} | {name: getattr(self, name) for name in _FIELDS[1:]}
        if without == "near":
            held["miles"] = ""
        kept = [(name, value) for name, value in held.items() if value and name != without]
        if not self.near:
            kept = [(name, value) for name, value in kept if name != "miles"]
        if page is not None and page > 1:
            kept.append(("page", str(page)))
        return path + ("?" + urlencode(kept) if kept else "")

    def filters(self, path: str) -> list[tuple[str, str]]:
        """The filters in use, in words, each with the address of the search without it."""
        words = {
            "town": self.town,
            "near": f"Within {self.miles or 20} miles of {self.near.upper()}" if self.near else "",
            "area": dict(CHOICES["areas"]).get(self.area, ""),
            "works_with": f"Works with {self.works_with}" if self.works_with else "",
            "language": self.language,
            "status": dict(STATUS_GROUPS).get(self.status, self.status.replace("_", " ").capitalize()),
        }
        return [(said, self.address(path, without=name)) for name, said in words.items() if said]


def read_search(values: Mapping[str, str]) -> Asked:
    """Read a search from an address. Whatever cannot be read is named and left out; nothing is an error by itself."""
    held = {name: _tidy(values.get(name, ""))[: LONGEST_TEXT + 1] for name in _FIELDS}
    problems: list[tuple[str, str]] = []
    area = _choice(held["area"], [(one.value, one.label) for one in PracticeArea])
    works_with = _choice(held["works_with"], [(one.value, one.label) for one in WorksWith])
    language = _choice(held["language"], CHOICES["languages"]) or held["language"][:40]
    status = held["status"].casefold().replace("-", "_").replace(" ", "_")
    status = {str(one): group for one, group in _GROUP_OF.items()}.get(status, status)
    if held["area"] and not area:
        problems.append(("area", "Choose an area of work from the list"))
    if held["works_with"] and not works_with:
        problems.append(("works_with", "Choose adults or children"))
    if status and status not in dict(STATUS_GROUPS):
        problems.append(("status", "Choose a status from the list"))
        status = ""
    if held["near"] and not _OUTCODE.match(held["near"].upper().replace(" ", "")):
        problems.append(("near", "Type the first half of a postcode, such as LS6"))
    miles = held["miles"] if held["miles"].isascii() and held["miles"].isdecimal() else ""
    if miles and int(miles[:4]) not in MILES:
        miles = str(min(MILES, key=lambda one: abs(one - int(miles[:4]))))
    if len(held["q"]) > LONGEST_TEXT:
        problems.append(("q", f"Search for {LONGEST_TEXT} characters or fewer"))
    return Asked(
        text=held["q"][:LONGEST_TEXT],
        town=held["town"][:80],
        near=_outcode(held["near"]),
        miles=miles,
        area=area,
        works_with=works_with,
        language=language,
        status=status,
        page=_page(values.get("page", "")),
        problems=problems,
    )


def _outcode(text: str) -> str:
    """The outward half of whatever of a postcode was typed: `ls6 3ab` is LS6."""
    tidy = text.upper().replace(" ", "")
    if len(tidy) > 4 and (found := re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?)\d[A-Z]{2}", tidy)):
        return found[1]
    return tidy[:8]


def _tidy(text: str) -> str:
    """Without control characters, and with single spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _choice(text: str, options: list[tuple[str, str]]) -> str:
    wanted = text.casefold()
    return next((value for value, label in options if wanted in {value.casefold(), label.casefold()}), "")


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


@dataclass(frozen=True)
class AskedDay:
    """A day that was asked about: the day, or the sentence about what is wrong with it."""

    day: date | None = None
    problem: str | None = None


#: Nobody was on any register of case managers before this day.
_FIRST_DAY = date(1990, 1, 1)


def read_day(text: str) -> AskedDay:
    """Read a past day: 2026-03-03 as a browser sends it, or as people type it."""
    tidy = _tidy(text)
    if not tidy:
        return AskedDay()
    day = read_typed_day(tidy)
    if day is None:
        return AskedDay(problem="We could not read that day. Type it like 2026-03-03 or 3 March 2026.")
    if day > clock.today():
        return AskedDay(problem="That day has not come yet. Choose today or an earlier day.")
    if day < _FIRST_DAY:
        return AskedDay(problem="That is before there was a register. Choose a later day.")
    return AskedDay(day=day)


class NumberForm(Form):
    """A registration number and nothing else."""

    number = StringField("Registration number")

    def validate_number(self, field: StringField) -> None:
        """Read it; refuse what is no number."""
        problem = read_number(field.data or "").problem
        if problem:
            raise ValidationError(problem)
