"""The registrant tells of their newest criminal record check, or that their role cannot have one."""

from __future__ import annotations

from cpd import record_checks
from cpd.renewal import rules
from cpd.renewal.applying import CheckTold
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused


@operation
def tell(told: CheckTold, *, by: Actor) -> None:
    """Keep it.

    Raises:
        NotAllowed: they have no entry.
        Refused: no day, or one that is yet to come.
    """
    audit.take_turn()
    registrant = rules.own(by)
    if told.from_on is None or told.from_on > clock.today():
        raise Refused("Type the day on the certificate. It cannot be yet to come.")
    record_checks.note(registrant.entry_id, scheme=told.scheme, level=told.level, from_on=told.from_on)
    audit.record(action="record_check.told", subject=("entry", registrant.entry_id), by=by)
