"""What somebody's CPD record comes to for the period that they renew. Opens no sealed word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cpd.leaving import queries as leaving
from cpd.record import progress, queries
from cpd.registrants import Registrant
from cpd.renewal.vocabulary import Place
from cpd.renewal.windows import Window
from cpd.requirements import engine, policy, returning
from cpd.requirements.engine import Judgement
from cpd.requirements.spans import Span
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
    """The CPD of the period that ends; for who comes back in the second year, of the time away.

    None for somebody without a period.
    """
    ended = [one for one in spent(registrant.record) if one.starts_on <= window.ends_on]
    last = max(ended, default=None)
    if last is None:
        return None
    if place is Place.RETURN_B:
        span, numbers = returning.away(min(last.ends_on, window.ends_on), today), policy.schedule()
        held = queries.activities([registrant.entry_id], since=engine.looks_back_to(span, numbers))
        leave = leaving.leave_of([registrant.entry_id])
        return returning.judge(
            held.get(registrant.entry_id, []),
            span=span,
            leave=leave.get(registrant.entry_id, []),
            today=today,
            numbers=numbers,
        )
    return progress.judge(registrant, Span(last.starts_on, min(last.ends_on, window.ends_on)), today=today)
