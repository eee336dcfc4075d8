"""What applicants may do besides: appeal, take back what was told in error, change their monitoring answers."""

from __future__ import annotations

from flask import redirect, request

from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer
from cpd.joining.findings import AppealGround
from cpd.joining.intake import appeal as appeal_form
from cpd.joining.intake import telling
from cpd.joining.intake.pages.declared import MONITORING_QUESTIONS
from cpd.joining.operations import appealing, declaring, monitoring
from cpd.joining.routes.application import desk as here
from cpd.joining.routes.application.desk import DESK, HOME
from cpd.joining.views import applicant_view, sent_view
from foundation.errors import Refused
from foundation.evidence import belonging, refusals, uploads
from foundation.evidence.keeping import usual_limits
from foundation.journey import reading
from foundation.journey.pages import Problem

blueprint = here.blueprint("rights")
_MAY_APPEAL = "Whoever was refused may appeal."
_IN_ERROR = "Applicants may take back what the law did not ask them for."
_APART = "Applicants may change their monitoring answers for thirty days."


@blueprint.get("/appeal")
@desk.declare(_MAY_APPEAL)
def show_appeal() -> Answer:
    """How to appeal, until when, and what happens then."""
    shown = applicant_view.show(here.application())
    return _draw_appeal(shown, {}, []) if shown.can_appeal else redirect(HOME, 303)


@blueprint.post("/appeal")
@desk.declare(_MAY_APPEAL)
@uploads.accepts_files
def appeal() -> Answer:
    """Appeal. The files are kept once the appeal is there; one that cannot be kept does not stop it."""
    typed = reading.read(appeal_form.QUESTIONS, request.form)
    application, by = here.application(), desk.who().actor
    wrong = reading.problems_of(appeal_form.QUESTIONS, typed)
    if wrong:
        return _draw_appeal(applicant_view.show(application), typed, wrong), WRONG
    grounds = [AppealGround(one) for one in typed["grounds"]]
    try:
        appeal_id = appealing.appeal(application.reference, grounds=grounds, words=typed["words"], by=by)
    except Refused as refused:
        shown = applicant_view.show(here.application())
        return _draw_appeal(shown, typed, [("words", str(refused))]), TOO_LATE
    taken = uploads.take_uploads(request, "files", owner=("appeal", str(appeal_id)), by=by)
    lost = "".join(f" We could not keep {one.name}. {one.sentence}" for one in taken.problems)
    desk.say_done(f"We have your appeal.{lost}")
    return redirect(HOME, 303)


def _draw_appeal(shown: applicant_view.Shown, typed: dict[str, object], problems: list[Problem]) -> str:
    return DESK.show(
        "cpd/joining/applicant/appeal.html",
        shown=shown,
        questions=appeal_form.QUESTIONS,
        answers=typed,
        problems=problems,
        limits=usual_limits(),
        what_we_take=refusals.WHAT_WE_TAKE,
    )


@blueprint.get("/told-in-error")
@desk.declare(_IN_ERROR)
def show_told_in_error() -> Answer:
    """What can be taken back."""
    application = here.application()
    own = sent_view.own_declarations(application)
    return DESK.show(
        "cpd/joining/applicant/told_in_error.html",
        own=[one for one in own if one.can_take_back],
        files=belonging.files_of(("application", str(application.id))),
        done=desk.done(),
    )


@blueprint.post("/told-in-error")
@desk.declare(_IN_ERROR)
def told_in_error() -> Answer:
    """Take one answer back: nobody sees it from now on, and it is deleted. Files that tell of it go at once."""
    application, by = here.application(), desk.who().actor
    declaring.told_in_error(application.reference, request.form.get("code", "")[:10], by=by)
    with_it = request.form.getlist("file")
    for held in belonging.files_of(("application", str(application.id))):
        if held.token in with_it:
            belonging.remove(held.id, by=by)
    desk.say_done("Nobody can see that answer any more. It is deleted within seven days.")
    return redirect(f"{HOME}/told-in-error", 303)


@blueprint.get("/monitoring")
@desk.declare(_APART)
def show_monitoring() -> Answer:
    """The questions again. What was answered before is not shown: this page does not look for it."""
    here.application()
    return DESK.show("cpd/joining/applicant/monitoring.html", questions=MONITORING_QUESTIONS, problems=[])


@blueprint.post("/monitoring")
@desk.declare(_APART)
def change_monitoring() -> Answer:
    """New answers in the place of the old ones."""
    typed = reading.read(MONITORING_QUESTIONS, request.form)
    try:
        monitoring.change(here.application().reference, telling.monitoring(typed), by=desk.who().actor)
    except Refused as refused:
        desk.say_done(str(refused))
        return redirect(HOME, 303)
    desk.say_done("Your new answers are in the place of the old ones.")
    return redirect(HOME, 303)
