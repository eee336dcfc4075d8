"""What the night does: lists what is over, reminds the owners of holds, and lets old lines of the index go.

Each may run twice, at any time, on several machines, and a night that was missed is caught up with.
"""

from __future__ import annotations

from sqlalchemy import delete, select

from accounts import authority
from accounts.models import Account, Role
from concerns import emails
from concerns.models import Concern, Erasure, LegalHold, PatternLine
from concerns.retention import periods, reading
from concerns.vocabulary import Stage
from foundation import audit, clock
from foundation.audit import SYSTEM
from foundation.database import db, operation

#: So many concerns are looked at in one transaction.
BATCH = 300


def list_over() -> int:
    """List the concerns whose time is over, for two people to look at; says how many are new."""
    drop_reopened()
    found, last = 0, 0
    while True:
        new, reached = _list_some(last)
        found += new
        if reached is None:
            break
        last = reached
    if found:
        tell_leads()
    return found


@operation
def _list_some(after_id: int) -> tuple[int, int | None]:
    audit.take_turn()
    today = clock.today()
    before = clock.add_months(today, -periods.shortest(today))
    concerns = reading.to_look_at(before, after_id=after_id, at_most=BATCH)
    facts, lines = reading.ended(concerns), []
    for concern in concerns:
        held = facts.get(concern.id)
        time = periods.time_of(held, today) if held is not None else None
        if time is not None and time.due_on <= today:
            how = time.rule.how
            db.session.add(Erasure(concern_id=concern.id, rule=time.rule, how=how, due_on=time.due_on, found_on=today))
            detail = {"rule": time.rule.value, "due": time.due_on.isoformat()}
            lines.append(audit.Line("concern.time_over", "concern", str(concern.id), detail))
    audit.record_many(lines, by=SYSTEM)
    return len(lines), concerns[-1].id if len(concerns) == BATCH else None


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
        count = reading.to_handle(lead.id)
        key = f"records over {today.isoformat()} to {lead.id}"
        emails.records_over(lead.email, name=lead.name, count=count, once=key)


@operation
def remind_of_holds() -> int:
    """Remind the owner of each hold on the day it is to be looked at again; says how many are due."""
    rows = db.session.execute(
        select(LegalHold, Concern.reference, Account.email, Account.name)
        .join(Concern, Concern.id == LegalHold.concern_id)
        .join(Account, Account.id == LegalHold.owner_id)
        .where(LegalHold.lifted_at.is_(None), LegalHold.review_on <= clock.today())
        .order_by(LegalHold.id)
    ).all()
    for hold, reference, email, name in rows:
        key = f"legal hold {hold.id} {hold.review_on.isoformat()}"
        emails.hold_review(email, name=name, reference=reference, due=hold.review_on, once=key)
    return len(rows)


@operation
def forget_patterns() -> int:
    """Delete the lines of the index whose years are over (rules 6.11: six); says how many."""
    audit.take_turn()
    over = delete(PatternLine).where(PatternLine.until <= clock.today())
    return int(db.session.connection().execute(over).rowcount)
