"""A frozen copy of somebody's record: what they recorded for the span, with their words, and what the engine says.

After further time, what was done in that time counts for the span that is audited: that is what the time was for. Each
activity is still judged under the policy of the day on which it was done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cpd.audit.models import Audit, Submission
from cpd.leaving import queries as leaving
from cpd.record import progress
from cpd.record import queries as record
from cpd.record.models import ActivityKept
from cpd.record.words import GoalWords, Words
from cpd.registrants import Registrant
from cpd.requirements import engine, policy
from cpd.requirements.engine import Judgement
from cpd.requirements.spans import Span
from foundation.locks import Box


@dataclass(frozen=True)
class Copied:
    """What was sent, as plain values: `activities`, `goals`, `judgement`, `statement`."""

    activities: Sequence[Mapping[str, Any]]
    goals: Sequence[Mapping[str, Any]]
    judgement: Mapping[str, Any]
    statement: str

    def as_plain(self) -> dict[str, Any]:
        """As it is sealed."""
        return {
            "activities": list(self.activities),
            "goals": list(self.goals),
            "judgement": dict(self.judgement),
            "statement": self.statement,
        }


def copy_of(held: Audit, who: Registrant, box: Box, *, statement: str, today: date) -> Copied:
    """The record as it stands now."""
    rows = [
        row
        for row in record.kept_in(held.entry_id, Span(held.span_from, _until(held, today)))
        if row.done_on is not None and _is_looked_at(held, row.done_on)
    ]
    goals = record.goals(held.entry_id)
    named = {one.id: GoalWords.from_json(box.open_json(one.sealed)).goal for one in goals}
    return Copied(
        [_activity(row, box, named) for row in sorted(rows, key=lambda one: (one.done_on or date.min, one.id))],
        [{**GoalWords.from_json(box.open_json(one.sealed)).as_json(), "state": one.state.value} for one in goals],
        judgement_of(held, who, today=today).as_plain(),
        statement,
    )


def judgement_of(held: Audit, who: Registrant, *, today: date) -> Judgement:
    """What the engine says of the record now, for the span that is audited."""
    numbers, span = policy.schedule(), Span(held.span_from, held.span_to)
    until = _until(held, today)
    since = engine.looks_back_to(span, numbers)
    done = record.activities([held.entry_id], since=since, until=until).get(held.entry_id, [])
    return engine.judge(
        [replace(one, counts_on=min(one.on, span.ends_on)) for one in done if _is_looked_at(held, one.on)],
        span=span,
        registered=progress.registered(who),
        leave=leaving.leave_of([held.entry_id]).get(held.entry_id, []),
        today=today,
        numbers=numbers,
        # From that day on nothing was deleted: see `cpd.audit.operations.holding`.
        kept_since=progress.kept_since(held.chosen_on),
    )


def opened(kept: Submission, box: Box) -> Copied:
    """What was sent, opened."""
    return Copied(**box.open_json(kept.sealed))


def _until(held: Audit, today: date) -> date:
    """The last day whose activities count: after further time was given, the days up to now as well."""
    return max(held.span_to, today) if held.extra_from is not None else held.span_to


def _is_looked_at(held: Audit, day: date) -> bool:
    """Up to the end of the span, and from when there was further time: what lies between is of the next span."""
    return day <= held.span_to or (held.extra_from is not None and day >= held.extra_from)


def _activity(row: ActivityKept, box: Box, goals: Mapping[int, str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "on": row.done_on.isoformat() if row.done_on else "",
        "minutes": row.minutes,
        "kind": row.kind.value if row.kind else "",
        "company": row.company.value if row.company else "",
        "standards": list(row.standards),
        "goal": goals.get(row.plan_item_id or 0, ""),
        "written": row.made_at.isoformat(),
        **Words.from_json(box.open_json(row.sealed)).as_json(),
    }
