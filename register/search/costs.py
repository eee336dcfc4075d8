"""What it costs to take one name word for another: 0 is the same word, above `HIGHEST` it is another name.

The distance is optimal string alignment: a letter changed, left out, added, or two swapped. Words that sound alike are
nearer than their letters say. All numbers were tuned on generated registers (bench/search.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from register.search.sounds import metaphones, said, skeleton

HIGHEST = 2.4
INITIAL = 0.15
#: The register holds only an initial.
INITIAL_ONLY = 0.5
BEGINS, A_LETTER = 0.4, 0.03
_FARTHEST = 3
_DISTANCE: Any = OSA.distance  # its stub and that of `extract` do not fit together


@dataclass(frozen=True, slots=True)
class Word:
    """A typed word with its codes, so that they are worked out once."""

    text: str
    heard: frozenset[str]
    skeletons: frozenset[str]
    metaphones: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Word:
        """The word with how it sounds."""
        codes = frozenset(said(text))
        return cls(text, codes, frozenset(map(skeleton, codes)), frozenset(metaphones(text)))

    def nearby(self, terms: Iterable[str]) -> list[tuple[str, int]]:
        """The terms within reach, with their distance."""
        farthest = _FARTHEST if len(self.text) > 4 else _FARTHEST - 1
        found = extract(self.text, terms, scorer=_DISTANCE, score_cutoff=farthest, limit=None)
        return [(match[0], int(match[1])) for match in found]

    def cost(self, term: str, term_sound: str, distance: int) -> float:
        """What the term costs; above `HIGHEST` it is none."""
        if distance == 0:
            return 0.0
        text = self.text
        longer = max(len(text), len(term))
        heard, _, other = term_sound.partition("|")
        codes = heard.split()
        if not self.heard.isdisjoint(codes):
            alike = 2
        elif not self.skeletons.isdisjoint(map(skeleton, codes)):
            alike = 1
        else:
            alike = 0
        phonetic = not self.metaphones.isdisjoint(other.split())
        if distance == 1:
            cost = 0.6 if alike == 2 else 0.65 if phonetic or alike else 1.0
        elif distance == 2:
            if alike == 2:
                cost = 0.8
            elif phonetic or alike:
                cost = 1.05
            elif longer < 5:
                return 9.0
            else:
                cost = 1.9
        elif alike == 2:
            cost = 1.1
        elif phonetic or alike:
            cost = 1.5
        elif longer >= 8:
            cost = 2.6
        else:
            return 9.0
        if text[0] != term[0]:
            cost += 0.1 if alike == 2 else 0.2
        if longer <= 4:
            cost += 0.15 * distance
        elif longer >= 8:
            cost -= 0.1 * distance
        return cost


def by_rule(typed: str, given: str) -> float:
    """A typed given name against one of the register: initials and beginnings; above `HIGHEST` when neither."""
    if typed == given:
        return 0.0
    if not given or not typed:
        return 9.0
    if given.startswith(typed):
        if len(typed) == 1:
            return INITIAL
        return BEGINS + A_LETTER * (len(given) - len(typed))
    if len(given) == 1 and typed[0] == given:
        return INITIAL_ONLY
    if len(given) >= 3 and typed.startswith(given):
        return BEGINS + 0.15 + A_LETTER * (len(typed) - len(given))
    return 9.0
