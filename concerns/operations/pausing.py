"""The clock of a stage stands still only for one of three reasons, and is looked at again before long (rules 6.6).

Safety and silence do not wait: the risk is rated and the reporter hears from us all the same. While a registrant is too
ill, their own days stand still too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import select

from accounts.permissions import Permission
from concerns import policy, rules, targets
from concerns.models import Concern, Offer, Pause, Response
from concerns.operations.desk import Desk, sit_down
from concerns.operations.steps import note_step
from concerns.stages import RULES
from concerns.vocabulary import Job, PauseReason, Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused

W = TypeVar("W", Response, Offer)
#: Officers while it is with them, managers, and the investigating officer who has it.
_MAY = (Permission.TRIAGE, Permission.THRESHOLD, Permission.INVESTIGATE)


@operation
def pause(reference: str, *, reason: PauseReason, words: str, version: int, by: Actor) -> date:
    """Let the clock of the stage stand still; says when that is looked at again.

    Raises:
        Refused: it is closed, stands still already, or there are no reasons.
    """
    desk = _sit_down(reference, version, by)
    if desk.concern.paused_on is not None:
        raise Refused("Its clock stands still already.")
    today = clock.today()
    again = today + timedelta(days=policy.PAUSE_REVIEW.value(today))
    db.session.add(
        Pause(
            concern_id=desk.concern.id,
            stage=desk.concern.stage,
            reason=reason,
            words_sealed=desk.needs(words, "Say why, and for whom or what we wait."),
            began_on=today,
            began_at=clock.now(),
            began_by_id=desk.account_id,
            look_again_on=again,
        )
    )
    desk.concern.paused_on = today
    note_step(desk.concern, StepKind.WAITING_BEGAN, by=by, detail={"reason": reason.value})
    return again


@operation
def keep_pausing(reference: str, *, words: str, version: int, by: Actor) -> date:
    """Look at a pause again and keep it; says when that is due the next time.

    Raises:
        Refused: no clock stands still, or there are no reasons.
    """
    desk = _sit_down(reference, version, by)
    held = _open(desk.concern)
    desk.needs(words, "Say why we still have to wait.")
    desk.note(f"We still wait: {words.strip()}")
    held.look_again_on = clock.today() + timedelta(days=policy.PAUSE_REVIEW.value(clock.today()))
    desk.record("pause_kept")
    desk.touch()
    return held.look_again_on


@operation
def resume(reference: str, *, words: str, version: int, by: Actor) -> int:
    """Let the clock run again; says by how many days its targets moved.

    Raises:
        Refused: no clock stands still, or there are no words.
    """
    desk = _sit_down(reference, version, by)
    desk.needs(words, "Say what has changed.")
    desk.note(f"We go on: {words.strip()}")
    return end_pause(desk)


def end_pause(desk: Desk) -> int:
    """End the pause of a concern on a desk and move its targets; says by how many days."""
    held, today = _open(desk.concern), clock.today()
    held.ended_on, held.ended_at, held.ended_by_id = today, clock.now(), desk.account_id
    days = (today - held.began_on).days
    if desk.concern.stage in (Stage.RECEIVED, Stage.TRIAGE):
        rule = RULES[Stage.TRIAGE]
        desk.concern.triage_due_on = targets.later(rule, desk.concern.triage_due_on, held.began_on, today)
    targets.moved(desk.concern, held.began_on, today)
    if held.reason is PauseReason.HEALTH:
        _wait_longer(desk.concern, held, days)
    desk.concern.paused_on = None
    note_step(desk.concern, StepKind.WAITING_ENDED, by=desk.by, detail={"days": days})
    return days


def _wait_longer(concern: Concern, held: Pause, days: int) -> None:
    """A registrant who was too ill has as many days left to answer, or to accept, as when that began."""
    rows: list[Response | Offer] = [*_waiting(Response, concern, held.began_on)]
    rows += _waiting(Offer, concern, held.began_on)
    for row in rows:
        assert row.due_on is not None
        assert row.asked_on is not None
        row.due_on += min(timedelta(days=days), clock.today() - row.asked_on)
        row.expired_on = None


def _waiting(table: type[W], concern: Concern, began: date) -> Sequence[W]:
    """What somebody could still answer when a pause began."""
    ended = (table.received_on, table.declined_on, table.called_off_on)
    statement = select(table).where(table.concern_id == concern.id, table.due_on >= began)
    return db.session.scalars(statement.where(*(column.is_(None) for column in ended))).all()


def _sit_down(reference: str, version: int, by: Actor) -> Desk:
    jobs = () if rules.may(by, Permission.TRIAGE, Permission.THRESHOLD) else (Job.INVESTIGATOR,)
    desk = sit_down(reference, by=by, may=_MAY, version=version, jobs=jobs)
    rules.check_open(desk.concern)
    return desk


def _open(concern: Concern) -> Pause:
    found = db.session.scalar(select(Pause).where(Pause.concern_id == concern.id, Pause.ended_at.is_(None)))
    if found is None:
        raise Refused("Its clock is running.")
    return found
