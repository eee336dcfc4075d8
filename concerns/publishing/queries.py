"""Reading what is to be published: texts, proof copies, releases. Each question a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select

from concerns import kept, policy
from concerns.kept import CONCERN
from concerns.models import Concern, Order, OrderText, Proof, ProofSkipped, Release
from concerns.panels import orders
from concerns.panels import queries as panels
from concerns.vocabulary import ProofTo, Stage, TextAbout
from foundation import clock
from foundation.database import db, reads_once
from foundation.errors import Missing

#: Statements made once.
_TEXTS = (
    select(OrderText)
    .join(Order, Order.id == OrderText.order_id)
    .where(Order.concern_id == CONCERN)
    .order_by(OrderText.order_id, OrderText.number)
)
_PROOFS = select(Proof).where(Proof.concern_id == CONCERN).order_by(Proof.id)
_RELEASES = (
    select(Release).join(Order, Order.id == Release.order_id).where(Order.concern_id == CONCERN).order_by(Release.id)
)


@dataclass(frozen=True)
class Held:
    """What is to be published in many concerns, read at once."""

    orders: Mapping[int, Sequence[Order]]
    texts: Mapping[int, Sequence[OrderText]]
    proofs: Mapping[int, Sequence[Proof]]
    #: When somebody said last that a text need not wait, by order and what it is about.
    skipped: Mapping[tuple[int, TextAbout], datetime]


def held(concern_ids: Collection[int]) -> Held:
    """Orders by concern, and by order the texts, the proof copies, and what need not wait for any; four statements."""
    orders: dict[int, list[Order]] = {}
    for row in db.session.scalars(select(Order).where(Order.concern_id.in_(concern_ids)).order_by(Order.id)):
        orders.setdefault(row.concern_id, []).append(row)
    ids = [row.id for rows in orders.values() for row in rows]
    texts: dict[int, list[OrderText]] = {}
    for text in db.session.scalars(
        select(OrderText).where(OrderText.order_id.in_(ids)).order_by(OrderText.order_id, OrderText.number)
    ):
        texts.setdefault(text.order_id, []).append(text)
    proofs: dict[int, list[Proof]] = {}
    for proof in db.session.scalars(select(Proof).where(Proof.order_id.in_(ids)).order_by(Proof.id)):
        proofs.setdefault(proof.order_id, []).append(proof)
    skipped = db.session.execute(
        select(ProofSkipped.order_id, ProofSkipped.about, ProofSkipped.skipped_at)
        .where(ProofSkipped.order_id.in_(ids))
        .order_by(ProofSkipped.id)
    )
    return Held(orders, texts, proofs, {(order_id, about): at for order_id, about, at in skipped})


@dataclass(frozen=True)
class Undone:
    """A decision that is not told, or that the public is to read and cannot yet."""

    decided_on: date
    told_on: date | None
    appeal_until: date | None
    #: Nobody has written what the public will read, and somebody has to.
    needs_words: bool
    #: When somebody can release it: its proof copies have had their time by then.
    may_go_on: date | None


def undone() -> list[Undone]:
    """The decisions at their outcome that are not done with, in two statements."""
    rows = db.session.scalars(
        select(Order)
        .join(Concern, Concern.id == Order.concern_id)
        .where(Concern.stage == Stage.OUTCOME, Order.ended_on.is_(None), Order.kind.not_in(panels.INTERIM))
        .where(or_(Order.told_on.is_(None), and_(Order.effected_at.is_(None), Order.kind.not_in(orders.PRIVATE))))
        .order_by(Order.id)
    ).all()
    written = db.session.execute(
        select(OrderText.order_id, func.max(OrderText.written_at))
        .where(OrderText.order_id.in_([one.id for one in rows]), OrderText.about == TextAbout.DECISION)
        .group_by(OrderText.order_id)
    )
    days = timedelta(days=policy.PROOF.value(clock.today()))
    ready = {order_id: clock.day_of(at) + days for order_id, at in written}
    return [
        Undone(
            one.decided_on,
            one.told_on,
            one.appeal_until,
            needs_words=not one.about_health and one.kind not in orders.PRIVATE and one.id not in ready,
            may_go_on=ready.get(one.id),
        )
        for one in rows
    ]


def last_text(order_id: int, about: TextAbout = TextAbout.DECISION) -> OrderText | None:
    """The newest version of the words about something."""
    statement = select(OrderText).where(OrderText.order_id == order_id, OrderText.about == about)
    return db.session.scalar(statement.order_by(OrderText.number.desc()).limit(1))


@reads_once
def texts_of(concern_id: int) -> Sequence[OrderText]:
    """Every version of every public text of a concern, oldest first."""
    if not kept.may_have(Order, concern_id):
        return ()
    return db.session.scalars(_TEXTS, {"concern_id": concern_id}).all()


@reads_once
def proofs_of(concern_id: int) -> Sequence[Proof]:
    """Every proof copy of a concern, oldest first."""
    if not kept.may_have(Order, concern_id):
        return ()
    return db.session.scalars(_PROOFS, {"concern_id": concern_id}).all()


def proof(concern_id: int, proof_id: int, goes_to: ProofTo | None = None) -> Proof:
    """One proof copy of a concern.

    Raises:
        Missing: it is not one of this concern, or not for them.
    """
    found = db.session.scalar(select(Proof).where(Proof.id == proof_id, Proof.concern_id == concern_id))
    if found is None or (goes_to is not None and found.goes_to is not goes_to):
        raise Missing("There is no such proof copy.")
    return found


@reads_once
def releases_of(concern_id: int) -> Sequence[Release]:
    """What was released in a concern, oldest first."""
    if not kept.may_have(Order, concern_id):
        return ()
    return db.session.scalars(_RELEASES, {"concern_id": concern_id}).all()
