"""Letters on paper for staff: the list, batches as one document each, and where somebody is reached by post."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard, places, waiting
from accounts.forms import staff as forms
from accounts.permissions import Permission
from accounts.places import Place
from accounts.routes.staff.people import me
from accounts.waiting import Waits
from foundation import clock
from foundation.errors import Missing, Refused
from foundation.frame import describe_institute
from foundation.references import read_number
from foundation.settings import Settings
from foundation.words import read_typed_day
from register import queries
from register.post import batching, listing, printing, readers
from register.post.desks import CONCERNS, OFFICE, Desk

PATH, MAY = OFFICE.path, OFFICE.may
blueprint = Blueprint("staff_post", __name__)
_WHY = "Officers and the registrar print and post letters to whom no email reaches."
_KEEP = "Whoever prints letters to people needs their addresses."
Answer = str | Response | tuple[str, int]

places.declare(Place(PATH, "Post", "Letters that go on paper, and printing them.", MAY))
waiting.declare(
    Waits(MAY, lambda _id: listing.to_post(), "letter", "letters", "to print and post", PATH),
    Waits(
        Permission.DECIDE_REGISTER,
        lambda _id: listing.late(),
        "letter on paper",
        "letters on paper",
        "that should be in the post by now",
        f"{PATH}#late",
    ),
)


def _number(text: str) -> int:
    """A whole number from a hidden field; 0 when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


@blueprint.get(PATH)
@guard.staff(MAY, _WHY)
def overview() -> str:
    """What is to be printed, what is to be posted, and whose address is missing."""
    return list_at(OFFICE)


def list_at(desk: Desk, refused: str = "") -> str:
    """The letters and batches of a desk."""
    page = forms.read_page(request.args.get("page", ""))
    missing_page = forms.read_page(request.args.get("missing", ""))
    return render_template(
        "staff/post/list.html",
        ready=listing.waiting(known=True, page=page, desk=desk, by=me()),
        missing=listing.waiting(known=False, page=missing_page, desk=desk, by=me()),
        open_batches=listing.batches(posted=False, desk=desk, by=me()),
        posted=listing.batches(posted=True, at_most=10, desk=desk, by=me()),
        late=listing.late(desk, me()),
        at_once=listing.at_once(),
        desk=desk,
        addresses=PATH,
        turn=lambda number: f"{desk.path}?page={number}&missing={missing_page}",
        turn_missing=lambda number: f"{desk.path}?page={page}&missing={number}",
        problems=[("act", refused)] if refused else [],
    )


@blueprint.post(f"{PATH}/batches")
@guard.staff(MAY, _WHY)
def make() -> Answer:
    """Make a batch of what the page showed."""
    return make_at(OFFICE)


def make_at(desk: Desk) -> Answer:
    """Make a batch of the letters of a desk."""
    try:
        batch_id = batching.make(up_to=_number(request.form.get("up_to", "")), desk=desk, by=me())
    except Refused as refused:
        return list_at(desk, refused.sentence), 409
    flash("The batch is made. Open it, print it, and post it. Then say on which day.")
    return redirect(f"{desk.path}/batches/{batch_id}", 303)


@blueprint.get(f"{PATH}/batches/<int:batch_id>")
@guard.staff(MAY, _WHY)
def show(batch_id: int) -> str:
    """One batch."""
    return batch_at(OFFICE, batch_id, forms.Typed({}))


def batch_at(desk: Desk, batch_id: int, typed: forms.Typed) -> str:
    """One batch of a desk."""
    batch = listing.batch(batch_id, desk=desk, by=me())
    if batch is None:
        raise Missing("There is no such batch.")
    return render_template(
        "staff/post/batch.html",
        batch=batch,
        letters=listing.of_batch(batch_id),
        taken_out=listing.taken_out_of(batch_id),
        typed=typed,
        desk=desk,
    )


@blueprint.get(f"{PATH}/batches/<int:batch_id>/letters.pdf")
@guard.staff(MAY, _WHY)
def letters(batch_id: int) -> Response:
    """All its letters as one document. Each time is a line in the trail."""
    return document_at(OFFICE, batch_id)


