"""The pages of the form that are drawn from data, the task list, and the pages for files."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from cpd import desk
from cpd.declarations.records import CHECKERS
from cpd.desk import WRONG, Answer
from cpd.joining.intake import terms
from cpd.joining.intake.pages.declared import terms_version
from cpd.renewal import learning, rules
from cpd.renewal.intake.pages import FILES, WANTS_FILES, journey
from cpd.renewal.routes import desk as here
from cpd.renewal.routes.desk import FORM, WHY
from foundation import clock, standards
from foundation.errors import Missing, Refused
from foundation.evidence import StoredFile, belonging, refusals, uploads
from foundation.evidence.keeping import usual_limits
from foundation.evidence.refusals import FileRefused
from foundation.evidence.uploads import Taken
from foundation.journey import drafts, reading
from foundation.journey.conditions import Answers
from foundation.journey.drafts import Opened
from foundation.journey.pages import Content, Journey, Page, Problem

blueprint = here.blueprint("form")
CHECK = "check"
_AGREED = ("agreed_edition", "agreed_terms")
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
    opened = here.opened()
    held = form().tasks(opened.content)
    return here.show(
        "cpd/renewal/tasks.html", tasks=held, last=form().last_state(held), opened=opened, done=desk.done()
    )


@blueprint.get("/form/<page>")
@desk.declare(WHY)
def show_page(page: str) -> Answer:
    """One page of the form."""
    shown, opened = _page(page), here.opened()
    if not shown.applies(opened.content.answers):
        return redirect(f"{FORM}/tasks", 303)
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
    if shown.keeps == _AGREED:
        typed |= {name: request.form.get(name, "")[:200] for name in _AGREED}

    def edit(content: Content) -> None:
        content.answers.update(reading.cut(typed))
        content.mark(shown.slug)

    opened = here.change(edit)
    if request.form.get("go") == "save":
        return _saved()
    content = Content(opened.content.answers | typed, opened.content.seen)
    wrong = reading.problems(shown, content.answers)
    if wrong:
        return draw(shown, content, problems=wrong), WRONG
    return _go_on(shown, content)


def _saved() -> Response:
    desk.say_done("Saved. You can close this now and come back. You are not renewed yet.")
    return redirect(f"{FORM}/tasks", 303)


def _page(page: str) -> Page:
    found = form().page(page)
    if found is None:
        abort(404)
    return found


def draw(page: Page, content: Content, *, problems: list[Problem]) -> str:
    """Draw a page with what was typed so far."""
    return here.show(
        "cpd/renewal/page.html",
        page=page,
        heading=page.heading(content.answers),
        section_title=form().section_of(page.slug).title,
        answers=content.answers,
        problems=problems,
        back=(_back(page, content.answers), "Back"),
        from_check=_from_check(),
        **_besides(page),
    )


def _back(page: Page, answers: Answers) -> str:
    if _from_check():
        return f"{FORM}/{CHECK}"
    before = form().before(page.slug, answers)
    if before is None or form().section_of(before.slug) is not form().section_of(page.slug):
        return f"{FORM}/tasks"
    return f"{FORM}/{before.slug}"


def _besides(page: Page) -> dict[str, Any]:
    """What the words before the questions of some pages tell."""
    if page.keeps == _AGREED:
        version = terms_version(clock.today())
        return {"edition": edition_name(), "terms_version": version, "terms": terms.words_of(version)}
    if page.slug == "cpd":
        registrant = desk.registrant()
        window = rules.window(registrant)
        if window is None:
            return {"judged": None}
        place = window.place(clock.now())
        return {"judged": learning.judged(registrant, window, place, clock.today())}
    if page.slug.startswith("d02"):
        nation = desk.registrant().nation
        return {"checkers": {nation: CHECKERS[nation]}}
    return {}


def edition_name() -> str:
    """The edition of the Standards that is in force; their bare name before the first one."""
    found = standards.edition_in_force(clock.today())
    return found.name if found is not None else "Standards of Proficiency"


def _from_check() -> bool:
    return CHECK in (request.args.get("from"), request.form.get("from"))


def _kept_from() -> str:
    return f"?from={CHECK}" if _from_check() else ""


def _go_on(page: Page, content: Content) -> Response:
    """Back to the answers, the next page of its part, or the task list."""
    if _from_check():
        missing = form().missing(content)
        return redirect(f"{FORM}/{missing[0].slug}?from=check" if missing else f"{FORM}/{CHECK}", 303)
    following = form().after(page.slug, content.answers)
    if following is not None and form().section_of(following.slug) is form().section_of(page.slug):
        return redirect(f"{FORM}/{following.slug}", 303)
    return redirect(f"{FORM}/tasks", 303)


# --------------------------------------------------------------------------------------------------------------- files


def _mark(slug: str, *added: str) -> Any:
    def edit(content: Content) -> None:
        if added:
            content.answers[FILES[slug]] = [*(content.answers.get(FILES[slug]) or []), *added]
        else:
            content.mark(slug)

    return edit


@blueprint.post("/form/<page>/files")
@desk.declare(WHY)
@uploads.accepts_files
def take(page: str) -> Answer:
    """Keep the files that were chosen; each is kept or refused by itself."""
    shown, opened = _file_page(page), here.opened()
    hand = opened.hand

    def note(file: StoredFile) -> None:
        try:
            drafts.change(hand, _mark(shown.slug, file.token))
        except (Missing, Refused) as error:
            raise FileRefused(refusals.GONE) from error

    taken = uploads.take_uploads(request, "files", owner=opened.files, by=desk.who().actor, then=note)
    if taken.problems:
        return _draw_files(shown, here.opened(), taken), WRONG
    opened = here.change(_mark(shown.slug))
    go = request.form.get("go")
    if go == "save":
        return _saved()
    if go == "on":
        wrong = shown.check(opened.content.answers)
        if wrong:
            return _draw_files(shown, opened, Taken((), ()), wrong), WRONG
        return _go_on(shown, opened.content)
    return redirect(f"{FORM}/{shown.slug}{_kept_from()}", 303)


@blueprint.post("/form/<page>/take-out")
@desk.declare(WHY)
def take_out(page: str) -> Response:
    """Shred one file."""
    shown = _file_page(page)
    held = next((one for one in _kept(shown, here.opened()) if one.token == request.form.get("file")), None)
    if held is not None:
        token = held.token
        belonging.remove(held.id, by=desk.who().actor)

        def forget(content: Content) -> None:
            left = [one for one in content.answers.get(FILES[shown.slug]) or [] if one != token]
            content.answers[FILES[shown.slug]] = left

        here.change(forget)
    return redirect(f"{FORM}/{shown.slug}{_kept_from()}", 303)


def _file_page(page: str) -> Page:
    shown = _page(page)
    if shown.slug not in FILES:
        abort(404)
    return shown


def _kept(page: Page, opened: Opened) -> list[StoredFile]:
    tokens = opened.content.answers.get(FILES[page.slug]) or []
    return [one for one in belonging.files_of(opened.files) if one.token in tokens]


def _draw_files(page: Page, opened: Opened, taken: Taken, wrong: list[Problem] | None = None) -> str:
    problems = wrong or [("files", f"{one.name}: {one.sentence}") for one in taken.problems]
    return here.show(
        "cpd/renewal/files.html",
        page=page,
        heading=page.heading(opened.content.answers),
        words=f"{WANTS_FILES[page.slug]}. {_WORDS[page.slug]}",
        files=_kept(page, opened),
        problems=problems,
        limits=usual_limits(),
        what_we_take=refusals.WHAT_WE_TAKE,
        section_title=form().section_of(page.slug).title,
        back=(_back(page, opened.content.answers), "Back"),
        from_check=_from_check(),
    )
