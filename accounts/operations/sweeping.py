"""Taking away what signing in leaves behind: codes, links, kept forms, old sessions and counts of wrong tries.

What happened stays in the audit trail; these rows are only the means, and hold addresses that nobody needs any more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_

from accounts import policy, slowing
from accounts.models import Code, KeptForm, Session
from foundation import clock
from foundation.database import Model, db, operation


@operation
def sweep() -> int:
    """Delete what is over for longer than the policy keeps it. Safe at any time; says how many rows went."""
    now = clock.now()
    before = now - timedelta(days=policy.LEFTOVERS_KEPT.value())
    return (
        _away(Code, Code.expires_at < before)
        + _away(KeptForm, KeptForm.kept_at < before)
        + _away(Session, or_(Session.ended_at < before, Session.expires_at < before))
        + slowing.sweep(now - slowing.FORGOTTEN_AFTER)
    )


def _away(kind: type[Model], over: ColumnElement[bool]) -> int:
    gone: Any = db.session.connection().execute(delete(kind).where(over))
    return int(gone.rowcount)
