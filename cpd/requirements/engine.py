"""The CPD policy engine: from records, policy and dates to met, not yet or not met, and what is still missing.

Pure: no database, no clock. What it rests on (rules 6.5):

- Only kept activities are given to it, none from after today counts, and each is judged under the policy of its own
  day: if it has to be reflected on before it counts, and if its time or its being there is counted.
- What is asked for is apportioned by days: those on which somebody was registered and not on approved leave. A policy
  that changes in the middle of the span counts for its own days. Time is rounded down to the minute, numbers of
  activities to the nearest whole one (a half goes up).
- Nothing is carried over: only what was done inside the span counts. Doing more is shown as surplus.
- What was deleted, its years being over, is held against nobody: a span with such days is not judged, and no themes.
- Themes A to D are looked for in the last months of the span (36 by default). Whoever has been registered for a shorter
  time than that does not have to show them yet; leave in that time makes it fewer themes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from cpd.requirements.spans import Span, counted_days, joined, without, years
from cpd.requirements.themes import by_heading, themes_of, touches
from cpd.requirements.vocabulary import ActivityKind, LineCode, Mode, Unit, Verdict, hours_in_words
from foundation import clock

#: Goes up when the same records may come to something else. Frozen copies say it.
VERSION = "3"


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that somebody did to learn, without its private words.

    `reflected`: what they learned, what changed, and how service users or safety benefited are all written down.
    `standards`: numbers as "2.1" for a clause or "2" for a whole heading. `planned`: tied to their plan.
    `counts_on`: the day for which it counts when that is not the day on which it was done, as after further time that
    was given to make a record good. What it has to be like is the policy of the day on which it was done; what is added
    up (time or activities) that of the day for which it counts.
    """

    on: date
    minutes: int
    kind: ActivityKind
    with_others: bool = False
    live: bool = False
    planned: bool = False
    standards: tuple[str, ...] = ()
    reflected: bool = True
    counts_on: date | None = None

    @property
    def for_day(self) -> date:
        """The day for which it counts."""
        return self.counts_on or self.on


@dataclass(frozen=True)
class Numbers:
    """What the institute asks for in twelve months, as it holds on one day."""

    mode: Mode = Mode.HOURS
    minutes: int = 30 * 60
    minutes_with_others: int = 10 * 60
    pieces: int = 2
    kinds: int = 2
    peer: int = 1
    planned: int = 2
    rights: int = 1
    #: Clauses and headings about consent, capacity and safeguarding.
    rights_standards: tuple[str, ...] = ("1.1", "1.2", "2", "5.3")
    theme_months: int = 36
    needs_reflection: bool = True


@dataclass(frozen=True)
class Schedule:
    """The numbers as they hold day by day: the first ones, and each later set with the day it begins on, in order."""

    first: Numbers
    later: tuple[tuple[date, Numbers], ...] = ()

    def __call__(self, day: date) -> Numbers:
        """What holds on a day."""
        held = self.first
        for begins, numbers in self.later:
            if begins > day:
                break
            held = numbers
        return held

    def within(self, span: Span) -> list[tuple[Span, Numbers]]:
        """The parts of a span in which the numbers stay the same."""
        cuts = [begins for begins, _ in self.later if span.starts_on < begins <= span.ends_on]
        starts = [span.starts_on, *cuts]
        ends = [*(cut - timedelta(days=1) for cut in cuts), span.ends_on]
        return [(Span(start, end), self(start)) for start, end in zip(starts, ends, strict=True)]


