"""The registrar's decision: grant, grant with conditions, refuse with reasons. Never by whoever assessed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.permissions import Permission
from accounts.separation import Part
from cpd.joining import clocks, emails, policy, queries, rules
from cpd.joining.findings import AssessmentFinding, HealthStanding, Outcome
from cpd.joining.models import Application, Decision, Note
from cpd.joining.operations.insuring import NONE, is_insured
from cpd.joining.operations.offering import offer_or_admit
from cpd.joining.operations.steps import move, note_step
from cpd.joining.operations.tasks import begin
from cpd.joining.vocabulary import Stage, StepKind
from foundation import clock, outbox
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from foundation.locks import Box
from foundation.words import say_day


@dataclass(frozen=True)
class Deciding:
    """A decision as it is typed. `reasons` is what the applicant reads; `conditions` what the public will read."""

    outcome: Outcome
    reasons: str
    conditions: str = ""
    conditions_until: date | None = None
    advice: str = ""


@operation
def decide(reference: str, deciding: Deciding, *, version: int, by: Actor) -> Application:
    """Decide. A place is offered with its fee; without a fee set, the applicant is on the register at once.

    Raises:
        NotAllowed: an earlier part excludes it, or they decided it before an appeal.
        Refused: reasons are missing, health still waits, or a refusal of somebody nobody found wanting.
    """
    application, box = begin(reference, Permission.DECIDE_APPLICATIONS, by=by, part=Part.DECIDED, version=version)
    rules.check_stage(application, Stage.DECISION)
    rules.check_not_waiting(application)
    decider_id = rules.check_person(by)
    if any(one.decided_by_id == decider_id for one in queries.decisions(application.id)):
        raise NotAllowed("The appeal panel asked other people to decide again. You decided this application before.")
    _check_ready(application, deciding, box)
    _keep(application, deciding, box, decider_id=decider_id, on_appeal=False)
    application.decided_on = clock.today()
    application.in_time = clocks.decided_in_time(queries.facts([application])[application.id])
    if deciding.outcome is Outcome.REFUSE:
        refuse(application, by=by)
    else:
        note_step(application, StepKind.GRANTED, by=by, detail={"outcome": deciding.outcome.value})
        offer_or_admit(application, box, offer="offer", admit="admit_at_once", by=by)
    return application


@operation
def send_to_assessment(reference: str, *, why: str, version: int, by: Actor) -> None:
    """Ask for an assessment before deciding: after a panel that would refuse, or when the last one leaves doubt.

    The assessor is given afresh by an officer.

    Raises:
        Refused: no reason, or another stage.
    """
    application, box = begin(reference, Permission.DECIDE_APPLICATIONS, by=by, version=version)
    rules.check_stage(application, Stage.DECISION)
    said = rules.check_said(why, "Say what the assessor should look at.")
    db.session.add(
        Note(
            application_id=application.id,
            sealed=box.seal(said),
            written_at=clock.now(),
            written_by_id=rules.check_person(by),
        )
    )
    application.assessor_id = None
    move(application, "send_to_assessment", StepKind.BACK_TO_ASSESSMENT, by=by)


def refuse(application: Application, *, by: Actor) -> None:
    """Refuse, with the time to appeal, which runs from the day on which the letter goes. Inside the operation."""
    written_on = clock.day_of(outbox.kind_moment(application.nation.division))
    application.appeal_until = written_on + timedelta(days=application.targets["appeal"])
    move(application, "refuse", StepKind.REFUSED, by=by)
    emails.refused(application)


def _check_ready(application: Application, deciding: Deciding, box: Box) -> None:
    rules.check_said(deciding.reasons, "Give your reasons, in words that the applicant can follow.")
    health = queries.health_standing(application.id)
    if health is not None and health.standing is HealthStanding.WAITING:
        raise Refused("The health officer has not finished yet.")
    if deciding.outcome is Outcome.GRANT_WITH_CONDITIONS:
        rules.check_said(deciding.conditions, "Write the conditions as the public will read them.")
        today = clock.today()
        longest = clock.add_months(today, policy.CONDITIONS_LONGEST.value(today))
        if deciding.conditions_until is None or not today < deciding.conditions_until <= longest:
            raise Refused(f"Conditions end on a later day, {say_day(longest)} at the latest.")
    elif deciding.conditions.strip() or deciding.conditions_until is not None:
        raise Refused("You wrote conditions but did not choose them.")
    if deciding.outcome is not Outcome.REFUSE and not is_insured(application, box):
        raise Refused(NONE)
    mine = [one for one in queries.assessments(application.id) if one.round == application.round]
    if deciding.outcome is not Outcome.REFUSE and not any(one.finding is AssessmentFinding.MEETS for one in mine[-1:]):
        raise Refused("Nobody found that this applicant meets the Standards, so it cannot be granted as it stands.")


def _keep(application: Application, deciding: Deciding, box: Box, *, decider_id: int, on_appeal: bool) -> None:
    conditions = deciding.conditions.strip() if deciding.outcome is Outcome.GRANT_WITH_CONDITIONS else ""
    db.session.add(
        Decision(
            application_id=application.id,
            round=application.round,
            on_appeal=on_appeal,
            outcome=deciding.outcome,
            reasons_sealed=box.seal(deciding.reasons.strip()),
            conditions_sealed=box.seal(conditions) if conditions else None,
            conditions_until=deciding.conditions_until if conditions else None,
            advice_sealed=box.seal(deciding.advice.strip()) if deciding.advice.strip() else None,
            decided_at=clock.now(),
            decided_by_id=decider_id,
        )
    )
    db.session.flush()


def keep_on_appeal(application: Application, deciding: Deciding, box: Box, *, decider_id: int) -> None:
    """Write down the decision of an appeal panel in the registrar's place. Inside the caller's operation."""
    _keep(application, deciding, box, decider_id=decider_id, on_appeal=True)
