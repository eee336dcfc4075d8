"""What an entry says at a moment, worked out from its facts (rules 6.1). Pure: no database, no clock.

Nothing here is stored. The same facts give the same answer for any moment, past or present, so the register is right at
midnight without any job having run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from foundation import clock
from register.vocabulary import SILENT_ENDINGS, STRICTEST_FIRST, EndingKind, OrderKind, Status, Withheld, WorksWith


class ParticularsFact(NamedTuple):
    """Name, place and work from a moment on."""

    effective_from: datetime
    title: str
    forenames: str
    surname: str
    known_as: str
    previous_names: list[str]
    shows_previous_names: bool
    town: str
    outcode: str
    areas: list[str]
    works_with: WorksWith | None
    languages: list[str]
    organisation: str
    holds_certificate: bool
    first_registered_on: date

    @property
    def name(self) -> str:
        """The name the public reads: the whole known-as name, or known-as with the surname, or all names."""
        if " " in self.known_as or (self.known_as and not self.surname):
            return self.known_as
        return " ".join(part for part in (self.known_as or self.forenames, self.surname) if part)


class PeriodFact(NamedTuple):
    """A time of registration, both days included."""

    starts_on: date
    ends_on: date


class RestrictionFact(NamedTuple):
    """A mark or limit on the entry."""

    kind: OrderKind
    starts_at: datetime
    ends_at: datetime | None
    wording: str
    about_health: bool
    source: str
    published_until: datetime | None
    reapply_from: date | None
    serial: int = 1
    notice: str | None = None

    def in_force(self, at: datetime) -> bool:
        """Whether it holds at a moment; that there was no finding limits nobody at any."""
        return (
            self.kind is not OrderKind.NO_FINDING
            and self.starts_at <= at
            and (self.ends_at is None or at < self.ends_at)
        )

    def may_be_shown(self, now: datetime) -> bool:
        """Whether the public may still be told of it."""
        return self.starts_at <= now and (self.published_until is None or now < self.published_until)


class EndingFact(NamedTuple):
    """Leaving other than by lapse or by a panel's removal."""

    kind: EndingKind
    at: datetime
    statement: str
    shown_until: datetime


class OtherRegistrationFact(NamedTuple):
    """A place on another body's register."""

    body: str
    number: str
    checked_on: date | None


