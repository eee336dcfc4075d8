"""The desk of the CPD record: whose record it is, and what every page of it is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, g, render_template, session
from werkzeug.wrappers import Response as AnyResponse

from accounts import guard, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from accounts.sessions import SignedIn
from cpd import registrants
from cpd.registrants import Registrant

View = TypeVar("View", bound=Callable[..., Any])
Answer = str | AnyResponse | tuple[str, int]

HOME = "/account/cpd"
WRONG, TOO_LATE = 400, 409
_DONE = "cpd_done"


class NoEntry(Exception):
    """This account has no entry on the register, so no record."""


def who() -> SignedIn:
    """Who is at the keyboard."""
    return sessions.require(Realm.PUBLIC)


def declare(because: str) -> Callable[[View], View]:
    """Who may open a page of this desk: whoever is signed in, for themselves."""
    return guard.signed_in(because)


def blueprint(name: str) -> Blueprint:
    """An empty blueprint whose pages are kept by no browser."""
    made = Blueprint(f"record_{name}", __name__, url_prefix=HOME)
    made.register_error_handler(NoEntry, _answer_no_entry)

    @made.after_request
    def keep_nowhere(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response

    return made


def registrant() -> Registrant:
    """Whose record it is, asked for once a request.

    Raises:
        NoEntry: this account holds no entry.
    """
    if "record_registrant" not in g:
        g.record_registrant = registrants.of_account(who().account_id)
    found: Registrant | None = g.record_registrant
    if found is None:
        raise NoEntry
    return found


def entry_id() -> int:
    """The entry whose record it is."""
    return registrant().entry_id


def _answer_no_entry(_error: NoEntry) -> Answer:
    return show("cpd/record/no_entry.html")


def say_done(sentence: str) -> None:
    """Say on the next page what was done."""
    session[_DONE] = sentence


def done() -> str | None:
    """What was done on the page before."""
    said: str | None = session.pop(_DONE, None)
    return said


def show(template: str, **given: Any) -> str:
    """Draw a page of this desk."""
    return render_template(template, door=DOORS[Realm.PUBLIC], who=who(), home=HOME, **given)
