"""Searching the register by name, number, town or organisation, from one box."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from accounts import guard
from register.forms import CHOICES, read_search
from register.lookup import look_up
from register.routes import pace

PATH = "/register"
blueprint = Blueprint("search", __name__)


@blueprint.get(PATH)
@guard.public("Anyone may look somebody up.")
@pace.searches
def results() -> str:
    """The people who match, or help when nobody does."""
    asked = read_search(request.args)
    found = look_up(asked)
    return render_template(
        "register/results.html",
        asked=asked,
        answer=found.answer,
        same=found.same,
        sounds=found.sounds,
        similar=found.similar,
        miles=found.miles,
        choices=CHOICES,
        kept=asked.filters(PATH),
        address=lambda page: asked.address(PATH, page=page),
        problems=asked.problems,
    )
