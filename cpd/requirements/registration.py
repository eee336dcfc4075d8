"""The days that CPD is reckoned by: when somebody was on the register, and the span that is judged.

The span is a period of registration: CPD is done from one renewal to the next.
"""

from __future__ import annotations

from datetime import date

from cpd.registrants import Registrant
from cpd.requirements.spans import Span
from register.rules import spent


def registered(registrant: Registrant) -> list[Span]:
    """The days on which somebody was, or will be, on the register, period by period."""
    return [Span(one.starts_on, one.ends_on) for one in spent(registrant.record)]


def span_on(registrant: Registrant, day: date) -> Span | None:
    """The period that a day is in, or the last one before it; None when none has begun."""
    begun = [one for one in registered(registrant) if one.starts_on <= day]
    return max(begun, default=None)


def span_over(registrant: Registrant, day: date) -> Span | None:
    """The last period that was over on a day; None when none was."""
    return max((one for one in registered(registrant) if one.ends_on < day), default=None)
