"""Fees, as finance keeps them: invoices, payments, what failed, refunds, waivers, employers who pay."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard, places, waiting
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.places import Place
from accounts.routes.staff.people import me
from accounts.waiting import Waits
from cpd.forms import Field, Sent, options
from cpd.money import operations as money
from cpd.money import queries, views
from cpd.money.vocabulary import PaidBy
from foundation import clock
from foundation.errors import Missing, Refused
from foundation.references import read_invoice_reference

Answer = str | Response | tuple[str, int]
MONEY = "/staff/money"
#: Where finance found it before it was shared by everything that is paid for.
_BEFORE = "/staff/applications/money"
#: Where a refusal of the act itself is shown, when the act has no field for it.
BUTTON = "act"
blueprint = Blueprint("staff_money", __name__)
_WHY = "Finance keeps invoices and payments, and sees nothing else of a person."
_AMOUNT = "Type an amount, such as 90 or 232.72"


def _known(typed: str) -> str:
    reference = read_invoice_reference(typed)
    if reference is None:
        raise Missing("There is no invoice with that reference.")
    return reference


@blueprint.get(MONEY)
@guard.staff(Permission.INVOICE, _WHY)
def invoices() -> str:
    """Invoices that wait for money, and the last settled ones."""
    return render_template("staff/money/list.html", lines=views.listed(), set=views.set_fees(), path=MONEY)


@blueprint.get(f"{MONEY}/<invoice>")
@guard.staff(Permission.INVOICE, _WHY)
def invoice(invoice: str) -> str:
    """One invoice with everything that settled it."""
    return render_template("staff/money/invoice.html", page=views.page(_known(invoice)), path=MONEY)


def _payment(reference: str, sent: Sent) -> None:
    _record(money.record_payment, reference, sent)


def _unasked(reference: str, sent: Sent) -> None:
    _record(money.record_unasked_payment, reference, sent)


def _record(verb: Callable[..., object], reference: str, sent: Sent) -> None:
    amount = sent.pence("amount", _AMOUNT)
    way = sent.choice("way", PaidBy, "Choose how it came")
    paid_on = sent.typed.day("paid_on", needed="Say on which day it reached the bank")
    if way is not None and paid_on is not None and sent.fine:
        called = sent.line("bank_reference")
        verb(reference, amount=amount, way=way, paid_on=paid_on, bank_reference=called, by=me())


def _failed(reference: str, sent: Sent) -> None:
    failed_on = sent.typed.day("failed_on", needed="Say on which day it failed")
    tried_on = sent.typed.day("tried_on")
    if failed_on is not None and sent.fine:
        money.record_failed_payment(reference, failed_on=failed_on, tried_on=tried_on, by=me())


def _refund(reference: str, sent: Sent) -> None:
    amount = sent.pence("amount", _AMOUNT)
    refunded_on = sent.typed.day("refunded_on", needed="Say on which day it went back")
    if refunded_on is not None and sent.fine:
        money.refund(reference, amount=amount, why=sent.words("why"), refunded_on=refunded_on, by=me())


def _waive(reference: str, sent: Sent) -> None:
    amount = sent.pence("amount", _AMOUNT)
    if sent.fine:
        money.waive(reference, amount=amount, why=sent.words("why"), by=me())


def _employer(reference: str, sent: Sent) -> None:
    name, email, post = sent.line("name"), sent.line("email"), sent.words("address")
    money.bill_employer(reference, name=name, email=email, address=post, by=me())


def _cancel(reference: str, _sent: Sent) -> None:
    money.cancel_invoice(reference, by=me())


def _today() -> str:
    return clock.today().isoformat()


def _came() -> list[Field]:
    return [
        Field("amount", "How much came?", "In pounds: 90 or 232.72"),
        Field("way", "How did it come?", kind="choices", options=options(*PaidBy)),
        Field("paid_on", "On which day did it reach the bank?", kind="day", start=_today()),
        Field("bank_reference", "What does the bank call it?", "The same payment is recorded once."),
    ]


#: Each act: its heading, the words on its button, what it asks, what it does, and what is said then.
ACTS: dict[str, tuple[str, str, Callable[[], list[Field]], Callable[[str, Sent], None], str]] = {
    "payment": (
        "Record a payment",
        "Record it",
        _came,
        _payment,
        "The payment is on record, and the receipt is on its way.",
    ),
    "unasked": (
        "Money came for a cancelled invoice",
        "Record it",
        _came,
        _unasked,
        "It is on record. Send it back: we told them that we will.",
    ),
    "failed": (
        "A payment failed",
        "Put it on record",
        lambda: [
            Field("failed_on", "On which day did it fail?", kind="day", start=_today()),
            Field("tried_on", "On which day had they paid?", "Leave it empty if it was the same day.", kind="day"),
        ],
        _failed,
        "It is on record. They have more time, and we told them.",
    ),
    "refund": (
        "Send money back",
        "Record the refund",
        lambda: [
            Field("amount", "How much goes back?", "In pounds: 90 or 232.72"),
            Field("refunded_on", "On which day?", kind="day", start=_today()),
            Field("why", "Why?", kind="words", rows=3),
        ],
        _refund,
        "The refund is on record. It takes nobody off the register.",
    ),
    "waive": (
        "Ask for less, or nothing",
        "Waive it",
        lambda: [
            Field("amount", "How much do we not ask for?", "In pounds: 90 or 232.72"),
            Field("why", "Why?", "Kept with your name.", "words", rows=3),
        ],
        _waive,
        "It is waived.",
    ),
    "employer": (
        "An employer pays",
        "Send them the invoice",
        lambda: [
            Field("name", "Name of the employer"),
            Field("email", "Email address for invoices", kind="email"),
            Field("address", "Post address", kind="words", rows=3),
        ],
        _employer,
        "The invoice is on its way to the employer.",
    ),
    "cancel": ("Cancel this invoice", "Cancel it", list, _cancel, "The invoice is cancelled."),
}


@blueprint.get(f"{MONEY}/<invoice>/<any({', '.join(ACTS)}):act>")
@guard.staff(Permission.INVOICE, _WHY)
def form(invoice: str, act: str) -> str:
    """The form of an act."""
    return _form(_known(invoice), act, Typed({}))


@blueprint.post(f"{MONEY}/<invoice>/<any({', '.join(ACTS)}):act>")
@guard.staff(Permission.INVOICE, _WHY)
def press(invoice: str, act: str) -> Answer:
    """Do it."""
    reference, sent = _known(invoice), Sent(request.form)
    _, _, asks, do, said = ACTS[act]
    try:
        do(reference, sent)
    except Refused as refused:
        sent.typed.wrong(asks()[0].name if asks() else BUTTON, refused.sentence)
        return _form(reference, act, sent.typed), 409
    if not sent.fine:
        return _form(reference, act, sent.typed), 400
    flash(said)
    return redirect(f"{MONEY}/{reference}", 303)


def _form(reference: str, act: str, typed: Typed) -> str:
    heading, button, asks, _, _ = ACTS[act]
    fields = asks()
    typed.values = {**{one.name: one.start for one in fields}, **typed.values}
    return render_template(
        "staff/money/act.html",
        page=views.page(reference),
        heading=heading,
        button=button,
        fields=fields,
        typed=typed,
        address=f"{MONEY}/{reference}/{act}",
        path=MONEY,
    )


@blueprint.get(_BEFORE)
@guard.staff(Permission.INVOICE, _WHY)
def before() -> Response:
    """Lead on from the address of old."""
    return redirect(MONEY, 301)


@blueprint.get(f"{_BEFORE}/<path:rest>")
@guard.staff(Permission.INVOICE, _WHY)
def before_one(rest: str) -> Response:
    """Lead on from the address of old."""
    reference = read_invoice_reference(rest.partition("/")[0])
    return redirect(f"{MONEY}/{reference}" if reference else MONEY, 301)


places.declare(Place(MONEY, "Fees", "Invoices and payments.", Permission.INVOICE))
waiting.declare(
    Waits(
        Permission.INVOICE,
        lambda _account_id: queries.count_unsettled(),
        "invoice",
        "invoices",
        "without money yet",
        MONEY,
    )
)
