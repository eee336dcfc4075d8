"""What CPD is asked for of somebody who comes back in the second year, and why so much. Pure (rules 6.4, band B).

Asked for is CPD for the time since the last day on the register, by days, as if they had been on it; approved leave is
left out. However long they were away, it is never more than what a whole year asks for. What they did on any day of
that time counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from cpd.requirements import engine
from cpd.requirements.engine import Activity, Judgement, Schedule
from cpd.requirements.spans import Span
from cpd.requirements.vocabulary import LineCode

#: In years: nobody is asked for more than this.
MOST = Fraction(1)


def away(last_day: date, today: date) -> Span:
    """The time that counts: from the day after the last one on the register up to today."""
    return Span(last_day + timedelta(days=1), today)


def judge(
    activities: Sequence[Activity], *, span: Span, leave: Sequence[Span], today: date, numbers: Schedule
) -> Judgement:
    """What the record of the time away comes to."""
    return engine.judge(activities, span=span, registered=[span], leave=leave, today=today, numbers=numbers, most=MOST)


def reasons(judged: Judgement) -> str:
    """How much is asked for, and why, in sentences."""
    said = [f"You were off the register for {_days(judged.days)}."]
    left_out = judged.days - judged.days_counted
    if left_out:
        said.append(f"You had leave that we had agreed for {_days(left_out)} of these. They do not count.")
    hours, days = judged.line(LineCode.HOURS), _days(judged.days_counted)
    needed = f": {hours.need_in_words}" if hours is not None else ""
    if judged.capped:
        said.append(f"We ask for what we ask for in a whole year, and not for more{needed}.")
    else:
        said.append(f"We ask for the part of a whole year’s CPD that falls on {days}{needed}.")
    return " ".join([*said, "What you did on any day of this time counts."])


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
