"""Reaching people by hand whom no letter reached: kept, so that nobody is rung twice for the same day."""

from __future__ import annotations

from cpd import registrants
from cpd.renewal import rules, uninsured
from cpd.renewal.models import Notice, Reached
from cpd.renewal.vocabulary import ReachedBy, Watch
from cpd.renewal.windows import BY_HAND
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused


@operation
def note_told_of_insurance(number: str, *, how: ReachedBy, by: Actor) -> None:
    """Note how a person told somebody of the end of their insurance: the time to show another one begins today.

    Raises:
        Missing: there is no such entry.
        Refused: no letter about it failed to reach them.
    """
    audit.take_turn()
    registrant = registrants.of_number(number)
    if registrant is None:
        raise Missing("There is no entry with that number.")
    rules.check_staff(registrant, *rules.READ, by=by)
    day = uninsured.unreached_day(registrant.entry_id)
    if day is None:
        raise Refused("There is no notice about insurance that has not reached this person.")
    if how is not ReachedBy.NOT_REACHED:
        db.session.add(
            Notice(
                entry_id=registrant.entry_id,
                watch=Watch.INSURANCE,
                day=day,
                number=BY_HAND,
                written_on=clock.today(),
            )
        )
    audit.record(action="insurance.reached", subject=("entry", registrant.entry_id), by=by, detail={"how": how.value})


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
            # As the letters about it say: with the days that bridge a failed payment.
            day=window.over_on,
            how=how,
            recorded_at=clock.now(),
            recorded_by_id=account_id,
        )
    )
    audit.record(action="renewal.reached", subject=("entry", registrant.entry_id), by=by, detail={"how": how.value})
