"""Saying why something is late: the applicant and everybody on the work list read it."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.joining import clocks, queries, rules
from cpd.joining.findings import DelayReason
from cpd.joining.models import Application, Delay
from cpd.joining.operations.steps import note
from cpd.joining.operations.tasks import begin
from cpd.joining.vocabulary import Actor as Who
from cpd.joining.vocabulary import Stage
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused


@operation
def say_why(reference: str, *, reason: DelayReason, words: str, version: int, by: Actor) -> None:
    """Say why an application is late where it stands: its officer, or the registrar while they decide.

    Raises:
        Refused: it is not late, we wait for the applicant, or "something else" without saying what.
    """
    permission = Permission.DECIDE_APPLICATIONS if _registrar_has_it(reference, by) else rules.CHECK
    application, box = begin(reference, permission, by=by, version=version)
    following = clocks.next_step(queries.facts([application])[application.id], clock.today())
    if not following.is_late or following.who is Who.APPLICANT:
        raise Refused("This application is not late now.")
    said = words.strip()
    if reason is DelayReason.OTHER:
        said = rules.check_said(words, "Say what it is, in words that the applicant can follow.")
    db.session.add(
        Delay(
            application_id=application.id,
            stage=application.stage,
            reason=reason,
            sealed=box.seal(said) if said else None,
            said_at=clock.now(),
            said_by_id=rules.check_person(by),
        )
    )
    note(application, "late_because", by=by, detail={"reason": reason.value})


def _registrar_has_it(reference: str, by: Actor) -> bool:
    application: Application = queries.get(reference)
    return application.stage is Stage.DECISION and rules.decides(by)
