"""What other rooms add to the demo: each declares once how it fills itself, as places and policies are declared.

The demo stands in the register, which knows no other room of its storey; so they come to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from foundation.audit import Actor


@dataclass(frozen=True)
class Demo:
    """What a room needs to know to fill itself."""

    seed: int
    public_url: str
    by: Actor


#: Fills a room; gives the lines to print about it.
Filler = Callable[[Demo], list[str]]
_declared: list[Filler] = []


def declare(filler: Filler) -> None:
    """Let a room be filled with the demo. Each once."""
    if filler in _declared:
        raise ValueError("this room is on the list already")
    _declared.append(filler)


def fill_others(demo: Demo) -> list[str]:
    """Fill every room that was declared, in that order."""
    return [line for filler in _declared for line in filler(demo)]
