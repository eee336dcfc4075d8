"""The rooms behind the staff door, as the navigation lists them. Each domain adds its own; closed ones stay hidden."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from accounts.permissions import Permission


@dataclass(frozen=True)
class Place:
    """One room: its address, its name, and what one needs to enter; None for every member of staff."""

    address: str
    words: str
    about: str
    permission: Permission | None = None
    #: Any of these opens it as well.
    others: tuple[Permission, ...] = ()

    def opens_to(self, permissions: Collection[Permission]) -> bool:
        """Whether somebody with these permissions may enter."""
        return self.permission is None or any(one in permissions for one in (self.permission, *self.others))


_declared: list[Place] = []


def declare(*added: Place) -> None:
    """Add rooms to the list, in the order in which they are shown. Each address once."""
    for place in added:
        if any(held.address == place.address for held in _declared):
            raise ValueError(f"{place.address} is on the list already")
        _declared.append(place)


def open_to(permissions: Collection[Permission]) -> list[Place]:
    """The rooms that somebody with these permissions may enter: work first, then the house, then their own."""
    found = [place for place in _declared if place.opens_to(permissions)]
    return sorted(found, key=lambda place: (place.permission is None, place in _HOUSE))


def here(path: str, shown: Collection[Place]) -> str:
    """The address of the room in which a page stands: the nearest one, where rooms stand in rooms."""
    # Alerts are not part of opening a record, though their addresses begin alike.
    inside = [
        one.address
        for one in shown
        if path == one.address or (path.startswith(f"{one.address}/") and one.address != "/staff/glass")
    ]
    return max(inside, key=len, default="")


#: What keeps the house going: for the few who do that, after their work.
_HOUSE = (
    Place("/staff/people", "People", "Who works here, and in which role.", Permission.SEE_PEOPLE),
    Place("/staff/policy", "Policy", "The institute’s own numbers, and from when they hold."),
    Place("/staff/audit", "Audit trail", "Who did what, to which record, and when.", Permission.READ_ACCOUNT_TRAIL),
    Place("/staff/mail", "Letters", "Letters that wait, and letters that failed.", Permission.MAIL),
    Place("/staff/glass/alerts", "Emergencies", "Closed records that were opened.", Permission.LOOK_AT_GLASS),
    Place("/staff/glass", "Open a closed record", "In an emergency only.", Permission.BREAK_GLASS),
    Place("/staff/recovery", "Recoveries", "People who lost every way to sign in.", Permission.START_RECOVERY),
)
declare(
    *_HOUSE,
    Place("/staff/interests", "My interests", "Whom you know, and where you worked."),
    Place("/staff/security", "Signing in", "Your password, app, passkeys and open sessions."),
)
