"""What a rating comes to. Pure: no database, no clock.

It advises and orders the lists; no decision about a person follows from it alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from concerns.vocabulary import TOLD, Band, Flag

GREEN_TO, AMBER_TO = 6, 12


@dataclass(frozen=True)
class Seen:
    """What whoever rates sees in a concern."""

    likelihood: int
    impact: int
    flags: frozenset[Flag] = frozenset()
    #: Flags that two people agreed to set aside before.
    set_aside: frozenset[Flag] = frozenset()
    #: So many concerns about one person that it counts as a pattern.
    pattern: bool = False


def matrix(likelihood: int, impact: int) -> Band:
    """The band of the matrix alone: green 1 to 6, amber 8 to 12, red 15 to 25."""
    score = likelihood * impact
    return Band.GREEN if score <= GREEN_TO else Band.AMBER if score <= AMBER_TO else Band.RED


def band(seen: Seen) -> Band:
    """The band of a rating: red by itself before all else; a pattern raises the matrix by one."""
    if seen.flags - seen.set_aside:
        return Band.RED
    found = matrix(seen.likelihood, seen.impact)
    return found.raised if seen.pattern else found


def told(worries: Sequence[str], *, danger: bool) -> frozenset[Flag]:
    """What is red by what the reporter ticked: an officer may not leave it out alone."""
    found = {TOLD[code] for code in worries if code in TOLD}
    return frozenset(found | ({Flag.AT_RISK} if danger else set()))


def read(codes: Collection[str]) -> frozenset[Flag]:
    """Flags by their codes; what is none is left out."""
    known = {flag.value: flag for flag in Flag}
    return frozenset(known[code] for code in codes if code in known)
