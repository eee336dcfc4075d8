"""Claiming one's entry: the number, then the code from the letter to the address on file."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from accounts import doors, guard, sessions
from accounts.doors import DOORS
from accounts.forms import CodeForm
from accounts.models import Realm
from accounts.slowing import Wait
from foundation.errors import Refused
from foundation.references import read_number
from register.forms import NumberForm
from register.operations import claiming

blueprint = Blueprint("claim", __name__, url_prefix="/account/claim")

_WHY = "Somebody on the register takes their entry into their account."
_TICKET = "claim"


@blueprint.route("", methods=["GET", "POST"])
@guard.signed_in(_WHY)
def start() -> Response | tuple[str, int]:
    """The number of the entry."""
    form = NumberForm()
    status = 200
    if form.validate_on_submit():
        number = read_number(form.number.data or "").number or ""
        try:
            ticket = claiming.ask_for_code(number, who=sessions.require(Realm.PUBLIC), visit=doors.visit(Realm.PUBLIC))
        except (Wait, Refused) as error:
            form.refuse("number", error.sentence)
            status = error.status
        else:
            doors.keep_ticket(_TICKET, ticket)
            session["claim_number"] = number
            return redirect(url_for("claim.code"), 303)
    elif form.is_submitted():
        status = 400
    return render_template("account/claim.html", door=DOORS[Realm.PUBLIC], form=form), status


@blueprint.route("/code", methods=["GET", "POST"])
@guard.signed_in(_WHY)
def code() -> Response | tuple[str, int]:
    """The code from the letter."""
    ticket = doors.held_ticket(_TICKET)
    if ticket is None:
        return redirect(url_for("claim.start"), 303)
    form = CodeForm()
    status = 200
    if form.validate_on_submit():
        try:
            number = claiming.claim(ticket, form.code.data or "", who=sessions.require(Realm.PUBLIC))
        except Refused as error:
            form.refuse("code", error.sentence)
            status = 400
        else:
            session.pop(_TICKET, None)
            session["done"] = f"The entry {number} is now in your account."
            return redirect(DOORS[Realm.PUBLIC].home, 303)
    elif form.is_submitted():
        status = 400
    page = render_template(
        "account/claim_code.html", door=DOORS[Realm.PUBLIC], form=form, number=session.get("claim_number", "")
    )
    return page, status