@dataclass(frozen=True)
class Line:
    """One thing that is asked for: what there is, what is needed, and what is missing as a sentence ("" when nothing).

    A line that is not `due` is shown and does not count yet.
    """

    code: LineCode
    words: str
    have: int
    need: int
    unit: Unit
    met: bool
    missing: str
    due: bool = True

    @property
    def per_cent(self) -> int:
        """How far the bar is filled, 0 to 100. Only a line that is met is full."""
        if self.need <= 0:
            return 100
        return min(100, self.have * 100 // self.need)

    @property
    def have_in_words(self) -> str:
        """What there is, as people read it."""
        return self._told(self.have)

    @property
    def need_in_words(self) -> str:
        """What is needed, as people read it."""
        return self._told(self.need)

    @property
    def have_alone(self) -> str:
        """What there is, to stand before what is needed: "1 of 2 kinds", "20 hours of 30 hours"."""
        return self.have_in_words if self.unit is Unit.MINUTES else str(self.have)

    def _told(self, number: int) -> str:
        if self.unit is Unit.MINUTES:
            return hours_in_words(number)
        one = {Unit.ACTIVITIES: "activity", Unit.KINDS: "kind", Unit.THEMES: "theme"}[self.unit]
        return f"{number} {one if number == 1 else self.unit.value}"


@dataclass(frozen=True)
class Judgement:
    """What somebody's records come to in a span."""

    span: Span
    verdict: Verdict
    lines: tuple[Line, ...]
    #: Time done beyond what is needed. It is shown and not carried over.
    surplus_minutes: int
    #: Activities in the span, and their time, that count once they are reflected on.
    waiting: int
    waiting_minutes: int
    #: Days of the span that count: registered, and not on approved leave.
    days_counted: int
    days: int
    #: Less is asked for than the days come to: there is a most.
    capped: bool = False
    version: str = VERSION

    @property
    def met(self) -> bool:
        """Whether everything that is due is there."""
        return self.verdict is Verdict.MET

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still missing, a sentence each."""
        return tuple(line.missing for line in self.lines if line.due and not line.met)

    @property
    def per_cent(self) -> int:
        """One number for one bar: the lines that are due, each counting the same. 100 only when all are met."""
        due = [line.per_cent for line in self.lines if line.due]
        return sum(due) // len(due) if due else 100

    def line(self, code: LineCode) -> Line | None:
        """The line about one thing, if it is asked for."""
        return next((line for line in self.lines if line.code is code), None)

    def as_plain(self) -> dict[str, Any]:
        """As it is frozen with a renewal or an audit."""
        return {
            "version": self.version,
            "from": self.span.starts_on.isoformat(),
            "to": self.span.ends_on.isoformat(),
            "verdict": self.verdict.value,
            "days": self.days,
            "days_counted": self.days_counted,
            "surplus_minutes": self.surplus_minutes,
            "waiting": self.waiting,
            "waiting_minutes": self.waiting_minutes,
            "lines": [asdict(line) for line in self.lines],
        }


def judge(
    activities: Sequence[Activity],
    *,
    span: Span,
    registered: Sequence[Span],
    leave: Sequence[Span],
    today: date,
    numbers: Schedule,
    kept_since: date = date.min,
    most: Fraction | None = None,
) -> Judgement:
    """What records come to. The order in which they are given does not matter.

    `activities` reach back as far as `looks_back_to` says; `registered` are the periods on the register, `leave` what
    of them was approved leave; `kept_since` is the first day of which records are still there; `most`
    is how many years’ worth is asked for at most, however long the span is.
    """
    seen = [one for one in activities if one.on <= today and one.for_day <= span.ends_on]
    inside = [one for one in seen if one.for_day >= span.starts_on]
    counted = [one for one in inside if _counts(one, numbers)]
    waiting = [one for one in inside if not _counts(one, numbers)]
    days = without(joined(registered), leave)
    shares = _shares(span, days, numbers)
    years_worth = sum((share for share, _ in shares), Fraction())
    capped = most is not None and years_worth > most
    if most is not None and capped:
        shares = [(share * most / years_worth, held) for share, held in shares]
    themes = _themes(seen, span, registered, leave, numbers, kept_since=kept_since)
    gone = span.starts_on < kept_since
    lines = (
        *_amounts(counted, shares, numbers),
        *_makeup(counted, shares, numbers),
        *([themes] if themes is not None else []),
    ) * (not gone)
    hours = next((line for line in lines if line.code is LineCode.HOURS), None)
    return Judgement(
        span=span,
        verdict=Verdict.GONE if gone else _verdict(lines, span, today),
        lines=lines,
        surplus_minutes=max(0, hours.have - hours.need) if hours is not None else 0,
        waiting=len(waiting),
        waiting_minutes=sum(one.minutes for one in waiting),
        days_counted=counted_days(span, days),
        days=span.days,
        capped=capped,
    )


def looks_back_to(span: Span, numbers: Schedule) -> date:
    """The earliest day whose activities may matter for a span."""
    months = numbers(span.ends_on).theme_months
    return min(span.starts_on, _window(span, months).starts_on)


def _counts(one: Activity, numbers: Schedule) -> bool:
    """Whether an activity counts under the policy of its own day."""
    return one.reflected or not numbers(one.on).needs_reflection


_Share = tuple[Fraction, Numbers]


def _shares(span: Span, counted: Sequence[Span], numbers: Schedule) -> list[_Share]:
    """How much of twelve months each part of the span stands for, by days that count."""
    found: list[_Share] = []
    for year in years(span):
        inside = Span(year.starts_on, min(year.ends_on, span.ends_on))
        for part, held in numbers.within(inside):
            found.append((Fraction(counted_days(part, counted), year.days), held))
    return found


def _amounts(counted: Sequence[Activity], shares: Sequence[_Share], numbers: Schedule) -> list[Line]:
    """Time, time with others, and activities, where they are what is counted."""
    lines = []
    by_hours = [(share, held) for share, held in shares if held.mode.counts_hours]
    by_pieces = [(share, held) for share, held in shares if held.mode.counts_pieces]
    if by_hours:
        timed = [one for one in counted if numbers(one.for_day).mode.counts_hours]
        need = int(sum((share * held.minutes for share, held in by_hours), Fraction()))
        lines.append(_minutes(LineCode.HOURS, "CPD", sum(one.minutes for one in timed), need))
        need = int(sum((share * held.minutes_with_others for share, held in by_hours), Fraction()))
        together = sum(one.minutes for one in timed if one.with_others)
        lines.append(_minutes(LineCode.WITH_OTHERS, "CPD with other people", together, need))
    if by_pieces:
        pieces = sum(1 for one in counted if numbers(one.for_day).mode.counts_pieces)
        lines.append(_number(LineCode.PIECES, pieces, _nearest((share, held.pieces) for share, held in by_pieces)))
    return lines


def _makeup(counted: Sequence[Activity], shares: Sequence[_Share], numbers: Schedule) -> list[Line]:
    """What the activities have to be like, in every mode."""
    kinds = len({one.kind for one in counted})
    peer = sum(1 for one in counted if one.kind is ActivityKind.PEER_DISCUSSION and one.live)
    planned = sum(1 for one in counted if one.planned)
    rights = sum(1 for one in counted if touches(one.standards, numbers(one.on).rights_standards))
    return [
        _number(LineCode.MIXTURE, kinds, _nearest((share, held.kinds) for share, held in shares)),
        _number(LineCode.PEER, peer, _nearest((share, held.peer) for share, held in shares)),
        _number(LineCode.PLANNED, planned, _nearest((share, held.planned) for share, held in shares)),
        _number(LineCode.RIGHTS, rights, _nearest((share, held.rights) for share, held in shares)),
    ]


def _nearest(parts: Iterable[tuple[Fraction, int]]) -> int:
    """Shares of numbers together, to the nearest whole one; a half goes up."""
    return int(sum((share * number for share, number in parts), Fraction()) + Fraction(1, 2))


def _window(span: Span, months: int) -> Span:
    after = span.ends_on + timedelta(days=1)
    return Span(clock.add_months(after, -months), span.ends_on)


def _themes(
    seen: Sequence[Activity],
    span: Span,
    registered: Sequence[Span],
    leave: Sequence[Span],
    numbers: Schedule,
    *,
    kept_since: date,
) -> Line | None:
    """Every theme in the last months of the span; None when the policy asks for no theme."""
    months = numbers(span.ends_on).theme_months
    if months <= 0:
        return None
    window = _window(span, months)
    every = sorted(set(by_heading().values()))
    touched = (themes_of(one.standards) for one in seen if one.for_day >= window.starts_on and _counts(one, numbers))
    found: frozenset[str] = frozenset().union(*touched)
    begun = min((one.starts_on for one in registered), default=None)
    due = begun is not None and max(begun, kept_since) <= window.starts_on
    need = len(every) * counted_days(window, without(joined(registered), leave)) // window.days if due else len(every)
    met = len(found) >= need
    missing = "" if met else _left([letter for letter in every if letter not in found], all_of=need == len(every))
    words = f"Themes of the Standards in {months} months"
    return Line(LineCode.THEMES, words, len(found), need, Unit.THEMES, met, missing, due)


def _left(letters: Sequence[str], *, all_of: bool) -> str:
    if len(letters) == 1:
        return f"Do something on theme {letters[0]} of the Standards."
    joint = "and" if all_of else "or"
    return f"Do something on themes {', '.join(letters[:-1])} {joint} {letters[-1]} of the Standards."


def _minutes(code: LineCode, what: str, have: int, need: int) -> Line:
    met = have >= need
    missing = "" if met else f"Record {hours_in_words(need - have)} more of {what}."
    return Line(code, "Time" if code is LineCode.HOURS else "With other people", have, need, Unit.MINUTES, met, missing)


_WORDS: dict[LineCode, tuple[str, Unit, str]] = {
    LineCode.PIECES: ("Activities", Unit.ACTIVITIES, "Record {more}."),
    LineCode.MIXTURE: ("Different kinds of CPD", Unit.KINDS, "Do {more} of CPD."),
    LineCode.PEER: (
        "Talking with a peer, live",
        Unit.ACTIVITIES,
        "Talk something through with a peer, in person or on a call, and record it ({times}).",
    ),
    LineCode.PLANNED: ("Planned beforehand", Unit.ACTIVITIES, "Tie {more} to a goal of your plan."),
    LineCode.RIGHTS: (
        "On consent, capacity or safeguarding",
        Unit.ACTIVITIES,
        "Do something on consent, capacity or safeguarding ({times}).",
    ),
}


def _number(code: LineCode, have: int, need: int) -> Line:
    words, unit, sentence = _WORDS[code]
    line = Line(code, words, max(0, need - have), need, unit, have >= need, "")
    number, _, what = line.have_in_words.partition(" ")
    missing = "" if line.met else sentence.format(more=f"{number} more {what}", times=line.have_in_words)
    return Line(code, words, have, need, unit, have >= need, missing)


def _verdict(lines: Sequence[Line], span: Span, today: date) -> Verdict:
    if all(line.met for line in lines if line.due):
        return Verdict.MET
    return Verdict.NOT_YET if today <= span.ends_on else Verdict.NOT_MET
