"""What is due of somebody with an account, as the home of their account lists it. Each domain adds its own.

On the registrant's side every part offers `due(registrant) -> list[Due]` in its file `account.py`; what stands beside
that side adds itself with `declare`. The home puts all of it into one list by day, each line with one button.

A line says only what somebody can do or has to know now: none is the usual answer. Asking costs a few statements,
however much there is.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


class DueKind(enum.StrEnum):
    """Who has to act."""

    #: They have to do something by the day (or, without a day, as soon as they can).
    YOURS = "yours"
    #: Nothing is asked yet; on the day something begins or ends ("Renewal opens on 3 March 2027").
    COMING = "coming"
    #: We act, and they hear from us by the day.
    OURS = "ours"


@dataclass(frozen=True)
class Due:
    """One line: by when, what, and where to do it."""

    #: The last day (YOURS), the day it begins (COMING), or the day by which they hear (OURS); None when there is none.
    on: date | None
    #: What it is, verb first, without a full stop: "Renew your registration".
    words: str
    #: The page where it is done or shown: "/account/renewal".
    address: str
    kind: DueKind = DueKind.YOURS
    #: What the button says; the words themselves when empty.
    button: str = ""
    #: One plain sentence on what happens otherwise, or what it is for. May be empty.
    note: str = ""


_declared: list[Callable[[int], list[Due]]] = []


def declare(ask: Callable[[int], list[Due]]) -> None:
    """Add what a domain says is due of an account. Each once."""
    if ask not in _declared:
        _declared.append(ask)


def lines(account_id: int) -> list[Due]:
    """What every domain that added itself says is due of an account."""
    return [one for ask in _declared for one in ask(account_id)]
