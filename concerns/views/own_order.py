"""What an order asks of the registrant, as they read it in their account; and their wish that it is looked at earlier.

Only of their own orders, once they were told of them: what was sent, what came of it, and what is still to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concerns import bad_news
from concerns.compliance import queries as compliance
from concerns.compliance.queries import Occasion
from concerns.compliance.showing import waiting_files
from concerns.investigation import responding
from concerns.models import Concern, Order, Subject
from concerns.panels import queries as panels
from concerns.panels import reviewing
from concerns.views.one_line import order_words
from concerns.views.reporter_files import ShownFile, shown_files
from foundation import clock, evidence, locks
from foundation.errors import Missing
from foundation.evidence import Owner
from foundation.locks import Box

_CHECKED = {
    "accepted": "We looked at it, and it shows what it has to show",
    "more": "We need more",
    "late": "It is late",
    "breach": "We wrote down that it was not kept. Other people look into what follows",
}


@dataclass(frozen=True)
class Said:
    """One thing that they sent, or that we wrote of it."""

    heading: str
    on: date
    words: str
    #: By when more, or what is late, may come.
    until: date | None = None
    files: tuple[ShownFile, ...] = ()


@dataclass(frozen=True)
class Day:
    """One day on which something is due."""

    requirement_id: int
    first: date
    due_on: date
    standing: str
    #: They may send something for it now, and it is late.
    open: bool
    late: bool
    said: tuple[Said, ...]


@dataclass(frozen=True)
class AskedOf:
    """One thing that an order asks for."""

    number: int
    words: str
    shown_by: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class OwnOrder:
    """One order in force, what it asks for, and whether they may ask that it is looked at again."""

    order_id: int
    title: str
    in_force: bool
    asks: tuple[AskedOf, ...]
    may_ask: bool
    #: What they asked, and what we answered, oldest first.
    reviews: tuple[Said, ...]

    @property
    def next(self) -> Day | None:
        """What is due first."""
        held = [day for one in self.asks for day in one.days if day.open]
        return min(held, key=lambda one: one.due_on, default=None) if self.in_force else None


def _is_told(order: Order) -> bool:
    return bad_news.day_is_out(order.told_on) or (order.told_on is not None and order.kind in panels.INTERIM)


def own_orders(concern: Concern, about: Subject, box: Box) -> tuple[OwnOrder, ...]:
    """The orders about somebody that ask for something or may be looked at again, in a fixed number of statements."""
    orders = [one for one in panels.orders(concern.id) if one.subject_id == about.id and _is_told(one)]
    if not orders:
        return ()
    asked, wishes = compliance.asked(concern.id, subject_id=about.id), reviewing.asked(concern.id)
    owners = [("showing", str(row.id)) for one in asked for day in one.occasions for row in day.showings]
    files = evidence.files_of_many(owners)
    now, found = clock.now(), []
    for order in orders:
        live = panels.in_force(order, now)
        asks = tuple(
            AskedOf(
                one.requirement.number,
                box.open(one.requirement.words_sealed),
                box.open(one.requirement.shown_by_sealed) if one.requirement.shown_by_sealed else "",
                tuple(_day(day, box, files, live=live) for day in one.occasions),
            )
            for one in asked
            if one.order.id == order.id
        )
        mine = [one for one in wishes if one.order_id == order.id]
        may_ask = live and order.kind in reviewing.MAY_BE_ASKED and all(one.answered_at for one in mine)
        said: list[Said] = []
        for one in mine:
            said.append(Said("You asked that a panel looks at it again", one.asked_on, box.open(one.words_sealed)))
            if one.reasons_sealed and one.answered_at and (one.granted or bad_news.is_out(one.answered_at)):
                heading = "A panel looks at it again" if one.granted else "No panel looks at it now"
                said.append(Said(heading, clock.day_of(one.answered_at), box.open(one.reasons_sealed)))
        if asks or may_ask or said:
            found.append(OwnOrder(order.id, order_words(order), live, asks, may_ask, tuple(said)))
    return tuple(found)


def _day(found: Occasion, box: Box, files: dict[Owner, list[evidence.StoredFile]], *, live: bool) -> Day:
    said = []
    for sent in found.showings:
        heading = "You told us what stands in the way" if sent.hindered else "You sent"
        held = shown_files(files.get(("showing", str(sent.id)), []))
        said.append((sent.sent_at, Said(heading, sent.sent_on, box.open(sent.words_sealed), files=held)))
    for row in found.checkings:
        heading = _CHECKED[row.checked.value]
        said.append((row.checked_at, Said(heading, row.checked_on, box.open(row.words_sealed), row.until_on)))
    standing = found.stood.standing
    return Day(
        found.requirement.id,
        found.first,
        found.stood.due_on,
        standing.label,
        open=live and not standing.over,
        late=standing.value == "overdue",
        said=tuple(one for _, one in sorted(said, key=lambda pair: pair[0])),
    )


def to_send(reference: str, account_id: int, requirement_id: int, first: date) -> tuple[OwnOrder, AskedOf, Day]:
    """One day of a requirement of theirs.

    Raises:
        Missing: their order asks for nothing on that day.
    """
    concern, about = responding.mine(reference, account_id)
    for order in own_orders(concern, about, locks.box_of(concern.lock_id)):
        for asked in order.asks:
            for day in asked.days:
                if (day.requirement_id, day.first) == (requirement_id, first):
                    return order, asked, day
    raise Missing("Your order asks for nothing on that day.")


def not_sent(requirement_id: int, first: date) -> tuple[ShownFile, ...]:
    """The files that wait to be sent for a day."""
    return shown_files(evidence.files_of(waiting_files(requirement_id, first)))


def owners(concern: Concern, about: Subject) -> list[Owner]:
    """Whose files they may open: what they sent for their orders, and what waits to be sent."""
    found: list[Owner] = []
    for one in compliance.asked(concern.id, subject_id=about.id):
        for day in one.occasions:
            found.append(waiting_files(one.requirement.id, day.first))
            found += [("showing", str(row.id)) for row in day.showings]
    return found
