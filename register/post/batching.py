"""Printing letters in a batch, and saying on which day it was posted. What was posted is never posted again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select, update
from sqlalchemy.orm import aliased

from accounts.rules import check_may
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.batches import NO_MORE
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused
from register.models import Period
from register.post import policy
from register.post.desks import CONCERNS, OFFICE, Desk, batches_unseen, desk_of, letters_at, unseen
from register.post.models import DELETED, PostBatch, PostLetter, PostReader
from register.post.readers import died
from register.queries import live

_AT_A_TIME = 200
Posted = Callable[[Sequence[PostLetter], date, Actor], None]
_told: list[Posted] = []
#: Asks for entries whose letters a legal hold keeps, as part of another statement.
Kept = Callable[[], Select[int]]
_kept: list[tuple[Kept, bool]] = []


def declare(then: Posted) -> None:
    """Add what a domain does when letters were posted, inside the same operation. Each once."""
    if then not in _told:
        _told.append(then)


def keep(held: Kept, *, private: bool = False) -> None:
    """Add the entries whose letters and address a domain keeps while a legal hold stands (rules 6.11): all their
    letters, or only the `private` ones. Each once.
    """
    if (held, private) not in _kept:
        _kept.append((held, private))


def _person(by: Actor, desk: Desk) -> int:
    check_may(by, desk.may)
    if by.id is None:
        raise NotAllowed("Only a person can print and post letters.")
    return by.id


@operation
def make(*, up_to: int, desk: Desk = OFFICE, by: Actor) -> int:
    """Put the letters that wait at a desk, and whose address we know, into a new batch: those that the page showed.

    Raises:
        Refused: none of them waits any more.
    """
    person = _person(by, desk)
    audit.take_turn()
    waiting = (
        select(PostLetter.id)
        .join(PostReader, PostReader.entry_id == PostLetter.entry_id)
        .where(PostLetter.batch_id.is_(None), PostLetter.id <= up_to, PostReader.address_sealed.is_not(None))
        .where(~died(), letters_at(desk), PostLetter.entry_id.not_in(unseen(desk, by)))
    )
    ids = list(db.session.scalars(waiting.order_by(PostLetter.due_on, PostLetter.id).limit(policy.BATCH.value())))
    if not ids:
        raise Refused("No letter waits to be printed any more. Somebody else may have made a batch of them.")
    batch = PostBatch(private=desk.private, made_at=clock.now(), made_by_id=person)
    db.session.add(batch)
    db.session.flush()
    db.session.execute(update(PostLetter).where(PostLetter.id.in_(ids)).values(batch_id=batch.id))
    audit.record(action="post.batch_made", subject=("post_batch", batch.id), by=by, detail={"letters": len(ids)})
    return batch.id


def get(batch_id: int, *, desk: Desk | None = None, by: Actor | None = None) -> PostBatch:
    """The batch of a number, for somebody.

    Raises:
        Missing: there is none at that desk, its letters are back on the list, or one of them is not theirs to see.
    """
    found = db.session.get(PostBatch, batch_id)
    if found is None or found.undone_at is not None:
        raise Missing("There is no such batch.")
    stands = desk_of(found)
    if desk not in (None, stands) or batches_unseen(stands, by, [batch_id]):
        raise Missing("There is no such batch.")
    return found


def _open(batch_id: int, version: int) -> PostBatch:
    audit.take_turn()
    batch = get(batch_id)
    if batch.posted_on is not None:
        raise Refused("This batch was noted as posted already. Nothing has changed.")
    if batch.version != version:
        raise Refused("Somebody else changed this batch meanwhile. Look at it again, then try once more.")
    return batch


@operation
def note_posted(batch_id: int, *, on: date, version: int, by: Actor) -> None:
    """Note the day on which a batch was posted.

    Raises:
        Refused: that was noted already, or it cannot have been that day.
    """
    person = _person(by, desk_of(get(batch_id, by=by)))
    batch = _open(batch_id, version)
    if on > clock.today():
        raise Refused("Type a day that is not still to come.")
    if on < clock.day_of(batch.made_at):
        raise Refused("It was printed after that day. Type the day on which it was posted.")
    taken_out = update(PostLetter).where(PostLetter.batch_id == batch.id, PostLetter.called_back_at.is_(None), died())
    db.session.execute(taken_out.values(called_back_at=clock.now()), execution_options={"synchronize_session": "fetch"})
    batch.posted_on, batch.posted_at, batch.posted_by_id = on, clock.now(), person
    letters = letters_in(batch)
    for then in _told:
        then(letters, on, by)
    db.session.execute(delete(PostLetter).where(PostLetter.batch_id == batch.id, PostLetter.template == DELETED))
    detail = {"letters": len(letters), "on": on.isoformat()}
    audit.record(action="post.batch_posted", subject=("post_batch", batch_id), by=by, detail=detail)


@operation
def undo(batch_id: int, *, version: int, by: Actor) -> None:
    """Put the letters of a batch that was not posted back on the list, as after a wrong address.

    What nobody is to read any more, or a newer letter says better, is thrown away. The batch keeps its number.

    Raises:
        Refused: it was posted.
    """
    _person(by, desk_of(get(batch_id, by=by)))
    batch = _open(batch_id, version)
    newer = aliased(PostLetter)
    overtaken = select(newer.id).where(
        PostLetter.matter != "",
        newer.entry_id == PostLetter.entry_id,
        newer.matter == PostLetter.matter,
        newer.id > PostLetter.id,
    )
    over = select(PostLetter.id).where(PostLetter.batch_id == batch.id, or_(~_goes(batch), overtaken.exists()))
    db.session.execute(delete(PostLetter).where(PostLetter.id.in_(db.session.scalars(over).all())))
    db.session.execute(update(PostLetter).where(PostLetter.batch_id == batch.id).values(batch_id=None))
    batch.undone_at = clock.now()
    audit.record(action="post.batch_undone", subject=("post_batch", batch_id), by=by)


@operation
def note_opened(batch_id: int, *, by: Actor) -> None:
    """Note that somebody opened the letters of a batch, with everybody's address."""
    _person(by, desk_of(get(batch_id, by=by)))
    audit.record(action="post.batch_opened", subject=("post_batch", batch_id), by=by)


