"""The only door to a stage, to the timeline and to the stored day: all of it together, with the audit line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.rules import check_may, check_no_conflict
from accounts.separation import Part
from cpd import folders
from cpd.audit import emails, queries, rules
from cpd.audit.matters import matter
from cpd.audit.models import Audit, Step
from cpd.audit.policy import REMINDERS
from cpd.audit.vocabulary import OPEN, SENDS, Cause, Stage, StepKind
from cpd.audit.workflow import WORKFLOW
from foundation import audit as trail
from foundation import clock
from foundation.audit import Actor
from foundation.database import db
from foundation.locks import Box


def to_change(reference: str) -> Audit:
    """The audit of a reference, to be changed: nobody else changes one until this operation ends."""
    trail.take_turn()
    held = queries.get(reference)
    db.session.refresh(held)
    return held


def begin(
    reference: str, permission: Permission, *, by: Actor, part: Part | None = None, version: int | None = None
) -> tuple[Audit, Box]:
    """The audit to be changed, and its box, for a member of staff who may; their part is taken.

    Raises:
        NotAllowed: their roles do not give it, they have a tie to the registrant, or an earlier part excludes it.
        Refused: the page they sent is older than the audit.
    """
    check_may(by, permission)
    held = to_change(reference)
    if version is not None:
        rules.check_version(held, version)
    if by.kind == "account" and by.id is not None:
        check_no_conflict(by.id, matter(held), called=rules.CALLED)
    if part is not None:
        take_part(rules.key(held), part, called=rules.CALLED, about_entry_id=held.entry_id, by=by)
    return held, folders.box_for(held.entry_id)


def note(held: Audit, action: str, *, by: Actor, detail: dict[str, Any] | None = None) -> None:
    """Write a line of the audit trail."""
    trail.record(action=f"cpd_audit.{action}", subject=rules.key(held), by=by, detail=detail)


def note_step(held: Audit, kind: StepKind, *, by: Actor, detail: dict[str, Any] | None = None) -> None:
    """Write a line of the timeline and of the audit trail."""
    db.session.add(Step(audit_id=held.id, kind=kind, at=clock.now(), by_account_id=by.id))
    note(held, kind.value, by=by, detail=detail)


def move(
    held: Audit,
    name: str,
    kind: StepKind | None,
    *,
    by: Actor,
    cause: Cause | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Take an audit to the stage that a move of the workflow leads to, and start its clock there. Where it waited for
    the registrant, no reminder goes into the post any more.

    Without a `kind` nothing of it stands on the registrant's timeline.

    Raises:
        Refused: that move is not possible from where it stands.
    """
    today, waited = clock.today(), held.stage in SENDS
    held.stage = Stage(WORKFLOW.after(name, standing=held.stage.value))
    held.since_on, held.cause, held.reminders = today, cause, 0
    held.due_on = due_on(held, today)
    held.closed_on = None if held.stage in OPEN else today
    db.session.flush()
    if waited:
        emails.stop_reminders(held)
    if kind is not None:
        note_step(held, kind, by=by, detail=detail)
    else:
        note(held, name, by=by, detail=detail)


#: What runs in days of the calendar, by the name of its number.
_DAYS = {
    Stage.ASKED: "days",
    Stage.MORE: "more",
    Stage.FURTHER_TIME: "further_time",
    Stage.APPEAL: "appeal_heard",
}
#: What runs in working days of the registrant's nation.
_WORKING_DAYS = {Stage.ASSESSMENT: "assess", Stage.SECOND_MARK: "assess", Stage.REGISTRAR: "decide"}


def due_on(held: Audit, since: date) -> date | None:
    """By when whoever acts has to, when the stage begins on a day."""
    if held.stage is Stage.CHOSEN:
        return held.tell_until
    if held.stage is Stage.NOTICE:
        # Nobody is taken off while they may still appeal.
        return since + timedelta(days=max(held.targets["removal"], held.targets["appeal"]))
    if held.stage in _DAYS:
        return since + timedelta(days=held.targets[_DAYS[held.stage]])
    if held.stage in _WORKING_DAYS:
        return clock.add_working_days(since, held.targets[_WORKING_DAYS[held.stage]], held.nation.division)
    return None


def reminders_due(held: Audit, today: date) -> int:
    """How many reminders should have been written by a day, counted back from the last day: more time moves them."""
    if held.due_on is None or today > held.due_on:
        return held.reminders
    days = held.targets["days"]
    before = [days - held.targets[f"reminder_{place}"] for place in range(len(REMINDERS))]
    length = (held.due_on - held.since_on).days
    return sum(today >= held.due_on - timedelta(days=one) for one in before if 0 < one < length)
