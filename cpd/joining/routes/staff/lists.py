"""The work list of applications: filters in the address, a name typed into a form that leaves none there."""

from __future__ import annotations

import enum
from typing import TypeVar
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard, sessions
from accounts.forms.staff import read_page, tidy
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.joining.views import officer_list
from cpd.joining.views.officer_due import WHO
from cpd.joining.views.officer_next import PATH
from cpd.joining.views.officer_view import route_label
from cpd.joining.vocabulary import Actor, Route, Stage
from cpd.joining.worklist import Filter
from cpd.vocabulary import Nation
from foundation.references import read_application_reference

blueprint = Blueprint("staff_applications", __name__)
READ = (
    Permission.CHECK_APPLICATIONS,
    Permission.DECIDE_APPLICATIONS,
    Permission.ASSESS,
    Permission.VOTE,
    Permission.HEAR_APPEALS,
)
_WHY = "Officers and the registrar see every application; assessors and panel members those given to them."
Code = TypeVar("Code", bound=enum.StrEnum)
_STAGES = [(one.value, one.label) for one in Stage if one is not Stage.RECEIVED]
_ROUTES = [(one.value, route_label(one)) for one in Route]
_NATIONS = [(one.value, one.label) for one in Nation]
_WHO = [(one.value, WHO[one]) for one in Actor if one not in (Actor.SYSTEM, Actor.NOBODY)]
#: Each tab: its name in the address, its words, and what stands there when it is empty.
SHOWS = {
    "open": ("All open", "No application is open. A new one appears here as soon as somebody sends it."),
    "mine": ("Mine", "You have none. Applications that you take on or are given appear here."),
    "late": ("Late", "Nothing is late. An application appears here the day after its day has passed."),
    "held": ("Kept", "Nothing is kept from being deleted. Applications under a legal hold appear here."),
    "over": ("Over", "None is over yet. Those that were decided, taken back or closed appear here."),
}


@blueprint.get(PATH)
@guard.staff(READ[0], _WHY, *READ[1:])
def applications() -> str:
    """The work list."""
    asked = {name: tidy(request.args.get(name, ""), 40) for name in ("show", "stage", "route", "nation", "who")}
    return _list(asked, page=read_page(request.args.get("page", "")))


@blueprint.post(f"{PATH}/find")
@guard.staff(READ[0], _WHY, *READ[1:])
def find() -> str | Response:
    """Look for somebody by name or reference. Posted, so that no name stands in an address."""
    text = tidy(request.form.get("text", ""))
    reference = read_application_reference(text)
    if reference is not None:
        return redirect(f"{PATH}/{reference}", 303)
    return _list({"show": "open"}, text=text)


def _list(asked: dict[str, str], *, page: int = 1, text: str = "") -> str:
    show = asked.get("show", "") if asked.get("show") in SHOWS else "open"
    wanted = Filter(
        text=text,
        stage=_code(Stage, asked.get("stage", "")),
        route=_code(Route, asked.get("route", "")),
        nation=_code(Nation, asked.get("nation", "")),
        waiting_for=_code(Actor, asked.get("who", "")),
        of=sessions.require(Realm.STAFF).account_id if show == "mine" else None,
        late=show == "late",
        closed=show == "over",
        on_hold=show == "held",
    )
    kept = {name: value for name, value in asked.items() if value and name != "show"} | {"show": show}
    found = officer_list.listed(wanted, page=page, by=me())
    counts = {"open": found.open, "late": found.late}
    return render_template(
        "staff/applications/list.html",
        found=found,
        in_time=officer_list.in_time() if show == "open" else None,
        asked=asked,
        show=show,
        text=text,
        tabs=[(name, words, counts.get(name)) for name, (words, _) in SHOWS.items()],
        empty=SHOWS[show][1],
        filtered=bool(text) or any(asked.get(name) for name in ("stage", "route", "nation", "who")),
        choices=[
            ("stage", "Stage", _STAGES),
            ("who", "Who acts next", _WHO),
            ("route", "Route", _ROUTES),
            ("nation", "Nation", _NATIONS),
        ],
        turn=lambda number: f"{PATH}?{urlencode({**kept, 'page': number})}",
        path=PATH,
        sees_all=guard.may(Permission.CHECK_APPLICATIONS) or guard.may(Permission.DECIDE_APPLICATIONS),
    )


def _code(kind: type[Code], text: str) -> Code | None:
    return next((one for one in kind if one.value == text), None)
