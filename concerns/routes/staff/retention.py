"""Records whose time is over: the list, one record, legal holds, and what was deleted. Two people decide on each."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard, places, sessions, waiting
from accounts.forms.staff import Typed, paragraph, read_page, tidy
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.places import Place
from accounts.routes.staff.people import me
from accounts.waiting import Waits
from concerns.forms import signs
from concerns.retention import handling, listing, records
from foundation.errors import DomainError, Refused

PATH = "/staff/retention"
HOLDS = f"{PATH}/holds"
Answer = str | Response | tuple[str, int]
blueprint = Blueprint("staff_retention", __name__)
_WHY = "The data-protection lead proposes what is deleted, and a second person agrees."
_HOLDS = "The data-protection lead keeps records from being deleted, and looks at that again."

places.declare(
    Place(
        PATH,
        "Retention",
        "Records whose time is over, and legal holds.",
        Permission.HANDLE_DATA,
        (Permission.AGREE_ERASURE,),
    )
)
waiting.declare(
    Waits(Permission.HANDLE_DATA, listing.to_handle, "record", "records", "whose time is over, or hold is due", PATH),
    Waits(
        Permission.AGREE_ERASURE,
        listing.waiting,
        "deletion",
        "deletions",
        "that a second person has to agree to",
        f"{PATH}?for=second",
    ),
)


def _account_id() -> int:
    return sessions.require(Realm.STAFF).account_id


@blueprint.get(PATH)
@guard.staff(Permission.HANDLE_DATA, _WHY, Permission.AGREE_ERASURE)
def over() -> str:
    """What is over, those that wait for a second person first."""
    page = read_page(request.args.get("page", ""))
    found, total = listing.listed(_account_id(), page)
    return render_template(
        "staff/retention/list.html",
        found=found,
        total=total,
        page=page,
        pages=max(1, -(-total // listing.PAGE)),
        turn=lambda number: f"{PATH}?page={number}",
        handles=guard.may(Permission.HANDLE_DATA),
    )


@blueprint.get(HOLDS)
@guard.staff(Permission.HANDLE_DATA, _HOLDS)
def holds() -> str:
    """Every legal hold, those to be looked at first."""
    return _holds_page()


def _holds_page(typed: Typed | None = None) -> str:
    return render_template("staff/retention/holds.html", holds=listing.holds(), typed=typed or Typed({}))


@blueprint.post(HOLDS)
@guard.staff(Permission.HANDLE_DATA, _HOLDS)
def place() -> Answer:
    """Keep a record by its reference, whether its time is over or not."""
    typed = Typed({"reference": tidy(request.form.get("reference", "")), "why": paragraph(request.form.get("why", ""))})
    reference = records.read_reference(typed.values["reference"])
    if reference is None:
        typed.wrong("reference", "Write the reference of a record, such as CN-2026-7K3M9X")
        return _holds_page(typed), Refused.status
    try:
        handling.place(reference, why=typed.values["why"], by=me())
    except DomainError as error:
        typed.wrong("why" if isinstance(error, Refused) else "reference", error.sentence)
        return _holds_page(typed), error.status
    flash(f"{reference} is kept until the hold is lifted. You own it, and look at it again in six months.")
    return redirect(HOLDS, 303)


@blueprint.post(f"{HOLDS}/<reference>")
@guard.staff(Permission.HANDLE_DATA, _HOLDS)
def look_at_hold(reference: str) -> Answer:
    """Say that a hold is still needed, or lift it."""
    version = signs.read_version(request.form)
    try:
        if request.form.get("deed") == "lift":
            handling.lift(reference, version=version, by=me())
            flash(f"{reference} is no longer kept. If its time is over, it is listed tomorrow.")
        else:
            handling.review(reference, version=version, by=me())
            flash(f"{reference} is still kept. You own the hold from now on.")
    except Refused as error:
        typed = Typed({})
        typed.wrong("reference", error.sentence)
        return _holds_page(typed), error.status
    return redirect(HOLDS, 303)


@blueprint.get(f"{PATH}/gone")
@guard.staff(Permission.HANDLE_DATA, _WHY, Permission.AGREE_ERASURE)
def gone() -> str:
    """What was deleted or minimised: by which rule, when, and both people."""
    return render_template("staff/retention/gone.html", stones=listing.gone())


@blueprint.get(f"{PATH}/<reference>")
@guard.staff(Permission.HANDLE_DATA, _WHY, Permission.AGREE_ERASURE)
def show(reference: str) -> str:
    """One record whose time is over: what, why, which rule, since when."""
    return _page(reference)


def _page(reference: str, typed: Typed | None = None) -> str:
    found = listing.one(reference, _account_id())
    return render_template(
        "staff/retention/one.html",
        one=found,
        said=handling.look(reference, by=me()),
        typed=typed or Typed({}),
        handles=guard.may(Permission.HANDLE_DATA),
        agrees=guard.may(Permission.AGREE_ERASURE),
    )


@blueprint.post(f"{PATH}/<reference>")
@guard.staff(Permission.HANDLE_DATA, _WHY, Permission.AGREE_ERASURE)
def act(reference: str) -> Answer:
    """Propose, keep, agree, or decline."""
    deed = request.form.get("deed", "")
    words = paragraph(request.form.get(f"{deed}-words", ""))
    try:
        said = _do(deed)(reference, words, signs.read_version(request.form))
    except Refused as error:
        typed = Typed({f"{deed}-words": words})
        typed.wrong(f"{deed}-words" if deed in _WITH_WORDS else "decline-words", error.sentence)
        return _page(reference, typed), error.status
    flash(said)
    return redirect(PATH, 303)


def _do(deed: str) -> Callable[[str, str, int], str]:
    try:
        return _DEEDS[deed]
    except KeyError as error:
        raise Refused("Choose what to do.") from error


def _propose(reference: str, words: str, version: int) -> str:
    handling.propose(reference, reasons=words, version=version, by=me())
    return f"You proposed it for {reference}. It is done when a second person agrees."


def _keep(reference: str, words: str, version: int) -> str:
    handling.place(reference, why=words, version=version, by=me())
    return f"{reference} is kept. You own the hold, and look at it again in six months."


def _decline(reference: str, words: str, version: int) -> str:
    handling.decline(reference, reasons=words, version=version, by=me())
    return f"{reference} stays for now. The data-protection lead sees why."


def _agree(reference: str, _words: str, version: int) -> str:
    stone = handling.agree(reference, version=version, by=me())
    return f"{reference} was {stone.how.done}. The list of what is gone says so."


_WITH_WORDS = ("propose", "keep", "decline")
_DEEDS: dict[str, Callable[[str, str, int], str]] = {
    "propose": _propose,
    "keep": _keep,
    "decline": _decline,
    "agree": _agree,
}
