"""Records that are closed to those who look after the machine, and open only in an emergency.

A room that keeps such records names them here once, with a way to find one, as policies are declared. What is not
named here cannot be opened at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sealed:
    """One kind of closed record."""

    kind: str
    #: As it stands in a sentence: "the concern".
    label: str
    #: The id of the record that a reference names, or None.
    find: Callable[[str], str | None]


_declared: dict[str, Sealed] = {}


def seal(sealed: Sealed) -> Sealed:
    """Put a kind on the list. Each once."""
    if sealed.kind in _declared:
        raise ValueError(f"{sealed.kind} is sealed twice")
    _declared[sealed.kind] = sealed
    return sealed


def kinds() -> list[Sealed]:
    """Every kind of closed record, by name."""
    return [_declared[name] for name in sorted(_declared)]


def kind(name: str) -> Sealed | None:
    """The kind of that name."""
    return _declared.get(name)
