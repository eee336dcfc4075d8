"""One wish that the public reads of a concern without a finding: looked at by one person, released by another."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request

from accounts import guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.forms import staff as forms
from concerns.publishing import no_finding
from concerns.routes.staff.acting import Answer
from concerns.routes.staff.publishing import HERE, MAY
from concerns.views import no_finding_view
from foundation.audit import Actor
from foundation.errors import Refused

blueprint = Blueprint("staff_no_finding", __name__)
_WHY = "Whoever writes or releases what the public reads sees to what a registrant asks to be public."


@blueprint.get(f"{HERE}/no-finding/<int:wish_id>/<any(check, release, stop):next_act>")
@guard.staff(MAY[0], _WHY, *MAY[1:])
def show(wish_id: int, next_act: str) -> str:
    """What the public would read, and the act that is next."""
    return _page(wish_id, next_act, Typed({}))


def _page(wish_id: int, act: str, typed: Typed) -> str:
    return render_template(
        "staff/concerns/no_finding.html",
        found=no_finding_view.for_staff(wish_id),
        act=act,
        here=HERE,
        typed=typed,
        publishes=guard.may(Permission.PUBLISH),
    )


@blueprint.post(f"{HERE}/no-finding/<int:wish_id>/check")
@guard.staff(Permission.PREPARE_TEXT, _WHY)
def check(wish_id: int) -> Answer:
    """Say that it may be public."""
    return _did(wish_id, "check", no_finding.check, "It is kept. Another person releases it.")


@blueprint.post(f"{HERE}/no-finding/<int:wish_id>/release")
@guard.staff(Permission.PUBLISH, _WHY)
def release(wish_id: int) -> Answer:
    """Release it."""
    return _did(wish_id, "release", no_finding.release, "It is released. The entry shows it now.")


@blueprint.post(f"{HERE}/no-finding/<int:wish_id>/stop")
@guard.staff(Permission.PUBLISH, _WHY)
def stop(wish_id: int) -> Answer:
    """Stop it, or take it off the register at once."""
    words = forms.read_act(request.form).values["words"]
    said = "It is not public, and every page that showed it was asked: it is gone."

    def act(reference: str, row_id: int, *, version: int, by: Actor) -> None:
        if not no_finding.stop(reference, row_id, reason=words, version=version, by=by):
            raise Refused("It is off the register, but a page still shows it. Call whoever runs this service, now.")

    return _did(wish_id, "stop", act, said)


def _did(wish_id: int, act: str, do: Callable[..., None], said: str) -> Answer:
    typed = forms.read_act(request.form)
    try:
        do(no_finding_view.for_staff(wish_id).reference, wish_id, version=forms.version(typed), by=me())
    except Refused as refused:
        typed.wrong("words" if act == "stop" else "act", refused.sentence)
        return _page(wish_id, act, typed), 409
    flash(said)
    return redirect(HERE, 303)
