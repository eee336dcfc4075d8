"""Complaints about our service, for those who answer them: the list with its days, and one on a page."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request

from accounts import guard, places, waiting
from accounts.permissions import Permission
from accounts.places import Place
from accounts.routes.staff.people import me
from accounts.waiting import Waits
from concerns.forms import signs
from concerns.own_service import handling, queries
from concerns.own_service.vocabulary import ServiceOutcome, ServiceStanding
from concerns.routes import private
from concerns.routes.attached import answer_with
from concerns.routes.mailbox import Answer
from concerns.views.reporter_files import shown_files
from foundation import clock, evidence, locks
from foundation.errors import Refused
from foundation.evidence import FileGone
from foundation.journey import reading

PATH = "/staff/complaints"
blueprint = Blueprint("staff_service", __name__)
private.dress(blueprint)
_WHY = "Those who answer complaints about the institute's own service."
places.declare(
    Place(
        PATH,
        "Complaints about us",
        "What people say of our own service, and by when we answer.",
        Permission.ANSWER_COMPLAINTS,
    )
)
waiting.declare(
    Waits(
        Permission.ANSWER_COMPLAINTS,
        lambda _account_id: len(queries.waiting()),
        "complaint about us",
        "complaints about us",
        "without an answer yet",
        PATH,
    )
)


@blueprint.get(PATH)
@guard.staff(Permission.ANSWER_COMPLAINTS, _WHY)
def queue() -> str:
    """What waits for an answer, and the last that were answered."""
    return render_template(
        "staff/service/list.html",
        waiting=queries.waiting(),
        answered=queries.answered(),
        path=PATH,
        today=clock.today(),
    )


@blueprint.get(f"{PATH}/<service_reference>")
@guard.staff(Permission.ANSWER_COMPLAINTS, _WHY)
def show(service_reference: str) -> Answer:
    """One complaint. That it was opened is in the audit trail."""
    handling.open_complaint(service_reference, by=me())
    return _page(service_reference, {}, [])


@blueprint.post(f"{PATH}/<service_reference>")
@guard.staff(Permission.ANSWER_COMPLAINTS, _WHY)
def answer(service_reference: str) -> Answer:
    """Answer it, or look at it again as another person."""
    words = reading.tame(request.form.get("words", "")).strip()
    outcome = next((one for one in ServiceOutcome if one.value == request.form.get("outcome")), None)
    typed = {"words": words, "outcome": request.form.get("outcome", "")}
    if outcome is None:
        return _page(service_reference, typed, [("outcome", "Choose how you answer")]), 400
    version = signs.read_version(request.form)
    try:
        handling.answer(service_reference, outcome, words, version=version, by=me())
    except Refused as error:
        return _page(service_reference, typed, [("words", error.sentence)]), error.status
    flash("They can read your answer now.")
    return redirect(PATH, 303)


@blueprint.get(f"{PATH}/<service_reference>/files/<token>")
@guard.staff(Permission.ANSWER_COMPLAINTS, _WHY)
def file(service_reference: str, token: str) -> Response:
    """A file that came with a complaint, to be saved. That it was opened is in the audit trail."""
    found = evidence.find(token)
    if found.owner != queries.owner(queries.get(service_reference).id):
        raise FileGone("That file was deleted.")
    return answer_with(evidence.open_original(found.id, by=me()))


def _page(reference: str, typed: dict[str, str], problems: list[tuple[str, str]]) -> str:
    held = queries.get(reference)
    waits = held.standing in (ServiceStanding.FIRST, ServiceStanding.SECOND)
    return render_template(
        "staff/service/one.html",
        held=held,
        opened=locks.box_of(held.lock_id).open,
        files=shown_files(queries.files(held.id)),
        # Whoever gave the first answer does not give the second.
        mine=waits and held.first_by_id != me().id,
        waits=waits,
        outcomes=tuple(ServiceOutcome),
        typed=typed,
        problems=problems,
        path=PATH,
        today=clock.today(),
    )
