"""One's own data, to take away. Who takes it shows once more that it is they: the browser may be anybody's by now."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, session
from werkzeug.wrappers import Response as AnyResponse

from accounts import doors, guard, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from cpd.home import download
from foundation import clock

PATH = "/account/data"
blueprint = Blueprint("account_data", __name__)
_WHY = "People take away all that is held of them here."
_TYPES = {"html": "text/html; charset=utf-8", "json": "application/json"}


@blueprint.get(PATH)
@guard.signed_in(_WHY)
def ask() -> str:
    """What it holds, and what not."""
    return render_template("account/data.html", door=DOORS[Realm.PUBLIC], path=PATH)


@blueprint.post(f"{PATH}/<any(html, json):kind>")
@guard.signed_in(_WHY)
def give(kind: str) -> AnyResponse:
    """All of it, as a file."""
    who = sessions.require(Realm.PUBLIC)
    if not doors.is_confirmed(who):
        session["confirm_next"] = PATH
        return redirect("/account/security/confirm", 303)
    everything = download.put_together(who.account_id, by=who.actor)
    if kind == "json":
        body = download.as_json(everything)
    else:
        body = render_template("account/data_file.html", everything=everything, in_words=download.in_words)
    response = Response(body, content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{clock.today().isoformat()}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response
