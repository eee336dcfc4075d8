"""Reading hearings, determinations and orders: each question a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from itertools import takewhile

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from concerns import kept
from concerns import queries as concern_queries
from concerns.kept import CONCERN
from concerns.models import (
    Appeal,
    Concern,
    Determination,
    Hearing,
    HearingAbout,
    InterimDecision,
    Order,
    OrderText,
    Rating,
    Vote,
)
from concerns.risk import queries as risk
from concerns.vocabulary import OPEN_STAGES, Band, Decided, Job, Stage
from foundation.database import db, reads_once
from foundation.errors import Missing
from foundation.reckoning import planned_once
from register.vocabulary import OrderKind

INTERIM = (OrderKind.INTERIM_CONDITIONS.value, OrderKind.INTERIM_SUSPENSION.value)


#: Statements made once.
_DRAFTS = (
    select(Determination)
    .join(Hearing, Hearing.id == Determination.hearing_id)
    .where(Hearing.concern_id == CONCERN)
    .order_by(Determination.draft)
)
_OTHER, _RED = aliased(Rating), aliased(Rating)
# Since when it is red: the first of its ratings that found it red and after which none found anything else.
_NOT_RED_LATER = exists().where(_OTHER.concern_id == _RED.concern_id, _OTHER.id > _RED.id, _OTHER.band != Band.RED)
_TURNED = (
    select(func.min(_RED.id))
    .where(_RED.concern_id == Concern.id, _RED.band == Band.RED, ~_NOT_RED_LATER)
    .scalar_subquery()
)
_DECIDED = exists().where(InterimDecision.concern_id == Concern.id, InterimDecision.decided_at >= Rating.rated_at)
_TO_DECIDE = planned_once(
    select(Concern.id, Rating.rated_on)
    .join(Rating, Rating.id == _TURNED)
    .where(Concern.risk == Band.RED, Concern.stage.in_(OPEN_STAGES), ~_DECIDED)
)


@reads_once
def hearings(concern_id: int) -> Sequence[Hearing]:
    """Every hearing of a concern, oldest first."""
    return kept.of(Hearing, concern_id)


def hearing(concern_id: int, hearing_id: int) -> Hearing:
    """One hearing of a concern.

    Raises:
        Missing: it is not one of this concern.
    """
    found = db.session.scalar(select(Hearing).where(Hearing.id == hearing_id, Hearing.concern_id == concern_id))
    if found is None:
        raise Missing("There is no such hearing in this concern.")
    return found


def about(hearing_id: int) -> HearingAbout | None:
    """Which order a hearing looks at, if any."""
    return db.session.scalar(select(HearingAbout).where(HearingAbout.hearing_id == hearing_id))


def sitting(concern_id: int, hearing_id: int) -> dict[Job, int]:
    """Who sits at a hearing, by job."""
    return {one.job: one.account_id for one in concern_queries.seats(concern_id) if one.hearing_id == hearing_id}


def sittings(concern_id: int) -> dict[int, dict[Job, int]]:
    """Who sits at each hearing of a concern, by job, in one statement."""
    found: dict[int, dict[Job, int]] = {}
    for one in concern_queries.seats(concern_id):
        if one.hearing_id is not None:
            found.setdefault(one.hearing_id, {})[one.job] = one.account_id
    return found


@reads_once
def drafts(concern_id: int) -> dict[int, Determination]:
    """The last draft of the determination of each hearing of a concern, in one statement."""
    if not kept.may_have(Determination, concern_id):
        return {}
    return {one.hearing_id: one for one in db.session.scalars(_DRAFTS, {"concern_id": concern_id})}


def votes_on(determination_ids: Collection[int]) -> dict[int, dict[int, bool]]:
    """Who voted how on each of these drafts, in one statement."""
    found: dict[int, dict[int, bool]] = {one: {} for one in determination_ids}
    if found:
        for row in db.session.scalars(select(Vote).where(Vote.determination_id.in_(determination_ids))):
            found[row.determination_id][row.account_id] = row.agrees
    return found


def looks_at(concern_id: int) -> dict[int, int]:
    """The order that each hearing of a concern looks at again, where it does, by the hearing."""
    statement = (
        select(HearingAbout)
        .join(Hearing, Hearing.id == HearingAbout.hearing_id)
        .where(Hearing.concern_id == concern_id)
    )
    return {one.hearing_id: one.order_id for one in db.session.scalars(statement)}


def draft(hearing_id: int) -> Determination | None:
    """The last draft of a determination."""
    statement = select(Determination).where(Determination.hearing_id == hearing_id)
    return db.session.scalar(statement.order_by(Determination.draft.desc()).limit(1))


def votes(determination_id: int) -> dict[int, bool]:
    """Who voted how on a draft."""
    rows = db.session.scalars(select(Vote).where(Vote.determination_id == determination_id))
    return {one.account_id: one.agrees for one in rows}


@reads_once
def orders(concern_id: int) -> Sequence[Order]:
    """What was decided in a concern, oldest first."""
    return kept.of(Order, concern_id)


def order(concern_id: int, order_id: int) -> Order:
    """One order of a concern.

    Raises:
        Missing: it is not one of this concern.
    """
    found = db.session.scalar(select(Order).where(Order.id == order_id, Order.concern_id == concern_id))
    if found is None:
        raise Missing("There is no such decision in this concern.")
    return found


def texts(order_ids: Collection[int]) -> dict[int, list[OrderText]]:
    """Every version of the words that the public reads of these orders, oldest first, in one statement."""
    found: dict[int, list[OrderText]] = {one: [] for one in order_ids}
    statement = select(OrderText).where(OrderText.order_id.in_(order_ids)).order_by(OrderText.number)
    for row in db.session.scalars(statement):
        found[row.order_id].append(row)
    return found


def in_force(found: Order, at: datetime) -> bool:
    """Whether an order is on the register and runs at a moment."""
    if found.restriction_id is None or found.ended_on is not None or found.starts_at is None:
        return False
    return found.starts_at <= at and (found.ends_at is None or at < found.ends_at)


def appeal(order_id: int) -> Appeal | None:
    """The last appeal against an order, or against a review that let it go on."""
    statement = select(Appeal).where(Appeal.order_id == order_id)
    return db.session.scalar(statement.order_by(Appeal.id.desc()).limit(1))


def open_appeals(order_id: int) -> Sequence[Appeal]:
    """The appeals against an order that nobody answered: one hearing answers them all."""
    statement = select(Appeal).where(Appeal.order_id == order_id, Appeal.decided.is_(None))
    return db.session.scalars(statement.order_by(Appeal.id)).all()


def went_on(order_id: int) -> Sequence[Determination]:
    """The reviews that let an order go on, oldest first."""
    statement = (
        select(Determination)
        .join(HearingAbout, HearingAbout.hearing_id == Determination.hearing_id)
        .where(HearingAbout.order_id == order_id, Determination.signed_at.is_not(None))
        .where(Determination.decided.in_((Decided.CONTINUE, Decided.EXTEND)))
    )
    return db.session.scalars(statement.order_by(Determination.signed_at, Determination.id)).all()


def last_decision(found: Order) -> int | None:
    """The decision about an order that may be appealed: the last that made it, made it longer, or kept an interim one.

    That a sanction goes on as it was is no new decision; that a temporary measure does is one (rules 6.9).
    """
    counted = [one for one in went_on(found.id) if found.kind in INTERIM or one.decided is Decided.EXTEND]
    return counted[-1].id if counted else found.determination_id


def is_beside(found: Order, against: Appeal) -> bool:
    """Whether an appeal moves no stage and makes nothing wait: of a temporary measure, or of a review."""
    return found.kind in INTERIM or against.determination_id != found.determination_id


@reads_once
def appeals(concern_id: int) -> dict[int, Appeal]:
    """The last appeal against each order of a concern, by the order."""
    return {one.order_id: one for one in kept.of(Appeal, concern_id)}


def signed(concern_id: int) -> dict[int, Determination]:
    """The signed determinations of a concern, by their hearing."""
    statement = (
        select(Determination)
        .join(Hearing, Hearing.id == Determination.hearing_id)
        .where(Hearing.concern_id == concern_id, Determination.signed_at.is_not(None))
        .order_by(Determination.draft)
    )
    return {one.hearing_id: one for one in db.session.scalars(statement)}


def to_review(today: date) -> Sequence[Order]:
    """The orders whose review is due and not listed yet, the most pressing first: they list themselves."""
    listed = (
        select(HearingAbout.order_id)
        .join(Hearing, Hearing.id == HearingAbout.hearing_id)
        .where(Hearing.decided_on.is_(None), Hearing.called_off_at.is_(None))
    )
    return db.session.scalars(
        select(Order)
        .where(Order.review_on <= today, Order.ended_on.is_(None), Order.restriction_id.is_not(None))
        .where(Order.id.not_in(listed))
        .where(or_(Order.ends_at.is_(None), Order.ends_at > datetime.combine(today, datetime.min.time(), UTC)))
        .order_by(Order.review_on, Order.id)
    ).all()


def interim_decision(concern_id: int) -> InterimDecision | None:
    """The last decision whether to ask for an interim order."""
    return kept.last(InterimDecision, concern_id)


def to_decide_interim() -> dict[int, date]:
    """The open red concerns of which nobody decided since they turned red, by id, with the day on which they did.

    A rating that found it red again after a decision asks nothing anew; one that turned it from another band does.
    """
    return {row[0]: row[1] for row in db.session.execute(_TO_DECIDE)}


def to_decide_since(concern: Concern) -> date | None:
    """The day `to_decide_interim` gives for one concern, from what its page reads anyway; None when it has none."""
    if concern.risk is not Band.RED or concern.stage is Stage.CLOSED:
        return None
    reds = list(takewhile(lambda one: one.band is Band.RED, risk.ratings(concern.id)))
    decided = interim_decision(concern.id)
    if not reds or (decided is not None and decided.decided_at >= reds[-1].rated_at):
        return None
    return reds[-1].rated_on
