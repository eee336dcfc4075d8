"""Restrictions: how a sanction, an agreement or an interim measure reaches the entry."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from register import policy, queries
from register.models import EventKind, Period, Restriction
from register.operations.recording import Change, entry_of
from register.vocabulary import OrderKind

_SHOWN_AFTER = {
    OrderKind.UNDERTAKINGS: policy.UNDERTAKINGS_SHOWN,
    OrderKind.CONDITIONS: policy.CONDITIONS_SHOWN,
    OrderKind.SUSPENSION: policy.SUSPENSION_SHOWN,
}
_MAY_BE_UNMET = (OrderKind.WARNING, OrderKind.UNDERTAKINGS, OrderKind.CONDITIONS, OrderKind.SUSPENSION)


def published_until(
    kind: OrderKind,
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    about_health: bool,
    not_met: bool = False,
    shown_months: int | None = None,
) -> datetime | None:
    """When the public may no longer be told of an order, under the policy of the day it starts (rules 6.8).

    Warnings, interim orders and anything about health alone go when they end; what was not met stays for longer, and
    what a panel ordered to be shown for `shown_months`. None: no end is known yet.
    """
    day, longer = clock.day_of(starts_at), shown_months or 0
    if kind is OrderKind.REMOVAL:
        return clock.end_of_day(clock.add_months(day, max(usually_shown(kind, day), longer)))
    if ends_at is None:
        return None
    if about_health:
        return ends_at
    months = max(usually_shown(kind, day), policy.NOT_MET_SHOWN.value(day) if not_met else 0, longer)
    return clock.end_of_day(clock.add_months(clock.day_of(ends_at), months)) if months else ends_at


def usually_shown(kind: OrderKind, day: date | None = None) -> int:
    """For how many months the public is told of an order after it ended; of a removal, after it began (rules 6.8)."""
    after = policy.REMOVAL_SHOWN if kind is OrderKind.REMOVAL else _SHOWN_AFTER.get(kind)
    return after.value(day or clock.today()) if after is not None else 0


def look_again_on(since: datetime) -> date:
    """When a decision that is shown without end is looked at again, counted from a moment (rules 6.8)."""
    day = clock.day_of(since)
    return clock.add_months(day, policy.WITHOUT_END_REVIEW.value(day))


@operation
def end_publication(number: str, *, restriction_id: int, until: datetime, reason: str, by: Actor) -> None:
    """Give an end, or an earlier one, to what a panel ordered to be shown for longer, after it was looked at again.

    Raises:
        Refused: it is not on this entry, or ends by then.
    """
    entry = entry_of(number)
    old = next((one for one in queries.live_facts(Restriction, entry.id) if one.id == restriction_id), None)
    if old is None or (old.published_until is not None and old.published_until <= until):
        raise Refused("That order is not on this entry, or has an end by then.")
    change = Change(entry, EventKind.RESTRICTION_CHANGED, effective_at=until, reason=reason, by=by)
    change.put_again(old, published_until=until, shown_months=None)
    change.finish({"kind": old.kind.value, "source": old.source})


@operation
def impose_restriction(
    number: str,
    *,
    kind: OrderKind,
    starts_at: datetime,
    ends_at: datetime | None,
    wording: str,
    source: str,
    reason: str,
    by: Actor,
    about_health: bool = False,
    shown_for_good: bool = False,
    shown_months: int | None = None,
    facts: str = "",
    decision: str = "",
) -> int:
    """Put a mark or limit on an entry; says the restriction's id.

    `wording` is what the public reads on the entry; `facts` and `decision` are more, on a page of its own.
    `shown_for_good` and `shown_months` are for a panel that orders it to be shown without end, or longer. A removal
    takes back a period that was to begin after it (renewed early).

    Raises:
        Refused: an order that lacks its end or its words, one that ends before it starts, or a removal with an end.
    """
    if ends_at is not None and ends_at <= starts_at:
        raise Refused("An order ends after it starts.")
    if ends_at is not None and kind is OrderKind.REMOVAL:
        raise Refused("A removal has no end: the person may apply to come back.")
    if ends_at is None and kind not in {OrderKind.REMOVAL, OrderKind.INTERIM_CONDITIONS, OrderKind.INTERIM_SUSPENSION}:
        raise Refused("This order needs the day on which it ends.")
    if not wording.strip() and not about_health:
        raise Refused("Write the words that the public will read.")
    entry = entry_of(number)
    until = published_until(
        kind, starts_at=starts_at, ends_at=ends_at, about_health=about_health, shown_months=shown_months
    )
    change = Change(entry, EventKind.RESTRICTED, effective_at=starts_at, reason=reason, by=by)
    restriction = change.add(
        Restriction(
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            wording=wording.strip(),
            about_health=about_health,
            source=source,
            published_until=None if shown_for_good else until,
            shown_months=shown_months,
            reapply_from=first_return(kind, starts_at),
            serial=next_serial(entry.id, kind, starts_at),
            facts=None if about_health else facts.strip() or None,
            decision=None if about_health else decision.strip() or None,
        )
    )
    if kind is OrderKind.REMOVAL:
        change.take_back_periods_after(starts_at)
    change.finish({"kind": kind.value, "source": source})
    return restriction.id


def next_serial(entry_id: int, kind: OrderKind, starts_at: datetime) -> int:
    """Counts every order of the kind that ever began on that day, those taken back too: addresses are used once."""
    day = clock.day_of(starts_at)
    held = db.session.execute(
        select(Restriction.starts_at, Restriction.serial).where(
            Restriction.entry_id == entry_id, Restriction.kind == kind
        )
    )
    return max((serial for at, serial in held if clock.day_of(at) == day), default=0) + 1


def first_return(kind: OrderKind, starts_at: datetime) -> date | None:
    """From which day somebody may apply to come back who is removed from a moment; None of every other order."""
    if kind is not OrderKind.REMOVAL:
        return None
    day = clock.day_of(starts_at)
    return clock.add_months(day, policy.REAPPLY_AFTER.value(day))


@operation
def mark_not_met(number: str, *, restriction_id: int, notice: str, reason: str, by: Actor) -> None:
    """Say on the entry that a sanction was not met: while it runs, and for some years after (rules 6.8).

    Raises:
        Refused: it is not on this entry or not shown any more, it was said before, or there are no words.
    """
    if not notice.strip():
        raise Refused("Write the words that the public will read.")
    entry = entry_of(number)
    old = next((one for one in queries.live_facts(Restriction, entry.id) if one.id == restriction_id), None)
    now = clock.now()
    if old is None or old.starts_at > now or (old.published_until is not None and old.published_until <= now):
        raise Refused("That order is not on this entry, or not any more.")
    if old.notice is not None:
        raise Refused("The entry says that already.")
    if old.kind not in _MAY_BE_UNMET:
        raise Refused("Only a warning, undertakings, conditions or a suspension can be not met.")
    until = published_until(
        old.kind,
        starts_at=old.starts_at,
        ends_at=old.ends_at,
        about_health=old.about_health,
        not_met=True,
        shown_months=old.shown_months,
    )
    if old.published_until is None:
        until = None  # a panel ordered it to be shown for good
    change = Change(entry, EventKind.RESTRICTION_CHANGED, effective_at=now, reason=reason, by=by)
    change.put_again(old, notice=notice.strip(), published_until=until)
    change.finish({"kind": old.kind.value, "source": old.source, "not_met": True})


@operation
def reword(
    number: str,
    *,
    restriction_id: int,
    wording: str,
    facts: str = "",
    decision: str = "",
    notice: str | None = None,
    reason: str,
    by: Actor,
) -> None:
    """Let the public read other words of an order from now on; what was ordered, and its days, stay as they are.

    Raises:
        Refused: it is not on this entry, it is about health (the public reads no words of it), or there are no words.
    """
    entry = entry_of(number)
    old = next((one for one in queries.live_facts(Restriction, entry.id) if one.id == restriction_id), None)
    if old is None or old.about_health:
        raise Refused("That order is not on this entry, or the public reads no words of it.")
    if not wording.strip():
        raise Refused("Write the words that the public will read.")
    change = Change(entry, EventKind.RESTRICTION_CHANGED, effective_at=clock.now(), reason=reason, by=by)
    change.put_again(
        old,
        wording=wording.strip(),
        facts=facts.strip() or None,
        decision=decision.strip() or None,
        notice=(notice or "").strip() or None,
    )
    change.finish({"kind": old.kind.value, "source": old.source, "reworded": True})


@operation
def make_private(number: str, *, restriction_id: int, reason: str, by: Actor) -> None:
    """Let the public read no words of an order that is about health; what was ordered and its days stay (rules 6.8).

    It is shown until it ends, and no longer: a removal, once the person is back, goes at once.

    Raises:
        Refused: it is not on this entry, or is private already.
    """
    entry = entry_of(number)
    old = next((one for one in queries.live_facts(Restriction, entry.id) if one.id == restriction_id), None)
    if old is None or old.about_health:
        raise Refused("That order is not on this entry, or the public reads no words of it.")
    until = published_until(old.kind, starts_at=old.starts_at, ends_at=old.ends_at, about_health=True)
    back = _back_at(old)
    if back is not None:
        until = max(back, clock.now())
    change = Change(entry, EventKind.RESTRICTION_CHANGED, effective_at=clock.now(), reason=reason, by=by)
    change.put_again(
        old,
        about_health=True,
        wording="",
        facts=None,
        decision=None,
        notice=None,
        published_until=until,
        shown_months=None,
    )
    change.finish({"kind": old.kind.value, "source": old.source, "private": True})


def _back_at(old: Restriction) -> datetime | None:
    """When the first period begins after a removal; None while nobody has come back from it."""
    if old.kind is not OrderKind.REMOVAL:
        return None
    began = [clock.start_of_day(one.starts_on) for one in queries.live_facts(Period, old.entry_id)]
    return min((one for one in began if one > old.starts_at), default=None)


@operation
def end_restriction(number: str, *, restriction_id: int, at: datetime, reason: str, by: Actor) -> None:
    """End an order at a moment, earlier than it said.

    Raises:
        Refused: it is not on this entry, or is over already.
    """
    _move_end(number, restriction_id=restriction_id, ends_at=at, reason=reason, by=by, earlier=True)


@operation
def extend_restriction(number: str, *, restriction_id: int, until: datetime, reason: str, by: Actor) -> None:
    """Let an order run longer than it said, after a review.

    Raises:
        Refused: it is not on this entry, is over already, or the new end is not later.
    """
    _move_end(number, restriction_id=restriction_id, ends_at=until, reason=reason, by=by, earlier=False)


def _move_end(number: str, *, restriction_id: int, ends_at: datetime, reason: str, by: Actor, earlier: bool) -> None:
    entry = entry_of(number)
    old = next((one for one in queries.live_facts(Restriction, entry.id) if one.id == restriction_id), None)
    if old is None:
        raise Refused("That order is not on this entry any more.")
    if old.ends_at is not None and old.ends_at <= clock.now():
        raise Refused("That order is over already. What the register said since then cannot change.")
    if ends_at <= old.starts_at:
        raise Refused("An order ends after it starts. To take it back altogether, correct it.")
    if earlier and old.ends_at is not None and ends_at >= old.ends_at:
        raise Refused("That would not be earlier.")
    if not earlier and (old.ends_at is None or ends_at <= old.ends_at):
        raise Refused("That would not be later.")
    change = Change(entry, EventKind.RESTRICTION_CHANGED, effective_at=ends_at, reason=reason, by=by)
    until = published_until(
        old.kind,
        starts_at=old.starts_at,
        ends_at=ends_at,
        about_health=old.about_health,
        not_met=old.notice is not None,
        shown_months=old.shown_months,
    )
    if old.published_until is None and (old.ends_at is not None or old.kind is OrderKind.REMOVAL):
        until = None  # a panel ordered it to be shown for good
    change.put_again(old, ends_at=ends_at, published_until=until)
    change.finish({"kind": old.kind.value, "source": old.source})
