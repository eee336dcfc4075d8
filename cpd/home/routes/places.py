"""The rooms of an account, as its navigation lists them: those of a registrant, or those of an applicant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, has_request_context, request

from accounts import sessions
from accounts.models import Realm
from register import queries as register


@dataclass(frozen=True)
class Room:
    """One link: its address and its words."""

    address: str
    words: str

    @property
    def is_here(self) -> bool:
        """Whether the page that is shown lies in it."""
        return request.path == self.address or request.path.startswith(f"{self.address}/")


_REGISTRANT = (
    Room("/account/cpd", "CPD"),
    Room("/account/renewal", "Renewal"),
    Room("/account/tell-us", "Tell us"),
)
_APPLICANT = (Room("/account/application", "Your application"),)
_EVERYBODY = (
    Room("/account/letters", "Letters"),
    Room("/account/concerns", "Concerns"),
    Room("/account/security", "Signing in"),
)


def _rooms() -> tuple[Room, ...]:
    if "account_rooms" not in g:
        who = sessions.signed_in(Realm.PUBLIC)
        holds = who is not None and register.entry_of_account(who.account_id) is not None
        g.account_rooms = (*(_REGISTRANT if holds else _APPLICANT), *_EVERYBODY)
    found: tuple[Room, ...] = g.account_rooms
    return found


def name_the_rooms() -> dict[str, Any]:
    """The rooms of whoever is signed in, asked for only where the navigation is drawn."""
    if not has_request_context() or request.path.startswith("/staff"):
        return {}
    return {"account_rooms": _rooms}
