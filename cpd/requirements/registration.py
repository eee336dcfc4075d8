"""The days that CPD is reckoned by: when somebody was on the register, and the span that is judged.

The span is a period of registration: CPD is done from one renewal to the next.
"""

from __future__ import annotations

from datetime import date, timedelta

from cpd.registrants import Registrant
from cpd.requirements.spans import Span
from foundation import clock
from register.rules import Record, breaks, spent


def registered(registrant: Registrant) -> list[Span]:
    """The days on which somebody was, or will be, on the register, period by period."""
    return [Span(one.starts_on, one.ends_on) for one in spent(registrant.record)]


def registered_since(record: Record, today: date) -> date:
    """Since when somebody has been on the register without a break: since they first came when there was none."""
    away = breaks(record, since=date.min, until=today)
    if away:
        return away[-1][1] + timedelta(days=1)
    first = min((one.starts_on for one in record.periods), default=today)
    return min(first, record.particulars_at(clock.now()).first_registered_on)


def span_on(registrant: Registrant, day: date) -> Span | None:
    """The period that a day is in, or the last one before it; None when none has begun."""
    begun = [one for one in registered(registrant) if one.starts_on <= day]
    return max(begun, default=None)
