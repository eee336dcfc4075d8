"""The only door to a stage and to the timeline: all of it together, with the audit line."""

from __future__ import annotations

from typing import Any

from cpd.renewal import queries
from cpd.renewal.models import Renewal, RenewalStep
from cpd.renewal.rules import MATTER
from cpd.renewal.vocabulary import Stage, StepKind
from cpd.renewal.workflow import WORKFLOW
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db


def to_change(reference: str) -> Renewal:
    """The renewal of a reference, to be changed: nobody else changes one until this operation ends.

    Raises:
        Missing: there is none.
    """
    audit.take_turn()
    renewal = queries.get(reference)
    db.session.refresh(renewal)
    return renewal


def note_step(renewal: Renewal, kind: StepKind, *, by: Actor, detail: dict[str, Any] | None = None) -> None:
    """Write a line of the timeline and of the audit trail."""
    db.session.add(
        RenewalStep(renewal_id=renewal.id, kind=kind, stage=renewal.stage, at=clock.now(), by_account_id=by.id)
    )
    note(renewal, kind.value, by=by, detail=detail)


def note(renewal: Renewal, action: str, *, by: Actor, detail: dict[str, Any] | None = None) -> None:
    """Write a line of the audit trail about something that is not on the timeline."""
    audit.record(action=f"renewal.{action}", subject=(MATTER, str(renewal.id)), by=by, detail=detail)


def move(renewal: Renewal, name: str, kind: StepKind, *, by: Actor, detail: dict[str, Any] | None = None) -> None:
    """Take a renewal to the stage that a move of the workflow leads to.

    Raises:
        Refused: that move is not possible from where it stands.
    """
    renewal.stage = Stage(WORKFLOW.after(name, standing=renewal.stage.value))
    renewal.since_on = clock.today()
    note_step(renewal, kind, by=by, detail=detail)
