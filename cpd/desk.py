"""A registrant's desk: whose pages these are, and what every page of a room is given. Refuses who holds no entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
WRONG, TOO_LATE = 400, 409
_DONE = "registrant_done"


class NoEntry(Exception):
    """This account holds no entry on the register."""


def who() -> SignedIn:
    """Who is at the keyboard."""
    return sessions.require(Realm.PUBLIC)


def declare(because: str) -> Callable[[View], View]:
    """Who may open a page of a desk: whoever is signed in, for themselves."""
    return guard.signed_in(because)


def registrant() -> Registrant:
    """Whose page it is, asked for once a request.

    Raises:
        NoEntry: this account holds no entry.
    """
    if "desk_registrant" not in g:
        g.desk_registrant = registrants.of_account(who().account_id)
    found: Registrant | None = g.desk_registrant
    if found is None:
        raise NoEntry
    return found


def say_done(sentence: str) -> None:
    """Say on the next page what was done."""
    session[_DONE] = sentence


def done() -> str | None:
    """What was done on the page before."""
    said: str | None = session.pop(_DONE, None)
    return said


@dataclass(frozen=True)
class Desk:
    """The desk of one room: its address, its words in the account, and what it is for."""

    home: str
    words: str
    about: str

    def blueprint(self, name: str, under: str = "") -> Blueprint:
        """An empty blueprint, at the desk's address or `under` it, whose pages are kept by no browser."""
        made = Blueprint(name, __name__, url_prefix=self.home + under)
        made.register_error_handler(NoEntry, lambda _error: self.show("cpd/registrant/no_entry.html"))

        @made.after_request
        def keep_nowhere(response: Response) -> Response:
            response.headers["Cache-Control"] = "no-store"
            return response

        return made

    def show(self, template: str, **given: Any) -> str:
        """Draw a page of this desk."""
        return render_template(template, door=DOORS[Realm.PUBLIC], who=who(), home=self.home, desk=self, **given)
