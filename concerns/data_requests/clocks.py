"""By when a request or complaint about data is dealt with (law 11.1). Pure: days in, days out.

The clock counts from the day it reached us, by whatever way, and never stops: no dispute with the same person about
anything else holds it up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from concerns.data_requests.models import DataRequest
from concerns.data_requests.vocabulary import DataKind, DataStanding
from foundation import clock


@dataclass(frozen=True)
class Deadline:
    """What has to happen by when."""

    words: str
    on: date

    def days_late(self, today: date) -> int:
        """How many days over; 0 when it is not."""
        return max(0, (today - self.on).days)


def due_on(kind: DataKind, received_on: date, *, days: int, months: int) -> date:
    """A complaint is acknowledged within so many days, anything else answered within so many months."""
    if kind is DataKind.COMPLAINT:
        return received_on + timedelta(days=days)
    return clock.add_months(received_on, months)


def deadline(request: DataRequest) -> Deadline | None:
    """What the law wants next; None when it names no day."""
    if request.standing is DataStanding.CLOSED:
        return None
    if request.kind is not DataKind.COMPLAINT:
        return Deadline("Answer", request.extended_to or request.due_on)
    if request.standing is DataStanding.RECEIVED:
        return Deadline("Say that we have it", request.due_on)
    return None
