"""Whether somebody who was on the register comes back by an easier way than an application.

Another part knows that way and says so here when it is imported; joining does not know which part that is. So nobody
applies, waits and pays for what they could have had at once, and nobody comes back twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ShortWay:
    """The easier way, as its person reads it."""

    sentence: str
    #: Where it begins.
    page: str


Finds = Callable[[int], ShortWay | None]
_declared: list[Finds] = []


def declare(finds: Finds) -> None:
    """Tell of an easier way: given an entry, what it is, or None."""
    _declared.append(finds)


def of_entry(entry_id: int) -> ShortWay | None:
    """The easier way of whoever holds an entry; None when they have to apply."""
    return next((way for finds in _declared if (way := finds(entry_id)) is not None), None)
