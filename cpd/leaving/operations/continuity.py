"""Keeping the plan for the people somebody works with, should they no longer be able to (D09)."""

from __future__ import annotations

from cpd import folders
from cpd.leaving import queries
from cpd.leaving.models import ContinuityPlan
from cpd.leaving.telling import Plan
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed


@operation
def keep_plan(entry_id: int, plan: Plan, *, by: Actor) -> None:
    """Keep somebody's plan in place of the one before. Joining, renewing and the registrant's own page all end here.

    Raises:
        NotAllowed: nobody is at the keyboard.
    """
    if by.id is None:
        raise NotAllowed("Only a person can keep a plan.")
    audit.take_turn()
    sealed = folders.box_for(entry_id).seal_json(plan.plain())
    held = queries.continuity(entry_id)
    if held is None:
        held = ContinuityPlan(entry_id=entry_id)
        db.session.add(held)
    held.sealed, held.kept_at, held.kept_by_id = sealed, clock.now(), by.id
    audit.record(action="continuity.kept", subject=("entry", entry_id), by=by)
