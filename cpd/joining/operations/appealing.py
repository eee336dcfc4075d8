"""Appeals against a refusal: lodged by the applicant in time, decided by three people with no earlier part in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from accounts.permissions import Permission
from accounts.separation import Part
from cpd.joining import emails, queries, rules
from cpd.joining.findings import AppealGround, AppealOutcome, Outcome, SeatKind, of_three
from cpd.joining.models import Appeal, AppealVote, Application
from cpd.joining.operations.deciding import Deciding, keep_on_appeal
from cpd.joining.operations.offering import offer_or_admit
from cpd.joining.operations.panels import SIZE, check_seated
from cpd.joining.operations.steps import move, note, note_step, to_change
from cpd.joining.operations.tasks import begin, take
from cpd.joining.vocabulary import Stage, StepKind
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.locks import Box


@operation
def appeal(reference: str, *, grounds: Sequence[AppealGround], words: str, by: Actor) -> int:
    """Ask for another decision; gives the appeal's id. Files: `("appeal", id)`.

    Raises:
        Refused: too late, no grounds, no words, or another application is open by now.
    """
    application = to_change(reference)
    rules.check_own(application, by)
    rules.check_stage(application, Stage.REFUSED)
    today = clock.today()
    if application.appeal_until is None or today > application.appeal_until:
        raise Refused("The time to appeal is over.")
    if queries.open_of(application.account_id) is not None:
        raise Refused("You have another application open. Take that one back first, if you would rather appeal.")
    if not grounds:
        raise Refused("Choose at least one reason.")
    said = rules.check_said(words, "Tell us in your own words why we should decide again.")
    kept = Appeal(
        application_id=application.id,
        round=application.round,
        grounds=[one.value for one in dict.fromkeys(grounds)],
        sealed=locks.box_of(application.lock_id).seal(said),
        lodged_at=clock.now(),
    )
    db.session.add(kept)
    application.hear_until = today + timedelta(days=application.targets["appeal_heard"])
    move(application, "appeal", StepKind.APPEALED, by=by)
    emails.appeal_received(application)
    return kept.id


@operation
def vote(reference: str, *, outcome: AppealOutcome, reasons: str, by: Actor) -> AppealOutcome | None:
    """Say, as one of three, how one decides; gives what came of it once all three have.

    Most of the three decide. Nobody sees the others' before. When no two agree, other people decide again.

    Raises:
        NotAllowed: not listed for it, or with an earlier part in it.
        Refused: said already, or no reasons.
    """
    application, box = begin(reference, Permission.HEAR_APPEALS, by=by)
    rules.check_stage(application, Stage.APPEAL)
    member_id = rules.check_person(by)
    check_seated(application, SeatKind.APPEAL, member_id)
    take(application, Part.HEARD_APPEAL, by=by)
    lodged = queries.appeal(application.id, application.round)
    assert lodged is not None
    earlier = queries.appeal_votes(lodged.id)
    if any(one.member_id == member_id for one in earlier):
        raise Refused("You have decided. It cannot be changed.")
    said = rules.check_said(reasons, "Give your reasons, in words that the applicant can follow.")
    db.session.add(
        AppealVote(
            appeal_id=lodged.id,
            member_id=member_id,
            outcome=outcome,
            reasons_sealed=box.seal(said),
            voted_at=clock.now(),
        )
    )
    db.session.flush()
    note(application, "appeal_vote", by=by)
    if len(earlier) + 1 < SIZE[SeatKind.APPEAL]:
        return None
    together = of_three((earlier[0].outcome, earlier[1].outcome, outcome))
    lodged.outcome, lodged.decided_at = together, clock.now()
    _carry_out(application, together, reasons_of(queries.appeal_votes(lodged.id), together, box), box, by=by)
    return together


def reasons_of(votes: Sequence[AppealVote], together: AppealOutcome, box: Box) -> str:
    """The reasons of those who decided as most did; everybody's when no two agreed."""
    agreeing = [one for one in votes if one.outcome is together]
    told = agreeing if len(agreeing) > 1 else votes
    return "\n\n".join(box.open(one.reasons_sealed) for one in told)


def _carry_out(application: Application, outcome: AppealOutcome, reasons: str, box: Box, *, by: Actor) -> None:
    if outcome is AppealOutcome.UPHOLD:
        move(application, "uphold", StepKind.REFUSAL_STANDS, by=by)
        emails.appeal_decided(application, outcome)
    elif outcome is AppealOutcome.REDO:
        application.round += 1
        application.assessor_id = None
        application.decided_on = application.in_time = None
        move(application, "redo", StepKind.REDONE, by=by)
        emails.appeal_decided(application, outcome)
    else:
        keep_on_appeal(application, Deciding(Outcome.GRANT, reasons), box, decider_id=rules.check_person(by))
        application.decided_on = clock.today()
        note_step(application, StepKind.OVERTURNED, by=by)
        offer_or_admit(application, box, offer="overturn_to_offer", admit="overturn_and_admit", by=by)
