"""Reviewing declarations: by an officer, then by two people who each decide; and taking back what was told in error."""

from __future__ import annotations

from datetime import timedelta

from accounts.permissions import Permission
from accounts.separation import Part
from cpd.declarations import get, worrying
from cpd.joining import emails, policy, queries, rules
from cpd.joining.applying import Answer
from cpd.joining.findings import PanelFinding, ReviewFinding, SeatKind, of_two
from cpd.joining.models import Application, DeclarationAnswer, DeclarationReview, PanelVote, ToldInError
from cpd.joining.operations.panels import check_seated
from cpd.joining.operations.sending_in import is_urgent, keep_answer
from cpd.joining.operations.steps import hurry, move, note, note_step, to_change
from cpd.joining.operations.tasks import begin, take
from cpd.joining.vocabulary import UNDECIDED, Route, Stage, StepKind
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused

_MOVES = {
    ReviewFinding.CLEAR: ("clear_declarations", StepKind.DECLARATIONS_CLEARED),
    ReviewFinding.CLEAR_WITH_ADVICE: ("clear_declarations", StepKind.DECLARATIONS_CLEARED),
    ReviewFinding.REFER: ("refer_declarations", StepKind.PANEL_ASKED),
}


@operation
def review(reference: str, *, finding: ReviewFinding, reasons: str, advice: str = "", version: int, by: Actor) -> None:
    """Say, as an officer, what the declarations come to. What is not clearly minor goes to two people of the panel.

    Raises:
        Refused: no reasons, advice without words or words without advice, or another stage.
    """
    application, box = begin(
        reference, Permission.CHECK_APPLICATIONS, by=by, part=Part.REVIEWED_DECLARATION, version=version
    )
    rules.check_stage(application, Stage.DECLARATIONS)
    rules.check_not_waiting(application)
    if application.route is Route.RESTORATION and finding is not ReviewFinding.REFER:
        raise Refused("Somebody who was removed comes back only after a panel has looked.")
    said = rules.check_said(reasons, "Give your reasons: how serious, how long ago, how it bears on the work.")
    given = _advice(advice, wanted=finding is ReviewFinding.CLEAR_WITH_ADVICE)
    db.session.add(
        DeclarationReview(
            application_id=application.id,
            finding=finding,
            reasons_sealed=box.seal(said),
            advice_sealed=box.seal(given) if given else None,
            reviewed_at=clock.now(),
            reviewed_by_id=rules.check_person(by),
        )
    )
    name, kind = _MOVES[finding]
    move(application, name, kind, by=by, detail={"finding": finding.value})
    if finding is ReviewFinding.REFER:
        emails.panel(application)


@operation
def vote(reference: str, *, finding: PanelFinding, reasons: str, advice: str = "", by: Actor) -> bool:
    """Say, as one of the two, what one finds; True when both have. Neither sees the other's before.

    Both would refuse: the registrar decides now. One would: the assessment goes on, and the registrar has both views.

    Raises:
        NotAllowed: not listed for it, or with an earlier part in it.
        Refused: said already, or no reasons.
    """
    application, box = begin(reference, Permission.VOTE, by=by)
    rules.check_stage(application, Stage.DECLARATION_PANEL)
    member_id = rules.check_person(by)
    check_seated(application, SeatKind.DECLARATIONS, member_id)
    take(application, Part.REVIEWED_DECLARATION, by=by)
    sitting = queries.sitting(application.id)
    earlier = queries.votes(application.id, sitting)
    if any(one.member_id == member_id for one in earlier):
        raise Refused("You have said what you find. It cannot be changed.")
    said = rules.check_said(reasons, "Give your reasons: how serious, how long ago, how it bears on the work.")
    given = _advice(advice, wanted=finding is PanelFinding.CLEAR_WITH_ADVICE)
    db.session.add(
        PanelVote(
            application_id=application.id,
            round=sitting,
            member_id=member_id,
            finding=finding,
            reasons_sealed=box.seal(said),
            advice_sealed=box.seal(given) if given else None,
            voted_at=clock.now(),
        )
    )
    db.session.flush()
    note(application, "panel_vote", by=by)
    if len(earlier) + 1 < 2:
        return False
    together = of_two((earlier[0].finding, finding))
    name = "panel_would_refuse" if together is PanelFinding.REFUSE else "panel_passes"
    move(application, name, StepKind.PANEL_DONE, by=by)
    return True


