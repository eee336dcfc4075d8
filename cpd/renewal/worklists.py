"""The work lists of staff: who is at risk, late, lapsed or provisional; certificates to look at; insurance that ended.

Each is a page of rows from a fixed number of statements, sorted by the day that comes first.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from cpd import folders, registrants
from cpd.disclosures.models import Disclosure
from cpd.disclosures.vocabulary import OPEN as OPEN_DISCLOSURES
from cpd.disclosures.vocabulary import Channel
from cpd.leaving.models import Departure
from cpd.leaving.vocabulary import DepartureStage
from cpd.record_checks import MONTHS, RecordCheckSeen
from cpd.renewal import policy, uninsured
from cpd.renewal.models import InsuranceTold, Notice, Reached, Renewal, RenewalTalk
from cpd.renewal.vocabulary import Band, Queue, Stage, Watch
from foundation import clock
from foundation.database import db
from foundation.locks import Box
from foundation.outbox import Letter, Standing
from register.models import Ending, Period, Restriction
from register.queries import live
from register.vocabulary import OrderKind

PAGE = 25


class Tab(enum.StrEnum):
    """The lists."""

    AT_RISK = "at_risk"
    NOT_REACHED = "not_reached"
    LAPSED = "lapsed"
    TALK = "talk"
    LATE = "late"
    RETURNS = "returns"
    PROVISIONAL = "provisional"
    CERTIFICATES = "certificates"
    UNINSURED = "uninsured"
    CHECKS = "checks"

    @property
    def label(self) -> str:
        """As its tab says it."""
        return _LABELS[self][0]

    @property
    def about(self) -> str:
        """What stands on it and what to do, in a sentence."""
        return _LABELS[self][1]


_LABELS = {
    Tab.AT_RISK: ("At risk", "Their registration ends within 30 days, and they are not renewed."),
    Tab.NOT_REACHED: (
        "Not reached",
        "No letter reached them, and the last day is near. Telephone, or write by post.",
    ),
    Tab.LAPSED: ("Lapsed", "Their registration ended in the last 24 months, and they have not come back."),
    Tab.TALK: ("To talk about", "What they answered when they renewed, and we promised to talk about with them."),
    Tab.LATE: ("Renewed late", "They renewed after their last day, in the last 12 months."),
    Tab.RETURNS: ("Coming back", "Everything is here. Look at it before they are back on the register."),
    Tab.PROVISIONAL: ("Provisional", "Renewed in time. What they declared is still looked at."),
    Tab.CERTIFICATES: ("Certificates", "Insurance that was told. The public reads it once you have seen it."),
    Tab.UNINSURED: ("Insurance ended", "They had notice that we need new insurance, and none has come."),
    Tab.CHECKS: ("Record checks", "Their criminal record check is due to be told anew, and they have not."),
}


@dataclass(frozen=True)
class Line:
    """One row."""

    number: str
    name: str
    #: The day by which the list is sorted.
    day: date
    note: str
    #: Where it is worked on.
    address: str


@dataclass(frozen=True)
class Found:
    """One page of a list."""

    lines: Sequence[Line]
    total: int
    page: int
    pages: int


def listed(tab: Tab, *, page: int = 1, queue: Queue | None = None) -> Found:
    """One page of a list: a fixed number of statements. `queue` narrows what there is to talk about."""
    statement = _STATEMENTS[tab](clock.today())
    if tab is Tab.TALK and queue is not None:
        statement = statement.where(RenewalTalk.queue == queue)
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    shown = min(max(1, page), pages)
    rows = db.session.execute(
        statement.order_by(statement.selected_columns[1], statement.selected_columns[0])
        .offset((shown - 1) * PAGE)
        .limit(PAGE)
    ).all()
    people = registrants.many({row[0] for row in rows})
    boxes = folders.boxes_of(set(people)) if tab is Tab.TALK else {}
    lines = []
    for row in rows:
        who = people.get(row[0])
        if who is not None:
            note = _talk(row, boxes.get(row[0])) if tab is Tab.TALK else _note(tab, row)
            day = clock.day_of(row[1]) if isinstance(row[1], datetime) else row[1]
            lines.append(Line(who.number, who.name, day, note, f"/staff/renewals/{who.number}"))
    return Found(lines, total, shown, pages)


def count(tab: Tab) -> int:
    """How many stand on a list."""
    return db.session.scalar(select(func.count()).select_from(_STATEMENTS[tab](clock.today()).subquery())) or 0


def _note(tab: Tab, row: Any) -> str:
    if tab in (Tab.AT_RISK, Tab.LAPSED):
        return {
            None: "Not begun",
            Stage.OPEN: "Begun, not sent",
            Stage.SENT: "Sent, the fee or insurance is missing",
            Stage.LOOKED_AT: "An officer looks",
        }.get(row[2], "")
    if tab is Tab.NOT_REACHED:
        return str(row[2])
    if tab is Tab.CERTIFICATES:
        return "With a renewal" if row[2].value == "renewal" else "Sent by itself"
    return ""


def _talk(row: Any, box: Box | None) -> str:
    codes = box.open_json(row[3])["codes"] if box is not None else []
    return f"{row[2].label}: {', '.join(codes)}"


def queues() -> list[tuple[Queue, int]]:
    """How much there is to talk about in each queue."""
    statement = select(RenewalTalk.queue, func.count()).where(RenewalTalk.done_at.is_(None))
    held = {row[0]: row[1] for row in db.session.execute(statement.group_by(RenewalTalk.queue))}
    return [(one, held.get(one, 0)) for one in Queue]


# ------------------------------------------------------------------------------------------------------ the statements


def _last_periods() -> Any:
    """Last periods of people who were not removed and have not left, with the stage of the renewal that follows."""
    later = aliased(Period)
    goes_on = select(later.id).where(later.entry_id == Period.entry_id, later.starts_on > Period.starts_on, live(later))
    left = select(Ending.id).where(Ending.entry_id == Period.entry_id, live(Ending))
    removed = select(Restriction.id).where(
        Restriction.entry_id == Period.entry_id,
        Restriction.kind == OrderKind.REMOVAL,
        Restriction.ends_at.is_(None),
        live(Restriction),
    )
    follows = and_(
        Renewal.entry_id == Period.entry_id,
        or_(Renewal.ends_on == Period.ends_on, Renewal.bridged_to == Period.ends_on),
    )
    return (
        select(Period.entry_id, Period.ends_on, Renewal.stage)
        .outerjoin(Renewal, follows)
        .where(live(Period), ~goes_on.exists(), ~left.exists(), ~removed.exists())
    )


def _at_risk(today: date) -> Any:
    leaves = select(Departure.id).where(
        Departure.entry_id == Period.entry_id,
        Departure.stage == DepartureStage.PLANNED,
        Departure.leave_on <= Period.ends_on,
    )
    return _last_periods().where(
        Period.ends_on >= today, Period.ends_on <= today + timedelta(days=30), ~leaves.exists()
    )


def _not_reached(today: date) -> Any:
    bounced = (
        select(Notice.id)
        .outerjoin(Letter, Letter.id == Notice.letter_id)
        .where(
            Notice.entry_id == Period.entry_id,
            Notice.watch == Watch.RENEWAL,
            Notice.day == Period.ends_on,
            or_(Notice.letter_id.is_(None), Letter.standing == Standing.GIVEN_UP),
        )
    )
    reached = select(Reached.id).where(Reached.entry_id == Period.entry_id, Reached.day == Period.ends_on)
    ahead = today + timedelta(days=policy.BY_HAND.value(today))
    of_renewal = _last_periods().where(
        Period.ends_on >= today - timedelta(days=30), Period.ends_on <= ahead, bounced.exists(), ~reached.exists()
    )
    about = literal("About renewing").label("about")
    of_insurance = uninsured.unreached(today).add_columns(literal("About insurance").label("about"))
    both = union_all(of_renewal.with_only_columns(Period.entry_id, Period.ends_on, about), of_insurance).subquery()
    return select(both)


def _lapsed(today: date) -> Any:
    since = clock.add_months(today, -policy.RETURN_B.value(today))
    return _last_periods().where(Period.ends_on < today, Period.ends_on >= since)


def _late(today: date) -> Any:
    since = clock.start_of_day(clock.add_months(today, -12))
    return select(Renewal.entry_id, Renewal.ends_on, Renewal.band).where(
        Renewal.band == Band.LATE, Renewal.renewed_at >= since
    )


def _to_talk_about(_today: date) -> Any:
    return (
        select(RenewalTalk.entry_id, RenewalTalk.given_at, RenewalTalk.queue, RenewalTalk.sealed)
        .join(Renewal, Renewal.id == RenewalTalk.renewal_id)
        .where(RenewalTalk.done_at.is_(None), Renewal.stage != Stage.OVER)
    )


def _returns(_today: date) -> Any:
    return select(Renewal.entry_id, Renewal.since_on, Renewal.stage).where(Renewal.stage == Stage.LOOKED_AT)


def _provisional(_today: date) -> Any:
    doubtful = exists().where(
        Disclosure.entry_id == Renewal.entry_id,
        Disclosure.channel == Channel.RENEWAL,
        Disclosure.stage.in_(sorted(OPEN_DISCLOSURES)),
    )
    return select(Renewal.entry_id, Renewal.ends_on, Renewal.band).where(Renewal.provisional, doubtful)


def _certificates(_today: date) -> Any:
    return select(InsuranceTold.entry_id, InsuranceTold.ends_on, InsuranceTold.came_with).where(
        InsuranceTold.seen.is_(None)
    )


def _checks(today: date) -> Any:
    later = aliased(RecordCheckSeen)
    newer = select(later.id).where(later.entry_id == RecordCheckSeen.entry_id, later.id > RecordCheckSeen.id)
    registered = select(Period.id).where(
        Period.entry_id == RecordCheckSeen.entry_id, Period.starts_on <= today, Period.ends_on >= today, live(Period)
    )
    return select(RecordCheckSeen.entry_id, RecordCheckSeen.from_on).where(
        RecordCheckSeen.from_on <= clock.add_months(today, -MONTHS.value(today)), ~newer.exists(), registered.exists()
    )


_STATEMENTS = {
    Tab.AT_RISK: _at_risk,
    Tab.NOT_REACHED: _not_reached,
    Tab.LAPSED: _lapsed,
    Tab.TALK: _to_talk_about,
    Tab.LATE: _late,
    Tab.RETURNS: _returns,
    Tab.PROVISIONAL: _provisional,
    Tab.CERTIFICATES: _certificates,
    Tab.UNINSURED: uninsured.over_for,
    Tab.CHECKS: _checks,
}
