"""Assessment: given to an assessor without a tie, who finds if the Standards are met or more is needed."""

from __future__ import annotations

from collections.abc import Sequence

from accounts import authority
from accounts.conflicts import Choice
from accounts.permissions import Permission
from accounts.roles import holders_of
from accounts.rules import check_may_take_part, check_no_conflict, who_is_clear
from accounts.separation import NOT_TWICE_RUNNING, Part
from cpd.joining import queries, rules
from cpd.joining.findings import AssessmentFinding
from cpd.joining.matters import matter
from cpd.joining.models import Application, Assessment
from cpd.joining.operations.information import put
from cpd.joining.operations.steps import move, note, note_step
from cpd.joining.operations.tasks import begin, entry_id, take
from cpd.joining.vocabulary import Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused

_AGAIN = "The appeal panel asked other people to decide again. You assessed this application before."


@operation
def give_assessor(reference: str, *, account_id: int, version: int, by: Actor) -> None:
    """Give an application to an assessor.

    Raises:
        Refused: they are no assessor.
        NotAllowed: they have a tie to somebody in it, an earlier part, or assessed the same person the last time.
    """
    application, box = begin(reference, Permission.CHECK_APPLICATIONS, by=by, version=version)
    rules.check_stage(application, Stage.VERIFICATION, Stage.DECLARATIONS, Stage.DECLARATION_PANEL, Stage.ASSESSMENT)
    if account_id not in authority.able_to(holders_of(Permission.ASSESS)):
        raise Refused("Choose an assessor.")
    check_no_conflict(account_id, matter(application, box), called=rules.CALLED)
    check_fresh(application, account_id)
    application.assessor_id = account_id
    note_step(application, StepKind.ASSESSOR_GIVEN, by=by, detail={"assessor": account_id})


def check_fresh(application: Application, account_id: int) -> None:
    """Refuse an assessor with a part that excludes it, or who assessed the same person the last time."""
    check_may_take_part(
        account_id,
        rules.key(application),
        Part.ASSESSED,
        called=rules.CALLED,
        about_entry_id=entry_id(application),
    )
    if queries.last_assessor(application.account_id, before=application.id) == account_id:
        raise NotAllowed(NOT_TWICE_RUNNING[Part.ASSESSED])
    if any(
        one.assessed_by_id == account_id and one.round < application.round
        for one in queries.assessments(application.id)
    ):
        raise NotAllowed(_AGAIN)


@operation
def assess(
    reference: str,
    *,
    finding: AssessmentFinding,
    reasons: str,
    standards: Sequence[str] = (),
    items: Sequence[str] = (),
    version: int,
    by: Actor,
) -> None:
    """Say what one finds. "More evidence" sends the applicant one clear list, and the clock stands still.

    Raises:
        NotAllowed: it was not given to them, or an earlier part excludes it.
        Refused: no reasons, no numbers of Standards where one is not met, or we wait for the applicant.
    """
    application, box = begin(reference, Permission.ASSESS, by=by, version=version)
    rules.check_stage(application, Stage.ASSESSMENT)
    assessor_id = rules.check_person(by)
    if application.assessor_id != assessor_id:
        raise NotAllowed("This application was not given to you.")
    rules.check_not_waiting(application)
    check_fresh(application, assessor_id)
    take(application, Part.ASSESSED, by=by)
    said = rules.check_said(reasons, "Give your reasons.")
    named = [one.strip() for one in standards if one.strip()]
    if finding is not AssessmentFinding.MEETS and not named:
        raise Refused("Name the Standards that are not met, or not shown to be met.")
    if finding is not AssessmentFinding.MORE_EVIDENCE and any(one.strip() for one in items):
        raise Refused("You wrote a list for the applicant but did not ask for more evidence.")
    db.session.add(
        Assessment(
            application_id=application.id,
            round=application.round,
            finding=finding,
            standards=named,
            reasons_sealed=box.seal(said),
            assessed_at=clock.now(),
            assessed_by_id=assessor_id,
        )
    )
    db.session.flush()
    if finding is AssessmentFinding.MORE_EVIDENCE:
        note(application, "assessed", by=by, detail={"finding": finding.value})
        put(application, box, topics=["evidence"], items=items, by=by)
        return
    move(application, "assess", StepKind.ASSESSED, by=by, detail={"finding": finding.value})


def candidates(application: Application) -> Choice:
    """Who of the assessors is clear, and what keeps the others away."""
    able = authority.able_to(holders_of(Permission.ASSESS))
    return who_is_clear(able, matter(application), part=Part.ASSESSED, called=rules.CALLED)
