"""Asking for the fee, and what follows when it is settled or a payment fails (`cpd.money.purposes`)."""

from __future__ import annotations

from datetime import date, timedelta

from cpd import registrants
from cpd.money import operations as money
from cpd.money import purposes
from cpd.money.models import Invoice
from cpd.money.purposes import Purpose
from cpd.registrants import Registrant
from cpd.renewal import emails, fees, queries, rules
from cpd.renewal.models import Renewal
from cpd.renewal.operations import finishing
from cpd.renewal.operations.steps import note_step
from cpd.renewal.vocabulary import Part, Place, Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from register import operations as register

_PAGE = "/account/renewal"
#: Nobody is asked to pay sooner than this, however near the last day is.
SOONEST = timedelta(days=14)


def _settled(invoice: Invoice, on: date, by: Actor) -> None:
    renewal = queries.find(invoice.matter)
    if renewal is None:
        return
    note_step(renewal, StepKind.FEE_SETTLED, by=by, detail={"invoice": invoice.reference})
    if renewal.stage is not Stage.SENT:
        return
    registrant = registrants.many([renewal.entry_id])[renewal.entry_id]
    window = rules.window(registrant)
    if window is not None and window.ends_on == renewal.ends_on:
        # Who answered in time and paid late is late all the same: what that costs is asked before anybody is renewed.
        place = finishing.place_of(renewal, window, on, clock.now())
        if place is Place.OPEN:
            _not_late(renewal, by=by)
        if place.may_begin and ask(renewal, registrant, place, over_on=window.over_on, by=by):
            money_now = fees.standing(renewal)
            emails.sent(renewal, registrant, missing=[Part.FEE], money=money_now)
    finishing.try_to_finish(renewal, settled_on=on, by=by)


def _failed(invoice: Invoice, tried_on: date, by: Actor) -> date | None:
    renewal = queries.find(invoice.matter)
    return bridge(renewal, tried_on, by=by) if renewal is not None else None


_PURPOSES = {
    fees.YEAR: purposes.declare(Purpose(fees.YEAR, "Renewing registration", _PAGE, settled=_settled, failed=_failed)),
    fees.LATE: purposes.declare(Purpose(fees.LATE, "Renewing late again", _PAGE, settled=_settled, failed=_failed)),
    fees.RETURN: purposes.declare(Purpose(fees.RETURN, "Coming back", _PAGE, settled=_settled, failed=_failed)),
}


def ask(renewal: Renewal, registrant: Registrant, place: Place, *, over_on: date, by: Actor) -> bool:
    """Ask for what was not asked for yet; says if it did. What was asked keeps its amount whatever the fee is now."""
    asked = False
    today = clock.today()
    there = {invoice.purpose for invoice, _ in fees.standing(renewal).invoices}
    for purpose, (words, pence) in fees.wanted(renewal, place, today).items():
        if purpose in there:
            continue
        invoice = money.ask(
            purpose=_PURPOSES[purpose],
            matter=renewal.reference,
            account_id=renewal.account_id,
            name=registrant.name,
            entry_id=registrant.entry_id,
            lines=[(words, pence)],
            due_on=max(over_on, today + SOONEST),
            by=by,
        )
        renewal.fee = [*renewal.fee, [words, pence]]
        note_step(renewal, StepKind.FEE_ASKED, by=by, detail={"invoice": invoice.reference})
        asked = True
    return asked


def _not_late(renewal: Renewal, *, by: Actor) -> None:
    """They are in time. What being late costs was asked for before we knew: it is taken back."""
    for purpose in (fees.LATE, fees.RETURN):
        money.cancel_unpaid(_PURPOSES[purpose], renewal.reference, by=by)


def stop_asking(renewal: Renewal, *, by: Actor) -> None:
    """Ask for no money any more, since nothing comes of it. What was paid stands on the list to be sent back."""
    for purpose in _PURPOSES.values():
        money.call_off(purpose, renewal.reference, by=by)


def bridge(renewal: Renewal, tried_on: date, *, by: Actor) -> date | None:
    """Bridge a failed payment: whoever answered and paid in time stays registered for the days to put it right.

    `tried_on` is the day on which they paid, whenever the bank says that it failed (rules 6.12). Only once in a
    renewal, and only when nothing but the fee is missing. Says until when it can be made good; None when nothing is
    bridged.
    """
    today = clock.today()
    registrant = registrants.many([renewal.entry_id])[renewal.entry_id]
    window = rules.window(registrant)
    note_step(renewal, StepKind.PAYMENT_FAILED, by=by)
    if renewal.stage is not Stage.SENT or window is None or window.ends_on != renewal.ends_on:
        return None
    missing = rules.missing(renewal, insured=rules.insured_to(registrant), money=fees.standing(renewal), today=today)
    in_time = renewal.sent_at is not None and renewal.sent_at < clock.end_of_day(window.over_on)
    if missing != [Part.FEE] or not in_time or tried_on > window.over_on or window.left:
        return None
    until = today + timedelta(days=renewal.targets["failed"])
    if until <= window.over_on or renewal.bridged_to is not None:
        return window.over_on
    register.renew(
        registrant.number,
        starts_on=window.follows_on,
        ends_on=until,
        reason=f"Renewal {renewal.reference}: a payment failed, and there are some days to put it right",
        by=by,
    )
    finishing.carry_on_suspension(registrant, until, f"Renewal {renewal.reference}", by)
    renewal.bridged_to = until
    _not_late(renewal, by=by)
    note_step(renewal, StepKind.BRIDGED, by=by, detail={"until": until.isoformat()})
    emails.bridged(renewal, registrant)
    return until
