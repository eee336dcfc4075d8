"""The letters that somebody was sent, to read again in their account.

Kept back are letters that are good only in the mailbox they were sent to: codes and links that open something, and
whatever is told to somebody who may be watched (`quiet_…`). What others share an address with, nobody is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from cpd.registrants import Registrant
from foundation import clock
from foundation.database import db
from foundation.errors import Missing
from foundation.outbox import Letter
from register.models import Contact
from register.queries import live

#: Letters whose template begins so are not shown.
KEPT_BACK = ("account_", "concern_", "data_request_", "entry_claim", "quiet_", "referee_", "staff_")
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
    """Where somebody's letters go: the address they sign in with, and the one on file unless others share it."""
    on_file = registrant.email if registrant is not None else ""
    if not on_file or on_file.lower() == email.lower():
        return frozenset({email})
    # Whoever may not be shown to the public still has their letters to themselves.
    sharing = select(func.count(Contact.entry_id.distinct())).where(
        func.lower(Contact.email) == on_file.lower(), live(Contact)
    )
    return frozenset({email, on_file}) if db.session.scalar(sharing) == 1 else frozenset({email})


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