@dataclass(slots=True)
class Record:
    """Everything about one entry that its public page may need. Facts are live ones only: none void or superseded."""

    entry_id: int
    number: str
    particulars: list[ParticularsFact] = field(default_factory=list)
    periods: list[PeriodFact] = field(default_factory=list)
    restrictions: list[RestrictionFact] = field(default_factory=list)
    endings: list[EndingFact] = field(default_factory=list)
    other_registrations: list[OtherRegistrationFact] = field(default_factory=list)
    insured_to: date | None = None
    withheld: frozenset[Withheld] = frozenset()

    def particulars_at(self, at: datetime) -> ParticularsFact:
        """The newest particulars that have begun, or the first ones there are."""
        begun = [fact for fact in self.particulars if fact.effective_from <= at]
        if begun:
            return max(begun, key=lambda fact: fact.effective_from)
        return min(self.particulars, key=lambda fact: fact.effective_from)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an entry says at a moment."""

    status: Status
    #: The period that covers the moment, or the last one before it.
    period: PeriodFact | None
    #: Orders in force, most restrictive first.
    orders: tuple[RestrictionFact, ...]
    ending: EndingFact | None = None


_BY_ORDER = {
    OrderKind.SUSPENSION: Status.SUSPENDED,
    OrderKind.INTERIM_SUSPENSION: Status.INTERIM_SUSPENSION,
    OrderKind.INTERIM_CONDITIONS: Status.INTERIM_CONDITIONS,
    OrderKind.CONDITIONS: Status.REGISTERED_CONDITIONS,
    OrderKind.UNDERTAKINGS: Status.REGISTERED_UNDERTAKINGS,
    OrderKind.WARNING: Status.REGISTERED_WARNING,
}
_BY_ENDING = {
    EndingKind.LEFT: Status.LEFT,
    EndingKind.LEFT_BY_AGREEMENT: Status.LEFT,
    EndingKind.ADMINISTRATIVE_REMOVAL: Status.ADMINISTRATIVE_REMOVAL,
}
_RANK = {kind: rank for rank, kind in enumerate(STRICTEST_FIRST)}
_STOPS = (Status.SUSPENDED, Status.INTERIM_SUSPENSION)


def standing(record: Record, at: datetime, *, orders: list[RestrictionFact] | None = None) -> Standing | None:
    """What the entry says at a moment, or None when it says nothing (died, merged).

    `orders` narrows the restrictions that may be spoken of; all of them when left out. A removal or an ending holds
    until a period that begins after it. Somebody suspended stays suspended on the register when their period runs out
    under the order, so that a lapse never hides a suspension.
    """
    restrictions = record.restrictions if orders is None else orders
    begun = [period for period in record.periods if clock.start_of_day(period.starts_on) <= at]
    period = max(begun, key=lambda one: one.starts_on) if begun else None
    returned = clock.start_of_day(period.starts_on) if period else None
    in_force = tuple(
        sorted(
            (one for one in restrictions if one.in_force(at) and not _outlived(one, returned)),
            key=lambda one: (_RANK[one.kind], one.starts_at),
        )
    )
    ending = _ending(record, at, returned)
    if ending is not None and ending.kind in SILENT_ENDINGS:
        return None
    if in_force and in_force[0].kind is OrderKind.REMOVAL:
        return Standing(Status.REMOVED, period, in_force)
    if ending is not None:
        return Standing(_BY_ENDING[ending.kind], period, in_force, ending)
    if period is None:
        return Standing(_before_first_period(record, at), None, in_force)
    status = _BY_ORDER[in_force[0].kind] if in_force else Status.REGISTERED
    if at >= clock.end_of_day(period.ends_on) and not _continues(record, period) and status not in _STOPS:
        status = Status.LAPSED
    return Standing(status, period, in_force)


def _continues(record: Record, period: PeriodFact) -> bool:
    """Whether the next period follows on the next day, so that nothing ends in the last minute of this one."""
    return any((one.starts_on - period.ends_on).days == 1 for one in record.periods)


def _outlived(order: RestrictionFact, returned: datetime | None) -> bool:
    """Whether a removal ended because the person was restored by a later period."""
    return order.kind is OrderKind.REMOVAL and returned is not None and returned > order.starts_at


def _ending(record: Record, at: datetime, returned: datetime | None) -> EndingFact | None:
    """The last ending that holds: until a later period begins, or for good when the entry was closed."""
    begun = [one for one in record.endings if one.at <= at]
    closed = [one for one in begun if one.kind in SILENT_ENDINGS]
    held = closed or [one for one in begun if returned is None or returned <= one.at]
    return max(held, key=lambda one: one.at) if held else None


def _before_first_period(record: Record, at: datetime) -> Status:
    first = record.particulars_at(at).first_registered_on
    return Status.NOT_RECORDED if clock.start_of_day(first) <= at else Status.NOT_YET_REGISTERED


def is_on_register(record: Record, at: datetime) -> bool:
    """Whether the person is registered at a moment, under whatever orders short of removal."""
    says = standing(record, at)
    if says is None or says.period is None or says.ending is not None or says.status is Status.REMOVED:
        return False
    return at < clock.end_of_day(says.period.ends_on) or _continues(record, says.period)


def spent(record: Record) -> list[PeriodFact]:
    """The periods as they were really spent: cut short on the day the person left or was removed. In order."""
    departures = [one.at for one in record.endings]
    departures += [one.starts_at for one in record.restrictions if one.kind is OrderKind.REMOVAL and not one.ends_at]
    found = []
    for starts_on, ends_on in sorted(record.periods):
        starts_at, last = clock.start_of_day(starts_on), ends_on
        gone = min((at for at in departures if at >= starts_at), default=None)
        if gone is not None:
            last = min(ends_on, clock.day_of(gone - timedelta(microseconds=1)))
        if starts_on <= last:
            found.append(PeriodFact(starts_on, last))
    return found


def overlaps(record: Record, starts_on: date, ends_on: date) -> bool:
    """Whether a new period would share a day with one that was really spent on the register."""
    return any(starts_on <= one.ends_on and one.starts_on <= ends_on for one in spent(record))


def breaks(record: Record, *, since: date, until: date) -> list[tuple[date, date]]:
    """Days between two periods when the person was not registered, first and last day of each break.

    Only breaks that reach into the days from `since` to `until`. Adjoining periods leave none. Somebody who left or was
    removed was away from the next day on, whenever their period would have ended.
    """
    found = []
    covered: date | None = None
    for period in spent(record):
        if covered is not None and (period.starts_on - covered).days > 1:
            first, last = covered + timedelta(days=1), period.starts_on - timedelta(days=1)
            if last >= since and period.starts_on <= until:
                found.append((first, last))
        covered = max(covered, period.ends_on) if covered else period.ends_on
    return found


def found_from(record: Record) -> datetime:
    """The moment from which the entry can be found: its first period, or the first thing that was decided of it."""
    starts = [clock.start_of_day(period.starts_on) for period in record.periods]
    starts += [one.starts_at for one in record.restrictions if one.kind is OrderKind.REMOVAL]
    starts += [one.at for one in record.endings]
    return min(starts, default=datetime.max.replace(tzinfo=clock.LONDON))


def found_until(record: Record, *, lapsed_months: int) -> datetime | None:
    """The moment from which nothing of the entry may be shown any more, if nothing else happens; None for no end.

    A lapsed entry is found for `lapsed_months`; other endings carry their own time; an order that may still be shown
    keeps its entry findable.
    """
    silent = [one.at for one in record.endings if one.kind in SILENT_ENDINGS]
    if silent:
        return min(silent)
    last = max(record.periods, key=lambda one: one.starts_on, default=None)
    returned = clock.start_of_day(last.starts_on) if last else None
    ends = [one.published_until for one in record.restrictions]
    ending = _ending(record, datetime.max.replace(tzinfo=clock.LONDON), returned)
    removed = [one for one in record.restrictions if one.kind is OrderKind.REMOVAL and not _outlived(one, returned)]
    if ending is not None:
        ends.append(ending.shown_until)
    elif not removed and last is not None:
        ends.append(clock.end_of_day(clock.add_months(last.ends_on, lapsed_months)))
    if not ends or None in ends:
        return None
    return max(one for one in ends if one is not None)
