"""What a message that came back does to its letter: once, and only as long as the letter is of any interest."""

from __future__ import annotations

import enum
from datetime import timedelta

import structlog

from foundation import clock
from foundation.database import db, operation
from foundation.outbox import CAME_BACK, WORKFLOW, Letter, Standing
from foundation.policy import Policy, declare
from foundation.returned import reports, traces
from foundation.returned.reports import Cause, Kind
from foundation.returned.traces import Trace

log = structlog.get_logger()
WITHIN = declare(
    Policy(
        "mail.returned.within",
        30,
        "days",
        "A letter that comes back later than so long after it was sent changes nothing",
        "house default; servers stop trying after four to five days (RFC 5321, 4.5.4.1)",
        lambda days: 0 < days <= 90,
    )
)


class Outcome(enum.StrEnum):
    """What became of a message."""

    CAME_BACK = "came back"
    KNOWN = "known already"
    OVER = "letter over"
    DELAYED = "still under way"
    WENT_ON = "went on"
    AUTOMATIC = "answer by a machine"
    UNTRACED = "report of no letter of ours"
    NO_REPORT = "no report"
    UNREADABLE = "unreadable"
    #: The letter is being handed over this very minute: ask again.
    BUSY = "letter is being sent"


_OTHERWISE = {
    Kind.DELAYED: Outcome.DELAYED,
    Kind.WENT_ON: Outcome.WENT_ON,
    Kind.AUTOMATIC: Outcome.AUTOMATIC,
    Kind.NO_REPORT: Outcome.NO_REPORT,
    Kind.UNREADABLE: Outcome.UNREADABLE,
}
_FROM = (Standing.SENT, Standing.WAITING, Standing.GIVEN_UP)


def receive(raw: bytes) -> Outcome:
    """Read one message and note what follows. The log has the outcome, and nothing of the message."""
    report = reports.read(raw)
    trace = traces.find(report.texts)
    if report.kind in (Kind.AUTOMATIC, Kind.NO_REPORT, Kind.UNREADABLE):
        outcome = _OTHERWISE[report.kind]
    elif trace is None:
        outcome = Outcome.UNTRACED
    elif report.kind is Kind.FAILED:
        outcome = _note(trace, report.cause)
    else:
        outcome = _OTHERWISE[report.kind]
    log.info("returned", letter=trace.letter_id if trace is not None else None, outcome=outcome.value)
    return outcome


@operation
def _note(trace: Trace, cause: Cause) -> Outcome:
    """Note on a letter that it came back."""
    letter = db.session.get(Letter, trace.letter_id, with_for_update=True)
    if letter is None or traces.stamp(letter.written_at) != trace.stamp:
        return Outcome.OVER
    if letter.returns != trace.returns:
        return Outcome.KNOWN
    if letter.standing not in _FROM:
        return Outcome.BUSY
    now = clock.now()
    if (letter.sent_at or letter.written_at) < now - timedelta(days=WITHIN.value()):
        return Outcome.OVER
    letter.standing = Standing(WORKFLOW.after("come_back", standing=letter.standing.value))
    letter.problem, letter.returned_at, letter.returns = CAME_BACK[cause.value], now, letter.returns + 1
    letter.sent_at, letter.taken_until = None, None
    return Outcome.CAME_BACK
