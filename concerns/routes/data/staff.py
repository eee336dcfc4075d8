"""Requests about data, for the data-protection lead: the list with its clocks, one page, and every act on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, session

from accounts import guard, places, waiting
from accounts.permissions import Permission
from accounts.places import Place
from accounts.routes.staff.people import me
from accounts.waiting import Waits
from concerns.data_requests import asking, handling, queries, view
from concerns.data_requests.forms import TYPED_UP, read_asked
from concerns.data_requests.vocabulary import DataOutcome
from concerns.forms import signs
from concerns.routes import mailbox
from concerns.routes.data.asking import belongs
from concerns.routes.mailbox import WRONG, Answer, answer_with
from foundation import evidence, locks
from foundation.errors import Refused
from foundation.evidence import FileGone
from foundation.evidence.uploads import accepts_files, take_uploads
from foundation.journey import reading

PATH = "/staff/data"
blueprint = Blueprint("staff_data", __name__)
_WHY = "The data-protection lead handles requests and complaints about data."
_SHOWN = "data_typed_up"
places.declare(Place(PATH, "Data requests", "What people ask about their data, and by when.", Permission.HANDLE_DATA))

waiting.declare(
    Waits(
        Permission.HANDLE_DATA,
        lambda _account_id: len(queries.open_ones()),
        "data request",
        "data requests",
        "without an answer yet",
        PATH,
    )
)


@blueprint.after_request
def keep_nowhere(response: Response) -> Response:
    """No browser keeps these pages."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get(PATH)
@guard.staff(Permission.HANDLE_DATA, _WHY)
def queue() -> str:
    """Every open request with its age and clock, and the last that were closed."""
    return render_template(
        "staff/data/list.html",
        waiting=view.lines(queries.open_ones()),
        closed=[view.lines([one])[0] for one in queries.closed_ones()],
        added=session.pop(_SHOWN, None),
    )


@blueprint.get(f"{PATH}/new")
@guard.staff(Permission.HANDLE_DATA, _WHY)
def new() -> str:
    """Type up one that came another way."""
    return _typing_up({}, [])


@blueprint.post(f"{PATH}/new")
@guard.staff(Permission.HANDLE_DATA, _WHY)
def add() -> Answer:
    """Take it in. Its secret is shown once, to be passed on."""
    typed = reading.read(TYPED_UP, request.form)
    problems = reading.problems_of(TYPED_UP, typed)
    if problems:
        return _typing_up(typed, problems), WRONG
    reference, secret = asking.new_reference(), locks.new_secret()
    try:
        asking.take_in(read_asked(typed), reference=reference, secret=secret, by=me())
    except Refused as error:
        return _typing_up(typed, [("received", error.sentence)]), error.status
    session[_SHOWN] = [reference, secret]
    return redirect(PATH, 303)


def _typing_up(answers: dict[str, Any], problems: list[tuple[str, str]]) -> str:
    return render_template("staff/data/new.html", questions=TYPED_UP, answers=answers, problems=problems)


@blueprint.get(f"{PATH}/<data_reference>")
@guard.staff(Permission.HANDLE_DATA, _WHY)
def show(data_reference: str) -> Answer:
    """One request. That it was opened is in the audit trail."""
    handling.open_request(data_reference, by=me())
    return _page(data_reference)


@blueprint.post(f"{PATH}/<data_reference>")
@guard.staff(Permission.HANDLE_DATA, _WHY)
@accepts_files
def act(data_reference: str) -> Answer:
    """Say that we have it, write, note who asked, take longer, or close."""
    deed, words = request.form.get("deed", ""), reading.tame(request.form.get("words", "")).strip()
    try:
        said = _do(data_reference, deed, words)
    except Refused as error:
        typed = {"deed": deed, "words": words, "outcome": request.form.get("outcome", "")}
        return _page(data_reference, typed=typed, problems=[(f"{deed}-words", error.sentence)]), error.status
    flash(said)
    return redirect(f"{PATH}/{data_reference}", 303)


def _do(reference: str, deed: str, words: str) -> str:
    version = signs.read_version(request.form)
    if deed == "acknowledge":
        handling.acknowledge(reference, words, version=version, by=me())
        return "They were told that we have it."
    if deed == "write":
        message_id = handling.write_to_them(reference, words, once=signs.read_once(request.form), by=me())
        taken = take_uploads(request, "files", owner=("data_message", str(message_id)), by=me(), then=mailbox.check_new)
        refused = " ".join(f"{one.name}: {one.sentence}" for one in taken.problems)
        return f"Your message is sent. {refused}".strip()
    if deed == "identity":
        handling.note_identity(reference, words, version=version, by=me())
        return "It is written down how you made sure."
    if deed == "longer":
        handling.take_longer(reference, words, version=version, by=me())
        return "They were told that it takes longer, and why."
    if deed == "close":
        outcome = next((one for one in DataOutcome if one.value == request.form.get("outcome")), None)
        if outcome is None:
            raise Refused("Choose how it ends.")
        handling.close(reference, outcome, words, version=version, by=me())
        return "It is closed, and they were told."
    raise Refused("Choose what to do.")


@blueprint.get(f"{PATH}/<data_reference>/files/<token>")
@guard.staff(Permission.HANDLE_DATA, _WHY)
def file(data_reference: str, token: str) -> Response:
    """A file that came with a message, to be saved."""
    found = evidence.find(token)
    if not belongs(found.owner, queries.get(data_reference).id):
        raise FileGone("That file was deleted.")
    return answer_with(evidence.open_original(found.id, by=me()))


def _page(reference: str, *, typed: dict[str, str] | None = None, problems: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "staff/data/request.html",
        desk=view.desk(queries.get(reference)),
        typed=typed or {},
        problems=problems or [],
        once=signs.new_once(),
        largest=evidence.usual_limits().largest,
        what_we_take=evidence.WHAT_WE_TAKE,
    )
