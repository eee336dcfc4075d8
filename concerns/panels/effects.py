"""What follows from a signed decision: the order it makes, what the register is told, and where the concern goes.

An interim order is in force at once. A sanction waits for its letters and the time to appeal (`panels.orders`); an
interim order that is in force covers that time, and goes on when the sanction is taken off because it is appealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from concerns import emails, policy, reached
from concerns.models import Appeal, Determination, Hearing, Order
from concerns.operations.desk import Desk
from concerns.operations.steps import move, note_step
from concerns.operations.triaging import subject
from concerns.panels import queries
from concerns.reached import Days
from concerns.vocabulary import Decided, HearingKind, Sanction, StepKind, Way
from foundation import clock
from foundation.audit import Actor
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
#: What a panel decides that reaches no page of the register.
UNSEEN = (Sanction.NONE.value, Sanction.ADVICE.value)
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


def longer(ends_at: datetime, months: int) -> datetime:
    """When an order ends that goes on for so many months more, from the day after its last."""
    return last_moment(clock.start_of_day(clock.day_of(ends_at) + timedelta(days=1)), months)


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
        shown_months=signed.shown_months,
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
    about = subject(desk, row.subject_id)
    may_appeal(row, from_day=reached.counts_from(about, at_once=True))
    # At once, at any hour: it is in force from this moment. Whoever works on without knowing breaks it.
    emails.registrant(about, desk.concern, emails.IN_FORCE, due=row.appeal_until, days=(Days.APPEAL, row.id))
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.MEASURE)
    note_step(desk.concern, StepKind.INTERIM_ORDER, by=desk.by, detail={"order": row.id})


def _review(desk: Desk, hearing: Hearing, signed: Determination) -> None:
    about = queries.about(hearing.id)
    assert about is not None
    row = queries.order(desk.concern.id, about.order_id)
    if row.restriction_id is None or not queries.in_force(row, clock.now()):
        raise Refused("That order is not in force any more, so there is nothing to review. Call the hearing off.")
    interim = row.kind in queries.INTERIM
    if signed.decided is Decided.END:
        end_now(desk, row)
    elif signed.decided is Decided.EXTEND:
        _extend(desk, row, signed.months or 0)
    if signed.decided is not Decided.END:
        row.review_on = next_review(row, reviewed=True)
    whom, days = subject(desk, row.subject_id), None
    if signed.decided is Decided.EXTEND or (interim and signed.decided is Decided.CONTINUE):
        may_appeal(row, from_day=reached.counts_from(whom))
        days = Days.APPEAL, row.id
    news = emails.ENDED_BY_PANEL if signed.decided is Decided.END else emails.DECISION
    emails.registrant(whom, desk.concern, news, due=row.appeal_until, days=days)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.STOPPED if signed.decided is Decided.END else emails.GOES_ON_IN_FORCE)
    note_step(desk.concern, StepKind.REVIEWED, by=desk.by, detail={"order": row.id})


def _extend(desk: Desk, row: Order, months: int) -> None:
    """Let an order go on for longer. One that ends when a sanction starts does so all the same, unless that falls."""
    assert row.restriction_id is not None
    assert row.starts_at is not None
    before = row.cut_from or row.ends_at
    assert before is not None
    until = longer(before, months)
    if row.kind in queries.INTERIM and until > last_moment(row.starts_at, policy.INTERIM_CAP.value()):
        raise Refused(f"An interim order lasts at most {policy.INTERIM_CAP.value()} months in all.")
    if row.cut_from is not None:
        row.cut_from = until
    else:
        _move_end(desk.by, row, until, later=True)


def _move_end(by: Actor, row: Order, moment: datetime, *, later: bool) -> None:
    """Let an order end at another moment, on the register too."""
    assert row.restriction_id is not None
    number, held = number_of(row.entry_id), row.restriction_id
    if later:
        register.extend_restriction(number, restriction_id=held, until=moment, reason=_REASON, by=by)
    else:
        register.end_restriction(number, restriction_id=held, at=moment, reason=_REASON, by=by)
    row.restriction_id = live_restriction(row.entry_id, held)
    row.ends_at = moment
    keep_days(row)


def may_appeal(row: Order, *, from_day: date) -> None:
    """What was decided about an order in force may be appealed, from the day of the letter (rules 6.9)."""
    row.appeal_until = from_day + timedelta(days=policy.APPEAL_LODGED.value(from_day))


def next_review(row: Order, *, reviewed: bool = False) -> date | None:
    """When an order is looked at again: interim ones every three months, others twelve weeks before their end.

    Once a panel has looked at it within those weeks, it is not looked at again, unless somebody asks for it.
    """
    if row.kind in queries.INTERIM:
        return clock.add_months(clock.today(), policy.INTERIM_REVIEW_AGAIN.value())
    if row.kind not in REVIEWED or row.ends_at is None:
        return None
    day = clock.day_of(row.ends_at) - timedelta(days=policy.ORDER_REVIEW.value())
    return None if reviewed and day <= clock.today() else day


def covers(row: Order) -> Sequence[Order]:
    """The temporary measures in force about whom a decision is about, in its concern."""
    now = clock.now()
    return [
        one
        for one in queries.orders(row.concern_id)
        if one.kind in queries.INTERIM and one.subject_id == row.subject_id and queries.in_force(one, now)
    ]


def cover_until(desk: Desk, row: Order, at: datetime) -> None:
    """Let a temporary measure end when a sanction starts, and keep until when it goes on should that be appealed."""
    if row.ends_at is not None and row.ends_at <= at:
        return
    row.cut_from = row.cut_from or row.ends_at
    _move_end(desk.by, row, at, later=False)


def cover_longer(row: Order, at: datetime, *, by: Actor) -> None:
    """Let a temporary measure that was to end when a sanction starts go on until it starts later, or to its own end."""
    assert row.cut_from is not None
    if row.cut_from <= at:
        at, row.cut_from = row.cut_from, None
    if row.ends_at is not None and row.ends_at < at:
        _move_end(by, row, at, later=True)


def restore_cover(row: Order, *, by: Actor) -> None:
    """Let the temporary measures that were to end when a sanction starts go on: it is taken off before it did."""
    for one in covers(row):
        if one.cut_from is not None:
            _move_end(by, one, one.cut_from, later=True)
            one.cut_from = None


def end_now(desk: Desk, row: Order) -> None:
    """End an order that is in force."""
    moment = clock.now()
    if row.restriction_id is None or row.ended_on is not None or (row.ends_at is not None and row.ends_at <= moment):
        return
    _move_end(desk.by, row, moment, later=False)
    row.ended_on = clock.today()
    row.appeal_until = row.review_on = row.cut_from = None


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
    for one in queries.open_appeals(row.id):
        one.decided, one.decided_on = signed.decided, clock.today()
    row.appeal_until = None
    stands = signed.decided is Decided.DISMISSED
    emails.registrant(
        subject(desk, row.subject_id), desk.concern, emails.APPEAL_ANSWERED if stands else emails.APPEAL_UPHELD
    )
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.APPEAL_DISMISSED if stands else emails.APPEAL_WON)
    if queries.is_beside(row, held):
        _appeal_beside(desk, row, held, signed)
        return
    # What stands after the appeal is told anew.
    row.told_on = None
    if signed.decided is Decided.HEAR_AGAIN:
        row.ended_on = clock.today()
        move(desk.concern, "hear_again", StepKind.APPEAL_DECIDED, by=desk.by)
        return
    if signed.decided is Decided.OVERTURNED:
        row.ended_on = clock.today()
        row.kind = Sanction.NONE.value
        for cover in covers(row):
            end_now(desk, cover)
    move(desk.concern, "dismiss_appeal", StepKind.APPEAL_DECIDED, by=desk.by)


def _appeal_beside(desk: Desk, row: Order, held: Appeal, signed: Determination) -> None:
    """What an appeal comes to that makes nothing wait: the order goes on, ends, or is reviewed at once.

    A sanction that should not have been made longer ends when it would have ended.
    """
    if signed.decided is Decided.OVERTURNED and row.kind not in queries.INTERIM:
        until = _end_before(row, held.determination_id)
        if until <= clock.now():
            end_now(desk, row)
        elif row.ends_at is not None and until < row.ends_at:
            _move_end(desk.by, row, until, later=False)
            row.review_on = next_review(row)
    elif signed.decided is Decided.OVERTURNED:
        end_now(desk, row)
    elif signed.decided is Decided.HEAR_AGAIN and queries.in_force(row, clock.now()):
        row.review_on = clock.today()
    note_step(desk.concern, StepKind.APPEAL_DECIDED, by=desk.by, detail={"order": row.id})


def _end_before(row: Order, review_id: int) -> datetime:
    """When a sanction would have ended without a review that made it longer, nor any after that."""
    assert row.starts_at is not None
    until = last_moment(row.starts_at, row.months or 0)
    for one in queries.went_on(row.id):
        if one.id == review_id:
            break
        until = longer(until, one.months) if one.months else until
    return until
