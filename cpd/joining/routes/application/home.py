"""The applicant's home: begin, go on, or see where the application is, who has it, what is next and by when."""

from __future__ import annotations

from flask import Response, current_app, redirect

from cpd import desk
from cpd.desk import Answer
from cpd.joining import queries, short_way
from cpd.joining.operations import handing_in, withdrawing
from cpd.joining.operations.opening_files import open_own_file
from cpd.joining.routes.application import desk as here
from cpd.joining.routes.application.desk import DESK, FORM, HOME
from cpd.joining.short_way import ShortWay
from cpd.joining.views import applicant_view, paper, sent_view
from foundation import evidence
from foundation.evidence import belonging
from foundation.frame import describe_institute
from foundation.journey import drafts
from register import queries as register

blueprint = here.blueprint("home")
_WHY = "Applicants see where their application is."
_MAY_STOP = "Applicants may stop at any time."


@blueprint.get("")
@desk.declare(_WHY)
def home() -> Answer:
    """Where it is; or, before anything was sent, the way on."""
    latest = queries.latest_of(desk.who().account_id)
    hand = DESK.hand()
    if latest is None or (hand is not None and latest.closed_on is not None):
        opened = DESK.opened() if hand is not None else None
        return DESK.show(
            "cpd/joining/applicant/begin.html", opened=opened, earlier=latest, way=_short_way(), done=desk.done()
        )
    return DESK.show("cpd/joining/applicant/home.html", shown=applicant_view.show(latest), done=desk.done())


def _short_way() -> ShortWay | None:
    """For who was on the register: the easier way back, if there is one."""
    number = register.entry_of_account(desk.who().account_id)
    return short_way.of_entry(register.entry_ids([number])[number]) if number is not None else None


@blueprint.post("/begin")
@desk.declare("Whoever has an account may apply.")
def start() -> Answer:
    """Begin, or go on with what was begun; who has an easier way is shown that."""
    way = _short_way() if DESK.hand() is None else None
    if way is not None:
        return redirect(way.page, 303)
    handing_in.start(email=desk.who().email, by=desk.who().actor)
    return redirect(f"{FORM}/tasks", 303)


@blueprint.get("/throw-away")
@desk.declare(_MAY_STOP)
def ask_to_throw_away() -> Answer:
    """Are you sure?"""
    return DESK.show("cpd/joining/applicant/throw_away.html", opened=DESK.opened())


@blueprint.post("/throw-away")
@desk.declare(_MAY_STOP)
def throw_away() -> Answer:
    """Delete what was not sent, with its files."""
    drafts.throw_away(DESK.opened().hand, shred=belonging.destroy_all)
    desk.say_done("What you wrote is deleted.")
    return redirect(HOME, 303)


@blueprint.get("/withdraw")
@desk.declare(_MAY_STOP)
def ask_to_withdraw() -> Answer:
    """Are you sure?"""
    shown = applicant_view.show(here.application())
    return DESK.show("cpd/joining/applicant/withdraw.html", shown=shown) if shown.can_withdraw else redirect(HOME, 303)


@blueprint.post("/withdraw")
@desk.declare(_MAY_STOP)
def withdraw() -> Answer:
    """Take it back."""
    withdrawing.withdraw(here.application().reference, by=desk.who().actor)
    desk.say_done("You took your application back.")
    return redirect(HOME, 303)


@blueprint.get("/copy")
@desk.declare("Applicants may keep what they sent.")
def copy() -> Answer:
    """All that was sent, to read or to print."""
    return DESK.show("cpd/joining/applicant/copy.html", shown=sent_view.copy(here.application()))


@blueprint.get("/copy.txt")
@desk.declare("Applicants may keep what they sent.")
def copy_as_text() -> Answer:
    """The same as a file."""
    shown = sent_view.copy(here.application())
    headers = {"Content-Disposition": f'attachment; filename="{shown.reference}.txt"'}
    return Response(sent_view.as_text(shown), mimetype="text/plain", headers=headers)


@blueprint.get("/copy.pdf")
@desk.declare("Applicants may keep what they sent.")
def copy_as_pdf() -> Answer:
    """The same on paper."""
    shown = sent_view.copy(here.application())
    headers = {"Content-Disposition": f'attachment; filename="{shown.reference}.pdf"'}
    made = paper.pdf(shown, institute=describe_institute(current_app.config["SETTINGS"]))
    return Response(made, mimetype="application/pdf", headers=headers)


@blueprint.get("/copy/<token>")
@desk.declare("Applicants may open the files that they sent.")
def own_file(token: str) -> Answer:
    """A file that was sent, as it was sent."""
    by = desk.who().actor
    file_id = open_own_file(here.application().reference, token, by=by)
    opened = evidence.open_original(file_id, by=by)
    return Response(opened.chunks, headers=opened.headers())
