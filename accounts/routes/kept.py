"""What was typed into a page whose session had ended, shown to its owner once they are back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from accounts import guard, identity, sessions
from accounts.doors import DOORS
from accounts.forms import PressForm
from accounts.kept import by_hand
from accounts.models import Realm
from accounts.operations import sessions as operations
from accounts.routes.rooms import Room, furnish, show
from foundation.errors import Missing


def kept(realm: Realm) -> Response | tuple[str, int]:
    """The newest of what was kept."""
    who = sessions.require(realm)
    forms = identity.kept_forms(who.account_id)
    if not forms:
        return redirect(DOORS[realm].home)
    fields = forms[0].fields
    shown = by_hand(fields)
    return show("account/send_again.html", realm, action=forms[0].path, fields=fields, shown=shown, kept=forms[0])


def drop(realm: Realm, kept_id: int) -> Response:
    """Let go of it."""
    form = PressForm()
    if not form.validate_on_submit():
        raise Missing("There is nothing here to let go of.")
    operations.drop_kept(kept_id, account_id=sessions.require(realm).account_id)
    return redirect(f"{DOORS[realm].prefix}/kept", 303)


def _own(realm: Realm) -> Any:
    why = "What somebody typed is shown to them alone."
    return guard.signed_in(why) if realm is Realm.PUBLIC else guard.staff_any(why)


ROOMS = (
    Room("/kept", kept, _own),
    Room("/kept/<int:kept_id>/drop", drop, _own, ("POST",)),
)


def make(realm: Realm) -> Blueprint:
    """These pages behind one door."""
    return furnish("kept", ROOMS, realm)


def drop_when_sent(response: FlaskResponse) -> FlaskResponse:
    """Let go of what was kept once it reached its page."""
    if request.method == "POST" and response.status_code < 400 and request.form.get("kept_id", "").isdecimal():
        who = sessions.signed_in(Realm.STAFF if request.path.startswith("/staff") else Realm.PUBLIC)
        if who is not None:
            operations.drop_kept(int(request.form["kept_id"]), account_id=who.account_id)
    return response
