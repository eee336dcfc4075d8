"""What an applicant tells us, as plain values: what the journey hands on and `operations.sending_in` writes down.

It knows no page and no database. `Details` is also how all of it but declarations, health and monitoring is kept,
sealed; a correction is a new row of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from cpd.joining.vocabulary import RefereeTie, Route
from cpd.vocabulary import Nation
from register.vocabulary import WorksWith


@dataclass(frozen=True)
class Qualification:
    """A qualification, or the grade or certificate that opens a route."""

    name: str
    awarded_by: str
    year: str = ""
    number: str = ""


@dataclass(frozen=True)
class Job:
    """A time of work. Without a last day it goes on."""

    employer: str
    role: str
    began_on: date
    ended_on: date | None = None
    as_case_manager: bool = True


@dataclass(frozen=True)
class Gap:
    """A time without work, and why."""

    began_on: date
    ended_on: date
    why: str


@dataclass(frozen=True)
class OtherTold:
    """A place on another body's register."""

    body: str
    number: str


@dataclass(frozen=True)
class Insured:
    """The insurance that covers the work."""

    insurer: str = ""
    number: str = ""
    began_on: date | None = None
    ends_on: date | None = None
    covers_case_management: bool = False


@dataclass(frozen=True)
class Continuity:
    """Who looks after the people somebody works with, should they no longer be able to."""

    plan: str = ""
    colleague: str = ""
    colleague_reach: str = ""
    colleague_agrees: bool = False


@dataclass(frozen=True)
class RecordCheck:
    """A criminal record check: never the certificate itself, and nothing of what it says."""

    eligible: bool = False
    scheme: str = ""
    level: str = ""
    number: str = ""
    issued_on: date | None = None
    asked_by: str = ""
    update_service: bool = False


@dataclass(frozen=True)
class RefereeTold:
    """Somebody who vouches."""

    name: str
    email: str
    organisation: str
    role: str
    tie: RefereeTie
    known_since: date
    phone: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer to a declaration: the code and version of the question as it was read, yes or no, and words."""

    code: str
    version: int
    said: str
    words: str = ""
    #: The branch of the question that was asked: "" or "exempt" (`cpd.declarations`).
    branch: str = ""


@dataclass(frozen=True)
class Details:
    """Who somebody is and what they do. Kept sealed."""

    title: str = ""
    forenames: str = ""
    surname: str = ""
    known_as: str = ""
    previous_names: tuple[str, ...] = ()
    shows_previous_names: bool = False
    born_on: date | None = None
    phone: str = ""
    post: str = ""
    town: str = ""
    outcode: str = ""
    organisation: str = ""
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    works_with: WorksWith | None = None
    hours_12_months: int = 0
    hours_24_months: int = 0
    hours_in_all: int = 0
    months_in_all: int = 0
    last_practised_on: date | None = None
    identity: str = ""
    qualifications: tuple[Qualification, ...] = ()
    work: tuple[Job, ...] = ()
    gaps: tuple[Gap, ...] = ()
    elsewhere: tuple[OtherTold, ...] = ()
    insured: Insured = field(default_factory=Insured)
    continuity: Continuity = field(default_factory=Continuity)
    record_check: RecordCheck = field(default_factory=RecordCheck)
    holds_certificate: bool = False
    #: What would make dealing with us easier: large print, a call instead of a letter, more time.
    needs: str = ""

    @property
    def name(self) -> str:
        """The name as one reads it."""
        return " ".join(part for part in (self.forenames, self.surname) if part) or self.known_as

    def as_plain(self) -> dict[str, Any]:
        """For sealing as JSON: days as text."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    @classmethod
    def from_plain(cls, held: Mapping[str, Any]) -> Details:
        """Read what `as_plain` made. What it does not know is left out, what is missing is as if not told."""
        known = {one.name for one in fields(cls)}
        given = {name: value for name, value in held.items() if name in known}
        many: dict[str, Any] = {"qualifications": Qualification, "work": Job, "gaps": Gap, "elsewhere": OtherTold}
        one: dict[str, Any] = {"insured": Insured, "continuity": Continuity, "record_check": RecordCheck}
        for name, kind in many.items():
            given[name] = tuple(kind(**_days(item)) for item in given.get(name, ()))
        for name, kind in one.items():
            given[name] = kind(**_days(given.get(name) or {}))
        for name in ("previous_names", "languages", "areas"):
            given[name] = tuple(given.get(name, ()))
        works_with = given.get("works_with")
        given["works_with"] = WorksWith(works_with) if works_with else None
        return cls(**_days(given))


@dataclass(frozen=True)
class Applying:
    """A whole application as it was told.

    `statement` is the frozen form without declarations, health and monitoring, as `foundation.journey` makes it:
    a list of pages with their questions in the words that were read. `standards_edition` and `terms` name what the
    applicant agreed to, as it was shown to them.
    """

    account_id: int
    route: Route
    nation: Nation
    email: str
    details: Details
    referees: tuple[RefereeTold, ...]
    answers: tuple[Answer, ...]
    statement: Sequence[Mapping[str, Any]]
    standards_edition: str
    terms: str
    #: The answer to D07, which only the health officer opens: "yes" or "no", and words.
    health: Answer | None = None
    #: Monitoring answers by the name of the question; kept apart from everything above.
    monitoring: Mapping[str, str] = field(default_factory=dict)
    #: Their registration number, when they come back.
    number: str = ""
    #: The answers to the short list that finds out what the law lets us ask (`cpd.declarations.records.ROLES`).
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReferenceGiven:
    """What a referee says."""

    tie: RefereeTie
    known_since: date
    may_confirm: bool
    #: Each question in the words that were read, with its answer.
    answers: Sequence[Mapping[str, str]]
    worries: str = ""

    def as_plain(self) -> dict[str, Any]:
        """For sealing as JSON."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def _days(held: Mapping[str, Any]) -> dict[str, Any]:
    """Days as days again: every name that ends in `_on` is one."""
    return {
        name: date.fromisoformat(value) if name.endswith("_on") and isinstance(value, str) else value
        for name, value in held.items()
    }
