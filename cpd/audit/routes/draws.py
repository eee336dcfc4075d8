"""Draws for staff: asking for one, how far it has come, and one that was made with all that it rests on."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from accounts import authority, guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.audit import exporting, policy, queries
from cpd.audit.operations import drawing
from cpd.audit.views.staff import PATH
from cpd.audit.vocabulary import DrawStage, Frame
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


@blueprint.post(f"{PATH}/draws")
@guard.staff(Permission.AUDIT_CPD, "Officers ask for a draw.")
def ask() -> str | Redirect | tuple[str, int]:
    """Ask for a draw."""
    sent = Sent(request.form)
    try:
        asked = drawing.ask(reason=sent.words("reason"), by=me())
    except Refused as refused:
        sent.typed.wrong("reason", refused.sentence)
        return _draws(sent.typed), 409
    flash("You have asked for a draw.")
    return redirect(f"{PATH}/draws/asked/{asked.id}", 303)


@blueprint.get(f"{PATH}/draws/asked/<int:asked_id>")
@guard.staff(_READS[0], "Whoever may see a draw sees how far one that was asked for has come.", *_READS[1:])
def asked(asked_id: int) -> str | Redirect:
    """A draw that was asked for, until it is made."""
    held = queries.asked(asked_id)
    if held.stage is DrawStage.MADE:
        return redirect(f"{PATH}/draws/{held.draw_id}", 303)
    return render_template(
        "staff/cpd/asked.html",
        asked=held,
        by=authority.names_of([held.asked_by_id])[held.asked_by_id],
        made=queries.draw(held.draw_id) if held.draw_id is not None else None,
        path=PATH,
    )


def _draws(typed: Typed) -> str:
    held, today, last = queries.draws(), clock.today(), queries.last_asked()
    return render_template(
        "staff/cpd/draws.html",
        draws=held,
        chosen=queries.chosen_in([one.id for one in held]),
        typed=typed,
        field=_REASON,
        may=guard.may(Permission.AUDIT_CPD),
        waiting=last if last is not None and last.stage in (DrawStage.ASKED, DrawStage.DRAWING) else None,
        share=policy.SAMPLE.value(today),
        smallest=policy.SMALLEST.value(today),
        new=policy.EXEMPT_NEW.value(today),
        passed=policy.EXEMPT_PASSED.value(today),
        path=PATH,
    )


@blueprint.get(f"{PATH}/draws/<int:draw_id>")
@guard.staff(_READS[0], _WHY, *_READS[1:])
def show(draw_id: int) -> str | Redirect:
    """One draw, done again while it is looked at."""
    held, last = queries.draw(draw_id), queries.last_asked()
    if last is not None and last.draw_id == draw_id and last.stage is DrawStage.DRAWING:
        return redirect(f"{PATH}/draws/asked/{last.id}", 303)
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
