"""The targets of stages: set when a concern comes in or to a stage, moved by a pause, or by more time to settle it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import and_, bindparam, exists, or_, select

from concerns import policy
from concerns.models import Concern, Order, Target
from concerns.stages import RULES, Rule
from concerns.vocabulary import Stage
from foundation import clock
from foundation.database import db
from register.vocabulary import OrderKind

_FINAL = and_(
    Order.concern_id == Target.concern_id,
    Order.kind.not_in((OrderKind.INTERIM_CONDITIONS.value, OrderKind.INTERIM_SUSPENSION.value)),
)
#: Whether a target still runs. That of the outcome letters is met once everybody was told, though the concern stays at
#: its stage for as long as somebody may appeal (rules 6.6 and 6.9).
RUNS = or_(
    Target.stage != Stage.OUTCOME,
    ~exists().where(_FINAL),
    exists().where(_FINAL, Order.told_on.is_(None), Order.ended_on.is_(None)),
)
#: Statements made once.
_TARGETS = select(Target).where(Target.concern_id.in_(bindparam("ids", expanding=True)))


def set_from_receipt(concern: Concern) -> None:
    """The targets that count from the day we had it, under the policy of today."""
    for stage, rule in RULES.items():
        if rule.target is not None and rule.since == "receipt" and stage is not Stage.TRIAGE:
            aim(concern, stage, concern.received_on)


def entered(concern: Concern, stage: Stage, *, again: bool) -> None:
    """A concern comes to a stage: a target that counts from then is set; after a reopening every target is."""
    rule = RULES.get(stage)
    if rule is None or rule.target is None or stage is Stage.TRIAGE:
        return
    if again or rule.since == "stage" or of([concern.id]).get((concern.id, stage)) is None:
        aim(concern, stage, clock.today() if again or rule.since == "stage" else concern.received_on)


def aim(concern: Concern, stage: Stage, since: date) -> None:
    """Set the target of a stage from a day on."""
    rule = RULES[stage]
    assert rule.target is not None
    days = rule.target.value(clock.today())
    due = rule.due_on(since, days)
    held = of([concern.id]).get((concern.id, stage))
    if held is None:
        db.session.add(Target(concern_id=concern.id, stage=stage, days=days, since_on=since, due_on=due, paused_days=0))
    else:
        held.days, held.since_on, held.due_on, held.paused_days = days, since, due, 0


def moved(concern: Concern, began: date, ended: date) -> None:
    """A pause ended: everything that is still ahead of the stage it stands at is due later by as long as it was.

    What counts in working days moves by those of the pause, so that nothing is due on a day off.
    """
    reached = list(Stage).index(concern.stage)
    for (_, stage), target in of([concern.id]).items():
        if list(Stage).index(stage) >= reached:
            target.due_on = later(RULES[stage], target.due_on, began, ended)
            target.paused_days += (ended - began).days


def later(rule: Rule, due_on: date, began: date, ended: date) -> date:
    """When something is due by a rule after a pause, in the unit of the rule."""
    if rule.target is not None and rule.target.unit == "working days":
        return clock.add_working_days(due_on, clock.working_days_until(ended, since=began))
    return due_on + (ended - began)


def interim_by(received_on: date, asked_on: date) -> date:
    """By when an interim panel hears it: soon after it was asked for, and soon after we had the concern (rules 6.7).

    What turned red only after that time is heard soon after it was asked for.
    """
    after_asking = asked_on + timedelta(days=policy.INTERIM_HEARD.value(asked_on))
    after_receipt = received_on + timedelta(days=policy.INTERIM_HEARD_FROM_RECEIPT.value(asked_on))
    return min(after_asking, after_receipt) if after_receipt >= asked_on else after_asking


def extended(concern: Concern, stage: Stage, days: int) -> None:
    """The rules allow more time at a stage, and it was given: the target moves with it."""
    target = of([concern.id]).get((concern.id, stage))
    if target is not None:
        target.due_on += timedelta(days=days)
        target.days += days


def of(concern_ids: Collection[int]) -> dict[tuple[int, Stage], Target]:
    """The targets of these concerns, in one statement."""
    found = db.session.scalars(_TARGETS, {"ids": list(concern_ids)})
    return {(one.concern_id, one.stage): one for one in found}
