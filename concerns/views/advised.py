"""Advice that somebody had in an earlier concern: on file for 36 months, and seen when they are complained of again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from concerns import policy
from concerns.models import Closure, Concern, ExaminerDecision, Order, Subject, ThresholdDecision
from concerns.vocabulary import CloseReason, Finding, Sanction
from foundation import clock
from foundation.database import db


def before(concern: Concern) -> tuple[tuple[date, str], ...]:
    """When those whom a concern is about were advised, and in which other concern, the newest first; two statements.

    Its words stay with that concern: whoever may read it finds them there.
    """
    entries = [one.entry_id for one in concern.subjects if one.entry_id is not None]
    since = clock.add_months(clock.today(), -policy.ADVICE_SEEN.value(clock.today()))
    if not entries:
        return ()
    closed = (
        select(Closure.closed_on, Concern.reference)
        .join(Concern, Concern.id == Closure.concern_id)
        .join(Subject, Subject.concern_id == Concern.id)
        .where(Subject.entry_id.in_(entries), Concern.id != concern.id, Closure.closed_on >= since)
    )
    at_threshold = closed.join(ThresholdDecision, ThresholdDecision.concern_id == Concern.id).where(
        Closure.reason == CloseReason.BELOW_THRESHOLD,
        ThresholdDecision.advice_sealed.is_not(None),
        ThresholdDecision.investigates.is_(False),
    )
    by_examiners = closed.join(ExaminerDecision, ExaminerDecision.concern_id == Concern.id).where(
        Closure.reason == CloseReason.NO_CASE, ExaminerDecision.finding == Finding.ADVICE
    )
    by_panel = (
        select(Order.decided_on, Concern.reference)
        .join(Concern, Concern.id == Order.concern_id)
        .where(Order.entry_id.in_(entries), Order.concern_id != concern.id, Order.decided_on >= since)
        .where(Order.kind == Sanction.ADVICE.value, Order.told_on.is_not(None), Order.ended_on.is_(None))
    )
    rows = db.session.execute(at_threshold.union(by_examiners, by_panel))
    return tuple(sorted({(row[0], row[1]) for row in rows}, reverse=True))
