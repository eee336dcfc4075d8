"""The threshold test, by a manager who did not triage the concern: investigate it, or close it with reasons.

All three answers yes, or in doubt on the first two, lead to an investigation; nobody can decide otherwise than they
answered. Every factor that is ticked is explained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounts.separation import Part
from concerns import emails, kept, rules
from concerns.models import ThresholdDecision
from concerns.operations.closing import NO_WORDS, close_on_desk
from concerns.operations.desk import MANAGERS, Desk, sit_down
from concerns.operations.steps import move
from concerns.threshold import questions
from concerns.threshold.triage import cited, happened_until
from concerns.vocabulary import CloseReason, Factor, Ground, Stage, StepKind, Way, Yes
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused


@operation
def apply_test(
    reference: str,
    *,
    serious: Yes,
    matters: Yes,
    fair: Yes,
    grounds: Sequence[Ground] = (),
    standards_named: Sequence[str] = (),
    factors: Mapping[Factor, str],
    reasons: str,
    words: str = "",
    advice: str = "",
    version: int,
    by: Actor,
) -> bool:
    """Apply the threshold test; says whether the concern is investigated.

    `words` go to the reporter when it is closed, and `advice` to the registrant through whoever tells them; `reasons`
    stay inside the house.

    Raises:
        NotAllowed: whoever applies it triaged the concern.
        Refused: it is not at the threshold, a factor or the reasons lack their words, or an investigation lacks its
            ground.
    """
    desk = sit_down(reference, by=by, may=MANAGERS, version=version)
    rules.check_stage(desk.concern, Stage.THRESHOLD)
    rules.check_has_officer(desk.concern)
    goes_on = questions.investigates(serious, matters, fair)
    if goes_on and not grounds:
        raise Refused("Choose the ground on which it could be an allegation.", at="grounds")
    weighed = _explained(factors)
    if not goes_on and not words.strip():
        raise Refused(NO_WORDS, at="closing")
    edition, named = cited(standards_named, happened_until(desk.concern.id) or desk.concern.received_on)
    desk.take_part(Part.APPLIED_THRESHOLD)
    db.session.add(
        ThresholdDecision(
            concern_id=desk.concern.id,
            serious=serious.value,
            matters=matters.value,
            fair=fair.value,
            grounds=[one.value for one in grounds],
            edition=edition,
            standards=named,
            factors_sealed=desk.box.seal_json(weighed),
            investigates=goes_on,
            advice_sealed=desk.box.seal(advice.strip()) if advice.strip() else None,
            reasons_sealed=desk.needs(reasons, "Write your reasons."),
            decided_at=clock.now(),
            decided_by_id=desk.account_id,
        )
    )
    if not goes_on:
        close_on_desk(desk, "close_at_threshold", CloseReason.BELOW_THRESHOLD, words)
        return False
    _go_on(desk)
    return True


def _explained(factors: Mapping[Factor, str]) -> dict[str, str]:
    """What was weighed, each with its words."""
    if any(not said.strip() for said in factors.values()):
        raise Refused("Explain each factor that you ticked.")
    if not factors:
        raise Refused("Tick what you weighed, and explain it.")
    return {factor.value: said.strip() for factor, said in factors.items()}


def _go_on(desk: Desk) -> None:
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.GOES_ON)
    move(desk.concern, "investigate", StepKind.INVESTIGATION_BEGAN, by=desk.by)


def decision(concern_id: int) -> ThresholdDecision | None:
    """The last decision at the threshold."""
    return kept.last(ThresholdDecision, concern_id)
