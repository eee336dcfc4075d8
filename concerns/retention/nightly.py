"""What the night does: lists what is over, reminds the owners of holds, and lets old lines of the index go.

Each may run twice, at any time, on several machines, and a night that was missed is caught up with.
"""

from __future__ import annotations

from sqlalchemy import delete, select

from accounts import authority
from accounts.models import Role
from concerns import emails
from concerns.models import Concern, Erasure, PatternLine
from concerns.retention import listing, periods, reading, records
from concerns.retention.records import KINDS, Kind
from concerns.vocabulary import Stage
from foundation import audit, clock
from foundation.audit import SYSTEM
from foundation.database import db, operation

#: So many records are looked at in one transaction.
BATCH = 300


def list_over() -> int:
    """List the records whose time is over, for two people to look at; says how many are new."""
    drop_reopened()
    found = sum(_list_kind(kind) for kind in KINDS)
    if found:
        tell_leads()
    return found


def _list_kind(kind: Kind) -> int:
    found, last = 0, 0
    while True:
        new, reached = _list_some(kind, last)
        found += new
        if reached is None:
            return found
        last = reached


@operation
def _list_some(kind: Kind, after_id: int) -> tuple[int, int | None]:
    audit.take_turn()
    today = clock.today()
    months = periods.shortest(today) if kind.rule is None else periods.months(kind.rule, today)
    rows = records.to_look_at(kind, clock.add_months(today, -months), after_id=after_id, at_most=BATCH)
    times, lines = reading.times(rows, today), []
    for row in rows:
        time = times.get(row.id)
        if time is not None and time.due_on <= today:
            link = {kind.column: row.id}
            db.session.add(Erasure(**link, rule=time.rule, how=time.rule.how, due_on=time.due_on, found_on=today))
            detail = {"rule": time.rule.value, "due": time.due_on.isoformat()}
            lines.append(audit.Line(f"{kind.trail}.time_over", kind.matter, str(row.id), detail))
    audit.record_many(lines, by=SYSTEM)
    return len(lines), rows[-1].id if len(rows) == BATCH else None


@operation
def drop_reopened() -> None:
    """Forget what was listed of concerns that were opened again since."""
    audit.take_turn()
    reopened = select(Concern.id).where(Concern.stage != Stage.CLOSED)
    old = delete(Erasure).where(Erasure.concern_id.in_(reopened))
    db.session.execute(old.execution_options(synchronize_session=False))


@operation
def tell_leads() -> None:
    """Write to every data-protection lead, once a day, how many records wait to be reviewed."""
    today = clock.today()
    for lead in authority.holders(Role.DATA_PROTECTION_LEAD):
        count = listing.to_handle(lead.id)
        key = f"records over {today.isoformat()} to {lead.id}"
        emails.records_over(lead.email, name=lead.name, count=count, once=key)


@operation
def remind_of_holds() -> int:
    """Remind the owner of each hold on the day it is to be looked at again; says how many are due."""
    due = listing.holds(due_on=clock.today())
    for one in due:
        key = f"legal hold {one.hold.id} {one.hold.review_on.isoformat()}"
        emails.hold_review(one.email, name=one.owner, reference=one.reference, due=one.hold.review_on, once=key)
    return len(due)


@operation
def forget_patterns() -> int:
    """Delete the lines of the index whose years are over (rules 6.11: six); says how many."""
    audit.take_turn()
    over = delete(PatternLine).where(PatternLine.until <= clock.today())
    return int(db.session.connection().execute(over).rowcount)
