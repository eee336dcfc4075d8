"""Reading what is over, held, or gone: each question a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, exists, func, select

from accounts.models import Account
from concerns.models import Concern, Erasure, LegalHold, Order, PatternLine, Step, Tombstone
from concerns.retention.periods import Decided, Ended
from concerns.vocabulary import Stage
from foundation import clock, locks
from foundation.database import db
from foundation.errors import Missing


def ended(concerns: Sequence[Concern]) -> dict[int, Ended]:
    """What the time of these closed concerns rests on, in two statements."""
    ids = [one.id for one in concerns]
    orders: dict[int, list[Decided]] = {one: [] for one in ids}
    for row in db.session.scalars(select(Order).where(Order.concern_id.in_(ids)).order_by(Order.id)):
        if row.told_on is not None or row.effected_at is not None:
            orders[row.concern_id].append(_decided(row))
    before = (
        select(Step.concern_id, func.max(Step.id).label("last"))
        .where(Step.concern_id.in_(ids), Step.stage != Stage.CLOSED)
        .group_by(Step.concern_id)
        .subquery()
    )
    rows = db.session.execute(select(Step.concern_id, Step.stage).join(before, before.c.last == Step.id))
    stages: dict[int, Stage] = {row[0]: row[1] for row in rows}
    return {
        one.id: Ended(one.closed_on, stages.get(one.id, Stage.RECEIVED), tuple(orders[one.id]))
        for one in concerns
        if one.stage is Stage.CLOSED and one.closed_on is not None
    }


def _decided(row: Order) -> Decided:
    ends = row.ended_on or (clock.day_of(row.ends_at) if row.ends_at is not None else None)
    started = clock.day_of(row.starts_at) if row.starts_at is not None else None
    return Decided(row.kind, row.decided_on, started, ends, row.without_end)


def to_look_at(before: date, *, after_id: int, at_most: int) -> Sequence[Concern]:
    """Concerns closed before a day that are not listed, held or minimised yet, the lowest id first."""
    statement = (
        select(Concern)
        .where(Concern.stage == Stage.CLOSED, Concern.closed_on <= before, Concern.id > after_id)
        .where(~exists().where(Erasure.concern_id == Concern.id))
        .where(~exists().where(LegalHold.concern_id == Concern.id, LegalHold.lifted_at.is_(None)))
        .where(~exists().where(Tombstone.reference == Concern.reference))
    )
    return db.session.scalars(statement.order_by(Concern.id).limit(at_most)).all()


def erasure(concern_id: int) -> Erasure | None:
    """What the night has found of a concern."""
    return db.session.scalar(select(Erasure).where(Erasure.concern_id == concern_id))


def hold(concern_id: int) -> LegalHold | None:
    """The hold that keeps a concern."""
    return db.session.scalar(select(LegalHold).where(LegalHold.concern_id == concern_id, LegalHold.lifted_at.is_(None)))


def tombstone(reference: str) -> Tombstone | None:
    """What stays of a concern that was deleted or minimised."""
    return db.session.scalar(select(Tombstone).where(Tombstone.reference == reference))


def of_reporter(reference: str | None, secret: str) -> Tombstone | None:
    """What stays of a concern, for whoever knows the secret that opened its mailbox."""
    stone = tombstone(reference) if reference else None
    return stone if stone is not None and locks.is_secret(stone.secret_hash, secret) else None


#: A statement made once.
_PATTERNS = (
    select(PatternLine)
    .where(PatternLine.entry_id.in_(bindparam("ids", expanding=True)), PatternLine.until > bindparam("today"))
    .order_by(PatternLine.closed_on.desc(), PatternLine.id.desc())
)


def patterns(entry_ids: Collection[int]) -> Sequence[PatternLine]:
    """The index lines about somebody that may still be kept, newest first."""
    return db.session.scalars(_PATTERNS, {"ids": list(entry_ids), "today": clock.today()}).all() if entry_ids else ()


# ----------------------------------------------------------------------------------------------------- for the pages


@dataclass(frozen=True)
class Listed:
    """One concern whose time is over, as the page shows it."""

    reference: str
    version: int
    erasure: Erasure
    received_on: date
    closed_on: date | None
    #: Who proposed it; nobody yet.
    proposer: str = ""
    mine: bool = False

    @property
    def days_over(self) -> int:
        """Since how many days it should be gone."""
        return (clock.today() - self.erasure.due_on).days


@dataclass(frozen=True)
class Held:
    """One hold, as the page shows it."""

    reference: str
    version: int
    hold: LegalHold
    owner: str

    @property
    def due(self) -> bool:
        """Whether its owner has to look at it again."""
        return self.hold.review_on <= clock.today()


PAGE = 50


def listed(account_id: int, page: int) -> tuple[list[Listed], int]:
    """One page of what is over, those that wait for a second person first; and how many there are."""
    total = db.session.scalar(select(func.count()).select_from(Erasure)) or 0
    rows = db.session.execute(
        select(Concern, Erasure, Account.name)
        .join(Erasure, Erasure.concern_id == Concern.id)
        .outerjoin(Account, Account.id == Erasure.proposed_by_id)
        .order_by(Erasure.proposed_at.is_(None), Erasure.due_on, Erasure.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    found = [
        Listed(
            concern.reference,
            concern.version,
            erasure,
            concern.received_on,
            concern.closed_on,
            name or "",
            erasure.proposed_by_id == account_id,
        )
        for concern, erasure, name in rows
    ]
    return found, total


def one(reference: str, account_id: int) -> Listed:
    """What is over of one concern.

    Raises:
        Missing: its time is not over, or it is gone.
    """
    row = db.session.execute(
        select(Concern, Erasure, Account.name)
        .join(Erasure, Erasure.concern_id == Concern.id)
        .outerjoin(Account, Account.id == Erasure.proposed_by_id)
        .where(Concern.reference == reference)
    ).first()
    if row is None:
        raise Missing("That concern is not on the list of records whose time is over.")
    concern, found, name = row
    by_me = found.proposed_by_id == account_id
    return Listed(concern.reference, concern.version, found, concern.received_on, concern.closed_on, name or "", by_me)


def holds() -> list[Held]:
    """Every hold that stands, those to be looked at first."""
    rows = db.session.execute(
        select(Concern, LegalHold, Account.name)
        .join(LegalHold, LegalHold.concern_id == Concern.id)
        .join(Account, Account.id == LegalHold.owner_id)
        .where(LegalHold.lifted_at.is_(None))
        .order_by(LegalHold.review_on, LegalHold.id)
    )
    return [Held(concern.reference, concern.version, hold, name) for concern, hold, name in rows]


def gone(*, at_most: int = 200) -> Sequence[Tombstone]:
    """The last records that were deleted or minimised, newest first."""
    return db.session.scalars(select(Tombstone).order_by(Tombstone.id.desc()).limit(at_most)).all()


def waiting(account_id: int) -> int:
    """How many proposals wait for somebody as the second person."""
    statement = select(func.count()).select_from(Erasure)
    return (
        db.session.scalar(statement.where(Erasure.proposed_at.is_not(None), Erasure.proposed_by_id != account_id)) or 0
    )


def to_handle(account_id: int) -> int:
    """How many records wait to be reviewed, and how many of one's holds to be looked at again."""
    fresh = db.session.scalar(select(func.count()).select_from(Erasure).where(Erasure.proposed_at.is_(None))) or 0
    old = (
        select(func.count())
        .select_from(LegalHold)
        .where(LegalHold.lifted_at.is_(None), LegalHold.review_on <= clock.today(), LegalHold.owner_id == account_id)
    )
    return fresh + (db.session.scalar(old) or 0)


def name_of(account_id: int | None) -> str:
    """Somebody's name, for a tombstone."""
    return db.session.scalar(select(Account.name).where(Account.id == account_id)) or "Somebody"
