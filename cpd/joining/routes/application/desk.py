"""The applicant's desk: whose draft is open, which application is theirs, and what a page that came too late is told.

The draft is found by the account alone, so nothing about it stands in an address or in the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, g, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from accounts import guard, kept, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from accounts.sessions import SignedIn
from cpd.joining import queries
from cpd.joining.models import Application
from cpd.joining.operations.handing_in import JOURNEY_NAME, owner
from foundation.errors import Missing, Refused
from foundation.journey import drafts
from foundation.journey.drafts import Hand, Opened
from foundation.journey.pages import Content

View = TypeVar("View", bound=Callable[..., Any])
Answer = str | AnyResponse | tuple[str, int]

HOME = "/account/application"
FORM = f"{HOME}/form"
WRONG, TOO_LATE = 400, 409
_DONE = "application_done"


class NothingOpen(Exception):
    """This account has no draft."""


class NothingSent(Exception):
    """This account has no application."""


def who() -> SignedIn:
    """Who is at the keyboard."""
    return sessions.require(Realm.PUBLIC)


def declare(because: str) -> Callable[[View], View]:
    """Who may open a page of this desk: whoever is signed in, for themselves."""
    return guard.signed_in(because)


def blueprint(name: str, prefix: str = HOME) -> Blueprint:
    """An empty blueprint whose pages are kept by no browser."""
    made = Blueprint(f"applicant_{name}", __name__, url_prefix=prefix)
    made.register_error_handler(NothingOpen, _answer_nothing_open)
    made.register_error_handler(NothingSent, lambda _error: redirect(HOME, 303))

    @made.after_request
    def keep_nowhere(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response

    return made


# ----------------------------------------------------------------------------------------------------------- the draft


def hand() -> Hand | None:
    """What opens the draft of this account, once a request."""
    if "application_hand" not in g:
        mine = owner(who().account_id)
        held = drafts.unfinished(mine, JOURNEY_NAME)
        g.application_hand = Hand(held[0].reference, owner=mine) if held else None
    found: Hand | None = g.application_hand
    return found


def need() -> Hand:
    """What opens the draft of this account.

    Raises:
        NothingOpen: it has none.
    """
    found = hand()
    if found is None:
        raise NothingOpen
    return found


def opened() -> Opened:
    """The draft of this account.

    Raises:
        NothingOpen: it has none, or it was sent meanwhile.
    """
    try:
        found = drafts.open_draft(need())
    except Missing as error:
        raise NothingOpen from error
    if found.sent_as is not None:
        raise NothingOpen
    return found


def change(edit: Callable[[Content], None]) -> Opened:
    """Change the draft of this account.

    Raises:
        NothingOpen: it has none, or it was sent meanwhile.
    """
    try:
        return drafts.change(need(), edit)
    except (Missing, Refused) as error:
        raise NothingOpen from error


def _answer_nothing_open(_error: NothingOpen) -> Answer:
    if request.method in {"GET", "HEAD"}:
        return redirect(HOME, 303)
    # A page that was left open and came too late: what was typed is shown again, so that nobody loses it.
    typed = [value for name, value in kept.typed(request.form) if name not in {"go", "from"} and len(value) > 8]
    page = show("cpd/joining/form/too_late.html", sent=queries.latest_of(who().account_id), typed=typed, problems=[])
    return page, TOO_LATE


# ----------------------------------------------------------------------------------------------------- the application


def application() -> Application:
    """The last application of this account.

    Raises:
        NothingSent: it has none.
    """
    found = queries.latest_of(who().account_id)
    if found is None:
        raise NothingSent
    return found


def say_done(sentence: str) -> None:
    """Say on the next page what was done."""
    session[_DONE] = sentence


def done() -> str | None:
    """What was done on the page before."""
    said: str | None = session.pop(_DONE, None)
    return said


def show(template: str, **given: Any) -> str:
    """Draw a page of this desk."""
    return render_template(template, door=DOORS[Realm.PUBLIC], who=who(), home=HOME, form=FORM, **given)
