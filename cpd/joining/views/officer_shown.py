"""The shapes that a staff page of an application is made of: plain values, ready for a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cpd.days_left import DueShown
from cpd.joining.vocabulary import Stage
from cpd.money.views import ShownInvoice


@dataclass(frozen=True)
class Viewer:
    """Who looks, and what their roles let them do."""

    account_id: int
    checks: bool = False
    assesses: bool = False
    decides: bool = False
    votes: bool = False
    hears: bool = False
    invoices: bool = False
    health: bool = False
    glass: bool = False

    @property
    def sees_all(self) -> bool:
        """Whether their work is with every application; then they read what staff write for each other."""
        return self.checks or self.decides or self.glass


@dataclass(frozen=True)
class Act:
    """Something that may be done now: where, and the words on its button or link."""

    words: str
    address: str
    #: Pressing is all there is to it.
    at_once: bool = False


@dataclass(frozen=True)
class Point:
    """One stage on the line."""

    label: str
    state: str

    @property
    def spoken(self) -> str:
        """For who cannot see the line."""
        return {"done": "done", "now": "it is here now", "later": "still to come"}[self.state]


@dataclass(frozen=True)
class NextStep:
    """What must happen next: who, by when, what stands in the way, and what this person can do about it."""

    words: str
    due: DueShown
    #: Why it has not happened yet.
    waits_for: tuple[str, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class ShownFile:
    """A file, and how it stands with the virus check."""

    token: str
    name: str
    size: int
    kind: str
    standing: str
    readable: bool
    has_view: bool


@dataclass(frozen=True)
class ShownAnswer:
    """A declaration with its answer."""

    code: str
    about: str
    question: str
    said: str
    words: str
    worrying: bool
    standards: tuple[str, ...]
    legal: str
    given_at: datetime
    act: Act | None


@dataclass(frozen=True)
class ShownCheck:
    """One line of the check list."""

    item: str
    label: str
    problem: str
    outcome: str
    seen: str
    seen_on: date | None
    by: str
    paper: str
    act: Act | None


@dataclass(frozen=True)
class ShownReferee:
    """Somebody who vouches, and where the waiting stands. What they wrote has a page of its own."""

    number: int
    name: str
    work: str
    tie: str
    known_since: date
    standing: str
    good: bool
    due_on: date | None
    address: str
    called: str
    declined: str
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class ShownList:
    """One list of what was asked of the applicant, and what came."""

    by: str
    asked_at: datetime
    due_on: date | None
    standing: str
    items: tuple[tuple[str, str], ...]
    files: tuple[ShownFile, ...]
    waits: bool


@dataclass(frozen=True)
class Said:
    """What somebody found or wrote: by whom, when, in which words, and what goes with it."""

    heading: str
    by: str
    at: datetime
    words: str
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sitting:
    """Who is listed for a panel."""

    name: str
    voted: bool
    act: Act | None


@dataclass(frozen=True)
class ShownStep:
    """A line of the timeline."""

    words: str
    at: datetime
    by: str


@dataclass(frozen=True)
class ShownLetter:
    """A letter that was written, and what happened to it."""

    subject: str
    to: str
    at: datetime
    standing: str


@dataclass(frozen=True)
class Alike:
    """Another application that may be of the same person."""

    reference: str
    name: str
    why: str


@dataclass(frozen=True)
class OfficerPage:
    """All of it."""

    reference: str
    version: int
    name: str
    stage: Stage
    route: str
    nation: str
    number: str | None
    received_on: date
    line: tuple[Point, ...]
    next: NextStep
    #: The day by which a complete application that nobody disputes is decided.
    overall: date | None
    officer: str
    assessor: str
    #: What else this person may do now.
    acts: tuple[Act, ...]
    alike: tuple[Alike, ...]
    shortfalls: tuple[str, ...]
    person: tuple[tuple[str, str], ...]
    work: tuple[str, ...]
    statement: Sequence[Mapping[str, Any]]
    agreed: str
    corrections: tuple[Said, ...]
    answers: tuple[ShownAnswer, ...]
    health: str
    checks: tuple[ShownCheck, ...]
    referees: tuple[ShownReferee, ...]
    lists: tuple[ShownList, ...]
    files: tuple[ShownFile, ...]
    reviews: tuple[Said, ...]
    panel: tuple[Sitting, ...]
    panel_found: tuple[Said, ...]
    assessments: tuple[Said, ...]
    decisions: tuple[Said, ...]
    appeals: tuple[Said, ...]
    appeal_panel: tuple[Sitting, ...]
    invoices: tuple[ShownInvoice, ...]
    steps: tuple[ShownStep, ...]
    notes: tuple[Said, ...]
    letters: tuple[ShownLetter, ...]
    sees_all: bool
