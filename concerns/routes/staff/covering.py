"""Leave: who stands in for whom, arranged by whoever goes away or by a manager."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard, sessions
from accounts.forms.staff import Typed
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.forms import staff as forms
from concerns.operations import covering
from concerns.routes.staff.acting import Answer
from concerns.routes.staff.page import PATH, back
from concerns.views import cover_view
from foundation.errors import NotAllowed, Refused

blueprint = Blueprint("staff_concern_cover", __name__)
HERE = f"{PATH}/leave"
MAY = (
    Permission.TAKE_IN_CONCERNS,
    Permission.INVESTIGATE,
    Permission.MONITOR_ORDERS,
    Permission.ALLOCATE,
)
_WHY = "Whoever works on concerns arranges who stands in for them; managers do it for anybody."


@blueprint.get(HERE)
@guard.staff(MAY[0], _WHY, *MAY[1:])
def leave() -> str:
    """Who stands in for whom, and the form to arrange it."""
    return _page(Typed({"away": str(me().id)}))


def _page(typed: Typed) -> str:
    account_id = sessions.require(Realm.STAFF).account_id
    return render_template(
        "staff/concerns/leave.html",
        found=cover_view.leave(account_id, every=guard.may(Permission.ALLOCATE)),
        typed=typed,
        address=HERE,
        back=back(),
    )


@blueprint.post(HERE)
@guard.staff(MAY[0], _WHY, *MAY[1:])
def arrange() -> Answer:
    """Arrange it."""
    typed = forms.read_act(request.form, "away", "cover", "from_on", "until_on")
    away, cover = (_person(typed, name) for name in ("away", "cover"))
    first = typed.day("from_on", needed="Say the first day")
    last = typed.day("until_on", needed="Say the last day")
    note = typed.needs("words", "Write down what they need to know")
    if typed.problems:
        return _page(typed), 400
    assert first is not None
    assert last is not None
    try:
        covering.arrange(away_id=away, cover_id=cover, from_on=first, until_on=last, note=note, by=me())
    except (Refused, NotAllowed) as refused:
        typed.wrong("cover", refused.sentence)
        return _page(typed), refused.status
    flash("It is arranged. From the first day they find your concerns on their own list.")
    return redirect(HERE, 303)


def _person(typed: Typed, name: str) -> int:
    text = typed.values[name]
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        typed.wrong(name, "Choose who is away" if name == "away" else "Choose who stands in")
        return 0
    return int(text)


@blueprint.post(f"{HERE}/<int:cover_id>/end")
@guard.staff(MAY[0], _WHY, *MAY[1:])
def end(cover_id: int) -> Response:
    """End it early."""
    covering.end(cover_id, by=me())
    flash("It is over. Nobody stands in any more.")
    return redirect(HERE, 303)
