"""An order about a registrant: sending what shows that it is kept, and asking that a panel looks at it earlier."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import guard, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from accounts.sessions import SignedIn
from concerns.compliance import showing
from concerns.forms.own_order import HINDERED, REVIEW, SHOWING
from concerns.panels import reviewing
from concerns.routes import private
from concerns.routes.attached import take_files
from concerns.views import own_concern, own_order
from foundation import evidence
from foundation.errors import Missing, Refused
from foundation.evidence import FileGone
from foundation.evidence.uploads import Problem, accepts_files
from foundation.journey import reading

PATH = "/account/concerns/<reference>"
_DAY = f"{PATH}/order/<int:requirement_id>/<day>"
Answer = str | AnyResponse | tuple[str, int]
WRONG, NOT_NOW = 400, 409
_WHY = "Registrants send what their own order asks for, and ask that it is looked at again. It has to be their own."

blueprint = Blueprint("own_order", __name__)
private.dress(blueprint)


def _who() -> SignedIn:
    return sessions.require(Realm.PUBLIC)


def _draw(template: str, reference: str, **more: Any) -> str:
    return render_template(
        f"account/concern/{template}.html",
        door=DOORS[Realm.PUBLIC],
        reference=reference,
        here=f"/account/concerns/{reference}",
        **{"answers": {}, "problems": [], "refused": "", "file_problems": (), **more},
    )


def _first(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Missing("Your order asks for nothing on that day.") from None


@blueprint.get(_DAY)
@guard.signed_in(_WHY)
def show(reference: str, requirement_id: int, day: str) -> Answer:
    """What is asked for by that day, and the form to send it."""
    return _page(reference, requirement_id, _first(day))


def _page(reference: str, requirement_id: int, first: date, **more: Any) -> str:
    order, asked, due = own_order.to_send(reference, _who().account_id, requirement_id, first)
    return _draw(
        "show",
        reference,
        order=order,
        asked=asked,
        due=due,
        waiting=own_order.not_sent(requirement_id, first),
        questions=SHOWING,
        largest=evidence.usual_limits().largest,
        what_we_take=evidence.WHAT_WE_TAKE,
        **more,
    )


@blueprint.post(_DAY)
@guard.signed_in(_WHY)
@accepts_files
def send(reference: str, requirement_id: int, day: str) -> Answer:
    """Send it. Files that came through stay, whatever else is wrong."""
    who, first = _who(), _first(day)
    showing.mine_to_show(reference, requirement_id, first, account_id=who.account_id, by=who.actor)
    refused: tuple[Problem, ...] = take_files(showing.waiting_files(requirement_id, first), by=who.actor)
    typed = reading.read(SHOWING, request.form)
    problems = reading.problems_of(SHOWING, typed)
    if problems or refused:
        return _page(reference, requirement_id, first, answers=typed, problems=problems, file_problems=refused), WRONG
    try:
        showing.show(
            reference,
            requirement_id,
            first,
            account_id=who.account_id,
            hindered=typed["how"] == HINDERED,
            words=typed["words"],
            by=who.actor,
        )
    except Refused as error:
        return _page(reference, requirement_id, first, answers=typed, refused=error.sentence), NOT_NOW
    return redirect(f"/account/concerns/{reference}#order-{requirement_id}", 303)


@blueprint.post(f"{_DAY}/files/<token>/remove")
@guard.signed_in(_WHY)
def remove_file(reference: str, requirement_id: int, day: str, token: str) -> Answer:
    """Take out a file that was not sent."""
    who, first = _who(), _first(day)
    showing.mine_to_show(reference, requirement_id, first, account_id=who.account_id, by=who.actor)
    found = evidence.find(token)
    if found.owner != showing.waiting_files(requirement_id, first):
        raise FileGone("That file was deleted.")
    evidence.remove(found.id, by=who.actor)
    return redirect(f"/account/concerns/{reference}/order/{requirement_id}/{first.isoformat()}", 303)


@blueprint.get(f"{PATH}/earlier-review/<int:order_id>")
@guard.signed_in(_WHY)
def review(reference: str, order_id: int) -> Answer:
    """Ask that a panel looks at an order in force again."""
    return _review_page(reference, order_id)


def _review_page(reference: str, order_id: int, **more: Any) -> str:
    seen = own_concern.own_concern(reference, _who().account_id)
    found = next((one for one in seen.orders if one.order_id == order_id), None)
    if found is None:
        raise Missing("There is no such order about you in this concern.")
    return _draw("earlier_review", reference, order=found, questions=REVIEW, **more)


@blueprint.post(f"{PATH}/earlier-review/<int:order_id>")
@guard.signed_in(_WHY)
def ask(reference: str, order_id: int) -> Answer:
    """Ask it, once until it is answered."""
    who, typed = _who(), reading.read(REVIEW, request.form)
    problems = reading.problems_of(REVIEW, typed)
    if problems:
        return _review_page(reference, order_id, answers=typed, problems=problems), WRONG
    try:
        reviewing.ask(reference, order_id, account_id=who.account_id, words=typed["words"], by=who.actor)
    except Refused as error:
        return _review_page(reference, order_id, answers=typed, refused=error.sentence), NOT_NOW
    return redirect(f"/account/concerns/{reference}", 303)
