"""Who it is about: found on the register with the same search as everywhere, or described; one person or several.

What is searched for never stands in an address: it is kept in the draft, and the page that lists who was found reads it
from there.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from concerns.intake.pages import DESCRIBED, JOURNEY, MOST_PEOPLE, incomplete, people
from concerns.routes.report.desks import Answer, Desk
from concerns.routes.report.pages import WRONG, full_list, go_on, look_again, looks_again
from concerns.vocabulary import OnRegister
from foundation.journey import reading
from foundation.journey.pages import Content, Page, Problem
from foundation.journey.walking import came_from_check, kept_from
from register.forms import Asked, read_search
from register.lookup import look_up

_WHY = "Whoever tells us something says who it is about."
_WORDS = "who_words"


def add_to(blueprint: Blueprint, desk: Desk) -> None:
    """Give a desk these pages."""

    @blueprint.get("/who")
    @desk.declare(_WHY)
    def who() -> Answer:
        """The people named so far, and the search."""
        content = desk.open().content
        return _draw(desk, content, reading.problems(_page(), content.answers) if looks_again() else [])

    @blueprint.post("/who")
    @desk.declare(_WHY)
    def who_next() -> Answer:
        """Search, or go on when somebody is named."""
        words = reading.tame_line(request.form.get("who_words", ""))
        searching = bool(words) and request.form.get("go") != "on"

        def edit(content: Content) -> None:
            content.answers[_WORDS] = words[: reading.MOST_KEPT]
            content.mark("who")

        content = desk.change(edit).content
        if request.form.get("go") == "save":
            return redirect(f"{desk.prefix}/save", 303)
        if searching:
            return redirect(f"{desk.prefix}/who/found{kept_from()}", 303)
        if reading.problems(_page(), content.answers):
            return look_again(desk, "who")
        return go_on(desk, _page(), content)


def add_found_to(blueprint: Blueprint, desk: Desk) -> None:
    """Give a desk the pages of the people whom a search found."""

    @blueprint.get("/who/found")
    @desk.declare(_WHY)
    def found() -> Answer:
        """The people on the register whom those words fit."""
        words = desk.open().content.answers.get(_WORDS) or ""
        asked = read_search({"q": words, "page": request.args.get("page", "")})
        return desk.show(
            "concerns/report/found.html",
            asked=asked,
            found=look_up(asked),
            address=lambda page: f"{desk.prefix}/who/found?page={page}",
            back=f"{desk.prefix}/who",
            from_check=came_from_check(),
            problems=[],
        )

    @blueprint.post("/who/choose")
    @desk.declare(_WHY)
    def choose() -> Response:
        """That is who is meant."""
        named = look_up(Asked(text=reading.tame_line(request.form.get("number", ""))[:40])).same
        if named:
            entry = named[0]

            def edit(content: Content) -> None:
                held = people(content.answers)
                if all(one.get("number") != entry.number for one in held) and len(held) < MOST_PEOPLE:
                    person = {"id": secrets.token_hex(4), "name": entry.name, "number": entry.number}
                    content.answers["people"] = [*held, person | {"on_register": OnRegister.FOUND.value}]
                content.answers[_WORDS] = ""
                content.mark("who")

            desk.change(edit)
        return redirect(f"{desk.prefix}/who{kept_from()}", 303)


def add_described_to(blueprint: Blueprint, desk: Desk) -> None:
    """Give a desk the pages for people who are described, and the way to take somebody out."""

    @blueprint.get("/who/described/<item>")
    @desk.declare(_WHY)
    def describe(item: str) -> Answer:
        """Describe somebody, or change what was said of them."""
        content = desk.open().content
        held = next((one for one in people(content.answers) if one.get("id") == item), None)
        if held is None and item != "new":
            return redirect(f"{desk.prefix}/who", 303)
        started = held or {"name": content.answers.get(_WORDS) or ""}
        wrong = reading.problems_of(DESCRIBED, started) if looks_again() else []
        return _draw_described(desk, item if held else secrets.token_hex(4), started, wrong)

    @blueprint.post("/who/described/<item>")
    @desk.declare(_WHY)
    def save_described(item: str) -> Answer:
        """Save what was said of somebody. The same page sent twice is one person."""
        typed = reading.read(DESCRIBED, request.form)
        wrong = reading.problems_of(DESCRIBED, typed)

        fits: list[bool] = []
        desk.change(lambda content: fits.append(put_person(content, item, typed)))
        if not fits[0]:
            return _draw_described(desk, item[:20], typed, [("name", full_list(MOST_PEOPLE))]), WRONG
        if request.form.get("go") == "save":
            return redirect(f"{desk.prefix}/save", 303)
        if not reading.fits(typed):
            return _draw_described(desk, item[:20], typed, wrong), WRONG
        if wrong:
            return look_again(desk, f"who/described/{item[:20]}")
        return redirect(f"{desk.prefix}/who{kept_from()}", 303)

    @blueprint.post("/who/take-out")
    @desk.declare(_WHY)
    def take_out_person() -> Response:
        """It is not about them after all."""
        item = request.form.get("item", "")

        def edit(content: Content) -> None:
            content.answers["people"] = [one for one in people(content.answers) if one.get("id") != item]

        desk.change(edit)
        return redirect(f"{desk.prefix}/who{kept_from()}", 303)


def put_person(content: Content, item: str, typed: dict[str, Any]) -> bool:
    """Put somebody who was described among the people, or in their place; False when there are too many."""
    held = people(content.answers)
    person: dict[str, Any] = {"id": item[:20], **reading.cut(typed)}
    place = next((place for place, one in enumerate(held) if one.get("id") == item[:20]), None)
    if place is not None:
        content.answers["people"] = [*held[:place], person, *held[place + 1 :]]
    elif len(held) < MOST_PEOPLE:
        content.answers["people"] = [*held, person]
    else:
        return False
    content.answers[_WORDS] = ""
    content.mark("who")
    return True


def _page() -> Page:
    page = JOURNEY.page("who")
    assert page is not None
    return page


def _draw(desk: Desk, content: Content, problems: list[Problem]) -> str:
    return desk.show(
        "concerns/report/who.html",
        answers=content.answers,
        people=people(content.answers),
        incomplete={one["id"] for one in incomplete(people(content.answers))},
        section_title=JOURNEY.section_of("who").title,
        problems=problems,
        back=f"{desk.prefix}/check" if came_from_check() else f"{desk.prefix}/about",
        from_check=came_from_check(),
    )


def _draw_described(desk: Desk, item: str, held: dict[str, Any], problems: list[Problem]) -> str:
    return desk.show(
        "concerns/report/described.html",
        item=item,
        answers=held,
        questions=DESCRIBED,
        section_title=JOURNEY.section_of("who").title,
        problems=problems,
        back=f"{desk.prefix}/who",
        from_check=came_from_check(),
    )
