"""Answering what reporters ask later: to take a concern back, and for another look at its closing.

Others may be at risk, so taking back is a wish and not an order. Another look is given by somebody with no earlier part
in the concern, who upholds the closing or sends it back, once.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounts.permissions import Permission
from accounts.separation import Part
from concerns import clocks, correspondence, emails, policy, queries, reporter_rules, rules
from concerns.models import Request
from concerns.operations.desk import Desk, sit_down
from concerns.operations.seating import is_lay
from concerns.operations.steps import move, note_step
from concerns.operations.triaging import TRIAGE, answer, close_with_words
from concerns.vocabulary import Answer, CloseReason, RequestKind, Stage, StepKind, Way
from foundation import clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Missing, NotAllowed, Refused

#: Where a concern goes back to, by the stage at which it was closed; everything before that, to triage.
_BACK = {
    Stage.THRESHOLD: "reopen_threshold",
    Stage.INVESTIGATION: "reopen_investigation",
    Stage.EXAMINATION: "reopen_examination",
    Stage.PANEL: "reopen_panel",
}
REVIEWERS = (Permission.HEAR_APPEALS,)


@operation
def answer_withdrawal(reference: str, how: Answer, *, reasons: str, version: int, by: Actor) -> None:
    """Close a concern as its reporter asked, or carry on and say why.

    Raises:
        Refused: they did not ask, or it was answered, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=TRIAGE, version=version)
    asked = _waiting(desk, RequestKind.WITHDRAWAL)
    if how is Answer.CLOSED:
        close_with_words(desk, CloseReason.WITHDRAWN, reasons, asked)
        return
    if how is not Answer.CARRIED_ON:
        raise Refused("Choose to close the concern or to carry on.")
    rules.check_has_officer(desk.concern)
    answer(desk, asked, how, reasons)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.NOT_TAKEN_BACK)
    note_step(desk.concern, StepKind.CARRIED_ON, by=by)


@operation
def answer_review(reference: str, how: Answer, *, reasons: str, version: int, by: Actor) -> None:
    """Uphold a closing, or send the concern back to where it was closed. A new clock begins there.

    Raises:
        NotAllowed: whoever looks had an earlier part in it, or is no lay person.
        Refused: nobody asked, it was sent back before, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=REVIEWERS, version=version, part=Part.REVIEWED_CLOSURE)
    rules.check_closed(desk.concern)
    if not is_lay(desk.account_id):
        raise NotAllowed("A lay person looks at a closing again. An administrator says who is one, on their page.")
    asked = _waiting(desk, RequestKind.CLOSURE_REVIEW)
    if how not in (Answer.UPHELD, Answer.SENT_BACK):
        raise Refused("Choose to uphold the closing or to send it back.")
    if how is Answer.SENT_BACK and was_sent_back(correspondence.requests(desk.concern.id)):
        raise Refused("It was sent back once. It cannot be sent back a second time.")
    answer(desk, asked, how, reasons)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.STAYS_CLOSED if how is Answer.UPHELD else emails.GOES_ON)
    note_step(desk.concern, StepKind.REVIEW_ANSWERED, by=by, detail={"answer": how.value})
    if how is Answer.SENT_BACK:
        today = clock.today()
        back = _BACK.get(queries.closed_from(desk.concern.id) or Stage.TRIAGE, "reopen")
        if back == "reopen":
            desk.concern.triage_due_on = clocks.due_on(today, policy.TRIAGE.value(today))
        move(desk.concern, back, StepKind.REOPENED, by=by)
        for about in desk.concern.subjects:
            emails.registrant(about, desk.concern, emails.LOOKED_AT_AGAIN)


def was_sent_back(requests: Sequence[Request]) -> bool:
    """Whether a closing was sent back before."""
    return any(one.answer is Answer.SENT_BACK for one in requests)


def _waiting(desk: Desk, kind: RequestKind) -> Request:
    found = reporter_rules.waiting(correspondence.requests(desk.concern.id), kind)
    if found is None:
        raise Missing("Nothing of that kind waits for an answer here.")
    return found
