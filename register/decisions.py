"""Decisions as the public may read them: a list, and each on its own page, from the same record as the entry.

Nothing here is taken down by a job: a decision is on the list, has its page and its PDF exactly as long as the entry
shows it. About health only the fact of a limit stands there, and it goes when the limit ends (rules 6.8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from foundation import clock
from foundation.database import db
from register import policy
from register.models import Ending, Entry, Restriction
from register.publication import PublicEntry, PublicOrder, address_of, public_entries, public_entry
from register.queries import live
from register.search import Question, everybody
from register.vocabulary import SILENT_ENDINGS, EndingKind, OrderKind

A_PAGE = 25
AGREED = "left-by-agreement"
_AGREED_LABEL = "Left by agreement"
_WHICH = re.compile(r"([a-z-]+)-(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d{1,3}))?")
#: What the list may be narrowed to: the code in the address, and its words.
KINDS = {one.value: one.label for one in OrderKind} | {EndingKind.LEFT_BY_AGREEMENT.value: _AGREED_LABEL}
_ORDER_KINDS = frozenset(one.value for one in OrderKind)
_LIMITS = (
    OrderKind.WARNING,
    OrderKind.UNDERTAKINGS,
    OrderKind.CONDITIONS,
    OrderKind.INTERIM_CONDITIONS,
)
_INTERIM = (OrderKind.INTERIM_CONDITIONS, OrderKind.INTERIM_SUSPENSION)


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """One decision, about somebody on the register or who was."""

    number: str
    name: str
    label: str
    sentence: str
    text: str
    in_force: bool
    address: str
    #: Whether search engines may keep the page.
    indexed: bool
    heading: str
    starts: date | None = None
    ends: date | None = None
    #: The whole decision, where it is published: what was found, and what was decided and why.
    facts: str = ""
    decision: str = ""
    #: A temporary measure: nothing has been found.
    interim: bool = False
    #: They may practise, within limits or with a warning.
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to: nothing, by itself."""

    name: str = ""
    kind: str = ""
    year: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything was asked."""
        return bool(self.name or self.kind or self.year)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list, the newest first."""

    decisions: tuple[PublicDecision, ...]
    page: int
    pages: int
    #: The years in which something that may be read began, the newest first.
    years: tuple[int, ...] = ()
    #: The name that was asked for fits too many people.
    too_many: bool = False


def listed(page: int, asked: Asked | None = None, *, now: datetime | None = None) -> Listed:
    """A page of what may be read now, in a fixed number of statements. A page too far is empty."""
    moment, asked = now or clock.now(), asked or Asked()
    both = _published(moment).subquery()
    since = db.session.scalar(select(func.min(both.c.at)))
    first = clock.day_of(since.astimezone(clock.LONDON)).year if since is not None else None
    years = tuple(range(clock.day_of(moment).year, first - 1, -1)) if first is not None else ()
    newest = select(both.c.entry_id, both.c.kind, both.c.at, both.c.serial)
    if asked.kind:
        newest = newest.where(both.c.kind == asked.kind)
    if asked.year is not None:
        start = clock.start_of_day(date(asked.year, 1, 1))
        newest = newest.where(both.c.at >= start, both.c.at < clock.start_of_day(date(asked.year + 1, 1, 1)))
    if asked.name:
        people, too_many = everybody(db.session.connection(), Question(text=asked.name), moment)
        if too_many:
            return Listed((), page, page, years, too_many=True)
        newest = newest.where(both.c.entry_id.in_(people))
    newest = newest.order_by(both.c.at.desc(), both.c.entry_id, both.c.kind, both.c.serial.desc())
    rows = db.session.execute(newest.limit(A_PAGE + 1).offset((page - 1) * A_PAGE)).all()
    shown = rows[:A_PAGE]
    entries = public_entries({row.entry_id for row in shown}, now=moment)
    found = (_find(entries.get(row.entry_id), row.kind, clock.day_of(row.at), row.serial) for row in shown)
    return Listed(tuple(one for one in found if one is not None), page, page + (len(rows) > A_PAGE), years)


