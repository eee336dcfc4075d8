"""The lists of concerns as officers and managers read them: one line each, ready for a table.

Whoever has a tie to somebody in a concern is told only that it is there. A fixed number of statements, however long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts import authority, policy
from accounts.conflicts import Declared, conflicts
from concerns import parties, worklist
from concerns.clocks import Due
from concerns.models import Concern
from concerns.parties import Parties
from concerns.vocabulary import ClockName, Queue
from concerns.worklist import Show, Standing
from foundation import clock

SIZE = 50
DUE = {
    ClockName.REPLY: "First reply",
    ClockName.TRIAGE: "Triage",
    ClockName.CONTACT: "Message to reporter",
    ClockName.LOCAL_RESOLUTION: "Settling it",
    ClockName.THRESHOLD: "Threshold",
    ClockName.INVESTIGATION: "Investigation",
    ClockName.EXAMINATION: "Case to answer",
    ClockName.PANEL: "Panel",
    ClockName.OUTCOME: "Outcome letters",
    ClockName.APPEAL: "Appeal",
}


@dataclass(frozen=True)
class DueLine:
    """One clock: what must happen, by when, and whether that day is over."""

    words: str
    on: date
    late: bool
    days_late: int


@dataclass(frozen=True)
class Line:
    """One concern on a list."""

    reference: str
    #: Whom it is about; empty when the reader is kept away.
    about: str
    on_register: bool
    kept_away: bool
    red: bool
    received_on: date
    days: int
    working_days: int
    stage: str
    never_registered: bool
    officer: str
    mine: bool
    due: DueLine | None
    late: tuple[DueLine, ...]
    unread: int
    closed_on: date | None


@dataclass(frozen=True)
class Listed:
    """One page of a list."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    #: How many stand on each list of open concerns.
    counts: Mapping[Show, int]


def listed(show: Show, account_id: int, page: int = 1) -> Listed:
    """One page of a list, as this account may see it, and how many stand on each."""
    every = worklist.watched()
    lists = {one: worklist.on_list(one, every, account_id) for one in Show if one is not Show.CLOSED}
    counts: dict[Show, int] = {one: len(held) for one, held in lists.items()}
    if show is Show.CLOSED:
        ids, total = worklist.closed(page=page, size=SIZE)
        found = worklist.standings_of(ids)
        return _page([found[one] for one in ids], total, page, counts, account_id)
    held = lists[show]
    shown = min(page, _pages(len(held)))
    return _page(held[(shown - 1) * SIZE : shown * SIZE], len(held), shown, counts, account_id)


def to_review(account_id: int) -> Listed:
    """The concerns whose closing waits for another look."""
    ids = worklist.reviews()
    found = worklist.standings_of(ids)
    return _page([found[one] for one in ids], len(ids), 1, {}, account_id)


def due_line(due: Due, today: date) -> DueLine:
    """A clock as pages show it."""
    return DueLine(DUE[due.name], due.on, due.late(today), due.days_late(today))


def _pages(total: int) -> int:
    return max(1, -(-total // SIZE))


def _page(standings: Sequence[Standing], total: int, page: int, counts: Mapping[Show, int], account_id: int) -> Listed:
    concerns = worklist.load([one.id for one in standings])
    people = parties.of(list(concerns.values()))
    names = authority.names_of({one.officer_id for one in standings if one.officer_id is not None})
    declared = authority.declared_by([account_id])[account_id]
    lines = [
        _line(one, concerns[one.id], people.get(one.id), names, _Reader(account_id, declared)) for one in standings
    ]
    return Listed(tuple(lines), total, page, _pages(total), counts)


@dataclass(frozen=True)
class _Reader:
    """Who looks at the list."""

    account_id: int
    declared: Sequence[Declared]

    def is_tied(self, people: Parties) -> bool:
        """Whether something ties them to somebody in a concern."""
        found = conflicts(
            self.declared,
            people.matter,
            on=clock.today(),
            years=policy.TIES_COUNT.value(),
            account_id=self.account_id,
        )
        return bool(found)


def _line(
    standing: Standing, concern: Concern, people: Parties | None, names: Mapping[int, str], reader: _Reader
) -> Line:
    today, facts = clock.today(), standing.facts
    tied = people is None or reader.is_tied(people)
    due = standing.due()
    return Line(
        reference=concern.reference,
        about="" if people is None or tied else ", ".join(one.name for one in people.subjects),
        on_register=people is not None and all(one.number for one in people.subjects),
        kept_away=tied,
        red=standing.red,
        received_on=facts.received_on,
        days=(today - facts.received_on).days,
        working_days=max(0, clock.working_days_until(today, since=facts.received_on)),
        stage=facts.stage.label,
        never_registered=concern.queue is Queue.NEVER_REGISTERED,
        officer=names.get(standing.officer_id, "") if standing.officer_id is not None else "",
        mine=standing.officer_id == reader.account_id,
        due=due_line(due, today) if due is not None else None,
        late=tuple(due_line(one, today) for one in standing.late(today)),
        unread=standing.unread,
        closed_on=facts.closed_on,
    )
