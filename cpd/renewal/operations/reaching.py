"""Reaching people by hand whom no letter reached: kept, so that nobody is rung twice for the same day."""

from __future__ import annotations

from cpd import registrants
from cpd.renewal import rules
from cpd.renewal.models import Reached
from cpd.renewal.vocabulary import ReachedBy
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused


@operation
def note_reached(number: str, *, how: ReachedBy, by: Actor) -> None:
    """Note how somebody was reached, or that they were not.

    Raises:
        Missing: there is no such entry.
        Refused: they have no registration to renew.
    """
    audit.take_turn()
    registrant = registrants.of_number(number)
    if registrant is None:
        raise Missing("There is no entry with that number.")
    account_id = rules.check_staff(registrant, *rules.READ, by=by)
    window = rules.window(registrant)
    if window is None:
        raise Refused("This person has no registration to renew.")
    db.session.add(
        Reached(
            entry_id=registrant.entry_id,
            day=window.ends_on,
            how=how,
            recorded_at=clock.now(),
            recorded_by_id=account_id,
        )
    )
    audit.record(action="renewal.reached", subject=("entry", registrant.entry_id), by=by, detail={"how": how.value})
