"""What waits for each member of staff, as counts, in one letter a day and only when something is new.

Nobody is named in it. What came up on a day is told the morning after; what is due on a day, on that morning.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from accounts import authority
from accounts.permissions import Permission
from concerns import emails, registrants_told
from concerns.compliance import queries as compliance
from concerns.models import (
    Appeal,
    Concern,
    Hearing,
    HearingAbout,
    Inquiry,
    Pause,
    Request,
    Response,
    ReviewAsked,
    Seat,
    Subject,
    TriageDecision,
)
from concerns.nightly import decided
from concerns.nightly.items import A_DAY, Item, What, able
from concerns.nightly.registrants import listed_from, reviews_ahead
from concerns.own_service import queries as service
from concerns.panels import queries as panels
from concerns.vocabulary import Job, RequestKind, Stage
from concerns.workflow import LOOKED_INTO
from foundation import clock
from foundation.database import db, operation
from foundation.outbox import Letter

_TEMPLATE = "staff_concerns_due"


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
    yield from decided.second_people(seated)


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
        yield Item(officer_id, What.TELL, (clock.day_of(at) if at is not None else received_on) + A_DAY)


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
                yield Item(who, what, due_on + A_DAY)


def _managers() -> Iterator[Item]:
    listed = (
        select(HearingAbout.order_id)
        .join(Hearing, Hearing.id == HearingAbout.hearing_id)
        .where(Hearing.decided_on.is_(None), Hearing.called_off_at.is_(None))
    )
    with_a_day = set(db.session.scalars(listed))
    found = [(What.INTERIM, on + A_DAY) for on in panels.to_decide_interim().values()]
    for order, _, _ in reviews_ahead(clock.today()):
        if order.id not in with_a_day:
            found.append((What.REVIEW, listed_from(order)))
    for order_id, on in db.session.execute(select(Appeal.order_id, Appeal.lodged_on).where(Appeal.decided.is_(None))):
        if order_id not in with_a_day:
            found.append((What.APPEAL, on + A_DAY))
    found += [(What.SILENT, one.due_on + A_DAY) for one in registrants_told.waits()]
    asked = select(ReviewAsked.asked_on).where(ReviewAsked.answered_at.is_(None))
    found += [(What.ASKED, on + A_DAY) for on in db.session.scalars(asked)]
    if found:
        for account_id in able(Permission.ALLOCATE):
            for what, on in found:
                yield Item(account_id, what, on)


def _others(seated: dict[tuple[int, Job], int]) -> Iterator[Item]:
    reviews = select(Request.asked_on).where(Request.kind == RequestKind.CLOSURE_REVIEW, Request.answered_at.is_(None))
    asked = list(db.session.scalars(reviews))
    if asked:
        for account_id in able(Permission.HEAR_APPEALS):
            for on in asked:
                yield Item(account_id, What.CLOSING, on + A_DAY)
    for day in compliance.waiting(compliance.asked_now()):
        who = seated.get((day.requirement.concern_id, Job.COMPLIANCE))
        if who is not None and day.stood.standing.waits_for_us:
            sent = day.showings[-1].sent_on if day.showings else day.stood.due_on
            yield Item(who, What.ORDER, sent + A_DAY)
    complaints = [one.again_on or one.received_on for one in service.waiting()]
    if complaints:
        for account_id in able(Permission.ANSWER_COMPLAINTS):
            for on in complaints:
                yield Item(account_id, What.SERVICE, on + A_DAY)
    yield from decided.to_publish()
    ended = decided.ended()
    if ended:
        for account_id in able(Permission.PUBLISH):
            for on in ended:
                yield Item(account_id, What.ENDED, on + A_DAY)
