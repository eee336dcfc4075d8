"""How long registrants who know of a concern are without a word from us: nobody waits more than 28 days (rules 6.6).

The promise counts from the day on which they were told, and again from each letter to them (`RegistrantLetter`, which
`concerns.emails.registrant` writes). It runs while the concern is open, also for one that the institute opened itself.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select

from concerns import policy
from concerns.models import Concern, RegistrantLetter, Subject
from concerns.vocabulary import Stage
from foundation import clock
from foundation.database import db


class Waits(NamedTuple):
    """A registrant who knows of an open concern, and by when the next word is due."""

    concern_id: int
    subject_id: int
    due_on: date


def waits() -> list[Waits]:
    """Everybody for whom the promise runs, the nearest day first, in one statement."""
    days = timedelta(days=policy.CONTACT.value(clock.today()))
    last = func.max(RegistrantLetter.written_on)
    rows = db.session.execute(
        select(Subject.concern_id, Subject.id, Subject.told_on, last)
        .join(Concern, Concern.id == Subject.concern_id)
        .outerjoin(RegistrantLetter, RegistrantLetter.subject_id == Subject.id)
        .where(Concern.stage != Stage.CLOSED, Subject.told_on.is_not(None))
        .group_by(Subject.concern_id, Subject.id, Subject.told_on)
    )
    found = [Waits(row[0], row[1], max(day for day in (row[2], row[3]) if day is not None) + days) for row in rows]
    return sorted(found, key=lambda one: (one.due_on, one.subject_id))


def silent_since() -> date:
    """Whoever had their last word before that day has waited longer than was promised."""
    return clock.today() - timedelta(days=policy.CONTACT.value(clock.today()))


def unheard(before: ColumnElement[date]) -> ColumnElement[bool]:
    """For a statement about `Concern`: whether somebody who knows of it had their last word before that day."""
    written = exists().where(RegistrantLetter.subject_id == Subject.id, RegistrantLetter.written_on >= before)
    return exists().where(Subject.concern_id == Concern.id, Subject.told_on < before, ~written)
