"""The home of an account: one's own entry as the public sees it, and how one signs in."""

from __future__ import annotations

from flask import Blueprint, render_template, session

from accounts import guard, identity, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from register import publication, queries

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
@guard.signed_in("People see their own entry and look after how they sign in.")
def home() -> str:
    """The account's home."""
    who = sessions.require(Realm.PUBLIC)
    number = queries.entry_of_account(who.account_id)
    return render_template(
        "account/home.html",
        door=DOORS[Realm.PUBLIC],
        who=who,
        number=number,
        entry=publication.public_entry(number) if number else None,
        factors=identity.factors(who.account_id),
        open_sessions=len(identity.open_sessions(who.account_id)),
        done=session.pop("done", None),
    )
