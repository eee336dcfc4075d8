"""What an audit needs of a record until it is over: nothing of it is deleted, and evidence that was sent stays."""

from __future__ import annotations

from cpd.audit import copying, queries
from cpd.folders import box_of
from cpd.record import holding
from cpd.record.models import ActivityKept

STAYS = (
    "Your record is being audited, and this evidence is part of what you sent. It stays until the audit is over. "
    "You can add other files. If this one shows who a service user is, tell us at once."
)


def sent_ids(audit_id: int, entry_id: int) -> frozenset[int]:
    """The activities that were sent in an audit."""
    kept = queries.submissions(audit_id)
    if not kept:
        return frozenset()
    box = box_of(entry_id)
    return frozenset(int(one["id"]) for each in kept for one in copying.opened(each, box).activities)


def _why_files_stay(row: ActivityKept) -> str:
    held = queries.open_of(row.entry_id)
    return STAYS if held is not None and row.id in sent_ids(held.id, row.entry_id) else ""


holding.declare("audit", holding.Hold(queries.open_entries, _why_files_stay))
