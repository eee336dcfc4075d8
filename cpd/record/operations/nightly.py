"""What the clock does every night in the record: delete what is too old to count, and what nobody wants any more.

Rules 6.11. In batches, each an operation of its own that looks again under the lock, so that it may be stopped at any
point and run on two machines at once. A record that somebody looks at (`cpd.record.holding`) waits until they have.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, exists, select

from cpd import legal_holds
from cpd.record import holding, policy
from cpd.record.models import FILES, ActivityKept, ActivityVersion, PlanItem, Sheet
from foundation import audit, clock
from foundation.audit import SYSTEM, Line
from foundation.database import db, operation
from foundation.evidence import FileStanding, Owner, StoredFile

Shred = Callable[[tuple[str, str]], object]
_AT_A_TIME = 500
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Done:
    """What a night came to."""

    #: Activities and goals.
    activities: int
    sheets: int

    @property
    def sentence(self) -> str:
        """For the log of the job."""
        return f"CPD record: {self.activities} old activities and goals and {self.sheets} unloaded sheets deleted."


def run(*, shred: Shred) -> Done:
    """All of it. `shred` destroys the files of an owner (`foundation.evidence`)."""
    gone = 0
    while batch := _forget_some(shred):
        gone += batch
    while batch := _forget_goals():
        gone += batch
    sheets = 0
    while batch := _forget_sheets():
        sheets += batch
    return Done(gone, sheets)


@operation
def _forget_some(shred: Shred) -> int:
    """Delete some activities with their versions and files; says how many."""
    today = clock.today()
    ids = _too_old(today)
    if not ids:
        return 0
    audit.take_turn()
    ids = [one for one in _too_old(today) if one in set(ids)]
    for owner in _with_files(ids):
        shred(owner)
    db.session.execute(delete(ActivityVersion).where(ActivityVersion.activity_id.in_(ids)))
    db.session.execute(delete(ActivityKept).where(ActivityKept.id.in_(ids)))
    audit.record_many([Line("cpd.activity_forgotten", "activity", str(one), {}) for one in ids], by=SYSTEM)
    return len(ids)


def _with_files(ids: list[int]) -> list[Owner]:
    """Those of these activities that have files, also such as are just arriving. One statement."""
    held = select(StoredFile.owner_id).where(
        StoredFile.owner_kind == FILES,
        StoredFile.owner_id.in_([str(one) for one in ids]),
        StoredFile.standing != FileStanding.SHREDDED,
    )
    return [(FILES, owner_id) for owner_id in db.session.scalars(held.distinct())]


def _too_old(today: date) -> list[int]:
    """Kept ones by the day they were done; drafts and deleted ones by when anybody touched them. The first of them."""
    done_before = clock.add_months(today, -policy.KEEP.value())
    loose_before = clock.start_of_day(clock.add_months(today, -policy.KEEP_LOOSE.value()))
    old = select(ActivityKept.id).where(
        ActivityKept.done_on < done_before,
        ActivityKept.kept_at.is_not(None),
        ActivityKept.deleted_at.is_(None),
        holding.is_free(),
    )
    drafts = select(ActivityKept.id).where(ActivityKept.kept_at.is_(None), ActivityKept.changed_at < loose_before)
    dropped = select(ActivityKept.id).where(ActivityKept.deleted_at < loose_before, holding.is_free())
    found: list[int] = []
    # In the order of an index each, so that a night looks at the few old ones and not at all of them.
    for statement, order in (
        (old, ActivityKept.done_on),
        (drafts, ActivityKept.changed_at),
        (dropped, ActivityKept.deleted_at),
    ):
        left = _AT_A_TIME - len(found)
        found += db.session.scalars(statement.order_by(order).limit(left)).all() if left else []
    return found


@operation
def _forget_goals() -> int:
    """Delete goals that were closed long ago and that nothing is tied to any more; says how many."""
    before = clock.add_months(clock.today(), -policy.KEEP.value())
    tied = exists().where(ActivityKept.plan_item_id == PlanItem.id)
    closed = (
        select(PlanItem.id)
        .where(PlanItem.closed_on < before, ~tied, PlanItem.entry_id.not_in(legal_holds.held()))
        .order_by(PlanItem.id)
        .limit(_AT_A_TIME)
    )
    if not db.session.scalars(closed).all():
        return 0
    audit.take_turn()
    ids = db.session.scalars(closed).all()
    db.session.execute(delete(PlanItem).where(PlanItem.id.in_(ids)))
    audit.record_many([Line("cpd.goal_forgotten", "plan_item", str(one), {}) for one in ids], by=SYSTEM)
    return len(ids)


@operation
def _forget_sheets() -> int:
    """Delete some sheets that were read and never loaded; says how many."""
    before = clock.start_of_day(clock.today()) - policy.SHEET_WAITS.value() * _DAY
    ids = db.session.scalars(select(Sheet.id).where(Sheet.read_at < before).limit(_AT_A_TIME)).all()
    if ids:
        db.session.execute(delete(Sheet).where(Sheet.id.in_(ids)))
    return len(ids)
