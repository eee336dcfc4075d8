"""The demo of staying on the register: CPD, renewals, what people tell us, leave, audits, circulars; of nobody real.

Everything is done by the real operations, on the days on which it would have happened. The same seed on the same day
makes the same story. No fee is set, so whoever sends everything is renewed at once.
"""

from __future__ import annotations

import random

from cpd.demo import audits, circulars, learning, staying
from cpd.demo.cast import Cast, find_cast
from cpd.record import queries as record
from foundation import clock
from register.demo.more import Demo

__all__ = ["fill"]


def fill(demo: Demo) -> list[str]:
    """Put all of it there, unless it is; gives the lines that say where to look."""
    cast = find_cast(random.Random(demo.seed), clock.today(), demo.by)
    if cast is None:
        return []
    if not record.goals(cast.showpiece.entry_id):
        _tell(cast)
    url = demo.public_url.rstrip("/")
    return [
        f"CPD of a whole year, at {url}/account/cpd as registered@people.example",
        f"Renewals, audits, what registrants told us, and letters to many, at {url}/staff",
        *[f"  {one.email} ({about})" for about, one in cast.shown.items()],
    ]


def _tell(cast: Cast) -> None:
    learning.tell(cast)
    audits.tell(cast)
    staying.tell(cast)
    circulars.tell(cast)
