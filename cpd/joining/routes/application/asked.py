"""What we ask the applicant for after sending: the one clear list, another referee, the fee."""

from __future__ import annotations

from flask import redirect, request

from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer
from cpd.joining.intake.pages.cover import REFEREE_QUESTIONS, check_named, read_referee
from cpd.joining.models import InformationRequest
from cpd.joining.operations import information, references
from cpd.joining.routes.application import desk as here
from cpd.joining.routes.application.desk import DESK, HOME
from cpd.joining.views import applicant_view
from cpd.money import queries as bills
from cpd.money.routes.own import FEES
from foundation.database import db
from foundation.errors import Refused
from foundation.evidence import StoredFile, belonging, refusals, uploads
from foundation.evidence.keeping import usual_limits
from foundation.evidence.refusals import FileRefused
from foundation.journey import reading
from foundation.journey.pages import Problem

blueprint = here.blueprint("asked")
_WHY = "Applicants answer what we ask them for."
_LONGEST = 20_000
_ANSWER_ALL = "Answer each thing. If you cannot send one, say why"


@blueprint.get("/information")
@desk.declare(_WHY)
def show_information() -> Answer:
    """The list, with a place to answer each thing."""
    return _draw_information(applicant_view.show(here.application()), {}, [])


@blueprint.post("/information")
@desk.declare(_WHY)
@uploads.accepts_files
def answer_information() -> Answer:
    """Keep the files, then the answers. A list that was settled meanwhile is not answered again."""
    shown = applicant_view.show(here.application())
    asked = shown.asked
    if asked is None or request.form.get("list") != str(asked.id):
        return _draw_information(shown, _typed(), []), TOO_LATE
    owner, request_id = ("information", str(asked.id)), asked.id

    def still_open(_file: StoredFile) -> None:
        held = db.session.get(InformationRequest, request_id, with_for_update=True)
        if held is None or held.over_on is not None:
            raise FileRefused(refusals.GONE)

    taken = uploads.take_uploads(request, "files", owner=owner, by=desk.who().actor, then=still_open)
    typed = _typed()
    problems: list[Problem] = [("files", f"{one.name}: {one.sentence}") for one in taken.problems]
    words = [typed.get(f"answer-{number}", "") for number in range(1, len(asked.items) + 1)]
    if request.form.get("go") != "files":
        problems += [
            (f"answer-{number}", _ANSWER_ALL) for number, said in enumerate(words, start=1) if not said.strip()
        ]
    if problems or request.form.get("go") == "files":
        page = _draw_information(applicant_view.show(here.application()), typed, problems)
        return (page, WRONG) if problems else page
    try:
        information.answer(request_id, words, by=desk.who().actor)
    except Refused:
        return _draw_information(applicant_view.show(here.application()), typed, []), TOO_LATE
    desk.say_done("Thank you. We have what you sent, and our clock runs again.")
    return redirect(HOME, 303)


def _typed() -> dict[str, str]:
    return {
        name: reading.tame(value).strip()[:_LONGEST]
        for name, value in request.form.items()
        if name.startswith("answer-")
    }


def _draw_information(shown: applicant_view.Shown, typed: dict[str, str], problems: list[Problem]) -> str:
    files = belonging.files_of(("information", str(shown.asked.id))) if shown.asked is not None else []
    return DESK.show(
        "cpd/joining/applicant/information.html",
        shown=shown,
        typed=typed,
        problems=problems,
        files=files,
        limits=usual_limits(),
        what_we_take=refusals.WHAT_WE_TAKE,
    )


# ------------------------------------------------------------------------------------------------------------- referees


@blueprint.get("/referees")
@desk.declare(_WHY)
def show_referees() -> Answer:
    """Who was named, how it stands, and a form to name somebody else when that is needed."""
    return _draw_referees({}, [])


@blueprint.post("/referees")
@desk.declare(_WHY)
def name_referee() -> Answer:
    """Name somebody else."""
    typed = reading.read(REFEREE_QUESTIONS, request.form)
    somebody, application = desk.who(), here.application()
    wrong = reading.problems_of(REFEREE_QUESTIONS, typed)
    wrong = wrong or check_named(typed, name=application.name, email=somebody.email)
    told = read_referee(typed)
    if wrong or told is None:
        return _draw_referees(typed, wrong), WRONG
    try:
        references.name_another(application.reference, told, by=somebody.actor)
    except Refused as refused:
        return _draw_referees(typed, [("name", str(refused))]), TOO_LATE
    desk.say_done(f"We have written to {told.name}.")
    return redirect(f"{HOME}/referees", 303)


def _draw_referees(typed: dict[str, str], problems: list[Problem]) -> str:
    return DESK.show(
        "cpd/joining/applicant/referees.html",
        shown=applicant_view.show(here.application()),
        questions=REFEREE_QUESTIONS,
        answers=typed,
        problems=problems,
        done=desk.done(),
    )


# ------------------------------------------------------------------------------------------------------------- the fee


@blueprint.get("/employer")
@desk.declare("An employer may pay the fee.")
def show_employer() -> Answer:
    """Lead on to where anybody sends an invoice to their employer."""
    invoice = bills.standing_of("application", here.application().reference)
    return redirect(f"{FEES}/{invoice.reference}/employer" if invoice is not None else HOME, 303)
