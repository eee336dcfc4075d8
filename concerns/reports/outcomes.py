"""What came of concerns: outcomes, by kind of worry and by Standard; appeals; and who has how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from concerns.reports.periods import Period
from concerns.reports.reading import Case, Cases
from concerns.reports.section import Bar, Cell, Row, Section
from concerns.vocabulary import WORRIES, Band, CloseReason, Sanction, Stage
from foundation.small_numbers import Count, hide, hide_line
from register.vocabulary import OrderKind

#: How a concern can end, the lightest first, and the groups of the tables by worry and by Standard.
TRIAGE, THRESHOLD, NO_CASE, STOPPED, ACTION = (
    "Closed at triage",
    "Closed at the threshold",
    "No case, or not proved",
    "Could not go on",
    "Action was taken",
)
GROUPS = (TRIAGE, THRESHOLD, NO_CASE, STOPPED, ACTION)
_SETTLED = "Settled between those involved"
_ORDERS: dict[str, str] = {
    Sanction.ADVICE.value: "Advice",
    **{kind.value: kind.label for kind in OrderKind if "interim" not in kind.value},
}
#: The heaviest last, so that of several the last one names the outcome.
_WEIGHT = ("advice", "warning", "undertakings", "conditions", "suspension", "removal")
_KINDS = (TRIAGE, _SETTLED, THRESHOLD, NO_CASE, STOPPED, *(_ORDERS[kind] for kind in _WEIGHT))
_REASONS = {
    CloseReason.RESOLVED: _SETTLED,
    CloseReason.BELOW_THRESHOLD: THRESHOLD,
    CloseReason.NO_CASE: NO_CASE,
    CloseReason.DISCONTINUED: STOPPED,
    CloseReason.FINISHED: NO_CASE,
}


def outcome(case: Case, period: Period) -> str | None:
    """What came of a concern in a period, the last thing that did: a decision that was told, or else a closing."""
    told = [kind for day, kind in case.decided if period.holds(day) and kind in _ORDERS]
    if told:
        return _ORDERS[max(told, key=_WEIGHT.index)]
    earlier = any(kind in _ORDERS for _, kind in case.decided)
    closings = [reason for day, reason in case.closures if period.holds(day)]
    if earlier or not closings or case.stage is not Stage.CLOSED:
        return None
    return _REASONS.get(closings[-1], TRIAGE)


def _group(kind: str) -> str:
    return TRIAGE if kind == _SETTLED else kind if kind in GROUPS else ACTION


def outcomes(cases: Sequence[Case], period: Period, smallest: int) -> Section:
    """How concerns ended in the period, one outcome each."""
    ended = [found for one in cases if (found := outcome(one, period)) is not None]
    counts = hide_line([ended.count(kind) for kind in _KINDS], smallest)
    total = counts[-1].words(smallest)
    return Section(
        slug="outcomes",
        title="What came of concerns",
        sentence=(
            f"In {period.words}, {total} concerns had an outcome. {_most(_KINDS, counts)}".strip()
            if ended
            else f"In {period.words}, no concern had an outcome."
        ),
        headings=("Outcome", "Concerns"),
        rows=tuple(Row(name, (_cell(one, smallest),)) for name, one in zip((*_KINDS, "All"), counts, strict=True)),
        bars=_bars(_KINDS, counts, smallest),
        measure="Concerns",
    )


def by_worry(cases: Sequence[Case], period: Period, smallest: int) -> Section:
    """Outcomes by what the reporter was worried about. A concern with several worries counts with each."""
    ended = [(one, found) for one in cases if (found := outcome(one, period)) is not None]
    names = {worry.code: worry.words for worry in WORRIES}
    table = {code: [one for case, one in ended if code in case.worries] for code in names}
    return _by(
        {names[code]: found for code, found in table.items() if found},
        smallest,
        slug="worries",
        title="Outcomes by kind of worry",
        what="kind of worry",
        period=period,
    )


def by_standard(cases: Sequence[Case], period: Period, smallest: int) -> Section:
    """Outcomes by the Standards that were named. A concern that touches several counts with each."""
    ended = [(one, found) for one in cases if (found := outcome(one, period)) is not None]
    numbers = sorted({number for case, _ in ended for number in case.standards}, key=_in_order)
    table = {f"Standard {number}": [one for case, one in ended if number in case.standards] for number in numbers}
    return _by(table, smallest, slug="standards", title="Outcomes by Standard", what="Standard", period=period)


def _in_order(number: str) -> list[int]:
    return [int(part) if part.isdecimal() else 0 for part in number.split(".")]


def _by(
    table: Mapping[str, Sequence[str]], smallest: int, *, slug: str, title: str, what: str, period: Period
) -> Section:
    counts = hide(
        [[sum(_group(one) == group for one in found) for group in GROUPS] for found in table.values()], smallest
    )
    names = list(table)
    totals = [*(line[-1] for line in counts[:-1]), Count(None)]
    return Section(
        slug=slug,
        title=title,
        sentence=(
            _most(names, totals, every=what) or f"In {period.words}, no {what} was named often enough to be shown."
        ),
        headings=(what.capitalize() if what != "Standard" else what, *GROUPS, "All"),
        rows=tuple(
            Row(name, tuple(_cell(one, smallest) for one in line)) for name, line in zip(names, counts, strict=False)
        ),
        bars=_bars(names, totals, smallest),
        measure="Concerns",
        note="A concern counts with each that it names, so the lines do not add up to all concerns.",
    )


def _most(names: Sequence[str], counts: Sequence[Count], *, every: str = "outcome") -> str:
    """Which is the most frequent, where that is shown."""
    known = [(one.value, name) for name, one in zip(names, counts, strict=False) if one.value]
    if not known:
        return ""
    most = max(number for number, _ in known)
    first = next(name for number, name in known if number == most)
    return f"The most frequent {every} that can be shown is “{first}”, with {most:,}."


def _cell(count: Count, smallest: int) -> Cell:
    return Cell(count.words(smallest), count.value)


def _bars(names: Sequence[str], counts: Sequence[Count], smallest: int) -> tuple[Bar, ...]:
    shown = list(zip(names, counts, strict=False))
    most = max((one.value or 0 for _, one in shown), default=0) or 1
    return tuple(Bar(name, None if one.value is None else one.value / most, one.words(smallest)) for name, one in shown)


# ------------------------------------------------------------------------------------------------------------- appeals


def appeals(cases: Sequence[Case], period: Period, smallest: int) -> Section:
    """Appeals of registrants, and reporters who asked for another look: lodged, answered, upheld."""
    table = []
    for by_registrant in (True, False):
        held = [one for case in cases for one in case.appeals if one.by_registrant is by_registrant]
        answered = [one for one in held if period.holds(one.answered_on)]
        upheld = sum(one.upheld for one in answered)
        table.append((sum(period.holds(one.on) for one in held), upheld, len(answered) - upheld))
    rows, bars = [], []
    for name, (lodged, upheld, not_upheld) in zip(
        ("Registrants, about a decision", "Reporters, about a closing"), table, strict=True
    ):
        line = [*hide_line([upheld, not_upheld], smallest)]
        came = hide_line([lodged], smallest)[0]
        rows.append(Row(name, tuple(_cell(one, smallest) for one in (came, *line))))
        bars.append((name, came))
    most = max((one.value or 0 for _, one in bars), default=0) or 1
    registrants, reporters = rows
    return Section(
        slug="appeals",
        title="Appeals",
        sentence=(
            f"Appeals of registrants in {period.words}: {_say(registrants.cells[0])}, and {_say(registrants.cells[1])} "
            f"upheld. Closings that reporters asked us to look at again: {_say(reporters.cells[0])}, and "
            f"{_say(reporters.cells[1])} sent back."
        ),
        headings=("Who", "Lodged", "Upheld, or sent back", "Not upheld", "Answered"),
        rows=tuple(rows),
        bars=tuple(
            Bar(name, None if one.value is None else one.value / most, one.words(smallest)) for name, one in bars
        ),
        measure="Lodged",
    )


def _say(cell: Cell) -> str:
    return "none" if cell.number == 0 else cell.words


# ------------------------------------------------------------------------------------------------------------ workload


def workload(held: Cases, today: date) -> Section:
    """Who has how many open concerns, for managers: whole numbers, since they are about our own work."""
    people: dict[int, list[Case]] = {}
    for case in held.all:
        if case.stage is Stage.CLOSED:
            continue
        for one in {case.officer_id, case.investigator_id} - {None}:
            assert one is not None
            people.setdefault(one, []).append(case)
    rows, bars = [], []
    most = max((len(found) for found in people.values()), default=0) or 1
    for account_id, found in sorted(people.items(), key=lambda one: (-len(one[1]), held.names[one[0]])):
        red = sum(one.risk is Band.RED for one in found)
        late = sum(_is_late(one, today) for one in found)
        cells = tuple(Cell(f"{number:,}", number) for number in (len(found), red, late))
        rows.append(Row(held.names[account_id], cells))
        bars.append(Bar(held.names[account_id], len(found) / most, f"{len(found):,}"))
    nobody = sum(one.officer_id is None and one.stage is not Stage.CLOSED for one in held.all)
    return Section(
        slug="workload",
        title="Who has how many",
        sentence=(
            f"{len(people):,} {'person has' if len(people) == 1 else 'people have'} open concerns; "
            f"{nobody:,} {'concern has' if nobody == 1 else 'concerns have'} nobody."
        ),
        headings=("Person", "Open", "Red", "Past the day of the stage"),
        rows=tuple(rows),
        bars=tuple(bars),
        measure="Open concerns",
        note="A concern with an officer and an investigating officer counts with both.",
    )


def _is_late(case: Case, today: date) -> bool:
    due = case.due_on
    return due is not None and due < today and not case.paused
