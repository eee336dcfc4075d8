"""Something has happened since it was sent: a declaration answered anew. What is said of health goes to one person.

What was said about health before is not shown: this page does not open it.
"""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request

from cpd import desk
from cpd.declarations import Declaration, get
from cpd.desk import TOO_LATE, WRONG, Answer
from cpd.joining.applying import Answer as Said
from cpd.joining.intake.pages.declared import as_question, question_name
from cpd.joining.operations import declaring, health
from cpd.joining.routes.application import desk as here
from cpd.joining.routes.application.desk import DESK, HOME
from cpd.joining.sending import HEALTH
from cpd.joining.views import sent_view
from foundation.errors import Refused
from foundation.journey import reading
from foundation.journey.pages import Problem

blueprint = here.blueprint("changes")
_WHY = "Applicants tell us when something has changed."


@blueprint.get("/changes")
@desk.declare(_WHY)
def changes() -> Answer:
    """What can be answered anew."""
    return DESK.show("cpd/joining/applicant/changes.html", own=sent_view.own_declarations(here.application()))


@blueprint.get("/changes/<page>")
@desk.declare(_WHY)
def show_change(page: str) -> Answer:
    """One question again."""
    declaration, said, words = _find(page)
    name = question_name(declaration)
    return _draw(declaration, {name: said, f"{name}_words": words}, [])


@blueprint.post("/changes/<page>")
@desk.declare(_WHY)
def change(page: str) -> Answer:
    """A new answer; the old one stays with its day."""
    declaration, _, _ = _find(page)
    question = as_question(declaration, words=True)
    typed = reading.read((question,), request.form)
    wrong = reading.problems_of((question,), typed)
    if wrong:
        return _draw(declaration, typed, wrong), WRONG
    said, words = typed[question.name], typed.get(f"{question.name}_words") or ""
    reference, by = here.application().reference, desk.who().actor
    try:
        if declaration.code == HEALTH:
            health.tell_anew(reference, said, words, by=by)
        else:
            answer = Said(declaration.code, declaration.version, said, words, declaration.branch)
            declaring.answer_anew(reference, answer, by=by)
    except Refused as refused:
        return _draw(declaration, typed, [(question.name, str(refused))]), TOO_LATE
    desk.say_done("Thank you. We have your new answer.")
    return redirect(HOME, 303)


def _find(page: str) -> tuple[Declaration, str, str]:
    """A question of the applicant's own, with the answer that stands; nothing of it for health."""
    own = sent_view.own_declarations(here.application())
    if page == HEALTH.lower() and (found := get(HEALTH, 1)) is not None:
        return found, "", ""
    held = next((one for one in own if one.declaration.code.lower() == page and not one.declaration.needed), None)
    if held is None:
        abort(404)
    return held.declaration, held.said, held.words


def _draw(declaration: Declaration, answers: dict[str, Any], problems: list[Problem]) -> str:
    return DESK.show(
        "cpd/joining/applicant/change.html",
        declaration=declaration,
        question_asked=as_question(declaration, words=True),
        answers=answers,
        problems=problems,
    )
