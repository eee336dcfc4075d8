"""Who is on the register without insurance that we know of, and whether they were told: the clock of fourteen days
begins only with a letter that was sent, or with a person who told them (rules 6.3, D08).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased

from cpd.renewal import policy
from cpd.renewal.models import InsuranceSuspension, InsuranceTold, Notice
from cpd.renewal.vocabulary import Seen, Watch
from cpd.renewal.windows import AFTER, BY_HAND
from foundation import clock
from foundation.database import db
from foundation.outbox import Letter, Standing
from register.models import Ending, Insurance, Period
from register.queries import live

_COUNTS = or_(InsuranceTold.seen.is_(None), InsuranceTold.seen != Seen.NOT_CONFIRMED)
_IS_NOTICE = and_(Notice.watch == Watch.INSURANCE, Notice.number >= AFTER)


def is_registered(entry_id: Any, today: date) -> Any:
    """The condition that somebody is in a period today that they did not leave: one that was put on the register
    after an ending is a return.
    """
    left = select(Ending.id).where(
        Ending.entry_id == Period.entry_id,
        Ending.event_id >= Period.event_id,
        # Who leaves at the end of today is here until then.
        Ending.at <= clock.now(),
        live(Ending),
    )
    inside = select(Period.id).where(
        Period.entry_id == entry_id, Period.starts_on <= today, Period.ends_on >= today, live(Period), ~left.exists()
    )
    return inside.exists()


def without_any(after: int, today: date, limit: int) -> Select[int, date]:
    """The next people on the register of whose insurance nothing is on record, as the day their period began: nobody
    has told them yet that we miss it.
    """
    seen = select(Insurance.id).where(Insurance.entry_id == Period.entry_id, live(Insurance))
    told = select(InsuranceTold.id).where(InsuranceTold.entry_id == Period.entry_id, _COUNTS)
    had = select(Notice.id).where(Notice.entry_id == Period.entry_id, Notice.day == Period.starts_on, _IS_NOTICE)
    return (
        select(Period.entry_id, Period.starts_on)
        .where(
            Period.entry_id > after,
            Period.starts_on <= today,
            Period.ends_on >= today,
            live(Period),
            ~seen.exists(),
            ~told.exists(),
            ~had.exists(),
        )
        .order_by(Period.entry_id)
        .limit(limit)
    )


def told_on(entry_id: int, day: date) -> date | None:
    """The day on which somebody was told that their insurance ended on a day; None when no notice has reached them."""
    statement = (
        select(Notice.number, Notice.written_on, Letter.sent_at)
        .outerjoin(Letter, Letter.id == Notice.letter_id)
        .where(Notice.entry_id == entry_id, Notice.day == day, _IS_NOTICE)
    )
    days = []
    for number, written_on, sent_at in db.session.execute(statement):
        if number == BY_HAND:
            days.append(written_on)
        elif sent_at is not None:
            days.append(clock.day_of(sent_at))
    return min(days, default=None)


def unreached(today: date) -> Select[int, date]:
    """Notices that no letter carried to who is still without insurance: by entry and day."""
    return (
        _still_without(today)
        .outerjoin(Letter, Letter.id == Notice.letter_id)
        .where(
            Notice.number == AFTER,
            or_(Notice.letter_id.is_(None), Letter.standing == Standing.GIVEN_UP),
            ~_told_by_hand().exists(),
        )
    )


def unreached_day(entry_id: int) -> date | None:
    """The day that such a notice to one person is about; None when there is none."""
    row = db.session.execute(unreached(clock.today()).where(Notice.entry_id == entry_id)).first()
    return row[1] if row is not None else None


def over_for(today: date) -> Select[int, date]:
    """Those who had the whole time of the notice, and showed nothing: by entry and day."""
    before = today - timedelta(days=policy.INSURANCE_NOTICE.value(today))
    sent = and_(Letter.standing == Standing.SENT, Letter.sent_at < clock.start_of_day(before))
    return (
        _still_without(today)
        .outerjoin(Letter, Letter.id == Notice.letter_id)
        .where(Notice.number == AFTER, or_(sent, _told_by_hand(before).exists()))
    )


def _told_by_hand(before: date = date.max) -> Select[int]:
    other = aliased(Notice)
    return select(other.id).where(
        other.entry_id == Notice.entry_id,
        other.watch == Watch.INSURANCE,
        other.day == Notice.day,
        other.number == BY_HAND,
        other.written_on < before,
    )


def _still_without(today: date) -> Select[int, date]:
    """Notices about the end of the insurance that somebody on the register had last, and who is not suspended."""
    later_seen = select(Insurance.id).where(
        Insurance.entry_id == Notice.entry_id, Insurance.confirmed_to > Notice.day, live(Insurance)
    )
    later_told = select(InsuranceTold.id).where(
        InsuranceTold.entry_id == Notice.entry_id, InsuranceTold.ends_on > Notice.day, _COUNTS
    )
    suspended = select(InsuranceSuspension.id).where(
        InsuranceSuspension.entry_id == Notice.entry_id, InsuranceSuspension.ended_at.is_(None)
    )
    return select(Notice.entry_id, Notice.day).where(
        Notice.watch == Watch.INSURANCE,
        Notice.day < today,
        is_registered(Notice.entry_id, today),
        ~later_seen.exists(),
        ~later_told.exists(),
        ~suspended.exists(),
    )
