"""That the registrant has been told of a concern; or why not yet, looked at again before long (rules 6.6).

While the police ask us to wait nobody tells them: first it is on record that they no longer do.
"""

from __future__ import annotations

from datetime import date, timedelta

from concerns import policy
from concerns.models import Subject
from concerns.operations.desk import Desk, sit_down
from concerns.operations.steps import note_step
from concerns.operations.triaging import subject
from concerns.vocabulary import HeldBack, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused


@operation
def record_told(
    reference: str, subject_id: int, *, on: date, how: str, police_agree: bool = False, version: int, by: Actor
) -> None:
    """Record on which day, and how, a registrant was told. From then on their own page shows where it stands.

    Raises:
        Refused: they are not on the register, were told before, a day that cannot be, or the police ask us to wait.
    """
    desk = sit_down(reference, by=by, version=version)
    one = _untold(desk, subject_id)
    if not desk.concern.received_on <= on <= clock.today():
        raise Refused("Choose a day between the one on which the concern reached us and today.")
    if one.held_back_because == HeldBack.POLICE.value:
        if not police_agree:
            raise Refused("The police asked us to wait. Tell them only when the police no longer do, and say so here.")
        desk.note("The police no longer ask us to wait with telling the registrant.")
    one.told_sealed = desk.needs(how, "Say how they were told, and by whom.")
    one.told_on, one.told_at, one.told_by_id = on, clock.now(), desk.account_id
    note_step(desk.concern, StepKind.REGISTRANT_TOLD, by=by, detail={"subject": one.id})


@operation
def hold_back(
    reference: str,
    subject_id: int,
    *,
    because: HeldBack = HeldBack.UNSAFE,
    reason: str,
    version: int,
    by: Actor,
) -> date:
    """Hold back telling a registrant, for now. The reason stays in a note; says when it is looked at again.

    Raises:
        Refused: they were told, are not on the register, or there is no reason.
    """
    desk = sit_down(reference, by=by, version=version)
    one = _untold(desk, subject_id)
    today = clock.today()
    one.held_back_sealed = desk.needs(reason, "Say why they cannot be told yet.")
    one.held_back_at, one.held_back_by_id = clock.now(), desk.account_id
    one.held_back_because = because.value
    one.held_back_until = today + timedelta(days=policy.TELLING_REVIEW.value(today))
    desk.note(f"The registrant is not told yet: {reason.strip()}")
    desk.record("telling_held_back", subject=one.id, because=because.value)
    desk.touch()
    return one.held_back_until


def _untold(desk: Desk, subject_id: int) -> Subject:
    one = subject(desk, subject_id)
    if one.entry_id is None:
        raise Refused("Find this person on the register first. Only a registrant is told.")
    if one.told_on is not None:
        raise Refused("They were told already.")
    return one
