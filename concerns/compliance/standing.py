"""Where something that an order asks for stands. Pure: days and what was sent and written down, in order; no clock.

A day that passed makes it overdue whether a job ran or not. What was accepted, or written down as a breach, is over.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from concerns.vocabulary import Checked
from foundation import clock

#: Before the day, and on the day after it: reminders to the registrant (issue 7).
REMINDERS = (28, 14, 2, -1)


class Standing(enum.StrEnum):
    """Where it stands."""

    TO_COME = "to_come"
    MORE = "more"
    SENT = "sent"
    HINDERED = "hindered"
    OVERDUE = "overdue"
    ACCEPTED = "accepted"
    BREACH = "breach"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "to_come": "To come",
            "more": "More is needed",
            "sent": "Sent, and not looked at yet",
            "hindered": "Something stands in the way",
            "overdue": "Late",
            "accepted": "Done",
            "breach": "Not kept: others look into what follows",
        }[self.value]

    @property
    def over(self) -> bool:
        """Whether nothing more is waited for."""
        return self in (Standing.ACCEPTED, Standing.BREACH)

    @property
    def waits_for_us(self) -> bool:
        """Whether the compliance officer has to look."""
        return self in (Standing.SENT, Standing.HINDERED, Standing.OVERDUE)


@dataclass(frozen=True)
class Sent:
    """The registrant sent something, or said what stands in the way."""

    hindered: bool = False


@dataclass(frozen=True)
class Written:
    """The compliance officer wrote something down, and gave another day if it may still come."""

    checked: Checked
    until_on: date | None = None


@dataclass(frozen=True)
class Stood:
    """Where one day of a requirement stands, and by when it is due now."""

    standing: Standing
    due_on: date


def stood(first: date, happened: Sequence[Sent | Written], today: date) -> Stood:
    """Where it stands after what happened, the oldest first. `first` is the day it was first due."""
    due = next((one.until_on for one in reversed(happened) if isinstance(one, Written) and one.until_on), first)
    last = happened[-1] if happened else None
    if isinstance(last, Sent):
        return Stood(Standing.HINDERED if last.hindered else Standing.SENT, due)
    if last is not None and last.checked is Checked.ACCEPTED:
        return Stood(Standing.ACCEPTED, due)
    if last is not None and last.checked is Checked.BREACH:
        return Stood(Standing.BREACH, due)
    if today > due:
        return Stood(Standing.OVERDUE, due)
    return Stood(Standing.MORE if last is not None else Standing.TO_COME, due)


def days(first: date | None, every_months: int | None, *, last: date | None, today: date) -> Iterator[date]:
    """The days on which a requirement is due: all that are past and the next one, none after the order's last day."""
    if first is None:
        return
    count, day = 0, first
    while last is None or day <= last:
        yield day
        if day >= today or every_months is None:
            return
        count += 1
        day = clock.add_months(first, count * every_months)


def reminder(found: Stood, today: date) -> int | None:
    """Which reminder is due: so many days before, or -1 for the day after; None when none is. Only the newest."""
    if found.standing not in (Standing.TO_COME, Standing.MORE, Standing.OVERDUE):
        return None
    left = (found.due_on - today).days
    if left < 0:
        return -1
    return min((one for one in REMINDERS if one >= left), default=None)
