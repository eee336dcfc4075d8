"""What registrants are told by the clock: days that come near, offers that lapsed, reviews, orders that ended."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from typing import TypeVar, cast

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from concerns import emails, policy
from concerns.emails import News
from concerns.examiners import lapsing
from concerns.models import Concern, Offer, Order, Response, Subject
from concerns.panels import queries as panels
from concerns.vocabulary import Stage
from foundation import clock
from foundation.database import db, operation

#: Days before something is due (issue 7). Only the newest of several that were missed is written.
BEFORE = (7, 2)
BATCH = 100
Row = TypeVar("Row")
#: So far back we look for an end: a job that stood still for longer writes to nobody about older ones.
BACK = timedelta(days=60)


def nearest(due_on: date, today: date) -> int | None:
    """Which reminder is due: so many days before; None when none is."""
    left = (due_on - today).days
    return min((one for one in BEFORE if one >= left), default=None) if left >= 0 else None


def lapse_offers() -> int:
    """Pass to a panel what was left unanswered; says how many."""
    ids = lapsing.unanswered(clock.today())
    db.session.rollback()
    return sum(lapsing.lapse(one) for one in ids)


def remind_of_answers() -> int:
    """Remind whoever was asked to answer and has not, seven and two days before; says how many letters."""
    return _remind(Response, Stage.INVESTIGATION, emails.ANSWER_SOON)


def remind_of_offers() -> int:
    """Remind whoever was offered something and has not answered; says how many letters."""
    return _remind(Offer, Stage.EXAMINATION, emails.OFFER_SOON)


def _remind(table: type[Response] | type[Offer], stage: Stage, news: News) -> int:
    today = clock.today()
    open_now = (table.received_on.is_(None), table.declined_on.is_(None), table.called_off_on.is_(None))
    found = db.session.execute(
        select(table, Concern, Subject)
        .join(Concern, Concern.id == table.concern_id)
        .join(Subject, Subject.id == table.subject_id)
        .where(table.due_on.between(today, today + timedelta(days=max(BEFORE))), *open_now, Concern.stage == stage)
        .order_by(table.id)
    ).all()
    rows = [(cast("Response | Offer", row[0]), row[1], row[2]) for row in found]

    def letter(row: tuple[Response | Offer, Concern, Subject]) -> bool:
        waits, concern, about = row
        assert waits.due_on is not None
        which = nearest(waits.due_on, today)
        key = f"{table.__tablename__} {concern.id} {about.id} by {waits.due_on.isoformat()}: {which}"
        return which is not None and emails.registrant(about, concern, news, due=waits.due_on, once=key)

    return _each(rows, letter)


def tell_of_reviews() -> int:
    """Tell those whose order a panel looks at again soon; says how many letters."""
    return _each(reviews_ahead(clock.today()), _tell_of_review)


def _tell_of_review(row: tuple[Order, Concern, Subject]) -> bool:
    order, concern, about = row
    key = f"order {order.id} is looked at again by {order.review_on}"
    return emails.registrant(about, concern, emails.REVIEW_COMING, once=key)


def reviews_ahead(today: date) -> list[tuple[Order, Concern, Subject]]:
    """The orders in force whose review has to be listed: at once, an interim one some time before its day."""
    ahead = today + timedelta(days=policy.INTERIM_REVIEW_AHEAD.value(today))
    due = or_(Order.review_on <= today, Order.kind.in_(panels.INTERIM) & (Order.review_on <= ahead))
    found = db.session.execute(
        select(Order, Concern, Subject)
        .join(Concern, Concern.id == Order.concern_id)
        .join(Subject, Subject.id == Order.subject_id)
        .where(due, Order.ended_on.is_(None), Order.restriction_id.is_not(None))
        .where(or_(Order.ends_at.is_(None), Order.ends_at > clock.now()))
        .order_by(Order.review_on, Order.id)
    )
    return [(row[0], row[1], row[2]) for row in found]


def listed_from(order: Order) -> date:
    """From which day a review has to be listed."""
    assert order.review_on is not None
    ahead = policy.INTERIM_REVIEW_AHEAD.value() if order.kind in panels.INTERIM else 0
    return order.review_on - timedelta(days=ahead)


def tell_of_ends() -> int:
    """Tell those whose order ended by itself, once; not when a later order took its place. Says how many letters."""
    now, later = clock.now(), aliased(Order)
    followed = exists().where(later.subject_id == Order.subject_id, later.starts_at == Order.ends_at)
    found = db.session.execute(
        select(Order, Concern, Subject)
        .join(Concern, Concern.id == Order.concern_id)
        .join(Subject, Subject.id == Order.subject_id)
        .where(Order.restriction_id.is_not(None), Order.ended_on.is_(None), ~followed)
        .where(Order.ends_at <= now, Order.ends_at > now - BACK)
        .order_by(Order.id)
    )
    return _each([(row[0], row[1], row[2]) for row in found], _tell_of_end)


def _tell_of_end(row: tuple[Order, Concern, Subject]) -> bool:
    order, concern, about = row
    return emails.registrant(about, concern, emails.ORDER_ENDED, once=f"order {order.id} ended")


def _each(rows: Sequence[Row], letter: Callable[[Row], bool]) -> int:
    """Write to each, in transactions of so many; says how many letters."""
    db.session.rollback()
    return sum(_some(rows[at : at + BATCH], letter) for at in range(0, len(rows), BATCH))


@operation
def _some(rows: Collection[Row], letter: Callable[[Row], bool]) -> int:
    return sum(letter(one) for one in rows)
