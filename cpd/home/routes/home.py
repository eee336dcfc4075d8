"""The first page of an account: what is due, and one's own entry as the public sees it."""

from __future__ import annotations

from flask import Blueprint, render_template, session

from accounts import guard, identity, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from cpd.home import letters
from cpd.home.overview import overview

PATH = "/account"
LETTERS_SHOWN = 3
blueprint = Blueprint("account", __name__)


@blueprint.get(PATH)
@guard.signed_in("People see what is due of them, their own entry, and look after how they sign in.")
def home() -> str:
    """The account's home."""
    who = sessions.require(Realm.PUBLIC)
    shown = overview(who.account_id)
    return render_template(
        "account/home.html",
        door=DOORS[Realm.PUBLIC],
        who=who,
        shown=shown,
        letters=letters.listed(letters.addresses(who.email, shown.registrant), per_page=LETTERS_SHOWN),
        factors=identity.factors(who.account_id),
        open_sessions=len(identity.open_sessions(who.account_id)),
        done=session.pop("done", None),
    )
