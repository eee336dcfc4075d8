"""What stands on the list of letters on paper: a fixed number of statements, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from accounts.models import Account
from foundation import clock
from foundation.audit import Actor
from foundation.database import db
from register import queries
from register.post import batching, policy, readers
from register.post.desks import OFFICE, Desk, batches_at, batches_unseen, letters_at, unseen
from register.post.models import PostBatch, PostLetter, PostReader
from register.post.readers import died

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
    #: Whether we know the address. It stands on a page of its own, and each look at it in the trail.
    known: bool
    #: When their address changed after the batch was made, and it is not posted yet: print it again.
    moved_at: datetime | None = None


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
    #: How many were called back after it was made.
    taken_out: int
    posted_on: date | None
    posted_by: str
    is_late: bool


def waiting(*, known: bool, page: int = 1, desk: Desk = OFFICE, by: Actor | None = None) -> Lines:
    """One page of the letters that are not printed yet, whose address we know, or do not; as somebody sees them."""
    where = (
        PostLetter.batch_id.is_(None),
        PostLetter.entry_id.not_in(unseen(desk, by)),
        ~died(),
        letters_at(desk),
        _KNOWN.exists() if known else ~_KNOWN.exists(),
    )
    total, up_to = db.session.execute(select(func.count(), func.max(PostLetter.id)).where(*where)).one()
    pages = max(1, -(-total // A_PAGE))
    page = min(page, pages)
    chosen = select(PostLetter).where(*where).order_by(PostLetter.due_on, PostLetter.id)
    rows = db.session.scalars(chosen.limit(A_PAGE).offset((page - 1) * A_PAGE)).all()
    return Lines(_lines(rows), total, page, pages, up_to or 0)


def of_batch(batch_id: int) -> Sequence[Line]:
    """The letters of a batch that go."""
    held = batching.get(batch_id)
    lines = _lines(batching.letters_in(held))
    if held.posted_on is not None:
        return lines
    rows = readers.moved_letters(batch_id, since=held.made_at)
    return [replace(one, moved_at=rows.get(one.id)) for one in lines]


def taken_out_of(batch_id: int) -> Sequence[Line]:
    """Those that were called back after it was made."""
    return _lines(batching.taken_out_of(batching.get(batch_id)))


def _lines(rows: Sequence[PostLetter]) -> list[Line]:
    today, now = clock.today(), clock.now()
    people = queries.named({one.entry_id for one in rows})
    known = readers.known({one.entry_id for one in rows})
    return [
        Line(
            one.id,
            people[one.entry_id].number,
            people[one.entry_id].particulars_at(now).name,
            one.template.replace("_", " "),
            one.due_on,
            one.due_on < today,
            one.entry_id in known,
        )
        for one in rows
        if one.entry_id in people
    ]


def batches(*, posted: bool, at_most: int = 50, desk: Desk = OFFICE, by: Actor | None = None) -> list[BatchLine]:
    """Batches that are still to be posted, or were; the newest first. Without those that are not somebody's to see."""
    which = PostBatch.posted_on.is_not(None) if posted else PostBatch.posted_on.is_(None)
    rows = db.session.execute(_BATCHES.where(which, _STANDS, batches_at(desk)).limit(at_most)).all()
    hidden = batches_unseen(desk, by, [row[0].id for row in rows])
    return [_batch(row) for row in rows if row[0].id not in hidden]


def batch(batch_id: int, *, desk: Desk = OFFICE, by: Actor | None = None) -> BatchLine | None:
    """One batch; None when it is not somebody's to see."""
    if batches_unseen(desk, by, [batch_id]):
        return None
    row = db.session.execute(_BATCHES.where(PostBatch.id == batch_id, _STANDS, batches_at(desk))).one_or_none()
    return _batch(row) if row is not None else None


_maker, _poster = (
    select(Account.name).where(Account.id == column).scalar_subquery()
    for column in (PostBatch.made_by_id, PostBatch.posted_by_id)
)
_STANDS = PostBatch.undone_at.is_(None)
#: A letter is to go, or went: it was not called back, and its reader had not died before it was posted.
_GOES = and_(PostLetter.called_back_at.is_(None), or_(PostBatch.posted_on.is_not(None), ~died()))
_HELD = PostLetter.batch_id == PostBatch.id
_BATCHES: Any = select(
    PostBatch,
    _maker,
    _poster,
    select(func.count(PostLetter.id)).where(_HELD, _GOES).correlate(PostBatch).scalar_subquery(),
    select(func.count(PostLetter.id)).where(_HELD, ~_GOES).correlate(PostBatch).scalar_subquery(),
    select(func.min(PostLetter.due_on)).where(_HELD, _GOES).correlate(PostBatch).scalar_subquery(),
).order_by(PostBatch.id.desc())


def _batch(row: Any) -> BatchLine:
    held, maker, poster, letters, taken_out, first_due = row
    late = held.posted_on is None and first_due is not None and first_due < clock.today()
    return BatchLine(
        held.id, held.version, held.made_at, maker or "", letters, taken_out, held.posted_on, poster or "", is_late=late
    )


def to_post(desk: Desk = OFFICE, by: Actor | None = None) -> int:
    """How many letters are not in the post yet, printed or not, as somebody sees it."""
    return _count(desk, by)


def late(desk: Desk = OFFICE, by: Actor | None = None) -> int:
    """How many of them should have been by now."""
    return _count(desk, by, PostLetter.due_on < clock.today())


def _count(desk: Desk, by: Actor | None, *where: Any) -> int:
    where = (letters_at(desk), PostLetter.entry_id.not_in(unseen(desk, by)), *where)
    unposted = select(func.count(PostLetter.id)).outerjoin(PostBatch, PostBatch.id == PostLetter.batch_id)
    unprinted_or_not_posted = or_(PostLetter.batch_id.is_(None), PostBatch.posted_on.is_(None))
    statement = unposted.where(unprinted_or_not_posted, PostLetter.called_back_at.is_(None), ~died(), *where)
    return db.session.scalar(statement) or 0


def at_once() -> int:
    """How many letters one batch takes."""
    return policy.BATCH.value()
