"""The pages of the form that are drawn from data, the task list, and the pages for files."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from cpd import desk
from cpd.declarations.records import CHECKERS
from cpd.desk import WRONG, Answer
from cpd.form_desk import files_of_page
from cpd.joining.intake import terms
from cpd.renewal import learning, rules
from cpd.renewal.intake.pages import FILES, WANTS_FILES, journey
from cpd.renewal.routes.desk import DESK, FORM, WHY
from cpd.renewal.vocabulary import Place
from cpd.requirements import returning
from foundation import clock
from foundation.evidence import refusals, uploads
from foundation.evidence.keeping import usual_limits
from foundation.evidence.uploads import Taken
from foundation.journey import reading, walking
from foundation.journey.conditions import Answers
from foundation.journey.drafts import Opened
from foundation.journey.pages import Content, Journey, Page, Problem
from foundation.journey.walking import TASKS, came_from_check, kept_from

blueprint = DESK.blueprint("renewal_form")
_WORDS = {
    "insurance-files": "The page that names you, the policy number, the days and what it covers. A photo is fine.",
    "cpd-files": "Certificates, notes of supervision, a page of your log. Nothing that names a service user.",
}


def form() -> Journey:
    """The form as it is asked today."""
    return journey(clock.today())


@blueprint.get("/form/tasks")
@desk.declare(WHY)
def tasks() -> Answer:
    """The task list."""
    opened = DESK.opened()
    held = form().tasks(opened.content)
    return DESK.show(
        "cpd/renewal/tasks.html", tasks=held, last=form().last_state(held), opened=opened, done=desk.done()
    )


@blueprint.get("/form/<page>")
@desk.declare(WHY)
def show_page(page: str) -> Answer:
    """One page of the form."""
    shown, opened = _page(page), DESK.opened()
    if not shown.applies(opened.content.answers):
        return redirect(f"{FORM}/{TASKS}", 303)
    if shown.slug in FILES:
        return _draw_files(shown, opened, Taken((), ()))
    return draw(shown, opened.content, problems=[])


@blueprint.post("/form/<page>")
@desk.declare(WHY)
def save(page: str) -> Answer:
    """Save one page, whatever is wrong with it, and go on when nothing is."""
    shown = _page(page)
    if shown.slug in FILES:
        abort(404)
    typed = reading.read(shown.questions, request.form)
    if shown.keeps == terms.KEPT_AS:
        typed |= {name: request.form.get(name, "")[:200] for name in terms.KEPT_AS}

    def edit(content: Content) -> None:
        content.answers.update(reading.cut(typed))
        content.mark(shown.slug)

    opened = DESK.change(edit)
    if request.form.get("go") == "save":
        return _saved()
    content = Content(opened.content.answers | typed, opened.content.seen)
    wrong = reading.problems(shown, content.answers)
    if wrong:
        return draw(shown, content, problems=wrong), WRONG
    return _go_on(shown, content)


def _saved() -> Response:
    desk.say_done("Saved. You can close this now and come back. You are not renewed yet.")
    return redirect(f"{FORM}/{TASKS}", 303)


def _page(page: str) -> Page:
    found = form().page(page)
    if found is None:
        abort(404)
    return found


def draw(page: Page, content: Content, *, problems: list[Problem]) -> str:
    """Draw a page with what was typed so far."""
    return DESK.show(
        "cpd/renewal/page.html",
        page=page,
        heading=page.heading(content.answers),
        section_title=form().section_of(page.slug).title,
        answers=content.answers,
        problems=problems,
        back=_back(page, content.answers),
        from_check=came_from_check(),
        **_besides(page),
    )


def _back(page: Page, answers: Answers) -> tuple[str, str]:
    return f"{FORM}/{walking.back(form(), page, answers)}", "Back"


def _besides(page: Page) -> dict[str, Any]:
    """What the words before the questions of some pages tell."""
    if page.keeps == terms.KEPT_AS:
        return terms.shown()
    if page.slug == "cpd":
        registrant = desk.registrant()
        window = rules.window(registrant)
        if window is None:
            return {"judged": None}
        place = window.place(clock.now())
        judged = learning.judged(registrant, window, place, clock.today())
        why = returning.reasons(judged) if judged is not None and place is Place.RETURN_B else ""
        return {"judged": judged, "why_so_much": why}
    if page.slug.startswith("d02"):
        nation = desk.registrant().nation
        return {"checkers": {nation: CHECKERS[nation]}}
    return {}


def _go_on(page: Page, content: Content) -> Response:
    return redirect(f"{FORM}/{walking.on(form(), page, content) or TASKS}", 303)


# --------------------------------------------------------------------------------------------------------------- files


@blueprint.post("/form/<page>/files")
@desk.declare(WHY)
@uploads.accepts_files
def take(page: str) -> Answer:
    """Keep the files that were chosen; each is kept or refused by itself."""
    shown = _file_page(page)
    opened, taken = DESK.take_files(shown.slug, FILES[shown.slug])
    if taken.problems:
        return _draw_files(shown, opened, taken), WRONG
    go = request.form.get("go")
    if go == "save":
        return _saved()
    if go == "on":
        wrong = shown.check(opened.content.answers)
        if wrong:
            return _draw_files(shown, opened, Taken((), ()), wrong), WRONG
        return _go_on(shown, opened.content)
    return redirect(f"{FORM}/{shown.slug}{kept_from()}", 303)


@blueprint.post("/form/<page>/take-out")
@desk.declare(WHY)
def take_out(page: str) -> Response:
    """Shred one file."""
    shown = _file_page(page)
    DESK.take_out_file(FILES[shown.slug], request.form.get("file", ""))
    return redirect(f"{FORM}/{shown.slug}{kept_from()}", 303)


def _file_page(page: str) -> Page:
    shown = _page(page)
    if shown.slug not in FILES:
        abort(404)
    return shown


def _draw_files(page: Page, opened: Opened, taken: Taken, wrong: list[Problem] | None = None) -> str:
    problems = wrong or [("files", f"{one.name}: {one.sentence}") for one in taken.problems]
    return DESK.show(
        "cpd/renewal/files.html",
        page=page,
        heading=page.heading(opened.content.answers),
        words=f"{WANTS_FILES[page.slug]}. {_WORDS[page.slug]}",
        files=files_of_page(opened, FILES[page.slug]),
        problems=problems,
        limits=usual_limits(),
        what_we_take=refusals.WHAT_WE_TAKE,
        section_title=form().section_of(page.slug).title,
        back=_back(page, opened.content.answers),
        from_check=came_from_check(),
    )