def letters_in(batch: PostBatch) -> Sequence[PostLetter]:
    """The letters of a batch that go, in the order in which they are printed."""
    return _letters(batch, _goes(batch))


def taken_out_of(batch: PostBatch) -> Sequence[PostLetter]:
    """The letters that were called back after the batch was made."""
    return _letters(batch, ~_goes(batch))


def _letters(batch: PostBatch, which: ColumnElement[bool]) -> Sequence[PostLetter]:
    statement = select(PostLetter).where(PostLetter.batch_id == batch.id, which)
    return db.session.scalars(statement.order_by(PostLetter.due_on, PostLetter.id)).all()


def _goes(batch: PostBatch) -> ColumnElement[bool]:
    """Whether a letter of a batch is to be posted, or was."""
    stands = PostLetter.called_back_at.is_(None)
    return stands if batch.posted_on is not None else and_(stands, ~died())


# ---------------------------------------------------------------------------------------------------------- forgetting


@operation
def forget_letters(after: int) -> tuple[int, int]:
    """One batch: delete letters that were posted long ago, or wait for somebody who has died; but for those that
    a legal hold keeps. Says how many, and where the next begins.
    """
    audit.take_turn()
    before = clock.add_months(clock.today(), -policy.KEPT.value())
    over = (
        select(PostLetter.id)
        .outerjoin(PostBatch, PostBatch.id == PostLetter.batch_id)
        .where(PostLetter.id > after, or_(PostBatch.posted_on < before, and_(PostLetter.batch_id.is_(None), died())))
    )
    for held, private in _kept:
        mine = PostLetter.entry_id.in_(held())
        over = over.where(~(and_(mine, letters_at(CONCERNS)) if private else mine))
    ids = list(db.session.scalars(over.order_by(PostLetter.id).limit(_AT_A_TIME)))
    db.session.execute(delete(PostLetter).where(PostLetter.id.in_(ids)))
    return len(ids), ids[-1] if len(ids) == _AT_A_TIME else NO_MORE


@operation
def forget_readers(after: int) -> tuple[int, int]:
    """One batch: shred the addresses of who was last registered long ago, has no letter any more, and of whom no
    legal hold keeps anything.
    """
    audit.take_turn()
    before = clock.add_months(clock.today(), -policy.KEPT.value())
    period, letter = aliased(Period), aliased(PostLetter)
    since = select(period.id).where(period.entry_id == PostReader.entry_id, period.ends_on >= before, live(period))
    held = select(letter.id).where(letter.entry_id == PostReader.entry_id)
    over = select(PostReader).where(PostReader.id > after, ~since.exists(), ~held.exists())
    over = over.where(*(PostReader.entry_id.not_in(kept()) for kept, _ in _kept))
    rows = db.session.scalars(over.order_by(PostReader.id).limit(_AT_A_TIME)).all()
    for one in rows:
        lock_id = one.lock_id
        db.session.delete(one)
        db.session.flush()
        locks.destroy_lock(lock_id)
    return len(rows), rows[-1].id if len(rows) == _AT_A_TIME else NO_MORE
