"""Small numbers: people could be known by fewer than five, so those are not shown, nor anything that gives them away.

A table is rows of counts with their totals. First every small count is hidden. Then whoever adds and takes away what is
left must not find any of them: while one can be found, the next smallest number beside it is hidden too, and then the
words do not tell which of the two is small. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: More than any count, for what is hidden only to protect another.
_MANY = 10**9
#: Bounds hardly move after a few rounds.
_ROUNDS = 200
Place = tuple[int, int]


@dataclass(frozen=True)
class Count:
    """A count as it may be shown: with its value, as small, or not at all."""

    value: int | None
    small: bool = False

    def words(self, smallest: int) -> str:
        """As a table says it."""
        if self.value is not None:
            return f"{self.value:,}"
        return f"fewer than {smallest}" if self.small else "not shown"


def shown(number: int, smallest: int) -> Count:
    """A count that stands alone."""
    return Count(None, small=True) if 0 < number < smallest else Count(number)


def hide_line(numbers: Sequence[int], smallest: int) -> list[Count]:
    """Some counts and, at the end, their total."""
    [line, _] = hide([numbers], smallest)
    return line


def hide(table: Sequence[Sequence[int]], smallest: int) -> list[list[Count]]:
    """The counts of a table, with a total at the end of each row and a row of totals."""
    full = [[*row, sum(row)] for row in table]
    full.append([sum(column) for column in zip(*full, strict=True)] if full else [0])
    lines = list(_lines(len(full), len(full[0])))
    primary = {
        (row, column) for row, values in enumerate(full) for column, value in enumerate(values) if 0 < value < smallest
    }
    hidden, called_small = set(primary), set(primary)
    while found := _found(full, hidden, called_small, lines, smallest):
        if found.isdisjoint(primary):
            break
        near = {place for line in lines if not found.isdisjoint(line) for place in line} - hidden
        if near:
            hidden.add(min(near, key=lambda place: (full[place[0]][place[1]] == 0, full[place[0]][place[1]], place)))
        else:  # all is hidden, and that each is small says it all: the largest is no longer called so
            called_small.remove(max(called_small, key=lambda place: (full[place[0]][place[1]], place)))
    _say_alike(lines, hidden, called_small)
    return [
        [
            Count(None, small=(row, column) in called_small) if (row, column) in hidden else Count(value)
            for column, value in enumerate(values)
        ]
        for row, values in enumerate(full)
    ]


def _say_alike(lines: Sequence[Sequence[Place]], hidden: set[Place], called_small: set[Place]) -> None:
    """Where one is hidden only to protect another of its line, none of the line is called small any more: words that
    told which is which would say that the other is none or not small, and with it what is left for the small one.
    """
    while told := {
        place
        for line in lines
        if any(one in hidden and one not in called_small for one in line)
        for place in line
        if place in called_small
    }:
        called_small -= told


def _lines(rows: int, columns: int) -> Iterator[list[Place]]:
    """Every sum of the table: the places that are added, and last the one that holds their total."""
    for row in range(rows):
        yield [(row, column) for column in range(columns)]
    for column in range(columns):
        yield [(row, column) for row in range(rows)]


def _found(
    full: Sequence[Sequence[int]],
    hidden: set[Place],
    called_small: set[Place],
    lines: Sequence[Sequence[Place]],
    smallest: int,
) -> set[Place]:
    """What is hidden and can be worked out all the same."""
    low = {place: 1 if place in called_small else 0 for place in hidden}
    high = {place: smallest - 1 if place in called_small else _MANY for place in hidden}
    for _ in range(_ROUNDS):
        if not sum([_narrow(full, line, low, high) for line in lines]):
            break
    return {place for place in hidden if low[place] == high[place]}


def _narrow(
    full: Sequence[Sequence[int]], line: Sequence[Place], low: dict[Place, int], high: dict[Place, int]
) -> bool:
    """Draw the bounds of what is hidden in a sum as tight as the rest of it allows; says whether any moved."""
    *parts, total = line

    def least(place: Place) -> int:
        return low.get(place, full[place[0]][place[1]])

    def most(place: Place) -> int:
        return high.get(place, full[place[0]][place[1]])

    moved, fewest, greatest = False, sum(map(least, parts)), sum(map(most, parts))
    for place in line:
        if place not in low:
            continue
        if place == total:
            bounds = fewest, greatest
        else:
            bounds = least(total) - greatest + high[place], most(total) - fewest + low[place]
        tighter = max(low[place], bounds[0]), min(high[place], bounds[1])
        if tighter != (low[place], high[place]):
            if place != total:
                fewest, greatest = fewest + tighter[0] - low[place], greatest + tighter[1] - high[place]
            low[place], high[place] = tighter
            moved = True
    return moved
