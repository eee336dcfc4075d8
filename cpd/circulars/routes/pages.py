"""The list of circulars, one of them, and the presses on it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard
from accounts.forms.staff import read_page
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.circulars import views
from cpd.circulars.operations import releasing, writing
from cpd.forms import Sent
from foundation.errors import Refused

PATH = "/staff/circulars"
WHY = "Officers and the registrar write one letter to many registrants; a second person releases it."
Answer = str | Response | tuple[str, int]
blueprint = Blueprint("staff_circulars", __name__)


@blueprint.get(PATH)
@guard.staff(Permission.CIRCULATE, WHY)
def listed() -> str:
    """Those that are open, or over."""
    is_open = request.args.get("show", "open") != "over"
    return render_template("staff/circulars/list.html", lines=views.listed(is_open=is_open), is_open=is_open, path=PATH)


@blueprint.get(f"{PATH}/<int:circular_id>")
@guard.staff(Permission.CIRCULATE, WHY)
def one(circular_id: int) -> str:
    """One of them, as three real people get it."""
    return _page(circular_id)


def _page(circular_id: int, refused: str = "") -> str:
    look = read_page(request.args.get("look", "")) - 1 if "look" in request.args else 0
    page = views.page(circular_id, look=look, by=me())
    problems = [("act", refused)] if refused else []
    return render_template("staff/circulars/circular.html", page=page, path=PATH, problems=problems)


def _list_together(circular_id: int, version: int) -> str:
    count = writing.put_list_together(circular_id, version=version, by=me())
    return f"The list is there. {count:,} {'person' if count == 1 else 'people'} can be written to."


def _offer(circular_id: int, version: int) -> str:
    writing.offer(circular_id, version=version, by=me())
    return "It waits for a second person. They see it on their first page."


def _send_back(circular_id: int, version: int) -> str:
    releasing.send_back(circular_id, version=version, by=me())
    return "It can be changed again."


def _release(circular_id: int, version: int) -> str:
    releasing.release(circular_id, version=version, by=me())
    return "It is released. The letters go out within the hour. You can stop it until then, and while it goes out."


def _stop(circular_id: int, _version: int) -> str:
    releasing.stop(circular_id, by=me())
    return "It is stopped. Nobody else is written to, and what was not sent yet is called back."


def _throw_away(circular_id: int, version: int) -> str:
    writing.throw_away(circular_id, version=version, by=me())
    return "It is thrown away. Nobody was written to."


ACTS: dict[str, Callable[[int, int], str]] = {
    "people": _list_together,
    "offer": _offer,
    "send-back": _send_back,
    "release": _release,
    "stop": _stop,
    "throw-away": _throw_away,
}


@blueprint.post(f"{PATH}/<int:circular_id>/<any({', '.join(repr(one) for one in ACTS)}):act>")
@guard.staff(Permission.CIRCULATE, WHY)
def press(circular_id: int, act: str) -> Answer:
    """Do one thing with it."""
    try:
        said = ACTS[act](circular_id, Sent(request.form).version)
    except Refused as refused:
        return _page(circular_id, refused.sentence), 409
    flash(said)
    return redirect(f"{PATH}/{circular_id}", 303)