def document_at(desk: Desk, batch_id: int) -> Response:
    """The letters of a batch of a desk, to print."""
    batch = batching.get(batch_id, desk=desk, by=me())
    batching.note_opened(batch_id, by=me())
    settings: Settings = current_app.config["SETTINGS"]
    made = printing.pdf(batch, institute=describe_institute(settings))
    answer = current_app.response_class(made, mimetype="application/pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers.set("Content-Disposition", "inline", filename=f"letters-{batch_id}.pdf")
    return answer


def _posted(batch_id: int, typed: forms.Typed, version: int) -> str:
    on = read_typed_day(typed.values.get("posted_on", ""))
    if on is None:
        raise Refused("Type the day as you would say it, such as 3 March 2027.")
    batching.note_posted(batch_id, on=on, version=version, by=me())
    return "It is noted. These letters are not posted again."


def _undo(batch_id: int, _typed: forms.Typed, version: int) -> str:
    batching.undo(batch_id, version=version, by=me())
    return "The letters are back on the list. Throw the printed ones away."


ACTS: dict[str, Callable[[int, forms.Typed, int], str]] = {"posted": _posted, "undo": _undo}


@blueprint.post(f"{PATH}/batches/<int:batch_id>/<any('posted', 'undo'):act>")
@guard.staff(MAY, _WHY)
def press(batch_id: int, act: str) -> Answer:
    """Say that it was posted, or put it back."""
    return press_at(OFFICE, batch_id, act)


def press_at(desk: Desk, batch_id: int, act: str) -> Answer:
    """Say of a batch of a desk that it was posted, or put it back."""
    batching.get(batch_id, desk=desk, by=me())
    typed = forms.read(request.form, ("version", "posted_on"))
    try:
        said = ACTS[act](batch_id, typed, _number(typed.values["version"]))
    except Refused as refused:
        typed.wrong("posted_on", refused.sentence)
        return batch_at(desk, batch_id, typed), 409
    flash(said)
    return redirect(desk.path if act == "undo" else f"{desk.path}/batches/{batch_id}", 303)


# ------------------------------------------------------------------------------------------------- where they are


@blueprint.post(f"{PATH}/find")
@guard.staff(MAY, _WHY)
def find() -> Response:
    """Open the address of a registration number."""
    read = read_number(request.form.get("number", ""))
    if read.number is None:
        flash(read.problem or "Type a registration number.")
        return redirect(PATH, 303)
    return redirect(f"{PATH}/{read.number}", 303)


@blueprint.get(f"{PATH}/<number>")
@guard.staff(MAY, _KEEP, CONCERNS.may)
def address(number: str) -> str:
    """Where somebody is reached by post. Each look at an address is a line in the trail."""
    entry_id = _entry(number)
    held = readers.open_address(entry_id, by=me())
    values = {
        "address": "\n".join(held.lines),
        "on_paper": "yes" if held.on_paper else "",
        "version": str(held.version),
    }
    return _address(number, entry_id, forms.Typed(values))


@blueprint.post(f"{PATH}/<number>")
@guard.staff(MAY, _KEEP, CONCERNS.may)
def keep_address(number: str) -> Answer:
    """Keep it."""
    entry_id = _entry(number)
    typed = forms.read(request.form, ("version", "on_paper"), ["address"])
    try:
        readers.keep(
            entry_id,
            typed.values["address"],
            on_paper=typed.values["on_paper"] == "yes",
            version=_number(typed.values["version"]),
            by=me(),
        )
    except Refused as refused:
        typed.wrong("address", refused.sentence)
        return _address(number, entry_id, typed), 409
    flash(f"The postal address for {number} is kept.")
    return redirect(_own_desk().path, 303)


def _own_desk() -> Desk:
    """The list to which whoever looks at an address goes back."""
    return OFFICE if guard.may(OFFICE.may) else CONCERNS


def _entry(number: str) -> int:
    found = queries.entry_ids([number]).get(number)
    if found is None:
        raise Missing("There is no entry with that number.")
    return found


def _address(number: str, entry_id: int, typed: forms.Typed) -> str:
    named = queries.named([entry_id])[entry_id]
    return render_template(
        "staff/post/address.html",
        number=number,
        name=named.particulars_at(clock.now()).name,
        email=bool(queries.email_of(entry_id)),
        typed=typed,
        path=PATH,
        back=_own_desk().path,
    )
