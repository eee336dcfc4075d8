"""The whole record as a sheet or as data, at any time. The sheet can be read back; no spreadsheet runs a cell of it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from cpd import folders
from cpd.record import queries
from cpd.record.operations.keeping import told_of
from cpd.record.operations.planning import words_of
from cpd.record.sheet import HEADINGS
from cpd.record.words import Told
from cpd.registrants import Registrant
from foundation import clock
from register.sheets.repair import guarded


def records(entry_id: int) -> list[Told]:
    """Every kept activity, the oldest first, opened."""
    rows = queries.kept_in(entry_id)
    if not rows:
        return []
    box = folders.box_of(entry_id)
    return [told_of(row, box) for row in reversed(rows)]


def as_csv(entry_id: int) -> str:
    """The record as CSV, in the columns that the import reads."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([*HEADINGS, "Goal"])
    goals = _goals(entry_id)
    for told in records(entry_id):
        cells = [*_cells(told), goals.get(told.plan_item_id or 0, "")]
        writer.writerow([guarded(one) for one in cells])
    return "\ufeff" + written.getvalue()


def _cells(told: Told) -> list[str]:
    minutes = told.minutes or 0
    return [
        told.done_on.isoformat() if told.done_on else "",
        told.kind.label if told.kind else "",
        told.words.title,
        f"{minutes // 60}:{minutes % 60:02d}",
        "",
        told.company.label if told.company else "",
        told.words.learned,
        told.words.changed,
        told.words.benefit,
        ", ".join(told.standards),
    ]


def as_json(registrant: Registrant) -> str:
    """Record and plan as data."""
    entry_id = registrant.entry_id
    goals = queries.goals(entry_id)
    held = {
        "number": registrant.number,
        "name": registrant.name,
        "made_on": clock.today().isoformat(),
        "activities": [_plain(one) for one in records(entry_id)],
        "plan": [],
    }
    if goals:
        box = folders.box_of(entry_id)
        held["plan"] = [
            {
                "id": one.id,
                **words_of(one, box).as_json(),
                "standards": one.standards,
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "state": one.state.value,
                "closed_on": one.closed_on.isoformat() if one.closed_on else None,
            }
            for one in goals
        ]
    return json.dumps(held, ensure_ascii=False, indent=2)


def _plain(told: Told) -> dict[str, Any]:
    held = told.as_json()
    words, goal = held.pop("words"), held.pop("plan_item_id")
    return {**held, **words, "goal": goal}


def _goals(entry_id: int) -> dict[int, str]:
    goals = queries.goals(entry_id)
    if not goals:
        return {}
    box = folders.box_of(entry_id)
    return {one.id: words_of(one, box).goal for one in goals}
