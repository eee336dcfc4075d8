"""By when something is due, as staff read it."""

from __future__ import annotations

from datetime import date

from cpd.audit.models import Audit
from cpd.audit.vocabulary import Stage
from cpd.audit.workflow import owner
from cpd.days_left import DueShown, in_days
from foundation import clock

#: Stages whose days are working days of the registrant's nation.
_WORKING = frozenset({Stage.CHOSEN, Stage.ASSESSMENT, Stage.SECOND_MARK, Stage.REGISTRAR})


def due(held: Audit, today: date) -> DueShown:
    """Who acts next on an audit."""
    who = owner(held.stage).label
    if held.due_on is None or held.closed_on is not None:
        return DueShown("", None, "", who)
    is_late = today > held.due_on
    if held.stage in _WORKING:
        left = clock.working_days_until(held.due_on, since=today, division=held.nation.division)
        return in_days(held.due_on, left, is_late=is_late, who=who)
    return in_days(held.due_on, (held.due_on - today).days, is_late=is_late, who=who, unit="")
