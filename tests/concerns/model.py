"""A second, independent answer to "what must happen by when, and who was left waiting?", to hold `concerns` against.

Written from the text of the institute's rules 6.6, 6.9 and 6.11 and from nothing else; it shares no line with the code.
Where the code keeps dates in columns and asks them, this walks through the life of a concern, day by day, and notes
what the people in it were promised: a slip in one is unlikely to be the same slip in the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
#: Rules 6.6: stage 0, stage 2, and the contact promise; rules 6.9: a closing may be asked to be looked at again.
REPLY, TRIAGE, CONTACT, REVIEW = 2, 10, 28, 28
#: Holidays that were declared once, and those that moved for them.
ONCE = {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
MOVED = {date(2022, 5, 30)}
#: What reaches the reporter: a message, a call, a closing, an answer to what they asked.
OURS = ("spoke", "called", "closed", "answered")


def easter(year: int) -> date:
    """Easter Sunday, by the rule of the calendar (Butcher's form of it)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def bank_holidays(year: int) -> set[date]:
    """The bank holidays of England and Wales, from the rule that makes them."""
    found = {easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)}
    found.add(next(date(year, 5, day) for day in range(1, 8) if date(year, 5, day).weekday() == 0))
    found.add(next(date(year, 5, day) for day in range(31, 24, -1) if date(year, 5, day).weekday() == 0))
    found.add(next(date(year, 8, day) for day in range(31, 24, -1) if date(year, 8, day).weekday() == 0))
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() >= 5 or day in found:
            day += timedelta(days=1)
        found.add(day)
    return (found | {day for day in ONCE if day.year == year}) - MOVED


def works(day: date) -> bool:
    """Whether the institute works that day."""
    return day.weekday() not in (5, 6) and day not in bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The last day of so many working days. The day on which it came is not one of them."""
    ahead = (day + timedelta(days=one) for one in range(1, 10 * count + 30))
    return [one for one in ahead if works(one)][count - 1]


def london_day(moment: datetime) -> date:
    """The day it is in London."""
    return moment.astimezone(LONDON).date()


@dataclass
class Life:
    """What happened to one concern, as days; in the order in which it happened."""

    received: date
    reply: int = REPLY
    triage: int = TRIAGE
    contact: int = CONTACT
    happened: list[tuple[str, date]] = field(default_factory=list)

    def __iadd__(self, one: tuple[str, date]) -> Life:
        self.happened.append(one)
        return self

    # ------------------------------------------------------------------------------------------------- where it stands

    @property
    def open(self) -> bool:
        """Whether it is being looked at."""
        turns = [what for what, _ in self.happened if what in ("closed", "reopened")]
        return not turns or turns[-1] == "reopened"

    @property
    def stage(self) -> str:
        """Where it stands: received until triage begins, then triage, and closed; reopened means triage again."""
        standing = "received"
        for what, _ in self.happened:
            standing = {"triage_began": "triage", "closed": "closed", "reopened": "triage"}.get(what, standing)
        return standing

    @property
    def replied(self) -> bool:
        """Whether a person has answered. A machine's receipt is no answer; a closing with its reasons is one."""
        return any(what in OURS for what, _ in self.happened)

    @property
    def last_heard(self) -> date:
        """When the reporter last heard from us; the receipt is the first time."""
        return max([self.received, *(day for what, day in self.happened if what in OURS)])

    @property
    def triage_from(self) -> date:
        """When the time for triage began: with the concern, or when it was sent back to triage."""
        return max([self.received, *(day for what, day in self.happened if what == "reopened")])

    @property
    def waits_since(self) -> date | None:
        """Since when something that the reporter wrote or asked has no answer; None when all is answered."""
        written: list[date] = []
        asked: list[date] = []
        for what, day in self.happened:
            if what == "wrote":
                written.append(day)
            elif what == "asked":
                asked.append(day)
            elif what in ("spoke", "closed"):
                written.clear()
            elif what == "called":
                written = [one for one in written if one >= day]
            elif what == "answered":
                asked.clear()
        return min([*written, *asked], default=None)

    # ---------------------------------------------------------------------------------------------- what was promised

    def promises(self) -> dict[str, date]:
        """What runs, each with the last day on which it is in time."""
        found: dict[str, date] = {}
        waits = timedelta(days=self.contact)
        if self.open:
            if not self.replied:
                found["reply"] = working_days_after(self.received, self.reply)
            found["triage"] = working_days_after(self.triage_from, self.triage)
            found["contact"] = self.last_heard + waits
        elif self.waits_since is not None:
            # Who was told that it is closed expects nothing more, until they ask.
            found["contact"] = max(self.last_heard, self.waits_since) + waits
        return found

    def late(self, today: date) -> set[str]:
        """What was missed: it stands on the list from the day after ("appears on the manager's list next day")."""
        return {name for name, last in self.promises().items() if today >= last + timedelta(days=1)}

    def left_waiting(self, today: date) -> bool:
        """Whether the reporter heard nothing for more days than promised while they could expect to."""
        if not self.open and self.waits_since is None:
            return False
        since = self.last_heard if self.open else max(self.last_heard, self.waits_since or self.last_heard)
        return (today - since).days > self.contact

    def may_ask_for_review(self, today: date) -> bool:
        """Whether the closing may still be asked to be looked at again: 28 days, the last day included."""
        if self.open:
            return False
        closed = [day for what, day in self.happened if what == "closed"][-1]
        return today <= closed + timedelta(days=REVIEW)
