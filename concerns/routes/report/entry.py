"""Where staff begin to type up a call, a letter, an email or a visit, and find what they have not finished."""

from __future__ import annotations

from flask import Blueprint, redirect, request

from accounts import guard
from accounts.permissions import Permission
from concerns.intake.pages import NAME
from concerns.routes import private
from concerns.routes.report.desks import STAFF, Answer, NothingOpen
from foundation.evidence import belonging
from foundation.journey import drafts
from foundation.journey.drafts import Hand
from foundation.references import read_concern_reference

blueprint = Blueprint("report_entry", __name__, url_prefix=STAFF.prefix)
private.dress(blueprint)
_WHY = "Officers type up what reaches us by phone, letter, email or in person."
_may = guard.staff(Permission.TAKE_IN_CONCERNS, _WHY)


@blueprint.errorhandler(NothingOpen)
def _nothing_open(_error: NothingOpen) -> Answer:
    return redirect(STAFF.prefix, 303)


@blueprint.get("")
@_may
def home() -> Answer:
    """Begin, or go on with what was begun."""
    return STAFF.show("concerns/report/entry.html", unfinished=drafts.unfinished(STAFF.owner(), NAME))


@blueprint.post("")
@_may
def begin() -> Answer:
    """Begin."""
    STAFF.forget_receipt()
    STAFF.start()
    return redirect(f"{STAFF.prefix}/came", 303)


@blueprint.post("/open")
@_may
def open_again() -> Answer:
    """Go on with a draft of one's own."""
    hand = Hand(read_concern_reference(request.form.get("reference", "")) or "", owner=STAFF.owner())
    drafts.open_draft(hand)
    STAFF.remember(hand)
    return redirect(f"{STAFF.prefix}/tasks", 303)


@blueprint.get("/save")
@_may
def save() -> Answer:
    """Everything is saved with every page; go back to the list."""
    return redirect(STAFF.prefix, 303)


@blueprint.get("/throw-away")
@_may
def ask_to_throw_away() -> Answer:
    """Are you sure?"""
    return STAFF.show("concerns/report/throw_away.html", opened=STAFF.open())


@blueprint.post("/throw-away")
@_may
def throw_away() -> Answer:
    """Delete a draft and its files."""
    drafts.throw_away(STAFF.open().hand, shred=belonging.destroy_all)
    STAFF.forget()
    return redirect(STAFF.prefix, 303)


@blueprint.post("/handed-over")
@_may
def handed_over() -> Answer:
    """The reporter has their secret: this browser forgets it."""
    STAFF.forget_receipt()
    return redirect("/staff/concerns", 303)
