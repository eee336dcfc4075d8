"""What is due of a registrant in the concerns they were told of: an answer, an offer, facts to check, an appeal.

Each with its last day, for the home of their account, and never before the letter of it; the words say nothing of what
a concern is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from accounts.due import Due, DueKind
from concerns import bad_news, correspondence
from concerns.compliance import queries as compliance
from concerns.compliance.standing import Standing
from concerns.models import Concern, Hearing, Offer, Order, Proof, Response, Subject
from concerns.panels import queries as panels
from concerns.vocabulary import ProofTo, Stage
from foundation import clock
from foundation.database import db
from register import queries as register

#: What is told of a concern, by the row of whoever it is about: the concern and its page.
At = dict[int, tuple[Concern, str]]
_THEIRS = (Standing.TO_COME, Standing.MORE, Standing.OVERDUE)


def due(account_id: int) -> list[Due]:
    """All of it, in a fixed number of statements; none for whoever no concern is about."""
    number = register.entry_of_account(account_id)
    told = correspondence.told_about(number) if number is not None else []
    if not told:
        return []
    at = {about.id: (concern, f"/account/concerns/{concern.reference}") for concern, about in told}
    return [
        *_answers(at),
        *_offers(at),
        *_proofs(at),
        *_appeals(at),
        *_hearings(at),
        *_shown(told),
    ]


def _answers(at: At) -> list[Due]:
    today = clock.today()
    rows = db.session.scalars(select(Response).where(Response.subject_id.in_(at)))
    return [
        Due(row.due_on, "Answer what is alleged", f"{at[row.subject_id][1]}/answer", note="You send it once.")
        for row in rows
        if row.waited.waits(today) and at[row.subject_id][0].stage is Stage.INVESTIGATION
    ]


def _offers(at: At) -> list[Due]:
    today = clock.today()
    rows = db.session.scalars(select(Offer).where(Offer.subject_id.in_(at)))
    return [
        Due(
            row.due_on,
            "Answer the offer to end a concern by agreement",
            f"{at[row.subject_id][1]}/offer",
            note="If you do not, a panel hears it.",
        )
        for row in rows
        if row.waited.waits(today) and at[row.subject_id][0].stage is Stage.EXAMINATION
    ]


def _proofs(at: At) -> list[Due]:
    today = clock.today()
    statement = select(Proof, Order.subject_id).join(Order, Order.id == Proof.order_id)
    rows = db.session.execute(
        statement.where(Order.subject_id.in_(at), Proof.goes_to == ProofTo.REGISTRANT, Proof.by_hand.is_(False))
    )
    return [
        Due(
            row.due_on,
            "Check the facts that will be public",
            f"{at[subject_id][1]}/proof/{row.id}",
            note="After that day we take them to be right.",
        )
        for row, subject_id in rows
        if row.waited.waits(today) and bad_news.day_is_out(row.asked_on)
    ]


def _appeals(at: At) -> list[Due]:
    today = clock.today()
    rows = db.session.scalars(
        select(Order).where(
            Order.subject_id.in_(at),
            Order.told_on <= clock.today(),
            Order.ended_on.is_(None),
            Order.appeal_until >= today,
        )
    )
    return [
        Due(
            row.appeal_until,
            "Last day to appeal a decision",
            at[row.subject_id][1],
            DueKind.COMING,
            "Read the decision",
        )
        for row in rows
        if row.kind in panels.INTERIM or bad_news.day_is_out(row.told_on)
    ]


def _hearings(at: At) -> list[Due]:
    rows = db.session.scalars(
        select(Hearing).where(
            Hearing.subject_id.in_(at),
            Hearing.notice_on <= clock.today(),
            Hearing.called_off_at.is_(None),
            Hearing.decided_on.is_(None),
            Hearing.on >= clock.today(),
        )
    )
    return [
        Due(row.on, f"{row.kind.label}: the panel meets", at[row.subject_id][1], DueKind.COMING, "Read what you can do")
        for row in rows
        if row.kind.is_interim or bad_news.day_is_out(row.notice_on)
    ]


def _shown(told: Sequence[tuple[Concern, Subject]]) -> list[Due]:
    """What an order in force asks them to send, that they can send now."""
    ours = {about.id: concern for concern, about in told if concern.stage is Stage.MONITORING}
    if not ours:
        return []
    held = [one for one in compliance.asked_now({one.id for one in ours.values()}) if one.order.subject_id in ours]
    return [
        Due(
            day.stood.due_on,
            "Send what your order asks for",
            f"/account/concerns/{ours[one.order.subject_id].reference}",
        )
        for one in held
        for day in one.occasions
        if day.stood.standing in _THEIRS
    ]
