"""What follows from a signed decision: the order it makes, what the register is told, and where the concern goes.

An interim order is in force at once. A sanction waits for its letters and the time to appeal (`panels.orders`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from concerns import emails, policy
from concerns.models import Determination, Hearing, Order
from concerns.operations.desk import Desk
from concerns.operations.steps import move, note_step
from concerns.operations.triaging import subject
from concerns.panels import queries
from concerns.vocabulary import Decided, HearingKind, Sanction, StepKind, Way
from foundation import clock
from foundation.database import db
from foundation.errors import Refused
from register import operations as register
from register import queries as register_queries
from register.vocabulary import OrderKind

_INTERIM = {
    Decided.INTERIM_CONDITIONS: OrderKind.INTERIM_CONDITIONS,
    Decided.INTERIM_SUSPENSION: OrderKind.INTERIM_SUSPENSION,
}
#: What the entry says of every temporary measure, whatever the panel wrote (rules 6.8).
NEUTRAL = "This is a temporary measure while we look into something. Nothing has been found."
REVIEWED = (OrderKind.CONDITIONS.value, OrderKind.SUSPENSION.value)
_REASON = "A panel decided it."


def follow(desk: Desk, hearing: Hearing, signed: Determination) -> None:
    """Do what follows from a decision, inside the operation that signs it."""
    if hearing.kind is HearingKind.FINAL:
        _final(desk, hearing, signed)
    elif hearing.kind is HearingKind.INTERIM:
        _interim(desk, hearing, signed)
    elif hearing.kind is HearingKind.APPEAL:
        _appeal(desk, hearing, signed)
    else:
        _review(desk, hearing, signed)


def number_of(entry_id: int) -> str:
    """The registration number of an entry."""
    return register_queries.records([entry_id])[entry_id].number


def last_moment(starts_at: datetime, months: int) -> datetime:
    """When an order of so many months that starts at a moment ends: 23:59 on its last day."""
    return clock.end_of_day(clock.add_months(clock.day_of(starts_at), months) - timedelta(days=1))


def _final(desk: Desk, hearing: Hearing, signed: Determination) -> None:
    assert signed.sanction is not None
    _order(desk, hearing, signed, signed.sanction.value)
    move(desk.concern, "decide", StepKind.DECIDED, by=desk.by, detail={"hearing": hearing.id})


def _order(desk: Desk, hearing: Hearing, signed: Determination, kind: str) -> Order:
    about = subject(desk, hearing.subject_id)
    assert about.entry_id is not None
    row = Order(
        concern_id=desk.concern.id,
        subject_id=about.id,
        entry_id=about.entry_id,
        determination_id=signed.id,
        kind=kind,
        about_health=signed.about_health,
        months=signed.months,
        without_end=signed.without_end,
        wording_sealed=signed.wording_sealed,
        decided_on=clock.today(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _interim(desk: Desk, hearing: Hearing, signed: Determination) -> None:
    if signed.decided not in _INTERIM:
        return
    kind = _INTERIM[signed.decided]
    row = _order(desk, hearing, signed, kind.value)
    now = clock.now()
    row.starts_at, row.ends_at = now, last_moment(now, signed.months or 0)
    row.told_on = clock.today()
    row.effected_at, row.effected_by_id = now, desk.account_id
    row.restriction_id = register.impose_restriction(
        number_of(row.entry_id),
        kind=kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        wording=NEUTRAL,
        source=desk.concern.reference,
        reason=_REASON,
        about_health=row.about_health,
        by=desk.by,
    )
    keep_days(row)
    row.review_on = clock.add_months(clock.today(), policy.INTERIM_REVIEW.value())
    may_appeal(row)
    emails.registrant(subject(desk, row.subject_id), desk.concern, emails.IN_FORCE, due=row.appeal_until)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.MEASURE)
    note_step(desk.concern, StepKind.INTERIM_ORDER, by=desk.by, detail={"order": row.id})


def _review(desk: Desk, hearing: Hearing, signed: Determination) -> None:
    about = queries.about(hearing.id)
    assert about is not None
    row = queries.order(desk.concern.id, about.order_id)
    if row.restriction_id is None or not queries.in_force(row, clock.now()):
        raise Refused("That order is not in force any more, so there is nothing to review. Call the hearing off.")
    number, interim = number_of(row.entry_id), row.kind in queries.INTERIM
    if signed.decided is Decided.END:
        end_now(desk, row)
    elif signed.decided is Decided.EXTEND:
        assert row.ends_at is not None
        assert row.starts_at is not None
        until = last_moment(row.ends_at + timedelta(days=1), signed.months or 0)
        if interim and until > last_moment(row.starts_at, policy.INTERIM_CAP.value()):
            raise Refused(f"An interim order lasts at most {policy.INTERIM_CAP.value()} months in all.")
        register.extend_restriction(number, restriction_id=row.restriction_id, until=until, reason=_REASON, by=desk.by)
        row.ends_at = until
        row.restriction_id = live_restriction(row.entry_id, row.restriction_id)
        keep_days(row)
    if signed.decided is not Decided.END:
        row.review_on = next_review(row, interim=interim)
        if interim and queries.appeal(row.id) is None:
            may_appeal(row)
    emails.registrant(
        subject(desk, row.subject_id),
        desk.concern,
        emails.ENDED_BY_PANEL if signed.decided is Decided.END else emails.DECISION,
        due=row.appeal_until if interim else None,
    )
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.STOPPED if signed.decided is Decided.END else emails.GOES_ON_IN_FORCE)
    note_step(desk.concern, StepKind.REVIEWED, by=desk.by, detail={"order": row.id})


def may_appeal(row: Order) -> None:
    """A temporary measure, or the review that let it go on, may be appealed from today (rules 6.9)."""
    today = clock.today()
    row.appeal_until = today + timedelta(days=policy.APPEAL_LODGED.value(today))


def next_review(row: Order, *, interim: bool) -> date | None:
    """When an order is looked at again: interim ones every three months, others twelve weeks before their end."""
    if interim:
        return clock.add_months(clock.today(), policy.INTERIM_REVIEW_AGAIN.value())
    if row.kind not in REVIEWED or row.ends_at is None:
        return None
    return clock.day_of(row.ends_at) - timedelta(days=policy.ORDER_REVIEW.value())


def end_now(desk: Desk, row: Order, *, at: datetime | None = None) -> None:
    """End an order that is in force, now or at a moment before its own end."""
    if row.restriction_id is None or row.ended_on is not None:
        return
    moment = at or clock.now()
    if row.ends_at is not None and row.ends_at <= moment:
        return
    register.end_restriction(
        number_of(row.entry_id), restriction_id=row.restriction_id, at=moment, reason=_REASON, by=desk.by
    )
    row.restriction_id = live_restriction(row.entry_id, row.restriction_id)
    row.ends_at = moment
    keep_days(row)
    if at is None:
        row.ended_on = clock.today()
        if row.kind in queries.INTERIM:
            row.appeal_until = None
    row.review_on = None


def keep_days(row: Order) -> None:
    """Keep on the order until when the public is told of it, as the register computed it from the rules of the day."""
    assert row.restriction_id is not None
    db.session.flush()
    row.shown_until = register_queries.restriction(row.restriction_id).published_until


def live_restriction(entry_id: int, before: int) -> int:
    """The restriction that stands on the register in place of an earlier one."""
    db.session.flush()
    return register_queries.restriction_in_place_of(entry_id, before)


def _appeal(desk: Desk, hearing: Hearing, signed: Determination) -> None:
    about = queries.about(hearing.id)
    assert about is not None
    row = queries.order(desk.concern.id, about.order_id)
    held = queries.appeal(row.id)
    assert held is not None
    held.decided, held.decided_on = signed.decided, clock.today()
    row.appeal_until = None
    stands = signed.decided is Decided.DISMISSED
    emails.registrant(
        subject(desk, row.subject_id), desk.concern, emails.APPEAL_ANSWERED if stands else emails.APPEAL_UPHELD
    )
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.APPEAL_DISMISSED if stands else emails.APPEAL_WON)
    if row.kind in queries.INTERIM:
        _interim_appeal(desk, row, signed)
        return
    if signed.decided is Decided.HEAR_AGAIN:
        row.ended_on = clock.today()
        move(desk.concern, "hear_again", StepKind.APPEAL_DECIDED, by=desk.by)
        return
    if signed.decided is Decided.OVERTURNED:
        row.ended_on = clock.today()
        row.kind = Sanction.NONE.value
    move(desk.concern, "dismiss_appeal", StepKind.APPEAL_DECIDED, by=desk.by)


def _interim_appeal(desk: Desk, row: Order, signed: Determination) -> None:
    """What an appeal comes to while a concern is looked into: the measure goes on, ends, or is reviewed at once."""
    if signed.decided is Decided.OVERTURNED:
        end_now(desk, row)
    elif signed.decided is Decided.HEAR_AGAIN and queries.in_force(row, clock.now()):
        row.review_on = clock.today()
    note_step(desk.concern, StepKind.APPEAL_DECIDED, by=desk.by, detail={"order": row.id})
