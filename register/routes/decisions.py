"""Published decisions: the list, and each on its own page. What may no longer be read is not there any more."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from accounts import guard
from foundation.errors import Missing
from foundation.references import read_number
from register import decisions
from register.routes import pace

blueprint = Blueprint("decisions", __name__)
_ROBOTS = "X-Robots-Tag"
_MOST_PAGES = 10_000


@blueprint.after_request
def keep_out_of_searches(response: Response) -> Response:
    """Search engines keep no page of these but those that say so, and drop one that is gone."""
    response.headers.setdefault(_ROBOTS, "noindex")
    return response


@blueprint.get("/decisions")
@guard.public("Anyone may read what was decided and published.")
@pace.searches
def listed() -> str:
    """What is published, the newest first."""
    typed = request.args.get("page", "1")
    page = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
    return render_template(
        "register/decisions.html",
        listed=decisions.listed(min(max(page, 1), _MOST_PAGES)),
        address=lambda number: f"/decisions?page={number}",
    )


@blueprint.get("/decisions/<number>/<which>")
@guard.public("Anyone may read what was decided and published.")
@pace.entries
def show(number: str, which: str) -> Response:
    """One decision, as long as the entry shows it."""
    right = read_number(number).number
    found = decisions.one(right, which) if right is not None else None
    if found is None:
        raise Missing("There is no decision here that we may show. Look at the entry of the person, or at the list.")
    response = make_response(render_template("register/decision.html", decision=found))
    if found.indexed:
        response.headers[_ROBOTS] = "all"
    return response
