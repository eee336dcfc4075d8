"""What a life on the register looks like from outside, read a second time from the text of rules 6.1, 6.3 and 6.4.

It knows nothing of `register`, `cpd` or `foundation`: its own calendar, its own bank holidays, its own idea of what the
public reads at a moment and of which letters somebody gets on which day. Written as simply as possible, and slow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE = timedelta(days=1)
ENGLAND, SCOTLAND, IRELAND = "england_wales", "scotland", "northern_ireland"

#: As the three governments announced them, for 2026 to 2028.
_EVERYWHERE = (
    "2026-01-01 2026-04-03 2026-05-04 2026-05-25 2026-12-25 2026-12-28 "
    "2027-01-01 2027-03-26 2027-05-03 2027-05-31 2027-12-27 2027-12-28 "
    "2028-01-03 2028-04-14 2028-05-01 2028-05-29 2028-12-25 2028-12-26"
)
_HERE = {
    ENGLAND: "2026-04-06 2026-08-31 2027-03-29 2027-08-30 2028-04-17 2028-08-28",
    SCOTLAND: ("2026-01-02 2026-08-03 2026-11-30 2027-01-04 2027-08-02 2027-11-30 2028-01-04 2028-08-07 2028-11-30"),
    IRELAND: (
        "2026-03-17 2026-04-06 2026-07-13 2026-08-31 2027-03-17 2027-03-29 2027-07-12 2027-08-30 "
        "2028-03-17 2028-04-17 2028-07-12 2028-08-28"
    ),
}
HOLIDAYS = {
    nation: {date.fromisoformat(day) for day in f"{_EVERYWHERE} {words}".split()} for nation, words in _HERE.items()
}

#: Rules 6.4, "reminders": days before the end of the period.
BEFORE = (90, 60, 30, 14, 7, 2)
#: Rules 6.3, D08 and issue 6: days before the insurance ends.
WATCHED = (60, 30, 14, 2)
#: Rules 6.12: days to put a failed payment right before anybody lapses over it.
TO_PAY_AGAIN = timedelta(days=14)
#: Rules 6.1, the table, "searchable".
SHOWN_MONTHS = {"lapsed": 24, "left": 24, "administrative_removal": 24, "removed": 120}
#: Rules 6.1: the most restrictive first.
STRICTEST = ("suspension", "interim_suspension", "interim_conditions", "conditions", "undertakings", "warning")
_SAYS = {
    "suspension": "suspended",
    "interim_suspension": "interim_suspension",
    "interim_conditions": "interim_conditions",
    "conditions": "registered_conditions",
    "undertakings": "registered_undertakings",
    "warning": "registered_warning",
    "": "registered",
}
MAY_USE_TITLE = frozenset(_SAYS.values()) - {"suspended", "interim_suspension"}


def moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A time of day in London."""
    return datetime.combine(day, time(hour, minute), LONDON)


def over(day: date) -> datetime:
    """When what ends on a day is over: 23:59 in London."""
    return moment(day, 23, 59)


def last_day_of_a_year(first: date) -> date:
    """Twelve months from a grant; 29 February becomes 28 February."""
    try:
        return first.replace(year=first.year + 1) - ONE
    except ValueError:
        return date(first.year + 1, 2, 28)


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for back in range(4):
        try:
            return date(year, month, day.day - back)
        except ValueError:
            continue
    raise AssertionError(day)


def works(day: date, nation: str) -> bool:
    """Whether offices are open."""
    return day.isoweekday() <= 5 and day not in HOLIDAYS[nation]


def working_days_after(day: date, count: int, nation: str) -> date:
    """So many working days after a day."""
    while count:
        day += ONE
        count -= works(day, nation)
    return day


class Order(NamedTuple):
    """A sanction or an interim measure, from a moment to a moment."""

    kind: str
    starts_at: datetime
    ends_at: datetime | None
    #: For want of insurance: it ends with the registration, and goes on when that is renewed.
    for_insurance: bool = False


class Gone(NamedTuple):
    """A way of leaving, as the public reads it, from a moment; written down by the job of a night when it was chosen
    before.
    """

    kind: str
    at: datetime
    known_at: datetime


class Spell(NamedTuple):
    """A period of registration, and the moment at which it was put on the register."""

    first: date
    last: date
    granted_at: datetime


