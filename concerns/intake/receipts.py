"""What somebody who sent a concern is shown at once: its reference, what happens by when, and all that they told us.

The days are the clocks of the concern itself; nothing is promised here that they do not keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from concerns import queries
from concerns.clocks import Due
from concerns.models import Statement
from concerns.vocabulary import Channel, ClockName, Naming, Queue
from foundation import locks
from foundation.database import db
from foundation.errors import Missing


@dataclass(frozen=True)
class Section:
    """One part of what was told, with its frozen pages."""

    title: str
    pages: list[dict[str, Any]]


@dataclass(frozen=True)
class Receipt:
    """One concern as its receipt shows it."""

    reference: str
    received_on: date
    #: By when a person replies, and by which day we say whether it is ours.
    reply_at: datetime
    triage_on: date
    #: Nobody waits longer than so many days without a message.
    contact_days: int
    naming: Naming
    online: bool
    #: Nobody it is about was ever on the register: it stands on a list of its own.
    claim: bool
    danger: bool
    #: The frozen pages: section, title, and pairs of question and answer.
    pages: list[dict[str, Any]]

    @property
    def sections(self) -> list[Section]:
        """The frozen pages by the part they stood in."""
        return [Section(title, list(pages)) for title, pages in groupby(self.pages, lambda page: str(page["section"]))]

    @property
    def anonymous(self) -> bool:
        """Whether nobody knows who told us."""
        return self.naming is Naming.ANONYMOUS


def read(reference: str, secret: str) -> Receipt:
    """The receipt of a concern, for who holds its secret.

    Raises:
        Missing: there is none, or that is not its secret.
    """
    concern = queries.find(reference)
    if not locks.is_secret(concern.secret_hash if concern is not None else None, secret) or concern is None:
        raise Missing("The reference and the secret do not fit together.")
    sealed = db.session.scalars(
        select(Statement.words_sealed).where(Statement.concern_id == concern.id, Statement.number == 1)
    ).one()
    return Receipt(
        reference=concern.reference,
        received_on=concern.received_on,
        reply_at=Due(ClockName.REPLY, concern.reply_due_on).at,
        triage_on=concern.triage_due_on,
        contact_days=concern.contact_days,
        naming=concern.naming,
        online=concern.channel is Channel.ONLINE,
        claim=concern.queue is Queue.NEVER_REGISTERED,
        danger=concern.danger,
        pages=locks.box_of(concern.lock_id).open_json(sealed),
    )
