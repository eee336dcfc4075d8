"""Days from one to another, and what is left of some when others are taken away. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from foundation import clock

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from a first to a last one, both counted."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        """How many days it is; 0 when it ends before it begins."""
        return max(0, (self.ends_on - self.starts_on).days + 1)

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def overlaps(self, other: Span) -> bool:
        """Whether they have a day in common."""
        return max(self.starts_on, other.starts_on) <= min(self.ends_on, other.ends_on)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same days, in order and none twice."""
    found: list[Span] = []
    for one in sorted(one for one in spans if one.days):
        if found and one.starts_on.toordinal() <= found[-1].ends_on.toordinal() + 1:
            found[-1] = Span(found[-1].starts_on, max(found[-1].ends_on, one.ends_on))
        else:
            found.append(one)
    return found


def without(spans: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    """The days of these spans that are not in others. `spans` as `joined` gives them."""
    found = list(spans)
    for away in joined(taken):
        left: list[Span] = []
        for one in found:
            if not one.overlaps(away):
                left.append(one)
                continue
            if one.starts_on < away.starts_on:
                left.append(Span(one.starts_on, away.starts_on - _DAY))
            if away.ends_on < one.ends_on:
                left.append(Span(away.ends_on + _DAY, one.ends_on))
        found = left
    return found


def counted_days(span: Span, counted: Iterable[Span]) -> int:
    """How many days of a span are in others. `counted` as `joined` or `without` give them: none twice."""
    return sum(
        max(0, (min(span.ends_on, one.ends_on) - max(span.starts_on, one.starts_on)).days + 1) for one in counted
    )


def years(span: Span) -> list[Span]:
    """The years from the first day of a span on that it reaches into, each as long as a period of registration: one
    from 29 February ends on 28 February.
    """
    found: list[Span] = []
    begins = span.starts_on
    while begins <= span.ends_on:
        again = clock.add_months(span.starts_on, 12 * (len(found) + 1))
        last = again - _DAY if again.day == span.starts_on.day else again
        found.append(Span(begins, last))
        begins = last + _DAY
    return found
