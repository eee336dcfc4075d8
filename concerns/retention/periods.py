"""For how long a closed record is kept, and by which line of the rules (6.11). Pure: facts in, rule and day out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from concerns.vocabulary import Sanction, Stage
from concerns.vocabulary.retention import RetentionRule
from foundation import clock
from foundation.policy import Policy, declare
from register.vocabulary import OrderKind


def _months(name: str, starting: int, about: str, source: str = "rules 6.11") -> Policy[int]:
    return declare(Policy(f"retention.{name}", starting, "months", about, source, lambda value: 0 < value < 10_000))


TRIAGE = _months("concern.triage", 36, "A concern closed at triage is kept after its closing for")
THRESHOLD = _months("concern.threshold", 60, "A concern closed at the threshold is kept after its closing for")
NO_CASE = _months("concern.no_case", 72, "A concern without a case to answer is kept after its closing for")
INTERIM = _months("concern.interim", 72, "A concern with an interim order and no finding is kept after its closing for")
SANCTION = _months("concern.sanction", 120, "A concern with a sanction other than removal is kept after its end for")
REMOVAL = _months("concern.removal", 240, "A concern that led to a removal is kept after it took effect for")
PATTERN = _months("pattern", 72, "The index line of a serious concern closed at triage is kept after its closing for")
HOLD_REVIEW = _months("hold.review", 6, "A legal hold is looked at again every")
DATA = _months("data_request", 36, "A request or complaint about data is kept after its closing for")
SERVICE = _months(
    "service_complaint",
    36,
    "A complaint about our own service is kept after its last answer for",
    "house default: rules 6.11 have no line of it, so as for data-protection complaints",
)
ADVICE = _months("advice", 36, "Advice stays on file for", "rules 6.8")

_OF: dict[RetentionRule, Policy[int]] = {
    RetentionRule.TRIAGE: TRIAGE,
    RetentionRule.THRESHOLD: THRESHOLD,
    RetentionRule.NO_CASE: NO_CASE,
    RetentionRule.INTERIM: INTERIM,
    RetentionRule.SANCTION: SANCTION,
    RetentionRule.REMOVAL: REMOVAL,
    RetentionRule.SERVICE: SERVICE,
    RetentionRule.DATA: DATA,
}
_BESIDE = (RetentionRule.SERVICE, RetentionRule.DATA)
INTERIMS = (OrderKind.INTERIM_CONDITIONS.value, OrderKind.INTERIM_SUSPENSION.value)
_FIRST = (Stage.RECEIVED, Stage.TRIAGE, Stage.LOCAL_RESOLUTION)


@dataclass(frozen=True)
class Decided:
    """One order of a concern: its kind, since when, and until when; no end while it may still run."""

    kind: str
    decided_on: date
    started_on: date | None
    ended_on: date | None
    #: A panel ordered that the public reads it without end: then its papers are kept as well.
    without_end: bool = False
    #: The last day on which the public reads it, where that is known.
    shown_until: date | None = None


@dataclass(frozen=True)
class Ended:
    """What the time of a closed concern rests on."""

    closed_on: date
    closed_from: Stage
    orders: tuple[Decided, ...] = ()


@dataclass(frozen=True)
class Time:
    """Which rule holds, and the first day on which nothing justifies keeping it."""

    rule: RetentionRule
    due_on: date


def shortest(today: date) -> int:
    """The months that every closed concern is kept at least."""
    return min(policy.value(today) for rule, policy in _OF.items() if rule not in _BESIDE)


def months(rule: RetentionRule, today: date) -> int:
    """For how long that line keeps a record."""
    return _OF[rule].value(today)


def time_of(ended: Ended, today: date) -> Time | None:
    """When a concern is over, by the line that keeps it longest; None while an order has no end yet."""
    found = [_line(one, today) for one in ended.orders if one.kind not in (*INTERIMS, Sanction.NONE.value)]
    if not found:
        found = [_without_finding(ended, today)]
    if any(one is None for one in found):
        return None
    return max((one for one in found if one is not None), key=lambda one: one.due_on)


def _line(order: Decided, today: date) -> Time | None:
    if order.without_end:
        return None
    found = _by_kind(order, today)
    if found is not None and order.shown_until is not None and found.due_on <= order.shown_until:
        return Time(found.rule, order.shown_until + timedelta(days=1))
    return found


def _by_kind(order: Decided, today: date) -> Time | None:
    if order.kind == Sanction.REMOVAL.value:
        return after(RetentionRule.REMOVAL, order.started_on or order.decided_on, today)
    ended = order.ended_on
    if order.kind == Sanction.ADVICE.value:
        ended = clock.add_months(order.decided_on, ADVICE.value(today))
    return after(RetentionRule.SANCTION, ended, today) if ended is not None else None


def _without_finding(ended: Ended, today: date) -> Time:
    if ended.orders and any(one.kind in INTERIMS for one in ended.orders):
        rule = RetentionRule.INTERIM
    elif ended.closed_from in _FIRST:
        rule = RetentionRule.TRIAGE
    elif ended.closed_from is Stage.THRESHOLD:
        rule = RetentionRule.THRESHOLD
    else:
        rule = RetentionRule.NO_CASE
    return after(rule, ended.closed_on, today)


def after(rule: RetentionRule, since: date, today: date) -> Time:
    """When a record is over by a line that counts from one day."""
    return Time(rule, clock.add_months(since, months(rule, today)))
