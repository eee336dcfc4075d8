"""What is over, held, or gone, as the pages list it: every kind of record together, in as many statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select

from accounts.models import Account
from concerns.models import Erasure, LegalHold, Tombstone
from concerns.retention.records import KINDS
from foundation import clock
from foundation.database import db
from foundation.errors import Missing

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """One record whose time is over, as the page shows it."""

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
    #: Where the hold's owner can be reached.
    email: str

    @property
    def due(self) -> bool:
        """Whether its owner has to look at it again."""
        return self.hold.review_on <= clock.today()


class _Said(NamedTuple):
    """What each kind of record says of itself, whichever it is."""

    reference: Any
    version: Any
    received_on: Any
    closed_on: Any


_SAID = _Said(
    func.coalesce(*(one.model.reference for one in KINDS)),
    func.coalesce(*(one.model.version for one in KINDS)),
    func.coalesce(*(one.model.received_on for one in KINDS)),
    case(*((one.closed, one.closed_on) for one in KINDS)),
)


def _over() -> Select[Any]:
    found = select(*_SAID, Erasure, Account.name).select_from(Erasure)
    for kind in KINDS:
        found = found.outerjoin(kind.model, kind.model.id == kind.of(Erasure))
    return found.outerjoin(Account, Account.id == Erasure.proposed_by_id)


def _listed(row: Any, account_id: int) -> Listed:
    reference, version, received_on, closed_on, erasure, name = row
    by_me = erasure.proposed_by_id == account_id
    return Listed(reference, version, erasure, received_on, closed_on, name or "", by_me)


def listed(account_id: int, page: int) -> tuple[list[Listed], int]:
    """One page of what is over, those that wait for a second person first; and how many there are."""
    total = db.session.scalar(select(func.count()).select_from(Erasure)) or 0
    ordered = _over().order_by(Erasure.proposed_at.is_(None), Erasure.due_on, Erasure.id)
    rows = db.session.execute(ordered.limit(PAGE).offset((page - 1) * PAGE))
    return [_listed(row, account_id) for row in rows], total


def one(reference: str, account_id: int) -> Listed:
    """What is over of one record.

    Raises:
        Missing: its time is not over, or it is gone.
    """
    row = db.session.execute(_over().where(_SAID.reference == reference)).first()
    if row is None:
        raise Missing("That record is not on the list of records whose time is over.")
    return _listed(row, account_id)


def holds(*, due_on: date | None = None) -> list[Held]:
    """Every hold that stands, those to be looked at first; with a day, only those due by then."""
    found = select(_SAID.reference, _SAID.version, LegalHold, Account.name, Account.email).select_from(LegalHold)
    for kind in KINDS:
        found = found.outerjoin(kind.model, kind.model.id == kind.of(LegalHold))
    found = found.join(Account, Account.id == LegalHold.owner_id).where(LegalHold.lifted_at.is_(None))
    if due_on is not None:
        found = found.where(LegalHold.review_on <= due_on)
    return [Held(*row) for row in db.session.execute(found.order_by(LegalHold.review_on, LegalHold.id))]


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
