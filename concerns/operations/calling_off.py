"""Calling a hearing off: whoever was told of it, or was listed to sit, is told that it will not be.

It stands below panels because closing a concern calls off what is still ahead: nobody hears what is closed.
"""

from __future__ import annotations

from sqlalchemy import select

from accounts import authority
from concerns import emails, queries
from concerns.models import Hearing
from concerns.operations.desk import Desk
from foundation import clock
from foundation.database import db


def call_off(desk: Desk, row: Hearing, reasons_sealed: str) -> None:
    """Call one off, and write to those who expect it."""
    row.called_off_sealed = reasons_sealed
    row.called_off_at, row.called_off_by_id = clock.now(), desk.account_id
    if row.notice_on is not None:
        about = next(one for one in desk.concern.subjects if one.id == row.subject_id)
        emails.registrant(about, desk.concern, emails.CALLED_OFF)
    sitting = {one.account_id for one in queries.seats(desk.concern.id) if one.hearing_id == row.id}
    for account_id in sorted(sitting - {desk.account_id}):
        account = authority.staff_account(account_id)
        if account is not None:
            emails.hearing_off(account.email, name=account.name, on=row.on)
    desk.record("called_off", hearing=row.id)


def call_off_all(desk: Desk, reasons_sealed: str) -> None:
    """Call off every hearing of a concern that is still ahead."""
    ahead = select(Hearing).where(
        Hearing.concern_id == desk.concern.id, Hearing.decided_on.is_(None), Hearing.called_off_at.is_(None)
    )
    for row in db.session.scalars(ahead.order_by(Hearing.id)).all():
        call_off(desk, row, reasons_sealed)
