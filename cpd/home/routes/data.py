"""One's own data, to take away. Who takes it shows once more that it is they: the browser may be anybody's by now."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, session
from werkzeug.wrappers import Response as AnyResponse

from accounts import doors, guard, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from cpd.home import download, packing
from cpd.home.download import Everything
from foundation import clock, evidence
from foundation.audit import Actor
from foundation.evidence import Opened

PATH = "/account/data"
blueprint = Blueprint("account_data", __name__)
_WHY = "People take away all that is held of them here."
_TYPES = {"zip": "application/zip", "html": "text/html; charset=utf-8", "json": "application/json"}


@blueprint.get(PATH)
@guard.signed_in(_WHY)
def ask() -> str:
    """What it holds, and what not."""
    return render_template("account/data.html", door=DOORS[Realm.PUBLIC], path=PATH)


@blueprint.post(f"{PATH}/<any(zip, html, json):kind>")
@guard.signed_in(_WHY)
def give(kind: str) -> AnyResponse:
    """All of it, as a file; as a zip with the files they sent."""
    who = sessions.require(Realm.PUBLIC)
    if not doors.is_confirmed(who):
        session["confirm_next"] = PATH
        return redirect("/account/security/confirm", 303)
    everything = download.put_together(who.account_id, by=who.actor)
    body = _zipped(everything, by=who.actor) if kind == "zip" else _written(kind, everything)
    response = Response(body, content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{_named(kind)}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _named(kind: str) -> str:
    return f"my-data-{clock.today().isoformat()}.{kind}"


def _written(kind: str, everything: Everything) -> str:
    if kind == "json":
        return download.as_json(everything)
    return render_template("account/data_file.html", everything=everything, in_words=download.in_words)


def _zipped(everything: Everything, *, by: Actor) -> Iterator[bytes]:
    """Made while it goes out. The rows are read before the first byte does; each file is opened when its turn comes.

    Nothing of the database is held meanwhile: whoever reads slowly keeps nobody waiting.
    """
    pages = {_named(kind): _written(kind, everything) for kind in ("html", "json")}
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app itself outlives the request

    def open_file(file_id: int) -> Opened:
        with app.app_context():
            return evidence.open_original(file_id, by=by)

    return packing.chunks(pages, everything.files, day=clock.today(), open_file=open_file)
