"""What the public may know of an entry: the only builder behind pages, JSON, exports and statements.

Whatever is not in `PublicEntry` cannot be published. Open concerns, health, declarations, dates of birth, home and
email addresses never come near it (rules 6.1).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from foundation import clock
from register import policy, queries, rules, wording
from register.rules import EndingFact, Record, RestrictionFact, Standing
from register.vocabulary import OTHER_REGISTERS, EndingKind, OrderKind, PracticeArea, Status, Withheld, WorksWith

#: What somebody does to the end is completed; anything else ends.
_COMPLETED = (OrderKind.UNDERTAKINGS, OrderKind.CONDITIONS)


@dataclass(frozen=True, slots=True)
class PublicOrder:
    """A restriction as the public may read it. `in_force` is False for one that ended and is still shown."""

    kind: OrderKind
    label: str
    sentence: str
    text: str | None
    starts: date
    ends: date | None
    in_force: bool
    reference: str
    #: The page of its own.
    address: str
    #: A panel found that it was not met.
    not_met: bool = False

    @property
    def heading(self) -> str:
        """Its kind, and what became of it when it is not in force."""
        if self.not_met:
            return f"{self.label} – not met"
        if self.in_force or self.kind is OrderKind.NO_FINDING:
            return self.label
        return f"{self.label} – {'completed' if self.kind in _COMPLETED else 'ended'}"


@dataclass(frozen=True, slots=True)
class PublicRegistration:
    """A place on another body's register."""

    body: str
    body_name: str
    number: str
    link: str | None
    checked_on: date | None


class Break(NamedTuple):
    """First and last day without registration between two periods."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One entry as the public may see it at a moment."""

    number: str
    name: str
    status: Status
    status_label: str
    status_sentence: str
    tone: str
    may_use_title: bool
    first_registered: date
    period_from: date | None
    period_to: date | None
    breaks: tuple[Break, ...]
    town: str | None
    areas: tuple[str, ...]
    works_with: str | None
    organisation: str | None
    languages: tuple[str, ...]
    certificate: bool
    other_registrations: tuple[PublicRegistration, ...]
    insurance_to: date | None
    restrictions: tuple[PublicOrder, ...]
    former_names: tuple[str, ...]
    statement: str | None
    #: The past day it speaks of; None for now.
    as_at: date | None
    read_at: datetime

    def as_json(self) -> dict[str, Any]:
        """The entry as plain values: days as YYYY-MM-DD, moments as ISO 8601 in UTC."""
        return {name: _plain(getattr(self, name)) for name in _FIELDS}


_FIELDS = tuple(one.name for one in fields(PublicEntry))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(held) for held in value]
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}


def public_entries(
    entry_ids: Collection[int],
    *,
    now: datetime | None = None,
    known_at: datetime | None = None,
    at: datetime | None = None,
) -> dict[int, PublicEntry]:
    """What the public may see now of these entries, by id; those that may not be shown are left out.

    `known_at` answers from what was recorded by then; `at` speaks of an earlier moment, within what may be shown now.
    A fixed number of statements, however many ids.
    """
    moment = now or clock.now()
    held = queries.records(entry_ids, known_at=known_at)
    built = {entry_id: _build(record, at=at or moment, now=moment, as_at=None) for entry_id, record in held.items()}
    return {entry_id: entry for entry_id, entry in built.items() if entry is not None}


def public_entry(number: str, *, on: date | None = None, now: datetime | None = None) -> PublicEntry | None:
    """What the public may see of one entry: now, or about a past day.

    A past day is answered from the facts as they are known today, at the last moment of that day, and leaves out what
    may no longer be published. None when there is no such entry or it may not be shown now.
    """
    moment = now or clock.now()
    ids = queries.entry_ids([number])
    if number not in ids:
        return None
    record = queries.records([ids[number]]).get(ids[number])
    if record is None:
        return None
    if on is None or on == clock.day_of(moment):
        return _build(record, at=moment, now=moment, as_at=None)
    return _build(record, at=clock.last_moment_of(on), now=moment, as_at=on)


def may_be_found(record: Record, now: datetime) -> bool:
    """Whether anything of the entry may be shown now."""
    until = found_until(record)
    return rules.found_from(record) <= now and (until is None or now < until)


