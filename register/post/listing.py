"""What stands on the list of letters on paper: a fixed number of statements, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from accounts.models import Account
from foundation import clock
from foundation.database import db
from register import queries
from register.post import policy, readers
from register.post.models import PostBatch, PostLetter, PostReader

A_PAGE = 25
_KNOWN = select(PostReader.id).where(PostReader.entry_id == PostLetter.entry_id, PostReader.address_sealed.is_not(None))


@dataclass(frozen=True)
class Line:
    """A letter that is to go on paper."""

    id: int
    number: str
    name: str
    about: str
    due_on: date
    is_late: bool
    #: The address in one line; empty when we do not know it.
    address: str


@dataclass(frozen=True)
class Lines:
    """One page of letters."""

    lines: Sequence[Line]
    total: int
    page: int
    pages: int
    #: The newest letter that counts in `total`: a batch made from this page takes none after it.
    up_to: int


@dataclass(frozen=True)
class BatchLine:
    """A batch in a list."""

    id: int
    version: int
    made_at: datetime
    made_by: str
    letters: int
    posted_on: date | None
    posted_by: str
    is_late: bool


def waiting(*, known: bool, page: int = 1) -> Lines:
    """One page of the letters that are not printed yet, whose address we know, or do not."""
    where = (PostLetter.batch_id.is_(None), _KNOWN.exists() if known else ~_KNOWN.exists())
    total, up_to = db.session.execute(select(func.count(), func.max(PostLetter.id)).where(*where)).one()
    pages = max(1, -(-total // A_PAGE))
    page = min(page, pages)
    chosen = select(PostLetter).where(*where).order_by(PostLetter.due_on, PostLetter.id)
    rows = db.session.scalars(chosen.limit(A_PAGE).offset((page - 1) * A_PAGE)).all()
    return Lines(_lines(rows), total, page, pages, up_to or 0)


def of_batch(batch_id: int) -> Sequence[Line]:
    """The letters of a batch."""
    order = (PostLetter.due_on, PostLetter.id)
    return _lines(db.session.scalars(select(PostLetter).where(PostLetter.batch_id == batch_id).order_by(*order)).all())


def _lines(rows: Sequence[PostLetter]) -> list[Line]:
    today, now = clock.today(), clock.now()
    people = queries.named({one.entry_id for one in rows})
    known = readers.addresses({one.entry_id for one in rows})
    return [
        Line(
            one.id,
            people[one.entry_id].number,
            people[one.entry_id].particulars_at(now).name,
            one.template.replace("_", " "),
            one.due_on,
            one.due_on < today,
            ", ".join(known.get(one.entry_id, ())),
        )
        for one in rows
        if one.entry_id in people
    ]


def batches(*, posted: bool, at_most: int = 50) -> list[BatchLine]:
    """Batches that are still to be posted, or were; the newest first."""
    which = PostBatch.posted_on.is_not(None) if posted else PostBatch.posted_on.is_(None)
    return [_batch(row) for row in db.session.execute(_BATCHES.where(which).limit(at_most))]


def batch(batch_id: int) -> BatchLine | None:
    """One batch."""
    row = db.session.execute(_BATCHES.where(PostBatch.id == batch_id)).one_or_none()
    return _batch(row) if row is not None else None


_maker, _poster = (
    select(Account.name).where(Account.id == column).scalar_subquery()
    for column in (PostBatch.made_by_id, PostBatch.posted_by_id)
)
_BATCHES: Any = select(
    PostBatch,
    _maker,
    _poster,
    select(func.count()).where(PostLetter.batch_id == PostBatch.id).scalar_subquery(),
    select(func.min(PostLetter.due_on)).where(PostLetter.batch_id == PostBatch.id).scalar_subquery(),
).order_by(PostBatch.id.desc())


def _batch(row: Any) -> BatchLine:
    held, maker, poster, letters, first_due = row
    late = held.posted_on is None and first_due is not None and first_due < clock.today()
    return BatchLine(
        held.id, held.version, held.made_at, maker or "", letters, held.posted_on, poster or "", is_late=late
    )


def to_post() -> int:
    """How many letters are not in the post yet, printed or not."""
    return _count()


def late() -> int:
    """How many of them should have been by now."""
    return _count(PostLetter.due_on < clock.today())


def _count(*where: Any) -> int:
    unposted = select(func.count(PostLetter.id)).outerjoin(PostBatch, PostBatch.id == PostLetter.batch_id)
    statement = unposted.where(or_(PostLetter.batch_id.is_(None), PostBatch.posted_on.is_(None)), *where)
    return db.session.scalar(statement) or 0


def at_once() -> int:
    """How many letters one batch takes."""
    return policy.BATCH.value()
