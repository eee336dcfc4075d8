"""Who else needs a record as it is. Rooms above say so here, once, when they are imported; so does a legal hold.

What is held is not deleted by the clock, and evidence beside what was handed over cannot be taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_

from cpd import legal_holds
from cpd.record.models import ActivityKept
from foundation.errors import Refused


@dataclass(frozen=True)
class Hold:
    """One reason to leave records alone."""

    #: The entries whose records nothing is deleted from.
    entries: Callable[[], Select[int]]
    #: Why evidence beside an activity stays, as its owner reads it; "" when it may go.
    why_files_stay: Callable[[ActivityKept], str]


_held: dict[str, Hold] = {}


def declare(room: str, hold: Hold) -> None:
    """Tell who needs records. Each room once."""
    if room in _held:
        raise ValueError(f"{room} holds records twice")
    _held[room] = hold


def is_free() -> ColumnElement[bool]:
    """Whether nobody needs the record that an activity is in."""
    free = ActivityKept.entry_id.not_in(legal_holds.held())
    return and_(free, *(ActivityKept.entry_id.not_in(one.entries()) for one in _held.values()))


def why_files_stay(row: ActivityKept) -> str:
    """Why evidence beside an activity stays for now; "" when it may go."""
    return next((why for one in _held.values() if (why := one.why_files_stay(row))), "")


def check_files_may_go(row: ActivityKept) -> None:
    """Evidence that somebody was given to look at stays until they have.

    Raises:
        Refused: somebody looks at it; the sentence says who and until when.
    """
    why = why_files_stay(row)
    if why:
        raise Refused(why)
