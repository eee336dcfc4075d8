"""The ways a typed text can be read as a name: which words are the surname, which the given name.

People put names in any order, join and part them, add titles and middle names. Each reading has a penalty; the search
takes them in that order. Nothing here looks at the register.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from register.search.fold import words
from register.search.forms import PARTICLES

MOST_WORDS = 6
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lady",
        "lord",
        "rev",
        "revd",
        "reverend",
        "doctor",
    ]
)
_PLACE_WORDS = frozenset({"in", "at", "near", "from"})
_CHUNK = re.compile(r"[^\s,;]+|[,;]")
_HYPHENS = re.compile(r"[-‐‑‒–—]")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the words; None stands for any name. `middles` may be middle names of the person."""

    surname: str | None
    given: str | None
    penalty: float
    middles: tuple[str, ...] = ()
    #: The order is the one people write by default, so a swap is what costs.
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """The folded words, where a comma stood, and which words a hyphen joined to the one before."""

    words: tuple[str, ...]
    comma: int | None = None
    joined: frozenset[int] = frozenset()

    def part(self, begin: int, end: int) -> Typed:
        """The words from one place to another."""
        comma = self.comma - begin if self.comma is not None and begin < self.comma < end else None
        return Typed(self.words[begin:end], comma, frozenset(i - begin for i in self.joined if begin < i < end))


def typed(text: str) -> Typed:
    """Take a text apart. Titles in front are left out when something follows."""
    found: list[str] = []
    joined: set[int] = set()
    comma: int | None = None
    for chunk in _CHUNK.findall(text):
        if chunk in ",;":
            comma = len(found) if comma is None and found else comma
            continue
        parts = [words(part) for part in _HYPHENS.split(chunk)]
        inside = [word for part in parts for word in part]
        if len(parts) > 1:
            joined.update(range(len(found) + 1, len(found) + len(inside)))
        found.extend(inside)
    while len(found) > 1 and found[0] in _TITLES and 0 not in joined and 1 not in joined:
        del found[0]
        joined = {i - 1 for i in joined}
        comma = comma - 1 if comma is not None and comma > 1 else None
    if len(found) > 1 and comma is not None:  # "Smith, Mrs Jane"
        while len(found) > comma + 1 and found[comma] in _TITLES:
            del found[comma]
            joined = {i - (i > comma) for i in joined}
    found = found[:MOST_WORDS]
    if comma is not None and comma >= len(found):
        comma = None if len(found) == 1 else comma
    return Typed(tuple(found), comma, frozenset(i for i in joined if 0 < i < len(found)))


@dataclass(frozen=True, slots=True)
class Cut:
    """Words that could be a place, the words left over, and the penalty for reading them so."""

    place: str
    rest: Typed
    penalty: float


def place_cuts(text: Typed) -> list[Cut]:
    """Each tail, and each head, of the words that could be a place."""
    cuts: list[Cut] = []
    count = len(text.words)
    for begin in range(count - 1, max(count - 6, 0), -1):
        place = " ".join("saint" if word == "st" else word for word in text.words[begin:])
        head = begin
        penalty = 0.15
        if head > 1 and text.words[head - 1] in _PLACE_WORDS:
            head -= 1
            penalty = 0.05
        elif text.comma == begin:
            penalty = 0.05
        cuts.append(Cut(place, text.part(0, head), penalty))
    for end in range(1, min(count, 5)):
        place = " ".join("saint" if word == "st" else word for word in text.words[:end])
        cuts.append(Cut(place, text.part(end, count), 0.1 if text.comma == end else 0.25))
    return cuts


def whole_place(text: Typed) -> str:
    """All the words as one place, without "in" before it."""
    found = list(text.words)
    if len(found) > 1 and found[0] in _PLACE_WORDS:
        del found[0]
    return " ".join("saint" if word == "st" else word for word in found)


