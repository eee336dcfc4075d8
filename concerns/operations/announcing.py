"""What the clock tells staff: that new concerns wait, that people were left waiting, that a reason is looked at again.

New concerns are told of at most once an hour, as a count: a letter for each would tell to the minute when somebody was
at their keyboard. One without a name waits for the next day, unless somebody may be in danger: letters are kept, and
the hour of this one would tell the hour of that. Officers see it on their lists at once. Each may run twice, at any
time, on several machines.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select, update

from accounts import authority
from accounts.models import Account, Role
from concerns import emails, standing, worklist
from concerns.models import Concern, Subject
from concerns.vocabulary import Stage
from concerns.worklist import Show
from foundation import audit, clock
from foundation.database import db, one_at_a_time, operation
from foundation.outbox import Letter

_LEFT_WAITING = "staff_left_waiting"


@operation
def announce() -> int:
    """Tell every concerns officer how many new concerns wait, in one letter each; says how many concerns.

    Without any officer nobody was told, so they stay new. Within the same hour nothing more is told.
    """
    one_at_a_time("announcing concerns")
    officers = authority.holders(Role.CONCERNS_OFFICER)
    told_by_the_hour = or_(
        Concern.began_anonymous.is_(False), Concern.danger.is_(True), Concern.received_on < clock.today()
    )
    new = db.session.scalars(select(Concern.id).where(Concern.announced.is_(False), told_by_the_hour)).all()
    if not officers or not new:
        return 0
    hour = f"{clock.now():%Y-%m-%d %H}"
    first, *others = officers
    if not _tell_of_new(first, len(new), hour):
        return 0
    for officer in others:
        _tell_of_new(officer, len(new), hour)
    # Not through the model: it is no change of the concern that would make an open page stale.
    db.session.execute(update(Concern).where(Concern.id.in_(new)).values(announced=True))
    return len(new)


def _tell_of_new(officer: Account, count: int, hour: str) -> bool:
    return emails.new_concerns(
        officer.email, name=officer.name, count=count, once=f"new concerns {hour} to {officer.id}"
    )


@operation
def tell_left_waiting() -> int:
    """Write to every concerns manager, at most once a day, when somebody newly waits too long; says how many wait."""
    one_at_a_time("concerns left waiting")
    today = clock.today()
    left = standing.standings_of(worklist.lists(0).on(Show.LATE))
    late = {one.id: one.late(today) for one in left.values()}
    last = _last_told()
    fresh = sum(any(last is None or due.on >= last for due in clocks_over) for clocks_over in late.values())
    if fresh:
        for manager in authority.holders(Role.CONCERNS_MANAGER):
            emails.left_waiting(
                manager.email,
                name=manager.name,
                count=len(late),
                fresh=fresh,
                once=f"left waiting {today.isoformat()} to {manager.id}",
            )
    return len(late)


def _last_told() -> date | None:
    """The day of the last such letter: what was due on that day or later was not late yet."""
    told = db.session.scalar(select(func.max(Letter.written_at)).where(Letter.template == _LEFT_WAITING))
    return clock.day_of(told) if told is not None else None


@operation
def remind_of_telling() -> int:
    """Remind officers of registrants whom they hold back telling, once for each day it is due on; says how many."""
    audit.take_turn()
    due = db.session.execute(
        select(Concern, Subject.held_back_until, func.count())
        .join(Subject, Subject.concern_id == Concern.id)
        .where(
            Concern.stage != Stage.CLOSED,
            Concern.officer_id.is_not(None),
            Subject.told_on.is_(None),
            Subject.held_back_until <= clock.today(),
        )
        .group_by(Concern.id, Subject.held_back_until)
    ).all()
    for concern, until, count in due:
        officer = authority.staff_account(concern.officer_id) if concern.officer_id is not None else None
        if officer is not None and until is not None:
            key = f"telling review {concern.id} {until.isoformat()} to {officer.id}"
            emails.telling_review(concern, officer.email, name=officer.name, count=count, due=until, once=key)
    return sum(count for _, _, count in due)
