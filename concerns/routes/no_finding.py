"""A registrant asks that the public reads that a concern about them ended without a finding."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from accounts import guard, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from concerns.publishing import no_finding
from concerns.routes import private
from concerns.views import own_concern
from foundation.errors import Missing, Refused

PATH = "/account/concerns/<reference>/no-finding"
NOT_NOW = 409
_WHY = "Registrants ask for what may be public of their own concern. It has to be their own."

blueprint = Blueprint("no_finding", __name__)
private.dress(blueprint)


@blueprint.get(PATH)
@guard.signed_in(_WHY)
def show(reference: str) -> str:
    """What the public would read, and for how long."""
    return _page(reference)


def _page(reference: str, refused: str = "") -> str:
    seen = own_concern.own_concern(reference, sessions.require(Realm.PUBLIC).account_id)
    if seen.no_finding is None:
        raise Missing("This concern did not end without a finding, or the time to ask is over.")
    return render_template(
        "account/concern/no_finding.html",
        door=DOORS[Realm.PUBLIC],
        reference=reference,
        here=f"/account/concerns/{reference}",
        wish=seen.no_finding,
        problems=[],
        refused=refused,
    )


@blueprint.post(PATH)
@guard.signed_in(_WHY)
def ask(reference: str) -> str | Response | tuple[str, int]:
    """Ask for it, once."""
    who = sessions.require(Realm.PUBLIC)
    try:
        no_finding.ask(reference, account_id=who.account_id, by=who.actor)
    except Refused as error:
        return _page(reference, error.sentence), NOT_NOW
    return redirect(f"/account/concerns/{reference}#no-finding", 303)
