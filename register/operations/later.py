"""An order that has not started yet starts later: the letter that gives somebody time to appeal reached them late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from register import queries
from register.models import EventKind, Period, Restriction
from register.operations.orders import first_return, next_serial, published_until
from register.operations.recording import Change, entry_of
from register.vocabulary import OrderKind


@operation
def start_later(
    number: str, *, restriction_id: int, starts_at: datetime, ends_at: datetime | None, reason: str, by: Actor
) -> None:
    """Let an order that has not started start later, and end later. For how long the public is told follows.

    Of a removal, a period that it took back and that begins before it now does stands again until then.

    Raises:
        Refused: it is not on this entry any more, has started, or that would not be later.
    """
    entry = entry_of(number)
    old = next((one for one in queries.live_facts(Restriction, entry.id) if one.id == restriction_id), None)
    if old is None:
        raise Refused("That order is not on this entry any more.")
    if old.starts_at <= clock.now():
        raise Refused("That order has started. What the register said since then cannot change.")
    if starts_at <= old.starts_at or (ends_at is not None and ends_at <= starts_at):
        raise Refused("That would not be later, or it would end before it starts.")
    until = published_until(
        old.kind,
        starts_at=starts_at,
        ends_at=ends_at,
        about_health=old.about_health,
        shown_months=old.shown_months,
    )
    if old.published_until is None and (old.ends_at is not None or old.kind is OrderKind.REMOVAL):
        until = None  # a panel ordered it to be shown for good
    change = Change(entry, EventKind.RESTRICTION_CHANGED, effective_at=starts_at, reason=reason, by=by)
    change.put_again(
        old,
        starts_at=starts_at,
        ends_at=ends_at,
        published_until=until,
        reapply_from=first_return(old.kind, starts_at),
        serial=next_serial(entry.id, old.kind, starts_at),
    )
    if old.kind is OrderKind.REMOVAL:
        for period in _taken_back(old, starts_at):
            change.add(Period(starts_on=period.starts_on, ends_on=period.ends_on), instead_of=period)
    change.finish({"kind": old.kind.value, "source": old.source, "starts_at": starts_at.isoformat()})


def _taken_back(removal: Restriction, starts_at: datetime) -> Iterator[Period]:
    """The periods that a removal took back, and that begin before it does now."""
    events, fact = [removal.event_id], removal
    while fact.supersedes_id is not None:
        fact = db.session.get_one(Restriction, fact.supersedes_id)
        events.append(fact.event_id)
    again = aliased(Period)
    gone = select(Period).where(
        Period.entry_id == removal.entry_id,
        Period.void.is_(True),
        Period.event_id.in_(events),
        ~select(again.id).where(again.supersedes_id == Period.id).exists(),
    )
    for period in db.session.scalars(gone.order_by(Period.id)).all():
        if clock.start_of_day(period.starts_on) <= starts_at:
            yield period
