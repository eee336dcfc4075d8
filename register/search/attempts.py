"""What a search by name tries, and what it finds: readings of the text on one side, groups of people on the other."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from register.search.facets import ANYONE, Test
from register.search.forms import KIND_COST
from register.search.reading import Reading

Kinds = tuple[int, int]
#: Surname and given name; None stands for any.
Name = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A reading, the people it is asked of, and what its place costs in ranking (not in likeness)."""

    reading: Reading
    test: Test = ANYONE
    place: float = 0.0

    @property
    def penalty(self) -> float:
        """What the attempt costs before a word is compared."""
        return self.reading.penalty + self.place


@dataclass(frozen=True, slots=True)
class Group:
    """People of one name found by an attempt: kinds from and to, likeness cost, how many (about)."""

    surname: str | None
    given: str | None
    kinds: Kinds
    attempt: Attempt
    cost: float
    people: int

    @property
    def whole(self) -> bool:
        """Whether each word is as typed, and only the kind of name (a part, a previous one) makes it another."""
        return self.cost - self.attempt.reading.penalty - KIND_COST[self.kinds[0]] < 0.001

    @property
    def total(self) -> float:
        """Likeness and place together."""
        return self.cost + self.attempt.place

    @property
    def rank(self) -> float:
        """Better names first, and of equally good ones those that more people bear."""
        return self.total - 0.05 * log(max(self.people, 1))
