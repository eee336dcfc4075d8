"""Taking an application back: at any time before there is a place, without a reason."""

from __future__ import annotations

from cpd.joining import emails, queries, rules
from cpd.joining.operations.information import call_off_open
from cpd.joining.operations.offering import stop_asking
from cpd.joining.operations.steps import move, to_change
from cpd.joining.vocabulary import StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.waiting import Standing


@operation
def withdraw(reference: str, *, by: Actor) -> None:
    """Take one's own application back. Referees who have not answered are not asked any more.

    Raises:
        Refused: it is over already.
    """
    application = to_change(reference)
    rules.check_own(application, by)
    rules.check_open(application)
    call_off_open(application)
    today = clock.today()
    for referee in queries.referees(application.id):
        if referee.waited.standing(today) is Standing.WAITING:
            referee.call_off(today)
    stop_asking(application, by=by)
    move(application, "withdraw", StepKind.WITHDRAWN, by=by)
    emails.withdrawn(application)
