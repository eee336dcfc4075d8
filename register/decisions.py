"""Decisions as the public may read them: a list, and each on its own page, from the same record as the entry.

Nothing here is stored or taken down by a job: a decision is on the list and has its page exactly as long as the entry
shows it. About health only the fact of a limit stands there, and it goes when the limit ends (rules 6.8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, exists, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from foundation import clock
from foundation.database import db
from register import policy
from register.models import Ending, Restriction
from register.publication import PublicEntry, PublicOrder, public_entries, public_entry
from register.queries import live
from register.vocabulary import SILENT_ENDINGS, EndingKind, OrderKind

A_PAGE = 25
AGREED = "left-by-agreement"
_AGREED_LABEL = "Left by agreement"
_WHICH = re.compile(r"([a-z-]+)-(\d{4}-\d{2}-\d{2})")


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


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list, the newest first."""

    decisions: tuple[PublicDecision, ...]
    page: int
    pages: int


def listed(page: int, *, now: datetime | None = None) -> Listed:
    """A page of what may be read now, in a fixed number of statements. A page too far is empty."""
    moment = now or clock.now()
    rows = db.session.execute(_newest(moment).limit(A_PAGE + 1).offset((page - 1) * A_PAGE)).all()
    shown = rows[:A_PAGE]
    entries = public_entries({row.entry_id for row in shown}, now=moment)
    found = (_find(entries.get(row.entry_id), row.kind, clock.day_of(row.at)) for row in shown)
    return Listed(tuple(one for one in found if one is not None), page, page + (len(rows) > A_PAGE))


def one(number: str, which: str, *, now: datetime | None = None) -> PublicDecision | None:
    """One decision by its place in the address; None when there is none that may be read now."""
    if which == AGREED:
        return _find(public_entry(number, now=now), EndingKind.LEFT_BY_AGREEMENT.value, None)
    read = _WHICH.fullmatch(which)
    if read is None:
        return None
    try:
        starts = date.fromisoformat(read[2])
    except ValueError:
        return None
    return _find(public_entry(number, now=now), read[1].replace("-", "_"), starts)


def _newest(now: datetime) -> Any:
    """Restrictions and agreed endings that may be shown at a moment, but of those who died or were merged."""
    silent = aliased(Ending)

    def spoken(kind: Any) -> Any:
        return ~exists(
            select(silent.id).where(silent.entry_id == kind.entry_id, silent.kind.in_(SILENT_ENDINGS), live(silent))
        )

    orders = select(
        Restriction.entry_id, cast(Restriction.kind, String).label("kind"), Restriction.starts_at.label("at")
    )
    orders = orders.where(live(Restriction), Restriction.starts_at <= now, spoken(Restriction)).where(
        or_(Restriction.published_until.is_(None), Restriction.published_until > now)
    )
    agreed = select(Ending.entry_id, literal(EndingKind.LEFT_BY_AGREEMENT.value).label("kind"), Ending.at.label("at"))
    agreed = agreed.where(
        live(Ending),
        Ending.kind == EndingKind.LEFT_BY_AGREEMENT,
        Ending.at <= now,
        Ending.shown_until > now,
        spoken(Ending),
    )
    both = union_all(orders, agreed).subquery()
    return select(both.c.entry_id, both.c.kind, both.c.at).order_by(both.c.at.desc(), both.c.entry_id, both.c.kind)


def _find(entry: PublicEntry | None, kind: str, starts: date | None) -> PublicDecision | None:
    if entry is None:
        return None
    if kind == EndingKind.LEFT_BY_AGREEMENT.value:
        return _agreed(entry) if entry.statement else None
    found = next((order for order in entry.restrictions if order.kind.value == kind and order.starts == starts), None)
    return _order(entry, found) if found is not None else None


def _order(entry: PublicEntry, order: PublicOrder) -> PublicDecision:
    which = f"{order.kind.value.replace('_', '-')}-{order.starts.isoformat()}"
    return PublicDecision(
        number=entry.number,
        name=entry.name,
        label=order.label,
        sentence=order.sentence,
        text=order.text or "",
        in_force=order.in_force,
        address=f"/decisions/{entry.number}/{which}",
        indexed=order.kind is OrderKind.REMOVAL and order.text is not None and policy.REMOVAL_INDEXED.value() == 1,
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
    )
