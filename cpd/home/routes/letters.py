"""The letters that we sent to whoever is signed in."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from accounts import guard, sessions
from accounts.doors import DOORS
from accounts.forms.staff import read_page
from accounts.models import Realm
from cpd import registrants
from cpd.home import letters

PATH = "/account/letters"
blueprint = Blueprint("account_letters", __name__)
_WHY = "People read again what we wrote to them."


@blueprint.after_request
def keep_nowhere(response: Response) -> Response:
    """No browser keeps a letter after its reader signed out."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _addresses() -> frozenset[str]:
    who = sessions.require(Realm.PUBLIC)
    return letters.addresses(who.email, registrants.of_account(who.account_id))


@blueprint.get(PATH)
@guard.signed_in(_WHY)
def listed() -> str:
    """All of them, newest first."""
    found = letters.listed(_addresses(), page=read_page(request.args.get("page", "")))
    return render_template(
        "account/letters.html",
        door=DOORS[Realm.PUBLIC],
        found=found,
        path=PATH,
        turn=lambda number: f"{PATH}?page={number}",
    )


@blueprint.get(f"{PATH}/<int:letter_id>")
@guard.signed_in(_WHY)
def one(letter_id: int) -> str:
    """One of them."""
    found = letters.read(letter_id, _addresses())
    return render_template("account/letter.html", door=DOORS[Realm.PUBLIC], letter=found, path=PATH)
