"""The letters about joining, with sample words, for staff to look at before anybody receives one."""

from __future__ import annotations

from flask import Blueprint, render_template

from accounts import guard
from accounts.permissions import Permission
from cpd.joining.views import letters
from cpd.joining.views.officer_next import PATH

blueprint = Blueprint("staff_application_letters", __name__)
_READ = (Permission.CHECK_APPLICATIONS, Permission.DECIDE_APPLICATIONS)
_WHY = "Officers and the registrar look at the letters before anybody receives one."


@blueprint.get(f"{PATH}/letters")
@guard.staff(_READ[0], _WHY, *_READ[1:])
def all_letters() -> str:
    """Every letter, with what happened to those that were written."""
    return render_template("staff/applications/letters.html", lines=letters.listed(), path=PATH)


@blueprint.get(f"{PATH}/letters/<letter>")
@guard.staff(_READ[0], _WHY, *_READ[1:])
def one_letter(letter: str) -> str:
    """One letter with sample words."""
    return render_template("staff/applications/letter.html", page=letters.preview(letter), path=PATH)
