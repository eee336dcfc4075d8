"""The nightly check of what was decided against the register: each order stands there as released, and no other.

It compares row by row what the concern keeps (kind, days, words, until when it is shown) with what the register keeps,
and asks of everything on the register that names a concern as its source who released it. Nothing of a concern may be
public before an interim order or a finding. Of a concern whose words were deleted, only kind and days are compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import or_, select

from concerns.models import Concern, NoFindingAsked, Order, OrderText, Release, Tombstone
from concerns.panels import effects
from concerns.panels import queries as panels
from concerns.publishing import texts
from concerns.vocabulary import TextAbout
from foundation import clock, locks
from foundation.database import db
from foundation.locks import Box
from foundation.references import read_concern_reference
from register import queries as register
from register.models import Restriction
from register.reconciliation import Mismatch

_AT_A_TIME = 500


def check() -> list[Mismatch]:
    """Everything that does not agree."""
    return [*_orders(), *_strangers()]


def _orders() -> Iterator[Mismatch]:
    """Orders that were put on the register and do not stand there as they were released."""
    last = 0
    while rows := _batch(last):
        boxes = locks.boxes_of([concern.lock_id for _, concern in rows])
        standing = register.restrictions_standing([row.restriction_id for row, _ in rows if row.restriction_id])
        released = _released([row.id for row, _ in rows])
        numbers = register.numbers_of({row.entry_id for row, _ in rows})
        erased = _erased([concern.reference for _, concern in rows])
        for row, concern in rows:
            box = boxes.get(concern.lock_id) if concern.reference not in erased else None
            problem = _differs(row, standing.get(row.restriction_id or 0), released.get(row.id), box)
            if problem:
                yield Mismatch(numbers[row.entry_id], f"{concern.reference}: {problem}")
        last = rows[-1][0].id


def _batch(last: int) -> Sequence[tuple[Order, Concern]]:
    statement = (
        select(Order, Concern)
        .join(Concern, Concern.id == Order.concern_id)
        .where(Order.id > last, Order.restriction_id.is_not(None))
        .order_by(Order.id)
        .limit(_AT_A_TIME)
    )
    return [(row, concern) for row, concern in db.session.execute(statement)]


def _released(order_ids: Sequence[int]) -> dict[int, OrderText | None]:
    """The released version of each order; None for one that was released without words."""
    statement = (
        select(Release.order_id, OrderText)
        .outerjoin(OrderText, OrderText.id == Release.text_id)
        .where(Release.order_id.in_(order_ids))
        .order_by(Release.id)
    )
    rows = db.session.execute(statement)
    return {order_id: text for order_id, text in rows if text is None or text.about is TextAbout.DECISION}


def _erased(references: Collection[str]) -> set[str]:
    """The concerns whose words were deleted."""
    return set(db.session.scalars(select(Tombstone.reference).where(Tombstone.reference.in_(references))))


def _differs(row: Order, stands: Restriction | None, text: OrderText | None, box: Box | None) -> str:
    if stands is None:
        return "an order that was released does not stand on the register"
    if (stands.kind.value, stands.about_health) != (row.kind, row.about_health):
        return "the register has another kind of order than was decided"
    if (stands.starts_at, stands.ends_at, stands.published_until) != (row.starts_at, row.ends_at, row.shown_until):
        return "the register has other days than were decided"
    interim = row.kind in panels.INTERIM
    if row.about_health:
        wanted: tuple[str, str, str] | None = ("", "", "")
    elif interim:
        wanted = (effects.NEUTRAL, "", "")
    elif row.words_hidden_at is not None:
        wanted = (texts.HIDDEN, "", "")
    elif box is None:
        wanted = None
    elif text is None:
        return "nobody released the words that the public reads"
    else:
        whole = texts.read(text, box)
        wanted = (whole.summary, whole.facts, whole.decision)
    if wanted is not None and (stands.wording, stands.facts or "", stands.decision or "") != wanted:
        return "the public reads other words than were released"
    return ""


def _strangers() -> Iterator[Mismatch]:
    """Orders on the register that name a concern as their source, and that no order of it put there."""
    for found in register.every_restriction(at_a_time=_AT_A_TIME):
        ids = [one.id for one, _ in found]
        ours = set(db.session.scalars(select(Order.restriction_id).where(Order.restriction_id.in_(ids))))
        # What had run out when its concern was opened again was not taken back from anybody: it stays as released.
        stands = or_(NoFindingAsked.taken_back_on.is_(None), NoFindingAsked.shown_until <= clock.now())
        asked = select(NoFindingAsked.restriction_id).where(NoFindingAsked.restriction_id.in_(ids), stands)
        ours |= set(db.session.scalars(asked))
        sources = {one.source for one, _ in found if read_concern_reference(one.source) == one.source}
        sources -= _erased(sources)
        for one, number in found:
            if one.id not in ours and one.source in sources:
                yield Mismatch(number, f"{one.source}: the register has an order that nobody released")
