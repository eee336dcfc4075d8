"""By when something is due, as staff read it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cpd.audit.models import Audit
from cpd.audit.vocabulary import Stage
from cpd.audit.workflow import owner
from foundation import clock

#: Stages whose days are working days of the registrant's nation.
_WORKING = frozenset({Stage.CHOSEN, Stage.ASSESSMENT, Stage.SECOND_MARK, Stage.REGISTRAR})


@dataclass(frozen=True)
class Due:
    """Who has to act, by when, and how late that is."""

    who: str
    words: str
    on: date | None
    late: str


def due(held: Audit, today: date) -> Due:
    """Who acts next on an audit."""
    who = owner(held.stage).label
    if held.due_on is None or held.closed_on is not None:
        return Due(who, "", None, "")
    unit = "working " if held.stage in _WORKING else ""
    if held.stage in _WORKING:
        left = clock.working_days_until(held.due_on, since=today, division=held.nation.division)
    else:
        left = (held.due_on - today).days
    if today > held.due_on:
        return Due(who, "was due", held.due_on, f"Late by {_days(max(1, -left), unit)}")
    return Due(who, f"in {_days(left, unit)}" if left else "today", held.due_on, "")


def _days(count: int, unit: str) -> str:
    return f"{count} {unit}{'day' if count == 1 else 'days'}"
