"""The Standards of Proficiency in public: the edition in force, every other edition, each number with its own address.

Refuses search text too long to be a question; what cannot be found is said in a sentence.
"""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import guard
from foundation import standards

LONGEST_QUESTION = 100

blueprint = Blueprint("standards", __name__)


@blueprint.get("/standards")
@guard.public("Anyone may read what registered case managers have promised to do.")
def index() -> str | Response:
    """The edition in force at a glance; a question goes to its page."""
    listed = standards.editions()
    shown = next((item for item in listed if item.standing == "current"), listed[-1] if listed else None)
    if shown is None:
        return render_template("standards/index.html", shown=None, others=[])
    if "q" in request.args:
        return redirect(url_for("standards.edition", slug=shown.edition.slug, q=request.args["q"]))
    standards.edition(shown.edition.slug)
    return render_template("standards/index.html", shown=shown, others=[item for item in listed if item is not shown])


@blueprint.get("/standards/<slug>")
@guard.public("Anyone may read every edition: a past one still counts for what happened while it was in force.")
def edition(slug: str) -> str | tuple[str, int]:
    """One edition in full, each Standard at its number (`#3.2`); `?q=` finds some of them by number or words."""
    listed = standards.editions()
    shown = next((item for item in listed if item.edition.slug == slug), None)
    whole = standards.edition(slug) if shown else None
    if shown is None or whole is None:
        abort(404)
    asked = standards.readable(request.args.get("q", ""))
    too_long = len(asked) > LONGEST_QUESTION
    page = render_template(
        "standards/edition.html",
        shown=shown,
        others=[item for item in listed if item is not shown],
        asked=asked[:LONGEST_QUESTION],
        found=standards.search(asked, whole) if asked and not too_long else None,
        problem=f"Search for {LONGEST_QUESTION} characters or fewer" if too_long else None,
    )
    return (page, 400) if too_long else page
