"""A place is offered with its fee, or given at once when no fee is set; and what follows when money comes, or fails.

A fee without a value means that no money is asked for. Money that came in time counts even when it is written down
late. What money itself does (invoices, payments, refunds) is `cpd.money`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.permissions import Permission
from accounts.rules import check_may
from cpd.joining import emails, policy, queries, rules
from cpd.joining.models import Application
from cpd.joining.operations.admitting import put_on_register
from cpd.joining.operations.insuring import is_insured, wait_for_insurance
from cpd.joining.operations.steps import move, note_step, reclock, to_change
from cpd.joining.vocabulary import Route, Stage, StepKind
from cpd.money import operations as money
from cpd.money import purposes
from cpd.money.models import Invoice
from cpd.money.purposes import Purpose
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.locks import Box
from register import queries as register


def fee_lines(route: Route, on: date) -> list[tuple[str, int]]:
    """What is asked for on a day, each with its pence; empty when nothing is set."""
    lines = [
        ("Application", policy.APPLICATION_FEE.value(on)),
        ("First year on the register", policy.REGISTRATION_FEE.value(on)),
        ("Coming back", policy.RESTORATION_FEE.value(on) if route is Route.RESTORATION else 0),
    ]
    return [(words, pence) for words, pence in lines if pence > 0]


def offer_or_admit(application: Application, box: Box, *, offer: str, admit: str, by: Actor) -> None:
    """Offer a place with its fee, or admit at once. Inside the operation that granted it; `offer`, `admit`: moves.

    After an appeal the insurance may have ended meanwhile: then the admission waits for it.
    """
    today = clock.today()
    lines = fee_lines(application.route, today)
    if not lines and not is_insured(application, box):
        wait_for_insurance(application, box, name="overturn_to_insurance", by=by)
        return
    if not lines:
        put_on_register(application, box, name=admit, by=by)
        return
    application.offer_until = today + timedelta(days=application.targets["offer"])
    application.offer_reminders = 0
    invoice = _ask(application, lines, application.offer_until, by)
    move(application, offer, StepKind.FEE_ASKED, by=by, detail={"invoice": invoice.reference})
    emails.offer(application, invoice)


@operation
def raise_invoice(application_reference: str, *, lines: Sequence[tuple[str, int]], due_on: date, by: Actor) -> Invoice:
    """Ask the applicant for money besides the offer's own invoice, such as one that was cancelled by mistake.

    Raises:
        Refused: nothing is asked for, another invoice is open, or nothing is offered.
    """
    check_may(by, Permission.INVOICE)
    application = to_change(application_reference)
    rules.check_stage(application, Stage.OFFER)
    invoice = _ask(application, lines, due_on, by)
    emails.offer(application, invoice)
    return invoice


def stop_asking(application: Application, *, by: Actor) -> None:
    """Ask for no money any more, since the application is over. What was paid, or a part, finance sends back."""
    money.call_off(PURPOSE, application.reference, by=by)


def _ask(application: Application, lines: Sequence[tuple[str, int]], due_on: date, by: Actor) -> Invoice:
    return money.ask(
        purpose=PURPOSE,
        matter=application.reference,
        account_id=application.account_id,
        name=application.name,
        lines=lines,
        due_on=due_on,
        by=by,
    )


def _settled(invoice: Invoice, on: date, by: Actor) -> None:
    """Admit who owes nothing any more. An offer that ran out counts when the money had come by then."""
    application = _of(invoice)
    if application is None or application.stage not in (Stage.OFFER, Stage.EXPIRED):
        return
    if application.stage is Stage.EXPIRED and not _was_in_time(application, on):
        return
    note_step(application, StepKind.FEE_SETTLED, by=by, detail={"invoice": invoice.reference})
    box = locks.box_of(application.lock_id)
    if is_insured(application, box):
        put_on_register(application, box, name="settle", by=by)
    else:
        wait_for_insurance(application, box, name="settle_uninsured", by=by)


def _was_in_time(application: Application, paid_on: date) -> bool:
    elsewhere = queries.open_of(application.account_id) is not None
    held = register.entry_of_account(application.account_id)
    on_register = held is not None and held != application.number
    in_time = application.offer_until is not None and paid_on <= application.offer_until
    return in_time and not elsewhere and not on_register


def _failed(invoice: Invoice, failed_on: date, by: Actor) -> date | None:
    """Keep the place for longer. The bank may tell us after the offer ran out that a payment in time had failed."""
    application = _of(invoice)
    if application is None:
        return None
    today = clock.today()
    in_time = application.offer_until is not None and failed_on <= application.offer_until
    until = max(application.offer_until or today, today + timedelta(days=application.targets["payment_again"]))
    if application.stage is Stage.OFFER:
        application.offer_until = until
        reclock(application)
        note_step(application, StepKind.OFFER_EXTENDED, by=by)
    elif application.stage is Stage.EXPIRED and in_time:
        if queries.open_of(application.account_id) is not None:
            raise Refused("They have another application open by now.")
        application.offer_until = until
        move(application, "offer_again", StepKind.OFFER_EXTENDED, by=by)
    return application.offer_until


def _of(invoice: Invoice) -> Application | None:
    """The application of an invoice, to be changed; None when it was deleted since."""
    audit.take_turn()
    application = queries.find(invoice.matter)
    if application is not None:
        db.session.refresh(application)
    return application


PURPOSE = purposes.declare(
    Purpose("application", "Applying to join", "/account/application", settled=_settled, failed=_failed)
)
