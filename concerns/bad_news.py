"""When bad news reaches somebody: by letter, in an account or in a mailbox at the same moment, and never before it.

That is when somebody is there to speak to: not late in the day, nor before a day off. A moment is kept as such; of what
is kept as a day, the letter went at the first kind hour of it or later.
"""

from __future__ import annotations

from datetime import date, datetime, time

from foundation import clock, outbox
from foundation.clock import Division

INSTITUTE: Division = "england-and-wales"


def goes_at(said: datetime) -> datetime:
    """When the letter of bad news goes that was written at a moment."""
    return outbox.kind_moment(INSTITUTE, at=said)


def letter_day() -> date:
    """The day on which bad news that is written now goes: what somebody is given time for counts from there."""
    return clock.day_of(goes_at(clock.now()))


def from_day(letter_on: date) -> datetime:
    """From which moment bad news may be read whose letter goes on a day."""
    return datetime.combine(letter_on, time(outbox.KIND_FROM.value(letter_on)), clock.LONDON)


def is_out(said: datetime) -> bool:
    """Whether the letter of what was said at a moment is out by now."""
    return goes_at(said) <= clock.now()


def day_is_out(letter_on: date | None) -> bool:
    """Whether a letter that goes on a day is out by now."""
    return letter_on is not None and from_day(letter_on) <= clock.now()
