"""Letters that wait or failed. Their words and full addresses are not shown: some are nobody else's business."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard, letters
from accounts.forms import staff as forms
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from foundation.outbox import Standing
from foundation.returned import folder

PATH = "/staff/mail"
blueprint = Blueprint("staff_mail", __name__)
_SHOWN = {
    "waiting": ("Waiting", (Standing.WAITING, Standing.SENDING)),
    "given_up": ("Did not arrive: a person has to look", (Standing.GIVEN_UP,)),
    "sent": ("Sent", (Standing.SENT,)),
}


@blueprint.get(PATH)
@guard.staff(Permission.MAIL, "Those who run the office see which letters failed.")
def overview() -> str:
    """Letters by where they stand."""
    asked = request.args.get("standing", "waiting")
    asked = asked if asked in _SHOWN else "waiting"
    counts = letters.counts()
    found = letters.listed(_SHOWN[asked][1], page=forms.read_page(request.args.get("page", "")))
    return render_template(
        "staff/mail.html",
        found=found,
        asked=asked,
        tabs=[(name, words, sum(counts.get(one, 0) for one in kinds)) for name, (words, kinds) in _SHOWN.items()],
        left=folder.for_a_person(),
        left_for=folder.KEPT.value(),
        server=bool(current_app.config.get("MAIL_SERVER")),
        address=lambda page: f"{PATH}?standing={asked}&page={page}",
    )


@blueprint.post(f"{PATH}/<int:letter_id>/again")
@guard.staff(Permission.MAIL, "Those who run the office try a failed letter again.")
def again(letter_id: int) -> Response:
    """Try a letter again."""
    letters.try_again(letter_id, by=me())
    flash(f"Letter {letter_id} waits to be sent again.")
    return redirect(f"{PATH}?standing=given_up", 303)
