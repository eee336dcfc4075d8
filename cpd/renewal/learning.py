"""What somebody's CPD record comes to for the period that they renew. Opens no sealed word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from cpd.record import progress, queries
from cpd.registrants import Registrant
from cpd.renewal.vocabulary import Place
from cpd.renewal.windows import Window
from cpd.requirements import engine, policy
from cpd.requirements.engine import Judgement
from cpd.requirements.spans import Span
from foundation import clock
from register.rules import spent


def judged_after(renewals: Mapping[int, date], people: Mapping[int, Registrant], today: date) -> dict[int, Judgement]:
    """The CPD of periods that are over, by entry, from their last days: a fixed number of statements."""
    spans = {}
    for entry_id, ends_on in renewals.items():
        who = people.get(entry_id)
        ended = [one for one in spent(who.record) if one.starts_on <= ends_on] if who is not None else []
        if ended:
            last = max(ended)
            spans[entry_id] = Span(last.starts_on, min(last.ends_on, ends_on))
    return progress.judge_many([people[one] for one in spans], spans, today=today)


def judged(registrant: Registrant, window: Window, place: Place, today: date) -> Judgement | None:
    """The CPD of the period that ends; for who comes back in the second year, of the twelve months up to today.

    Those months count as if the person had been on the register: that is the evidence they bring. None for somebody
    without a period.
    """
    if place is Place.RETURN_B:
        span = Span(clock.add_months(today, -12) + timedelta(days=1), today)
        numbers = policy.schedule()
        held = queries.activities([registrant.entry_id], since=engine.looks_back_to(span, numbers))
        mine = held.get(registrant.entry_id, [])
        return engine.judge(mine, span=span, registered=[span], leave=[], today=today, numbers=numbers)
    ended = [one for one in spent(registrant.record) if one.starts_on <= window.ends_on]
    last = max(ended, default=None)
    if last is None:
        return None
    return progress.judge(registrant, Span(last.starts_on, min(last.ends_on, window.ends_on)), today=today)
