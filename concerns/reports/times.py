"""How long stages take, what is open and how old, which targets and promises were kept, and what stood still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from concerns import clocks, policy
from concerns.reports import rerating
from concerns.reports.periods import Period
from concerns.reports.policy import MET
from concerns.reports.reading import Case, Spell
from concerns.reports.section import Bar, Cell, Row, Section, days, median, percent, quantile
from concerns.targets import interim_by
from concerns.vocabulary import PauseReason, Stage
from foundation.small_numbers import hide, hide_line, shown

#: The stages that are worked on, in order.
STAGES = tuple(one for one in Stage if one not in (Stage.CLOSED, Stage.MONITORING))
_AGES = ((56, "Up to 8 weeks"), (180, "Up to 6 months"), (365, "Up to a year"), (10**6, "Over a year"))
_NOT_SHOWN = Cell("not shown")
RATED = "The risk is rated"
RATED_AGAIN = "After something new, the risk is rated again"
INTERIM = "An interim panel hears what it is asked for"


class Due(NamedTuple):
    """Something that was due, and when it was done."""

    name: str
    on: date
    done_on: date | None

    @property
    def in_time(self) -> bool:
        """Whether it was done by its day."""
        return self.done_on is not None and self.done_on <= self.on


# --------------------------------------------------------------------------------------------------------- how long


def stage_times(cases: Sequence[Case], period: Period, smallest: int, today: date) -> Section:
    """The days that concerns spent at each stage that they left in the period, without those of pauses."""
    rows, bars, longest = [], [], 0.0
    found = {stage: _lengths(cases, stage, period) for stage in STAGES}
    whole = [
        (one.closed_on - one.received_on).days - _paused(one, one.received_on, one.closed_on)
        for one in cases
        if one.closed_on is not None and period.holds(one.closed_on)
    ]
    for name, lengths, oldest in (
        *((stage.label, found[stage], _oldest(cases, stage, today, smallest)) for stage in STAGES),
        ("All of it, to the closing", whole, Cell("")),
    ):
        count = shown(len(lengths), smallest)
        enough = count.value is not None and lengths
        none = _NOT_SHOWN if lengths else Cell("none left it")
        middle = days(median(lengths)) if enough else none
        most = days(quantile(lengths, 0.9)) if enough else none
        rows.append(Row(name, (Cell(count.words(smallest), count.value), middle, most, oldest)))
        if enough:
            longest = max(longest, most.number or 0)
            bars.append((name, most))
    return Section(
        slug="stages",
        title="How long each stage took",
        sentence=_say_times(rows, period),
        headings=("Stage", "Left it", "Half within", "Nine of ten within", "Longest there now"),
        rows=tuple(rows),
        bars=tuple(Bar(name, (most.number or 0) / longest if longest else 0, most.words) for name, most in bars),
        measure="Nine of ten left within",
        note="Days on which the clock stood still are not counted here. They are told of apart.",
    )


def _lengths(cases: Iterable[Case], stage: Stage, period: Period) -> list[int]:
    return [
        (spell.until - spell.since).days - _paused(case, spell.since, spell.until)
        for case in cases
        for spell in case.spells
        if spell.stage is stage and spell.until is not None and period.holds(spell.until)
    ]


def _paused(case: Case, since: date, until: date) -> int:
    """How many days of a stretch the clock stood still."""
    stretches = ((max(one.since, since), min(one.until or until, until)) for one in case.pauses)
    return sum(max(0, (end - begin).days) for begin, end in stretches)


def _oldest(cases: Iterable[Case], stage: Stage, today: date, smallest: int) -> Cell:
    """The longest that anything stands at a stage today; of a few it would tell of one of them."""
    ages = [(today - one.spells[-1].since).days for one in cases if one.stage is stage and one.spells]
    if not ages:
        return Cell("nothing there")
    return days(max(ages)) if len(ages) >= smallest else _NOT_SHOWN


def _say_times(rows: Sequence[Row], period: Period) -> str:
    told = rows[-1].cells
    if told[1].number is None:
        return f"Too few concerns were closed in {period.words} to say how long it takes."
    return (
        f"In {period.words}, half of all concerns were closed within {told[1].words} of their coming, "
        f"and nine of ten within {told[2].words}."
    )


# --------------------------------------------------------------------------------------------------------- how old


def ageing(cases: Sequence[Case], smallest: int, today: date) -> Section:
    """What is open today, by stage and by how long ago it came; and what is past its day."""
    open_ones = [one for one in cases if one.stage is not Stage.CLOSED]
    table = [[0] * len(_AGES) for _ in Stage]
    late = 0
    for one in open_ones:
        age = (today - one.received_on).days
        column = next(place for place, (limit, _) in enumerate(_AGES) if age <= limit)
        table[list(Stage).index(one.stage)][column] += 1
        due = one.due_on
        late += due is not None and due < today and not one.paused
    counts = hide(table, smallest)
    names = [*(stage.label for stage in Stage), "All"]
    rows = [
        Row(name, tuple(Cell(count.words(smallest), count.value) for count in line))
        for name, line in zip(names, counts, strict=True)
        if name != Stage.CLOSED.label
    ]
    total, over = counts[-1][-1], shown(late, smallest)
    most = max((line[-1].value or 0 for line in counts[:-1]), default=0) or 1
    return Section(
        slug="ageing",
        title="What is open today",
        sentence=(
            f"{_capital(total.words(smallest))} open concerns stand here today; of those, "
            f"{over.words(smallest)} {'is' if over.value == 1 else 'are'} past the day of the stage."
            if open_ones
            else "No concern is open."
        ),
        headings=("Stage", *(words for _, words in _AGES), "All"),
        rows=tuple(rows),
        bars=tuple(
            Bar(name, None if line[-1].value is None else line[-1].value / most, line[-1].words(smallest))
            for name, line in zip(names[:-1], counts, strict=False)
            if name != Stage.CLOSED.label
        ),
        measure="Open concerns",
        note="By the day on which each came.",
    )


# ------------------------------------------------------------------------------------------------ targets and promises


def targets(cases: Sequence[Case], period: Period, smallest: int, today: date) -> Section:
    """Of what was due in the period, how much was done by its day: for each target, against the line."""
    found: dict[str, list[Due]] = {
        RATED: [],
        RATED_AGAIN: [],
        INTERIM: [],
        **{stage.label: [] for stage in STAGES if stage is not Stage.RECEIVED},
    }
    rate = policy.RATE.value(period.first)
    for case in cases:
        found[RATED].append(Due(RATED, clocks.due_on(case.received_on, rate), case.rated_on or case.closed_on))
        again = rerating.reckon(case.news, case.ratings, case.open_spells)
        found[RATED_AGAIN] += [Due(RATED_AGAIN, one.on, one.done_on) for one in again]
        for due in (*_interim_dues(case), *_stage_dues(case)):
            found[due.name].append(due)
    return kept(
        {name: of_period(dues, period, today) for name, dues in found.items()},
        smallest,
        slug="targets",
        title="Targets",
        what="targets",
        note="Counted are those whose day was in this time. Pauses move that day.",
    )


def _interim_dues(case: Case) -> Iterator[Due]:
    """Each time a panel was asked for an interim order, until it was heard, or the concern closed."""
    for asked_on in case.interim_asked:
        answered = [day for day in (*case.interim_answered, case.closed_on) if day is not None and day >= asked_on]
        yield Due(INTERIM, interim_by(case.received_on, asked_on), min(answered, default=None))


def _stage_dues(case: Case) -> Iterator[Due]:
    """The targets of the stages it came to; one that stands still is not due."""
    aims = [(Stage.TRIAGE, case.triage_due_on), *case.aims]
    for stage, due_on in aims:
        spell = case.last_spell(stage)
        if spell is None and stage is Stage.TRIAGE:
            spell = case.last_spell(Stage.RECEIVED)
        if spell is None or stage in (Stage.RECEIVED, Stage.MONITORING, Stage.CLOSED):
            continue
        if spell.until is None and case.paused:
            continue
        yield Due(stage.label, due_on, _done_on(case, spell))


def _done_on(case: Case, spell: Spell) -> date | None:
    """When what a stage promises was done: at an outcome, which lasts until the time to appeal ends, by letters."""
    if spell.stage is not Stage.OUTCOME or case.told_on is None:
        return spell.until
    return min(case.told_on, spell.until or case.told_on)


def of_period(dues: Iterable[Due], period: Period, today: date) -> list[Due]:
    """What was due in the period; what is due today or later is not over yet."""
    return [one for one in dues if period.holds(one.on) and one.on < today]


def kept(found: dict[str, list[Due]], smallest: int, *, slug: str, title: str, what: str, note: str) -> Section:
    """A section of what was due, and how much of it was in time, against the line."""
    line = MET.value()
    rows, bars, met, told = [], [], 0, 0
    worst: tuple[float, str] | None = None
    for name, dues in found.items():
        count = shown(len(dues), smallest)
        cell, said = Cell("none was due") if count.value == 0 else _NOT_SHOWN, ""
        if count.value:
            cell = percent(sum(one.in_time for one in dues), len(dues))
            share = cell.number or 0
            told, met = told + 1, met + (share >= line)
            said = "met" if share >= line else "not met"
            worst = min(worst or (101.0, ""), (share, name))
        rows.append(Row(name, (Cell(count.words(smallest), count.value), cell, Cell(said))))
        bars.append(Bar(name, None if cell.number is None else cell.number / 100, cell.words))
    sentence = f"Too little was due to say which {what} were met."
    if worst is not None:
        sentence = f"{met} of {told} {what} were met: at least {line}\u00a0% were in time."
        sentence += (
            f" The weakest is “{worst[1]}” with {worst[0]:.0f}\u00a0%." if worst[0] < 100 else " All were in time."
        )
    return Section(
        slug=slug,
        title=title,
        sentence=sentence,
        headings=("What", "Were due", "In time", f"{line}\u00a0% line"),
        rows=tuple(rows),
        bars=tuple(bars),
        measure="In time",
        line=line / 100,
        line_words=f"{line}\u00a0%",
        note=note,
    )


# ------------------------------------------------------------------------------------------------------------- pauses


def pauses(cases: Sequence[Case], period: Period, smallest: int, today: date) -> Section:
    """Where clocks stood still, by reason: how many, and for how many days."""
    table, stood = [], []
    for reason in PauseReason:
        held = [one for case in cases for one in case.pauses if one.reason is reason]
        there = [one for one in held if period.days_of(one.since, one.until or today + timedelta(days=1))]
        table.append(len(there))
        stood.append(sum(period.days_of(one.since, one.until or today) for one in there))
    counts = hide_line(table, smallest)
    rows = [
        Row(
            reason.label,
            (Cell(count.words(smallest), count.value), days(total) if count.value is not None else _NOT_SHOWN),
        )
        for reason, count, total in zip(PauseReason, counts, stood, strict=False)
    ]
    rows.append(Row("All", (Cell(counts[-1].words(smallest), counts[-1].value), Cell(""))))
    most = max((count.value or 0 for count in counts[:-1]), default=0) or 1
    return Section(
        slug="pauses",
        title="Clocks that stood still",
        sentence=(
            f"In {period.words}, {counts[-1].words(smallest)} clocks stood still for a reason that the rules allow."
            if sum(table)
            else f"In {period.words}, no clock stood still."
        ),
        headings=("Reason", "Clocks", "Days in this time"),
        rows=tuple(rows),
        bars=tuple(
            Bar(reason.label, None if count.value is None else count.value / most, count.words(smallest))
            for reason, count in zip(PauseReason, counts, strict=False)
        ),
        measure="Clocks that stood still",
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
