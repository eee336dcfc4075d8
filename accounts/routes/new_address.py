"""A new email address for one's own account: the address, then the code from the letter to it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from accounts import doors, guard, sessions
from accounts.doors import DOORS
from accounts.forms import CodeForm, EmailForm
from accounts.models import Realm
from accounts.operations import changing_address
from accounts.slowing import Wait
from foundation.errors import Refused

blueprint = Blueprint("new_address", __name__, url_prefix="/account/security/address")

Answer = Response | tuple[str, int]
_WHY = "People look after the address they sign in with."
_TICKET = "new_address"


def _confirm_first() -> Response:
    session["confirm_next"] = request.path
    return redirect("/account/security/confirm", 303)


@blueprint.route("", methods=["GET", "POST"])
@guard.signed_in(_WHY)
def start() -> Answer:
    """The new address."""
    who = sessions.require(Realm.PUBLIC)
    if not doors.is_confirmed(who):
        return _confirm_first()
    form = EmailForm()
    status = 200
    if form.validate_on_submit():
        try:
            ticket = changing_address.ask_for_code(form.address, who=who, visit=doors.visit(Realm.PUBLIC))
        except (Wait, Refused) as error:
            form.refuse("email", error.sentence)
            status = error.status
        else:
            doors.keep_ticket(_TICKET, ticket)
            return redirect(url_for("new_address.code"), 303)
    elif form.is_submitted():
        status = 400
    return render_template("account/new_address.html", door=DOORS[Realm.PUBLIC], form=form, who=who), status


@blueprint.route("/code", methods=["GET", "POST"])
@guard.signed_in(_WHY)
def code() -> Answer:
    """The code from the letter."""
    who = sessions.require(Realm.PUBLIC)
    ticket = doors.held_ticket(_TICKET)
    if ticket is None:
        return redirect(url_for("new_address.start"), 303)
    if not doors.is_confirmed(who):
        return _confirm_first()
    form = CodeForm()
    status = 200
    if form.validate_on_submit():
        try:
            changing_address.change(ticket, form.code.data or "", who=who)
        except Refused as error:
            form.refuse("code", error.sentence)
            status = 400
        else:
            session.pop(_TICKET, None)
            session["done"] = f"You sign in with {ticket.email} from now on."
            return redirect("/account/security", 303)
    elif form.is_submitted():
        status = 400
    page = render_template("account/new_address_code.html", door=DOORS[Realm.PUBLIC], form=form, email=ticket.email)
    return page, status
