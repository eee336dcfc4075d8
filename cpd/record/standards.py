"""The Standards as the record cites them: by number, found by number or word, with a line to know each by."""

from __future__ import annotations

from dataclasses import dataclass

from foundation import standards
from foundation.standards import Clause, Edition

_LINE = 90
MOST_SHOWN = 20


@dataclass(frozen=True)
class Cited:
    """One Standard, as a tick box shows it."""

    number: str
    words: str


@dataclass(frozen=True)
class Book:
    """The edition in force, ready to be asked."""

    edition: Edition | None

    @property
    def numbers(self) -> set[str]:
        """Every number that there is."""
        return {one.number for one in self.edition.clauses} if self.edition is not None else set()

    def cited(self, numbers: list[str] | tuple[str, ...]) -> list[Cited]:
        """These Standards, in their order; those that the edition does not have without words."""
        there = {one.number: one for one in self.edition.clauses} if self.edition is not None else {}
        ordered = sorted(set(numbers), key=_order)
        return [_cited(there[one]) if one in there else Cited(one, "") for one in ordered]

    def found(self, text: str) -> list[Cited]:
        """Those that a number or words lead to, the first of them."""
        if self.edition is None or not text.strip():
            return []
        hits = standards.search(text, self.edition)
        return [_cited(clause) for heading in hits.headings for clause in heading.clauses][:MOST_SHOWN]


def book() -> Book:
    """The edition in force today. A fixed number of statements."""
    there = standards.edition_in_force()
    return Book(standards.edition(there.slug) if there is not None else None)


def _cited(clause: Clause) -> Cited:
    words = clause.label or clause.wording or ""
    return Cited(clause.number, words if len(words) <= _LINE else f"{words[: _LINE - 1].rstrip()}…")


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in number.split("."))