def readings(text: Typed) -> list[Reading]:
    """The readings of the words as a name, the likeliest first."""
    found = text.words
    if text.comma is not None and text.comma > 0:
        result = _with_comma(found[: text.comma], found[text.comma :])
    else:
        result = _BY_COUNT[min(len(found), 4)](text) if found else []
    best: dict[tuple[str | None, str | None], Reading] = {}
    for reading in result:
        at = (reading.surname, reading.given)
        if at not in best or reading.penalty < best[at].penalty:
            best[at] = reading
    return sorted(best.values(), key=lambda reading: (reading.penalty, reading.given is not None))


def _join(parts: tuple[str, ...]) -> str:
    return "".join(parts)[:40]


def _with_comma(surname: tuple[str, ...], given: tuple[str, ...]) -> list[Reading]:
    whole = _join(surname)
    if not given:
        return [Reading(whole, None, 0.0), Reading(None, whole, 0.3)]
    result = [Reading(whole, given[0], 0.0, given[1:])]
    if len(given) > 1:
        result.append(Reading(whole, _join(given), 0.05))
        result.append(Reading(whole, _join(given[:2]), 0.1))
    if len(surname) > 1:
        result.append(Reading(surname[-1], given[0], 0.1, given[1:]))
        result.append(Reading(surname[0], given[0], 0.2, given[1:]))
    if len(surname) == len(given) == 1:
        result.append(Reading(given[0], whole, 0.35))
        result.append(Reading(_join((*surname, *given)), None, 0.5))
    return result


def _one(text: Typed) -> list[Reading]:
    return [Reading(text.words[0], None, 0.0), Reading(None, text.words[0], 0.3)]


def _two(text: Typed) -> list[Reading]:
    a, b = text.words
    joined = 1 in text.joined
    return [
        Reading(b, a, 0.1 if joined else 0.0),
        Reading(a, b, 0.25, swapped=True),
        Reading(a + b, None, 0.0 if joined or a in PARTICLES else 0.3),
        *([Reading(None, a + b, 0.3)] if joined else []),
    ]


def _three(text: Typed) -> list[Reading]:
    a, b, c = text.words
    particle = b in PARTICLES
    glued_ab, glued_bc = 1 in text.joined, 2 in text.joined
    return [
        Reading(c, a, 0.5 if glued_bc else 0.1, () if glued_bc else (b,)),
        Reading(b + c, a, 0.0 if particle or glued_bc else 0.04),
        Reading(c, a + b, 0.0 if glued_ab else 0.04),
        Reading(a, b, 0.3, (c,)),
        Reading(a + b, c, 0.05 if glued_ab else 0.25 if a in PARTICLES else 0.3),
        Reading(a, b + c, 0.25 if glued_bc else 0.35),
        Reading(b, a, 0.5 if glued_bc else 0.35),
        Reading(c, b, 0.6),
        Reading(a + b + c, None, 0.0 if a in PARTICLES and particle else 0.3 if a in PARTICLES else 0.6),
    ]


def _many(text: Typed) -> list[Reading]:
    found = text.words
    first, last = found[0], found[-1]
    particles = [word in PARTICLES for word in found]
    result = [
        Reading(last, first, 0.15, found[1:-1]),
        Reading(
            _join(found[-2:]), first, 0.04 if particles[-2] or len(found) - 1 in text.joined else 0.15, found[1:-2]
        ),
        Reading(_join(found[-3:]), first, 0.0 if particles[-3] else 0.04 if particles[-2] else 0.2, found[1:-3]),
        Reading(last, _join(found[:2]), 0.05 if 1 in text.joined else 0.2, found[2:-1]),
        Reading(_join(found[-2:]), _join(found[:2]), 0.2, found[2:-2]),
        Reading(first, found[1], 0.4, found[2:]),
        Reading(_join(found[:2]), found[2], 0.3 if particles[0] or 1 in text.joined else 0.4, found[3:]),
        Reading(_join(found[:-1]), last, 0.4),
        Reading(_join(found), None, 0.8),
    ]
    if len(found) > 4:
        result.append(Reading(_join(found[1:]), first, 0.2))
    return result


_BY_COUNT = {1: _one, 2: _two, 3: _three, 4: _many}
