"""As what somebody sits when they examine or judge: a page beside the page of the person."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import authority, guard
from accounts.forms import staff as forms
from accounts.operations.sitting import say_sits_as
from accounts.permissions import Permission
from accounts.routes.staff.people import PATH, me, person
from foundation.errors import Refused

blueprint = Blueprint("staff_sitting", __name__)
_WHY = "Who looks after people says who is a lay person and who is a registrant."
CHOICES = [("lay", "As a lay person"), ("registrant", "As a registrant")]


@blueprint.get(f"{PATH}/<int:account_id>/sits-as")
@guard.staff(Permission.MANAGE_PEOPLE, _WHY)
def sitting(account_id: int) -> str:
    """The form, with what is on record."""
    held = authority.sits_as([account_id]).get(account_id)
    known = {} if held is None else {"sits": "lay" if held.lay else "registrant", "number": held.number or ""}
    return _page(account_id, forms.read(known, ("sits", "number")))


@blueprint.post(f"{PATH}/<int:account_id>/sits-as")
@guard.staff(Permission.MANAGE_PEOPLE, _WHY)
def say(account_id: int) -> str | Response | tuple[str, int]:
    """Keep it."""
    typed = forms.read(request.form, ("sits", "number"))
    registrant = typed.values["sits"] == "registrant"
    if typed.values["sits"] not in dict(CHOICES):
        typed.wrong("sits", "Choose as what they sit")
    number = typed.needs("number", "Type their registration number") if registrant else ""
    if typed.problems:
        return _page(account_id, typed), 400
    try:
        say_sits_as(account_id, number, by=me())
    except Refused as error:
        typed.wrong("number", error.sentence)
        return _page(account_id, typed), 409
    flash("It is on record.")
    return redirect(f"{PATH}/{account_id}", 303)


def _page(account_id: int, typed: forms.Typed) -> str:
    return render_template("staff/sits_as.html", account=person(account_id), typed=typed, choices=CHOICES)
