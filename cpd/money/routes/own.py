"""An invoice as whoever owes it reads it, whatever it is for; and sending it to an employer who pays."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import guard, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from cpd.money import operations as money
from cpd.money import queries, views
from cpd.money.models import Invoice
from foundation.errors import Missing, Refused
from foundation.journey import reading
from foundation.journey.pages import Kind, Question
from foundation.references import read_invoice_reference

Answer = str | AnyResponse | tuple[str, int]
FEES = "/account/fees"
blueprint = Blueprint("own_fees", __name__, url_prefix=FEES)
_WHY = "People read the invoices of their own account."
_EMPLOYER = (
    Question("name", "The employer’s name", required="Type the employer’s name"),
    Question("email", "Email address for invoices", Kind.EMAIL, longest=254, required="Type an email address"),
    Question("address", "Postal address", Kind.TEXT, rows=4, longest=500),
)


@blueprint.after_request
def _keep_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<invoice>")
@guard.signed_in(_WHY)
def show(invoice: str) -> Answer:
    """What is to be paid, how, and what came."""
    return _draw("cpd/money/invoice.html", _mine(invoice))


@blueprint.get("/<invoice>/employer")
@guard.signed_in("An employer may pay the fee.")
def ask_employer(invoice: str) -> Answer:
    """Who should have the invoice?"""
    return _draw("cpd/money/employer.html", _mine(invoice), questions=_EMPLOYER, answers={}, problems=[])


@blueprint.post("/<invoice>/employer")
@guard.signed_in("An employer may pay the fee.")
def bill_employer(invoice: str) -> Answer:
    """Send the invoice to the employer."""
    held = _mine(invoice)
    typed = reading.read(_EMPLOYER, request.form)
    wrong = reading.problems_of(_EMPLOYER, typed)
    status = 400
    if not wrong:
        reference = held.reference
        try:
            money.bill_employer(reference, **typed, by=sessions.require(Realm.PUBLIC).actor)
            return redirect(f"{FEES}/{reference}", 303)
        except Refused as refused:
            wrong, status = [("name", refused.sentence)], 409
            held = _mine(reference)
    return _draw("cpd/money/employer.html", held, questions=_EMPLOYER, answers=typed, problems=wrong), status


def _mine(typed: str) -> Invoice:
    reference = read_invoice_reference(typed)
    if reference is None:
        raise Missing("There is no invoice with that reference.")
    held = queries.find(reference)
    if held.account_id != sessions.require(Realm.PUBLIC).account_id:
        raise Missing("There is no invoice with that reference.")
    return held


def _draw(template: str, invoice: Invoice, **given: Any) -> str:
    return render_template(
        template,
        door=DOORS[Realm.PUBLIC],
        signed_in=True,
        owed=views.owed_of(invoice),
        path=f"{FEES}/{invoice.reference}",
        **given,
    )
