"""Searching the audit trail by person, by record and by day: newest first, a bounded page at a time.

Refuses to show somebody who only looks after the machine anything but the lines about accounts, policies and letters.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select

from accounts.permissions import Permission
from foundation import audit, clock
from foundation.audit import Actor, AuditRecord
from foundation.database import db, operation

LINES_A_PAGE = 50
#: The kinds of records that are about the machine and its people, not about registrants or concerns.
ABOUT_ACCOUNTS = ("account", "code", "letter", "page", "policy", "session", "trail")


@dataclass(frozen=True)
class Question:
    """What is looked for. Everything may be left out."""

    person: int | None = None
    kind: str = ""
    record: str = ""
    first: date | None = None
    last: date | None = None
    #: Only lines older than this one: where the page before ended.
    before: int | None = None


@dataclass(frozen=True)
class TrailLine:
    """One line as it is shown."""

    id: int
    at: datetime
    who: str
    who_id: int | None
    action: str
    kind: str
    record: str
    detail: str


@dataclass(frozen=True)
class Trail:
    """One page of lines, and where the next one begins, if there is one."""

    lines: tuple[TrailLine, ...]
    next_before: int | None


def sees_everything(permissions: Collection[Permission]) -> bool:
    """Whether somebody reads the whole trail, not only the lines about accounts."""
    return Permission.READ_TRAIL in permissions


def search(question: Question, *, everything: bool) -> Trail:
    """A page of the trail, newest first, in one statement."""
    statement = select(AuditRecord)
    if not everything:
        statement = statement.where(AuditRecord.subject_kind.in_(ABOUT_ACCOUNTS))
    if question.person is not None:
        own = and_(AuditRecord.subject_kind == "account", AuditRecord.subject_id == str(question.person))
        statement = statement.where(or_(AuditRecord.actor_id == question.person, own))
    if question.kind:
        statement = statement.where(AuditRecord.subject_kind == question.kind)
    if question.record:
        statement = statement.where(AuditRecord.subject_id == question.record)
    if question.first is not None:
        statement = statement.where(AuditRecord.at >= clock.start_of_day(question.first))
    if question.last is not None:
        statement = statement.where(AuditRecord.at < clock.start_of_day(question.last + timedelta(days=1)))
    if question.before is not None:
        statement = statement.where(AuditRecord.id < question.before)
    found = db.session.scalars(statement.order_by(AuditRecord.id.desc()).limit(LINES_A_PAGE + 1)).all()
    lines = tuple(
        TrailLine(
            one.id,
            one.at,
            one.actor_label,
            one.actor_id if one.actor_kind == "account" else None,
            one.action,
            one.subject_kind,
            one.subject_id,
            one.detail,
        )
        for one in found[:LINES_A_PAGE]
    )
    return Trail(lines, lines[-1].id if len(found) > LINES_A_PAGE else None)


@operation
def note_reading(question: Question, *, by: Actor) -> None:
    """Write down that somebody read the trail, and what they looked for."""
    asked = {name: str(value) for name, value in vars(question).items() if value not in (None, "")}
    audit.record(action="trail.read", subject=("trail", "audit"), by=by, detail=asked)


@operation
def note_opening(path: str, *, by: Actor) -> None:
    """Write down that an auditor opened a page: all their reading is logged (rules 6.10)."""
    audit.record(action="auditor.read", subject=("page", path[:80]), by=by)
