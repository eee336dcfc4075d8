"""The mailbox: opened with reference and secret; where the concern is, what we wrote, and writing to us.

The right secret always opens it, from anywhere, however often others were wrong. Whatever was wrong, the sentence is
the same. Opening a page writes nothing; no browser keeps any of these pages.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from accounts import guard, kept
from concerns import correspondence, queries, rules
from concerns.data_requests import asking as data_asking
from concerns.data_requests import queries as data_queries
from concerns.forms import signs
from concerns.forms.mailbox import OPENING, TYPED_SECRET, WORDS
from concerns.models import Concern
from concerns.operations import mailbox
from concerns.retention import reading as gone_records
from concerns.routes import opened, private, slowing
from concerns.routes.attached import answer_with, take_files
from concerns.routes.opened import NotOpen
from concerns.routes.report.desks import PUBLIC
from concerns.rules import REPORTER
from concerns.views import reporter_view
from foundation import evidence, locks
from foundation.audit import Actor
from foundation.errors import Missing
from foundation.evidence import FileGone, StoredFile
from foundation.evidence.uploads import Problem, accepts_files
from foundation.journey import drafts, reading
from foundation.journey.drafts import Hand
from foundation.references import read_concern_reference, read_data_reference

PATH = "/concerns/mailbox"
Answer = str | AnyResponse | tuple[str, int]
WRONG = 400
_WHY = "Anyone may open a mailbox who has its reference and secret."
_LONGEST_SHOWN = 200

blueprint = Blueprint("mailbox", __name__)


def dress(made: Blueprint) -> None:
    """Pages of a blueprint are kept by no browser, and lead to the opening page while nothing is open."""
    made.register_error_handler(NotOpen, _answer_not_open)
    private.dress(made)


def _answer_not_open(_error: NotOpen) -> Answer:
    """What was typed waits in the page until the mailbox is open again."""
    opened.forget()
    typed = [(name, value) for name, value in kept.typed(request.form) if name not in signs.UNTYPED]
    if request.method in {"GET", "HEAD"} or not any(value for _, value in typed):
        return redirect(PATH, 303)
    return opening_page({}, [], carried=typed, action=request.path), 409


dress(blueprint)


# ------------------------------------------------------------------------------------------------------------- opening


def opening_page(
    answers: dict[str, Any], problems: list[tuple[str, str]], *, carried: list[Any] | None = None, action: str = ""
) -> str:
    """Reference and secret, please."""
    return render_template(
        "concerns/mailbox/open.html",
        questions=OPENING,
        answers=answers,
        problems=problems,
        carried=carried or [],
        action=action,
    )


@blueprint.get(PATH)
@guard.public(_WHY)
def home() -> Answer:
    """The mailbox, or the way in."""
    if opened.holds_data_request():
        return redirect("/privacy/request", 303)
    try:
        concern = opened.concern()
    except NotOpen:
        # Who has just sent it, and sees its receipt in this browser, need not type both again.
        sent = PUBLIC.receipt()
        return opening_page({"reference": sent[0], TYPED_SECRET: sent[1]} if sent else {}, [])
    return show(concern)


@blueprint.post(PATH)
@guard.public(_WHY)
def enter() -> Answer:
    """Open the mailbox of a concern, an unsent draft, or what was asked about data. The secret is looked at first."""
    typed = reading.read(OPENING, request.form)
    carried = [(name[6:], value) for name, value in request.form.items(multi=True) if name.startswith("typed-")]
    action = request.form.get("action", "")
    problems = [(asked.name, asked.required) for asked in OPENING if not typed.get(asked.name)]
    status = WRONG
    if not problems:
        concern = read_concern_reference(typed["reference"])
        gone = gone_records.of_sender(concern or read_data_reference(typed["reference"]), typed[TYPED_SECRET])
        if gone is not None:
            shown = {"on": gone.done_on, "how": gone.how.value, "concern": concern is not None}
            return render_template("concerns/mailbox/deleted.html", **shown)
        where = _open(typed["reference"], typed[TYPED_SECRET])
        if where is not None:
            return _carry_on(action, carried) if where == PATH and carried else redirect(where, 303)
        sentence, status = slowing.count_wrong("mailbox")
        problems = [(TYPED_SECRET, sentence)]
    shown = {"reference": typed.get("reference", "")[:_LONGEST_SHOWN]}
    return opening_page(shown, problems, carried=carried, action=action), status


def _open(reference: str, secret: str) -> str | None:
    """Open what the two fit; gives where to go, or None."""
    concern_reference, data_reference = read_concern_reference(reference), read_data_reference(reference)
    asked = data_queries.find(data_reference) if data_reference else None
    if asked is not None and locks.is_secret(asked.secret_hash, secret):
        opened.remember(asked.reference, asked.secret_hash)
        data_asking.note_reading(asked.reference)
        return "/privacy/request"
    found = queries.find(concern_reference) if concern_reference else None
    if locks.is_secret(found.secret_hash if found is not None else None, secret) and found is not None:
        opened.remember(found.reference, found.secret_hash)
        mailbox.note_reading(found.reference)
        return PATH
    return _open_draft(concern_reference, secret)


def _open_draft(reference: str | None, secret: str) -> str | None:
    hand = Hand(reference or "", secret=locks.read_secret(secret) or "")
    try:
        draft = drafts.open_draft(hand)
    except Missing:
        return None
    if draft.sent_as is not None:
        return None
    PUBLIC.remember(hand)
    return f"{PUBLIC.prefix}/tasks"


def _carry_on(action: str, carried: list[tuple[str, str]]) -> Answer:
    """Show what was typed before the mailbox was open again, on the page of a message."""
    held: MultiDict[str, str] = MultiDict(carried)
    words = "\n\n".join(held.getlist("words")) or "\n\n".join(value for _, value in carried if value)
    return show(opened.concern(), typed={"words": reading.tame(words)}, again=action)


@blueprint.post(f"{PATH}/close")
@guard.public("Anyone may leave a mailbox.")
def close() -> Answer:
    """Leave the mailbox."""
    opened.forget()
    return redirect(f"{PATH}/closed", 303)


@blueprint.get(f"{PATH}/closed")
@guard.public("Anyone may leave a mailbox.")
def closed() -> Answer:
    """It is closed."""
    return render_template("concerns/mailbox/closed.html")


# ------------------------------------------------------------------------------------------------------ what is in it


def show(
    concern: Concern,
    *,
    typed: dict[str, Any] | None = None,
    problems: list[tuple[str, str]] | None = None,
    files: tuple[Problem, ...] = (),
    done: str = "",
    once: str = "",
    again: str = "",
) -> str:
    """The whole mailbox."""
    return render_template(
        "concerns/mailbox/home.html",
        mailbox=reporter_view.mailbox(concern),
        words=WORDS,
        answers=typed or {},
        problems=problems or [],
        file_problems=files,
        done=done or opened.take("done"),
        once=once or signs.new_once(),
        carried=bool(again),
        largest=evidence.usual_limits().largest,
        what_we_take=evidence.WHAT_WE_TAKE,
    )


@blueprint.get(f"{PATH}/told")
@guard.public(_WHY)
def told() -> Answer:
    """What the reporter told us, in the words of the pages."""
    concern = opened.concern()
    return render_template(
        "concerns/mailbox/told.html", statements=reporter_view.told(concern), reference=concern.reference
    )


@blueprint.post(f"{PATH}/read")
@guard.public(_WHY)
def read() -> Answer:
    """Show what we wrote since the mailbox was opened, and note the day."""
    mailbox.note_reading(opened.concern().reference)
    return redirect(f"{PATH}#messages", 303)


@blueprint.post(f"{PATH}/messages")
@guard.public(_WHY)
@accepts_files
def write() -> Answer:
    """Write to us. A message is kept also when one of its files cannot be; the page says which and why."""
    concern = opened.concern()
    once = signs.read_once(request.form)
    typed = reading.read([WORDS], request.form)
    problems = reading.problems_of([WORDS], typed)
    if problems:
        return show(concern, typed=typed, problems=problems, once=once), WRONG
    written = mailbox.write_to_us(concern.reference, typed["words"], once=once)
    refused = take_files(("message", str(written.id)), by=sender(concern))
    if refused:
        return show(opened.concern(), files=refused, done="We have your message.")
    opened.keep("done", "We have your message.")
    return redirect(PATH, 303)


def sender(concern: Concern) -> Actor | None:
    """Nothing says when somebody anonymous sent or opened a file."""
    return None if rules.is_anonymous(concern) else REPORTER


# --------------------------------------------------------------------------------------------------------------- files


@blueprint.get(f"{PATH}/files/<token>")
@guard.public("Whoever opened a mailbox may open its files.")
def file(token: str) -> Response:
    """A file, to be saved."""
    concern = opened.concern()
    return answer_with(evidence.open_original(_find(concern, token).id, by=sender(concern)))


@blueprint.get(f"{PATH}/files/<token>/view")
@guard.public("Whoever opened a mailbox may open its files.")
def look(token: str) -> Response:
    """The copy of a picture for looking at."""
    concern = opened.concern()
    return answer_with(evidence.open_view(_find(concern, token).id, by=sender(concern)))


def _find(concern: Concern, token: str) -> StoredFile:
    found = evidence.find(token)
    if not correspondence.passes_here(concern.id, found):
        raise FileGone("That file was deleted.")
    return found