def _advice(words: str, *, wanted: bool) -> str:
    if wanted:
        return rules.check_said(words, "Write the advice for the applicant.")
    if words.strip():
        raise Refused("You wrote advice but chose a finding without it.")
    return ""


@operation
def answer_anew(reference: str, answer: Answer, *, by: Actor) -> None:
    """Change an answer because something has happened: a new row with its day, and the old one stays.

    When the declarations were read already and the new answer needs a look of its own, they are read again. While the
    panel looks, the two see it on the page they look at.

    Raises:
        Refused: the decision was made, a question that is not asked here, or the answer that stands already.
    """
    application = to_change(reference)
    rules.check_own(application, by)
    rules.check_stage(application, *UNDECIDED)
    declaration = get(answer.code, answer.version, answer.branch)
    held = {one.code: one for one in queries.answers(application.id)}
    if declaration is None or answer.code not in held or answer.said not in ("yes", "no"):
        raise Refused("That question is not one of yours.")
    if declaration.needed and answer.said != declaration.needed:
        raise Refused("If you no longer agree, take your application back.")
    box = locks.box_of(application.lock_id)
    before = box.open_json(held[answer.code].sealed)
    if (before["said"], before["words"]) == (answer.said, answer.words.strip()):
        raise Refused("That is what you told us before.")
    keep_answer(application, answer, box, number=queries.last_number(application.id, answer.code) + 1)
    db.session.flush()
    disputed = declaration.goes_to.is_disputed and worrying(declaration, answer.said)
    application.declared = application.declared or disputed
    if disputed and application.stage in (Stage.ASSESSMENT, Stage.DECISION):
        move(application, "declare_anew", StepKind.DECLARED_ANEW, by=by)
    else:
        note_step(application, StepKind.DECLARED_ANEW, by=by)
    if is_urgent([answer]):
        hurry(application, working_days=policy.URGENT.value(clock.today()))


@operation
def told_in_error(reference: str, code: str, *, by: Actor) -> None:
    """Take back what the law does not ask for: shown to nobody from now on, deleted in some days.

    The applicant may, and an officer who sees that too much was told, before the decision or after it. A "no" stands
    in its place.

    Raises:
        Refused: nothing to take back.
    """
    application = to_change(reference)
    if by.kind != "account" or by.id != application.account_id:
        begin(reference, Permission.CHECK_APPLICATIONS, by=by)
    standing = next((one for one in queries.answers(application.id) if one.code == code), None)
    declaration = get(code, standing.question_version, standing.branch) if standing is not None else None
    box = locks.box_of(application.lock_id)
    if standing is None or declaration is None or not declaration.goes_to.is_disputed:
        raise Refused("There is nothing here that the law does not let us ask.")
    if box.open_json(standing.sealed)["said"] != declaration.worrying:
        raise Refused("There is nothing here to take back.")
    today = clock.today()
    last = queries.last_number(application.id, code)
    db.session.add(
        ToldInError(
            application_id=application.id,
            code=code,
            up_to_number=last,
            told_on=today,
            told_by_id=rules.check_person(by),
            delete_on=today + timedelta(days=policy.TOLD_IN_ERROR.value(today)),
        )
    )
    nothing = "no" if declaration.worrying == "yes" else "yes"
    keep_answer(
        application, Answer(code, standing.question_version, nothing, branch=standing.branch), box, number=last + 1
    )
    db.session.flush()
    application.declared = application.route is Route.RESTORATION or any(
        _is_worrying(one, application) for one in queries.answers(application.id)
    )
    note(application, "told_in_error", by=by, detail={"code": code})


def _is_worrying(answer: DeclarationAnswer, application: Application) -> bool:
    declaration = get(answer.code, answer.question_version, answer.branch)
    if declaration is None or not declaration.goes_to.is_disputed:
        return False
    said: str = locks.box_of(application.lock_id).open_json(answer.sealed)["said"]
    return said == declaration.worrying
