"""Published decisions: the list, and each on its own page and as a PDF. What may no longer be read is not there."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, make_response, render_template, request

from accounts import guard
from foundation import clock
from foundation.errors import Missing
from foundation.frame import describe_institute
from foundation.references import read_number
from foundation.settings import Settings
from register import decisions
from register.decisions import Asked, PublicDecision
from register.routes import pace
from register.statements import decision as document

blueprint = Blueprint("decisions", __name__)
_ROBOTS = "X-Robots-Tag"
_WHY = "Anyone may read what was decided and published."
_MOST_PAGES = 10_000
_LONGEST = 200


@blueprint.after_request
def keep_out_of_searches(response: Response) -> Response:
    """Search engines keep no page of these but those that say so, and drop one that is gone."""
    response.headers.setdefault(_ROBOTS, "noindex")
    return response


@blueprint.get("/decisions")
@guard.public(_WHY)
@pace.searches
def listed() -> str:
    """What is published, the newest first; of one kind, one year, or one person."""
    typed, asked = request.args.get("page", "1"), _asked()
    page = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
    given = {"q": asked.name, "kind": asked.kind, "year": asked.year or ""}
    kept = {name: value for name, value in given.items() if value}
    return render_template(
        "register/decisions.html",
        listed=decisions.listed(min(max(page, 1), _MOST_PAGES), asked),
        asked=asked,
        kinds=decisions.KINDS,
        address=lambda number: f"/decisions?{urlencode(kept | {'page': number})}",
    )


def _asked() -> Asked:
    """What the list is narrowed to; what is not understood narrows nothing."""
    kind, year = request.args.get("kind", ""), request.args.get("year", "")
    return Asked(
        name=" ".join(request.args.get("q", "").split())[:_LONGEST],
        kind=kind if kind in decisions.KINDS else "",
        year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 and year >= "1900" else None,
    )


@blueprint.get("/decisions/<number>/<which>")
@guard.public(_WHY)
@pace.entries
def show(number: str, which: str) -> Response:
    """One decision, as long as the entry shows it."""
    found = _find(number, which)
    return _marked(make_response(render_template("register/decision.html", decision=found)), found)


@blueprint.get("/decisions/<number>/<which>.pdf")
@guard.public(_WHY)
@pace.statements
def paper(number: str, which: str) -> Response:
    """One decision as a PDF, made anew each time and kept nowhere."""
    found = _find(number, which)
    settings: Settings = current_app.config["SETTINGS"]
    made = document.pdf(
        found, institute=describe_institute(settings), public_url=settings.public_url, made_at=clock.now()
    )
    answer = current_app.response_class(made, mimetype="application/pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers.set("Content-Disposition", "inline", filename=f"{found.number}-{which}.pdf")
    return _marked(answer, found)


def _find(number: str, which: str) -> PublicDecision:
    right = read_number(number).number
    found = decisions.one(right, which) if right is not None else None
    if found is None:
        raise Missing("There is no decision here that we may show. Look at the entry of the person, or at the list.")
    return found


def _marked(response: Response, found: PublicDecision) -> Response:
    if found.indexed:
        response.headers[_ROBOTS] = "all"
    return response
