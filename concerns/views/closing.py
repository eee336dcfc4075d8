"""Advice before bad news is sent: not late in the day, and not before a day off (background 9.11)."""

from __future__ import annotations

from datetime import time, timedelta

from foundation import clock
from foundation.words import in_london

#: From then on bad news waits better until the next morning.
LATE = time(15, 0)


def advice() -> str:
    """A sentence for whoever is about to send bad news now; empty when it is a good time."""
    now = in_london(clock.now())
    if not clock.is_working_day(now.date() + timedelta(days=1)):
        return "Tomorrow is a day off: nobody could help them then. If it can wait, send this on a working morning."
    if now.time() >= LATE:
        return "It is after 3pm. If it can wait, send this in the morning, while people can still call us."
    return ""
