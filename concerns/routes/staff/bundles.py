"""The bundles of a concern: make one, look at it, give it, open it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request

from accounts import guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.bundles import making, opening
from concerns.forms import staff as forms
from concerns.operations import papers
from concerns.routes.attached import answer_with
from concerns.routes.staff.acting import Answer
from concerns.routes.staff.page import PATH, READ, known
from concerns.views import bundles_view
from foundation import evidence
from foundation.errors import Refused

blueprint = Blueprint("staff_concern_bundles", __name__)
_MAKERS = (Permission.TAKE_IN_CONCERNS, Permission.THRESHOLD, Permission.INVESTIGATE)
_WHY = "Whoever reads a concern or its papers finds the bundles made for them; each opening is recorded."
_MAKE = "Officers, managers and the investigating officer make bundles and give them."


@blueprint.get(f"{PATH}/<reference>/bundles")
@guard.staff(READ[0], _WHY, *READ[1:])
def bundles(reference: str) -> str:
    """Those that were made, and the form for a new one."""
    return _page(known(reference), Typed({}))


def _page(reference: str, typed: Typed) -> str:
    door = papers.open_for_work(reference, by=me())
    return render_template(
        "staff/concerns/bundles.html",
        reference=reference,
        path=f"{PATH}/{reference}",
        found=bundles_view.view(reference, door, by=me()),
        makes=any(guard.may(one) for one in _MAKERS),
        typed=typed,
    )


@blueprint.post(f"{PATH}/<reference>/bundles")
@guard.staff(_MAKERS[0], _MAKE, *_MAKERS[1:])
def make(reference: str) -> Answer:
    """Make one. It takes some seconds."""
    typed = forms.read_act(request.form, "whom")
    left_out = [int(one) for one in request.form.getlist("leave_out") if one.isascii() and one.isdecimal()]
    typed.values["leave_out"] = ",".join(map(str, left_out))
    whom = bundles_view.read_code(typed.values["whom"])
    if whom is None:
        typed.wrong("whom", "Choose for whom it is")
        return _page(known(reference), typed), 400
    try:
        number = making.make(known(reference), whom, leave_out=left_out, version=forms.version(typed), by=me())
    except Refused as refused:
        typed.wrong("whom", refused.sentence)
        return _page(known(reference), typed), 409
    flash(f"Bundle {number} is made. Look through it, then give it.")
    return redirect(f"{PATH}/{known(reference)}/bundles", 303)


@blueprint.post(f"{PATH}/<reference>/bundles/<int:bundle>/give")
@guard.staff(_MAKERS[0], _MAKE, *_MAKERS[1:])
def give(reference: str, bundle: int) -> Answer:
    """Give it to whom it is for."""
    typed = forms.read_act(request.form)
    try:
        making.give(known(reference), bundle, version=forms.version(typed), by=me())
    except Refused as refused:
        typed.wrong("made", refused.sentence)
        return _page(known(reference), typed), 409
    flash(f"Bundle {bundle} is given. They can open it from now on.")
    return redirect(f"{PATH}/{known(reference)}/bundles", 303)


@blueprint.get(f"{PATH}/<reference>/bundles/<int:bundle>.pdf")
@guard.staff(READ[0], _WHY, *READ[1:])
def read(reference: str, bundle: int) -> Response:
    """Open one."""
    file_id = opening.open_bundle(known(reference), bundle, by=me())
    return answer_with(evidence.open_original(file_id, by=me()))
