"""The only door to a stage and to the timeline: the stage, the step that pages show and the audit line, together."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from concerns import clocks, correspondence, emails, policy, rules, targets
from concerns.models import Concern, Step
from concerns.operations.holding import keep_hold
from concerns.operations.unpublishing import take_back_all
from concerns.vocabulary import Stage, StepKind
from concerns.workflow import WORKFLOW
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db
from foundation.errors import Refused

#: What registrants read in a letter when it comes to a stage. What was decided has a letter of its own.
_NEWS = {
    Stage.INVESTIGATION: emails.INVESTIGATED,
    Stage.EXAMINATION: emails.EXAMINED,
    Stage.PANEL: emails.TO_PANEL,
    Stage.CLOSED: emails.CLOSED,
}


def note_step(concern: Concern, kind: StepKind, *, by: Actor, detail: dict[str, Any] | None = None) -> Step:
    """Write a line of the timeline and of the audit trail. What an anonymous reporter does keeps its day only.

    It counts as a change of the concern, so that nobody closes one from a page that does not show the last of it.
    """
    nameless = by is rules.REPORTER and rules.is_anonymous(concern)
    step = Step(
        concern_id=concern.id,
        kind=kind,
        stage=concern.stage,
        on=clock.today(),
        at=None if nameless else clock.now(),
        by_account_id=by.id,
    )
    db.session.add(step)
    touch(concern)
    audit.record(
        action=f"concern.{kind.value}",
        subject=(rules.MATTER, concern.id),
        by=by,
        detail=detail,
        day_only=nameless,
    )
    return step


def move(concern: Concern, name: str, kind: StepKind, *, by: Actor, detail: dict[str, Any] | None = None) -> None:
    """Take a concern to the stage that a move of the workflow leads to.

    Raises:
        Refused: that move is not possible from where it stands.
    """
    if concern.paused_on is not None:
        raise Refused("Its clock stands still. Let it run again first.")
    before = concern.stage
    concern.stage = Stage(WORKFLOW.after(name, standing=before.value))
    if concern.stage is not Stage.CLOSED:
        concern.closed_on = None
    if before is Stage.CLOSED:
        take_back_all(concern, by=by)
    keep_hold(concern, before=before, by=by)
    if concern.stage is not Stage.CLOSED:
        targets.entered(concern, concern.stage, again=before is Stage.CLOSED)
        if concern.risk is not None:
            rate_within_a_day(concern)
    note_step(concern, kind, by=by, detail=detail)
    if concern.stage is not before:
        _tell_of(concern)


def _tell_of(concern: Concern) -> None:
    """Letters to both sides when a concern goes a stage on: the registrants who know of it, and the reporter."""
    news = _NEWS.get(concern.stage)
    if news is None:
        return
    going_on = concern.stage is not Stage.CLOSED
    for about in concern.subjects:
        emails.registrant(about, concern, news)
    if going_on:
        emails.message_waiting(concern, correspondence.reach_of(concern, locks.box_of(concern.lock_id)), emails.GOES_ON)


def rate_within_a_day(concern: Concern) -> None:
    """Something is new, so the risk is looked at again at once (rules 6.7); sooner when that was due anyway."""
    if concern.stage is Stage.CLOSED:
        return
    day = clocks.due_on(clock.today(), policy.RERATE_NEW.value(clock.today()))
    concern.rate_due_on = min(day, concern.rate_due_on) if concern.rate_due_on is not None else day


def touch(concern: Concern) -> None:
    """Count a change of what belongs to a concern as one of the concern, so that pages made before are stale."""
    flag_modified(concern, "stage")
