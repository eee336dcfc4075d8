"""Holds: what other parts of the institute place so that somebody cannot leave before a matter is settled."""

from __future__ import annotations

from foundation import clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused
from register import queries
from register.models import EventKind, Hold
from register.operations.recording import Change, entry_of


@operation
def place_hold(number: str, *, source: str, reason: str, by: Actor) -> None:
    """Place a hold. The same source holds once, however often it asks."""
    entry = entry_of(number)
    if any(one.source == source for one in queries.live_facts(Hold, entry.id)):
        return
    change = Change(entry, EventKind.HELD, effective_at=clock.now(), reason=reason, by=by)
    change.add(Hold(source=source))
    change.finish({"source": source})


@operation
def release_hold(number: str, *, source: str, reason: str, by: Actor) -> None:
    """Release the hold of a source.

    Raises:
        Refused: that source holds nothing.
    """
    entry = entry_of(number)
    held = [one for one in queries.live_facts(Hold, entry.id) if one.source == source]
    if not held:
        raise Refused("There is no such hold on this entry.")
    change = Change(entry, EventKind.HOLD_RELEASED, effective_at=clock.now(), reason=reason, by=by)
    for one in held:
        change.take_back(one)
    change.finish({"source": source})
