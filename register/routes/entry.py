"""One entry: now, or on a past day."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import guard
from foundation import clock
from foundation.errors import Missing
from foundation.references import read_number
from register import publication
from register.forms import read_day
from register.routes import pace

blueprint = Blueprint("entry", __name__)


@blueprint.get("/register/<number>")
@guard.public("Anyone may read an entry.")
@pace.entries
def show(number: str) -> str | Response | tuple[str, int]:
    """The entry with that number; `?on=` a day asks about the past."""
    asked = read_day(request.args.get("on", ""))
    reading = read_number(number)
    right = reading.number
    if right is None:
        raise Missing(f"{reading.problem} Check the number, or search by name.")
    if right != number:
        on = request.args.get("on")
        return redirect(url_for("entry.show", number=right, on=on), 301)
    entry = publication.public_entry(right, on=asked.day)
    if entry is None:
        raise Missing("There is no entry with this number that we may show. Check the number, or search by name.")
    page = render_template("register/entry.html", entry=entry, today=clock.today(), problem=asked.problem)
    return (page, 400) if asked.problem else page
