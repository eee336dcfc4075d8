"""By when something is due, in the days of the applicant's nation, as staff read it. Pure: a clock's answer in."""

from __future__ import annotations

from cpd.days_left import DueShown, days, in_days
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


def due(found: Next, stage: Stage, nation: Nation) -> DueShown:
    """A clock's answer in words. Days of Scotland and Northern Ireland say so, as their holidays differ."""
    who = WHO[found.who]
    if found.paused_since is not None:
        still = f"the clock stands still since {say_day(found.paused_since)}"
        if found.due_on is None:
            return DueShown(still, None, "", who)
        late = f"Late by {days(found.days_late, '')}" if found.is_late else ""
        return DueShown(f"until {say_day(found.due_on)}; {still}", None, late, who)
    if found.due_on is None or found.days_left is None:
        return DueShown("", None, "", who)
    is_calendar = stage in _CALENDAR
    return in_days(
        found.due_on,
        -found.days_late if found.is_late else found.days_left,
        is_late=found.is_late,
        who=who,
        unit="" if is_calendar else "working ",
        where="" if is_calendar or nation is Nation.ENGLAND_WALES else f" of {nation.label}",
    )
