"""One's own interests: whom somebody on the staff or a panel knows, works with, worked for."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import authority, guard, policy, sessions
from accounts.conflicts import Tie
from accounts.forms import staff as forms
from accounts.models import Realm
from accounts.operations.interests import About, declare_interest, end_interest, withdraw_interest
from accounts.routes.staff.people import me
from foundation import clock
from foundation.errors import Refused

PATH = "/staff/interests"
blueprint = Blueprint("staff_interests", __name__)
_FIELDS = ("kind", "organisation", "person", "number", "starts", "ends")
_WHY = "Everybody declares their own interests, and nobody else's."


@blueprint.get(PATH)
@guard.staff_any(_WHY)
def mine() -> str:
    """What I declared, and the form to declare more."""
    return _mine(forms.read({}, _FIELDS))


@blueprint.post(PATH)
@guard.staff_any(_WHY)
def declare() -> str | Response | tuple[str, int]:
    """Declare an interest."""
    typed = forms.read(request.form, _FIELDS)
    found = forms.read_interest(typed)
    if found is None:
        return _mine(typed), 400
    about = About(found.organisation, found.person, found.number)
    declare_interest(found.kind, about, starts_on=found.starts_on, ends_on=found.ends_on, by=me())
    flash("Thank you. We keep you away from anything that touches it.")
    return redirect(PATH, 303)


@blueprint.post(f"{PATH}/<int:interest_id>/end")
@guard.staff_any(_WHY)
def end(interest_id: int) -> str | Response | tuple[str, int]:
    """Say that a tie is over since today."""
    try:
        end_interest(interest_id, ends_on=clock.today(), by=me())
    except Refused as error:
        typed = forms.read({}, _FIELDS)
        typed.wrong("declared", error.sentence)
        return _mine(typed), 409
    flash("We have noted that it is over. It still counts for some years.")
    return redirect(PATH, 303)


@blueprint.post(f"{PATH}/<int:interest_id>/withdraw")
@guard.staff_any(_WHY)
def withdraw(interest_id: int) -> Response:
    """Take back what was declared by mistake."""
    withdraw_interest(interest_id, by=me())
    flash("It is taken back.")
    return redirect(PATH, 303)


def _mine(typed: forms.Typed) -> str:
    return render_template(
        "staff/interests.html",
        held=authority.interests_of(sessions.require(Realm.STAFF).account_id),
        ties=[(tie.value, tie.label) for tie in Tie],
        years=policy.TIES_COUNT.value(),
        typed=typed,
    )
