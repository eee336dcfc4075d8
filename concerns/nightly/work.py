"""What waits for each member of staff, as counts, in one letter a day and only when something is new.

Nobody is named in it. What came up on a day is told the morning after; what is due on a day, on that morning.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from accounts import authority, roles
from accounts.permissions import Permission
from concerns import emails, registrants_told
from concerns.compliance import queries as compliance
from concerns.examiners import offering
from concerns.examiners.deciding import JOBS
from concerns.models import (
    Appeal,
    Closure,
    Concern,
    HealthSaid,
    Hearing,
    HearingAbout,
    Inquiry,
    NoFindingAsked,
    Offer,
    Order,
    Pause,
    Request,
    Response,
    ReviewAsked,
    Seat,
    Subject,
    TriageDecision,
)
from concerns.nightly.registrants import listed_from, reviews_ahead
from concerns.own_service import queries as service
from concerns.panels import queries as panels
from concerns.publishing import queries as publishing
from concerns.vocabulary import Job, RequestKind, Stage
from concerns.workflow import LOOKED_INTO
from foundation import clock
from foundation.database import db, operation
from foundation.outbox import Letter

_TEMPLATE = "staff_concerns_due"
_A_DAY = timedelta(days=1)


class What(enum.StrEnum):
    """What waits: what it is called when it is one, and when it is several."""

    RATE = "concern whose risk is to be rated|concerns whose risk is to be rated"
    PAUSE = "clock that stands still, to be looked at again|clocks that stand still, to be looked at again"
    TELL = "registrant to be told of a concern|registrants to be told of a concern"
    ANSWER = "answer of a registrant that did not come|answers of registrants that did not come"
    INQUIRY = "thing we asked for that did not come|things we asked for that did not come"
    INTERIM = "red concern: is an interim order asked for?|red concerns: is an interim order asked for?"
    REVIEW = "order that a panel looks at again: set the day|orders that a panel looks at again: set the day"
    APPEAL = "appeal without a day|appeals without a day"
    ASKED = "registrant who asks for an earlier look at an order|registrants who ask for an earlier look at an order"
    CLOSING = "closing to be looked at again|closings to be looked at again"
    ORDER = "thing that an order asks for, to be looked at|things that orders ask for, to be looked at"
    SERVICE = "complaint about us without an answer|complaints about us without an answer"
    UNTOLD = "decision to tell both sides of|decisions to tell both sides of"
    UNWRITTEN = (
        "decision whose words for the public are to be written|decisions whose words for the public are to be written"
    )
    UNRELEASED = "decision to be released to the public|decisions to be released to the public"
    UNREAD = (
        "decision whose time to appeal is over and that the public cannot read"
        "|decisions whose time to appeal is over and that the public cannot read"
    )
    OFFER = "offer of the other examiner to be read|offers of other examiners to be read"
    HEALTH = (
        "order that somebody says is about health: agree or not"
        "|orders that somebody says are about health: agree or not"
    )
    WISH = "wish to say that nothing was found: see to it|wishes to say that nothing was found: see to them"
    SILENT = "registrant without a word from us for too long|registrants without a word from us for too long"
    ENDED = "concern whose orders have ended: close it|concerns whose orders have ended: close them"

    def words(self, count: int) -> str:
        """As a line of the letter."""
        one, many = self.value.split("|")
        return f"{count} {one if count == 1 else many}"


@dataclass(frozen=True)
class Item:
    """One thing that waits for somebody since a day."""

    account_id: int
    what: What
    on: date


def tell() -> int:
    """Write to everybody for whom something new waits; says to how many."""
    waiting: dict[int, list[Item]] = {}
    for one in items():
        if one.on <= clock.today():
            waiting.setdefault(one.account_id, []).append(one)
    db.session.rollback()
    return sum(_tell(account_id, found) for account_id, found in sorted(waiting.items()))


@operation
def _tell(account_id: int, found: list[Item]) -> bool:
    account = authority.staff_account(account_id)
    if account is None or account.closed_at is not None:
        return False
    told = db.session.scalar(
        select(func.max(Letter.written_at)).where(Letter.template == _TEMPLATE, Letter.recipient == account.email)
    )
    last = clock.day_of(told) if told is not None else None
    if last is not None and all(one.on <= last for one in found):
        return False
    lines = [what.words(count) for what in What if (count := sum(one.what is what for one in found))]
    once = f"concerns due {clock.today().isoformat()} to {account_id}"
    return emails.work_due(account.email, name=account.name, lines=lines, once=once)


def items() -> Iterator[Item]:
    """Everything that waits for anybody, in a fixed number of statements."""
    seated = _seated()
    yield from _officers(seated)
    yield from _investigators(seated)
    yield from _managers()
    yield from _others(seated)
    yield from _second_people(seated)


def _seated() -> dict[tuple[int, Job], int]:
    rows = db.session.execute(
        select(Seat.concern_id, Seat.job, Seat.account_id).where(Seat.left_at.is_(None), Seat.hearing_id.is_(None))
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _officers(seated: dict[tuple[int, Job], int]) -> Iterator[Item]:
    open_ones = (Concern.stage != Stage.CLOSED, Concern.officer_id.is_not(None))
    for officer_id, on in db.session.execute(
        select(Concern.officer_id, Concern.rate_due_on).where(*open_ones, Concern.rate_due_on.is_not(None))
    ):
        if officer_id is not None and on is not None:
            yield Item(officer_id, What.RATE, on)
    for concern_id, officer_id, on in db.session.execute(
        select(Pause.concern_id, Concern.officer_id, Pause.look_again_on)
        .join(Concern, Concern.id == Pause.concern_id)
        .where(Pause.ended_at.is_(None))
    ):
        for who in {officer_id, seated.get((concern_id, Job.INVESTIGATOR))}:
            if who is not None:
                yield Item(who, What.PAUSE, on)
    found_ours = select(func.max(TriageDecision.decided_at)).where(TriageDecision.concern_id == Concern.id)
    for officer_id, received_on, at in db.session.execute(
        select(Concern.officer_id, Concern.received_on, found_ours.scalar_subquery())
        .join(Subject, Subject.concern_id == Concern.id)
        .where(*open_ones, Concern.stage.in_(LOOKED_INTO))
        .where(Subject.entry_id.is_not(None), Subject.told_on.is_(None), Subject.held_back_until.is_(None))
    ):
        assert officer_id is not None
        yield Item(officer_id, What.TELL, (clock.day_of(at) if at is not None else received_on) + _A_DAY)


def _investigators(seated: dict[tuple[int, Job], int]) -> Iterator[Item]:
    for table, what in ((Response, What.ANSWER), (Inquiry, What.INQUIRY)):
        rows = db.session.execute(
            select(table.concern_id, table.due_on)
            .join(Concern, Concern.id == table.concern_id)
            .where(Concern.stage == Stage.INVESTIGATION, table.due_on < clock.today())
            .where(table.received_on.is_(None), table.declined_on.is_(None), table.called_off_on.is_(None))
        )
        for concern_id, due_on in rows:
            who = seated.get((concern_id, Job.INVESTIGATOR))
            if who is not None and due_on is not None:
                yield Item(who, what, due_on + _A_DAY)


def _managers() -> Iterator[Item]:
    listed = (
        select(HearingAbout.order_id)
        .join(Hearing, Hearing.id == HearingAbout.hearing_id)
        .where(Hearing.decided_on.is_(None), Hearing.called_off_at.is_(None))
    )
    with_a_day = set(db.session.scalars(listed))
    found = [(What.INTERIM, on + _A_DAY) for on in panels.to_decide_interim().values()]
    for order, _, _ in reviews_ahead(clock.today()):
        if order.id not in with_a_day:
            found.append((What.REVIEW, listed_from(order)))
    for order_id, on in db.session.execute(select(Appeal.order_id, Appeal.lodged_on).where(Appeal.decided.is_(None))):
        if order_id not in with_a_day:
            found.append((What.APPEAL, on + _A_DAY))
    found += [(What.SILENT, one.due_on + _A_DAY) for one in registrants_told.waits()]
    asked = select(ReviewAsked.asked_on).where(ReviewAsked.answered_at.is_(None))
    found += [(What.ASKED, on + _A_DAY) for on in db.session.scalars(asked)]
    if found:
        for account_id in _able(Permission.ALLOCATE):
            for what, on in found:
                yield Item(account_id, what, on)


def _others(seated: dict[tuple[int, Job], int]) -> Iterator[Item]:
    reviews = select(Request.asked_on).where(Request.kind == RequestKind.CLOSURE_REVIEW, Request.answered_at.is_(None))
    asked = list(db.session.scalars(reviews))
    if asked:
        for account_id in _able(Permission.HEAR_APPEALS):
            for on in asked:
                yield Item(account_id, What.CLOSING, on + _A_DAY)
    for day in compliance.waiting(compliance.asked_now()):
        who = seated.get((day.requirement.concern_id, Job.COMPLIANCE))
        if who is not None and day.stood.standing.waits_for_us:
            sent = day.showings[-1].sent_on if day.showings else day.stood.due_on
            yield Item(who, What.ORDER, sent + _A_DAY)
    complaints = [one.again_on or one.received_on for one in service.waiting()]
    if complaints:
        for account_id in _able(Permission.ANSWER_COMPLAINTS):
            for on in complaints:
                yield Item(account_id, What.SERVICE, on + _A_DAY)
    yield from _publishing()
    ended = _ended()
    if ended:
        for account_id in _able(Permission.PUBLISH):
            for on in ended:
                yield Item(account_id, What.ENDED, on + _A_DAY)


def _publishing() -> Iterator[Item]:
    """Decisions that wait to be told, written or released; both hear of one that the public should be reading."""
    found = [(what, on) for one in publishing.undone() for what, on in _waits_for(one)]
    if not found:
        return
    editors, publishers = _able(Permission.PREPARE_TEXT), _able(Permission.PUBLISH)
    for what, on in found:
        for account_id in editors if what is What.UNWRITTEN else publishers:
            yield Item(account_id, what, on + _A_DAY)
        if what is What.UNREAD:
            for account_id in set(editors) - set(publishers):
                yield Item(account_id, what, on + _A_DAY)


def _waits_for(one: publishing.Undone) -> Iterator[tuple[What, date]]:
    if one.told_on is None:
        yield What.UNTOLD, one.decided_on
        return
    yield (What.UNWRITTEN, one.told_on) if one.needs_words else (What.UNRELEASED, one.may_go_on or one.told_on)
    if one.appeal_until is not None and one.appeal_until < clock.today():
        yield What.UNREAD, one.appeal_until


def _second_people(seated: dict[tuple[int, Job], int]) -> Iterator[Item]:
    """What one person began and another has to answer: never whoever began it."""
    offers = select(Offer.concern_id, Offer.made_at, offering.WRITTEN_AS.scalar_subquery())
    offers = offers.join(Concern, Concern.id == Offer.concern_id).where(Concern.stage == Stage.EXAMINATION)
    for concern_id, at, wrote in db.session.execute(
        offers.where(Offer.asked_on.is_(None), Offer.called_off_on.is_(None))
    ):
        for job in JOBS:
            if job is not wrote and (concern_id, job) in seated:
                yield Item(seated[concern_id, job], What.OFFER, clock.day_of(at) + _A_DAY)
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
    able = {permission: _able(permission) for permission in {one[0] for one in found}}
    for permission, began, what, on in found:
        for account_id in able[permission]:
            if account_id != began:
                yield Item(account_id, what, on + _A_DAY)


def _ended() -> list[date]:
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


def _able(permission: Permission) -> list[int]:
    return list(authority.able_to(roles.holders_of(permission)))
