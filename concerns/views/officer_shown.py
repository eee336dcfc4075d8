"""The shapes that an officer's page of a concern is made of: plain values, ready for a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from concerns.telling import Reach
from concerns.views.next_steps import Next
from concerns.views.officer_files import ShownFile
from concerns.views.stage_line import Point
from concerns.vocabulary import Queue, RequestKind, Stage


@dataclass(frozen=True)
class ShownSubject:
    """Somebody the concern is about."""

    id: int
    name: str
    told_name: str
    about: str
    number: str | None
    told_on: date | None
    told_how: str
    held_back_until: date | None
    held_back_why: str
    review_over: bool


@dataclass(frozen=True)
class ShownStatement:
    """What the reporter told us at one time, in the words they read and typed."""

    heading: str
    on: date
    at: datetime | None
    taken_by: str
    pages: Sequence[Mapping[str, Any]]
    files: tuple[ShownFile, ...]


@dataclass(frozen=True)
class Written:
    """A message, a note or a contact: by whom, when, what."""

    by: str
    on: date
    at: datetime | None
    words: str
    files: tuple[ShownFile, ...] = ()
    to_us: bool = False
    read_on: date | None = None
    way: str = ""


@dataclass(frozen=True)
class ShownStep:
    """A line of the timeline."""

    words: str
    on: date
    at: datetime | None
    by: str


@dataclass(frozen=True)
class Had:
    """Who had it from when on."""

    officer: str
    given_at: datetime
    given_by: str
    note: str


@dataclass(frozen=True)
class ShownRequest:
    """What the reporter asked later, and what was answered."""

    kind: RequestKind
    asked: str
    on: date
    words: str
    answer: str
    reasons: str
    answered_by: str
    waits: bool


@dataclass(frozen=True)
class ShownReporter:
    """Who raised it, and how they may be reached safely."""

    name: str
    relation: str
    naming: str
    anonymous: bool
    reach: Reach
    ways: str


@dataclass(frozen=True)
class ShownAffected:
    """Who was affected, and by what right the reporter speaks for them."""

    who: str
    name: str
    is_child: bool | None
    speaking: str
    capacity: str
    law: str
    nation: str
    knows: bool | None
    reason: str


@dataclass(frozen=True)
class ShownClosing:
    """Why it was closed."""

    on: date
    reason: str
    words: str
    by: str
    review_until: date


@dataclass(frozen=True)
class Opinion:
    """What the reporter thinks of one stage."""

    stage: str
    score: int
    words: str
    on: date


@dataclass(frozen=True)
class ShownRating:
    """One rating of the risk."""

    band: str
    likelihood: int
    impact: int
    flags: tuple[str, ...]
    set_aside: tuple[str, ...]
    pattern: bool
    cause: str
    reasons: str
    on: date
    by: str


@dataclass(frozen=True)
class ShownLowering:
    """Somebody asks that what is red by itself is set aside; a second person answers."""

    flags: tuple[str, ...]
    reasons: str
    asked_by_id: int
    asked_by: str


@dataclass(frozen=True)
class ShownRisk:
    """How pressing a concern is, its history newest first, and what waits for a second person."""

    ratings: tuple[ShownRating, ...]
    lowering: ShownLowering | None
    due_on: date | None
    #: What must stand when it is rated again, by code, and what is seen now.
    must_stand: tuple[str, ...]
    #: Serious concerns about the same person whose papers are deleted: when each was closed, and what it was about.
    deleted: tuple[tuple[date, str], ...] = ()
    #: When the same person was advised before, and in which concern.
    advised: tuple[tuple[date, str], ...] = ()

    @property
    def band(self) -> str:
        """The band that holds; empty before the first rating."""
        return self.ratings[0].band if self.ratings else ""


@dataclass(frozen=True)
class OfficerPage:
    """All of it."""

    reference: str
    version: int
    stage: Stage
    line: tuple[Point, ...]
    about: str
    #: The clock of its stage stands still.
    paused: bool
    red: bool
    red_because: tuple[str, ...]
    risk: ShownRisk
    worries: tuple[tuple[str, tuple[str, ...]], ...]
    ongoing: bool | None
    channel: str
    queue: Queue
    received_on: date
    received_at: datetime | None
    days: int
    working_days: int
    officer_id: int | None
    officer: str
    officer_since: datetime | None
    taken_by: str
    next: tuple[Next, ...]
    subjects: tuple[ShownSubject, ...]
    reporter: ShownReporter
    affected: ShownAffected | None
    statements: tuple[ShownStatement, ...]
    messages: tuple[Written, ...]
    notes: tuple[Written, ...]
    contacts: tuple[Written, ...]
    steps: tuple[ShownStep, ...]
    had: tuple[Had, ...]
    delays: tuple[Written, ...]
    requests: tuple[ShownRequest, ...]
    closing: ShownClosing | None
    feedback: tuple[Opinion, ...]

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self.stage is Stage.CLOSED

    @property
    def unread(self) -> int:
        """Messages of the reporter that nobody has read."""
        return sum(one.to_us and one.read_on is None for one in self.messages)

    @property
    def title(self) -> str:
        """Whom it is about, in one line."""
        return ", ".join(one.name for one in self.subjects)

    def waits(self, kind: RequestKind) -> ShownRequest | None:
        """The request of a kind that waits for an answer."""
        return next((one for one in self.requests if one.waits and one.kind is kind), None)
