"""Offers that a registrant left unanswered until their day was over: at night each goes to a panel."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from concerns import correspondence, emails, queries, reached
from concerns.examiners.offering import made_since
from concerns.models import Concern, Offer
from concerns.operations.steps import move
from concerns.reached import Days
from concerns.vocabulary import Stage, StepKind
from foundation import audit, clock, locks
from foundation.audit import SYSTEM
from foundation.database import db, operation
from foundation.waiting import Standing


@operation
def lapse(offer_id: int) -> bool:
    """Pass a concern to a panel because its offer was left unanswered until its day was over; says whether it did.

    What stands still waits with it, and so does an offer whose letter is not in the post yet. The registrant and the
    reporter have a letter.
    """
    audit.take_turn()
    row = db.session.get_one(Offer, offer_id, populate_existing=True)
    concern = queries.load([row.concern_id])[row.concern_id]
    over = row.waited.standing(clock.today()) is Standing.EXPIRED and row.expired_on is None
    if not over or concern.stage is not Stage.EXAMINATION or concern.paused_on is not None:
        return False
    if row.id not in {one.id for one in made_since(concern.id)}:
        return False
    about = next(one for one in concern.subjects if one.id == row.subject_id)
    if reached.lies_unposted(about, Days.OFFER, row.id):
        return False
    row.expire(clock.today())
    move(concern, "refer", StepKind.TO_PANEL, by=SYSTEM, detail={"offer": row.id})
    emails.registrant(about, concern, emails.OFFER_OVER)
    emails.message_waiting(concern, correspondence.reach_of(concern, locks.box_of(concern.lock_id)), emails.GOES_ON)
    return True


def unanswered(today: date) -> list[int]:
    """The offers whose day is over and that nobody has answered, of those whose letter is in the post."""
    statement = (
        select(Offer.id)
        .join(Concern, Concern.id == Offer.concern_id)
        .where(Offer.due_on < today, Offer.received_on.is_(None), Offer.declined_on.is_(None))
        .where(Offer.expired_on.is_(None), Offer.called_off_on.is_(None), Concern.stage == Stage.EXAMINATION)
        .order_by(Offer.id)
    )
    lie = reached.unposted(Days.OFFER)
    return [one for one in db.session.scalars(statement) if one not in lie]
