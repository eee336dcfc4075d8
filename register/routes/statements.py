"""A verification statement of an entry, as a PDF to keep or to hand on."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, url_for
from werkzeug.wrappers import Response

from accounts import guard
from foundation.errors import Missing
from foundation.frame import describe_institute
from foundation.references import read_number
from foundation.settings import Settings
from register.routes import pace
from register.statements import code, document, writing

blueprint = Blueprint("statements", __name__)


@blueprint.get("/register/<number>/statement.pdf")
@guard.public("Anyone may keep a dated copy of what an entry says.")
@pace.statements
def statement(number: str) -> Response:
    """The statement of the entry with that number. Made anew each time, and kept nowhere."""
    reading = read_number(number)
    right = reading.number
    if right is None:
        raise Missing(f"{reading.problem} Check the number, or search by name.")
    if right != number:
        return redirect(url_for("statements.statement", number=right), 301)
    settings: Settings = current_app.config["SETTINGS"]
    made = writing.make(right, key=code.keys(settings.secret_key)[0])
    if made is None:
        raise Missing("There is no entry with this number that we may show. Check the number, or search by name.")
    institute = describe_institute(settings)
    answer = current_app.response_class(
        document.pdf(made, institute=institute, public_url=settings.public_url), mimetype="application/pdf"
    )
    # A statement of five minutes ago is no statement of now; and a search engine is no place for a dated copy.
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers.set("Content-Disposition", "inline", filename=f"{right}.pdf")
    return answer
