"""The plan: goals that are set, changed, reached or dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cpd import folders
from cpd.record import queries, rules
from cpd.record.models import PlanItem
from cpd.record.vocabulary import GoalState
from cpd.record.words import GoalWords
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.locks import Box

MOST = 60


@dataclass(frozen=True)
class GoalTold:
    """A goal as it is told."""

    words: GoalWords
    standards: tuple[str, ...] = ()
    due_on: date | None = None


@operation
def set_goal(entry_id: int, told: GoalTold, *, once: str, by: Actor) -> int:
    """Put a goal into the plan; says its id. The same page sent twice is one goal.

    Raises:
        Refused: it says nothing, or is too long; or there are very many.
    """
    box = _begin(entry_id, by)
    held = queries.goals(entry_id)
    twin = next((one for one in held if one.once == once), None)
    if twin is not None:
        return twin.id
    if sum(1 for one in held if one.state is GoalState.OPEN) >= MOST:
        raise Refused(f"A plan has up to {MOST} open goals. Close one first.")
    goal = PlanItem(entry_id=entry_id, state=GoalState.OPEN, made_at=clock.now(), closed_on=None, once=once)
    _fill(goal, told, box)
    db.session.add(goal)
    db.session.flush()
    audit.record(action="cpd.goal_set", subject=("plan_item", goal.id), by=by)
    return goal.id


@operation
def change_goal(entry_id: int, goal_id: int, told: GoalTold, *, version: int, by: Actor) -> None:
    """Change what a goal says.

    Raises:
        Refused: the page is stale, or it says nothing.
    """
    box = _begin(entry_id, by)
    goal = queries.goal_of(entry_id, goal_id)
    db.session.refresh(goal)
    rules.check_version(goal, version)
    _fill(goal, told, box)
    audit.record(action="cpd.goal_changed", subject=("plan_item", goal.id), by=by)


@operation
def close_goal(entry_id: int, goal_id: int, state: GoalState, *, outcome: str, by: Actor) -> None:
    """Say that a goal is done or dropped, and what came of it.

    Raises:
        Refused: it is closed already.
    """
    box = _begin(entry_id, by)
    goal = queries.goal_of(entry_id, goal_id)
    db.session.refresh(goal)
    rules.check_open(goal)
    words = words_of(goal, box)
    goal.state, goal.closed_on = state, None if state is GoalState.OPEN else clock.today()
    goal.sealed = box.seal_json(GoalWords(words.goal, words.how, outcome[: rules.LONGEST_WORDS]).as_json())
    audit.record(action=f"cpd.goal_{state.value}", subject=("plan_item", goal.id), by=by)


@operation
def reopen_goal(entry_id: int, goal_id: int, *, by: Actor) -> None:
    """Work on a goal again."""
    _begin(entry_id, by)
    goal = queries.goal_of(entry_id, goal_id)
    db.session.refresh(goal)
    if goal.state is GoalState.OPEN:
        return
    goal.state, goal.closed_on = GoalState.OPEN, None
    audit.record(action="cpd.goal_reopened", subject=("plan_item", goal.id), by=by)


def words_of(goal: PlanItem, box: Box) -> GoalWords:
    """What a goal says, opened."""
    return GoalWords.from_json(box.open_json(goal.sealed))


def _begin(entry_id: int, by: Actor) -> Box:
    audit.take_turn()
    rules.check_own(entry_id, by)
    return folders.box_for(entry_id)


def _fill(goal: PlanItem, told: GoalTold, box: Box) -> None:
    if not told.words.goal.strip():
        raise Refused("Say what you want to learn or get better at.")
    if max(len(told.words.goal), len(told.words.how)) > rules.LONGEST_WORDS:
        raise Refused(f"Use up to {rules.LONGEST_WORDS:,} characters.")
    goal.sealed = box.seal_json(told.words.as_json())
    goal.standards, goal.due_on = list(told.standards), told.due_on
