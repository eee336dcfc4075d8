"""The lists of concerns as officers and managers read them: one line each, ready for a table.

Whoever has a tie to somebody in a concern is told only that it is there. A fixed number of statements, however long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accounts import authority, policy, roles
from accounts.conflicts import Declared, conflicts
from accounts.permissions import Permission
from concerns import parties, queries, searching, standing, worklist
from concerns.clocks import Due
from concerns.models import Concern
from concerns.panels import queries as panels
from concerns.parties import Parties
from concerns.searching import How
from concerns.standing import Standing
from concerns.vocabulary import Band, ClockName, Queue, Stage
from concerns.worklist import NOBODY, Filter, Show
from foundation import clock

SIZE = 25
_HANDS = (Permission.TAKE_IN_CONCERNS, Permission.INVESTIGATE)
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
    #: In working days, as every day beside it; 0 also on the days off that follow.
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
    stage: str
    never_registered: bool
    officer: str
    mine: bool
    #: Who does which job of it besides its officer, and for which nobody is listed.
    hands: tuple[str, ...]
    #: Whom outside it waits for, and until when.
    outside: str
    outside_until: date | None
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


def read_filter(asked: Mapping[str, str]) -> Filter:
    """What an address or a saved list asks for; what is not known narrows nothing."""
    stage, risk, who = (asked.get(name, "") for name in ("stage", "risk", "who"))
    is_person = who.isascii() and who.isdecimal() and len(who) < 10
    return Filter(
        stage if stage in {one.value for one in Stage} else "",
        risk if risk in {NOBODY, *(one.value for one in Band)} else "",
        who if who == NOBODY or is_person else "",
    )


def listed(show: Show, account_id: int, page: int = 1, narrowed: Filter | None = None) -> Listed:
    """One page of a list, as this account may see it, and how many stand on each. Closed ones are not narrowed down."""
    lists = worklist.lists(account_id, undecided=panels.to_decide_interim(), narrowed=narrowed)
    if show is Show.CLOSED:
        here, total = worklist.closed(page=page, size=SIZE)
        shown = min(page, _pages(total))
    else:
        every = lists.on(show)
        total = len(every)
        shown = min(page, _pages(total))
        here = every[(shown - 1) * SIZE : shown * SIZE]
    found = standing.standings_of(here)
    return _page([found[one] for one in here], total, shown, lists.counts, account_id)


def hands() -> list[tuple[str, str]]:
    """Whom a list may be narrowed down to: everybody who may have a concern, and nobody."""
    able = authority.able_to(
        (*roles.holders_of(Permission.TAKE_IN_CONCERNS), *roles.holders_of(Permission.INVESTIGATE))
    )
    names = authority.names_of(set(able))
    people = sorted(names.items(), key=lambda one: one[1])
    return [(str(account_id), name) for account_id, name in people] + [(NOBODY, "Nobody")]


def to_review(account_id: int, page: int = 1) -> Listed:
    """The concerns whose closing waits for another look."""
    ids = worklist.reviews()
    shown = min(page, _pages(len(ids)))
    here = ids[(shown - 1) * SIZE : shown * SIZE]
    found = standing.standings_of(here)
    return _page([found[one] for one in here], len(ids), shown, {}, account_id)


def searched(text: str, account_id: int, page: int = 1) -> tuple[Listed, tuple[str, ...]]:
    """One page of what a search finds, and what its words were taken for besides a person.

    A tie keeps away: whoever looks for somebody they have a tie to does not learn that there is a concern.
    """
    found = searching.find(text, page=page, size=SIZE)
    held = standing.standings_of(found.ids)
    shown = min(page, _pages(found.total))
    listed = _page([held[one] for one in found.ids], found.total, shown, {}, account_id)
    by_person = [found.how[one] is How.PERSON for one in found.ids]
    lines = [line for line, person in zip(listed.lines, by_person, strict=True) if not (person and line.kept_away)]
    return replace(listed, lines=tuple(lines)), found.taken_for


def due_line(due: Due, today: date) -> DueLine:
    """A clock as pages show it."""
    return DueLine(DUE[due.name], due.on, due.late(today), due.working_days_late(today))


def _pages(total: int) -> int:
    return max(1, -(-total // SIZE))


def _page(standings: Sequence[Standing], total: int, page: int, counts: Mapping[Show, int], account_id: int) -> Listed:
    concerns = queries.load([one.id for one in standings])
    people = parties.of(list(concerns.values()))
    names = authority.names_of(
        {one.officer_id for one in standings if one.officer_id is not None}
        | {account_id for one in standings for account_id in one.seats.values()}
    )
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


def _line(held: Standing, concern: Concern, people: Parties | None, names: Mapping[int, str], reader: _Reader) -> Line:
    today, facts = clock.today(), held.facts
    tied = people is None or reader.is_tied(people)
    due = held.due()
    return Line(
        reference=concern.reference,
        about="" if people is None or tied else ", ".join(one.name for one in people.subjects),
        on_register=people is not None and all(one.number for one in people.subjects),
        kept_away=tied,
        red=held.red,
        received_on=facts.received_on,
        days=(today - facts.received_on).days,
        stage=facts.stage.label,
        never_registered=concern.queue is Queue.NEVER_REGISTERED,
        officer=names.get(held.officer_id, "") if held.officer_id is not None else "",
        mine=held.officer_id == reader.account_id,
        hands=_hands(held, names),
        outside=held.outside.words if held.outside is not None else "",
        outside_until=held.outside.until if held.outside is not None else None,
        due=due_line(due, today) if due is not None else None,
        late=tuple(due_line(one, today) for one in held.late(today)),
        unread=held.unread,
        closed_on=facts.closed_on,
    )


def _hands(one: Standing, names: Mapping[int, str]) -> tuple[str, ...]:
    found = [f"{job.label}: {names[account_id]}" for job, account_id in one.seats.items() if job in one.needs]
    return (*found, *(f"{job.label}: nobody yet" for job in one.lacks))
