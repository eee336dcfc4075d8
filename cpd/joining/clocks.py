"""Who acts next on an application, by when, and how late it is. Pure: facts and a day in, answers out.

Stages of the institute count working days of the applicant's nation, from the day after they begin. While we wait for
something that we asked the applicant for, the clock stands still: the days after the one on which we asked, up to the
one on which it came, are not counted. Offers and appeals count calendar days and never stand still. What is due on a
day is late from the next day on. The numbers are the ones an application began under.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cpd.joining.vocabulary import OPEN, Actor, Stage
from cpd.joining.workflow import owner
from cpd.vocabulary import Nation
from foundation import clock
from foundation.clock import Division


@dataclass(frozen=True)
class Pause:
    """A time in which we wait for the applicant: the day we asked, and the day it came (or we called it off)."""

    asked_on: date
    over_on: date | None = None
    #: By when the applicant was asked to send it.
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day is not counted because of it."""
        return self.asked_on < day and (self.over_on is None or day <= self.over_on)


@dataclass(frozen=True)
class Facts:
    """What the clock of one application rests on."""

    stage: Stage
    nation: Nation
    received_on: date
    #: When the stage began.
    since_on: date
    #: Working days by the name of the stage, and "overall": as they were when the application came.
    targets: Mapping[str, int]
    pauses: Sequence[Pause] = ()
    complete_on: date | None = None
    decided_on: date | None = None
    #: The last day for the fee, at the stage of an offer.
    offer_until: date | None = None
    #: The last day to hear an appeal, at the stage of an appeal.
    hear_until: date | None = None
    #: The declarations need a look of their own, or the applicant was asked for more.
    disputed: bool = False
    #: Something else needs a look of its own, and not everybody may know.
    disputed_unseen: bool = False


@dataclass(frozen=True)
class Next:
    """Who acts next, by when, and how it stands today."""

    who: Actor
    due_on: date | None
    days_left: int | None = None
    days_late: int = 0
    #: Since when we wait for the applicant.
    paused_since: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether its day is over."""
        return self.days_late > 0


def is_paused(pauses: Sequence[Pause]) -> bool:
    """Whether we wait for the applicant now."""
    return any(one.over_on is None for one in pauses)


def counted(since: date, until: date, division: Division, pauses: Sequence[Pause] = ()) -> int:
    """How many working days after one day, up to another, were not paused."""
    days = (since + timedelta(days=1 + one) for one in range(max(0, (until - since).days)))
    return sum(clock.is_working_day(day, division) and not any(one.holds(day) for one in pauses) for day in days)


def due_on(since: date, target: int, division: Division, pauses: Sequence[Pause] = ()) -> date | None:
    """The day by which a stage is due that began on a day. None while we wait for the applicant."""
    if is_paused(pauses):
        return None
    day, left = since, target
    while left > 0:
        day += timedelta(days=1)
        if clock.is_working_day(day, division) and not any(one.holds(day) for one in pauses):
            left -= 1
    return day


def stage_due_on(facts: Facts) -> date | None:
    """The last day for whoever acts at the stage. None when nobody has to, or while we wait for the applicant."""
    if facts.stage is Stage.OFFER:
        return facts.offer_until
    if facts.stage is Stage.APPEAL:
        return facts.hear_until
    target = facts.targets.get(facts.stage.value)
    if target is None or facts.stage not in OPEN:
        return None
    return due_on(facts.since_on, target, facts.nation.division, facts.pauses)


def next_step(facts: Facts, today: date) -> Next:
    """Who acts next, and by when."""
    due = stage_due_on(facts)
    if facts.stage not in (Stage.OFFER, Stage.APPEAL):
        waiting = next((one for one in facts.pauses if one.over_on is None), None)
        if waiting is not None and facts.stage in OPEN:
            return _applicants_turn(waiting, today)
    if due is None:
        return Next(owner(facts.stage), None)
    if facts.stage in (Stage.OFFER, Stage.APPEAL):
        left = (due - today).days
    else:
        left = clock.working_days_until(due, since=today, division=facts.nation.division)
    late = max(0, -left) if today <= due else max(1, -left)
    return Next(owner(facts.stage), due, days_left=max(0, left), days_late=late)


def _applicants_turn(waiting: Pause, today: date) -> Next:
    """While we wait for the applicant: in days of the calendar, as they were told. Late when their day is over."""
    if waiting.until is None:
        return Next(Actor.APPLICANT, None, paused_since=waiting.asked_on)
    left = (waiting.until - today).days
    return Next(Actor.APPLICANT, waiting.until, max(0, left), max(0, -left), waiting.asked_on)


def overall_due_on(facts: Facts) -> date | None:
    """By when a complete application that nobody disputes is decided. None when it is not one, or we wait.

    As staff read it: what not everybody may know must not be read from a day that is missing.
    """
    if facts.complete_on is None or facts.disputed:
        return None
    return due_on(facts.complete_on, facts.targets["overall"], facts.nation.division, facts.pauses)


def decided_in_time(facts: Facts) -> bool | None:
    """Whether a complete, undisputed application was decided in time; None when that is not asked of it."""
    if facts.complete_on is None or facts.decided_on is None or facts.disputed or facts.disputed_unseen:
        return None
    used = counted(facts.complete_on, facts.decided_on, facts.nation.division, facts.pauses)
    return used <= facts.targets["overall"]
