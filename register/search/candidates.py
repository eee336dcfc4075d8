"""What the typed words may stand for: the words of the register near them, each with what it costs.

One statement a round brings all candidates of all typed words; everything else is compared here, in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from register.search.attempts import Attempt
from register.search.costs import HIGHEST, Word, by_rule
from register.search.families import Related, given_relatives, surname_relatives
from register.search.keys import near_keys, word_key
from register.search.sounds import sound
from register.search.statements import Room


@dataclass(slots=True)
class Side:
    """A typed surname or given name: the words of the register it may stand for, with their costs."""

    costs: dict[str, float] = field(default_factory=dict)

    def offer(self, term: str, cost: float) -> None:
        """Take a word in, or a lower cost of it."""
        if cost <= HIGHEST and cost < self.costs.get(term, 9.0):
            self.costs[term] = cost

    def best(self, count: int, limit: float) -> list[tuple[str, float]]:
        """The cheapest words up to a limit."""
        found = sorted((cost, term) for term, cost in self.costs.items() if cost <= limit)
        return [(term, cost) for cost, term in found[:count]]

    def lowest(self) -> float:
        """The lowest cost of all."""
        return min(self.costs.values(), default=9.0)


class Candidates:
    """The words of the register that matter to one search."""

    def __init__(self, room: Room) -> None:
        self._room = room
        #: term -> how it sounds, people with it as surname, as given name
        self.terms: dict[str, tuple[str, int, int]] = {}
        self.surnames: dict[str, Side] = {}
        self.given: dict[str, Side] = {}
        self._words: dict[str, Word] = {}

    def surname_people(self, term: str) -> int:
        """About how many people have it as a surname."""
        return self.terms[term][1] if term in self.terms else 0

    def given_people(self, term: str) -> int:
        """About how many people have it as a given name."""
        return self.terms[term][2] if term in self.terms else 0

    def learn(self, attempts: Sequence[Attempt], keys_of: Callable[[str], set[int]] = near_keys) -> bool:
        """Fetch the words of the register near the typed ones and price them. Says whether there were new ones."""
        surnames = sorted({a.reading.surname for a in attempts if a.reading.surname})
        given = sorted({a.reading.given for a in attempts if a.reading.given})
        first = not self._words
        for text in surnames:
            self.surnames.setdefault(text, Side())
        for text in given:
            self.given.setdefault(text, Side())
        keys: set[int] = set()
        for text in {*surnames, *given}:
            keys |= keys_of(text)
            if first:
                self._words[text] = Word.of(text)
        if first:
            keys.update(word_key(name) for text in surnames for name in surname_relatives(text))
            keys.update(word_key(name) for text in given for name in given_relatives(text))
            keys.update(word_key(text[0]) for text in given)
        if not keys:
            return False
        new = [row[0] for row in self._terms(keys)]
        if not new:
            return False
        for text in surnames:
            self._price(text, self.surnames[text], surname_relatives(text), 1, new)
        for text in given:
            self._price(text, self.given[text], given_relatives(text), 2, new)
        return True

    def _terms(self, keys: set[int]) -> list[tuple[str, ...]]:
        rows = [row for row in self._room.terms(sorted(keys)) if row[0] not in self.terms]
        self.terms.update((row[0], (row[1], row[2], row[3])) for row in rows)
        return rows

    def _price(self, text: str, side: Side, relatives: Related, column: int, new: Iterable[str]) -> None:
        word = self._words[text]
        terms = self.terms
        known = [term for term in new if terms[term][column]]
        for term, distance in word.nearby(known):
            side.offer(term, word.cost(term, terms[term][0], distance))
        for term in relatives.keys() & set(known):
            side.offer(term, relatives[term])
        if column == 2:
            for term in known:
                if term.startswith(text) or text.startswith(term):
                    side.offer(term, by_rule(text, term))

    def learn_given(self, names: set[str], typed: set[str]) -> None:
        """Price given names met under a surname that the keys did not bring."""
        for text in typed:
            costs = self.given[text].costs
            new = names - costs.keys()
            if not new:
                continue
            relatives = given_relatives(text)
            word = self._words[text]
            found = dict.fromkeys(new, 9.0)
            if len(text) > 1:
                for name, distance in word.nearby(new):
                    known = self.terms.get(name)
                    found[name] = word.cost(name, known[0] if known else sound(name), distance)
            for name in new:
                if name in relatives:
                    found[name] = min(found[name], relatives[name])
                elif name.startswith(text) or text.startswith(name):
                    found[name] = min(found[name], by_rule(text, name))
            costs.update(found)
