"""Who may write in a record, and what a record may say. Each `check_*` raises with the sentence to read."""

from __future__ import annotations

from datetime import date

from cpd.record import policy
from cpd.record.models import ActivityKept, PlanItem
from cpd.record.vocabulary import GoalState
from cpd.record.words import Told
from foundation import clock
from foundation.audit import Actor
from foundation.errors import NotAllowed, Refused
from foundation.words import say_day
from register import queries as register

LONGEST_TITLE, LONGEST_WORDS, MOST_STANDARDS = 200, 10_000, 30
STALE = (
    "You changed this in another tab or on another device since you opened it. What you typed is still here. "
    "Look at it once more, then keep it again."
)


def check_own(entry_id: int, by: Actor) -> None:
    """Only the registrant writes in their record."""
    if by.kind != "account" or by.id is None or register.holder_of(entry_id) != by.id:
        raise NotAllowed("Only the registrant can change their own CPD record.")


def check_version(row: ActivityKept | PlanItem, version: int) -> None:
    """A page that was left open does not overwrite what is newer."""
    if row.version != version:
        raise Refused(STALE)


def check_not_deleted(row: ActivityKept) -> None:
    """A deleted activity is put back before it is changed."""
    if row.deleted_at is not None:
        raise Refused("You deleted this activity. Put it back first, then you can change it.")


def check_open(goal: PlanItem) -> None:
    """A goal that is done or dropped is not closed twice."""
    if goal.state is not GoalState.OPEN:
        raise Refused("This goal is closed already. Open it again first.")


def problems(told: Told) -> list[tuple[str, str]]:
    """What is missing or wrong before an activity can be kept, each with its field."""
    found = [*wrong_day(told.done_on)] if told.done_on is not None else [("done_on", "Give the day you did it")]
    if told.kind is None:
        found.append(("kind", "Choose what it was"))
    if told.minutes is None:
        found.append(("time", "Say how long it took"))
    if not told.words.learned.strip():
        found.append(("learned", "Write what you learned. A few words are enough"))
    return [*found, *too_much(told)]


def wrong_day(day: date) -> list[tuple[str, str]]:
    """What is wrong with a day."""
    today = clock.today()
    if day > today:
        return [("done_on", "This day is still to come. Record it once you have done it, or put it in your plan")]
    if day < (begins := clock.add_months(today, -policy.KEEP.value())):
        return [("done_on", f"We keep CPD since {say_day(begins)}. This was before that")]
    return []


def too_much(told: Told) -> list[tuple[str, str]]:
    """What is longer than a record takes. Holds for drafts as well."""
    found: list[tuple[str, str]] = []
    if told.minutes is not None and told.minutes > policy.LONGEST.value() * 60:
        found.append(("time", f"One activity can be up to {policy.LONGEST.value()} hours. Record it in parts"))
    if len(told.words.title) > LONGEST_TITLE:
        found.append(("title", f"Use up to {LONGEST_TITLE} characters here"))
    long = f"Use up to {LONGEST_WORDS:,} characters here. Send longer texts as a file"
    found += [
        (name, long) for name in ("learned", "changed", "benefit") if len(getattr(told.words, name)) > LONGEST_WORDS
    ]
    if len(told.standards) > MOST_STANDARDS:
        found.append(("standards", f"Choose up to {MOST_STANDARDS} Standards: those it is really about"))
    return found


def check_whole(told: Told) -> None:
    """What is kept is whole."""
    wrong = problems(told)
    if wrong:
        raise Refused(f"{wrong[0][1]}.")
