"""What the night does for those under an order: reminders before the day and on the day after it, once each."""

from __future__ import annotations

from concerns import emails
from concerns.compliance import queries
from concerns.compliance.standing import reminder
from concerns.models import Concern, Subject
from foundation import clock
from foundation.database import db, operation

BATCH = 100


def remind() -> int:
    """Remind everybody whose order asks for something soon, or asked for it yesterday; says how many letters."""
    found = queries.waiting(queries.asked_now())
    today = clock.today()
    due = [one.code for one in found if reminder(one.stood, today) is not None]
    db.session.rollback()
    return sum(_remind(frozenset(due[at : at + BATCH])) for at in range(0, len(due), BATCH))


@operation
def _remind(codes: frozenset[str]) -> int:
    """Look again at these, and write to those who still have to be reminded."""
    today, wrote = clock.today(), 0
    ids = {int(code.split("-")[0]) for code in codes}
    for one in queries.waiting(queries.asked_now(requirement_ids=ids)):
        which = reminder(one.stood, today)
        if one.code not in codes or which is None:
            continue
        concern = db.session.get_one(Concern, one.requirement.concern_id)
        about = db.session.get_one(Subject, one.order.subject_id)
        what = emails.KEEP_OVER if which < 0 else emails.KEEP_SOON
        key = f"order asks {one.code} by {one.stood.due_on.isoformat()}: {which}"
        wrote += emails.registrant(about, concern, what, due=one.stood.due_on if which > 0 else None, once=key)
    return wrote
