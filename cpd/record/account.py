"""What the record has to say on the home of somebody's account: what is due of them, and what is held of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from accounts.due import Due, DueKind
from cpd import folders
from cpd.held import Field, Held, Papers
from cpd.record import progress, queries
from cpd.record.models import FILES, ActivityKept, PlanItem
from cpd.record.operations.keeping import told_of
from cpd.record.operations.planning import words_of
from cpd.record.words import Told
from cpd.registrants import Registrant
from cpd.requirements.engine import Judgement
from cpd.requirements.vocabulary import LineCode
from foundation import clock
from foundation.locks import Box

HOME = "/account/cpd"
#: From so many days before the end, CPD that is missing is something to do and no longer something to come.
_SOON = timedelta(days=90)


def due(registrant: Registrant) -> list[Due]:
    """CPD that is still missing, by the end of the period; and drafts that wait to be finished."""
    found = []
    today = clock.today()
    span = progress.span_of(registrant, today)
    if span is not None and span.starts_on <= today <= span.ends_on:
        judged = progress.judge(registrant, span, today=today)
        if not judged.met:
            soon = span.ends_on - today <= _SOON
            found.append(
                Due(
                    span.ends_on,
                    "Finish your CPD for this year" if soon else "Your CPD for this year is to be complete",
                    HOME,
                    DueKind.YOURS if soon else DueKind.COMING,
                    "Finish your CPD" if soon else "See your CPD",
                    _so_far(judged),
                )
            )
    drafts = len(queries.drafts(registrant.entry_id))
    if drafts:
        words = "Finish a draft of a CPD activity" if drafts == 1 else f"Finish {drafts} drafts of CPD activities"
        found.append(Due(None, words, HOME, DueKind.YOURS, "See your drafts", "Drafts do not count."))
    return found


def _so_far(judged: Judgement) -> str:
    hours = judged.line(LineCode.HOURS)
    return progress.time_so_far(judged) if hours is not None and not hours.met else judged.missing[0]


def held(registrant: Registrant) -> list[Held]:
    """Activities, deleted ones and drafts, how each stood before, and the plan; all of it opened."""
    entry_id = registrant.entry_id
    rows = [*queries.kept_in(entry_id), *queries.drafts(entry_id), *queries.deleted(entry_id)]
    goals = queries.goals(entry_id)
    if not rows and not goals:
        return []
    box = folders.box_of(entry_id)
    named = {one.id: words_of(one, box).goal for one in goals}
    return [
        Held(
            "cpd_activities",
            "Your CPD activities",
            [
                {**_fields(told_of(row, box), named), "Draft": row.kept_at is None, "Deleted": row.deleted_at}
                for row in rows
            ],
            papers=[Papers(_called(row), (FILES, str(row.id))) for row in rows],
        ),
        Held("cpd_activity_versions", "How your CPD activities stood before", _versions(entry_id, box, named)),
        Held("cpd_plan", "Your CPD plan", [_goal(one, box) for one in goals]),
    ]


def _called(row: ActivityKept) -> str:
    return f"CPD of {row.done_on.isoformat()}" if row.done_on is not None else "A draft of CPD"


def _goal(one: PlanItem, box: Box) -> Mapping[str, Field]:
    words = words_of(one, box)
    return {
        "Goal": words.goal,
        "How": words.how,
        "What came of it": words.outcome,
        "By": one.due_on,
        "State": one.state.label,
        "Closed": one.closed_on,
        "Standards": list(one.standards),
    }


def _versions(entry_id: int, box: Box, named: Mapping[int, str]) -> list[Mapping[str, Field]]:
    return [
        {
            "When": one.recorded_at,
            "What": one.change.label,
            **_fields(Told.from_json(box.open_json(one.sealed)), named),
        }
        for one in queries.versions_of(entry_id)
    ]


def _fields(told: Told, named: Mapping[int, str]) -> dict[str, Field]:
    return {
        "Day": told.done_on,
        "Type": told.kind.label if told.kind else "",
        "Title": told.words.title,
        "Minutes": told.minutes,
        "Other people": told.company.label if told.company else "",
        "What I learned": told.words.learned,
        "What changed": told.words.changed,
        "How service users or safety benefited": told.words.benefit,
        "Standards": list(told.standards),
        "Part of the plan": named.get(told.plan_item_id, "") if told.plan_item_id is not None else "",
    }
