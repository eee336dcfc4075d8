"""By when something is due, in the days of the applicant's nation, as staff read it. Pure: a clock's answer in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cpd.joining.clocks import Next
from cpd.joining.vocabulary import Actor, Stage
from cpd.vocabulary import Nation
from foundation.words import say_day

#: Who acts, as staff read it.
WHO = {
    Actor.SYSTEM: "Our service",
    Actor.APPLICANT: "The applicant",
    Actor.OFFICER: "A registration officer",
    Actor.PANEL: "The declarations panel",
    Actor.ASSESSOR: "An assessor",
    Actor.REGISTRAR: "The registrar",
    Actor.APPEAL_PANEL: "The appeal panel",
    Actor.NOBODY: "Nobody",
}
#: Stages whose days are those of the calendar.
_CALENDAR = (Stage.OFFER, Stage.APPEAL)


@dataclass(frozen=True)
class Due:
    """Who has to act, by when, and how late that is."""

    who: str
    #: "in 3 working days"; "stands still since 3 March 2027".
    words: str
    on: date | None
    #: "late by 2 working days"; empty when it is not.
    late: str


def due(found: Next, stage: Stage, nation: Nation) -> Due:
    """A clock's answer in words. Days of Scotland and Northern Ireland say so, as their holidays differ."""
    who = WHO[found.who]
    if found.paused_since is not None:
        still = f"the clock stands still since {say_day(found.paused_since)}"
        if found.due_on is None:
            return Due(who, still, None, "")
        late = f"Late by {_days(found.days_late, '')}" if found.is_late else ""
        return Due(who, f"until {say_day(found.due_on)}; {still}", None, late)
    if found.due_on is None or found.days_left is None:
        return Due(who, "", None, "")
    unit = "" if stage in _CALENDAR else "working "
    where = "" if stage in _CALENDAR or nation is Nation.ENGLAND_WALES else f" of {nation.label}"
    if found.is_late:
        return Due(who, "was due", found.due_on, f"Late by {_days(found.days_late, unit)}{where}")
    words = f"in {_days(found.days_left, unit)}{where}" if found.days_left else "today"
    return Due(who, words, found.due_on, "")


def _days(count: int, unit: str) -> str:
    return f"{count} {unit}{'day' if count == 1 else 'days'}"
