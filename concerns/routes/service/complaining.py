"""Complaining about our own service: a short form, a receipt, and the answer; and asking for a second look.

Reference and secret stand in the browser's session before the form is sent, so that a second press shows the same ones.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, session

from accounts import guard
from concerns import policy
from concerns.forms.mailbox import TYPED_SECRET
from concerns.forms.service import AGAIN, COMPLAIN, OPENING
from concerns.own_service import handling, queries
from concerns.own_service.handling import COMPLAINER, Complaint
from concerns.own_service.models import ServiceComplaint
from concerns.retention import reading as gone_records
from concerns.routes import private, slowing
from concerns.routes.attached import answer_with, take_files
from concerns.routes.mailbox import WRONG, Answer
from concerns.routes.remembered import SERVICE, SERVICE_PAIR
from concerns.views.reporter_files import shown_files
from foundation import evidence, locks
from foundation.errors import Refused, allows
from foundation.evidence import FileGone
from foundation.evidence.uploads import Problem, accepts_files
from foundation.journey import reading
from foundation.limits import limiter
from foundation.references import read_service_reference

PATH = "/complaints"
blueprint = Blueprint("service_complaining", __name__)
private.dress(blueprint)
_WHY = "Anyone may complain about how the institute works."
_OWN = "Whoever has its reference and secret may read what became of a complaint."


@blueprint.get(PATH)
@guard.public(_WHY)
def complain() -> Answer:
    """The form."""
    return _form({}, [])


@blueprint.post(PATH)
@guard.public(_WHY)
@limiter.limit(slowing.beginnings)
@accepts_files
def take() -> Answer:
    """Take it in, and its files: each is kept or refused by itself. The same form sent twice is one complaint."""
    typed = reading.read(COMPLAIN, request.form)
    problems = reading.problems_of(COMPLAIN, typed)
    if problems:
        return _form(typed, problems), WRONG
    said = Complaint(typed["words"], typed.get("name") or "", typed.get("email") or "")
    reference, secret = _pair()
    try:
        taken = handling.take_in(said, reference=reference, secret=secret)
    except Refused:
        # Another form of this browser has used that reference.
        session.pop(SERVICE_PAIR, None)
        reference, secret = _pair()
        taken = handling.take_in(said, reference=reference, secret=secret)
    refused = take_files(queries.owner(taken.id), by=COMPLAINER)
    return _sent(refused) if refused else redirect(f"{PATH}/sent", 303)


@blueprint.get(f"{PATH}/sent")
@guard.public(_WHY)
def sent() -> Answer:
    """What we have, what opens it, and by when we answer."""
    return _sent(())


def _sent(refused: tuple[Problem, ...]) -> Answer:
    held = session.get(SERVICE_PAIR)
    found = queries.find(held[0]) if held else None
    if held is None or found is None or not locks.is_secret(found.secret_hash, held[1]):
        return redirect(PATH, 303)
    return render_template(
        "concerns/service/sent.html",
        reference=held[0],
        secret=held[1],
        due_on=found.due_on,
        files=shown_files(queries.files(found.id)),
        file_problems=refused,
    )


@blueprint.get(f"{PATH}/open")
@guard.public(_OWN)
def opening() -> Answer:
    """Reference and secret, please; or what is open already."""
    held = _open_one()
    return _opening({}, []) if held is None else _show(held)


@blueprint.post(f"{PATH}/open")
@guard.public(_OWN)
def enter() -> Answer:
    """Open it. Whatever was wrong, the sentence is the same."""
    typed = reading.read(OPENING, request.form)
    problems = [(asked.name, asked.required) for asked in OPENING if not typed.get(asked.name)]
    status = WRONG
    if not problems:
        reference = read_service_reference(typed["reference"])
        gone = gone_records.of_sender(reference, typed[TYPED_SECRET])
        if gone is not None:
            return render_template("concerns/mailbox/deleted.html", on=gone.done_on, how=gone.how.value, concern=False)
        found = queries.find(reference) if reference else None
        if locks.is_secret(found.secret_hash if found is not None else None, typed[TYPED_SECRET]) and found is not None:
            session.pop(SERVICE_PAIR, None)
            session[SERVICE] = {"reference": found.reference, "proof": _proof(found.secret_hash)}
            return redirect(f"{PATH}/open", 303)
        sentence, status = slowing.count_wrong("service")
        problems = [(TYPED_SECRET, sentence)]
    return _opening({"reference": typed.get("reference", "")[:60]}, problems), status


@blueprint.post(f"{PATH}/again")
@guard.public(_OWN)
def again() -> Answer:
    """Ask that another person looks at it."""
    held = _open_one()
    if held is None:
        return _opening({}, []), 409
    typed = reading.read(AGAIN, request.form)
    problems = reading.problems_of(AGAIN, typed)
    if problems:
        return _show(held, answers=typed, problems=problems), WRONG
    try:
        handling.ask_again(held.reference, typed["words"])
    except Refused as error:
        return _show(held, answers=typed, problems=[("words", error.sentence)]), error.status
    return redirect(f"{PATH}/open", 303)


@blueprint.post(f"{PATH}/files")
@guard.public(_OWN)
@limiter.limit(slowing.beginnings)
@accepts_files
def send_more() -> Answer:
    """Send files for a complaint that is open here, as long as somebody of us looks at it."""
    held = _open_one()
    if held is None:
        return _opening({}, []), 409
    try:
        handling.check_takes_files(held)
    except Refused as error:
        return _show(held, refused=(Problem("Your files", error.sentence),)), error.status
    refused = take_files(queries.owner(held.id), by=COMPLAINER)
    if refused:
        return _show(held, refused=refused), WRONG
    return redirect(f"{PATH}/open", 303)


@blueprint.get(f"{PATH}/files/<token>")
@guard.public(_OWN)
def file(token: str) -> Response:
    """A file they sent, to be saved."""
    held, found = _open_one(), evidence.find(token)
    if held is None or found.owner != queries.owner(held.id):
        raise FileGone("That file was deleted.")
    return answer_with(evidence.open_original(found.id, by=COMPLAINER))


@blueprint.post(f"{PATH}/close")
@guard.public(_OWN)
def close() -> Answer:
    """Leave it."""
    session.pop(SERVICE, None)
    return redirect(PATH, 303)


def _pair() -> tuple[str, str]:
    """The reference and secret that the next complaint of this browser gets."""
    held = session.get(SERVICE_PAIR)
    if not held:
        held = [handling.new_reference(), locks.new_secret()]
        session[SERVICE_PAIR] = held
    return str(held[0]), str(held[1])


def _proof(secret_hash: str) -> str:
    return hashlib.sha256(f"open complaint {secret_hash}".encode()).hexdigest()


def _open_one() -> ServiceComplaint | None:
    held = session.get(SERVICE) or {}
    found = queries.find(str(held.get("reference", "")))
    if found is None or not hmac.compare_digest(str(held.get("proof", "")), _proof(found.secret_hash)):
        return None
    return found


def _form(answers: dict[str, Any], problems: list[tuple[str, str]]) -> str:
    _pair()
    return render_template(
        "concerns/service/complain.html",
        questions=COMPLAIN,
        answers=answers,
        problems=problems,
        days=policy.SERVICE_ANSWER.value(),
        largest=evidence.usual_limits().largest,
        what_we_take=evidence.WHAT_WE_TAKE,
    )


def _opening(answers: dict[str, Any], problems: list[tuple[str, str]]) -> str:
    return render_template("concerns/service/open.html", questions=OPENING, answers=answers, problems=problems)


def _show(
    held: ServiceComplaint,
    *,
    answers: dict[str, Any] | None = None,
    problems: list[tuple[str, str]] | None = None,
    refused: tuple[Problem, ...] = (),
) -> str:
    return render_template(
        "concerns/service/mine.html",
        held=held,
        opened=locks.box_of(held.lock_id).open,
        until=handling.again_until(held),
        when=handling.says_when(held),
        files=shown_files(queries.files(held.id)),
        file_problems=refused,
        takes_files=allows(handling.check_takes_files, held),
        largest=evidence.usual_limits().largest,
        what_we_take=evidence.WHAT_WE_TAKE,
        questions=AGAIN,
        answers=answers or {},
        problems=problems or [],
    )
