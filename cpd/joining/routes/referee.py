"""The one page of a referee, who has no account: what they are asked, once, behind the link in their letter.

A link that is wrong, used, too old or no longer needed leads to the same plain page, and many wrong ones are slowed.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import guard
from cpd.joining.intake import reference
from cpd.joining.operations import references
from cpd.joining.operations.references import LinkSeen
from foundation import limits
from foundation.errors import Missing, Refused
from foundation.journey import reading
from foundation.journey.pages import Problem
from foundation.waiting import Standing

blueprint = Blueprint("reference", __name__, url_prefix="/reference")
Answer = str | AnyResponse | tuple[str, int]
_WHY = "A referee has one link and one page; the link is what lets them in."
WRONG, NOT_THERE, SLOWLY = 400, 404, 429
#: Wrong links from one place before it is asked to wait.
TRIES = "20 per minute"


@blueprint.after_request
def keep_nowhere(response: Response) -> Response:
    """Kept by no browser, and the link is told to nobody whom the page links to."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/<token>")
@guard.public(_WHY)
def show(token: str) -> Answer:
    """The page."""
    seen = _open(token)
    return _draw(token, seen, {}, []) if seen is not None else _not_open()


@blueprint.post("/<token>")
@guard.public(_WHY)
def give(token: str) -> Answer:
    """Take what they say, or that they cannot help."""
    seen = _open(token)
    if seen is None:
        return _not_open()
    typed = reading.read(reference.ALL, request.form)
    wrong = reference.problems(typed)
    if wrong:
        return _draw(token, seen, typed, wrong), WRONG
    try:
        if typed["vouch"] == "yes":
            references.give(token, reference.read(typed))
        else:
            references.decline(token, typed["why"])
    except (Missing, Refused):
        return _not_open()
    return redirect("/reference/thank-you", 303)


@blueprint.get("/thank-you")
@guard.public("Whoever answered is thanked; the page says nothing else.")
def thank_you() -> Answer:
    """We have it."""
    return render_template("cpd/joining/referee/thank_you.html")


def _open(token: str) -> LinkSeen | None:
    try:
        seen = references.open_link(token)
    except Missing:
        return None
    return seen if seen.standing is Standing.WAITING else None


def _not_open() -> Answer:
    slow = limits.is_over("reference", TRIES)
    return render_template("cpd/joining/referee/not_open.html", slow=slow), SLOWLY if slow else NOT_THERE


def _draw(token: str, seen: LinkSeen, answers: dict[str, Any], problems: list[Problem]) -> str:
    return render_template(
        "cpd/joining/referee/form.html",
        token=token,
        seen=seen,
        vouch=reference.VOUCH,
        questions=reference.REST,
        answers=answers,
        problems=problems,
    )
