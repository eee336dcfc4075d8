"""Pages that only say something: home, what the words mean, accessibility, privacy."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from accounts import guard
from register import policy
from register.vocabulary import Status

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@guard.public("The front door: anyone may look somebody up.")
def home() -> str:
    """One search box and two doors."""
    return render_template("home.html")


@blueprint.get("/register/statuses")
@guard.public("Anyone may read what an entry's words mean.")
def statuses() -> str:
    """What each status means."""
    return render_template(
        "register/statuses.html",
        statuses=list(Status),
        lapsed_months=policy.LAPSED_SHOWN.value(),
        left_months=policy.LEFT_SHOWN.value(),
        removed_months=policy.REMOVAL_SHOWN.value(),
    )


@blueprint.get("/register/false-claim")
@guard.public("Anyone may report a false claim to be registered.")
def false_claim() -> str:
    """How to report somebody who says they are registered and is not."""
    return render_template("register/false_claim.html")


@blueprint.get("/for-case-managers")
@guard.public("Anyone may read what registration asks of a case manager.")
def for_case_managers() -> str:
    """What the register asks of case managers."""
    return render_template("for_case_managers.html")


@blueprint.get("/accessibility")
@guard.public("Anyone may read how accessible the service is.")
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("accessibility.html")


@blueprint.get("/privacy")
@guard.public("Anyone may read what happens to what we know.")
def privacy() -> str:
    """What the register keeps, why, and whom to ask."""
    return render_template("privacy.html")


@blueprint.get("/robots.txt")
@guard.public("Search engines ask what they may read.")
def robots() -> Response:
    """Entries may be read; lists of results may not."""
    return Response("User-agent: *\nDisallow: /register?\nDisallow: /api/\nDisallow: /verify/\n", mimetype="text/plain")
