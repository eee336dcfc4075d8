"""Advice that somebody had in an earlier concern: on file for 36 months, and seen when they are complained of again."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Date, Integer, bindparam, select

from concerns import kept, policy
from concerns.models import Closure, Concern, ExaminerDecision, Order, Subject, ThresholdDecision
from concerns.vocabulary import CloseReason, Finding, Sanction
from foundation import clock
from foundation.database import db

_ENTRIES: BindParameter[Any] = bindparam("entries", expanding=True)
_THIS, _SINCE = bindparam("concern_id", type_=Integer()), bindparam("since", type_=Date())
_CLOSED = (
    select(Closure.closed_on, Concern.reference)
    .join(Concern, Concern.id == Closure.concern_id)
    .join(Subject, Subject.concern_id == Concern.id)
    .where(Subject.entry_id.in_(_ENTRIES), Concern.id != _THIS, Closure.closed_on >= _SINCE)
)
_AT_THRESHOLD = _CLOSED.join(ThresholdDecision, ThresholdDecision.concern_id == Concern.id).where(
    Closure.reason == CloseReason.BELOW_THRESHOLD,
    ThresholdDecision.advice_sealed.is_not(None),
    ThresholdDecision.investigates.is_(False),
)
_BY_EXAMINERS = _CLOSED.join(ExaminerDecision, ExaminerDecision.concern_id == Concern.id).where(
    Closure.reason == CloseReason.NO_CASE, ExaminerDecision.finding == Finding.ADVICE
)
_BY_PANEL = (
    select(Order.decided_on, Concern.reference)
    .join(Concern, Concern.id == Order.concern_id)
    .where(Order.entry_id.in_(_ENTRIES), Order.concern_id != _THIS, Order.decided_on >= _SINCE)
    .where(Order.kind == Sanction.ADVICE.value, Order.told_on.is_not(None), Order.ended_on.is_(None))
)
#: Made once: building it anew would cost more than running it.
_ADVISED = _AT_THRESHOLD.union(_BY_EXAMINERS, _BY_PANEL)


def before(concern: Concern) -> tuple[tuple[date, str], ...]:
    """When those whom a concern is about were advised, and in which other concern, the newest first; two statements.

    Its words stay with that concern: whoever may read it finds them there.
    """
    entries = [one.entry_id for one in concern.subjects if one.entry_id is not None]
    if not entries or not kept.may_have(kept.BEFORE, concern.id):
        return ()
    since = clock.add_months(clock.today(), -policy.ADVICE_SEEN.value(clock.today()))
    rows = db.session.execute(_ADVISED, {"entries": entries, "concern_id": concern.id, "since": since})
    return tuple(sorted({(row[0], row[1]) for row in rows}, reverse=True))
