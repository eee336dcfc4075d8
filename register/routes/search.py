"""Searching the register by name, number, town or organisation, from one box."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from accounts import guard
from foundation.limits import limiter
from register import policy
from register.forms import CHOICES, read_search
from register.lookup import look_up

PATH = "/register"
blueprint = Blueprint("search", __name__)


def searches_a_minute() -> str:
    """How often one address may search, as the limiter reads it."""
    return f"{policy.SEARCHES_A_MINUTE.value()} per minute"


@blueprint.get(PATH)
@guard.public("Anyone may look somebody up.")
@limiter.limit(searches_a_minute)
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
