"""The work lists of renewal, and the way to one person by their number."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard
from cpd.renewal import rules, worklists
from cpd.renewal.vocabulary import Queue
from cpd.renewal.worklists import Tab
from foundation.references import read_number

PATH = "/staff/renewals"
blueprint = Blueprint("staff_renewals", __name__)
_WHY = "Officers and the registrar see who renews and who does not."


@blueprint.get(PATH)
@guard.staff(rules.READ[0], _WHY, *rules.READ[1:])
def show() -> str:
    """One of the lists."""
    tab = next((one for one in Tab if one.value == request.args.get("show")), Tab.AT_RISK)
    queue = next((one for one in Queue if one.value == request.args.get("queue")), None) if tab is Tab.TALK else None
    typed = request.args.get("page", "1")
    page = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
    narrowed = {"queue": queue.value} if queue is not None else {}
    return render_template(
        "staff/renewals/list.html",
        tab=tab,
        tabs=[(one.value, one.label, worklists.count(one)) for one in Tab],
        found=worklists.listed(tab, page=page, queue=queue),
        queues=worklists.queues() if tab is Tab.TALK else [],
        queue=queue,
        path=PATH,
        turn=lambda number: f"{PATH}?{urlencode({'show': tab.value, **narrowed, 'page': number})}",
    )


@blueprint.post(f"{PATH}/find")
@guard.staff(rules.READ[0], _WHY, *rules.READ[1:])
def find() -> Response:
    """Open the page of a registration number."""
    read = read_number(request.form.get("number", ""))
    if read.number is None:
        flash(read.problem or "Type a registration number.")
        return redirect(PATH, 303)
    return redirect(f"{PATH}/{read.number}", 303)
