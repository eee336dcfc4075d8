"""The only door to a stage, to the timeline and to the stored clock: all of it together, with the audit line."""

from __future__ import annotations

from typing import Any

from cpd.joining import clocks, queries, rules
from cpd.joining.models import Application, Step
from cpd.joining.vocabulary import OPEN, Stage, StepKind
from cpd.joining.workflow import WORKFLOW
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db


def to_change(reference: str) -> Application:
    """The application of a reference, to be changed: nobody else changes one until this operation ends.

    Raises:
        Missing: there is none.
    """
    audit.take_turn()
    application = queries.get(reference)
    db.session.refresh(application)
    return application


def id_to_change(application_id: int) -> Application:
    """The application of an id, to be changed."""
    audit.take_turn()
    application = queries.by_id(application_id)
    db.session.refresh(application)
    return application


def note_step(application: Application, kind: StepKind, *, by: Actor, detail: dict[str, Any] | None = None) -> None:
    """Write a line of the timeline and of the audit trail."""
    db.session.add(
        Step(
            application_id=application.id,
            kind=kind,
            stage=application.stage,
            at=clock.now(),
            by_account_id=by.id,
        )
    )
    note(application, kind.value, by=by, detail=detail)


def note(application: Application, action: str, *, by: Actor, detail: dict[str, Any] | None = None) -> None:
    """Write a line of the audit trail about something that is not on the applicant's timeline."""
    audit.record(action=f"application.{action}", subject=rules.key(application), by=by, detail=detail)


def move(
    application: Application, name: str, kind: StepKind, *, by: Actor, detail: dict[str, Any] | None = None
) -> None:
    """Take an application to the stage that a move of the workflow leads to, and start its clock there.

    Raises:
        Refused: that move is not possible from where it stands.
    """
    today = clock.today()
    application.stage = Stage(WORKFLOW.after(name, standing=application.stage.value))
    application.since_on = today
    application.closed_on = None if application.stage in OPEN else today
    application.due_on = application.paused_on = None
    reclock(application)
    note_step(application, kind, by=by, detail=detail)


def hurry(application: Application, *, working_days: int) -> None:
    """Shorten the stage that an application stands at, so that somebody looks at it within so many working days."""
    held = queries.facts([application])[application.id]
    target = held.targets.get(application.stage.value)
    if target is None:
        return
    used = clocks.counted(held.since_on, clock.today(), held.nation.division, held.pauses)
    application.targets = {**application.targets, application.stage.value: min(target, used + working_days)}
    reclock(application)


def reclock(application: Application) -> None:
    """Store anew by when whoever acts has to. Nothing but its facts goes in."""
    db.session.flush()
    held = queries.facts([application])[application.id]
    open_now = application.closed_on is None
    waiting = next((one for one in held.pauses if one.over_on is None), None) if open_now else None
    application.paused_on = waiting.asked_on if waiting is not None else None
    application.due_on = clocks.stage_due_on(held) if open_now and waiting is None else None
    db.session.flush()
