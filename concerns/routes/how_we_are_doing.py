"""How long it takes us, and what we promised and kept: the institute's own figures, for everybody."""

from __future__ import annotations

from flask import Blueprint, render_template

from accounts import guard
from concerns.reports import making

PATH = "/how-we-are-doing"
blueprint = Blueprint("how_we_are_doing", __name__)


@blueprint.get(PATH)
@guard.public("Anybody may know how long we take and what we kept of our promises.")
def show() -> str:
    """The last twelve months, as the last night worked them out."""
    return render_template("concerns/how_we_are_doing.html", report=making.published())
