"""What was refused in a stretch of time: applications, concerns that were not taken on, and other wishes.

Each is counted from the decision that is kept. What the figures tell already is told here in the same words, so that no
number that one of the two hides can be worked out from the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from sqlalchemy import func, select

from concerns.data_requests.models import DataRequest
from concerns.data_requests.vocabulary import DataOutcome
from concerns.reports import outcomes, reading
from concerns.reports.periods import Period
from concerns.reports.policy import SMALLEST
from concerns.vocabulary import CloseReason
from cpd.audit.models import Decision as AuditDecision
from cpd.audit.vocabulary import Finding
from cpd.joining.findings import Outcome
from cpd.joining.models import Application
from cpd.joining.models import Decision as ApplicationDecision
from cpd.joining.vocabulary import Route
from cpd.leaving.models import DepartureStep, ExtendedLeave
from cpd.leaving.vocabulary import DepartureStage, LeaveStanding
from foundation import clock
from foundation.database import db
from foundation.small_numbers import hide, hide_line, shown
from psa.sheet import Line, Sheet

_FIRST, _APPEALED = "Applications, decided by the registrar", "Applications, decided anew on appeal"


def refusals(period: Period) -> Sheet:
    """How many of what was asked of us were refused, and of what was told us were not taken on, and why."""
    lines = [*_applications(period), *_concerns(period), *_others(period)]
    said = {(line[0], line[1]): line[2] for line in lines}
    return Sheet(
        name="refusals",
        title="What was refused, and what was not taken on",
        new="1, 3, 9, 12",
        old="2, 5",
        sentence=(
            f"Applications refused: {said[f'{_FIRST}, all', Outcome.REFUSE.label]}. Concerns closed at triage: "
            f"{said[outcomes.TRIAGE, 'All']}; at the threshold: {said[outcomes.THRESHOLD, 'All']}."
        ),
        headings=("What", "How, or why", "How many"),
        lines=tuple(lines),
    )


def _applications(period: Period) -> Iterator[Line]:
    """Decisions by what was asked and how they went. Appeals are few, so only all of them together."""
    columns = (ApplicationDecision.outcome, ApplicationDecision.on_appeal, ApplicationDecision.decided_at)
    rows = db.session.execute(
        select(*columns, Application.route)
        .join(Application, Application.id == ApplicationDecision.application_id)
        .order_by(ApplicationDecision.id)
    )
    held = [(outcome, appeal, route) for outcome, appeal, at, route in rows if period.holds(clock.day_of(at))]
    counts, smallest = Counter(held), SMALLEST.value()
    table = hide([[counts[one, False, route] for one in Outcome] for route in Route], smallest)
    for name, told in zip([*(route.label for route in Route), "all"], table, strict=True):
        for label, one in zip((*(outcome.label for outcome in Outcome), "All"), told, strict=True):
            yield (f"{_FIRST}, {name}", label, one.words(smallest))
    appealed = Counter(outcome for outcome, appeal, _ in held if appeal)
    yield from _group(_APPEALED, {one.label: appealed[one] for one in Outcome})


def _concerns(period: Period) -> Iterator[Line]:
    """Those that were not taken on; at triage by the reason, where the figures show how many they were."""
    cases = reading.read().all
    told = {row.name: row.cells[0] for row in outcomes.outcomes(cases, period, SMALLEST.value()).rows}
    at_triage = [one for one in cases if outcomes.outcome(one, period) == outcomes.TRIAGE]
    if told[outcomes.TRIAGE].number:
        reasons = Counter(one.closures[-1][1] for one in at_triage)
        yield from _group(outcomes.TRIAGE, {one.label: reasons[one] for one in CloseReason if reasons[one]})
    else:
        yield (outcomes.TRIAGE, "All", told[outcomes.TRIAGE].words)
    yield (outcomes.THRESHOLD, "All", told[outcomes.THRESHOLD].words)


def _others(period: Period) -> Iterator[Line]:
    """What else somebody asked for and did not get, or was found not to have met. Each count stands alone."""
    first, last = clock.start_of_day(period.first), clock.start_of_day(period.last + timedelta(days=1))
    found = {
        ("CPD records", "Not met"): select(func.count()).where(
            AuditDecision.finding == Finding.NOT_MET,
            AuditDecision.decided_at >= first,
            AuditDecision.decided_at < last,
        ),
        ("Leave for longer", "Not agreed"): select(func.count()).where(
            ExtendedLeave.standing == LeaveStanding.REFUSED,
            ExtendedLeave.decided_at >= first,
            ExtendedLeave.decided_at < last,
        ),
        ("Leaving with agreed facts", "Not accepted"): select(func.count()).where(
            DepartureStep.stage == DepartureStage.REFUSED, DepartureStep.at >= first, DepartureStep.at < last
        ),
        ("Requests about data", "Not done"): select(func.count()).where(
            DataRequest.outcome == DataOutcome.REFUSED,
            DataRequest.closed_on >= period.first,
            DataRequest.closed_on <= period.last,
        ),
    }
    for (what, how), statement in found.items():
        yield (what, how, shown(db.session.scalar(statement) or 0, SMALLEST.value()).words(SMALLEST.value()))


def _group(name: str, counts: Mapping[str, int]) -> Iterable[Line]:
    smallest = SMALLEST.value()
    told = hide_line(list(counts.values()), smallest)
    return [(name, label, one.words(smallest)) for label, one in zip((*counts, "All"), told, strict=True)]
