"""The front page of raising a concern, beginning, and leaving quickly."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, session
from werkzeug.wrappers import Response

from accounts import guard, sessions
from accounts.models import Realm
from concerns import policy
from concerns.routes.remembered import forget_everything
from concerns.routes.report.desks import PUBLIC, Answer, NothingOpen, dress
from foundation.journey.pages import Content
from foundation.limits import limiter
from register import queries as register

blueprint = Blueprint("report_front", __name__)
dress(blueprint)
#: Somewhere that anybody may have been looking.
ELSEWHERE = "https://www.bbc.co.uk/weather"


def _beginnings() -> str:
    return f"{policy.BEGINNINGS_AN_HOUR.value()} per hour"


@blueprint.get("/concerns/report")
@guard.public("Anyone may raise a concern.")
def front() -> Answer:
    """Danger first, what we can and cannot look at, what happens next, and other ways to tell us."""
    return render_template(
        "concerns/report/front.html",
        desk=PUBLIC,
        begun=PUBLIC.hand(),
        reply_days=policy.REPLY.value(),
        triage_days=policy.TRIAGE.value(),
        contact_days=policy.CONTACT.value(),
    )


@blueprint.get("/concerns/report/start")
@guard.public("Anyone may raise a concern.")
def start() -> Answer:
    """What to know before beginning; for who has begun already, the choice to go on."""
    return PUBLIC.show("concerns/report/start.html", begun=_begun(), about_me=request.args.get("about") == "me")


@blueprint.post("/concerns/report/start")
@guard.public("Anyone may raise a concern.")
@limiter.limit(_beginnings)
def begin() -> Answer:
    """Begin. Who has begun already in this browser is asked first, so that nothing gets lost."""
    about_me = request.form.get("about") == "me"
    if _begun() and request.form.get("again") != "yes":
        return PUBLIC.show("concerns/report/start.html", begun=True, about_me=about_me)
    PUBLIC.start(_about_oneself() if about_me else None)
    return redirect(f"{PUBLIC.prefix}/{'your-number' if about_me else 'about'}", 303)


def _begun() -> bool:
    try:
        PUBLIC.open()
    except NothingOpen:
        return False
    return True


def _about_oneself() -> Content:
    """What an account that holds an entry need not type again. It is shown, and can be changed."""
    answers: dict[str, Any] = {"about": "me"}
    who = sessions.signed_in(Realm.PUBLIC)
    number = register.entry_of_account(who.account_id) if who is not None else None
    if who is not None and number is not None:
        answers |= {"own_number": number, "name": who.name}
    return Content(answers, ["about"])


@blueprint.get("/concerns/leave")
@guard.public("Anyone may leave quickly, leaving nothing open behind them.")
def leave() -> Response:
    """Forget what this browser holds of a concern, and go where the weather is."""
    forget_everything()
    session.modified = True
    response = redirect(ELSEWHERE, 303)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
