"""The columns of the register sheet and the many ways their headings are spelled.

A heading is compared without case, spaces and signs. Refuses two columns that mean the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: our name for it, the heading the institute uses, other spellings, and its longest cell."""

    field: str
    heading: str
    spellings: tuple[str, ...]
    longest: int
    needed: bool = False


COLUMNS = (
    Column(
        "number",
        "Reg No",
        (
            "registration number", "registration no", "reg number", "register number", "register no", "number",
            "registration", "registration id", "reg num", "ircm number", "ircm no", "cm number", "cm no",
        ),
        40,
        needed=True,
    ),
    Column("title", "Title", ("salutation", "prefix", "mr mrs ms"), 40),
    Column(
        "forenames",
        "Forenames",
        (
            "forename", "forename s", "first name", "first names", "first name s", "given name", "given names",
            "given name s", "christian name", "first and middle names",
        ),
        200,
    ),
    Column("surname", "Surname", ("last name", "last names", "family name", "family names", "surnames"), 200),
    Column("known_as", "Known as", ("known as name", "preferred name", "display name", "goes by"), 200),
    Column(
        "previous_names",
        "Previous names",
        (
            "previous name", "previous name s", "former name", "former names", "former name s", "maiden name",
            "other names", "previous surname", "previous surnames", "former surname", "former surnames",
        ),
        1000,
    ),
    Column("shows_previous_names", "Show previous names", ("previous names shown", "show former names"), 40),
    Column("email", "Email", ("e mail", "email address", "e mail address", "mail"), 320),
    Column("town", "Town", ("town or city", "city", "town city", "place", "location", "town or region", "region"), 120),
    Column(
        "outcode",
        "Postcode area",
        ("outcode", "postcode", "post code", "postcode district", "post code area", "outward code"),
        40,
    ),
    Column(
        "areas",
        "Practice settings",
        ("practice areas", "practice area", "practice setting", "settings", "areas of practice", "area of practice"),
        400,
    ),
    Column("works_with", "Works with", ("adults or children", "age group", "age groups", "client group"), 80),
    Column("languages", "Languages", ("language", "languages spoken", "language s"), 400),
    Column(
        "organisation",
        "Organisation",
        ("organization", "employer", "company", "organisation name", "firm", "place of work"),
        200,
    ),
    Column(
        "other",
        "Other registration",
        ("other registrations", "other registers", "other register", "other registration s", "other body"),
        600,
    ),
    Column("certificate", "Certificate of Proficiency", ("certificate", "cop", "holds certificate"), 40),
    Column(
        "first_registered",
        "First registered",
        ("first registered on", "date first registered", "first registration", "first registration date", "joined"),
        40,
        needed=True,
    ),
    Column(
        "period_from",
        "Period from",
        ("period start", "registered from", "registration from", "current period from", "start date", "valid from",
         "from"),
        40,
        needed=True,
    ),
    Column(
        "period_to",
        "Period to",
        ("period end", "registered to", "registered until", "registration to", "current period to", "end date",
         "expiry", "expiry date", "expires", "valid to", "valid until", "renewal date", "to"),
        40,
        needed=True,
    ),
    Column("status", "Status", ("registration status", "register status", "current status"), 200, needed=True),
    Column(
        "insured_to",
        "Insurance to",
        ("insured to", "insurance expiry", "insurance until", "insured until", "insurance confirmed to",
         "insurance expires", "insurance end"),
        40,
    ),
)  # fmt: skip

FIELDS = tuple(column.field for column in COLUMNS)
NAMES = ("forenames", "surname", "known_as")
_BY_FIELD = {column.field: column for column in COLUMNS}


def column(field: str) -> Column:
    """The column of a field."""
    return _BY_FIELD[field]


def plain(heading: str) -> str:
    """A heading without case, spaces and signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", heading)).casefold()


_BY_HEADING = {
    plain(spelling): column.field
    for column in COLUMNS
    for spelling in (column.heading, column.field.replace("_", " "), *column.spellings)
}


@dataclass(frozen=True)
class Layout:
    """Where each field stands in the sheet, and what else is there."""

    #: Position of each field found, by field.
    places: dict[str, int]
    #: Every heading as typed.
    headings: tuple[str, ...]
    #: Headings that are no column of ours, as typed.
    unknown: tuple[str, ...]
    #: Fields that two headings claim.
    twice: tuple[str, ...]

    @property
    def missing(self) -> list[str]:
        """Headings of the needed columns that are not there."""
        lacking = [one.heading for one in COLUMNS if one.needed and one.field not in self.places]
        if not any(field in self.places for field in NAMES):
            lacking.insert(0, "Surname")
        return lacking

    @property
    def absent(self) -> list[str]:
        """Headings of the other columns that are not there."""
        names_matter = any(field in self.places for field in NAMES)
        return [
            one.heading
            for one in COLUMNS
            if not one.needed
            and one.field not in self.places
            and one.field not in {"shows_previous_names", "certificate"}
            and not (one.field in NAMES and not names_matter)
        ]

    def heading(self, field: str) -> str:
        """The heading of a field as the sheet spells it, or ours when the sheet has none."""
        place = self.places.get(field)
        return " ".join(self.headings[place].split()) if place is not None else column(field).heading


def layout(headings: Sequence[str]) -> Layout:
    """Read a heading row."""
    places: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for place, heading in enumerate(headings):
        if not heading.strip():
            continue
        field = _BY_HEADING.get(plain(heading))
        if field is None:
            unknown.append(" ".join(heading.split()))
        elif field in places:
            twice.append(field)
        else:
            places[field] = place
    return Layout(places, tuple(headings), tuple(unknown), tuple(twice))


def looks_like_headings(cells: Sequence[str]) -> bool:
    """Whether a row is a heading row of the register sheet: it names the number and at least two columns more."""
    places = layout(cells).places
    return len(places) >= 3 and bool({"number", "surname", "forenames", "period_from"} & places.keys())


def letters(place: int) -> str:
    """The letters a spreadsheet gives to a column, counted from 0: A, B, …, Z, AA."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found
