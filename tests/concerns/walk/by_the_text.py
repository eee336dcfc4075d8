"""A second, independent answer to "what may the public know, and who may not do what as well?".

Written from the text of the institute's rules 6.6 to 6.10 and from nothing else; it shares no line with the code. It is
told what happened, act by act, and works out what anybody may read at a moment.
"""

from __future__ import annotations

import calendar
import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from tests.concerns.model import LONDON, london_day, works

#: Rules 6.6: what may follow what.
MAY_FOLLOW = {
    "received": {"triage", "closed"},
    "triage": {"closed", "local_resolution", "threshold", "investigation"},
    "local_resolution": {"closed", "threshold"},
    "threshold": {"closed", "investigation"},
    "investigation": {"examination", "closed"},
    "examination": {"investigation", "closed", "outcome", "panel"},
    "panel": {"outcome", "closed"},
    "outcome": {"appeal", "monitoring", "closed"},
    "appeal": {"outcome", "panel"},
    "monitoring": {"appeal", "closed"},
    "closed": {"triage", "threshold", "examination"},
}
#: Rules 6.6 and 6.10: what one person never does both of in one concern.
_EARLIER = ("takes in", "rates", "triages", "applies the threshold", "investigates", "examines")
APART = {
    frozenset(pair)
    for pair in (
        ("triages", "applies the threshold"),
        ("applies the threshold", "investigates"),
        ("investigates", "examines"),
        ("sits on an interim panel", "sits on a panel"),
        ("sits on an interim panel", "hears an appeal"),
        ("sits on a panel", "hears an appeal"),
        *itertools.product(_EARLIER, ("sits on a panel", "sits on an interim panel", "hears an appeal")),
    )
}
#: Rules 6.8: months for which the entry still tells of an order after its end.
AFTERWARDS = {"warning": 0, "undertakings": 6, "conditions": 12, "suspension": 60}
#: Rules 6.7 and 6.8: the longest that a panel may order at once, in months; an interim order lasts 18 in all.
LONGEST = {
    "warning": 60,
    "undertakings": 36,
    "conditions": 36,
    "suspension": 12,
    "interim_conditions": 12,
    "interim_suspension": 12,
}
INTERIM_CAP = 18
NEVER_PUBLIC = ("none", "advice")
APPEAL_DAYS = 28


class Shown(NamedTuple):
    """One order as anybody may read it."""

    kind: str
    in_force: bool
    in_words: bool


@dataclass
class Decision:
    """One decision, and what became of it."""

    kind: str
    months: int | None
    health: bool = False
    interim: bool = False
    #: Which hearing made it, if one did.
    hearing: int | None = None
    #: Agreed with the registrant: there is nothing to appeal.
    agreed: bool = False
    told_at: datetime | None = None
    appealed: bool = False
    answered: bool = False
    starts: datetime | None = None
    ends: datetime | None = None
    fell: bool = False
    #: Of a temporary measure: the sanction that it covers the time until.
    until: Decision | None = None
    #: When a review made a sanction longer, and when it would have ended without.
    longer_at: datetime | None = None
    before: datetime | None = None
    #: When it ends if an appeal against that is upheld.
    back_to: datetime | None = None

    @property
    def over(self) -> datetime | None:
        """When it ends: by itself, or when what it covers the time until begins."""
        begins = self.until.starts if self.until is not None else None
        return min((one for one in (self.ends, begins) if one is not None), default=None)

    @property
    def appeal_until(self) -> date | None:
        """The last day on which the registrant may appeal it."""
        if self.told_at is None or self.agreed or self.answered or self.kind == "none":
            return None
        return day_of_the_letter(self.told_at) + timedelta(days=APPEAL_DAYS)

    @property
    def may_be_told_in_words(self) -> bool:
        """Whether the reporter may read what the public will: once they were told, and never what stays private."""
        return self.told_at is not None and not (self.interim or self.health or self.kind in NEVER_PUBLIC)

    def told(self, at: datetime) -> None:
        """Both sides are told; the time to appeal runs from the first letter."""
        self.told_at = self.told_at or at

    def is_appealed(self, at: datetime) -> None:
        """The registrant appeals: the sanction waits, a temporary measure does not."""
        if self.interim:
            assert self.shown(at), "nothing was in force to appeal"
            return
        if self.longer_at is not None:
            assert london_day(at) <= day_of_the_letter(self.longer_at) + timedelta(days=APPEAL_DAYS)
            self.back_to, self.longer_at = self.before, None
            return
        until = self.appeal_until
        assert until is not None, "nobody was told of it"
        assert london_day(at) <= until, "the time to appeal was over"
        assert not self.appealed, "it was appealed before"
        self.appealed, self.told_at, self.starts, self.ends = True, None, None, None

    def released(self, at: datetime) -> None:
        """It may be public from its start: after the time to appeal, or at once when nobody can appeal any more."""
        until = self.appeal_until
        self.begins(at if until is None else max(at, midnight(until + timedelta(days=1))))

    def begins(self, at: datetime) -> None:
        """It is in force from a moment."""
        assert self.months is None or self.months <= LONGEST[self.kind], f"{self.kind} for {self.months} months"
        self.starts = at
        self.ends = None if self.months is None else last_minute(months_on(london_day(at), self.months, -1))

    def goes_on(self, months: int, at: datetime) -> None:
        """A review lets it go on for longer: never longer at once than a panel may order, an interim one 18 in all."""
        assert self.starts is not None
        assert self.ends is not None
        assert self.interim or months <= LONGEST[self.kind], f"{self.kind} for {months} months more"
        self.before, self.longer_at = self.ends, at
        self.ends = last_minute(months_on(london_day(self.ends) + timedelta(days=1), months, -1))
        cap = last_minute(months_on(london_day(self.starts), INTERIM_CAP, -1))
        assert not self.interim or self.ends <= cap, "an interim order of more than 18 months"

    def ended(self, at: datetime) -> None:
        """It ends earlier."""
        self.longer_at = None
        if self.starts is not None and (self.ends is None or at < self.ends):
            self.ends = max(at, self.starts)

    def shown(self, at: datetime) -> Shown | None:
        """What anybody may read of it at a moment."""
        if self.fell or self.starts is None or at < self.starts or self.kind in NEVER_PUBLIC:
            return None
        if self.over is None or at < self.over:
            return Shown(self.kind, True, not self.health)
        if self.interim or self.health:
            return None
        assert self.ends is not None
        gone = last_minute(months_on(london_day(self.ends), AFTERWARDS[self.kind]))
        return Shown(self.kind, False, True) if at < gone else None