@dataclass
class Life:
    """What has happened to one person so far."""

    nation: str = ENGLAND
    spells: list[Spell] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    #: The day on which they wish to leave, while a concern about them is open: it waits until that is settled.
    waits_to_leave: date | None = None
    concerned: bool = False
    #: The last days of periods that were renewed late.
    late: list[date] = field(default_factory=list)
    died_at: datetime | None = None
    #: Days up to which they told us that they are insured, with the moment at which they did.
    insured: list[tuple[date, datetime]] = field(default_factory=list)
    #: Days of record checks, with the moment at which we were told.
    checks: list[tuple[date, datetime]] = field(default_factory=list)
    #: Approved leave, first and last day; and what they did to learn, with its minutes.
    away: list[tuple[date, date]] = field(default_factory=list)
    cpd: list[tuple[date, int]] = field(default_factory=list)
    #: The newest day on which they were written to about the end of something, by what it is and that end.
    written: dict[tuple[str, date], date] = field(default_factory=dict)

    # ------------------------------------------------------------------------------------------------- the public page

    def status(self, at: datetime) -> str | None:
        """What the public reads at a moment; None when nothing of the entry may be shown."""
        if self.died_at is not None and self.died_at <= at:
            return None
        spell = self.spell(at)
        if spell is None:
            return None
        gone = self._left(spell, at)
        if gone:
            kind, when, _ = max(gone, key=lambda one: one.at)
            return kind if at < over(months_on(when.astimezone(LONDON).date(), SHOWN_MONTHS[kind])) else None
        held = sorted(
            (one.kind for one in self.orders if one.starts_at <= at and (one.ends_at is None or at < one.ends_at)),
            key=STRICTEST.index,
        )
        says = _SAYS[held[0] if held else ""]
        if at < over(spell.last) or self._goes_on(spell, at) or says not in MAY_USE_TITLE:
            return says
        return "lapsed" if at < over(months_on(spell.last, SHOWN_MONTHS["lapsed"])) else None

    def spell(self, at: datetime) -> Spell | None:
        """The period that a moment is in, or the last one before it, as far as it was on the register by then."""
        begun = [one for one in self.spells if moment(one.first) <= at and one.granted_at <= at]
        return max(begun, default=None)

    def _left(self, spell: Spell, at: datetime) -> list[Gone]:
        return [one for one in self.gone if moment(spell.first) <= one.at <= at and one.known_at <= at]

    def _goes_on(self, spell: Spell, at: datetime) -> bool:
        """Whether the next period follows on the next day: then nothing ends in the last minute of this one."""
        return any(one.first == spell.last + ONE and one.granted_at <= at for one in self.spells)

    def is_on(self, at: datetime) -> bool:
        """Whether they are a registrant, suspended or not."""
        spell = self.spell(at)
        if spell is None or (self.died_at is not None and self.died_at <= at):
            return False
        if self._left(spell, at):
            return False
        return at < over(spell.last) or self._goes_on(spell, at)

    @property
    def insured_to(self) -> date:
        """The newest day up to which we were told that they are insured."""
        return max(ends for ends, _ in self.insured)

    @property
    def last_on_register(self) -> date:
        """The last day on which they were a registrant, in the newest period."""
        left = [one.at.astimezone(LONDON).date() for one in self.gone if one.at >= moment(max(self.spells).first)]
        return min([self.last, *left])

    @property
    def last(self) -> date:
        """The last day of the newest period."""
        return max(self.spells).last

    def late_until(self, last: date) -> date:
        """The last day on which being late keeps continuity: 15 working days."""
        return working_days_after(last, 15, self.nation)

    # -------------------------------------------------------------------------------------------------------- letters

    def reminder_days(self, spell: Spell) -> Iterator[date]:
        """The days on which somebody is reminded of the end of a period, unless they are done by then."""
        for days in BEFORE:
            yield spell.last - timedelta(days=days)
        yield spell.last + ONE
        yield working_days_after(spell.last, 10, self.nation)

    def is_reminded(self, at: datetime) -> Iterator[Spell]:
        """The periods of whose end somebody is reminded by the job of a night."""
        for spell in self.spells:
            done = any(one.first > spell.first and one.granted_at <= at for one in self.spells)
            owes = spell.granted_at <= at and not done and not self._is_gone(spell, at)
            if owes and self._is_written_to("renewal", spell.last, self.reminder_days(spell), at):
                yield spell

    def _is_written_to(self, what: str, ends: date, on: Iterable[date], at: datetime) -> bool:
        """Whether a day of these has come since they were written to: what nights missed is made up for in one letter,
        about the newest day.
        """
        newest = max((day for day in on if day <= at.astimezone(LONDON).date()), default=date.min)
        if newest <= self.written.get((what, ends), date.min):
            return False
        self.written[what, ends] = newest
        return True

    def is_told_of_insurance(self, at: datetime) -> str:
        """Which letter the job of a night writes about insurance: before it runs out, on the day after, or none."""
        known = [ends for ends, told_at in self.insured if told_at <= at]
        if not known or not self.is_on(at):
            return ""
        ends = max(known)
        on = [*(ends - timedelta(days=days) for days in WATCHED), ends + ONE]
        if not self._is_written_to("insurance", ends, on, at):
            return ""
        return "ended" if at.astimezone(LONDON).date() > ends else "reminder"

    def is_told_of_check(self, at: datetime) -> bool:
        """Whether the job of a night writes about a record check that is due anew: 36 months after the last one."""
        known = [checked for checked, told_at in self.checks if told_at <= at]
        if not known or not self.is_on(at):
            return False
        due = months_on(max(known), 36)
        on = [*(due - timedelta(days=days) for days in WATCHED), due + ONE]
        return self._is_written_to("check", due, on, at)

    # ------------------------------------------------------------------------------------------------------------ CPD

    def minutes_needed(self, spell: Spell, asked: Callable[[date], int]) -> int:
        """Rules 6.5, "minimum" and "pro rata": what is asked for in a year, day by day, but for approved leave."""
        need, year = Fraction(), spell.first
        while year <= spell.last:
            last_day = last_day_of_a_year(year)
            for day in days(year, min(spell.last, last_day)):
                if not any(first <= day <= last for first, last in self.away):
                    need += Fraction(asked(day), (last_day - year).days + 1)
            year = last_day + ONE
        return int(need)

    def minutes_done(self, spell: Spell, today: date) -> int:
        """What was done in a period, up to today; nothing is carried over."""
        return sum(minutes for day, minutes in self.cpd if spell.first <= day <= min(spell.last, today))

    def _is_gone(self, spell: Spell, at: datetime) -> bool:
        dead = self.died_at is not None and self.died_at <= at
        # Nobody is reminded who has left, or who has chosen a day to leave before the period is over.
        day_over = max(moment(at.astimezone(LONDON).date() + ONE), over(spell.last))
        return dead or any(moment(spell.first) <= one.at <= day_over for one in self.gone)


def days(first: date, last: date) -> Iterable[date]:
    """One day after the other, both included."""
    while first <= last:
        yield first
        first += ONE
