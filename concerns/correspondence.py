"""Reading what passes between us and a reporter: messages, statements, delays, closings, requests, and their files.

Every question is a fixed number of statements. Nothing here knows the tables that only staff write.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.models import Account, Role, RoleGrant
from concerns import kept
from concerns.kept import CONCERN
from concerns.models import (
    Closure,
    Concern,
    Delay,
    Feedback,
    Message,
    Reporter,
    Request,
    Statement,
    Subject,
)
from concerns.telling import Reach
from concerns.vocabulary import Direction, Stage
from foundation import clock
from foundation.database import db, reads_once
from foundation.evidence.models import SHOWN, StoredFile
from foundation.locks import Box
from register import queries as register

#: How the people outside know those who write to them; the first that fits.
_ROLES = {
    Role.CONCERNS_OFFICER: "concerns officer",
    Role.CONCERNS_MANAGER: "concerns manager",
    Role.INVESTIGATING_OFFICER: "investigating officer",
    Role.APPEAL_PANEL: "independent reviewer",
    Role.DATA_PROTECTION_LEAD: "data-protection lead",
}


@dataclass(frozen=True)
class Officer:
    """A member of staff as people outside may know them."""

    first_name: str
    role: str

    @property
    def words(self) -> str:
        """Such as "Sam, concerns officer"."""
        return f"{self.first_name}, {self.role}"


def officers(account_ids: Collection[int | None]) -> dict[int, Officer]:
    """First names and roles, in one statement."""
    asked = {one for one in account_ids if one is not None}
    if not asked:
        return {}
    rows = db.session.execute(
        select(Account.id, Account.name, RoleGrant.role, RoleGrant.granted_at, RoleGrant.until, RoleGrant.ended_at)
        .outerjoin(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.id.in_(asked))
    ).all()
    now = clock.now()
    names: dict[int, str] = {}
    held: dict[int, set[Role]] = {}
    for account_id, name, role, granted_at, until, ended_at in rows:
        names[account_id] = name
        if granted_at is not None and granted_at <= now and ended_at is None and (until is None or until > now):
            held.setdefault(account_id, set()).add(role)
    return {
        account_id: Officer(
            (name.split() or ["Somebody"])[0],
            next((words for role, words in _ROLES.items() if role in held.get(account_id, set())), "member of staff"),
        )
        for account_id, name in names.items()
    }


def reach_of(concern: Concern, box: Box) -> Reach:
    """How the reporter may be reached; through the mailbox only, where they said nothing."""
    held = concern.reporter.reach_sealed
    return Reach.from_plain(box.open_json(held)) if held else Reach()


#: Statements made once.
_STATEMENTS = select(Statement).where(Statement.concern_id == CONCERN).order_by(Statement.number)
_CLOSING = select(Closure).where(Closure.concern_id == CONCERN).order_by(Closure.id.desc()).limit(1)


def messages(concern_id: int) -> Sequence[Message]:
    """The messages of a mailbox, both ways, oldest first."""
    return kept.of(Message, concern_id)


def unread_from_us(concern_id: int) -> Sequence[Message]:
    """What we wrote and the reporter has not opened yet."""
    statement = select(Message).where(
        Message.concern_id == concern_id, Message.direction == Direction.FROM_US, Message.read_on.is_(None)
    )
    return db.session.scalars(statement).all()


def message_of_page(concern_id: int, once: str) -> Message | None:
    """The message that a page was sent as before."""
    return db.session.scalar(select(Message).where(Message.once == once, Message.concern_id == concern_id))


@reads_once
def statements(concern_id: int) -> Sequence[Statement]:
    """All that the reporter told us, in order."""
    return db.session.scalars(_STATEMENTS, {"concern_id": concern_id}).all()


def delays(concern_id: int) -> Sequence[Delay]:
    """What we said about being late, oldest first."""
    return kept.of(Delay, concern_id)


def delays_of(concern_ids: Collection[int]) -> dict[int, list[Delay]]:
    """What we said about being late in several concerns, oldest first, in one statement."""
    found: dict[int, list[Delay]] = {one: [] for one in concern_ids}
    for row in db.session.scalars(select(Delay).where(Delay.concern_id.in_(concern_ids)).order_by(Delay.id)):
        found[row.concern_id].append(row)
    return found


def closing(concern_id: int) -> Closure | None:
    """The last closing."""
    if not kept.may_have(Closure, concern_id):
        return None
    return db.session.scalar(_CLOSING, {"concern_id": concern_id})


def requests(concern_id: int) -> Sequence[Request]:
    """What the reporter asked of us later, oldest first."""
    return kept.of(Request, concern_id)


def feedback_given(concern_id: int) -> frozenset[Stage]:
    """The stages on which the reporter has said what they think."""
    return frozenset(db.session.scalars(select(Feedback.stage).where(Feedback.concern_id == concern_id)))


def files(kind: str, ids: Collection[int]) -> dict[int, list[StoredFile]]:
    """The files of several messages, or of several statements, in one statement."""
    found: dict[int, list[StoredFile]] = {one: [] for one in ids}
    if not found:
        return found
    statement = (
        select(StoredFile)
        .where(
            StoredFile.owner_kind == kind,
            StoredFile.owner_id.in_([str(one) for one in found]),
            StoredFile.standing.in_(SHOWN),
        )
        .order_by(StoredFile.id)
    )
    for file in db.session.scalars(statement):
        found[int(file.owner_id)].append(file)
    return found


def passes_here(concern_id: int, file: StoredFile) -> bool:
    """Whether a file belongs to a message or statement of this concern. Officers' own files never do."""
    kinds = {"message": (Message.id, Message.concern_id), "statement": (Statement.id, Statement.concern_id)}
    columns = kinds.get(file.owner_kind)
    if columns is None or not file.owner_id.isdecimal():
        return False
    owner, concern = columns
    return db.session.scalar(select(owner).where(owner == int(file.owner_id), concern == concern_id)) is not None


# -------------------------------------------------------------------------------------------------------- registrants


def told_about(number: str) -> Sequence[tuple[Concern, Subject]]:
    """The concerns about an entry of which the registrant was told, newest first."""
    entry_id = register.entry_ids([number]).get(number)
    rows = db.session.execute(
        select(Concern, Subject)
        .join(Subject, Subject.concern_id == Concern.id)
        .where(Subject.entry_id == entry_id, Subject.told_on.is_not(None))
        .order_by(Subject.told_on.desc(), Concern.id.desc())
    )
    return [(concern, subject) for concern, subject in rows]


def raised_by(account_id: int) -> Sequence[Concern]:
    """What a registrant told us about themself while signed in, newest first."""
    return db.session.scalars(
        select(Concern)
        .join(Reporter, Reporter.concern_id == Concern.id)
        .where(Reporter.account_id == account_id)
        .options(selectinload(Concern.reporter))
        .order_by(Concern.received_on.desc(), Concern.id.desc())
    ).all()
