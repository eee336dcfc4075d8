"""What must happen by when, and what is late. Pure: facts and a day in, answers out; a clock keeps its own policy.

Days are days in the UK; what is due on a day is due by 5pm of it and late from the next day on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from concerns.stages import CLOCK_OF
from concerns.vocabulary import ClockName, Stage
from foundation import clock

#: Of clocks that end on one day, this order.
_PLACE = {name: place for place, name in enumerate(ClockName)}
#: What we promise for a day, we promise for this hour of it.
BY = time(17, 0)


@dataclass(frozen=True)
class Facts:
    """What the clocks of one concern rest on."""

    stage: Stage
    received_on: date
    reply_due_on: date
    triage_due_on: date
    contact_days: int
    replied_on: date | None
    #: The day of the last message, letter or call to the reporter.
    last_contact_on: date | None
    closed_on: date | None
    #: The day of the oldest thing the reporter asked or wrote that nobody has answered yet.
    waits_since: date | None = None
    #: By when the stage it stands at is to be left, for the stages after triage, and whether that clock stands still.
    stage_due_on: date | None = None
    paused: bool = False
    #: By when its risk is rated, for the first time or again.
    rate_due_on: date | None = None


@dataclass(frozen=True)
class Due:
    """One clock that runs."""

    name: ClockName
    on: date

    def late(self, today: date) -> bool:
        """Whether its day is over."""
        return today > self.on

    def working_days_late(self, today: date) -> int:
        """How many working days over; 0 when it is not, or when only days off have passed since."""
        return max(0, clock.working_days_until(today, since=self.on))

    @property
    def at(self) -> datetime:
        """The moment that was promised: 5pm on its day."""
        return datetime.combine(self.on, BY, clock.LONDON)


def due_on(received_on: date, working_days: int) -> date:
    """The day by which something is due that may take so many working days. Nothing is due on a day off."""
    return clock.add_working_days(received_on, working_days)


def running(facts: Facts) -> list[Due]:
    """The clocks that run, the nearest first.

    For a closed concern only the promise of a message runs, and only while something the reporter asked is unanswered.
    What the institute opened itself has nobody outside to write to.
    """
    if facts.stage is Stage.CLOSED:
        if facts.waits_since is None:
            return []
        since = max(facts.waits_since, facts.last_contact_on or facts.waits_since)
        return [Due(ClockName.CONTACT, since + timedelta(days=facts.contact_days))]
    found = []
    if facts.replied_on is None:
        found.append(Due(ClockName.REPLY, facts.reply_due_on))
    found += _of_stage(facts)
    since = facts.last_contact_on or facts.received_on
    if facts.contact_days:
        found.append(Due(ClockName.CONTACT, since + timedelta(days=facts.contact_days)))
    return sorted(found, key=lambda one: (one.on, _PLACE[one.name]))


def _of_stage(facts: Facts) -> list[Due]:
    """The clock of the stage it stands at. While it stands still, nothing is due by it."""
    if facts.stage in (Stage.RECEIVED, Stage.TRIAGE):
        due = facts.triage_due_on
        return [] if facts.paused else [Due(ClockName.TRIAGE, due)]
    name = CLOCK_OF.get(facts.stage)
    if name is None or facts.stage_due_on is None or facts.paused:
        return []
    return [Due(name, facts.stage_due_on)]


def rating_due(facts: Facts) -> date | None:
    """By when the risk is rated (again); never while it is closed. Nobody outside is told of it."""
    return None if facts.stage is Stage.CLOSED else facts.rate_due_on


def next_due(facts: Facts) -> Due | None:
    """The clock that ends first."""
    return next(iter(running(facts)), None)


def late(facts: Facts, today: date) -> list[Due]:
    """The clocks that are over."""
    return [one for one in running(facts) if one.late(today)]


def left_waiting(facts: Facts, today: date) -> bool:
    """Whether the reporter has waited longer for a message than was promised."""
    return any(one.name is ClockName.CONTACT for one in late(facts, today))
