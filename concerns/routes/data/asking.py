"""Asking about one's data, and complaining about how it is used: a short form, a receipt, and the answer.

The receipt's reference and secret stand in the browser's session before the form is sent, so that a second press, or an
answer that was lost, shows the same ones.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, session

from accounts import guard
from concerns import policy
from concerns.data_requests import asking, queries, view
from concerns.data_requests.asking import ASKER
from concerns.data_requests.forms import ASK, missing_name, read_asked
from concerns.data_requests.models import DataMessage, DataRequest
from concerns.data_requests.vocabulary import DataKind
from concerns.forms import signs
from concerns.forms.mailbox import WORDS
from concerns.routes import mailbox, opened
from concerns.routes.mailbox import WRONG, Answer, answer_with
from concerns.routes.remembered import DATA_PAIR
from foundation import evidence, locks
from foundation.database import db
from foundation.errors import Refused
from foundation.evidence import FileGone
from foundation.evidence.uploads import Problem, accepts_files, take_uploads
from foundation.journey import reading
from foundation.limits import limiter

PATH = "/privacy/ask"
MINE = "/privacy/request"
blueprint = Blueprint("data_asking", __name__)
mailbox.dress(blueprint)
_WHY = "Anyone may ask about their data, and complain about how it is used."
_OWN = "Whoever has its reference and secret may read what became of a request."


def _beginnings() -> str:
    return f"{policy.BEGINNINGS_AN_HOUR.value()} per hour"


@blueprint.get(PATH)
@guard.public(_WHY)
def ask() -> Answer:
    """The form."""
    return _form({}, [])


@blueprint.post(PATH)
@guard.public(_WHY)
@limiter.limit(_beginnings)
def take() -> Answer:
    """Take it in. The same form sent twice is one request."""
    typed = reading.read(ASK, request.form)
    problems = [*reading.problems_of(ASK, typed), *missing_name(typed)]
    if problems:
        return _form(typed, problems), WRONG
    asked = read_asked(typed)
    reference, secret = _pair()
    try:
        asking.take_in(asked, reference=reference, secret=secret, by=ASKER)
    except Refused:
        # Another form of this browser has used that reference.
        session.pop(DATA_PAIR, None)
        reference, secret = _pair()
        asking.take_in(asked, reference=reference, secret=secret, by=ASKER)
    return redirect(f"{PATH}/sent", 303)


@blueprint.get(f"{PATH}/sent")
@guard.public(_WHY)
def sent() -> Answer:
    """What we have, what opens it, and by when we act."""
    held = session.get(DATA_PAIR)
    found = queries.find(held[0]) if held else None
    if held is None or found is None or not locks.is_secret(found.secret_hash, held[1]):
        return redirect(PATH, 303)
    return render_template(
        "concerns/data/sent.html",
        reference=held[0],
        secret=held[1],
        due_on=found.due_on,
        complaint=found.kind is DataKind.COMPLAINT,
    )


@blueprint.post(f"{PATH}/noted")
@guard.public(_WHY)
def noted() -> Answer:
    """They have written the secret down: open the request, and show the secret no more."""
    held = session.pop(DATA_PAIR, None)
    found = queries.find(held[0]) if held else None
    if held is None or found is None or not locks.is_secret(found.secret_hash, held[1]):
        return redirect(PATH, 303)
    opened.remember(found.reference, found.secret_hash)
    return redirect(MINE, 303)


def _pair() -> tuple[str, str]:
    """The reference and secret that the next request of this browser gets."""
    held = session.get(DATA_PAIR)
    if not held:
        held = [asking.new_reference(), locks.new_secret()]
        session[DATA_PAIR] = held
    return str(held[0]), str(held[1])


def _form(answers: dict[str, Any], problems: list[tuple[str, str]]) -> str:
    _pair()
    return render_template(
        "concerns/data/ask.html",
        questions=ASK,
        answers=answers,
        problems=problems,
        days=policy.DATA_REPLY.value(),
    )


# --------------------------------------------------------------------------------------------------- what became of it


@blueprint.get(MINE)
@guard.public(_OWN)
def mine() -> Answer:
    """What was asked, where it is, and what we wrote."""
    return _show(opened.data_request())


@blueprint.post(f"{MINE}/read")
@guard.public(_OWN)
def read() -> Answer:
    """Show what we wrote since it was opened, and note the day."""
    asking.note_reading(opened.data_request().reference)
    return redirect(MINE, 303)


@blueprint.post(f"{MINE}/messages")
@guard.public(_OWN)
@accepts_files
def write() -> Answer:
    """Write to us about it."""
    held = opened.data_request()
    once = signs.read_once(request.form)
    typed = reading.read([WORDS], request.form)
    problems = reading.problems_of([WORDS], typed)
    if problems:
        return _show(held, answers=typed, problems=problems, once=once), WRONG
    message_id = asking.write_to_us(held.reference, typed["words"], once=once)
    taken = take_uploads(request, "files", owner=("data_message", str(message_id)), by=ASKER, then=mailbox.check_new)
    if taken.problems:
        return _show(opened.data_request(), files=taken.problems, done="We have your message.")
    opened.keep("done", "We have your message.")
    return redirect(MINE, 303)


@blueprint.get(f"{MINE}/files/<token>")
@guard.public(_OWN)
def file(token: str) -> Response:
    """A file, to be saved."""
    held, found = opened.data_request(), evidence.find(token)
    if not belongs(found.owner, held.id):
        raise FileGone("That file was deleted.")
    return answer_with(evidence.open_original(found.id, by=ASKER))


def belongs(owner: tuple[str, str], request_id: int) -> bool:
    """Whether a file came with a message about this request."""
    if owner[0] != "data_message" or not owner[1].isdecimal():
        return False
    message = db.session.get(DataMessage, int(owner[1]))
    return message is not None and message.request_id == request_id


def _show(
    held: DataRequest,
    *,
    answers: dict[str, Any] | None = None,
    problems: list[tuple[str, str]] | None = None,
    files: tuple[Problem, ...] = (),
    done: str = "",
    once: str = "",
) -> str:
    return render_template(
        "concerns/data/request.html",
        asked=view.asked_page(held),
        next_day=view.next_day(held),
        words=WORDS,
        answers=answers or {},
        problems=problems or [],
        file_problems=files,
        done=done or opened.take("done"),
        once=once or signs.new_once(),
        largest=evidence.usual_limits().largest,
        what_we_take=evidence.WHAT_WE_TAKE,
    )