def found_until(record: Record) -> datetime | None:
    """When the entry disappears if nothing else happens, under the policy of its last period's end."""
    last = max((period.ends_on for period in record.periods), default=None)
    return rules.found_until(record, lapsed_months=policy.LAPSED_SHOWN.value(last))


def _build(record: Record, *, at: datetime, now: datetime, as_at: date | None) -> PublicEntry | None:
    if not may_be_found(record, now):
        return None
    shown = [order for order in record.restrictions if order.may_be_shown(now)]
    if record.endings:
        record = replace(record, endings=[_tellable(ending, now) for ending in record.endings])
    standing = rules.standing(record, at, orders=shown)
    if standing is None:
        return None
    today = record.particulars_at(now)
    facts = record.particulars_at(at)
    place_hidden = Withheld.PLACE in record.withheld
    organisation_hidden = Withheld.ORGANISATION in record.withheld
    day = as_at or clock.day_of(at)
    since = clock.add_months(day, -policy.BREAKS_SHOWN.value())
    return PublicEntry(
        number=record.number,
        name=today.name,
        status=standing.status,
        status_label=standing.status.label,
        status_sentence=wording.status_sentence(standing, past=as_at is not None, first=facts.first_registered_on),
        tone=standing.status.tone,
        may_use_title=standing.status.may_use_title,
        first_registered=facts.first_registered_on,
        period_from=standing.period.starts_on if standing.period else None,
        period_to=standing.period.ends_on if standing.period else None,
        breaks=tuple(Break(*one) for one in rules.breaks(record, since=since, until=day)),
        town=None if place_hidden else facts.town or None,
        areas=tuple(PracticeArea(code).label for code in facts.areas),
        works_with=WorksWith(facts.works_with).label if facts.works_with else None,
        organisation=None if organisation_hidden else facts.organisation or None,
        languages=tuple(facts.languages),
        certificate=facts.holds_certificate,
        other_registrations=tuple(
            _other(one.body, one.number, one.checked_on)
            for one in record.other_registrations
            if as_at is None or (one.checked_on is not None and one.checked_on <= as_at)
        ),
        # What was seen later is no part of a past day.
        insurance_to=None if as_at else record.insured_to,
        restrictions=_orders(record.number, standing, shown, at),
        former_names=tuple(today.previous_names) if today.shows_previous_names else (),
        statement=standing.ending.statement or None if standing.ending else None,
        as_at=as_at,
        read_at=now,
    )


def _tellable(ending: EndingFact, now: datetime) -> EndingFact:
    """An ending as it may be told now: what was agreed and published is left out when its time is over."""
    if ending.kind is not EndingKind.LEFT_BY_AGREEMENT or now < ending.shown_until:
        return ending
    return ending._replace(kind=EndingKind.LEFT, statement="")


def _orders(number: str, standing: Standing, shown: list[RestrictionFact], at: datetime) -> tuple[PublicOrder, ...]:
    """Orders in force, then those that ended and may still be shown, newest first."""
    over = [order for order in shown if order.starts_at <= at and order not in standing.orders]
    over.sort(key=lambda order: order.starts_at, reverse=True)
    return tuple(_order(number, order, in_force=True) for order in standing.orders) + tuple(
        _order(number, order, in_force=False) for order in over
    )


def address_of(number: str, kind: OrderKind, starts: date, serial: int) -> str:
    """The address of an order's own page: kind and day, and a count when another of the kind began that day."""
    again = f"-{serial}" if serial > 1 else ""
    return f"/decisions/{number}/{kind.value.replace('_', '-')}-{starts.isoformat()}{again}"


def _order(number: str, order: RestrictionFact, *, in_force: bool) -> PublicOrder:
    said = [part for part in (order.notice, order.wording) if part]
    return PublicOrder(
        kind=order.kind,
        label=order.kind.label,
        sentence=wording.order_sentence(order, in_force=in_force),
        text=None if order.about_health else "\n\n".join(said) or None,
        starts=clock.day_of(order.starts_at),
        ends=wording.last_day(order.ends_at) if order.ends_at else None,
        in_force=in_force,
        reference=order.source,
        address=address_of(number, order.kind, clock.day_of(order.starts_at), order.serial),
        not_met=order.notice is not None,
    )


def _other(body: str, number: str, checked_on: date | None) -> PublicRegistration:
    name, link = OTHER_REGISTERS.get(body, (body, None))
    return PublicRegistration(body, name, number, link, checked_on)