@dataclass
class ByTheText:
    """One concern as the rules see it."""

    decisions: dict[int, Decision] = field(default_factory=dict)
    parts: dict[int, set[str]] = field(default_factory=dict)
    wrote: dict[int, set[int]] = field(default_factory=dict)

    def takes(self, person: int, part: str) -> None:
        """Somebody takes a part: never together with one that has to be apart."""
        held = self.parts.setdefault(person, set())
        for before in held:
            assert frozenset((before, part)) not in APART, f"{person} {before}, and {part}"
        held.add(part)

    def answers(self, order_id: int, decided: str, months: int | None, at: datetime) -> None:
        """A review or an appeal decides about an order."""
        one = self.decisions[order_id]
        if decided == "end":
            one.ended(at)
        elif decided == "extend":
            assert months is not None
            one.goes_on(months, at)
        elif one.interim and decided == "overturned":
            one.ended(at)
        elif one.back_to is not None and decided in ("overturned", "hear_again", "dismissed"):
            # The order stood meanwhile: only that it was made longer can fall.
            if decided == "overturned":
                one.ended(max(one.back_to, at))
            one.back_to = None
        elif not one.interim and decided in ("overturned", "hear_again"):
            one.fell = True
            if decided == "overturned":
                self.interim_ends(at)
        elif not one.interim and decided == "dismissed":
            one.answered = True

    def interim_ends(self, at: datetime) -> None:
        """What covered the time until a final decision ends with it."""
        for one in self.decisions.values():
            if one.interim and one.shown(at):
                one.ended(at)

    def covers(self, sanction: Decision, at: datetime) -> None:
        """What is in force covers the time until a sanction begins: if that waits, it does not end (rules 6.9)."""
        for one in self.decisions.values():
            if one.interim and one.shown(at):
                one.until = sanction

    def falls(self, order_id: int, at: datetime) -> None:
        """It should never have been there. A cover that is over stays so."""
        one = self.decisions[order_id]
        one.fell = True
        if one.starts is not None and one.starts > at:
            one.starts = None

    def read(self, at: datetime) -> set[Shown]:
        """All that anybody may read of this concern."""
        return {found for one in self.decisions.values() if (found := one.shown(at)) is not None}


def midnight(day: date) -> datetime:
    """When a day begins."""
    return datetime.combine(day, time(), LONDON)


def last_minute(day: date) -> datetime:
    """The last minute of a day: 23:59, when what ends on it is over."""
    return datetime.combine(day, time(23, 59), LONDON)


def months_on(day: date, months: int, days: int = 0) -> date:
    """So many months and days later; the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=days)


def day_of_the_letter(at: datetime) -> date:
    """When a letter with bad news goes: from nine to three, on a working day before a working day."""
    now = at.astimezone(LONDON)
    day = now.date() if now.hour < 15 else now.date() + timedelta(days=1)
    while not (works(day) and works(day + timedelta(days=1))):
        day += timedelta(days=1)
    return day
