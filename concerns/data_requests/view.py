"""Requests about data as pages show them: to the person who asked, and to the data-protection lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from concerns import correspondence
from concerns.data_requests import clocks, queries
from concerns.data_requests.handling import check_can_take_longer
from concerns.data_requests.models import DataRequest
from concerns.data_requests.vocabulary import DataKind, DataOutcome, DataStanding
from concerns.views.reporter_files import ShownFile, shown_files
from concerns.vocabulary import Direction
from foundation import clock, locks
from foundation.errors import allows


@dataclass(frozen=True)
class Letter:
    """One message."""

    theirs: bool
    #: Who wrote it, for us: "Sam, data-protection lead".
    writer: str
    on: date
    words: str
    files: tuple[ShownFile, ...]
    new: bool


@dataclass(frozen=True)
class AskedPage:
    """A request as the person who asked reads it."""

    reference: str
    what: str
    words: str
    received_on: date
    where: str
    closed: bool
    letters: tuple[Letter, ...]

    @property
    def new(self) -> int:
        """How many of our messages they have not opened."""
        return sum(one.new for one in self.letters)


@dataclass(frozen=True)
class Line:
    """One line of the staff list."""

    reference: str
    kind: str
    channel: str
    received_on: date
    age: int
    #: What the law wants next and by when; empty and None when it names no day.
    next: str
    due_on: date | None
    days_late: int
    outcome: str
    closed_on: date | None
    unread: bool


@dataclass(frozen=True)
class Desk:
    """One request on one page, for staff."""

    line: Line
    version: int
    words: str
    name: str
    reach: tuple[tuple[str, str], ...]
    complaint: bool
    closed: bool
    acknowledged_on: date | None
    extended_to: date | None
    identity: str
    letters: tuple[Letter, ...]
    can_take_longer: bool
    outcomes: tuple[DataOutcome, ...]


def asked_page(request: DataRequest) -> AskedPage:
    """What the person who asked may read."""
    return AskedPage(
        reference=request.reference,
        what=request.kind.label,
        words=locks.box_of(request.lock_id).open(request.words_sealed),
        received_on=request.received_on,
        where=_where(request),
        closed=request.standing is DataStanding.CLOSED,
        letters=_letters(request, hide_new=True),
    )


def lines(requests: Sequence[DataRequest]) -> list[Line]:
    """Lines of a list, in its order."""
    unread = queries.with_unread([one.id for one in requests])
    return [_line(one, unread=one.id in unread) for one in requests]


def waiting_lines(requests: Sequence[DataRequest]) -> list[Line]:
    """Lines of what waits; what is due first stands first."""
    return sorted(lines(requests), key=lambda one: (one.due_on or date.max, one.received_on))


def desk(request: DataRequest) -> Desk:
    """Everything about one request, for staff."""
    box = locks.box_of(request.lock_id)
    reach = box.open_json(request.reach_sealed)
    labels = (("email", "Email"), ("phone", "Telephone"), ("post", "Post"))
    return Desk(
        line=lines([request])[0],
        version=request.version,
        words=box.open(request.words_sealed),
        name=box.open(request.name_sealed) if request.name_sealed else "",
        reach=tuple((words, str(reach[name])) for name, words in labels if reach.get(name)),
        complaint=request.kind is DataKind.COMPLAINT,
        closed=request.standing is DataStanding.CLOSED,
        acknowledged_on=request.acknowledged_on,
        extended_to=request.extended_to,
        identity=box.open(request.identity_sealed) if request.identity_sealed else "",
        letters=_letters(request, hide_new=False),
        can_take_longer=allows(check_can_take_longer, request),
        outcomes=DataOutcome.of(request.kind),
    )


def _line(request: DataRequest, *, unread: bool) -> Line:
    today, due = clock.today(), clocks.deadline(request)
    return Line(
        reference=request.reference,
        kind=request.kind.short,
        channel=request.channel.label,
        received_on=request.received_on,
        age=(today - request.received_on).days,
        next=due.words if due is not None else "",
        due_on=due.on if due is not None else None,
        days_late=due.days_late(today) if due is not None else 0,
        outcome=request.outcome.label if request.outcome is not None else "",
        closed_on=request.closed_on,
        unread=unread,
    )


def _where(request: DataRequest) -> str:
    due = clocks.deadline(request)
    late = due is not None and due.days_late(clock.today()) > 0
    if request.outcome is not None:
        return f"It is closed. {request.outcome.label}."
    if late:
        return "We are late, and we owe you an answer. You can go to the Information Commissioner’s Office now."
    if request.kind is DataKind.COMPLAINT:
        if request.standing is DataStanding.RECEIVED:
            return "We have your complaint. A person will read it and write to you."
        return "A person has your complaint and looks into it without delay. We tell you how it goes and what we find."
    if request.extended_to is not None:
        return "It is hard to answer, so it takes longer. Our message below says why."
    return "We have what you asked. We look into it and answer you here."


def next_day(request: DataRequest) -> date | None:
    """By when the person may expect us next."""
    due = clocks.deadline(request)
    return due.on if due is not None else None


def _letters(request: DataRequest, *, hide_new: bool) -> tuple[Letter, ...]:
    box, written = locks.box_of(request.lock_id), queries.messages(request.id)
    people = correspondence.officers([one.by_account_id for one in written])
    held = correspondence.files("data_message", [one.id for one in written])
    shown = []
    for one in written:
        theirs = one.direction is Direction.TO_US
        hidden = hide_new and not theirs and one.read_on is None
        writer = people.get(one.by_account_id) if one.by_account_id is not None else None
        shown.append(
            Letter(
                theirs=theirs,
                writer=writer.words if writer is not None else "",
                on=one.sent_on,
                words="" if hidden else box.open(one.words_sealed),
                files=() if hidden else shown_files(held[one.id]),
                new=hidden,
            )
        )
    return tuple(shown)
