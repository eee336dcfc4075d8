"""Is this the right place? Six short questions. What is typed waits in the draft, sealed like the rest of it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request

from accounts import guard
from concerns import policy
from concerns.intake.right_place import QUESTIONS, doors, is_ours
from concerns.routes.report.desks import PUBLIC, Answer, NothingOpen, dress
from concerns.routes.report.pages import WRONG, look_again, looks_again
from foundation.journey import reading
from foundation.journey.pages import Content, Page, Problem
from foundation.limits import limiter

blueprint = Blueprint("right_place", __name__, url_prefix=f"{PUBLIC.prefix}/right-place")
dress(blueprint)
_WHY = "Anyone may find out who can help them."
_PAGES = len(QUESTIONS.sections[0].pages)


def _beginnings() -> str:
    return f"{policy.BEGINNINGS_AN_HOUR.value()} per hour"


@blueprint.get("/<int:question>")
@guard.public(_WHY)
def ask(question: int) -> Answer:
    """One of the six questions."""
    page, answers = _page(question), _content().answers
    return _draw(page, question, answers, reading.problems(page, answers) if looks_again() else [])


@blueprint.post("/<int:question>")
@guard.public(_WHY)
@limiter.limit(_beginnings, exempt_when=lambda: PUBLIC.hand() is not None)
def answer(question: int) -> Answer:
    """Keep the answer, and go on."""
    page = _page(question)
    typed = reading.read(page.questions, request.form)
    if PUBLIC.hand() is None:
        PUBLIC.start()
    try:
        content = PUBLIC.change(lambda content: content.answers.update(reading.cut(typed))).content
    except NothingOpen:
        content = Content(reading.cut(typed))
        PUBLIC.start(content)
    answers = content.answers | typed
    wrong = reading.problems(page, answers)
    if not reading.fits(typed):
        return _draw(page, question, answers, wrong), WRONG
    if wrong:
        return look_again(PUBLIC, f"right-place/{question}")
    return redirect(f"{blueprint.url_prefix}/{'result' if question == _PAGES else question + 1}", 303)


@blueprint.get("/result")
@guard.public(_WHY)
def result() -> Answer:
    """Where to go, with what was typed carried over or handed back."""
    answers = _content().answers
    missing = next((page.slug for page in QUESTIONS.pages(answers) if reading.problems(page, answers)), None)
    if missing is not None:
        return redirect(f"{blueprint.url_prefix}/{missing}", 303)
    return PUBLIC.show(
        "concerns/report/right_place_result.html",
        ours=is_ours(answers),
        doors=doors(answers),
        claim=answers.get("rp_register") in ("says_so", "no"),
        typed=answers.get("what") or "",
    )


def _content() -> Content:
    try:
        return PUBLIC.open().content
    except NothingOpen:
        return Content()


def _page(number: int) -> Page:
    if not 1 <= number <= _PAGES:
        abort(404)
    return QUESTIONS.sections[0].pages[number - 1]


def _draw(page: Page, number: int, answers: dict[str, object], problems: list[Problem]) -> str:
    return PUBLIC.show(
        "concerns/report/right_place.html",
        page=page,
        heading=page.heading(answers),
        caption=f"Question {number} of {_PAGES}",
        answers=answers,
        problems=problems,
        back=f"{blueprint.url_prefix}/{number - 1}" if number > 1 else PUBLIC.prefix,
    )
