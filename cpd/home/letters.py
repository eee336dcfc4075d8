"""The letters that somebody was sent, to read again in their account.

Kept back are letters that are good only in the mailbox they were sent to: codes and links that open something, and
whatever is told to somebody who may be watched (`quiet_…`). What others share an address with, nobody is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from accounts.models import Account, Realm
from cpd.registrants import Registrant, others_at
from foundation import clock
from foundation.database import db
from foundation.errors import Missing
from foundation.outbox import Letter

#: Letters whose template begins so are not shown.
KEPT_BACK = ("account_", "concern_", "data_request_", "entry_claim", "follow_", "quiet_", "referee_", "staff_")
PAGE = 20


@dataclass(frozen=True)
class Line:
    """One letter in the list."""

    id: int
    subject: str
    written_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class Listed:
    """One page of the letters, newest first."""

    lines: Sequence[Line]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


def addresses(email: str, registrant: Registrant | None) -> frozenset[str]:
    """Where somebody's letters go, and nobody else's: the address they sign in with, and the one on file.

    What went to an address that was ever on file for another entry, or with which somebody else signs in, is shown to
    nobody: a letter does not say for whom of them it was.
    """
    on_file = registrant.email if registrant is not None else ""
    # The register may write their own address with other capitals than they do.
    held = {email, on_file} - {""}
    # Whoever may not be shown to the public still has their letters to themselves.
    shared = others_at(held, besides=registrant.entry_id if registrant is not None else None, ever=True)
    if on_file.lower() not in {"", email.lower()} and _signs_in(on_file):
        shared |= {on_file.lower()}
    return frozenset(one for one in held if one.lower() not in shared)


def _signs_in(address: str) -> bool:
    """Whether somebody, who is not the one that asks, signs in at the public door with an address."""
    found = select(Account.id).where(Account.realm == Realm.PUBLIC, func.lower(Account.email) == address.lower())
    return db.session.scalar(found.limit(1)) is not None


def listed(to: Collection[str], *, page: int = 1, per_page: int = PAGE) -> Listed:
    """A page of the letters that went to these addresses."""
    total = db.session.scalar(select(func.count()).select_from(Letter).where(_shown(to))) or 0
    page = min(page, max(1, -(-total // PAGE)))
    rows = db.session.execute(
        select(Letter.id, Letter.subject, Letter.written_at, Letter.sent_at)
        .where(_shown(to))
        .order_by(Letter.id.desc())
        .limit(per_page)
        .offset((page - 1) * PAGE)
    )
    return Listed([Line(*row) for row in rows], total, page)


def read(letter_id: int, to: Collection[str]) -> Letter:
    """One letter.

    Raises:
        Missing: it went to somebody else, or is kept back.
    """
    found = db.session.scalar(select(Letter).where(Letter.id == letter_id, _shown(to)))
    if found is None:
        raise Missing("There is no such letter to you.")
    return found


def everything(to: Collection[str]) -> Sequence[Letter]:
    """Every letter that may be shown, oldest first."""
    return db.session.scalars(select(Letter).where(_shown(to)).order_by(Letter.id)).all()


def _shown(to: Collection[str]) -> ColumnElement[bool]:
    back = (not_(Letter.template.startswith(one, autoescape=True)) for one in KEPT_BACK)
    # Bad news that waits for the morning of a working day waits here too.
    begun = or_(Letter.tries > 0, Letter.due_at <= clock.now())
    return and_(Letter.recipient.in_(to), begun, *back)
