"""One application on one page, its files, and the answer about health at an address of its own."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from accounts import authority, guard, sessions
from accounts.forms.staff import Typed
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.forms import Sent, options
from cpd.joining import rules
from cpd.joining.findings import HealthFinding
from cpd.joining.models import Application
from cpd.joining.operations import health, reading
from cpd.joining.operations.opening_files import open_file
from cpd.joining.routes.staff.acting import known
from cpd.joining.views import officer_list, officer_view
from cpd.joining.views.officer_next import PATH
from cpd.joining.views.officer_shown import Viewer
from foundation import clock, evidence
from foundation.errors import Refused

blueprint = Blueprint("staff_application", __name__)
READ = (
    Permission.CHECK_APPLICATIONS,
    Permission.DECIDE_APPLICATIONS,
    Permission.ASSESS,
    Permission.VOTE,
    Permission.HEAR_APPEALS,
    Permission.BREAK_GLASS,
)
_WHY = "Officers, the registrar, the assessor and panel members to whom it was given, an administrator in an emergency."
_HEALTH = "Only the health officer opens what was said about health; each opening is recorded."


def viewer(application: Application) -> Viewer:
    """Who looks at the page of an application."""
    account_id = sessions.require(Realm.STAFF).account_id
    return Viewer(
        account_id=account_id,
        checks=guard.may(Permission.CHECK_APPLICATIONS),
        assesses=guard.may(Permission.ASSESS),
        decides=guard.may(Permission.DECIDE_APPLICATIONS),
        votes=guard.may(Permission.VOTE),
        hears=guard.may(Permission.HEAR_APPEALS),
        invoices=guard.may(Permission.INVOICE),
        health=guard.may(Permission.READ_HEALTH),
        glass=guard.may(Permission.BREAK_GLASS)
        and authority.glass_open(account_id, rules.key(application), clock.now()) is not None,
    )


@blueprint.get(f"{PATH}/<application>")
@guard.staff(READ[0], _WHY, *READ[1:])
def show(application: str) -> str:
    """Everything about one application."""
    reference = known(application)
    opened, answers = reading.open_page(reference, by=me())
    page = officer_view.view(opened, answers, viewer(opened.application))
    return render_template("staff/applications/application.html", page=page, path=f"{PATH}/{reference}")


@blueprint.get(f"{PATH}/<application>/files/<token>/<any(view, original):copy>")
@guard.staff(READ[0], "Whoever may read an application opens its files; each opening is recorded.", *READ[1:])
def file(application: str, token: str, copy: str) -> Response:
    """Open the copy of a file for looking at, or the very bytes that were sent."""
    file_id = open_file(known(application), token, by=me())
    opened = (evidence.open_view if copy == "view" else evidence.open_original)(file_id, by=me())
    return Response(opened.chunks, headers=opened.headers())


@blueprint.get(f"{PATH}/health")
@guard.staff(Permission.READ_HEALTH, "The health officer sees which answers wait.")
def health_list() -> str:
    """The answers about health that wait."""
    return render_template("staff/applications/health_list.html", lines=officer_list.health_waiting(), path=PATH)


@blueprint.get(f"{PATH}/<application>/health")
@guard.staff(Permission.READ_HEALTH, _HEALTH, Permission.BREAK_GLASS)
def health_page(application: str) -> str:
    """What was said about health."""
    return _health(known(application), Typed({}))


@blueprint.post(f"{PATH}/<application>/health")
@guard.staff(Permission.READ_HEALTH, _HEALTH)
def health_found(application: str) -> str | Redirect | tuple[str, int]:
    """Say what follows from it."""
    reference = known(application)
    sent = Sent(request.form)
    finding = sent.choice("finding", HealthFinding, "Choose what you find")
    if finding is None or not sent.fine:
        return _health(reference, sent.typed), 400
    try:
        health.find(reference, finding=finding, words=sent.words("words"), by=me())
    except Refused as refused:
        sent.typed.wrong("words", refused.sentence)
        return _health(reference, sent.typed), 409
    flash("The others see what you found, and nothing of what was said.")
    return redirect(f"{PATH}/health", 303)


def _health(reference: str, typed: Typed) -> str:
    return render_template(
        "staff/applications/health.html",
        reference=reference,
        read=health.open_health(reference, by=me()),
        findings=options(*HealthFinding),
        typed=typed,
        path=f"{PATH}/{reference}",
    )
