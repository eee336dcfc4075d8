"""Criminal record checks that people told us of: which, at which level, from which day; and when the next one is due.

Never what a certificate says, and no copy (rules 6.11). A role that the law does not let anybody check is a row too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, and_, func, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from foundation import clock
from foundation.append_only import append_only
from foundation.database import Day, Key, Model, Moment, db
from foundation.policy import Policy, declare
from register import queries
from register.models import Period

MONTHS = declare(
    Policy(
        "record_check.months",
        36,
        "months",
        "A criminal record check is told anew after",
        "rules 6.3, D20",
        lambda value: 0 < value < 1200,
    )
)
OLDER_KEPT = declare(
    Policy(
        "record_check.older.kept",
        36,
        "months",
        "A record check that a newer one took the place of is noted for",
        "rules 6.11: clear declarations",
        lambda value: 0 < value < 1200,
    )
)
KEPT = declare(
    Policy(
        "record_check.kept",
        72,
        "months",
        "The newest record check is noted after the last day on the register for",
        "rules 6.11: as granted applications",
        lambda value: 0 < value < 1200,
    )
)
SCHEMES = {
    "DBS": "DBS",
    "PVG": "PVG scheme (Scotland)",
    "AccessNI": "AccessNI (Northern Ireland)",
    "abroad": "From another country",
}
LEVELS = {
    "basic": "Basic",
    "standard": "Standard",
    "enhanced": "Enhanced",
    "barred": "Enhanced, with the barred lists",
}


class RecordCheckSeen(Model):
    """One check as it was told, from a day on. The newest one counts."""

    __tablename__ = "record_check_seen"
    __table_args__ = (
        CheckConstraint("(scheme = '') = (level = '')", name="scheme_has_its_level"),
        Index("ix_record_check_seen_entry", "entry_id", "id"),
    )

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    #: Empty when the role is one that nobody may check.
    scheme: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(20))
    #: The day on the certificate; for a role that cannot be checked, the day on which they said so.
    from_on: Mapped[Day]
    recorded_at: Mapped[Moment]


append_only(RecordCheckSeen.__table__, and_delete=False)


def note(entry_id: int, *, scheme: str, level: str, from_on: date) -> None:
    """Keep what somebody told us. Inside an operation."""
    known = scheme in SCHEMES and level in LEVELS
    db.session.add(
        RecordCheckSeen(
            entry_id=entry_id,
            scheme=scheme if known else "",
            level=level if known else "",
            from_on=from_on,
            recorded_at=clock.now(),
        )
    )


def newest(entry_ids: Collection[int]) -> dict[int, RecordCheckSeen]:
    """The check that counts for each of these registrants, in one statement."""
    if not entry_ids:
        return {}
    last = (
        select(func.max(RecordCheckSeen.id))
        .where(RecordCheckSeen.entry_id.in_(entry_ids))
        .group_by(RecordCheckSeen.entry_id)
    )
    found = db.session.scalars(select(RecordCheckSeen).where(RecordCheckSeen.id.in_(last)))
    return {one.entry_id: one for one in found}


def every(entry_id: int) -> Sequence[RecordCheckSeen]:
    """Every check that a registrant told us of, newest first."""
    statement = select(RecordCheckSeen).where(RecordCheckSeen.entry_id == entry_id)
    return db.session.scalars(statement.order_by(RecordCheckSeen.id.desc())).all()


def over(today: date) -> ColumnElement[bool]:
    """Which notes have to go by a day: those that a newer one took the place of, and those of who left long ago."""
    newer = aliased(RecordCheckSeen)
    older = select(newer.id).where(newer.entry_id == RecordCheckSeen.entry_id, newer.id > RecordCheckSeen.id).exists()
    before = clock.start_of_day(clock.add_months(today, -OLDER_KEPT.value(today)))
    left = clock.add_months(today, -KEPT.value(today))
    since = select(Period.id).where(
        Period.entry_id == RecordCheckSeen.entry_id, Period.ends_on >= left, queries.live(Period)
    )
    return or_(
        and_(older, RecordCheckSeen.recorded_at < before),
        and_(~since.exists(), RecordCheckSeen.recorded_at < clock.start_of_day(left)),
    )


def due_on(seen: RecordCheckSeen) -> date:
    """The day from which it has to be told anew, under the policy of the day it speaks of."""
    return clock.add_months(seen.from_on, MONTHS.value(seen.from_on))
