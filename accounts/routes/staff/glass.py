"""Emergencies: opening a closed record, giving it back, and the data-protection lead's look at each."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import authority, guard, policy, sealed, sessions
from accounts.forms import staff as forms
from accounts.models import Realm
from accounts.operations.breaking_glass import break_glass, give_back, look_at_glass
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from foundation import clock
from foundation.errors import Refused

PATH = "/staff/glass"
blueprint = Blueprint("staff_glass", __name__)
_WHY = "In an emergency an administrator opens a closed record; the data-protection lead is alerted."


@blueprint.get(PATH)
@guard.staff(Permission.BREAK_GLASS, _WHY)
def form() -> str:
    """The form, and one's own emergencies."""
    return _form(forms.read(request.args, ("kind", "reference"), ["reason"]))


@blueprint.post(PATH)
@guard.staff(Permission.BREAK_GLASS, _WHY)
def open_record() -> str | Response | tuple[str, int]:
    """Open a closed record."""
    typed = forms.read(request.form, ("kind", "reference"), ["reason"])
    kind = typed.needs("kind", "Choose what kind of record it is")
    reference = typed.needs("reference", "Type its reference")
    reason = typed.needs("reason", "Say why it cannot wait")
    if typed.problems:
        return _form(typed), 400
    try:
        break_glass(kind, reference, reason=reason, by=me())
    except Refused as error:
        typed.wrong("reason" if "why" in error.sentence else "reference", error.sentence)
        return _form(typed), 409
    flash(f"It is open for {policy.GLASS_LASTS.value()} hours. The data-protection lead has been told.")
    return redirect(PATH, 303)


def _form(typed: forms.Typed) -> str:
    mine = authority.glass_of(sessions.require(Realm.STAFF).account_id)
    return render_template(
        "staff/glass.html",
        kinds=sealed.kinds(),
        choices=[(one.kind, one.label.capitalize()) for one in sealed.kinds()],
        hours=policy.GLASS_LASTS.value(),
        mine=[glass for glass, _ in mine],
        now=clock.now(),
        typed=typed,
    )


@blueprint.post(f"{PATH}/<int:glass_id>/give-back")
@guard.staff(Permission.BREAK_GLASS, "Whoever opened a record closes it as soon as they can.")
def close(glass_id: int) -> Response:
    """Close an opened record before its time."""
    give_back(glass_id, by=me())
    flash("It is closed again.")
    return redirect(PATH, 303)


@blueprint.get(f"{PATH}/alerts")
@guard.staff(Permission.LOOK_AT_GLASS, "The data-protection lead looks at every emergency.")
def alerts() -> str:
    """Every emergency, with what was read in it."""
    return _alerts(forms.read({}, (), ["finding"]), None)


@blueprint.post(f"{PATH}/<int:glass_id>/look")
@guard.staff(Permission.LOOK_AT_GLASS, "The data-protection lead says what an emergency came to.")
def look(glass_id: int) -> str | Response | tuple[str, int]:
    """Say what an emergency came to."""
    typed = forms.read(request.form, (), ["finding"])
    finding = typed.needs("finding", "Say what you found")
    if typed.problems:
        typed.problems = [(f"finding-{glass_id}", typed.problems[0][1])]
        return _alerts(typed, glass_id), 400
    look_at_glass(glass_id, finding=finding, by=me())
    flash("Your finding is kept.")
    return redirect(f"{PATH}/alerts", 303)


def _alerts(typed: forms.Typed, about: int | None) -> str:
    held = authority.all_glass()
    return render_template(
        "staff/glass_alerts.html",
        held=held,
        read=authority.read_in_glass([glass for glass, _ in held]),
        now=clock.now(),
        typed=typed,
        about=about,
    )
