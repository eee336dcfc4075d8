"""A registrant's own page of concerns: those about them that they were told of, and what they told us of themself."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from accounts import guard, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from concerns import correspondence
from concerns.operations import mailbox
from concerns.routes import opened
from concerns.routes.mailbox import PATH as MAILBOX
from concerns.views import registrant_view
from foundation.errors import Missing
from register import queries as register

PATH = "/account/concerns"
blueprint = Blueprint("registrant_concerns", __name__)
_WHY = "Registrants see the concerns about them that they were told of, and their own."


@blueprint.get(PATH)
@guard.signed_in(_WHY)
def overview() -> str:
    """What there is, about them and from them."""
    who = sessions.require(Realm.PUBLIC)
    number = register.entry_of_account(who.account_id)
    own = registrant_view.mine(who.account_id)
    besides = frozenset(one.reference for one in own)
    return render_template(
        "account/concerns.html",
        door=DOORS[Realm.PUBLIC],
        number=number,
        about_me=registrant_view.about_me(number, besides=besides) if number else [],
        own=own,
    )


@blueprint.post(f"{PATH}/<reference>")
@guard.signed_in(_WHY)
def open_own(reference: str) -> Response:
    """Open the mailbox of what they told us about themself, without the secret."""
    who = sessions.require(Realm.PUBLIC)
    own = correspondence.raised_by(who.account_id)
    found = next((one for one in own if one.reference == reference), None)
    if found is None:
        raise Missing("There is no such concern of yours.")
    opened.remember(found.reference, found.secret_hash, account_id=who.account_id)
    mailbox.note_reading(found.reference)
    return redirect(MAILBOX, 303)
