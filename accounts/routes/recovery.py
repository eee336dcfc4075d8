"""Assisted recovery for staff: start one, look at those that wait, approve or refuse."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from accounts import guard, identity, sessions
from accounts.forms import DecisionForm, RecoveryForm
from accounts.models import Realm
from accounts.operations import recovering
from accounts.permissions import Permission
from foundation.errors import DomainError, Missing, Refused, allows

blueprint = Blueprint("recovery", __name__, url_prefix="/staff/recovery")

_START = "Somebody who lost every way in is helped by staff who checked who they are."
_DECIDE = "A second person looks before anybody is let back in."


@blueprint.get("")
@guard.staff(Permission.START_RECOVERY, _START)
def listing() -> str:
    """Recoveries that wait, and those before."""
    return render_template("account/recoveries.html", lines=identity.recoveries(), done=session.pop("done", None))


@blueprint.route("/start", methods=["GET", "POST"])
@guard.staff(Permission.START_RECOVERY, _START)
def start() -> Response | tuple[str, int]:
    """Start one."""
    form = RecoveryForm()
    status = 200
    if form.validate_on_submit():
        try:
            recovering.start_recovery(
                realm=Realm(form.realm.data),
                email=form.address.text,
                checked=form.checked.data or "",
                by=sessions.require(Realm.STAFF),
            )
        except Refused as error:
            form.refuse("checked" if "Say how" in error.sentence else "email", error.sentence)
            status = 409
        else:
            session["done"] = "The recovery is started. The owner has been told, and a second person has to approve it."
            return redirect(url_for("recovery.listing"), 303)
    elif form.is_submitted():
        status = 400
    return render_template("account/recovery_start.html", form=form), status


@blueprint.get("/<int:recovery_id>")
@guard.staff(Permission.START_RECOVERY, _START)
def show(recovery_id: int) -> str:
    """One recovery."""
    return _page(recovery_id, DecisionForm())


@blueprint.post("/<int:recovery_id>")
@guard.staff(Permission.APPROVE_RECOVERY, _DECIDE)
def decide(recovery_id: int) -> Response | tuple[str, int]:
    """Approve or refuse it."""
    form = DecisionForm()
    approve = request.form.get("decision") == "approve"
    try:
        recovering.decide_recovery(
            recovery_id, approve=approve, reason=form.reason.data or "", by=sessions.require(Realm.STAFF)
        )
    except DomainError as error:
        form.refuse("reason", error.sentence)
        return _page(recovery_id, form), error.status
    session["done"] = "Approved. The owner is sent a link." if approve else "Not approved. The owner is told."
    return redirect(url_for("recovery.listing"), 303)


def _page(recovery_id: int, form: DecisionForm) -> str:
    line = identity.recovery(recovery_id)
    if line is None:
        raise Missing("There is no such recovery.")
    who = sessions.require(Realm.STAFF)
    may_decide = guard.may(Permission.APPROVE_RECOVERY) and allows(recovering.check_may_decide, line.recovery, who)
    started_by_me = line.recovery.started_by == who.account_id
    return render_template(
        "account/recovery.html", line=line, form=form, may_decide=may_decide, started_by_me=started_by_me
    )
