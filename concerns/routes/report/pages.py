"""The pages of the journey that are drawn from data: questions, lists of things that repeat, and the task list."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from concerns.intake.pages import JOURNEY
from concerns.routes.report.desks import Answer, Desk
from foundation.journey import reading, walking
from foundation.journey.pages import Content, ListPage, Page, Problem
from foundation.journey.walking import CHECK, TASKS, came_from_check, kept_from

_LOOK = "look"
WRONG = 400


def add_to(blueprint: Blueprint, desk: Desk) -> None:
    """Give a desk these pages."""

    @blueprint.get("/tasks")
    @desk.declare("Whoever tells us something sees how far they are.")
    def tasks() -> Answer:
        """The task list."""
        opened = desk.open()
        held = JOURNEY.tasks(opened.content)
        return desk.show("concerns/report/tasks.html", tasks=held, last=JOURNEY.last_state(held), opened=opened)

    @blueprint.get("/<page>")
    @desk.declare("Anyone may tell us of a concern, a page at a time.")
    def show_page(page: str) -> Answer:
        """One page of the journey."""
        shown = _page(page)
        opened = desk.open()
        if not shown.applies(opened.content.answers):
            return redirect(f"{desk.prefix}/tasks", 303)
        answers = opened.content.answers
        return draw(desk, shown, opened.content, problems=reading.problems(shown, answers) if looks_again() else [])

    @blueprint.post("/<page>")
    @desk.declare("Anyone may tell us of a concern, a page at a time.")
    def save(page: str) -> Answer:
        """Save one page, whatever is wrong with it, and go on when nothing is."""
        shown = _page(page)
        asked = (shown.asks_for_more,) if isinstance(shown, ListPage) else shown.questions
        typed = reading.read(asked, request.form)
        taken: dict[str, Any] = {}

        def edit(content: Content) -> None:
            taken.update(reading.without_losses(shown, typed, content.answers))
            content.answers.update(reading.cut(taken))
            content.mark(shown.slug)

        opened = desk.change(edit)
        if request.form.get("go") == "save":
            return redirect(f"{desk.prefix}/save", 303)
        if len(taken) < len(typed):
            return redirect(f"{desk.prefix}/{page}{kept_from()}", 303)
        if isinstance(shown, ListPage) and typed.get(shown.more) == "yes":
            return redirect(f"{desk.prefix}/{page}/new", 303)
        content = Content(opened.content.answers | typed, opened.content.seen)
        wrong = reading.problems(shown, content.answers)
        if not reading.fits(typed):
            return draw(desk, shown, content, problems=wrong), WRONG
        return look_again(desk, shown.slug) if wrong else go_on(desk, shown, content)


def add_lists_to(blueprint: Blueprint, desk: Desk) -> None:
    """Give a desk the pages on which one thing of a list is added, changed or taken out."""

    @blueprint.get("/<page>/<item>")
    @desk.declare("Anyone may tell us of a concern, a page at a time.")
    def item(page: str, item: str) -> Answer:
        """One thing of a list, to add or to change."""
        shown = _list_page(page)
        opened = desk.open()
        if item == "new":
            return _draw_item(desk, shown, secrets.token_hex(4), {}, problems=[])
        held = next((one for one in opened.content.answers.get(shown.items) or [] if one.get("id") == item), None)
        if held is None:
            return redirect(f"{desk.prefix}/{page}", 303)
        wrong = reading.problems_of(shown.item_questions, held) if looks_again() else []
        return _draw_item(desk, shown, item, held, problems=wrong)

    @blueprint.post("/<page>/<item>")
    @desk.declare("Anyone may tell us of a concern, a page at a time.")
    def save_item(page: str, item: str) -> Answer:
        """Save one thing of a list. The same page sent twice is one thing."""
        shown = _list_page(page)
        typed = reading.read(shown.item_questions, request.form)
        fits: list[bool] = []

        def edit(content: Content) -> None:
            fits.append(reading.put_item(content.answers, shown, item[:20], reading.cut(typed)))
            content.mark(shown.slug)

        desk.change(edit)
        if not fits[0]:
            full = [(shown.item_questions[0].name, full_list(shown.most))]
            return _draw_item(desk, shown, item[:20], typed, problems=full), WRONG
        if request.form.get("go") == "save":
            return redirect(f"{desk.prefix}/save", 303)
        wrong = reading.problems_of(shown.item_questions, typed)
        if not reading.fits(typed):
            return _draw_item(desk, shown, item[:20], typed, problems=wrong), WRONG
        if wrong:
            return look_again(desk, f"{page}/{item[:20]}")
        return redirect(f"{desk.prefix}/{page}{kept_from()}", 303)

    @blueprint.post("/<page>/<item>/take-out")
    @desk.declare("Anyone may tell us of a concern, a page at a time.")
    def take_out(page: str, item: str) -> Response:
        """Take one thing out of a list."""
        shown = _list_page(page)
        desk.change(lambda content: reading.take_item(content.answers, shown, item))
        return redirect(f"{desk.prefix}/{page}{kept_from()}", 303)


def full_list(most: int) -> str:
    """The sentence for one more than a list takes; what was typed stays on the page."""
    return f"You have named {most} people, and we can take no more here. Write the others under “What happened”"


def _page(page: str) -> Page:
    found = JOURNEY.page(page)
    if found is None or found.own:
        abort(404)
    return found


def _list_page(page: str) -> ListPage:
    found = JOURNEY.page(page)
    if not isinstance(found, ListPage):
        abort(404)
    return found


def draw(desk: Desk, page: Page, content: Content, *, problems: list[Problem], **given: Any) -> str:
    """Draw a page with what was typed so far."""
    before = JOURNEY.before(page.slug, content.answers)
    template = "list" if isinstance(page, ListPage) else "page"
    return desk.show(
        f"concerns/report/{template}.html",
        page=page,
        heading=page.heading(content.answers),
        section_title=JOURNEY.section_of(page.slug).title,
        answers=content.answers,
        problems=problems,
        back=f"{desk.prefix}/{CHECK}" if came_from_check() else f"{desk.prefix}/{before.slug if before else TASKS}",
        from_check=came_from_check(),
        **given,
    )


def _draw_item(desk: Desk, page: ListPage, item: str, held: dict[str, Any], *, problems: list[Problem]) -> str:
    return desk.show(
        "concerns/report/item.html",
        page=page,
        item=item,
        answers=held,
        problems=problems,
        section_title=JOURNEY.section_of(page.slug).title,
        back=f"{desk.prefix}/{page.slug}",
        from_check=came_from_check(),
    )


def look_again(desk: Desk, path: str) -> Response:
    """Open a page again with what is wrong on it. It was saved; a page that is only opened can be gone back to."""
    return redirect(f"{desk.prefix}/{path}?{_LOOK}=again{'&from=' + CHECK if came_from_check() else ''}", 303)


def looks_again() -> bool:
    """Whether a page is opened to show what is wrong on it."""
    return _LOOK in request.args


def go_on(desk: Desk, page: Page, content: Content) -> Response:
    """Where to go after a page that is done: back to the answers, the next page of its part, or the task list."""
    following = walking.on(JOURNEY, page, content)
    return redirect(f"{desk.prefix}/{following or (TASKS if JOURNEY.missing(content) else CHECK)}", 303)
