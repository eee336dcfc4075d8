"""Draws for staff: what one would come to, making one, and one that was made with all that it rests on."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from accounts import authority, guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.audit import drawing as sums
from cpd.audit import exporting, policy, queries
from cpd.audit.operations import drawing
from cpd.audit.views.staff import PATH
from cpd.audit.vocabulary import Frame
from cpd.forms import Field, Sent
from foundation import clock
from foundation.database import as_json
from foundation.errors import Refused

blueprint = Blueprint("staff_cpd_draws", __name__)
_READS = (Permission.AUDIT_CPD, Permission.DECIDE_REGISTER)
_WHY = "Officers draw, and the registrar sees what was drawn from what."
_REASON = Field("reason", "Why do you draw now?", "It is kept with the draw.", "words", rows=3)


@blueprint.get(f"{PATH}/draws")
@guard.staff(_READS[0], _WHY, *_READS[1:])
def draws() -> str:
    """Every draw, and the form for another one."""
    return _draws(Typed({}))


@blueprint.get(f"{PATH}/draws/look")
@guard.staff(Permission.AUDIT_CPD, "Officers see what a draw would come to before they draw.")
def look() -> str:
    """What a draw would come to today. Reads the whole register, so it has a page of its own."""
    today = clock.today()
    listed = drawing.look(today)
    count = len(listed.frames[Frame.IN])
    return render_template(
        "staff/cpd/look.html",
        counts=[(frame.label, len(listed.frames[frame])) for frame in Frame],
        size=sums.sample_size(count, per_cent=policy.SAMPLE.value(today), smallest=policy.SMALLEST.value(today)),
        besides=len(listed.besides),
        path=PATH,
    )


@blueprint.post(f"{PATH}/draws")
@guard.staff(Permission.AUDIT_CPD, "Officers draw.")
def draw() -> str | Redirect | tuple[str, int]:
    """Draw."""
    sent = Sent(request.form)
    try:
        made = drawing.draw(reason=sent.words("reason"), by=me())
    except Refused as refused:
        sent.typed.wrong("reason", refused.sentence)
        return _draws(sent.typed), 409
    flash("It is drawn. The letters go out tonight.")
    return redirect(f"{PATH}/draws/{made.id}", 303)


def _draws(typed: Typed) -> str:
    held = queries.draws()
    return render_template(
        "staff/cpd/draws.html",
        draws=held,
        chosen=queries.chosen_in([one.id for one in held]),
        typed=typed,
        field=_REASON,
        may=guard.may(Permission.AUDIT_CPD),
        path=PATH,
    )


@blueprint.get(f"{PATH}/draws/<int:draw_id>")
@guard.staff(_READS[0], _WHY, *_READS[1:])
def show(draw_id: int) -> str:
    """One draw, done again while it is looked at."""
    held = queries.draw(draw_id)
    frames = queries.frames(draw_id)
    return render_template(
        "staff/cpd/draw.html",
        draw=held,
        by=authority.names_of([held.drawn_by_id])[held.drawn_by_id],
        counts=[(frame.label, frames.get(frame, 0)) for frame in Frame],
        checked=exporting.check_stored(held),
        path=PATH,
    )


@blueprint.get(f"{PATH}/draws/<int:draw_id>/file.json")
@guard.staff(_READS[0], "Whoever may see a draw may take its file.", *_READS[1:])
def file(draw_id: int) -> Response:
    """The file that anybody can check."""
    said = as_json(exporting.as_file(queries.draw(draw_id)))
    headers = {"Content-Disposition": f'attachment; filename="cpd-draw-{draw_id}.json"'}
    return Response(said, mimetype="application/json", headers=headers)
