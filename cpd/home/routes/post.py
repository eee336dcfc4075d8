"""Where post reaches whoever is signed in: they see it, and change it."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer, Desk
from foundation.errors import Refused
from foundation.journey import reading
from foundation.journey.pages import Kind, Problem, Question
from register.post import own, readers

POST = Desk("/account/post", "Your postal address", "People on the register say here where post reaches them.")
blueprint = POST.blueprint("own_post")
_WHY = "Registrants say where our letters on paper reach them."
_ASKED = (
    Question(
        "address",
        "Your postal address",
        Kind.TEXT,
        hint=f"A line each, with the postcode last. Without your name. At most {readers.LINES} lines.",
        required="Type your postal address",
        rows=5,
        longest=readers.LINES * readers.LONGEST_LINE,
        autocomplete="street-address",
    ),
)


@blueprint.get("")
@desk.declare(_WHY)
def show() -> Answer:
    """The address, and the form."""
    return _draw({}, [])


@blueprint.post("")
@desk.declare(_WHY)
def change() -> Answer:
    """Keep it."""
    typed = reading.read(_ASKED, request.form)
    wrong = reading.problems_of(_ASKED, typed)
    if wrong:
        return _draw(typed, wrong), WRONG
    version = request.form.get("version", "")
    try:
        changed = own.change_address(
            typed["address"],
            version=int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else -1,
            by=desk.who().actor,
        )
    except Refused as refused:
        return _draw(typed, [("address", refused.sentence)]), TOO_LATE
    if changed:
        desk.say_done("Your new address is kept. Letters that are not in the post yet go there.")
    else:
        desk.say_done("That is the address we have. Nothing has changed.")
    return redirect(POST.home, 303)


def _draw(typed: dict[str, Any], problems: list[Problem]) -> str:
    registrant = desk.registrant()
    held = readers.reached(registrant.entry_id)
    return POST.show(
        "account/post.html",
        held=held,
        paper=readers.goes_on_paper(registrant.entry_id, registrant.email),
        questions=_ASKED,
        answers=typed or {"address": "\n".join(held.lines)},
        problems=problems,
        done=desk.done(),
    )
