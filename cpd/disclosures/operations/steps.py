"""The only door to a stage, to the timeline and to the stored day by which somebody acts."""

from __future__ import annotations

from datetime import date
from typing import Any

from cpd.disclosures import queries, rules
from cpd.disclosures.models import Disclosure, DisclosureStep
from cpd.disclosures.vocabulary import OPEN, Outcome, Stage
from cpd.disclosures.workflow import WORKFLOW
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db
from foundation.errors import Refused


def to_change(reference: str) -> Disclosure:
    """What has a reference, to be changed: nobody else changes it until this operation ends.

    Raises:
        Missing: nothing has.
    """
    audit.take_turn()
    found = queries.get(reference)
    db.session.refresh(found)
    return found


def check_version(disclosure: Disclosure, version: int) -> None:
    """Refuse a page that was made before somebody else changed it."""
    if disclosure.version != version:
        raise Refused("Somebody else changed this meanwhile. Look at it again, then try once more.")


def check_stage(disclosure: Disclosure, *stages: Stage) -> None:
    """Refuse what is done at another stage."""
    if disclosure.stage not in stages:
        raise Refused(f"That step is not possible now. {WORKFLOW.state(disclosure.stage.value).about}")


def move(
    disclosure: Disclosure,
    name: str,
    *,
    by: Actor,
    due_on: date | None = None,
    outcome: Outcome | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Take it to the stage that a move leads to, and start the clock there.

    Raises:
        Refused: that move is not possible from where it stands.
    """
    today = clock.today()
    disclosure.stage = Stage(WORKFLOW.after(name, standing=disclosure.stage.value))
    disclosure.since_on = today
    is_open = disclosure.stage in OPEN
    disclosure.due_on = due_on if is_open else None
    disclosure.closed_on = None if is_open else today
    disclosure.outcome = outcome
    note_step(disclosure, by=by)
    note(disclosure, name, by=by, detail=detail)
    db.session.flush()


def note_step(disclosure: Disclosure, *, by: Actor) -> None:
    """Write a line of the timeline."""
    db.session.add(
        DisclosureStep(disclosure_id=disclosure.id, stage=disclosure.stage, at=clock.now(), by_account_id=by.id)
    )


def note(disclosure: Disclosure, action: str, *, by: Actor, detail: dict[str, Any] | None = None) -> None:
    """Write a line of the audit trail."""
    audit.record(action=f"disclosure.{action}", subject=rules.key(disclosure), by=by, detail=detail)
