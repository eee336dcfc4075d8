"""The pages of the form that are drawn from data: questions, lists of things that repeat, and the task list."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from cpd import desk
from cpd.declarations.records import CHECKERS
from cpd.desk import WRONG, Answer
from cpd.joining.intake import terms
from cpd.joining.intake.pages import FILES, ITEM_CHECKS, journey, work
from cpd.joining.routes.application import desk as here
from cpd.joining.routes.application.desk import DESK, FORM
from cpd.vocabulary import Nation
from foundation import clock
from foundation.journey import reading, walking
from foundation.journey.conditions import Answers
from foundation.journey.pages import Content, Journey, ListPage, Page, Problem
from foundation.journey.walking import TASKS, came_from_check, kept_from

blueprint = here.blueprint("form", "/form")
_WHY = "Whoever applies fills in a form, a page at a time."


def form() -> Journey:
    """The form as it is asked today."""
    return journey(clock.today())


@blueprint.get("/tasks")
@desk.declare("Whoever applies sees how far they are.")
def tasks() -> Answer:
    """The task list."""
    opened = DESK.opened()
    held = form().tasks(opened.content)
    return DESK.show(
        "cpd/joining/form/tasks.html", tasks=held, last=form().last_state(held), opened=opened, done=desk.done()
    )


@blueprint.get("/<page>")
@desk.declare(_WHY)
def show_page(page: str) -> Answer:
    """One page of the form."""
    shown = _page(page)
    opened = DESK.opened()
    if not shown.applies(opened.content.answers):
        return redirect(f"{FORM}/{TASKS}", 303)
    return draw(shown, opened.content, problems=[])


@blueprint.post("/<page>")
@desk.declare(_WHY)
def save(page: str) -> Answer:
    """Save one page, whatever is wrong with it, and go on when nothing is."""
    shown = _page(page)
    asked = (shown.asks_for_more,) if isinstance(shown, ListPage) else shown.questions
    typed = reading.read(asked, request.form)
    if shown.keeps == terms.KEPT_AS:
        typed |= {name: request.form.get(name, "")[:200] for name in terms.KEPT_AS}

    def edit(content: Content) -> None:
        content.answers.update(reading.cut(typed))
        content.mark(shown.slug)

    opened = DESK.change(edit)
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
    opened = DESK.opened()
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

    DESK.change(edit)
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
    DESK.change(lambda content: reading.take_item(content.answers, shown, item))
    return redirect(f"{FORM}/{page}{kept_from()}", 303)


def saved() -> Response:
    """Everything is saved with every page; the task list says so, and until when it waits."""
    desk.say_done("Saved. You can close this now and come back.")
    return redirect(f"{FORM}/{TASKS}", 303)


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
    return DESK.show(
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


def back_of(page: Page, answers: Answers) -> tuple[str, str]:
    """Where one comes from."""
    return f"{FORM}/{walking.back(form(), page, answers)}", "Back"


def _besides(page: Page, answers: Answers) -> dict[str, Any]:
    """What the words before the questions of some pages tell."""
    if page.keeps == terms.KEPT_AS:
        return terms.shown()
    if isinstance(page, ListPage):
        more = replace(page.asks_for_more, words=page.another if answers.get(page.items) else page.first)
        return {"more": more, "open_times": work.unexplained(answers) if page.items == "gaps" else []}
    if page.slug.startswith("d02"):
        nation = answers.get("nation")
        return {"checkers": {Nation(nation): CHECKERS[Nation(nation)]} if nation else CHECKERS}
    return {}


def _draw_item(page: ListPage, item: str, held: dict[str, Any], *, problems: list[Problem]) -> str:
    return DESK.show(
        "cpd/joining/form/item.html",
        page=page,
        heading=page.item_title,
        item=item,
        answers=held,
        problems=problems,
        section_title=form().section_of(page.slug).title,
        back=(f"{FORM}/{page.slug}{kept_from()}", "Back"),
        from_check=came_from_check(),
    )


def go_on(page: Page, content: Content) -> Response:
    """Where to go after a page that is done."""
    return redirect(f"{FORM}/{walking.on(form(), page, content) or TASKS}", 303)
