"""The clocks of many concerns, reckoned by the database: what `clocks` says of one, as columns of a statement.

The rules stand in `clocks`, for one concern and the pages about it. They stand here a second time, since a thousand
open concerns are not read one by one to count who waits; tests/concerns/watching.py holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Date,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from concerns import queries, registrants_told, targets
from concerns.models import Concern, Contact, Inquiry, Message, Offer, Pause, Request, Response, Seat, Statement, Target
from concerns.stages import CLOCK_OF, NEEDED
from concerns.vocabulary import OPEN_STAGES, WORRIES, Band, Direction, Stage
from foundation.reckoning import NEVER, days_after, earliest

#: The day on which a statement asks; bound when it runs.
TODAY = bindparam("today", type_=Date())
#: A registrant who had no word on that day or later had none for too long; bound when it runs.
SILENT_SINCE = bindparam("silent_since", type_=Date())
_OPEN = Concern.stage != Stage.CLOSED
_RED_WORRIES = tuple(one.code for one in WORRIES if one.red)


def lines(*hands: str) -> Subquery:
    """Every open concern, and those closed ones whose reporter waits for an answer, one row each, with its clocks.

    Bound when it runs: `today`, `silent_since` (`registrants_told.silent_since`), and for each name in `hands` the
    accounts of whom a column of that name says whether one of them has the concern. So a statement made of it is built
    once and run often.

    Columns: id, stage, risk, officer_id, queue, received_on, rate_due_on; 1 or 0: is_open, red, announced, replied,
    unread, outside, lacks, unheard (a registrant), and those of `hands`; the days `reply_on`, `stage_on`,
    `contact_on` and the earliest of them, `due_on`: `reckoning.NEVER` where nothing is due.
    """
    held = _facts(hands)
    due = earliest(held.c.reply_on, held.c.stage_on, held.c.contact_on)
    return select(*held.c, due.label("due_on")).subquery("watched")


def _facts(hands: Collection[str]) -> CTE:
    aimed = select(Target.due_on).where(Target.concern_id == Concern.id, Target.stage == Concern.stage)
    early = Concern.stage.in_((Stage.RECEIVED, Stage.TRIAGE))
    stage_on = case(
        (or_(~_OPEN, Concern.paused_on.is_not(None)), null()),
        (early, Concern.triage_due_on),
        # Only this stage's target may be met while the concern stays there, so only there is that asked.
        (Concern.stage == Stage.OUTCOME, aimed.where(targets.RUNS).scalar_subquery()),
        (Concern.stage.in_(tuple(CLOCK_OF)), aimed.scalar_subquery()),
    )
    reply_on = case((and_(_OPEN, Concern.replied_on.is_(None)), Concern.reply_due_on), else_=NEVER)
    return (
        select(
            Concern.id,
            Concern.stage,
            Concern.risk,
            Concern.officer_id,
            Concern.queue,
            Concern.received_on,
            Concern.rate_due_on,
            _flag(_OPEN, "is_open"),
            _flag(_red(), "red"),
            _flag(Concern.announced.is_(True), "announced"),
            _flag(Concern.replied_on.is_not(None), "replied"),
            _flag(_unread(), "unread"),
            _flag(_waits_outside(), "outside"),
            _flag(_lacks(), "lacks"),
            _flag(and_(_OPEN, registrants_told.unheard(SILENT_SINCE)), "unheard"),
            *(_flag(_in_hands(name), name) for name in hands),
            reply_on.label("reply_on"),
            func.coalesce(stage_on, NEVER).label("stage_on"),
            _contact_on().label("contact_on"),
        )
        .where(Concern.id.in_(_watched()))
        .cte("facts")
        .prefix_with("MATERIALIZED")
    )


def _contact_on() -> ColumnElement[date]:
    """By when the reporter hears from us: after our last word; of a closed concern, after what waits for an answer."""
    last = select(func.max(Contact.made_on)).where(Contact.concern_id == Concern.id).scalar_subquery()
    waits = _waits_since()
    since = case((last > waits, last), else_=waits)
    closed = case((waits < NEVER, days_after(since, Concern.contact_days)), else_=NEVER)
    opened = days_after(func.coalesce(last, Concern.received_on), Concern.contact_days)
    return case((~_OPEN, closed), (Concern.contact_days > 0, opened), else_=NEVER)


def _flag(test: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return case((test, 1), else_=0).label(name)


def _watched() -> ColumnElement[int]:
    """What lists are made of. Closing is word enough for what a reporter wrote or added before it."""
    asks = select(Request.concern_id).where(Request.answered_at.is_(None))
    waits = exists().where(
        Message.concern_id == Concern.id,
        Message.direction == Direction.TO_US,
        Message.sent_on >= Concern.closed_on,
        ~_answered(),
    )
    added = exists().where(
        Statement.concern_id == Concern.id, Statement.number > 1, Statement.given_on >= Concern.closed_on
    )
    # Few are heard of again; the index has them, so nobody looks through what was closed in all the years.
    again = select(Concern.id).where(Concern.heard_on >= Concern.closed_on, or_(waits, added))
    opened = select(Concern.id).where(Concern.stage.in_(OPEN_STAGES))
    return union(opened, asks, again).scalar_subquery()


def _answered() -> ColumnElement[bool]:
    """Whether we wrote after that message."""
    ours = aliased(Message)
    return exists().where(
        ours.concern_id == Message.concern_id, ours.direction == Direction.FROM_US, ours.id > Message.id
    )


def _waits_since() -> ColumnElement[date]:
    """The day of the oldest thing a reporter did that nobody has answered: `queries.waiting_since` for many."""
    asked = select(func.min(Request.asked_on)).where(Request.concern_id == Concern.id, Request.answered_at.is_(None))
    # The closing of the same day answers what came before it; of an unnamed reporter's message no hour is known.
    spoken = exists().where(
        Contact.concern_id == Message.concern_id,
        or_(Contact.made_on > Message.sent_on, Contact.recorded_at > Message.sent_at),
    )
    written = select(func.min(Message.sent_on)).where(
        Message.concern_id == Concern.id, Message.direction == Direction.TO_US, ~_answered(), ~spoken
    )
    heard = exists().where(
        Contact.concern_id == Statement.concern_id,
        or_(Contact.made_on > Statement.given_on, Contact.recorded_at > Statement.given_at),
    )
    added = select(func.min(Statement.given_on)).where(Statement.concern_id == Concern.id, Statement.number > 1, ~heard)
    return earliest(*(func.coalesce(one.scalar_subquery(), NEVER) for one in (asked, written, added)))


def _red() -> ColumnElement[bool]:
    """Rated red, or, as long as nobody rated it, red by what was told (rules 6.7)."""
    told = cast(Concern.worries, Text)
    unrated = or_(Concern.danger, *(told.contains(f'"{code}"', autoescape=True) for code in _RED_WORRIES))
    return case((Concern.risk.is_(None), unrated), else_=Concern.risk == Band.RED)


def _unread() -> ColumnElement[bool]:
    return exists().where(
        Message.concern_id == Concern.id, Message.read_on.is_(None), Message.direction == Direction.TO_US
    )


def _waits_outside() -> ColumnElement[bool]:
    """Whether its clock stands still, or somebody outside has been asked and has time left.

    Those few are found once, each by its index of what is open, and not asked of every concern.
    """
    waits = [select(Pause.concern_id).where(Pause.ended_at.is_(None))]
    kinds: list[type[Inquiry | Response | Offer]] = [Inquiry, Response, Offer]
    for kind in kinds:
        ended = (kind.received_on, kind.declined_on, kind.expired_on, kind.called_off_on)
        open_ = (one.is_(None) for one in ended)
        waits.append(select(kind.concern_id).where(kind.due_on >= TODAY, *open_))
    return Concern.id.in_(union_all(*waits))


def _lacks() -> ColumnElement[bool]:
    """Whether nobody is listed for a job of its stage."""
    missing = [
        (Concern.stage == stage, or_(*(~_seat(Seat.job == job) for job in jobs))) for stage, jobs in NEEDED.items()
    ]
    return case(*missing, else_=False)


def _in_hands(name: str) -> ColumnElement[bool]:
    """Whether one of those bound by that name has it: as officer, or as who investigates it or follows its order."""
    people: BindParameter[list[int]] = bindparam(name, expanding=True)
    listed = _seat(Seat.job.in_(queries.COVERED), Seat.account_id.in_(people))
    return or_(Concern.officer_id.in_(people), and_(_OPEN, listed))


def _seat(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether somebody is listed in the concern itself. Hearings have people of their own."""
    return exists().where(Seat.concern_id == Concern.id, Seat.left_at.is_(None), Seat.hearing_id.is_(None), *which)
