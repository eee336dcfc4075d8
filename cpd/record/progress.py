"""How far somebody's CPD is: their record, the policy of each day and their time on the register, put to the engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cpd.leaving import queries as leaving
from cpd.record import policy as keeping
from cpd.record import queries
from cpd.registrants import Registrant
from cpd.requirements import engine, policy
from cpd.requirements.engine import Judgement
from cpd.requirements.spans import Span
from cpd.requirements.vocabulary import LineCode
from foundation import clock
from register import rules


def span_of(registrant: Registrant, today: date | None = None) -> Span | None:
    """The twelve months (or what is left of them) that somebody is recording for now: their period of registration.

    Between two periods, and after the last one, it is the one that ended last. None for who was never registered.
    """
    day = today or clock.today()
    spans = spans_of(registrant)
    begun = [one for one in spans if one.starts_on <= day]
    return begun[-1] if begun else next(iter(spans), None)


def spans_of(registrant: Registrant) -> list[Span]:
    """The periods of registration, in order."""
    return [Span(*one) for one in sorted(registrant.record.periods)]


def registered(registrant: Registrant) -> list[Span]:
    """The days on which somebody really was on the register: periods cut short by leaving."""
    return [Span(one.starts_on, one.ends_on) for one in rules.spent(registrant.record)]


def kept_since(day: date) -> date:
    """The first day whose activities are still there on a day."""
    return clock.add_months(day, -keeping.KEEP.value(day))


def judge(registrant: Registrant, span: Span, *, today: date | None = None) -> Judgement:
    """What somebody's record comes to in a span."""
    return judge_many([registrant], {registrant.entry_id: span}, today=today)[registrant.entry_id]


def judge_many(
    registrants: Sequence[Registrant], spans: dict[int, Span], *, today: date | None = None
) -> dict[int, Judgement]:
    """The same for many at once, by entry: a fixed number of statements. Those without a span are left out."""
    day = today or clock.today()
    numbers = policy.schedule()
    asked = [one for one in registrants if one.entry_id in spans]
    if not asked:
        return {}
    since = min(engine.looks_back_to(spans[one.entry_id], numbers) for one in asked)
    held = queries.activities([one.entry_id for one in asked], since=since)
    away = leaving.leave_of([one.entry_id for one in asked])
    return {
        one.entry_id: engine.judge(
            held.get(one.entry_id, []),
            span=spans[one.entry_id],
            registered=registered(one),
            leave=away.get(one.entry_id, []),
            today=day,
            numbers=numbers,
            kept_since=kept_since(day),
        )
        for one in asked
    }


def time_so_far(judged: Judgement) -> str:
    """One sentence: how much time there is of what is asked for. Empty where time is not counted."""
    hours = judged.line(LineCode.HOURS)
    return f"You have {hours.have_in_words} of {hours.need_in_words} so far." if hours is not None else ""
