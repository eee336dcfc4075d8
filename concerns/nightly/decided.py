"""What waits once something was decided or begun: for who tells, writes or releases it, or answers as the second."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select

from accounts.permissions import Permission
from concerns.examiners import offering
from concerns.examiners.deciding import JOBS
from concerns.models import Closure, Concern, HealthSaid, NoFindingAsked, Offer, Order
from concerns.nightly.items import A_DAY, Item, What, able
from concerns.panels import queries as panels
from concerns.publishing import queries as publishing
from concerns.vocabulary import Job, Stage
from foundation import clock
from foundation.database import db


def to_publish() -> Iterator[Item]:
    """Decisions that wait to be told, written or released; both hear of one that the public should be reading."""
    found = [(what, on) for one in publishing.undone() for what, on in _waits_for(one)]
    if not found:
        return
    editors, publishers = able(Permission.PREPARE_TEXT), able(Permission.PUBLISH)
    for what, on in found:
        for account_id in editors if what is What.UNWRITTEN else publishers:
            yield Item(account_id, what, on + A_DAY)
        if what is What.UNREAD:
            for account_id in set(editors) - set(publishers):
                yield Item(account_id, what, on + A_DAY)


def _waits_for(one: publishing.Undone) -> Iterator[tuple[What, date]]:
    if one.told_on is None:
        yield What.UNTOLD, one.decided_on
        return
    yield (What.UNWRITTEN, one.told_on) if one.needs_words else (What.UNRELEASED, one.may_go_on or one.told_on)
    if one.appeal_until is not None and one.appeal_until < clock.today():
        yield What.UNREAD, one.appeal_until


def second_people(seated: dict[tuple[int, Job], int]) -> Iterator[Item]:
    """What one person began and another has to answer: never whoever began it."""
    offers = select(Offer.concern_id, Offer.made_at, offering.WRITTEN_AS.scalar_subquery())
    offers = offers.join(Concern, Concern.id == Offer.concern_id).where(Concern.stage == Stage.EXAMINATION)
    for concern_id, at, wrote in db.session.execute(
        offers.where(Offer.asked_on.is_(None), Offer.called_off_on.is_(None))
    ):
        for job in JOBS:
            if job is not wrote and (concern_id, job) in seated:
                yield Item(seated[concern_id, job], What.OFFER, clock.day_of(at) + A_DAY)
    found: list[tuple[Permission, int | None, What, date]] = []
    said = select(HealthSaid.said_by_id, HealthSaid.said_at).where(HealthSaid.answered_at.is_(None))
    for who, at in db.session.execute(said):
        found.append((Permission.PUBLISH, who, What.HEALTH, clock.day_of(at)))
    final = select(func.max(Closure.review_until)).where(Closure.concern_id == NoFindingAsked.concern_id)
    wishes = select(NoFindingAsked, final.scalar_subquery()).where(
        NoFindingAsked.taken_back_on.is_(None), NoFindingAsked.released_at.is_(None)
    )
    for wish, until in db.session.execute(wishes):
        if wish.checked_at is None:
            found.append((Permission.PREPARE_TEXT, None, What.WISH, wish.asked_on))
        else:  # nothing of it is public while the reporter may ask for another look
            since = max(clock.day_of(wish.checked_at), until or wish.asked_on)
            found.append((Permission.PUBLISH, wish.checked_by_id, What.WISH, since))
    who_may = {permission: able(permission) for permission in {one[0] for one in found}}
    for permission, began, what, on in found:
        for account_id in who_may[permission]:
            if account_id != began:
                yield Item(account_id, what, on + A_DAY)


def ended() -> list[date]:
    """When the last order of a concern that is followed ended, where none is in force any more."""
    rows = db.session.execute(
        select(Order).join(Concern, Concern.id == Order.concern_id).where(Concern.stage == Stage.MONITORING)
    ).scalars()
    now, held = clock.now(), dict[int, list[Order]]()
    for order in rows:
        held.setdefault(order.concern_id, []).append(order)
    found = []
    for orders in held.values():
        ends = [one.ended_on or (clock.day_of(one.ends_at) if one.ends_at else None) for one in orders]
        if not any(panels.in_force(one, now) for one in orders) and any(ends):
            found.append(max(one for one in ends if one is not None))
    return found