def one(number: str, which: str, *, now: datetime | None = None) -> PublicDecision | None:
    """One decision by its place in the address; None when there is none that may be read now."""
    if which == AGREED:
        return _find(public_entry(number, now=now), EndingKind.LEFT_BY_AGREEMENT.value, None, 1)
    read = _WHICH.fullmatch(which)
    if read is None:
        return None
    try:
        starts = date.fromisoformat(read[2])
    except ValueError:
        return None
    kind, serial = read[1].replace("-", "_"), int(read[3] or 1)
    found = _find(public_entry(number, now=now), kind, starts, serial)
    if found is None or not found.text:
        return found
    facts, decision = _whole(number, kind, starts, serial)
    return replace(found, facts=facts, decision=decision)


def _whole(number: str, kind: str, starts: date, serial: int) -> tuple[str, str]:
    """The facts and the decision of an order that may be read."""
    rows = db.session.execute(
        select(Restriction.starts_at, Restriction.facts, Restriction.decision)
        .join(Entry, Entry.id == Restriction.entry_id)
        .where(Entry.number == number, Restriction.kind == kind, Restriction.serial == serial)
        .where(live(Restriction), Restriction.about_health.is_(False))
    )
    held = next((row for row in rows if clock.day_of(row[0]) == starts), None)
    return (held[1] or "", held[2] or "") if held is not None else ("", "")


def _published(now: datetime) -> Any:
    """Restrictions and agreed endings that may be shown at a moment, but of those who died or were merged."""
    silent = aliased(Ending)

    def spoken(kind: Any) -> Any:
        return ~exists(
            select(silent.id).where(silent.entry_id == kind.entry_id, silent.kind.in_(SILENT_ENDINGS), live(silent))
        )

    orders = select(
        Restriction.entry_id,
        cast(Restriction.kind, String).label("kind"),
        Restriction.starts_at.label("at"),
        Restriction.serial.label("serial"),
    )
    orders = orders.where(live(Restriction), Restriction.starts_at <= now, spoken(Restriction)).where(
        or_(Restriction.published_until.is_(None), Restriction.published_until > now)
    )
    agreed = select(
        Ending.entry_id,
        literal(EndingKind.LEFT_BY_AGREEMENT.value).label("kind"),
        Ending.at.label("at"),
        literal(1).label("serial"),
    )
    agreed = agreed.where(
        live(Ending),
        Ending.kind == EndingKind.LEFT_BY_AGREEMENT,
        Ending.at <= now,
        Ending.shown_until > now,
        spoken(Ending),
    )
    return union_all(orders, agreed)


def _find(entry: PublicEntry | None, kind: str, starts: date | None, serial: int) -> PublicDecision | None:
    if entry is None:
        return None
    if kind == EndingKind.LEFT_BY_AGREEMENT.value:
        return _agreed(entry) if entry.statement else None
    assert starts is not None
    address = address_of(entry.number, OrderKind(kind), starts, serial) if kind in _ORDER_KINDS else ""
    found = next((order for order in entry.restrictions if order.address == address), None)
    return _order(entry, found) if found is not None else None


def _order(entry: PublicEntry, order: PublicOrder) -> PublicDecision:
    return PublicDecision(
        number=entry.number,
        name=entry.name,
        label=order.label,
        sentence=order.sentence,
        text=order.text or "",
        in_force=order.in_force,
        address=order.address,
        indexed=order.kind is OrderKind.REMOVAL and order.text is not None and policy.REMOVAL_INDEXED.value() == 1,
        heading=order.heading,
        starts=order.starts,
        ends=order.ends,
        interim=order.kind in _INTERIM,
        limits=order.kind in _LIMITS,
    )


def _agreed(entry: PublicEntry) -> PublicDecision:
    return PublicDecision(
        number=entry.number,
        name=entry.name,
        label=_AGREED_LABEL,
        sentence=entry.status_sentence,
        text=entry.statement or "",
        in_force=True,
        address=f"/decisions/{entry.number}/{AGREED}",
        indexed=False,
        heading=_AGREED_LABEL,
    )
