"""The pages of the form that are drawn from data: questions, lists of things that repeat, and the task list."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from cpd.declarations.records import CHECKERS
from cpd.joining.intake import terms
from cpd.joining.intake.pages import FILES, ITEM_CHECKS, declared, journey, work
from cpd.joining.routes.application import desk
from cpd.joining.routes.application.desk import FORM, WRONG, Answer
from cpd.vocabulary import Nation
from foundation import clock, standards
from foundation.journey import reading
from foundation.journey.conditions import Answers
from foundation.journey.pages import Content, Journey, ListPage, Page, Problem

blueprint = desk.blueprint("form", FORM)
_WHY = "Whoever applies fills in a form, a page at a time."
CHECK = "check"
_AGREED = ("agreed_edition", "agreed_terms")


def form() -> Journey:
    """The form as it is asked today."""
    return journey(clock.today())


@blueprint.get("/tasks")
@desk.declare("Whoever applies sees how far they are.")
def tasks() -> Answer:
    """The task list."""
    opened = desk.opened()
    held = form().tasks(opened.content)
    return desk.show(
        "cpd/joining/form/tasks.html", tasks=held, last=form().last_state(held), opened=opened, done=desk.done()
    )


@blueprint.get("/<page>")
@desk.declare(_WHY)
def show_page(page: str) -> Answer:
    """One page of the form."""
    shown = _page(page)
    opened = desk.opened()
    if not shown.applies(opened.content.answers):
        return redirect(f"{FORM}/tasks", 303)
    return draw(shown, opened.content, problems=[])


@blueprint.post("/<page>")
@desk.declare(_WHY)
def save(page: str) -> Answer:
    """Save one page, whatever is wrong with it, and go on when nothing is."""
    shown = _page(page)
    asked = (shown.asks_for_more,) if isinstance(shown, ListPage) else shown.questions
    typed = reading.read(asked, request.form)
    if shown.keeps == _AGREED:
        typed |= {name: request.form.get(name, "")[:200] for name in _AGREED}

    def edit(content: Content) -> None:
        content.answers.update(reading.cut(typed))
        content.mark(shown.slug)

    opened = desk.change(edit)
    if request.form.get("go") == "save":
        return saved()
    if isinstance(shown, ListPage) and typed.get(shown.more) == "yes":
        return redirect(f"{FORM}/{page}/new{kept_from()}", 303)
    content = Content(opened.content.answers | typed, opened.content.seen)
    wrong = reading.problems(shown, content.answers)
    if wrong:
        return draw(shown, content, problems=wrong), WRONG
    return go_on(shown, content)


@blueprint.get("/<page>/<item>")
@desk.declare(_WHY)
def item(page: str, item: str) -> Answer:
    """One thing of a list, to add or to change."""
    shown = _list_page(page)
    opened = desk.opened()
    if item == "new":
        return _draw_item(shown, secrets.token_hex(4), {}, problems=[])
    held = next((one for one in opened.content.answers.get(shown.items) or [] if one.get("id") == item), None)
    if held is None:
        return redirect(f"{FORM}/{page}", 303)
    return _draw_item(shown, item, held, problems=[])


@blueprint.post("/<page>/<item>")
@desk.declare(_WHY)
def save_item(page: str, item: str) -> Answer:
    """Save one thing of a list. The same page sent twice is one thing."""
    shown = _list_page(page)
    typed = reading.read(shown.item_questions, request.form)

    def edit(content: Content) -> None:
        reading.put_item(content.answers, shown, item[:20], reading.cut(typed))
        content.mark(shown.slug)

    desk.change(edit)
    if request.form.get("go") == "save":
        return saved()
    wrong = reading.problems_of(shown.item_questions, typed)
    check = ITEM_CHECKS.get(shown.items)
    if not wrong and check is not None:
        wrong = check(typed)
    if wrong:
        return _draw_item(shown, item[:20], typed, problems=wrong), WRONG
    return redirect(f"{FORM}/{page}{kept_from()}", 303)


@blueprint.post("/<page>/<item>/take-out")
@desk.declare(_WHY)
def take_out(page: str, item: str) -> Response:
    """Take one thing out of a list."""
    shown = _list_page(page)
    desk.change(lambda content: reading.take_item(content.answers, shown, item))
    return redirect(f"{FORM}/{page}{kept_from()}", 303)


def saved() -> Response:
    """Everything is saved with every page; the task list says so, and until when it waits."""
    desk.say_done("Saved. You can close this now and come back.")
    return redirect(f"{FORM}/tasks", 303)


def _page(page: str) -> Page:
    found = form().page(page)
    if found is None or found.slug in FILES:
        abort(404)
    return found


def _list_page(page: str) -> ListPage:
    found = form().page(page)
    if not isinstance(found, ListPage):
        abort(404)
    return found


def draw(page: Page, content: Content, *, problems: list[Problem]) -> str:
    """Draw a page with what was typed so far."""
    template = "list" if isinstance(page, ListPage) else "page"
    return desk.show(
        f"cpd/joining/form/{template}.html",
        page=page,
        heading=page.heading(content.answers),
        section_title=form().section_of(page.slug).title,
        answers=content.answers,
        problems=problems,
        back=back_of(page, content.answers),
        from_check=came_from_check(),
        **_besides(page, content.answers),
    )


def back_of(page: Page, answers: Answers) -> str:
    """Where one comes from: the answers, the page before of the same part, or the task list."""
    if came_from_check():
        return f"{FORM}/{CHECK}"
    before = form().before(page.slug, answers)
    if before is None or form().section_of(before.slug) is not form().section_of(page.slug):
        return f"{FORM}/tasks"
    return f"{FORM}/{before.slug}"


def _besides(page: Page, answers: Answers) -> dict[str, Any]:
    """What the words before the questions of some pages tell."""
    if page.keeps == _AGREED:
        version = declared.terms_version(clock.today())
        return {
            "edition": edition_name(),
            "terms_version": version,
            "terms": terms.words_of(version),
        }
    if isinstance(page, ListPage):
        more = replace(page.asks_for_more, words=page.another if answers.get(page.items) else page.first)
        return {"more": more, "open_times": work.unexplained(answers) if page.items == "gaps" else []}
    if page.slug.startswith("d02"):
        nation = answers.get("nation")
        return {"checkers": {Nation(nation): CHECKERS[Nation(nation)]} if nation else CHECKERS}
    return {}


def edition_name() -> str:
    """The edition of the Standards that is in force; their bare name before the first one."""
    found = standards.edition_in_force(clock.today())
    return found.name if found is not None else "Standards of Proficiency"


def _draw_item(page: ListPage, item: str, held: dict[str, Any], *, problems: list[Problem]) -> str:
    return desk.show(
        "cpd/joining/form/item.html",
        page=page,
        heading=page.item_title,
        item=item,
        answers=held,
        problems=problems,
        section_title=form().section_of(page.slug).title,
        back=f"{FORM}/{page.slug}{kept_from()}",
        from_check=came_from_check(),
    )


def came_from_check() -> bool:
    """Whether somebody is changing an answer from the page that shows them all."""
    return CHECK in (request.args.get("from"), request.form.get("from"))


def kept_from() -> str:
    """The end of an address that remembers it."""
    return f"?from={CHECK}" if came_from_check() else ""


def go_on(page: Page, content: Content) -> Response:
    """Where to go after a page that is done: back to the answers, the next page of its part, or the task list."""
    if came_from_check():
        missing = form().missing(content)
        return redirect(f"{FORM}/{missing[0].slug}?from=check" if missing else f"{FORM}/{CHECK}", 303)
    following = form().after(page.slug, content.answers)
    if following is not None and form().section_of(following.slug) is form().section_of(page.slug):
        return redirect(f"{FORM}/{following.slug}", 303)
    return redirect(f"{FORM}/tasks", 303)
