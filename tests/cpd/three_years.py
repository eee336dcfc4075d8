"""A town of registrants whose days pass one by one: what happens to each is drawn from a seed, done by the real
operations, and told to the model of tests/cpd/life_model.py, which has never seen the code.

Every midnight what the public reads is what the model says, for everybody; so it is a second before 23:59 and at 23:59
of every day on which a registration ends. The job of the night runs at two o'clock, as it does in production: in most
nights once, in some not at all, in some it dies in the middle and is run again, in some two machines run it at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from flask import Flask
from sqlalchemy import select

from foundation.database import db
from foundation.outbox import Letter
from register import publication
from tests.accounts.staff import Person
from tests.conftest import StillClock
from tests.cpd.life_model import (
    MAY_USE_TITLE,
    ONE,
    Gone,
    Life,
    Order,
    Spell,
    days,
    last_day_of_a_year,
    moment,
    over,
)

FIRST, LAST = date(2026, 1, 5), date(2028, 12, 31)
SECOND = timedelta(seconds=1)


@dataclass
class Somebody:
    """One person of the town."""

    number: str
    entry_id: int
    email: str
    account: Person
    life: Life
    #: What they got in the post: how many letters by template and day.
    post: Counter[tuple[str, date]] = field(default_factory=Counter)

    def __hash__(self) -> int:
        return self.entry_id


class Town:
    """Everybody, the days to come, and what they hold."""

    def __init__(self, app: Flask, set_clock: StillClock, seed: int) -> None:
        self.app, self.set_clock = app, set_clock
        self.chance = Random(seed)
        self.people: dict[int, Somebody] = {}
        self.expected: dict[tuple[str, str], Counter[date]] = defaultdict(Counter)
        self.happened: Counter[str] = Counter()
        self.checks = 0
        self._agenda: dict[date, list[tuple[datetime, int, Callable[[], None]]]] = defaultdict(list)
        self._read_up_to = 0
        self._order = 0
        self._look_on: dict[date, list[Somebody]] = defaultdict(list)
        self._before_night: dict[date, list[Callable[[], None]]] = defaultdict(list)
        self.now = moment(FIRST)
        #: Nights in which the job does not run, some in a row.
        self.missed = {
            day + ONE * more
            for day in (self.some_day(FIRST + 10 * ONE, LAST - 10 * ONE) for _ in range(12))
            for more in range(self.chance.randint(1, 5))
        }

    # --------------------------------------------------------------------------------------------------- days passing

    def plan(self, at: datetime, act: Callable[[], None]) -> None:
        """Let something happen at a moment to come; what would have had to happen already does not."""
        if at <= self.now:
            return
        self._order += 1
        self._agenda[at.date()].append((at, self._order, act))

    def live(self, night: Callable[[], None], *, first: date = FIRST, last: date = LAST) -> None:
        """Let every day pass."""
        for day in days(first, last):
            self.now = moment(day)
            self.set_clock(self.now)
            self.look(self.people.values(), moment(day))
            if day not in self.missed:
                self.set_clock(moment(day, 2))
                for act in self._before_night.pop(day, []):
                    act()
                self.expect_letters(moment(day, 2))
                night()
                self.read_post(day)
            while self._agenda[day]:
                self._agenda[day].sort()
                at, _, act = self._agenda[day].pop(0)
                self.set_clock(at)
                self.now = at
                act()
                db.session.rollback()
            self.read_post(day)
            ending = [one for one in self.people.values() if any(spell.last == day for spell in one.life.spells)]
            ending += self._look_on.pop(day, [])
            for at in (over(day) - SECOND, over(day)) if ending else ():
                self.set_clock(at)
                self.look(ending, at)

    def next_night(self, day: date) -> date:
        """The first day from a day on in whose night the job runs."""
        while day in self.missed:
            day += ONE
        return day

    def at_night(self, day: date, act: Callable[[], None]) -> None:
        """What the job of a night is going to do, for the model to know."""
        self._before_night[day].append(act)

    def look_on(self, day: date, one: Somebody) -> None:
        """Look hard at the end of a day on which something ends for somebody."""
        self._look_on[day].append(one)

    def look(self, people: Iterable[Somebody], at: datetime) -> None:
        """What the public reads now is what the rules say."""
        db.session.rollback()
        wanted = {one.entry_id: one for one in people}
        seen = publication.public_entries(list(wanted), now=None)
        for entry_id, one in wanted.items():
            says, entry = one.life.status(at), seen.get(entry_id)
            told = str(entry.status) if entry is not None else None
            assert told == says, f"{at}: {one.number} reads {told}, and by the rules it is {says}: {one.life}"
            if entry is not None:
                assert entry.may_use_title is (says in MAY_USE_TITLE), f"{at}: {one.number}"
        self.checks += len(wanted)

    # --------------------------------------------------------------------------------------------------------- letters

    def expect_letters(self, at: datetime) -> None:
        """Note who has to be written to by the job of this night."""
        day = at.date()
        for one in self.people.values():
            if not one.life.is_on(at):
                one.life.waits_to_leave = None  # whoever lapsed meanwhile does not leave any more
            for _ in one.life.is_reminded(at):
                self.expected["renewal_reminder", one.email][day] += 1
            if letter := one.life.is_told_of_insurance(at):
                self.expected[f"insurance_{letter}", one.email][day] += 1
            if one.life.is_told_of_check(at):
                self.expected["record_check_reminder", one.email][day] += 1

    def read_post(self, day: date) -> None:
        """Read every letter that was written since the last time."""
        db.session.rollback()
        by_email = {one.email: one for one in self.people.values()}
        rows = db.session.execute(
            select(Letter.id, Letter.template, Letter.recipient).where(Letter.id > self._read_up_to).order_by(Letter.id)
        )
        for letter_id, template, recipient in rows:
            self._read_up_to = letter_id
            if recipient in by_email:
                by_email[recipient].post[template, day] += 1

    def compare_letters(self, template: str) -> list[str]:
        """Where the letters of a kind that people got are not those that they should have got."""
        wrong = []
        for one in self.people.values():
            had = Counter({day: count for (name, day), count in one.post.items() if name == template})
            wanted = self.expected[template, one.email]
            if had != wanted:
                wrong.append(f"{template} {one.number}: too much {had - wanted}, missed {wanted - had}: {one.life}")
        return wrong

    # ------------------------------------------------------------------------------------------- what the model is told

    def granted(self, one: Somebody, first: date, last: date | None = None, *, at: datetime) -> Spell:
        """A period was put on the register."""
        spell = Spell(first, last or last_day_of_a_year(first), at)
        ended = over(one.life.last) if one.life.spells else None
        unseen = [order for order in one.life.orders if order.for_insurance][-1:]
        one.life.spells.append(spell)
        if unseen and ended is not None and unseen[0].ends_at == ended <= at:
            # It ended with the registration, and no officer has seen insurance since.
            self.ordered(one, "interim_suspension", at, over(spell.last), for_insurance=True)
        self.change_insurance_orders(one, over(spell.last), at)
        return spell

    def change_insurance_orders(self, one: Somebody, ends_at: datetime, at: datetime) -> None:
        """A suspension for want of insurance that holds at a moment ends at another one than it said."""
        one.life.orders = [
            order._replace(ends_at=ends_at)
            if order.for_insurance and order.ends_at is not None and order.ends_at > at
            else order
            for order in one.life.orders
        ]

    def gone(self, one: Somebody, kind: str, at: datetime, *, known_at: datetime | None = None) -> None:
        """They left, or were removed; a period that was still to begin is taken back."""
        one.life.gone.append(Gone(kind, at, known_at or at))
        one.life.spells = [spell for spell in one.life.spells if moment(spell.first) <= at]

    def ordered(
        self, one: Somebody, kind: str, starts_at: datetime, ends_at: datetime, *, for_insurance: bool = False
    ) -> None:
        """A panel decided, or the registrar for want of insurance."""
        one.life.orders.append(Order(kind, starts_at, ends_at, for_insurance))

    def some_day(self, first: date, last: date) -> date:
        """A day between two days, both included."""
        return first + ONE * self.chance.randint(0, max(0, (last - first).days))
