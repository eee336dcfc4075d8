"""Letters that nobody needs any more: deleted by what they were about, or by their age.

A letter keeps an address and words in the clear as long as it is there (`foundation.outbox`); whoever has a reason to
end that says so here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select

from foundation.database import db, in_operation
from foundation.outbox import Letter, Standing


def forget(beginnings: Iterable[str]) -> int:
    """Delete every letter whose `once` begins with one of these, inside the operation that gives the reason.

    Says how many. One that is in a worker's hand this minute stays. Beginnings of one length are one statement.
    """
    if not in_operation():
        raise RuntimeError("letters are forgotten inside the operation that gives the reason")
    by_length: dict[int, list[str]] = {}
    for one in beginnings:
        if not one:
            raise ValueError("every letter begins with nothing")
        by_length.setdefault(len(one), []).append(one)
    gone = 0
    for length, held in by_length.items():
        # Compared as a whole, not by LIKE: to that, signs such as _ are something else than themselves.
        theirs = delete(Letter).where(
            func.substr(Letter.once, 1, length).in_(held), Letter.standing != Standing.SENDING
        )
        gone += int(db.session.connection().execute(theirs).rowcount)
    return gone


def forget_old(templates: str, *, before: datetime, after: int, at_most: int) -> Sequence[int]:
    """Delete letters whose template begins so that were sent, or written and given up, before a moment.

    A batch of them: the lowest numbers after one. Says which.
    """
    if not in_operation():
        raise RuntimeError("letters are forgotten inside an operation")
    old = or_(
        and_(Letter.standing == Standing.SENT, Letter.sent_at < before),
        and_(Letter.standing == Standing.GIVEN_UP, Letter.written_at < before),
    )
    chosen = select(Letter.id).where(Letter.id > after, Letter.template.startswith(templates, autoescape=True), old)
    numbers = db.session.scalars(chosen.order_by(Letter.id).limit(at_most)).all()
    db.session.execute(delete(Letter).where(Letter.id.in_(numbers), old))
    return numbers
