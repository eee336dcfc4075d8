"""What waits for a member of staff, as the staff home lists it. Each domain adds its own; none shows nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from accounts.permissions import Permission


@dataclass(frozen=True)
class Waits:
    """One line: who sees it, how it is counted for them, what it is called, what it waits for, and where it stands."""

    permission: Permission
    #: How many wait for the person with this account id.
    count: Callable[[int], int]
    thing: str
    things: str
    rest: str
    address: str

    def line(self, count: int) -> tuple[str, str, str]:
        """The number, what it is, and where."""
        return f"{count} {self.thing if count == 1 else self.things}", self.rest, self.address


_declared: list[Waits] = []


def declare(*added: Waits) -> None:
    """Add lines to the list, in the order in which they are shown. Each address once."""
    for one in added:
        if any(held.address == one.address for held in _declared):
            raise ValueError(f"{one.address} is on the list already")
        _declared.append(one)


def lines(account_id: int, permissions: Collection[Permission]) -> list[tuple[str, str, str]]:
    """What waits for somebody with these permissions."""
    counted = [(one, one.count(account_id)) for one in _declared if one.permission in permissions]
    return [one.line(count) for one, count in counted if count]
